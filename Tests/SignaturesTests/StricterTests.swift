import Crypto
import Diagnostics
import Programs
import Signatures
import Testing
import Vocabulary

/// What docs/signatures.md lists: good for `ssh-keygen`, and not good here.
@Suite("stricter than ssh-keygen")
struct StricterTests {
  private struct Case {
    let name: String
    let armored: [UInt8]
    let signers: String
    let principal: String
  }

  @Test("each documented difference is one")
  func differences() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    for one in try cases(in: sandbox) {
      let accepted = try sandbox.sshAccepts(
        one.armored, message: message, signers: one.signers, principal: one.principal, at: noon)
      #expect(accepted, "ssh-keygen: \(one.name)")
      #expect(!keyring(one.signers).check(one.armored).isGood, "ours: \(one.name)")
    }
  }

  private func cases(in sandbox: Sandbox) throws -> [Case] {
    let key = try sandbox.makeKey("key", ["-t", "ed25519"])
    let armored = try sandbox.sign(message, with: "key")
    let maria = "maria@acme.example"
    let head = "-----BEGIN SSH SIGNATURE-----\n"
    func text(_ change: (String) -> String) -> [UInt8] { Array(change(String(decoding: armored, as: UTF8.self)).utf8) }
    func armor(_ name: String, _ change: (String) -> String) -> Case {
      Case(name: name, armored: text(change), signers: "\(maria) \(key.text)\n", principal: maria)
    }
    func line(_ name: String, _ line: String, principal: String = maria) -> Case {
      Case(name: name, armored: armored, signers: "\(line)\n", principal: principal)
    }
    _ = try sandbox.run("ssh-keygen", ["-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", "weak"])
    let weak = String(decoding: try sandbox.read("weak.pub"), as: UTF8.self)
    return [
      armor("text after") { $0 + "more\n" },
      armor("CR LF inside") { head + $0.dropFirst(head.count).split(separator: "\n").joined(separator: "\r\n") },
      armor("white space inside") { head + " \n" + $0.dropFirst(head.count) },
      line("pattern", "*@acme.example \(key.text)"),
      line("not an address", "maria \(key.text)", principal: "maria"),
      line("local time", "\(maria) valid-after=\"20260101\" \(key.text)"),
      line("the very second", "\(maria) valid-before=\"20260312020000Z\" \(key.text)"),
      line("pattern of namespaces", "\(maria) namespaces=\"g*\" \(key.text)"),
      line("quotes", "\"\(maria)\" \(key.text)"),
      line("CR at the end", "\(maria) \(key.text) c\r"),
      Case(
        name: "RSA 1024", armored: try sandbox.sign(message, with: "weak"), signers: "\(maria) \(weak)",
        principal: maria),
    ] + (try made(maria))
  }

  private func made(_ principal: String) throws -> [Case] {
    let edwards = Curve25519.Signing.PrivateKey()
    let kind = Maker.string("ssh-ed25519".utf8)
    var maker = Maker(key: kind + Maker.string(Array(edwards.publicKey.rawRepresentation)))
    let signers = "\(principal) \(try SSHPublicKey(blob: maker.key).text)\n"
    let second = maker.blob(kind + Maker.string(unreduced(Array(try edwards.signature(for: maker.signed)))))
    maker.reserved = [1]
    let reserved = maker.blob(kind + Maker.string(Array(try edwards.signature(for: maker.signed))))

    let curve = P256.Signing.PrivateKey()
    let name = Maker.string("ecdsa-sha2-nistp256".utf8)
    let other = Maker(
      key: name + Maker.string("nistp256".utf8) + Maker.string(Array(curve.publicKey.x963Representation)))
    let raw = Array(try curve.signature(for: other.signed).rawRepresentation)
    let numbers = Maker.string([0, 0] + mpint(Array(raw.prefix(32)))) + Maker.string(mpint(Array(raw.suffix(32))))
    let zeros = other.blob(name + Maker.string(numbers))
    let others = "\(principal) \(try SSHPublicKey(blob: other.key).text)\n"
    return [
      Case(name: "unreduced", armored: armor(second), signers: signers, principal: principal),
      Case(name: "reserved", armored: armor(reserved), signers: signers, principal: principal),
      Case(name: "zeros", armored: armor(zeros), signers: others, principal: principal),
    ]
  }
}

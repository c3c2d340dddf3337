import Cryptography
import Diagnostics
import Programs
import Signatures
import Testing
import Vocabulary

/// Never laxer than `ssh-keygen -Y verify`: what is good here is good there, case by case.
@Suite("parity with ssh-keygen")
struct ParityTests {
  struct Kind: CustomTestStringConvertible, Sendable {
    let name: String
    let arguments: [String]
    let hash: String
    var testDescription: String { "\(name), \(hash)" }
  }

  static let kinds: [Kind] = [
    ("ed25519", ["-t", "ed25519"]), ("ecdsa256", ["-t", "ecdsa", "-b", "256"]),
    ("ecdsa384", ["-t", "ecdsa", "-b", "384"]), ("ecdsa521", ["-t", "ecdsa", "-b", "521"]),
    ("rsa2048", ["-t", "rsa", "-b", "2048"]), ("rsa3072", ["-t", "rsa", "-b", "3072"]),
  ].flatMap { name, arguments in
    ["sha256", "sha512"].map { Kind(name: name, arguments: arguments, hash: $0) }
  }

  @Test("every kind of key and digest, whole and damaged", arguments: kinds)
  func kind(_ kind: Kind) throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", kind.arguments)
    let signers = "maria@acme.example \(key.text)\n"
    let armored = try sandbox.sign(message, with: "key", hash: kind.hash)
    let ring = keyring(signers)
    let signature = try SSHSignature(armored: armored)
    #expect(signature.hash.rawValue == kind.hash)
    #expect(signature.armored() == armored)
    let good = SignatureStatus.good(Signer(principals: ["maria@acme.example"], key: key))
    #expect(ring.check(armored) == good)
    #expect(
      ring.check(blob: signature.blob, message: message, namespace: "git", signedAt: noon, judgedAt: noon) == good)
    #expect(try accepts(armored, in: sandbox, signers: signers))
    #expect(sandbox.fingerprint(of: "key") == key.fingerprint)

    var laxer: [String] = []
    for (name, damaged) in damages(of: armored, blob: signature.blob) where ring.check(damaged).isGood {
      if try !accepts(damaged, in: sandbox, signers: signers) { laxer.append(name) }
    }
    #expect(laxer.isEmpty)
    #expect(damages(of: armored, blob: signature.blob).allSatisfy { !ring.check($0.1).isGood })
    for other in [message + [0], Array(message.dropLast()), []] { #expect(ring.check(armored, other).isBad) }
  }

  @Test("lines, namespaces, dates and revocation: good here is good there")
  func lines() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", ["-t", "ed25519"]).text
    let other = try sandbox.makeKey("other", ["-t", "ed25519"]).text
    let armored = try sandbox.sign(message, with: "key")
    let options = [
      "", "namespaces=\"git\" ", "namespaces=\"git,countersign\" ", "namespaces=\"countersign\" ", "namespaces=\"\" ",
      "namespaces=git ", "namespaces=\"*\" ", "namespaces=\"git\",namespaces=\"git\" ", "NAMESPACES=\"git\" ",
      "valid-after=\"20260101Z\" ", "valid-after=\"20270101Z\" ", "valid-before=\"20270101Z\" ",
      "valid-before=\"20260101Z\" ", "valid-after=\"20260312020000Z\" ", "valid-after=\"20260312020001Z\" ",
      "valid-before=\"20260312020000Z\" ", "valid-before=\"20260312020001Z\" ", "valid-before=\"202603120201Z\" ",
      "valid-after=\"20260101\" ", "valid-before=\"20261301Z\" ",
      "valid-after=\"20260101Z\",valid-before=\"20260401Z\" ",
      "valid-after=\"20260401Z\",valid-before=\"20260101Z\" ", "cert-authority ", "cert-authority,namespaces=\"git\" ",
      "unknown ", "namespaces=\"git\" namespaces=\"git\" ", "namespaces=\"git ", ",", "namespaces=\"git\", ",
      "namespaces=\"git\\\"x\" ",
    ]
    let principals = [
      "maria@acme.example", "jonas@acme.example,maria@acme.example", "*@acme.example", "!maria@acme.example",
      "maria", "\"maria@acme.example\"", "MARIA@ACME.EXAMPLE", "maria@acme.example,", "jonas@acme.example",
      "maria@acme.example\t", " maria@acme.example",
    ]
    let ends = ["\n", "", " comment\n", "\r\n", " a\u{1}b\n", "=\n", "\n\n# end\n"]
    var good = 0
    for principal in principals {
      for option in principal == principals[0] ? options : ["", "namespaces=\"git\" "] {
        for end in option.isEmpty ? ends : ["\n"] {
          for text in [key, other] {
            let signers = "# signers\n\n\(principal) \(option)\(text)\(end)"
            guard case .good(let signer) = keyring(signers).check(armored) else { continue }
            good += 1
            for name in signer.principals {
              let accepted = try sandbox.sshAccepts(
                armored, message: message, signers: signers, principal: name, at: noon)
              #expect(accepted, "\(signers)")
            }
          }
        }
      }
    }
    #expect(good >= 20)
  }

  @Test("revoked keys: refused here wherever refused there")
  func revocation() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", ["-t", "ed25519"]).text
    let other = try sandbox.makeKey("other", ["-t", "rsa", "-b", "1024"].dropLast() + ["2048"]).text
    let armored = try sandbox.sign(message, with: "key")
    let signers = "maria@acme.example \(key)\n"
    let lists = [
      "", "\(other)\n", "# \(key)\n", "\(other) maria\n\n", "\(key)\n", "\(key) comment", "  \(key)\n",
      "\(other)\n\(key)\n",
      "junk\n", "junk\n\(key)\n", "\(key.prefix(40))\n", "maria@acme.example \(key)\n", "cert-authority \(key)\n",
      "\(key)\r\n", "SHA256:abc\n", "sha256: \(key)\n",
    ]
    for list in lists {
      let status = keyring(signers, revoked: list).check(armored)
      let accepted = try sandbox.sshAccepts(
        armored, message: message, signers: signers, revoked: list, principal: "maria@acme.example", at: noon)
      if status.isGood { #expect(accepted, "\(list)") }
      if accepted, !list.contains("junk") { #expect(status.isGood, "\(list)") }
    }
    #expect(try run(["-q", "-k", "-f", "krl", "key.pub"], in: sandbox))
    let krl = RevokedKeys.read(try sandbox.read("krl"), source: "revoked_keys")
    #expect(krl.findings.map(\.rule.id) == ["revoked.krl"])
    let allowed = AllowedSigners.read(Array(signers.utf8), source: "signers").signers
    #expect(Keyring(allowed: allowed, revoked: krl.keys).check(armored).isNotChecked)
  }

  private func run(_ arguments: [String], in sandbox: Sandbox) throws -> Bool {
    try sandbox.run("ssh-keygen", arguments).succeeded
  }

  private func accepts(_ armored: [UInt8], in sandbox: Sandbox, signers: String) throws -> Bool {
    try sandbox.sshAccepts(armored, message: message, signers: signers, principal: "maria@acme.example", at: noon)
  }

  /// Flipped bytes inside and out, cut ends, junk around, other lines.
  private func damages(of armored: [UInt8], blob: [UInt8]) -> [(String, [UInt8])] {
    var damages: [(String, [UInt8])] = []
    for index in stride(from: 0, to: armored.count, by: 7) {
      var changed = armored
      changed[index] ^= 1
      damages.append(("armor byte \(index)", changed))
    }
    for index in stride(from: 0, to: blob.count, by: 3) {
      var changed = blob
      changed[index] ^= UInt8(1 << (index % 8))
      damages.append(("blob byte \(index)", armor(changed)))
    }
    for length in stride(from: 0, to: armored.count - 1, by: 11) {
      damages.append(("cut at \(length)", Array(armored.prefix(length))))
    }
    damages.append(("byte after the blob", armor(blob + [0])))
    for junk in ["x", "\n", " ", "\r\n", "-----END SSH SIGNATURE-----\n"] {
      damages.append(("junk after", armored + Array(junk.utf8)))
      damages.append(("junk before", Array(junk.utf8) + armored))
    }
    damages.append(("twice", armored + armored))
    return damages
  }
}

/// The armor around any bytes.
func armor(_ blob: [UInt8]) -> [UInt8] {
  var text = "-----BEGIN SSH SIGNATURE-----\n"
  var rest = Base64.encode(blob)[...]
  while !rest.isEmpty {
    text += rest.prefix(70) + "\n"
    rest = rest.dropFirst(70)
  }
  return Array((text + "-----END SSH SIGNATURE-----\n").utf8)
}

extension Sandbox {
  func fingerprint(of key: String) -> String? {
    do {
      return try run("ssh-keygen", ["-l", "-f", "\(key).pub"]).outputText.split(separator: " ").dropFirst().first
        .map(String.init)
    } catch {
      return nil
    }
  }
}

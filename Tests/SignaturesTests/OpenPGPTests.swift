import Diagnostics
import Programs
import Signatures
import Testing
import Vocabulary

/// Real `gpg`, with a home of its own per test.
private struct PGP {
  let sandbox: Sandbox
  let user: Programs

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run("mkdir", ["-m", "700", "gnupg"])
    var environment = sandbox.programs.environment
    environment["GNUPGHOME"] = "\(sandbox.path)/gnupg"
    user = Programs(environment: environment)
  }

  func end() {
    do { _ = try user.run("gpgconf", ["--kill", "gpg-agent"]) } catch { Issue.record(error) }
    sandbox.end()
  }

  @discardableResult
  func gpg(_ arguments: [String], input: [UInt8]? = nil) throws -> [UInt8] {
    let result = try user.run(
      "gpg", ["--batch", "--no-tty", "--pinentry-mode", "loopback", "--passphrase", ""] + arguments, input: input,
      directory: sandbox.path)
    try #require(result.succeeded, "\(result.errorText)")
    return result.output
  }

  /// The key's fingerprint.
  func makeKey(_ user: String, time: Timestamp = past, expiry: String = "0") throws -> String {
    try gpg(["--faked-system-time", "\(time.seconds)!", "--quick-generate-key", user, "ed25519", "sign", expiry])
    let listing = String(decoding: try gpg(["--with-colons", "--list-keys", user]), as: UTF8.self)
    let line = try #require(listing.split(separator: "\n").first { $0.hasPrefix("fpr:") })
    return String(try #require(line.split(separator: ":").last))
  }

  func sign(_ bytes: [UInt8], by key: String, at time: Timestamp = past, _ options: [String] = []) throws -> [UInt8] {
    try gpg(["--faked-system-time", "\(time.seconds)!"] + options + ["-bsau", key], input: bytes)
  }

  func key(_ id: String) throws -> [UInt8] { try gpg(["--armor", "--export", id]) }

  /// With the user's own keyring in the environment: it must not matter.
  var judge: OpenPGP { OpenPGP(programs: user) }
}

private let day: Int64 = 86_400
/// 2024-01-01T00:00:00Z: before any clock on which this runs, as keys from the future are refused.
private let past = Timestamp(seconds: 1_704_067_200)

@Suite("OpenPGP")
struct OpenPGPTests {
  @Test("good by the owner's key, and nothing else is")
  func statuses() throws {
    let pgp = try PGP()
    defer { pgp.end() }
    let maria = try pgp.makeKey("Maria <maria@acme.example>")
    let jonas = try pgp.makeKey("Jonas <jonas@acme.example>")
    let keys = [(owner: "jonas", armor: try pgp.key(jonas)), (owner: "maria", armor: try pgp.key(maria))]
    let signature = try pgp.sign(message, by: maria)
    let good = OpenPGPStatus.good(OpenPGPSigner(owner: "maria", fingerprint: maria, madeAt: past))
    #expect(pgp.judge.check(armored: signature, message: message, keys: keys) == good)
    #expect(pgp.judge.check(armored: signature, message: message, keys: keys, judgedAt: past) == good)

    guard case .bad = pgp.judge.check(armored: signature, message: message + [0], keys: keys) else {
      Issue.record("another message")
      return
    }
    for others in [[], [keys[0]]] {
      guard case .unknownKey = pgp.judge.check(armored: signature, message: message, keys: others) else {
        Issue.record("a key in the user's own keyring alone")
        return
      }
    }
    let both = keys + [(owner: "eve", armor: keys[1].armor)]
    #expect(
      pgp.judge.check(armored: signature, message: message, keys: both)
        == .notChecked(because: "the key \(maria) is listed by 'eve' and 'maria'"))
    for junk in [[(owner: "maria", armor: Array("junk".utf8))], [(owner: "maria", armor: signature)]] {
      guard case .notChecked = pgp.judge.check(armored: signature, message: message, keys: junk) else {
        Issue.record("a key file that is none")
        return
      }
    }
    let besides = [(owner: "jonas", armor: Array("junk".utf8)), keys[1]]
    #expect(pgp.judge.check(armored: signature, message: message, keys: besides) == good)
    let batch = pgp.judge.check([(signature, message), (signature, []), (signature, message)], keys: keys)
    #expect(batch.count == 3 && batch[0] == good && batch[1] != good && batch[2] == good)
    let left = try pgp.sandbox.run("sh", ["-c", "ls | grep countersign-"])
    #expect(left.output.isEmpty)
  }

  @Test("the armor holds one signature and nothing else")
  func armor() throws {
    let pgp = try PGP()
    defer { pgp.end() }
    let maria = try pgp.makeKey("Maria <maria@acme.example>")
    let keys = [(owner: "maria", armor: try pgp.key(maria))]
    let signature = try pgp.sign(message, by: maria)
    let inline = try pgp.gpg(["--armor", "--sign", "-u", maria], input: message)
    let clear = try pgp.gpg(["--clearsign", "-u", maria], input: message)
    for damaged in [
      signature + signature, Array("x\n".utf8) + signature, signature + Array("x\n".utf8), inline, clear, [],
    ] {
      guard case .bad = pgp.judge.check(armored: damaged, message: message, keys: keys) else {
        Issue.record("\(String(decoding: damaged, as: UTF8.self))")
        continue
      }
    }
    for index in stride(from: 60, to: signature.count - 40, by: 9) {
      var damaged = signature
      damaged[index] ^= 1
      if case .good = pgp.judge.check(armored: damaged, message: message, keys: keys) { Issue.record("byte \(index)") }
    }
    let jonas = try pgp.makeKey("Jonas <jonas@acme.example>")
    let two = try pgp.gpg(["-u", maria, "-u", jonas, "-bsa"], input: message)
    let all = keys + [(owner: "jonas", armor: try pgp.key(jonas))]
    #expect(
      pgp.judge.check(armored: two, message: message, keys: all) == .bad(because: "it holds more than one signature"))
    if case .good = pgp.judge.check(armored: two, message: message, keys: keys) { Issue.record("one of two is known") }
  }

  @Test("an expired key, an expired signature and a revoked key are never good")
  func expiry() throws {
    let pgp = try PGP()
    defer { pgp.end() }
    let later = Timestamp(seconds: past.seconds + 10 * day)
    let short = try pgp.makeKey("Maria <maria@acme.example>", expiry: "5d")
    let keys = [(owner: "maria", armor: try pgp.key(short))]
    let signature = try pgp.sign(message, by: short)
    let judge = pgp.judge
    #expect(
      judge.check(armored: signature, message: message, keys: keys, judgedAt: past)
        == .good(OpenPGPSigner(owner: "maria", fingerprint: short, madeAt: past)))
    let expired = judge.check(armored: signature, message: message, keys: keys, judgedAt: later)
    guard case .notValidThen = expired else {
      Issue.record("the key has expired: \(expired)")
      return
    }
    let before = Timestamp(seconds: past.seconds - 10 * day)
    if case .good = judge.check(armored: signature, message: message, keys: keys, judgedAt: before) {
      Issue.record("the key is not there yet")
    }
    guard case .notValidThen = judge.check(armored: signature, message: message, keys: keys) else {
      Issue.record("the key has expired by now")
      return
    }

    let jonas = try pgp.makeKey("Jonas <jonas@acme.example>")
    let passing = try pgp.sign(message, by: jonas, ["--default-sig-expire", "2d"])
    let his = [(owner: "jonas", armor: try pgp.key(jonas))]
    guard case .good = judge.check(armored: passing, message: message, keys: his, judgedAt: past),
      case .notValidThen = judge.check(armored: passing, message: message, keys: his, judgedAt: later)
    else {
      Issue.record("the signature has expired")
      return
    }
    let lasting = try pgp.sign(message, by: jonas)
    let certificate = try pgp.sandbox.read("gnupg/openpgp-revocs.d/\(jonas).rev")
    let unlocked = String(decoding: certificate, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(":---") ? $0.dropFirst() : $0 }.joined(separator: "\n")
    try pgp.gpg(["--import"], input: Array(unlocked.utf8))
    let revoked = [(owner: "jonas", armor: try pgp.key(jonas))]
    guard case .good = judge.check(armored: lasting, message: message, keys: his),
      case .revoked = judge.check(armored: lasting, message: message, keys: revoked)
    else {
      Issue.record("the key is revoked")
      return
    }
  }

  @Test("a weak digest is bad, a subkey speaks for its primary key")
  func digests() throws {
    let pgp = try PGP()
    defer { pgp.end() }
    let maria = try pgp.makeKey("Maria <maria@acme.example>")
    try pgp.gpg(["--faked-system-time", "\(past.seconds)!", "--quick-add-key", maria, "ed25519", "sign"])
    let keys = [(owner: "maria", armor: try pgp.key(maria))]
    let bySubkey = try pgp.sign(message, by: maria)
    #expect(
      pgp.judge.check(armored: bySubkey, message: message, keys: keys)
        == .good(OpenPGPSigner(owner: "maria", fingerprint: maria, madeAt: past)))
    let rsa = "Jonas <jonas@acme.example>"
    try pgp.gpg(["--faked-system-time", "\(past.seconds)!", "--quick-generate-key", rsa, "rsa2048", "sign", "0"])
    let his = [(owner: "jonas", armor: try pgp.key("jonas@acme.example"))]
    guard case .good = pgp.judge.check(armored: try pgp.sign(message, by: rsa), message: message, keys: his) else {
      Issue.record("SHA-512 by RSA")
      return
    }
    let weak = try pgp.sign(message, by: rsa, ["--digest-algo", "SHA1"])
    let status = pgp.judge.check(armored: weak, message: message, keys: his)
    if case .good = status { Issue.record("SHA-1") }
  }

  @Test("without gpg nothing is known")
  func noGPG() {
    let judge = OpenPGP(programs: Programs(environment: ["PATH": "/nowhere"]))
    let signature = Array("-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n".utf8)
    #expect(
      judge.check(armored: signature, message: message, keys: [])
        == .notChecked(because: "the program 'gpg' was not found"))
  }

  @Test("a commit is signed as git would, and the signature is good")
  func signing() throws {
    let pgp = try PGP()
    defer { pgp.end() }
    let maria = try pgp.makeKey("Maria <maria@acme.example>")
    let keys = [(owner: "maria", armor: try pgp.key(maria))]
    for (format, key) in [(nil, maria), ("openpgp", nil)] as [(String?, String?)] {
      let configuration = SigningConfiguration(
        format: format, key: key, userName: "Maria", userEmail: "maria@acme.example")
      let armored = try Signing(configuration, programs: pgp.user).signCommit(message)
      guard case .good = pgp.judge.check(armored: armored, message: message, keys: keys) else {
        Issue.record("\(String(decoding: armored, as: UTF8.self))")
        continue
      }
    }
    #expect(throws: SigningError.noKey) {
      try Signing(SigningConfiguration(format: nil, key: nil), programs: pgp.user).signCommit(message)
    }
    #expect(throws: SigningError.unknownFormat("x509")) {
      try Signing(SigningConfiguration(format: "x509", key: "a"), programs: pgp.user).signCommit(message)
    }
    #expect(throws: SigningError.toolMissing(name: "/no/gpg")) {
      try Signing(
        SigningConfiguration(format: nil, key: "a", openpgpProgram: "/no/gpg"), programs: pgp.user
      ).signCommit(message)
    }
    do throws(SigningError) {
      _ = try Signing(SigningConfiguration(format: nil, key: "nobody@x"), programs: pgp.user).signCommit(message)
      Issue.record("nobody has that key")
    } catch {
      #expect(error.finding.rule.id == "signing.tool")
    }
  }
}

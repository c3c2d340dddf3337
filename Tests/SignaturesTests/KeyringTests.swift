import Cryptography
import Programs
import Signatures
import Testing
import Vocabulary

@Suite("keyring")
struct KeyringTests {
  @Test("each way not to be good has its own status")
  func statuses() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", ["-t", "ed25519"])
    let other = try sandbox.makeKey("other", ["-t", "ed25519"])
    let armored = try sandbox.sign(message, with: "key")
    let line = "maria@acme.example \(key.text)\n"
    #expect(keyring(line).check(nil) == .absent)
    #expect(keyring("").check(armored) == .unknownKey(fingerprint: key.fingerprint))
    #expect(keyring("jonas@acme.example \(other.text)\n").check(armored) == .unknownKey(fingerprint: key.fingerprint))
    #expect(keyring(line, revoked: key.text).check(armored) == .revoked(fingerprint: key.fingerprint))
    #expect(keyring("", revoked: key.text).check(armored) == .revoked(fingerprint: key.fingerprint))
    #expect(keyring(line, revoked: "junk").check(armored).isNotChecked)
    #expect(keyring(line).check(armored, message + [1]).isBad)
    #expect(keyring("").check(armored, message + [1]).isBad)
    #expect(keyring(line).check([]).isBad)
    #expect(
      keyring(line).check(armored, namespace: "countersign")
        == .bad(because: "it was made for 'git', not for 'countersign'"))
    #expect(keyring(line).check(armored) == .good(Signer(principals: ["maria@acme.example"], key: key)))
  }

  @Test("dates: the key must hold when it signed and when it is judged")
  func dates() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", ["-t", "ed25519"])
    let armored = try sandbox.sign(message, with: "key")
    let ring = keyring("maria@acme.example valid-after=\"20260301Z\",valid-before=\"20260401Z\" \(key.text)\n")
    let early = Timestamp(seconds: noon.seconds - 30 * 86_400)
    let late = Timestamp(seconds: noon.seconds + 30 * 86_400)
    #expect(ring.check(armored, signedAt: early).isNotValidThen)
    #expect(ring.check(armored, judgedAt: early).isNotValidThen)
    #expect(ring.check(armored, signedAt: late).isNotValidThen)
    #expect(ring.check(armored, judgedAt: late).isNotValidThen)
    #expect(ring.check(armored, signedAt: early, judgedAt: late).isNotValidThen)
    let place = "signers:1: the key held until 2026-04-01T00:00:00Z, no longer at 2026-04-11T02:00:00Z"
    #expect(
      ring.check(armored, judgedAt: late) == .notValidThen(fingerprint: key.fingerprint, because: place))
    #expect(ring.check(armored).isGood)
  }

  @Test("the lines of one key: those that hold speak, the others do not")
  func severalLines() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", ["-t", "ed25519"])
    let armored = try sandbox.sign(message, with: "key")
    let ring = keyring(
      """
      old@acme.example valid-before="20260101Z" \(key.text)
      maria@acme.example,m@home.example namespaces="git" \(key.text)
      other@acme.example namespaces="countersign" \(key.text)
      maria@acme.example,maria@acme.example \(key.text)

      """)
    #expect(
      ring.check(armored) == .good(Signer(principals: ["maria@acme.example", "m@home.example"], key: key)))
  }

  @Test("a key that this does not verify is not checked, a weak one is bad")
  func kinds() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    try sandbox.makeKey("ca", ["-t", "ed25519"])
    try sandbox.makeKey("user", ["-t", "ed25519"])
    #expect(try sandbox.run("ssh-keygen", ["-q", "-s", "ca", "-I", "id", "-n", "maria", "user.pub"]).succeeded)
    let certificate = try sandbox.read("user-cert.pub")
    #expect(throws: SignatureError.certificate("ssh-ed25519-cert-v01@openssh.com")) {
      try SSHPublicKey(text: String(decoding: certificate, as: UTF8.self))
    }
    let encoded = try #require(String(decoding: certificate, as: UTF8.self).split(separator: " ").dropFirst().first)
    let blob = try #require(Base64.decode(String(encoded)))
    let signed = Maker(key: blob).blob(
      Maker.string("ssh-ed25519".utf8) + Maker.string([UInt8](repeating: 1, count: 64)))
    #expect(
      keyring("").check(blob: signed, message: message, namespace: "git", signedAt: noon, judgedAt: noon).isNotChecked)

    let weak = try sandbox.run("ssh-keygen", ["-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", "weak"])
    try #require(weak.succeeded)
    let armored = try sandbox.sign(message, with: "weak")
    #expect(
      keyring("").check(armored) == .bad(because: "the RSA key has 1024 bits, and at least 2048 are needed"))
    #expect(throws: SignatureError.keyTooShort(bits: 1024)) {
      try SSHPublicKey(text: String(decoding: try sandbox.read("weak.pub"), as: UTF8.self))
    }
  }

  @Test("the signature's kind is told from its first line")
  func signatureKinds() {
    #expect(SignatureKind(armored: Array("-----BEGIN SSH SIGNATURE-----\nx".utf8)) == .ssh)
    #expect(SignatureKind(armored: Array("-----BEGIN PGP SIGNATURE-----\n".utf8)) == .openPGP)
    #expect(SignatureKind(armored: Array("-----BEGIN SIGNED MESSAGE-----\n".utf8)) == .x509)
    #expect(SignatureKind(armored: Array("-----BEGIN PGP MESSAGE-----\n".utf8)) == .unknown)
    #expect(SignatureKind(armored: []) == .unknown)
  }
}

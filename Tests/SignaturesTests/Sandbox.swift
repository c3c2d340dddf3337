import Programs
import Signatures
import Testing
import Vocabulary

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A directory of its own for one test, with keys that the real `ssh-keygen` makes; removed by `end`.
struct Sandbox {
  let path: String
  let programs: Programs

  /// Where sandboxes are made: what TMPDIR names, which Tests/run.sh sets to a place in memory where there is one.
  private static let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"

  init() throws {
    let path = "/usr/local/bin:/usr/bin:/bin"
    let maker = Programs(environment: ["PATH": path, "LC_ALL": "C", "TMPDIR": Self.place])
    let made = try #require(try maker.run("mktemp", ["-d"]).outputText.split(separator: "\n").first.map(String.init))
    self.path = made
    programs = Programs(environment: ["PATH": path, "LC_ALL": "C", "HOME": made, "TMPDIR": made, "TZ": "Europe/Berlin"])
  }

  func end() {
    do {
      _ = try programs.run("rm", ["-rf", path])
    } catch {
      Issue.record(error)
    }
  }

  @discardableResult
  func run(_ name: String, _ arguments: [String], input: [UInt8]? = nil) throws -> ProgramResult {
    try programs.run(name, arguments, input: input, directory: path)
  }

  func write(_ bytes: [UInt8], as name: String) throws {
    let result = try run("tee", [name], input: bytes)
    try #require(result.succeeded)
  }

  func read(_ name: String) throws -> [UInt8] {
    let result = try run("cat", [name])
    try #require(result.succeeded, "\(name)")
    return result.output
  }

  /// Makes a key pair; the public half.
  @discardableResult
  func makeKey(_ name: String, _ kind: [String]) throws -> SSHPublicKey {
    let result = try run("ssh-keygen", ["-q"] + kind + ["-N", "", "-C", "\(name)@test", "-f", name])
    try #require(result.succeeded, "\(result.errorText)")
    return try SSHPublicKey(text: String(decoding: read("\(name).pub"), as: UTF8.self))
  }

  /// Signs with the real `ssh-keygen`; the armor.
  func sign(_ message: [UInt8], with key: String, namespace: String = "git", hash: String = "sha512") throws -> [UInt8]
  {
    try write(message, as: "to-sign")
    try run("rm", ["-f", "to-sign.sig"])
    let result = try run(
      "ssh-keygen", ["-q", "-Y", "sign", "-O", "hashalg=\(hash)", "-n", namespace, "-f", key, "to-sign"])
    try #require(result.succeeded, "\(result.errorText)")
    return try read("to-sign.sig")
  }

  /// Whether the real `ssh-keygen -Y verify` calls it good.
  func sshAccepts(
    _ armored: [UInt8], message: [UInt8], namespace: String = "git", signers: String, revoked: String? = nil,
    principal: String, at date: Timestamp
  ) throws -> Bool {
    try write(armored, as: "check.sig")
    try write(Array(signers.utf8), as: "check.signers")
    if let revoked { try write(Array(revoked.utf8), as: "check.revoked") }
    let stamp = date.description.filter { $0.isNumber }
    let result = try run(
      "ssh-keygen",
      [
        "-Y", "verify", "-n", namespace, "-f", "check.signers", "-I", principal, "-s", "check.sig",
        "-O", "verify-time=\(stamp)Z",
      ] + (revoked == nil ? [] : ["-r", "check.revoked"]), input: message)
    return result.succeeded
  }
}

/// 2026-03-12T02:00:00Z.
let noon = Timestamp(seconds: 1_773_280_800)
let message = Array("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nthe message\n".utf8)

func keyring(_ signers: String, revoked: String = "") -> Keyring {
  Keyring(
    allowed: AllowedSigners.read(Array(signers.utf8), source: "signers").signers,
    revoked: RevokedKeys.read(Array(revoked.utf8), source: "revoked").keys)
}

extension Keyring {
  func check(
    _ armored: [UInt8]?, _ message: [UInt8] = message, namespace: String = "git", signedAt: Timestamp = noon,
    judgedAt: Timestamp = noon
  ) -> SignatureStatus {
    check(armored: armored, message: message, namespace: namespace, signedAt: signedAt, judgedAt: judgedAt)
  }
}

extension SignatureStatus {
  var isGood: Bool { if case .good = self { true } else { false } }
  var isBad: Bool { if case .bad = self { true } else { false } }
  var isNotChecked: Bool { if case .notChecked = self { true } else { false } }
  var isNotValidThen: Bool { if case .notValidThen = self { true } else { false } }
}

/// Random numbers that are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

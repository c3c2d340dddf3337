import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Programs
import Releases
import Signatures
import Vocabulary

/// One line of `doctor`.
struct CheckupLine: Hashable, Sendable {
  enum Outcome: String, Hashable, Sendable {
    case ok, warning, wrong, unknown
  }

  let name: String
  let outcome: Outcome
  let what: String
  /// The command that mends it.
  let next: [String]

  static func ok(_ name: String, _ what: String) -> CheckupLine {
    CheckupLine(name: name, outcome: .ok, what: what, next: [])
  }

  static func warning(_ name: String, _ what: String, next: [String] = []) -> CheckupLine {
    CheckupLine(name: name, outcome: .warning, what: what, next: next)
  }

  static func wrong(_ name: String, _ what: String, next: [String]) -> CheckupLine {
    CheckupLine(name: name, outcome: .wrong, what: what, next: next)
  }

  static func unknown(_ name: String, _ what: String, next: [String] = []) -> CheckupLine {
    CheckupLine(name: name, outcome: .unknown, what: what, next: next)
  }

  /// Something that could not be looked at, in the words of whoever tried.
  static func unknown(_ name: String, _ finding: Finding) -> CheckupLine {
    .unknown(name, ([finding.what] + finding.because).joined(separator: ": "), next: finding.next)
  }

  /// `wrong    hooks: …`, then what to do.
  var lines: [String] {
    let column = outcome.rawValue + String(repeating: " ", count: 8 - outcome.rawValue.utf8.count)
    return ["\(column)\(name): \(what)"] + next.map { "        next: \($0)" }
  }
}

/// What can be checked without a repository: the programs, the key, and that it signs.
struct ToolCheckup {
  let programs: Programs
  let console: Console
  /// Git's configuration: the repository's where there is one.
  /// nil: git could not be asked.
  let settings: GitSettings?

  /// git-merge-tree(1) writes trees from this version on.
  private static let oldest = (major: 2, minor: 38)

  func git() -> CheckupLine {
    guard let path = programs.find("git") else {
      return .wrong("git", "it is not on PATH", next: ["install git, 2.38 or newer"])
    }
    let words: [Substring]
    do throws(ProgramError) {
      words = try programs.run("git", ["--version"]).outputText.split { $0 == " " || $0 == "\n" }
    } catch {
      return .wrong("git", visible(error.message), next: ["install git, 2.38 or newer"])
    }
    let version = words.count > 2 ? words[2] : ""
    let numbers = version.split(separator: ".").prefix(2).compactMap { Int($0) }
    guard numbers.count == 2 else {
      return .unknown(
        "git", "its version does not read: \(visible(words.joined(separator: " ")))", next: ["git --version"])
    }
    guard (numbers[0], numbers[1]) >= (Self.oldest.major, Self.oldest.minor) else {
      return .wrong(
        "git", "it is \(visible(String(version))), and 2.38 is needed", next: ["install git, 2.38 or newer"])
    }
    return .ok("git", "\(visible(String(version))) at \(visible(path))")
  }

  func signer() -> CheckupLine {
    let name = settings?["gpg.ssh.program"] ?? "ssh-keygen"
    if name.hasPrefix("~") {
      return .ok("ssh-keygen", "gpg.ssh.program is \(visible(name)); the test signature below tries it")
    }
    guard let path = programs.find(name) else {
      return .wrong(
        "ssh-keygen", "'\(visible(name))' is not on PATH",
        next: ["install OpenSSH 8.2 or newer (Debian: apt install openssh-client)"])
    }
    return .ok("ssh-keygen", visible(path))
  }

  /// The key that git signs with, and a signature made with it, which `Signing` verifies.
  func key(_ signing: Signing) -> (check: [CheckupLine], key: SSHPublicKey?) {
    let key: SSHPublicKey
    do throws(SigningError) { key = try signing.publicKey() } catch { return ([wrong("key", error.finding)], nil) }
    let found = CheckupLine.ok("key", "\(key.algorithm) \(key.fingerprint)")
    do throws(SigningError) {
      console.talk("signing a few bytes with \(key.fingerprint); touch the key if it blinks")
      _ = try signing.sign(Array("countersign doctor".utf8), namespace: "countersign-doctor")
      return ([found, .ok("signature", "made and verified")], key)
    } catch {
      return ([found, wrong("signature", error.finding)], key)
    }
  }

  private func wrong(_ name: String, _ finding: Finding) -> CheckupLine {
    .wrong(name, ([finding.what] + finding.because).joined(separator: ": "), next: finding.next)
  }
}

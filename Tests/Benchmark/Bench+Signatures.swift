import Cryptography
import Glibc

/// What checking signatures costs, here and with git.
extension Bench {
  /// Microseconds for one Ed25519 verification on one core: what no check of a signed commit can go below.
  func rawVerification() throws -> [Double] {
    let person = try Person("maria")
    var signed: [(message: [UInt8], signature: [UInt8])] = []
    for number in 0..<500 {
      let message = Array("message \(number)".utf8)
      signed.append((message, try person.rawSignature(message)))
    }
    var times: [Double] = []
    for _ in 0...rounds {
      let start = Spawn.now()
      for (message, signature) in signed {
        guard try RawVerification.ed25519(key: person.raw, signature: signature, message: message) else {
          throw Trouble("a signature that was just made does not verify")
        }
      }
      times.append((Spawn.now() - start) / Double(signed.count) * 1e6)
    }
    return Array(times.dropFirst())
  }

  /// Milliseconds for one commit of `git log --format=%G?`, on a sample; every one must be good.
  func gitLog(_ site: Site) throws -> [Double] {
    let count = min(200, site.shape.commits)
    return try (0..<3).map { _ in
      let run = try Spawn.must(
        ["git", "log", "--format=%G?", "-n", "\(count)", "refs/heads/main"], in: site.hub, extra: site.environment())
      let lines = run.output.split(separator: "\n")
      guard lines.count == count, lines.allSatisfy({ $0 == "G" }) else {
        throw Trouble("git does not call every commit good: \(Set(lines))")
      }
      return run.seconds / Double(count) * 1000
    }
  }

  func revList(_ site: Site) throws -> Sample {
    try git(["rev-list", "--count", "refs/heads/main"], at: site)
  }

  /// Every commit's bytes, as any check of signatures has to read them.
  func catFile(_ site: Site) throws -> Sample {
    let script = "git rev-list refs/heads/main | git cat-file --batch >/dev/null"
    return try Sample.of(rounds) { try Spawn.must(["sh", "-c", script], in: site.hub, extra: site.environment()) }
  }
}

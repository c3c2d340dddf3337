import Cryptography
package import Diagnostics
import Workflows

/// Asks every check about one workflow.
package enum Checking {
  /// In the order of the checks, and in each by place; waivers are not applied yet.
  package static func findings(_ subject: Subject) -> [Finding] {
    var seen: [String: Int] = [:]
    var findings: [Finding] = []
    for kind in Checks.all {
      var found: [Finding] = []
      for observation in kind.init().look(at: subject) {
        let key = [observation.rule.id] + observation.key
        let count = seen[Fingerprint.text(key), default: 0] + 1
        seen[Fingerprint.text(key)] = count
        // A second step that looks like a waived one is not waived with it.
        let print = Fingerprint.of(count == 1 ? key : key + ["\(count)"])
        found.append(observation.finding(workflow: subject.manifest.workflow, fingerprint: print))
      }
      findings += shortened(found, subject)
    }
    return findings
  }

  /// As many findings of one check are told as a person reads.
  package static let most = 100

  /// The gravest of them in their order, and in place of the rest one that says how many there are and holds as the gravest of them.
  private static func shortened(_ found: [Finding], _ subject: Subject) -> [Finding] {
    guard found.count > most else { return found }
    let kept = Set(
      found.indices.sorted { (found[$1].level, $0) < (found[$0].level, $1) }.prefix(most - 1))
    let rest = found.indices.filter { !kept.contains($0) }.map { found[$0] }
    guard let first = rest.max(by: { $0.level < $1.level }) else { return found }
    let more = Observation(
      first.rule, first.level, "\(rest.count) more are found: \(first.what)",
      place: first.place ?? Place(subject.definition), key: [], because: first.because,
      next: ["mend those that are told, or the kind of them as a whole"])
    let print = Fingerprint.of([first.rule.id, "more"] + rest.compactMap(\.fingerprint).sorted())
    return kept.sorted().map { found[$0] } + [more.finding(workflow: subject.manifest.workflow, fingerprint: print)]
  }
}

/// The name of a finding in waivers.
package enum Fingerprint {
  /// 20 hex digits of the SHA-256 of a rule's id and what was found, each with its length in front.
  package static func of(_ key: [String]) -> String {
    String(SHA256Digest.hex(of: Array(text(key).utf8)).prefix(20))
  }

  fileprivate static func text(_ key: [String]) -> String {
    "countersign-finding-1\n" + key.map { "\($0.utf8.count):\($0)\n" }.joined()
  }
}

extension Observation {
  fileprivate func finding(workflow: String, fingerprint: String) -> Finding {
    // A note asks nothing of anybody.
    let waiving = level == .note ? [] : [Waiving.words(rule: rule, workflow: workflow, fingerprint: fingerprint)]
    return Finding(
      rule, what, at: place, level: level, because: because, next: next + waiving, fingerprint: fingerprint)
  }
}

/// How a finding is accepted for a time.
package enum Waiving {
  package static func words(rule: Rule, workflow: String, fingerprint: String) -> String {
    "or a file in .countersign/waivers accepts it for a time: { rule: \(rule.id), workflow: \(workflow), "
      + "fingerprint: \"\(fingerprint)\", reason: …, owner: …, expires: … }"
  }
}

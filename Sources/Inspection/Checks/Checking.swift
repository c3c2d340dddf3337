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
      for observation in kind.init().look(at: subject) {
        let key = [observation.rule.id] + observation.key
        let count = seen[Fingerprint.text(key), default: 0] + 1
        seen[Fingerprint.text(key)] = count
        // A second step that looks like a waived one is not waived with it.
        let print = Fingerprint.of(count == 1 ? key : key + ["\(count)"])
        findings.append(observation.finding(workflow: subject.manifest.workflow, fingerprint: print))
      }
    }
    return findings
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

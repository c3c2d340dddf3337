import Diagnostics
import Evidence
import Gathering
import Git
import Vocabulary

extension Collector {
  /// One key does not say thousands of things about one version in a day: whoever judges it looks at all of them.
  ///
  /// Counted is by the day before now and by the key that the envelope names, which is the one that signed: on a server a statement
  /// is dated near its receipt, and names its key. So what a stolen key adds is bounded until it is revoked, other keys are not
  /// in its way, and nobody is shut out for good.
  func crowded(_ added: [StoredStatement], _ workflow: String, after tip: ObjectID?) throws(GitError) -> [Finding] {
    let day = clock - Span(seconds: 86_400)
    var sayings: [String: Sayings] = [:]
    for stored in added {
      guard let directory = JournalPath.folder(of: stored.statement, in: workflow) else { continue }
      sayings[directory, default: Sayings()].add(stored)
    }
    var findings: [Finding] = []
    for (directory, new) in sayings.sorted(by: { $0.key < $1.key }) {
      var all = new
      let there = try Journal.read(workflow, at: tip, directories: [directory], in: repository)
      for stored in there.statements where stored.statement.time > day { all.add(stored) }
      for key in new.byKey.keys.sorted() {
        guard let amount = all.byKey[key], amount.isTooMuch else { continue }
        findings.append(crowd(key, amount, directory))
      }
    }
    return findings
  }

  private func crowd(_ key: String, _ amount: Sayings.Amount, _ directory: String) -> Finding {
    Finding(
      .journalCrowded,
      "\(visible(String(key.prefix(80)))) says \(amount.count) things of \(amount.bytes) bytes in a day",
      at: Place(directory),
      because: [
        "at most \(PushLimits.dailyStatements), of \(PushLimits.dailyBytes) bytes, are taken about one version or as records "
          + "of one workflow"
      ],
      next: [
        "if the key leaked: list it in .countersign/revoked_keys, and land that",
        "else say the rest a day later, or about another version",
      ])
  }
}

/// How much each key says in one place.
private struct Sayings {
  struct Amount {
    var count = 0
    var bytes = 0

    var isTooMuch: Bool { count > PushLimits.dailyStatements || bytes > PushLimits.dailyBytes }
  }

  private(set) var byKey: [String: Amount] = [:]

  mutating func add(_ stored: StoredStatement) {
    byKey[stored.envelope.keyID, default: Amount()].count += 1
    byKey[stored.envelope.keyID, default: Amount()].bytes += stored.envelope.payload.count
  }
}

import Evidence
import Facts
import PolicyModel
import Vocabulary

/// Which statements speak of what is asked. A journal is read by one digest; here both have to match.
enum Relevance {
  /// The facts with the evidence that speaks of the question, by date and id: the order it was read in decides nothing.
  static func of(_ facts: Facts, to question: Question, policy: Policy) -> Facts {
    guard case .known(let evidence) = facts.evidence else { return facts }
    var relevant = facts
    let kill: String? = if case .known(let kill?) = facts.kill { kill.commit } else { nil }
    relevant.evidence = .known(
      evidence
        .filter {
          $0.statement.repository == policy.repository && speaks($0.statement, of: question, kill: kill)
        }
        .sorted { ($0.statement.time, $0.id) < ($1.statement.time, $1.id) })
    return relevant
  }

  private static func speaks(_ statement: Statement, of question: Question, kill: String?) -> Bool {
    guard let digest = statement.subjects.first(where: { $0.workflow == question.workflow })?.digest else {
      return false
    }
    if case .record = statement.predicate { return true }
    // A removal is spoken of as its base version.
    switch (digest, question.version ?? question.base) {
    case (.version(let version), let wanted?):
      // A recall bars the same files in other modes too: in doubt the no counts.
      if case .recall = statement.predicate {
        return version.dirHash == wanted.dirHash || version.gitTree == wanted.gitTree
      }
      return version == wanted
    // Where no version is meant, the kill stands for it. A statement about a commit never speaks of a version.
    case (.commit(let commit), nil): return question.act == .resume && commit == kill
    case (.version, nil), (.commit, _?): return false
    }
  }
}

package import Diagnostics
import Facts

/// `secrets`: no secret comes in with a change, in its files or in its commits.
package struct Secretless: Requirement {
  package static let id = "secrets"
  package static let asks = "There is no secret in the files of the version, nor in any commit that brings it."
  package static let rules: [Rule] = [.secretsNothing]

  package init() {}

  package func mender(_ matter: Matter) -> Step.Part? { .author }

  /// At the doors only: secret rules change with time, and what passed once is not judged by those of later.
  package func isAsked(of matter: Matter) -> Bool {
    guard matter.question.isAtDoor else { return false }
    if matter.question.act == .commits { return true }
    return (matter.isMove || matter.question.act == .adoption)
      && (matter.question.version != nil || matter.question.isUnread)
  }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let look) = matter.facts.secrets else { return unknown(matter.facts.secrets) }
    if !look.findings.isEmpty { return .unmet(look.findings + look.undecided) }
    if !look.undecided.isEmpty { return .undecided(look.undecided) }
    guard look.texts > 0 else {
      return .undecided([
        Finding(
          .secretsNothing, "nothing was looked at for secrets",
          because: ["there is neither a file nor a message, so nothing is known to be free of them"],
          next: ["look at the version that is meant, with its whole history"])
      ])
    }
    return .met("none in \(look.texts) \(look.texts == 1 ? "text" : "texts"), \(look.bytes) bytes")
  }
}

extension Rule {
  static let secretsNothing = Rule(
    "secrets.nothing", "There was nothing to look at for secrets, so nothing is known to be free of them.",
    """
    A version has a manifest at least, and a change has a commit. Where neither is there, something is missing: look at the \
    revision that is meant, with its whole history.
    """)
}

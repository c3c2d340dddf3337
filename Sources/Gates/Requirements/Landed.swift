package import Diagnostics
import Facts
import Vocabulary

/// `landed`: what is released is on main.
package struct Landed: Requirement {
  package static let id = "landed"
  package static let asks = "The release takes its version from a landing on main that holds it."
  package static let rules: [Rule] = [
    .landedNotOnMain, .landedOtherVersion, .landedNoSource, .landedUngated,
  ]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act == .release }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let source) = matter.facts.source else { return unknown(matter.facts.source) }
    guard let source else {
      return .unmet([
        Finding(
          .landedNoSource, "the release names no landing that it comes from",
          steps: [releases(matter, matter.label)])
      ])
    }
    let short = source.commit.prefix(12)
    if !source.isLanding {
      return .unmet([
        Finding(
          .landedNotOnMain, "commit \(short) is not a landing on main",
          because: ["only what landed can be released"],
          steps: [Step(.author, matter.authors, "land it first: countersign land BRANCH")])
      ])
    }
    if !source.holdsVersion {
      return .unmet([
        Finding(
          .landedOtherVersion, "landing \(short) does not hold \(matter.question.label)",
          because: ["a release is exactly the content of the landing that it names"],
          steps: [releases(matter, "\(matter.workflow) --rev LANDING")])
      ])
    }
    if let doubt = source.doubt { return .undecided([doubt]) }
    if !source.passedGate {
      return .unmet([
        Finding(
          .landedUngated, "\(matter.question.label) came to main past its gate",
          because: ["it was pushed there and would have been held"],
          steps: [
            Step(
              .author, matter.authors,
              "land it anew as another version, or revert it and land it again: countersign submit \(matter.workflow) -m WHY"
            )
          ])
      ])
    }
    return .met("landing \(short)")
  }

  private func releases(_ matter: Matter, _ what: String) -> Step {
    Step(
      .releaseManager, matter.people(as: .releaseManager), matter.promote(what, to: matter.question.target.name))
  }
}

extension Rule {
  static let landedNotOnMain = Rule(
    "landed.not-on-main", "The source of a release is not a landing.",
    "A landing is a first-parent step of the integration branch. A commit inside a merged branch is none.")
  static let landedOtherVersion = Rule(
    "landed.other-version", "The landing that a release names holds another version.",
    "The version in the environment's tree and the one at 'Source:' must be the same by both digests.")
  static let landedUngated = Rule(
    "landed.past-its-gate", "The version came to main without passing the gate there.",
    """
    The landing that brought it is judged again, by the policy and the evidence of that time. Somebody pushed to main directly. \
    What nobody signed off is not released, wherever it lies.
    """)
  static let landedNoSource = Rule(
    "landed.no-source", "A release names no source.",
    "The trailer 'Source:' names the landing that the version comes from.")
}

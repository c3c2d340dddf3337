import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import StrictJSON
import Vocabulary

extension Board {
  /// The freeze that stands in an environment at the moment shown; nil where there is none, or it is over.
  static func freeze(
    in environment: PolicyModel.Environment, at tip: ObjectID, _ now: Timestamp, _ place: borrowing Workplace,
    _ main: MainLine
  ) throws(GitError) -> StandingFreeze? {
    let tree = try place.repository.commit(tip).tree
    guard try place.repository.entry(at: EnvironmentPath.freeze, in: tree) != nil else { return nil }
    switch try place.collector.freeze(in: environment, tip: tip, main: main, now: now) {
    case .known(let freeze): return freeze.flatMap { now < $0.until ? $0 : nil }
    case .unknown(let because):
      place.console.tell(because)
      return nil
    }
  }

  var freezes: JSON {
    .array(
      frozen.sorted { $0.key < $1.key }.map { name, freeze in
        .object([
          .init("environment", .string(name)), .init("since", .string(freeze.since.description)),
          .init("until", .string(freeze.until.description)), .init("by", JSON(freeze.by.person)),
          .init("why", .string(visible(freeze.why))), .init("commit", .string(freeze.commit)),
        ])
      })
  }
}

extension StandingFreeze {
  /// `prod is FROZEN until … by lena: why`.
  func line(of environment: String) -> String {
    let who: String = if case .party(let party, _) = by { party.label } else { "somebody who cannot be told" }
    return "\(environment) is FROZEN until \(until) by \(who): \(visible(why))"
  }
}

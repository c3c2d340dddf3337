import Calendars
package import Diagnostics
import Facts
import PolicyModel
package import Vocabulary

/// `window`: it is a time at which releases happen.
package struct Opening: Requirement {
  package static let id = "window"
  package static let asks = "The window that the gate names is open."
  package static let rules: [Rule] = [.windowClosed, .windowUnknown]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.gate?.windows.isEmpty == false }

  package func judge(_ matter: Matter) -> Answer {
    let names = matter.gate?.windows ?? []
    var unmet: [Finding] = []
    for name in names {
      switch judge(name, matter) {
      case .met, .lifted: continue
      case .unmet(let findings): unmet += findings
      case .undecided(let findings): return .undecided(findings)
      }
    }
    if !unmet.isEmpty || names.isEmpty { return .unmet(unmet) }
    return .met("\(names.joined(separator: " and ")) \(names.count == 1 ? "is" : "are") open")
  }

  private func judge(_ name: String, _ matter: Matter) -> Answer {
    guard let window = matter.policy.windows[name] else {
      return .unmet([
        Finding(
          .windowUnknown, "the policy has no window '\(visible(name))'", at: Place(".countersign/policy.yaml"),
          steps: [
            Step(.policyOwner, matter.policyOwners, "name the window under 'windows', or take it out of the gate")
          ])
      ])
    }
    guard let zone = matter.facts.zones[window.zone] else {
      return .undecided([
        Finding(
          .windowUnknown, "the time zone \(visible(window.zone)) was not read",
          next: ["install the time zone database (tzdata), then ask again"])
      ])
    }
    guard case .known(let rules) = zone else { return unknown(zone) }
    if window.isOpen(at: matter.now, in: rules) { return .met("") }
    let opens = window.nextOpening(after: matter.now, in: rules)
    return .unmet([
      Finding(
        .windowClosed, "the window '\(name)' is closed",
        because: [opens.map { "it opens at \($0)" } ?? "it does not open within a year"],
        next: opens.map { ["wait until \($0): it takes nobody's word"] } ?? [],
        steps: opens == nil ? [Step(.policyOwner, matter.policyOwners, "give '\(name)' hours in which it opens")] : [])
    ])
  }

  /// When the last of the windows that are closed opens; whether the others are open then is asked again.
  package func earliest(_ matter: Matter) -> Timestamp? {
    (matter.gate?.windows ?? []).compactMap { name -> Timestamp? in
      guard let window = matter.policy.windows[name], case .known(let rules)? = matter.facts.zones[window.zone],
        !window.isOpen(at: matter.now, in: rules)
      else { return nil }
      return window.nextOpening(after: matter.now, in: rules)
    }.max()
  }
}

extension Rule {
  static let windowClosed = Rule(
    "window.closed", "The window for this is closed.",
    "The policy's 'windows' name days and hours in a zone. A window never stops a rollback or a kill.")
  static let windowUnknown = Rule(
    "window.unknown", "A window or its time zone is not known.", "What cannot be decided blocks.")
}

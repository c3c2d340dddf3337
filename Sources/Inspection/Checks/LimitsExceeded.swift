package import Diagnostics
import Vocabulary
import Workflows

/// The definition takes longer, or tries more often, than the manifest's `limits` say.
package struct LimitsExceeded: Check {
  package static let rules: [Rule] = [.inspectionLimitsExceeded]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "integrations: timeouts and retries as declared", cwe: [400], csf: ["PR.IR-03", "PR.IR-04"], iso: ["8.6", "8.9"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    guard let limits = subject.manifest.limits else { return [] }
    let level = subject.level(low: Finding.Level.note, medium: .warning, high: .warning)
    let asking = Set(Deciding(subject: subject).declared.map { "\($0.model.name)\u{0}\($0.step.id)" })
    return subject.steps.flatMap { model, step -> [Observation] in
      var found: [Observation] = []
      // A person is waited for longer than a call; the limit is one for calls.
      let isCall =
        step.approval == nil && !asking.contains("\(model.name)\u{0}\(step.id)")
        && ![.wait, .approval, .scope, .loop, .subworkflow].contains(step.kind)
      if isCall, let limit = limits.timeout, let timeout = step.timeout.value, timeout > Double(limit.seconds) {
        found.append(
          Observation(
            .inspectionLimitsExceeded, level,
            "\(step.label) may take \(Self.words(timeout)), the manifest allows \(limit)",
            at: step.spot, in: subject, key: [model.name, step.name, "timeout"],
            because: ["'limits' is what a reviewer and the runbook go by"],
            next: ["shorten it, or raise 'limits.timeout'"]))
      }
      if let limit = limits.retries, case .times(let times) = step.retries, times > limit {
        found.append(
          Observation(
            .inspectionLimitsExceeded, level,
            "\(step.label) is tried again \(times) times, the manifest allows \(limit)",
            at: step.spot, in: subject, key: [model.name, step.name, "retries"],
            because: ["'limits' is what a reviewer and the runbook go by"],
            next: ["lower it, or raise 'limits.retries'"]))
      }
      return found
    }
  }

  private static func words(_ seconds: Double) -> String {
    seconds == seconds.rounded() && seconds < 1e15 ? "\(Int64(seconds))s" : "\(seconds)s"
  }
}

extension Rule {
  static let inspectionLimitsExceeded = Rule(
    "inspection.limits-exceeded", "A step's timeout or retries go beyond the manifest's 'limits'.",
    "The manifest says how long one call may take and how often it is tried again. One of the two is wrong: mend the one that is."
  )
}

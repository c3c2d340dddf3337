package import Diagnostics

/// A step that is tried again until it works.
package struct RetryUnbounded: Check {
  package static let rules: [Rule] = [.inspectionRetryUnbounded]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "integrations: safe retries", cwe: [834, 799], csf: ["PR.IR-03", "PR.IR-04"], iso: ["8.6", "8.26"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.steps.compactMap { model, step in
      switch step.retries {
      case .none, .times, .engineDefault: return nil
      case .unknown(let because):
        return Observation(
          .inspectionRetryUnbounded, .note, "how often \(step.label) is tried again cannot be told", at: step.spot,
          in: subject, key: [model.name, step.name, "untold"], because: [visible(because)])
      case .unbounded:
        return Observation(
          .inspectionRetryUnbounded, subject.level(low: .warning, medium: .error, high: .error),
          "\(step.label) is tried again until it works", at: step.spot, in: subject, key: [model.name, step.name],
          because: ["the engine sets no limit here, and an outage on the other side becomes a flood from this one"],
          next: ["say how often, and wait longer each time"])
      }
    }
  }
}

extension Rule {
  static let inspectionRetryUnbounded = Rule(
    "inspection.retry-unbounded", "A step is tried again without an end.",
    """
    Without a limit a step that cannot work is repeated for ever: it costs, it floods the other side, and a payment whose answer was \
    lost is made again and again. Say how often, wait longer each time, and give up aloud.
    """)
}

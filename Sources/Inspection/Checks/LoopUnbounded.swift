package import Diagnostics

/// A circle that nothing ends.
package struct LoopUnbounded: Check {
  package static let rules: [Rule] = [.inspectionLoopUnbounded]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "integrations: no infinite loops", cwe: [835], csf: ["PR.IR-03", "PR.IR-04"], iso: ["8.6", "8.26"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.models.flatMap { model in circles(model, subject) + loops(model, subject) }
  }

  /// Circles of ways. Going round is normal: batches, polling, trying again after a correction.
  private func circles(_ model: Model, _ subject: Subject) -> [Observation] {
    let cycles = model.cycles.filter { $0.isBounded != .known(true) }
    guard !cycles.isEmpty else { return [] }
    let byID = Dictionary(model.steps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return cycles.compactMap { circle($0, $0.steps.compactMap { byID[$0] }.filter(\.runs), model, subject) }
  }

  private func circle(
    _ circle: Model.Cycle, _ steps: [Model.Step], _ model: Model, _ subject: Subject
  ) -> Observation? {
    guard let first = steps.first else { return nil }
    // A step that repeats itself is told as a loop.
    if steps.count == 1, first.isBounded != .absent { return nil }
    let label = named(steps.map(\.label))
    let key = [model.name] + Set(steps.map(\.name)).sorted()
    guard circle.hasExit else {
      return Observation(
        .inspectionLoopUnbounded, subject.level(low: .warning, medium: .error, high: .error),
        "\(label) \(steps.count == 1 ? "leads" : "lead") back to the start of the circle, and no way leads out",
        at: first.spot, in: subject, key: key, because: ["once in it, a run goes round until somebody stops it"],
        next: ["give it a way out: a counter, a time, a last page"])
    }
    let because: String
    var level: Finding.Level = circle.waits ? .note : subject.level(low: .note, medium: .note, high: .warning)
    if case .unknown(let reason) = circle.isBounded {
      because = visible(reason)
      level = .note
    } else {
      because = "only data decides when it ends, and the run has no timeout"
    }
    return Observation(
      .inspectionLoopUnbounded, level,
      "nothing is seen to bound how often \(label) \(steps.count == 1 ? "is" : "are") gone round", at: first.spot,
      in: subject, key: key, because: [because], next: ["count the rounds, or limit the whole run"])
  }

  /// Loops that the engine has a word for.
  private func loops(_ model: Model, _ subject: Subject) -> [Observation] {
    model.steps.filter(\.runs).compactMap { step in
      switch step.isBounded {
      case .known(true), .absent: return nil
      case .unknown(let because):
        return Observation(
          .inspectionLoopUnbounded, .note, "what ends the loop \(step.label) cannot be told", at: step.spot,
          in: subject,
          key: [model.name, step.name, "untold"], because: [visible(because)])
      case .known(false):
        let isLimited = step.timeout.value != nil || model.timeout.value != nil
        return Observation(
          .inspectionLoopUnbounded,
          isLimited ? .note : subject.level(low: .warning, medium: .warning, high: .error),
          "nothing ends the loop \(step.label)", at: step.spot, in: subject, key: [model.name, step.name],
          because: [isLimited ? "only a timeout does" : "it has no bound of its own, and the run has no timeout"],
          next: ["say how often at most"])
      }
    }
  }
}

extension Rule {
  static let inspectionLoopUnbounded = Rule(
    "inspection.loop-unbounded", "A loop has no bound.",
    """
    Going round is normal: pages, batches, polling. What is missing here is something that ends it whatever the data says: a counter, \
    a largest number of rounds, a timeout of the run. A circle without any way out is told as an error.
    """)
}

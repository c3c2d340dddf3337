package import Diagnostics

/// Parts of the definition that were not understood: no check can speak for them.
package struct NotUnderstood: Check {
  package static let rules: [Rule] = [.inspectionNotUnderstood]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "change management: a reviewer sees what changes", csf: ["PR.PS-06", "ID.RA-01"], iso: ["8.25", "8.29"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.models.compactMap { model in
      guard let first = model.unknowns.first else { return nil }
      let count = model.unknowns.count
      return Observation(
        .inspectionNotUnderstood, subject.level(low: .note, medium: .note, high: .warning),
        "\(count == 1 ? "a part" : "\(count) parts") of the definition \(count == 1 ? "was" : "were") not understood",
        at: first.spot, in: subject, key: [model.name] + Set(model.unknowns.map(\.what)).sorted(),
        because: [
          named(model.unknowns.map { visible($0.what) }), "what they do is not known, so no check speaks for them",
        ],
        next: ["look at them yourself"])
    }
  }
}

extension Rule {
  static let inspectionNotUnderstood = Rule(
    "inspection.not-understood", "A part of a definition was not understood, so what it does is not known.",
    """
    Countersign reads what it knows of each engine's format. What it does not know is named, because silence would look like \
    a clean result. A reviewer has to read these parts in the file itself.
    """)
}

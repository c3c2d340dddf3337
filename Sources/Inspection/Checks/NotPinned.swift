package import Diagnostics

/// Code of others that may change after it was reviewed.
package struct NotPinned: Check {
  package static let rules: [Rule] = [.inspectionNotPinned]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "change management: what runs is what was reviewed", cwe: [829, 1357], csf: ["GV.SC-05", "PR.PS-02"],
    iso: ["5.21", "8.30"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    var order: [String] = []
    var users: [String: [(step: Model.Step, reference: Model.Reference)]] = [:]
    for (_, step) in subject.steps {
      for reference in step.calls where reference.isPinned == .known(false) {
        let key = "\(reference.kind.rawValue) \(reference.name.value ?? "\u{0}")"
        if users[key] == nil { order.append(key) }
        users[key, default: []].append((step, reference))
      }
    }
    return order.compactMap { key in
      guard let found = users[key], let first = found.first else { return nil }
      let reference = first.reference
      let name = reference.name.value.map { "'\(visible($0))'" } ?? "what \(first.step.label) runs"
      return Observation(
        .inspectionNotPinned, level(reference.kind, subject),
        "\(reference.kind.rawValue) \(name) may be another one tomorrow", at: reference.spot, in: subject,
        key: [reference.kind.rawValue, reference.name.value ?? ""],
        because: ["a tag or a branch can be moved after it was reviewed; used by \(named(found.map(\.step.label)))"],
        next: [
          reference.kind == .image
            ? "name it by digest: image@sha256:…" : "name it by a whole commit id, or a version that cannot move"
        ])
    }
  }

  /// Actions and modules run in the workflow's place; images and functions are changed by fewer people.
  private func level(_ kind: Model.Reference.Kind, _ subject: Subject) -> Finding.Level {
    switch kind {
    case .action, .module, .workflow: subject.level(low: .note, medium: .warning, high: .error)
    case .image, .function: subject.level(low: .note, medium: .note, high: .warning)
    }
  }
}

extension Rule {
  static let inspectionNotPinned = Rule(
    "inspection.not-pinned", "The workflow runs code of others by a name that can be moved.",
    """
    What was signed off is a version; what a tag means is decided by somebody else, later. An action, a module or an image named by a \
    commit id or digest is the same tomorrow. A tool such as Renovate moves the ids by merge requests, which are reviewed.
    """)
}

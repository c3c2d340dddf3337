package import Diagnostics
import Workflows

/// A step handles data about people, and the manifest does not say so.
package struct DataUndeclared: Check {
  package static let rules: [Rule] = [.inspectionDataUndeclared]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "data exposure: what is sensitive is known as such", cwe: [359], csf: ["ID.AM-07", "PR.DS-01"],
    iso: ["5.12", "5.34"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    guard !subject.manifest.data.contains("personal") else { return [] }
    let steps = subject.steps.map(\.step).filter { $0.risks.contains(.personal) }
    guard let first = steps.first else { return [] }
    return [
      Observation(
        .inspectionDataUndeclared, subject.level(low: .note, medium: .warning, high: .warning),
        "\(named(steps.map(\.label))) \(steps.count == 1 ? "handles" : "handle") data about people, which the manifest does not declare",
        at: first.spot, in: subject, key: Set(steps.map(\.name)).sorted(),
        because: ["\(visible(first.type)) holds such data as a rule"],
        next: ["add 'personal' to 'data' in the manifest"])
    ]
  }
}

extension Rule {
  static let inspectionDataUndeclared = Rule(
    "inspection.data-undeclared", "A step handles data about people, and the manifest's 'data' does not say so.",
    "The policy raises the class by the data that a workflow touches. Declare it, or say in the review why there is none."
  )
}

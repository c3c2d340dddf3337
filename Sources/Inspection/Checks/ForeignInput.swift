package import Diagnostics

/// What strangers write becomes part of code.
package struct ForeignInput: Check {
  package static let rules: [Rule] = [.inspectionForeignInput]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "integrations: input is validated", cwe: [94, 78, 89], csf: ["PR.PS-06", "PR.DS-10"], iso: ["8.26", "8.28"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.steps.flatMap { model, step in
      step.code.compactMap { code in
        guard let first = code.foreignInput.first else { return nil }
        return Observation(
          .inspectionForeignInput, subject.level(low: .warning, medium: .error, high: .error),
          "what others write becomes part of the \(visible(code.language)) of \(step.label)", at: code.spot,
          in: subject,
          key: [model.name, step.name] + Set(code.foreignInput).sorted(),
          because: [
            named(code.foreignInput.map { "'\(visible(Shown.cut($0, at: 120)))'" }) + " is put in before it is run"
          ],
          next: [
            "hand \(visible(Shown.cut(first, at: 60))) over as a value: an environment variable, a parameter, an argument"
          ])
      }
    }
  }
}

extension Rule {
  static let inspectionForeignInput = Rule(
    "inspection.foreign-input", "What strangers write is put into code, a shell or a query before it runs.",
    """
    A title, a form field or a request's body that is pasted into a script is code of whoever wrote it. Hand it over as a value instead: \
    as an environment variable that the script quotes, as a parameter of the query, as an argument.
    """)
}

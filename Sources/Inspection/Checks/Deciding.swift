import Diagnostics
import Workflows

/// Who is asked in a run, and what comes after a yes.
struct Deciding {
  let subject: Subject

  /// Whether the manifest's `when` lets some cases pass without a person.
  var isConditional: Bool {
    guard let when = subject.manifest.humanApproval?.when?.lowercased() else { return false }
    return !when.hasPrefix("always") && !when.hasPrefix("every")
  }

  /// The steps that the manifest's `human-approval` names, with their models.
  var declared: [(model: Model, step: Model.Step)] {
    guard let name = subject.manifest.humanApproval?.step else { return [] }
    return subject.models.flatMap { model in
      model.steps.filter { $0.kind != .comment && Self.matches($0, name) }.map { (model, $0) }
    }
  }

  /// Steps of a model that wait for a person's yes: those that say so, and those that the manifest names where the engine has no word for it.
  func gates(_ model: Model) -> Set<Model.Step.ID> {
    var gates = Set(model.steps.filter { $0.runs && $0.approval != nil }.map(\.id))
    if !Self.saysSo(model.engine), let name = subject.manifest.humanApproval?.step {
      gates.formUnion(model.steps.filter { $0.runs && Self.matches($0, name) }.map(\.id))
    }
    return gates
  }

  /// Whether definitions of an engine show by themselves that a step waits for a person.
  static func saysSo(_ engine: Engine) -> Bool {
    switch engine {
    case .n8n, .githubActions, .logicApps, .argo, .bpmn: true
    case .stepFunctions, .nodeRed, .serverlessWorkflow, .script: false
    }
  }

  static func matches(_ step: Model.Step, _ name: String) -> Bool {
    step.name == name || step.id == name
      || step.id.split(whereSeparator: { $0 == "/" || $0 == "." }).last.map(String.init) == name
  }
}

extension Model {
  /// The same, with the step that the manifest names as one that waits for a person, where the engine has no word for it.
  func asking(at name: String?) -> Model {
    guard let name, !Deciding.saysSo(engine) else { return self }
    var model = self
    for index in steps.indices {
      let step = steps[index]
      guard step.kind != .comment, step.approval == nil, Deciding.matches(step, name) else { continue }
      model.steps[index].approval = Approval(
        hasRejectPath: .unknown(because: "the manifest alone says that it asks"), spot: step.spot)
    }
    return model
  }
}

extension Model.Step {
  /// Whether it may change something elsewhere: a call that is known to read only does not.
  var sends: Bool {
    [.http, .connector, .code, .command, .sql, .message, .subworkflow].contains(kind) && !reads
  }
}

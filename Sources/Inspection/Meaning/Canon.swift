import Workflows

/// A definition as lines that `git diff` can compare: one for each trigger, permission and step, in an order that no editor changes.
///
/// For people to look at; nothing is judged by it.
package enum Canon {
  /// Lines without line feeds; nil for what is not understood.
  package static func lines(_ file: Side.Definition, masks: Masks) -> [String]? {
    guard file.obstacle == nil, let engine = file.inspected.engine else { return nil }
    var lines = ["\(engine.rawValue), sha256 \(file.digest.prefix(16))"]
    masks.showing { for model in file.inspected.models { lines += self.lines(model) } }
    return lines
  }

  private static func lines(_ model: Model) -> [String] {
    let graph = StepGraph(model)
    var lines = ["workflow \(Shown.name(model.name)): \(whole(model))"]
    lines += model.unknowns.map { "  not understood: \(Shown.value($0.what))" }.sorted()
    lines += model.settings.map { setting in
      "  \(Shown.value(setting.key))=\(Shown.value(setting.value, of: setting.key))"
    }.sorted()
    lines += model.pinned.map { "  kept data of \(Shown.name($0.step)): \(Shown.value($0.digest))" }.sorted()
    lines += model.triggers.map { trigger($0, graph) }.sorted()
    lines += model.permissions.map { permission in
      let whose = permission.step.flatMap { graph.index[$0] }.map { " of \(graph.label($0))" } ?? ""
      return
        "  permission\(whose): \(Shown.value(permission.name))\(permission.isWide ? " (everything of its kind)" : "")"
    }.sorted()
    let steps = graph.steps.indices.filter { graph.steps[$0].kind != .comment }.map {
      (text: step($0, graph), code: graph.steps[$0].code)
    }
    for step in steps.sorted(by: { $0.text < $1.text }) {
      lines.append("  \(step.text)")
      for code in step.code {
        lines += Lines.of(code.text).map {
          "    | " + Shown.value(String($0.prefix(400)) + ($0.count > 400 ? "…" : ""))
        }
      }
    }
    return lines
  }

  private static func whole(_ model: Model) -> String {
    var parts = [Shown.count(model.steps.count, "step")]
    parts.append("timeout \(model.timeout.words(absent: "none") { Shown.seconds($0) })")
    parts.append("failures go \(model.errorHandler.words(absent: "nowhere") { "to " + Shown.name($0) })")
    if !model.isExecutable { parts.append("never runs by itself") }
    if !model.captured.isEmpty { parts.append("\(Shown.count(model.captured.count, "piece")) of captured data") }
    return parts.joined(separator: "; ")
  }

  private static func trigger(_ trigger: Model.Trigger, _ graph: StepGraph) -> String {
    let step = trigger.step.flatMap { graph.index[$0] }.map { " \(graph.label($0))" } ?? ""
    let who = trigger.authentication.words(absent: "no authentication") { "authentication " + Shown.value($0) }
    let off = trigger.isDisabled ? "; switched off" : ""
    return
      "  trigger\(step) \(trigger.kind.rawValue) (\(Shown.value(trigger.type))) \(Shown.value(trigger.detail)); \(who)\(off)"
  }

  private static func step(_ index: Int, _ graph: StepGraph) -> String {
    let step = graph.steps[index]
    var parts: [String] = []
    if step.isDisabled { parts.append("switched off") }
    if let scope = graph.scope(of: index) { parts.append("in \(graph.label(scope))") }
    if !step.risks.isEmpty { parts.append(step.risks.map(\.rawValue).sorted().joined(separator: ", ")) }
    if let approval = step.approval {
      parts.append("asks \(approval.approvers.words(absent: "whoever the engine asks") { Shown.value($0) })")
      parts.append("a no leads elsewhere: \(approval.hasRejectPath.words { $0 ? "yes" : "no" })")
    }
    parts += step.destinations.map {
      "to \(Shown.value($0.written))\($0.isVerified == .known(false) ? " unchecked" : "")"
    }
    parts += step.credentials.map { credential in
      let what = credential.isLiteral ? "a literal" : credential.reference.words { Shown.name($0) }
      return "with \(Shown.value(credential.type)) \(what)"
    }
    parts += step.calls.map { "runs \($0.kind.rawValue) \($0.name.words { Shown.value($0) })" }
    if step.timeout != .absent { parts.append("timeout \(step.timeout.words { Shown.seconds($0) })") }
    if step.retries != .none { parts.append("retries \(step.retries)") }
    if step.onError != .stop { parts.append("on error \(step.onError)") }
    parts += step.settings.map {
      "\(Shown.value($0.key))=\(Shown.value($0.value, of: $0.key))"
    }
    .sorted()
    parts += graph.out[index].map { "-> \(kind($0.kind))\(graph.label($0.step))" }.sorted()
    let type = Shown.value(step.type)
    return "step \(graph.label(index)) \(type)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: "; "))
  }

  private static func kind(_ kind: Model.Edge.Kind) -> String {
    switch kind {
    case .normal: ""
    case .error: "[error] "
    case .condition(let label): "[\(Shown.value(label))] "
    case .helper(let what): "[helper \(Shown.value(what))] "
    case .timeout: "[timeout] "
    case .compensation: "[compensation] "
    }
  }
}

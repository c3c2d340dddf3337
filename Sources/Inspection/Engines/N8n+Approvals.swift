extension N8nReading {
  func isSendAndWait(_ node: Part) -> Bool { node["parameters"]?["operation"]?.string == "sendAndWait" }

  func approval(_ node: Part, _ type: N8nType) -> Model.Approval? {
    if isSendAndWait(node) {
      guard let answer = hasRejectPath(node) else { return nil }
      return Model.Approval(
        approvers: approvers(node), timeout: waitLimit(node), hasRejectPath: answer, spot: node.spot)
    }
    guard type.name == "wait", node["parameters"]?["resume"]?.string == "form" else { return nil }
    return Model.Approval(
      timeout: waitLimit(node), hasRejectPath: .unknown(because: "what follows the form decides"), spot: node.spot)
  }

  /// nil: it asks for text and no decision. Unknown is settled by what stands behind it. Source: n8n,
  /// packages/nodes-base/utils/sendAndWait: without a type there is one button only, that approves.
  func hasRejectPath(_ node: Part) -> Answer<Bool>? {
    switch node["parameters"]?["responseType"]?.string {
    case nil, "approval": break
    default: return nil
    }
    switch node["parameters"]?["approvalOptions"]?["values"]?["approvalType"]?.string {
    case "double": return .unknown(because: "what follows decides")
    case nil, "single": return .known(false)
    default: return .unknown(because: "an expression decides which buttons there are")
    }
  }

  private func approvers(_ node: Part) -> Answer<String> {
    for key in ["sendTo", "toEmail", "user", "userId", "channelId", "chatId", "recipient", "toRecipients"] {
      guard let part = node["parameters"]?[key], let text = part.scalar ?? part["value"]?.scalar, !text.isEmpty else {
        continue
      }
      return text.hasPrefix("=") ? .unknown(because: "an expression decides who is asked") : .known(text)
    }
    return .absent
  }

  /// How long it waits, in seconds. Source: n8n, `limitWaitTime` of the same.
  private func waitLimit(_ node: Part) -> Answer<Double> {
    let parameters = node["parameters"]
    guard
      let values = parameters?["options"]?["limitWaitTime"]?["values"]
        ?? (parameters?["limitWaitTime"]?.bool == true ? parameters : nil)
    else { return .absent }
    guard let amount = (values["resumeAmount"] ?? values["amount"])?.number else {
      return .unknown(because: "a date or an expression")
    }
    let units = ["seconds": 1.0, "minutes": 60, "hours": 3600, "days": 86_400]
    let unit = (values["resumeUnit"] ?? values["unit"])?.string ?? "hours"
    return units[unit].map { .known(amount * $0) } ?? .unknown(because: "the unit is not known")
  }

  func trigger(of node: Part, step: Model.Step.ID, type: String) -> Model.Trigger {
    let name = N8nType(type).name
    // A chat for everybody is an address that anyone may call.
    let isPublic = name == "chatTrigger" && node["parameters"]?["public"].map { $0.bool != false } == true
    let kind = isPublic ? .webhook : Self.triggerKinds[name] ?? .event
    return Model.Trigger(
      kind, step: step, type: type, detail: detail(node, kind), authentication: authentication(node, kind),
      bringsForeignInput: [.webhook, .form, .mail, .message].contains(kind) || kind == .event,
      isDisabled: node["disabled"]?.bool == true, spot: node.spot)
  }

  private func detail(_ node: Part, _ kind: Model.Trigger.Kind) -> String {
    let parameters = node["parameters"]
    switch kind {
    case .webhook where parameters?["public"] != nil: return "a chat"
    case .webhook:
      let method = parameters?["httpMethod"]?.scalar ?? "GET"
      return "\(method) \(parameters?["path"]?.scalar ?? "")"
    case .schedule:
      return (parameters?["rule"] ?? parameters?["triggerTimes"] ?? parameters)?.summary() ?? ""
    case .manual, .call, .error:
      return ""
    case .form, .message, .mail, .event, .other:
      let words = ["formTitle", "event", "events", "updates", "resource", "triggerOn"]
      return words.compactMap { parameters?[$0]?.summary(100) }.joined(separator: " ")
    }
  }

  /// What a caller has to show. n8n's own default is nothing.
  private func authentication(_ node: Part, _ kind: Model.Trigger.Kind) -> Answer<String> {
    switch kind {
    case .webhook, .form:
      break
    case .message where N8nType(node["type"]?.string ?? "").name == "chatTrigger":
      // A chat that is not public can be used in the editor only.
      return .known("the editor's own")
    case .message, .mail, .event:
      return .unknown(because: "the service that calls decides")
    case .manual, .schedule, .call, .error, .other:
      return .absent
    }
    if let part = node["parameters"]?["public"], part.bool == nil {
      return .unknown(because: "an expression decides whether it is for everybody")
    }
    guard let part = node["parameters"]?["authentication"], let text = part.string, text != "none" else {
      return .absent
    }
    return text.hasPrefix("=") ? .unknown(because: "an expression decides it") : .known(text)
  }

  private static let triggerKinds: [String: Model.Trigger.Kind] = [
    "webhook": .webhook, "mcpTrigger": .webhook, "formTrigger": .form, "chatTrigger": .message,
    "manualChatTrigger": .manual, "manualTrigger": .manual, "start": .manual, "cron": .schedule, "interval": .schedule,
    "scheduleTrigger": .schedule, "executeWorkflowTrigger": .call, "errorTrigger": .error, "emailReadImap": .mail,
    "gmailTrigger": .mail, "microsoftOutlookTrigger": .mail, "telegramTrigger": .message, "slackTrigger": .message,
    "whatsAppTrigger": .message, "mqttTrigger": .message, "kafkaTrigger": .message, "rabbitmqTrigger": .message,
    "amqpTrigger": .message, "n8nTrigger": .other, "workflowTrigger": .other, "localFileTrigger": .other,
    "evaluationTrigger": .manual,
  ]
}

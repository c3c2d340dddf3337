import Workflows

/// Argo Events: what listens, and what a sensor does about it.
enum ArgoEvents {
  /// An event source by itself starts nothing; it says what can be heard.
  static func source(_ part: Part, _ name: String) -> Model {
    var draft = Draft(.argo, name: name, at: part.spot)
    readTemplate(part, skipping: Set(kinds.keys), &draft)
    for (type, events) in part["spec"]?.members ?? [] where kinds[type] != nil {
      for (event, setting) in events.members {
        let kind = kinds[type] ?? .event
        let asks =
          setting["authSecret"] ?? setting["webhookSecret"] ?? setting["secretToken"] ?? setting["signingSecret"]
        let authentication: Answer<String> =
          kind == .webhook
          ? asks.map { .known($0["name"]?.string ?? "a secret") } ?? .absent : .unknown(because: "the source decides")
        draft.add(
          Model.Trigger(
            kind, type: type, detail: "\(event) \(setting.summary(200))", authentication: authentication,
            bringsForeignInput: kind == .webhook || kind == .message, spot: setting.spot))
        var step = Model.Step(
          id: draft.free("\(type)/\(event)"), name: event, kind: .trigger, type: type, spot: setting.spot)
        step.credentials = ArgoReading(part, name: name).secrets(setting)
        if let url = setting["url"] ?? setting["host"], kind != .webhook, let text = url.string,
          let address = Address(text, .argo)
        {
          step.destinations = [address.destination(at: url.spot)]
        }
        step.settings = setting.settings(skipping: [])
        draft.add(step)
      }
    }
    return draft.finished()
  }

  private static let kinds: [String: Model.Trigger.Kind] = [
    "webhook": .webhook, "github": .webhook, "gitlab": .webhook, "bitbucket": .webhook, "bitbucketserver": .webhook,
    "slack": .webhook,
    "stripe": .webhook, "storageGrid": .webhook, "sns": .webhook, "calendar": .schedule, "mqtt": .message,
    "kafka": .message,
    "amqp": .message, "nats": .message, "nsq": .message, "pulsar": .message, "redis": .message, "redisStream": .message,
    "sqs": .message, "pubSub": .message, "azureEventsHub": .message, "azureServiceBus": .message, "emitter": .message,
    "minio": .event, "resource": .event, "file": .event, "hdfs": .event, "generic": .event,
    "azureQueueStorage": .message,
    "gerrit": .event, "sftp": .event,
  ]

  /// A sensor, and the workflows that it holds.
  static func sensor(_ part: Part, _ name: String) -> [Model] {
    var draft = Draft(.argo, name: name, at: part.spot)
    var inner: [Model] = []
    for dependency in part["spec"]?["dependencies"]?.elements ?? [] {
      let event = "\(dependency["eventSourceName"]?.string ?? "?")/\(dependency["eventName"]?.string ?? "?")"
      let filter = dependency["filters"].map { " " + $0.summary(200) } ?? ""
      draft.add(
        Model.Trigger(
          .event, type: "Sensor", detail: event + filter, authentication: .unknown(because: "the event source decides"),
          bringsForeignInput: true,
          spot: dependency.spot))
    }
    readTemplate(part, skipping: ["dependencies", "triggers"], &draft)
    for dependency in part["spec"]?["dependencies"]?.elements ?? [] {
      let name = dependency["name"]?.string ?? "dependency"
      let settings = dependency.settings(
        skipping: ["name", "eventSourceName", "eventName", "filters"], under: "dependencies.\(name)")
      draft.set { $0.settings += settings }
    }
    for trigger in part["spec"]?["triggers"]?.elements ?? [] {
      let template = trigger["template"]
      let own = template?["name"]?.string ?? "trigger"
      let what = (template?.members ?? []).first { !["name", "conditions", "conditionsReset"].contains($0.key) }
      var step = Model.Step(
        id: draft.free(own), name: own, kind: kind(what?.key), type: what?.key ?? "trigger", spot: trigger.spot)
      describe(what?.key ?? "", what?.value, &step)
      step.credentials = ArgoReading(part, name: name).secrets(trigger)
      step.retries =
        trigger["retryStrategy"].map { strategy in
          strategy["steps"]?.integer.map { .times($0) } ?? .engineDefault(nil)
        } ?? .none
      // A workflow that it makes is told as one; anything else as settings.
      var told: Set<String> = ["template.name"]
      if let what, let resource = what.value["source"]?["resource"],
        resource["apiVersion"]?.string?.hasPrefix("argoproj.io/") == true
      {
        inner += Argo.models(of: resource, "\(name) / \(own)")
        told.insert("template.\(what.key).source.resource.spec")
      }
      step.settings = trigger.settings(skipping: told)
      draft.add(step)
    }
    return [draft.finished()] + inner
  }

  /// What both run in, and as whom.
  private static func readTemplate(_ part: Part, skipping told: Set<String>, _ draft: inout Draft) {
    let account = "template.serviceAccountName"
    let settings = part["spec"]?.settings(skipping: told.union([account]), under: "spec") ?? []
    draft.set { $0.settings += settings }
    if let account = part["spec"]?["template"]?["serviceAccountName"], let name = account.string {
      draft.add(Model.Permission("service account: \(name)", spot: account.spot))
    }
  }

  private static func kind(_ key: String?) -> Model.Step.Kind {
    switch key {
    case "http": .http
    case "argoWorkflow": .subworkflow
    case "kafka", "nats", "pulsar", "slack", "email", "azureEventHubs", "azureServiceBus": .message
    case "awsLambda": .code
    case "k8s": .connector
    case "log": .data
    default: .other
    }
  }

  private static func describe(_ key: String, _ part: Part?, _ step: inout Model.Step) {
    guard let part else { return }
    if let url = part["url"] ?? part["host"] ?? part["fqdn"] ?? part["serverURL"], let text = url.string,
      let address = Address(text, .argo)
    {
      let isOff = part["tls"]?["insecureSkipVerify"]?.bool == true
      step.destinations = [address.destination(verified: isOff ? .known(false) : .absent, at: url.spot)]
    }
    switch key {
    case "slack": step.destinations = implied("slack.com", part)
    case "k8s", "argoWorkflow": step.destinations = implied("kubernetes.default.svc", part)
    case "custom":
      step.canHang = true
      // What its server is given, and may fetch from.
      part["spec"]?.forEachText { _, text, value in
        step.destinations += Address.all(in: text, .argo).map { $0.destination(at: value.spot) }
      }
    default: break
    }
    if ["slack", "email"].contains(key) { step.risks = [.communication] }
    if key == "k8s" || key == "argoWorkflow" { step.risks = [.dataChange, .command] }
    if key == "awsLambda" { step.risks = [.command] }
    if key == "http" { step.canHang = true }
  }

  private static func implied(_ host: String, _ part: Part) -> [Model.Destination] {
    [
      Model.Destination(
        host: .known(host), scheme: "https", written: host, isVerified: .known(true), isImplied: true, spot: part.spot)
    ]
  }
}

import Workflows

extension ArgoReading {
  /// What one template does, called from `place`.
  func step(_ template: Part, id: Model.Step.ID, name: String, place: Part?) -> Model.Step {
    let (kind, type) = Self.kind(of: template)
    var step = Model.Step(id: id, name: name, kind: kind, type: type, spot: (place ?? template).spot)
    let defaults = spec?["templateDefaults"]
    step.timeout = timeout(template, defaults)
    step.canHang = [.command, .http, .approval, .connector].contains(kind)
    step.retries = retries(template["retryStrategy"] ?? defaults?["retryStrategy"] ?? spec?["retryStrategy"])
    let goesOn = (place?["continueOn"] ?? template["continueOn"])
    if ["failed", "error"].contains(where: { goesOn?[$0]?.bool == true }) { step.onError = .swallow }
    if ["withItems", "withParam", "withSequence"].contains(where: { place?[$0] != nil }) {
      step.isBounded = .known(true)
    }
    describeContainers(template, &step)
    if [.command, .connector, .data].contains(kind), let defaults { describe(defaults: defaults, template, &step) }
    if let http = template["http"] { describeHTTP(http, &step) }
    if let resource = template["resource"] { describeResource(resource, &step) }
    if kind == .approval {
      step.approval = Model.Approval(
        timeout: step.timeout,
        hasRejectPath: template["inputs"]?["parameters"]?.elements.contains { $0["enum"] != nil } == true
          ? .unknown(because: "conditions on the answer decide") : .known(false), spot: template.spot)
    }
    if kind == .other {
      step.destinations.append(
        Model.Destination(
          host: .unknown(because: "what this template talks to is not known"), written: "", isImplied: true,
          spot: template.spot))
    }
    step.destinations += artifactDestinations(template)
    step.credentials += secrets(template) + mounted(template)
    if !step.calls.isEmpty { step.credentials += imageSecrets() }
    step.settings =
      template.settings(skipping: [
        "steps", "dag.tasks", "name", "script.source", "script.command", "script.args", "container.args",
        "container.command",
      ]) + (place?.settings(skipping: ["name", "template", "inline", "depends", "dependencies"], under: "call") ?? [])
      + joining(place?["depends"])
    return step
  }

  /// How a task waits for several others, where it says more than for which.
  private func joining(_ depends: Part?) -> [Model.Setting] {
    guard let depends, let text = depends.string, text.contains(where: { "|!.".contains($0) }) else { return [] }
    return [Model.Setting("depends", whole(text), spot: depends.spot)]
  }

  private static func kind(of template: Part) -> (Model.Step.Kind, String) {
    for (key, kind) in [
      ("container", Model.Step.Kind.command), ("script", .command), ("containerSet", .command), ("http", .http),
      ("resource", .connector),
      ("steps", .scope), ("dag", .scope), ("data", .data), ("plugin", .other),
    ] where template[key] != nil {
      return (kind, key)
    }
    guard let suspend = template["suspend"] else { return (.other, "template") }
    // With a duration it is a pause, and nobody is asked.
    return (suspend["duration"] == nil ? .approval : .wait, "suspend")
  }

  private func timeout(_ template: Part, _ defaults: Part?) -> Answer<Double> {
    let places = [
      template["timeout"], template["activeDeadlineSeconds"], template["http"]?["timeoutSeconds"],
      template["suspend"]?["duration"],
      defaults?["timeout"], defaults?["activeDeadlineSeconds"],
    ]
    for case let part? in places {
      return part.scalar.flatMap(Durations.go).map { .known($0) } ?? .unknown(because: "a template decides it")
    }
    return .absent
  }

  /// Source: argo-workflows, examples/retry-container-to-completion.yaml: without a limit it tries until it succeeds.
  private func retries(_ strategy: Part?) -> Model.Step.Retries {
    guard let strategy else { return .none }
    guard let limit = strategy["limit"] else { return .unbounded }
    return limit.integer.map { $0 == 0 ? .none : .times($0) } ?? .unknown(because: "a template decides it")
  }

  private func describeContainers(_ template: Part, _ step: inout Model.Step) {
    var containers = [template["container"], template["script"]].compactMap { $0 }
    containers += template["containerSet"]?["containers"]?.elements ?? []
    if !containers.isEmpty { step.risks.insert(.command) }
    for container in containers + ["initContainers", "sidecars"].flatMap({ template[$0]?.elements ?? [] }) {
      if let image = container["image"], let name = image.string {
        step.calls.append(imageReference(name, .argo, at: image.spot))
      }
      for (part, text, language) in code(of: container) {
        step.code.append(Model.Code(language: language, text: text, foreignInput: [], spot: part.spot))
        step.destinations += Shell.destinations(in: text, at: part.spot)
      }
      for variable in container["env"]?.elements ?? [] {
        guard let value = variable["value"], let text = value.string else { continue }
        step.destinations += Address.all(in: text, .argo).map { $0.destination(at: value.spot) }
      }
    }
  }

  /// What the workflow says for all of its templates and this one does not say itself. Each step is told it again, so that there is an
  /// end to how much. Source: argo-workflows, docs/template-defaults.md.
  private func describe(defaults: Part, _ template: Part, _ step: inout Model.Step) {
    var containers = ["initContainers", "sidecars"].flatMap { defaults[$0]?.elements ?? [] }.map {
      ($0, own: Part?.none)
    }
    for key in ["container", "script"] {
      if let own = template[key], let container = defaults[key] { containers.append((container, own: own)) }
    }
    for (container, own) in containers.prefix(50) {
      if own?["image"] == nil, let image = container["image"], let name = image.string {
        step.calls.append(imageReference(name, .argo, at: image.spot))
      }
      let isSaid = own.map { own in ["command", "args", "source"].contains { own[$0] != nil } } ?? false
      for (part, text, language) in isSaid ? [] : code(of: container) {
        step.code.append(Model.Code(language: language, text: text, foreignInput: [], spot: part.spot))
        step.destinations += Shell.destinations(in: text, at: part.spot)
      }
      for variable in (container["env"]?.elements ?? []).prefix(200) {
        guard let value = variable["value"], let text = value.string else { continue }
        step.destinations += Address.all(in: text, .argo).map { $0.destination(at: value.spot) }
      }
      step.credentials += secrets(container).prefix(50)
    }
  }

  private func code(of container: Part) -> [(Part, String, String)] {
    let command = (container["command"]?.elements ?? []).compactMap(\.string)
    let program = command.first.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? "shell"
    let language = ["sh", "bash", "ash", "shell"].contains(program) ? "shell" : program
    if let source = container["source"], let text = source.string { return [(source, text, language)] }
    let words = command + (container["args"]?.elements ?? []).compactMap(\.scalar)
    guard let part = container["args"] ?? container["command"], !words.isEmpty else { return [] }
    return [(part, words.joined(separator: " "), language)]
  }

  /// Why it cannot be told what a template does; nil where it can. Plugins are programs of others.
  static func doubt(_ template: Part) -> String? {
    guard kind(of: template).0 == .other else { return nil }
    let plugin = template["plugin"]?.members.first?.key
    return plugin.map { "what the plugin '\(short($0))' does is not known" } ?? "what a template does is not known"
  }

  private func describeHTTP(_ http: Part, _ step: inout Model.Step) {
    step.reads = Model.isReading(method: http["method"]?.string)
    let verified: Answer<Bool> = http["insecureSkipVerify"]?.bool == true ? .known(false) : .absent
    guard let url = http["url"], let text = url.string, let address = Address(text, .argo) else {
      step.destinations.append(
        Model.Destination(host: .unknown(because: "the template says no address"), written: "", spot: http.spot))
      return
    }
    step.destinations.append(address.destination(verified: verified, at: url.spot))
    step.credentials += Literals.inAddress(text, .argo).map {
      Model.Credential(type: "literal", reference: .absent, name: $0, isLiteral: true, spot: url.spot)
    }
  }

  private func describeResource(_ resource: Part, _ step: inout Model.Step) {
    if resource["action"]?.string != "get" { step.risks.insert(.dataChange) }
    let manifest = resource["manifest"]?.string ?? ""
    if ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ServiceAccount", "Secret"].contains(where: {
      manifest.contains("kind: \($0)\n")
    }) {
      step.risks.insert(.access)
    }
    if manifest.contains("{{") { step.code.append(Model.Code(language: "yaml", text: manifest, spot: resource.spot)) }
    step.destinations.append(
      Model.Destination(
        host: .known("kubernetes.default.svc"), scheme: "https", written: "Kubernetes", isVerified: .known(true),
        isImplied: true,
        spot: resource.spot))
  }

  /// Where artifacts come from and go to.
  private func artifactDestinations(_ template: Part) -> [Model.Destination] {
    var found: [Model.Destination] = []
    let lists = [template["inputs"]?["artifacts"], template["outputs"]?["artifacts"], template["data"]?["source"]]
      .compactMap { $0 }
    for artifact in lists.flatMap({ $0.isArray ? $0.elements : [$0["artifactPaths"] ?? $0] }) {
      let keys = [
        ("http", "url"), ("git", "repo"), ("s3", "endpoint"), ("artifactory", "url"), ("hdfs", "addresses"),
        ("azure", "endpoint"),
      ]
      for (store, key) in keys {
        guard let part = artifact[store]?[key], let text = part.string ?? part.elements.first?.string,
          let address = Address(text, .argo)
        else { continue }
        let isOpen =
          artifact[store]?["insecure"]?.bool == true || artifact[store]?["insecureIgnoreHostKey"]?.bool == true
        found.append(address.destination(verified: isOpen ? .known(false) : .absent, at: part.spot))
      }
      if artifact["gcs"] != nil {
        found.append(
          Model.Destination(
            host: .known("storage.googleapis.com"), scheme: "https", written: "gcs", isVerified: .known(true),
            isImplied: true, spot: artifact.spot))
      }
    }
    return found
  }

  /// Secrets that stand in the workflow's volumes and that one of the template's containers mounts.
  private func mounted(_ template: Part) -> [Model.Credential] {
    let volumes = (spec?["volumes"]?.elements ?? []).filter { $0["secret"] != nil || $0["projected"] != nil }
    guard !volumes.isEmpty else { return [] }
    var names: Set<String> = []
    let containers =
      [template["container"], template["script"]].compactMap { $0 }
      + (template["containerSet"]?["containers"]?.elements ?? [])
      + ["initContainers", "sidecars"].flatMap { template[$0]?.elements ?? [] }
    for mount in (containers + [template["containerSet"]].compactMap { $0 }).flatMap({
      $0["volumeMounts"]?.elements ?? []
    }) {
      if let name = mount["name"]?.string { names.insert(name) }
    }
    return volumes.filter { names.contains($0["name"]?.string ?? "") }.flatMap(secrets)
  }

  /// A name and a key, and nothing else, are those of a secret: `smtpPassword`, `accessKey`. Source: argo-events, api reference,
  /// `SecretKeySelector`.
  private static func isSelector(_ key: String, _ part: Part) -> Bool {
    guard part["name"]?.string != nil, part["key"]?.string != nil,
      !["configMapKeyRef", "configMap", "bucket"].contains(key)
    else { return false }
    return part.members.allSatisfy { ["name", "key", "optional"].contains($0.key) }
  }

  /// What the images of a workflow are fetched with. Each step is told these again, so that there is an end to how many.
  func imageSecrets() -> [Model.Credential] {
    guard let list = spec?["imagePullSecrets"] else { return [] }
    if list.elements.count > 50 {
      return [Model.Credential(type: "image", reference: .unknown(because: "there are more than 50"), spot: list.spot)]
    }
    return list.elements.compactMap { part in
      guard let place = part["name"], let name = place.string else { return nil }
      return Model.Credential(type: "image", reference: .known(name), name: name, spot: place.spot)
    }
  }

  /// Secrets of Kubernetes that it names, and those that are written out.
  func secrets(_ part: Part) -> [Model.Credential] {
    var found: [Model.Credential] = []
    var waiting = [part]
    while let part = waiting.popLast() {
      for (key, value) in part.members {
        let isNamed = ["secretKeyRef", "secretRef", "secret"].contains(key) || key.hasSuffix("Secret")
        if isNamed || Self.isSelector(key, value) {
          guard let name = (value["name"] ?? value["secretName"])?.string else { continue }
          let full = value["key"]?.string.map { "\(name)/\($0)" } ?? name
          let reference: Answer<String> =
            Templates.argo.holds(full) ? .unknown(because: "a template decides it") : .known(full)
          found.append(Model.Credential(type: "secret", reference: reference, name: full, spot: value.spot))
        } else if key != "steps", key != "dag" {
          waiting.append(value)
        }
      }
      for item in part.elements {
        if let name = item["name"]?.string, let value = item["value"], let text = value.scalar,
          Literals.isSecretName(name),
          Literals.isWrittenOut(text, .argo)
        {
          found.append(
            Model.Credential(type: "literal", reference: .absent, name: name, isLiteral: true, spot: value.spot))
        }
        waiting.append(item)
      }
    }
    return found.reversed()
  }

  /// What holds for the whole workflow.
  mutating func readSurroundings() {
    if let limit = spec?["activeDeadlineSeconds"] {
      draft.set { $0.timeout = limit.number.map { .known($0) } ?? .unknown(because: "a template decides it") }
    }
    let accounts = [spec] + (spec?["templates"]?.elements ?? []).map { Optional($0) }
    for case let part? in accounts {
      for account in [part["serviceAccountName"], part["executor"]?["serviceAccountName"]] + collectors(part) {
        guard let account, let name = account.string else { continue }
        draft.add(Model.Permission("service account: \(name)", spot: account.spot))
      }
      if let host = part["hostNetwork"], host.bool == true {
        draft.add(Model.Permission("the host's network", isWide: true, spot: host.spot))
      }
      if let patch = part["podSpecPatch"] { draft.note("a patch of the pod may change anything", at: patch.spot) }
      let contexts = [part["container"], part["script"]].compactMap { $0?["securityContext"]?["privileged"] }
      for privileged in contexts where privileged.bool == true {
        draft.add(Model.Permission("privileged container", isWide: true, spot: privileged.spot))
      }
    }
  }

  /// What deletes artifacts runs with accounts of its own. Source: argo-workflows, docs/fields.md, `ArtifactGC`.
  private func collectors(_ part: Part) -> [Part?] {
    let artifacts = ["inputs", "outputs"].flatMap { part[$0]?["artifacts"]?.elements ?? [] }
    return ([part] + artifacts).map { $0["artifactGC"]?["serviceAccountName"] }
  }

  mutating func readTriggers() {
    if root["kind"]?.string == "CronWorkflow" {
      let zone = root["spec"]?["timezone"]?.string
      let lines = root["spec"]?["schedules"]?.elements ?? [root["spec"]?["schedule"]].compactMap { $0 }
      for line in lines {
        draft.add(
          Model.Trigger(
            .schedule, type: "CronWorkflow", detail: [line.string, zone].compactMap { $0 }.joined(separator: " "),
            isDisabled: root["spec"]?["suspend"]?.bool == true, spot: line.spot))
      }
    }
    if root["kind"]?.string == "WorkflowEventBinding", let event = root["spec"]?["event"] {
      draft.add(
        Model.Trigger(
          .webhook, type: "WorkflowEventBinding", detail: event["selector"]?.string ?? "",
          authentication: .known("Kubernetes"),
          bringsForeignInput: true, spot: event.spot))
    }
  }
}

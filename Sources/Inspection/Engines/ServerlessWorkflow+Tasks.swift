import Workflows

extension ServerlessReading {
  /// What one task does.
  func step(_ task: Part, id: Model.Step.ID, name: String) -> Model.Step {
    let kind = Self.kinds.first { task[$0.key] != nil }
    let call = task["call"]?.string
    let run = task["run"]?.members.first
    let type = [kind?.key, call ?? run?.key].compactMap { $0 }.joined(separator: " ")
    var step = Model.Step(
      id: id, name: name, kind: kind?.value ?? .other, type: type.isEmpty ? "task" : type, spot: task.spot)
    step.mayBeSkipped = task["if"] != nil
    step.timeout = Self.timeout(task["timeout"], root)
    step.settings = task.settings(skipping: [
      "do", "try", "catch.do", "fork.branches", "then", "switch", "foreach.do", "listen.foreach.do",
    ])
    step.isBounded = isBounded(task)
    step.credentials = credentials(task)
    if let call { describe(call, task, &step) }
    if let run { describeRun(run.key, run.value, &step) }
    step.destinations += authorities(task)
    if let handler = task["catch"] {
      step.onError = handler["do"] == nil ? .swallow : .branch
      step.retries = retries(handler["retry"])
    }
    if task["listen"] != nil {
      step.canHang = true
    }
    return step
  }

  private static let kinds: [(key: String, value: Model.Step.Kind)] = [
    ("call", .connector), ("run", .command), ("try", .scope), ("for", .loop), ("fork", .scope), ("switch", .branch),
    ("wait", .wait),
    ("listen", .wait), ("emit", .message), ("raise", .other), ("set", .data), ("do", .scope),
  ]

  private func isBounded(_ task: Part) -> Answer<Bool> {
    if task["for"] != nil { return .known(true) }
    return .absent
  }

  /// Why it cannot be told what a task does; nil where it can.
  func doubt(_ task: Part) -> String? {
    guard let kind = Self.kinds.first(where: { task[$0.key] != nil }) else { return "what a task does is not known" }
    guard kind.key == "call" else { return nil }
    guard let call = task["call"]?.string else { return "a call says nothing of what is called" }
    let known = ["http", "openapi", "asyncapi", "grpc", "mcp", "a2a"].contains(call)
    return known || root["use"]?["functions"]?[call] != nil
      ? nil : "what the function '\(short(call))' does is not known"
  }

  private func describe(_ call: String, _ task: Part, _ step: inout Model.Step) {
    step.canHang = true
    let with = task["with"]
    switch call {
    case "http":
      step.kind = .http
      step.reads = Model.isReading(method: with?["method"]?.string)
      step.destinations = endpoint(with?["endpoint"], task.spot)
    case "openapi", "asyncapi":
      step.destinations = endpoint(with?["document"]?["endpoint"] ?? with?["server"], task.spot)
    case "grpc":
      let host = with?["service"]?["host"]
      let port = with?["service"]?["port"]?.scalar.map { ":\($0)" } ?? ""
      if let host, let text = host.string, let address = Address("grpc://\(text)\(port)", .serverlessWorkflow) {
        step.destinations = [address.destination(at: host.spot)]
        // What the service speaks may be fetched from elsewhere.
        if let form = with?["proto"]?["endpoint"], (form.string ?? form["uri"]?.string)?.hasPrefix("file:") == false {
          step.destinations += endpoint(form, task.spot)
        }
      } else {
        step.destinations = endpoint(with?["proto"]?["endpoint"], task.spot)
      }
    case "mcp", "a2a":
      let server = with?["server"] ?? with?["agentCard"]?["endpoint"] ?? with?["transport"]?["http"]?["endpoint"]
      step.destinations = endpoint(server, task.spot)
      step.risks.insert(.command)
    default:
      // A function of this file, of a catalogue, or at an address.
      let part = task["call"] ?? task
      if let own = root["use"]?["functions"]?[call] {
        step.kind = .subworkflow
        let inner = self.step(own, id: step.id, name: call)
        step.destinations = inner.destinations
        step.credentials += inner.credentials
        step.code += inner.code
        step.risks.formUnion(inner.risks)
      } else {
        step.calls = [
          Model.Reference(
            .function,
            name: Templates.serverlessWorkflow.holds(call)
              ? .unknown(because: "an expression decides it") : .known(call),
            isPinned: .known(false), spot: part.spot)
        ]
        let catalog = call.split(separator: "@").dropFirst().first.map(String.init)
        let address =
          catalog.flatMap { root["use"]?["catalogs"]?[$0]?["endpoint"] } ?? (call.holds("://") ? part : nil)
        step.destinations =
          address == nil
          ? [
            Model.Destination(
              host: .unknown(because: "what this function talks to is not known"), written: short(call, 200),
              isImplied: true, spot: part.spot)
          ] : endpoint(address, part.spot)
      }
    }
  }

  /// A text, or a map of an address and what to show there.
  private func endpoint(_ part: Part?, _ spot: Spot) -> [Model.Destination] {
    guard let part, let place = part.string == nil ? part["uri"] ?? part["endpoint"] : part,
      let text = (place.string ?? place["uri"]?.string)
    else {
      return [Model.Destination(host: .unknown(because: "the task says no address"), written: "", spot: spot)]
    }
    return Address(text, .serverlessWorkflow).map { [$0.destination(at: place.spot)] } ?? []
  }

  private func describeRun(_ kind: String, _ part: Part, _ step: inout Model.Step) {
    step.canHang = true
    switch kind {
    case "workflow":
      step.kind = .subworkflow
      let name = [part["namespace"], part["name"], part["version"]].compactMap { $0?.scalar }.joined(separator: "/")
      step.calls = [
        Model.Reference(
          .workflow, name: .known(name), isPinned: .known(part["version"]?.scalar.map { $0 != "latest" } ?? false),
          spot: part.spot)
      ]
    case "script":
      step.kind = .code
      step.risks = [.command]
      if let code = part["code"], let text = code.string {
        step.code = [
          Model.Code(language: part["language"]?.string ?? "script", text: text, foreignInput: [], spot: code.spot)
        ]
        step.destinations = Address.all(in: text, .code).map { $0.destination(at: code.spot) }
      } else if let source = part["source"] {
        step.destinations = endpoint(source["endpoint"], source.spot)
      }
    default:
      step.risks = [.command]
      if let command = part["command"], let text = command.string {
        step.code = [
          Model.Code(language: "shell", text: text, foreignInput: bracketed(text, "${", "}"), spot: command.spot)
        ]
        step.destinations = Shell.destinations(in: text, at: command.spot)
      }
      if let image = part["image"], let name = image.string {
        step.calls = [imageReference(name, .serverlessWorkflow, at: image.spot)]
      }
    }
  }

  /// Names under `use.secrets` and `use.authentications`, `$secret.x` in expressions, and what is written out.
  private func credentials(_ task: Part) -> [Model.Credential] {
    var found: [Model.Credential] = []
    var waiting: [(part: Part, isAuthentication: Bool)] = task.members.filter {
      !["do", "try", "catch", "fork", "foreach"].contains($0.key)
    }
    .map { ($0.value, false) }
    var followed: Set<String> = []
    while let (part, isAuthentication) = waiting.popLast() {
      if let text = part.string, text.contains("$secret") { found += secrets(in: text, part.spot) }
      for (key, value) in part.members {
        if key == "authentication" {
          if let name = value.string ?? value["use"]?.string {
            found.append(
              Model.Credential(type: "authentication", reference: .known(name), name: name, spot: value.spot))
            if followed.insert(name).inserted, let own = root["use"]?["authentications"]?[name] {
              waiting.append((own, true))
            }
          } else {
            waiting.append((value, true))
          }
          continue
        }
        if key == "use", isAuthentication, let name = value.string {
          found.append(Model.Credential(type: "secret", reference: .known(name), name: name, spot: value.spot))
        }
        if let text = value.string, Literals.isSecretName(key), Literals.isWrittenOut(text, .serverlessWorkflow) {
          found.append(
            Model.Credential(type: "literal", reference: .absent, name: key, isLiteral: true, spot: value.spot))
        }
        waiting.append((value, isAuthentication))
      }
      waiting += part.elements.map { ($0, isAuthentication) }
    }
    return found
  }

  /// Who gives tokens: what `authority` says in the authentications of a task, by name or written there.
  private func authorities(_ task: Part) -> [Model.Destination] {
    var found: [Model.Destination] = []
    var waiting = task.members.filter { !["do", "try", "catch", "fork", "foreach"].contains($0.key) }.map(\.value)
    var followed: Set<String> = []
    while let part = waiting.popLast() {
      for (key, value) in part.members {
        let name = key == "authentication" ? value.string ?? value["use"]?.string : nil
        if let name, followed.insert(name).inserted, let own = root["use"]?["authentications"]?[name] {
          waiting.append(own)
        }
        waiting.append(value)
      }
      for kind in ["oauth2", "oidc"] {
        guard let authority = part[kind]?["authority"], let text = authority.string else { continue }
        found += Address(text, .serverlessWorkflow).map { [$0.destination(at: authority.spot)] } ?? []
      }
      waiting += part.elements
    }
    return found
  }

  private func secrets(in text: String, _ spot: Spot) -> [Model.Credential] {
    text.split(separator: "$secret", omittingEmptySubsequences: false).dropFirst().map { rest in
      let name =
        rest.hasPrefix(".")
        ? String(rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }) : ""
      return Model.Credential(
        type: "secret",
        reference: name.isEmpty ? .unknown(because: "an expression decides which secret") : .known(name),
        name: name.isEmpty ? nil : name,
        spot: spot)
    }
  }

  /// Source: dsl-reference.md, "Retry": without a limit there is none.
  private func retries(_ part: Part?) -> Model.Step.Retries {
    guard let part else { return .none }
    if let name = part.string {
      guard let own = root["use"]?["retries"]?[name] else { return .unknown(because: "no retry is called so") }
      return retries(own)
    }
    guard let limit = part["limit"] else { return .unbounded }
    if let count = limit["attempt"]?["count"] {
      return count.integer.map { .times($0) } ?? .unknown(because: "an expression decides it")
    }
    return limit["duration"] == nil ? .unbounded : .engineDefault(nil)
  }
}

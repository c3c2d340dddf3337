import Workflows

extension ActionsReading {
  /// What one step of a job does.
  func step(_ part: Part, id: Model.Step.ID, scope: Model.Step.ID?, shell: String?) -> Model.Step {
    let uses = part["uses"]?.string
    let run = part["run"]
    let known = uses.flatMap { Knowledge.githubActions[Self.action($0)] }
    let name = part["name"]?.string ?? uses ?? run?.string.map { short(firstLine($0)) } ?? id
    var step = Model.Step(
      id: id, name: name, kind: run == nil ? known?.kind ?? .other : .command, type: uses.map { "uses \($0)" } ?? "run",
      spot: part.spot)
    step.scope = scope
    step.mayBeSkipped = part["if"] != nil
    step.isDisabled = Self.isNever(part["if"])
    step.timeout = minutes(part["timeout-minutes"])
    step.canHang = true
    step.onError = swallows(part) ? .swallow : .stop
    step.risks = (known?.risks ?? []).union(run == nil ? [] : [.command])
    step.credentials = Self.secrets(in: part, skipping: []) + Self.literals(in: part, skipping: ["run"])
    if let uses = part["uses"] { step.calls = [reference(uses, .action)] }
    if let text = run?.string, let run {
      step.code.append(code(text, part["shell"]?.string ?? shell ?? "shell", at: run.spot))
      step.destinations += destinations(inShell: text, at: run.spot)
      // What runs the text may be a command of its own.
      if let shell = part["shell"]?.string ?? shell { step.destinations += destinations(inShell: shell, at: run.spot) }
    }
    let isScript = uses?.hasPrefix("actions/github-script@") == true
    if isScript, let script = part["with"]?["script"], let text = script.string {
      step.code.append(code(text, "javascript", at: script.spot))
      step.risks.insert(.command)
    }
    part["with"]?.forEachText { key, text, value in
      step.destinations += destinations(inShell: text, at: value.spot)
    }
    part["env"]?.forEachText { _, text, value in
      step.destinations += Address.all(in: text, .githubActions).map { $0.destination(at: value.spot) }
    }
    if step.destinations.isEmpty, let known, let uses = part["uses"] {
      step.destinations = known.destinations(
        of: Self.action(uses.string ?? ""), because: "the action's inputs decide", at: uses.spot)
    }
    if let uses = part["uses"], run == nil, known == nil {
      step.destinations.append(
        Model.Destination(
          host: .unknown(because: "what this action talks to is not known"),
          written: short(Self.action(uses.string ?? ""), 200), isImplied: true, spot: uses.spot))
    }
    step.retries = retries(part["with"])
    step.settings = part.settings(
      skipping: isScript ? ["run", "name", "with.script"] : ["run", "name"])
    return step
  }

  /// `owner/repo` of `owner/repo/path@ref`, in lower case.
  private static func action(_ uses: String) -> String {
    let name = uses.prefix { $0 != "@" }.split(separator: "/").prefix(2).joined(separator: "/")
    return name.lowercased()
  }

  private func firstLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  /// Whether a condition is written out as one that never holds: `false`, `${{ false }}`.
  static func isNever(_ test: Part?) -> Bool {
    guard let text = test?.scalar else { return false }
    return text.filter { !$0.isWhitespace && !"${}".contains($0) }.lowercased() == "false"
  }

  /// Actions that run a command again say how often in an input of this name.
  private func retries(_ inputs: Part?) -> Model.Step.Retries {
    guard let part = inputs?["max_attempts"] ?? inputs?["attempt_limit"], let text = part.scalar else { return .none }
    return Int(text).map { .times($0) } ?? .unknown(because: "an expression decides it")
  }

  private func code(_ text: String, _ language: String, at spot: Spot) -> Model.Code {
    let shells: Set<String> = ["bash", "sh", "shell"]
    return Model.Code(
      language: shells.contains(language.split(separator: " ").first.map(String.init) ?? "") ? "shell" : language,
      text: text,
      foreignInput: bracketed(text, "${{", "}}").filter(Self.isForeign), spot: spot)
  }

  /// Contexts that people without rights in the repository fill. Source: docs.github.com, "Understanding the risk of
  /// script injections"; github.com/github/codeql, the queries for Actions.
  private static func isForeign(_ expression: String) -> Bool {
    let text = expression.filter { !$0.isWhitespace }
    if foreignWords.contains(where: text.contains) { return true }
    guard text.contains("github.event.") else {
      return text.contains("toJson(github.event)") || text.contains("toJSON(github.event)")
    }
    return foreignEndings.contains { ending in
      text.contains(ending + "}}") || text.contains(ending + ",") || text.contains(ending + ")")
        || text.contains(ending + "|")
        || text.contains(ending + "&") || text.contains(ending + "=")
    }
  }

  private static let foreignWords = [
    "github.head_ref", "github.event.inputs.", "inputs.", "github.event.client_payload",
  ]

  private static let foreignEndings = [
    ".title", ".body", ".head.ref", ".head.label", ".default_branch", ".message", ".email", ".name", ".head_branch",
    ".page_name", ".display_title",
  ]

  func destinations(inShell text: String, at spot: Spot) -> [Model.Destination] {
    Shell.destinations(in: text, at: spot)
  }

  static func environmentAddress(_ job: Part) -> [Model.Destination] {
    // The address of a deployment is shown to people and not called.
    var found: [Model.Destination] = []
    job["env"]?.forEachText { _, text, value in
      found += Address.all(in: text, .githubActions).map { $0.destination(at: value.spot) }
    }
    return found
  }

  func images(in job: Part) -> [Model.Reference] {
    let containers = [job["container"]] + (job["services"]?.members ?? []).map { $0.value }
    return containers.compactMap { part in
      guard let part, let name = part.string ?? part["image"]?.string, !name.isEmpty else { return nil }
      return image(name, at: part.spot)
    }
  }

  func image(_ text: String, at spot: Spot) -> Model.Reference {
    imageReference(text.hasPrefix("docker://") ? String(text.dropFirst(9)) : text, .githubActions, at: spot)
  }

  /// An action or a workflow of others is pinned by a commit id; one of this repository comes with it.
  func reference(_ part: Part, _ kind: Model.Reference.Kind) -> Model.Reference {
    let text = part.string ?? ""
    if text.hasPrefix("docker://") { return image(text, at: part.spot) }
    if Templates.githubActions.holds(text) {
      return Model.Reference(
        kind, name: .unknown(because: "an expression decides it"),
        isPinned: .unknown(because: "an expression decides it"),
        spot: part.spot)
    }
    let ref = text.split(separator: "@", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
    let isCommit = ref.utf8.count == 40 && ref.allSatisfy(\.isHexDigit)
    return Model.Reference(
      kind, name: .known(text), isPinned: .known(text.hasPrefix("./") || isCommit), spot: part.spot)
  }

  /// `${{ secrets.NAME }}` wherever it stands, and the token that every job has.
  static func secrets(in part: Part, skipping: Set<String>) -> [Model.Credential] {
    var found: [Model.Credential] = []
    var seen: Set<String> = []
    for (key, value) in part.members where !skipping.contains(key) {
      value.forEachText { _, text, place in
        guard text.contains("${{") else { return }
        for expression in bracketed(text, "${{", "}}") {
          for name in names(ofSecretsIn: expression) where seen.insert(name ?? "*").inserted {
            let isToken = name == "github.token" || name == "GITHUB_TOKEN"
            found.append(
              Model.Credential(
                type: isToken ? "token" : "secret",
                reference: name.map { .known(isToken ? "GITHUB_TOKEN" : $0) }
                  ?? .unknown(because: "an expression decides which secret"), name: name,
                spot: place.spot))
          }
        }
      }
    }
    return found
  }

  /// nil: a secret that an expression picks.
  private static func names(ofSecretsIn expression: String) -> [String?] {
    var names: [String?] = []
    var rest = expression[...]
    while let start = rest.firstRange(of: "secrets") {
      let before = start.lowerBound > rest.startIndex ? rest[rest.index(before: start.lowerBound)] : " "
      rest = rest[start.upperBound...]
      if before.isLetter || before.isNumber || "_-.'\"".contains(before) { continue }
      switch rest.first {
      case ".": names.append(String(rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }))
      case "[":
        let inner = rest.dropFirst().prefix { $0 != "]" }
        names.append(inner.first == "'" ? inner.filter { $0 != "'" } : nil)
      case ")", ",": names.append(nil)
      default: break
      }
    }
    if expression.contains("github.token") { names.append("github.token") }
    return names
  }

  /// Secrets that are written out in environments, inputs and the passwords of containers.
  static func literals(in part: Part, skipping: Set<String>) -> [Model.Credential] {
    var found: [Model.Credential] = []
    for (key, value) in part.members
    where !skipping.contains(key) && ["env", "with", "container", "services", "secrets"].contains(key) {
      value.forEachText { name, text, place in
        if Literals.isSecretName(name), Literals.isWrittenOut(text, .githubActions) {
          found.append(
            Model.Credential(type: "literal", reference: .absent, name: name, isLiteral: true, spot: place.spot))
        }
      }
    }
    return found
  }
}

/// An image, pinned where it names a digest.
func imageReference(_ text: String, _ templates: Templates, at spot: Spot) -> Model.Reference {
  if templates.holds(text) {
    return Model.Reference(
      .image, name: .unknown(because: "an expression decides it"),
      isPinned: .unknown(because: "an expression decides it"), spot: spot)
  }
  return Model.Reference(.image, name: .known(text), isPinned: .known(text.contains("@sha256:")), spot: spot)
}

import Workflows

/// GitHub Actions: workflows, and actions of one's own (`action.yml`). Source: docs.github.com, "Workflow syntax for GitHub
/// Actions", "Metadata syntax for GitHub Actions".
///
/// A job is a step that holds the steps of the job. Approvals that environments ask for are settings of the repository:
/// the file only names the environment.
enum GitHubActions: EngineAdapter {
  static let engine = Engine.githubActions

  static func recognises(_ document: Document) -> Bool {
    document.parts.contains { isWorkflow($0) || isAction($0) }
  }

  static func models(in document: Document) -> [Model] {
    document.parts.compactMap { part in
      let isAction = isAction(part)
      guard isAction || isWorkflow(part) else { return nil }
      let file = document.path.split(separator: "/").last.map(String.init) ?? document.path
      var reading = ActionsReading(part, name: part["name"]?.string ?? file)
      if isAction { reading.readAction() } else { reading.readWorkflow() }
      return reading.draft.finished()
    }
  }

  private static func isWorkflow(_ part: Part) -> Bool { part["jobs"]?.isObject == true && part["on"] != nil }

  private static func isAction(_ part: Part) -> Bool { part["runs"]?["using"]?.string != nil }
}

/// The reading of one workflow or action.
struct ActionsReading {
  let root: Part
  var draft: Draft
  /// What the environment at the top brings to every job.
  private let shared: (credentials: [Model.Credential], destinations: [Model.Destination])

  init(_ root: Part, name: String) {
    self.root = root
    draft = Draft(.githubActions, name: name, at: root.spot)
    shared = Self.shared(root)
  }

  mutating func readWorkflow() {
    readTriggers()
    readPermissions(root["permissions"], step: nil)
    let jobs = root["jobs"]?.members ?? []
    for (name, job) in jobs { readJob(name, job) }
    let complete = root["permissions"] != nil || (!jobs.isEmpty && jobs.allSatisfy { $0.value["permissions"] != nil })
    draft.set { $0.permissionsAreComplete = complete ? .known(true) : .absent }
  }

  private mutating func readJob(_ id: String, _ job: Part) {
    guard job.isObject else { return draft.note("the job '\(short(id))' is no mapping", at: job.spot) }
    let calls = job["uses"]
    var step = Model.Step(
      id: id, name: job["name"]?.string ?? id, kind: calls == nil ? .scope : .subworkflow,
      type: calls?.string.map { "uses \($0)" } ?? "job", spot: job.spot)
    step.timeout = minutes(job["timeout-minutes"])
    step.canHang = calls == nil
    step.onError = swallows(job) ? .swallow : .stop
    step.credentials = Self.secrets(in: job, skipping: ["steps"]) + Self.literals(in: job, skipping: ["steps"])
    step.credentials += shared.credentials
    step.approval = approval(job)
    if let calls { step.calls = [reference(calls, .workflow)] }
    if let inherited = job["secrets"], inherited.string == "inherit" {
      step.credentials.append(
        Model.Credential(
          type: "secret", reference: .unknown(because: "all secrets are handed on"), spot: inherited.spot))
    }
    step.calls += images(in: job)
    step.destinations = Self.environmentAddress(job) + shared.destinations
    step.settings = job.settings(skipping: ["steps", "name", "needs"]) + inherited()
    step.statesPermissions = job["permissions"] != nil
    draft.add(step)
    readPermissions(job["permissions"], step: id)
    for needed in names(job["needs"]) {
      draft.link(needed.name, id, condition(job), at: needed.spot)
      if case .condition(let test) = condition(job), runsAnyway(test) {
        draft.link(needed.name, id, .error, at: needed.spot)
      }
    }
    readSteps(job["steps"]?.elements ?? [], in: id, shell: shell(job["defaults"]) ?? shell(root["defaults"]))
  }

  /// Each job is told these again, so that there is an end to how many.
  private static let sharedLimit = 200

  private static func shared(_ root: Part) -> (credentials: [Model.Credential], destinations: [Model.Destination]) {
    let environment = root.members.filter { $0.key == "env" }.map(\.value)
    var credentials = environment.flatMap { secrets(in: $0, skipping: []) } + literals(in: root, skipping: ["jobs"])
    var destinations = environmentAddress(root)
    let because = "the environment at the top holds more than \(sharedLimit)"
    if credentials.count > sharedLimit {
      credentials =
        credentials.prefix(sharedLimit) + [
          Model.Credential(type: "secret", reference: .unknown(because: because), spot: root.spot)
        ]
    }
    if destinations.count > sharedLimit {
      destinations =
        destinations.prefix(sharedLimit) + [
          Model.Destination(host: .unknown(because: because), written: "env", spot: root.spot)
        ]
    }
    return (credentials, destinations)
  }

  /// What stands at the top and holds for each job, so that a change there is a change of what the jobs do.
  private func inherited() -> [Model.Setting] {
    ["env", "defaults", "concurrency"].flatMap { key in
      root[key]?.settings(skipping: [], under: "workflow.\(key)") ?? []
    }
  }

  mutating func readSteps(_ steps: [Part], in job: Model.Step.ID?, shell: String?) {
    var previous: Model.Step.ID?
    let named = Dictionary(grouping: steps.compactMap { $0["name"]?.string }) { $0 }
    for (index, part) in steps.enumerated() {
      guard part.isObject else {
        draft.note("a step is no mapping", at: part.spot)
        continue
      }
      // A name may stand twice in a job; an id may not.
      let own =
        part["id"]?.string ?? part["name"]?.string.flatMap { named[$0]?.count == 1 ? $0 : nil } ?? "step \(index + 1)"
      let id = draft.free(job.map { "\($0)/\(own)" } ?? own)
      draft.add(step(part, id: id, scope: job, shell: shell))
      if let previous { draft.link(previous, id, condition(part), at: part.spot) }
      previous = id
    }
  }

  private func condition(_ part: Part) -> Model.Edge.Kind {
    guard let test = part["if"]?.scalar else { return .normal }
    let bare = Self.bare(test)
    return bare.contains("failure()") && !bare.contains("success()") ? .error : .condition(whole(test))
  }

  /// Whether it is met also when what is needed failed, or somebody said no to it. Source: docs.github.com, "Status check functions".
  private func runsAnyway(_ test: String) -> Bool {
    let bare = Self.bare(test)
    return ["always()", "cancelled()", "failure()"].contains { bare.contains($0) }
  }

  /// Names of functions are the same in any case. Source: docs.github.com, "Evaluate expressions in workflows and actions".
  private static func bare(_ test: String) -> String { test.lowercased().filter { !$0.isWhitespace } }

  func minutes(_ part: Part?) -> Answer<Double> {
    guard let part, let text = part.scalar else { return .absent }
    return Double(text).map { .known($0 * 60) } ?? .unknown(because: "an expression decides it")
  }

  func swallows(_ part: Part) -> Bool {
    guard let text = part["continue-on-error"]?.scalar else { return false }
    // An expression may say yes.
    return text != "false"
  }

  private func approval(_ job: Part) -> Model.Approval? {
    guard let environment = job["environment"] else { return nil }
    let outside = "the repository's settings say who approves for an environment"
    return Model.Approval(
      approvers: .unknown(because: outside), timeout: .unknown(because: outside),
      hasRejectPath: .unknown(because: outside), spot: environment.spot)
  }

  func names(_ part: Part?) -> [(name: String, spot: Spot)] {
    guard let part else { return [] }
    if let one = part.string { return [(one, part.spot)] }
    return part.elements.compactMap { element in element.string.map { ($0, element.spot) } }
  }

  func shell(_ defaults: Part?) -> String? { defaults?["run"]?["shell"]?.string }

  private mutating func readPermissions(_ part: Part?, step: Model.Step.ID?) {
    guard let part else { return }
    if let all = part.string {
      return draft.add(
        Model.Permission(all, isWide: all == "write-all", step: step, spot: part.spot))
    }
    for (scope, level) in part.members where level.string != "none" {
      draft.add(Model.Permission("\(scope): \(level.string ?? "?")", step: step, spot: level.spot))
    }
  }

  mutating func readAction() {
    let runs = root["runs"]
    let using = runs?["using"]?.string ?? ""
    draft.set { $0.permissionsAreComplete = .unknown(because: "the workflow that calls the action decides") }
    draft.add(
      Model.Trigger(
        .call, type: "action", detail: (root["inputs"]?.members ?? []).map(\.key).joined(separator: ", "),
        spot: root.spot))
    guard using != "composite" else { return readSteps(runs?["steps"]?.elements ?? [], in: nil, shell: nil) }
    for key in ["pre", "main", "post", "pre-entrypoint", "entrypoint", "post-entrypoint", "image"] {
      guard let part = runs?[key], let file = part.string else { continue }
      var step = Model.Step(id: key, name: key, kind: .command, type: using, spot: part.spot)
      step.risks = [.command]
      step.canHang = true
      if key == "image", file.hasPrefix("docker://") {
        step.calls = [image(file, at: part.spot)]
      } else {
        step.settings = [Model.Setting(key, file, spot: part.spot)]
        draft.note("what '\(short(file))' does stands in another file", at: part.spot)
      }
      draft.add(step)
    }
  }
}

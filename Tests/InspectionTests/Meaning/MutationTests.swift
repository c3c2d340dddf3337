import Inspection
import Testing
import Vocabulary
import Workflows

/// One field of a model changed, and the kind of change that must be told.
struct Mutation: CustomTestStringConvertible {
  let field: String
  let kind: Change.Kind
  let change: @Sendable (inout Model) -> Void
  var testDescription: String { field }

  init(_ field: String, _ kind: Change.Kind, _ change: @escaping @Sendable (inout Model) -> Void) {
    self.field = field
    self.kind = kind
    self.change = change
  }

  /// Of a step.
  init(_ field: String, in step: String, _ kind: Change.Kind, _ change: @escaping @Sendable (inout Model.Step) -> Void)
  {
    self.init(field, kind) { $0.edit(step, change) }
  }
}

@Suite("meaning: every field")
struct MutationTests {
  @Test("one field changed is told, and by its kind", arguments: mutations)
  func told(mutation: Mutation) {
    var model = Models.payment
    mutation.change(&model)
    #expect(model != Models.payment)
    #expect(Models.kinds(Models.payment, model).contains(mutation.kind), "\(Models.lines(Models.payment, model))")
  }

  @Test("what is silent for a reason is silent", arguments: silences)
  func silent(mutation: Mutation) {
    var model = Models.payment
    mutation.change(&model)
    #expect(model != Models.payment)
    #expect(Difference.between(Models.payment, model).changes == [])
  }

  @Test("no field of the model is without a line or a reason for none")
  func complete() throws {
    let model = Models.payment
    let pay = try #require(model.steps.first { $0.name == "Pay invoice" })
    let work = try #require(model.steps.first { $0.name == "Work it out" })
    let approval = try #require(model.steps.compactMap(\.approval).first)
    var fields: Set<String> = []
    func add(_ name: String, _ value: Any) {
      for child in Mirror(reflecting: value).children {
        if let label = child.label { fields.insert("\(name).\(label)") }
      }
    }
    add("Model", model)
    add("Trigger", try #require(model.triggers.first))
    add("Edge", try #require(model.edges.first))
    add("Permission", try #require(model.permissions.first))
    add("Unknown", try #require(model.unknowns.first))
    add("Step", pay)
    add("Destination", try #require(pay.destinations.first))
    add("Credential", try #require(pay.credentials.first))
    add("Setting", try #require(pay.settings.first))
    add("Code", try #require(work.code.first))
    add("Reference", try #require(work.calls.first))
    add("Approval", approval)
    let tried = Set((mutations + silences).map { String($0.field.prefix { $0 != " " }) })
    #expect(fields.subtracting(tried) == [], "fields that no mutation tries")
    #expect(fields.count > 60)
  }
}

private func first<Value>(_ list: inout [Value], _ change: (Value) -> Value) {
  if let value = list.first { list[0] = change(value) }
}

private func trigger(_ model: inout Model, _ change: (Model.Trigger) -> Model.Trigger) {
  first(&model.triggers, change)
}

private func trigger(
  like old: Model.Trigger, kind: Model.Trigger.Kind? = nil, step: String?? = nil, type: String? = nil,
  detail: String? = nil, authentication: Answer<String>? = nil, foreign: Bool? = nil, disabled: Bool? = nil,
  spot: Spot? = nil
) -> Model.Trigger {
  Model.Trigger(
    kind ?? old.kind, step: step ?? old.step, type: type ?? old.type, detail: detail ?? old.detail,
    authentication: authentication ?? old.authentication, bringsForeignInput: foreign ?? old.bringsForeignInput,
    isDisabled: disabled ?? old.isDisabled, spot: spot ?? old.spot)
}

private func destination(
  _ step: inout Model.Step, host: Answer<String>? = nil, scheme: String? = nil, port: Int? = nil,
  written: String? = nil,
  isVerified: Answer<Bool>? = nil, isImplied: Bool? = nil, spot: Spot? = nil
) {
  first(&step.destinations) { old in
    Model.Destination(
      host: host ?? old.host, scheme: scheme ?? old.scheme, port: port ?? old.port, written: written ?? old.written,
      isVerified: isVerified ?? old.isVerified, isImplied: isImplied ?? old.isImplied, spot: spot ?? old.spot)
  }
}

private func credential(
  _ step: inout Model.Step, type: String? = nil, reference: Answer<String>? = nil, name: String? = nil,
  isLiteral: Bool? = nil, spot: Spot? = nil
) {
  first(&step.credentials) { old in
    Model.Credential(
      type: type ?? old.type, reference: reference ?? old.reference, name: name ?? old.name,
      isLiteral: isLiteral ?? old.isLiteral, spot: spot ?? old.spot)
  }
}

private func code(
  _ step: inout Model.Step, language: String? = nil, text: String? = nil, foreign: [String]? = nil, spot: Spot? = nil
) {
  first(&step.code) { old in
    Model.Code(
      language: language ?? old.language, text: text ?? old.text, foreignInput: foreign ?? old.foreignInput,
      spot: spot ?? old.spot)
  }
}

private func approval(
  _ step: inout Model.Step, approvers: Answer<String>? = nil, timeout: Answer<Double>? = nil,
  reject: Answer<Bool>? = nil,
  spot: Spot? = nil
) {
  step.approval = step.approval.map { old in
    Model.Approval(
      approvers: approvers ?? old.approvers, timeout: timeout ?? old.timeout,
      hasRejectPath: reject ?? old.hasRejectPath,
      spot: spot ?? old.spot)
  }
}

private func call(
  _ step: inout Model.Step, kind: Model.Reference.Kind? = nil, name: Answer<String>? = nil, pinned: Answer<Bool>? = nil,
  spot: Spot? = nil
) {
  first(&step.calls) { old in
    Model.Reference(kind ?? old.kind, name: name ?? old.name, isPinned: pinned ?? old.isPinned, spot: spot ?? old.spot)
  }
}

private func rebuilt(_ old: Model, engine: Bool = false, name: String? = nil, spot: Spot? = nil) -> Model {
  var model = Model(engine: engine ? .argo : old.engine, name: name ?? old.name, spot: spot ?? old.spot)
  model.isExecutable = old.isExecutable
  model.triggers = old.triggers
  model.steps = old.steps
  model.starts = old.starts
  model.edges = old.edges
  model.permissions = old.permissions
  model.permissionsAreComplete = old.permissionsAreComplete
  model.timeout = old.timeout
  model.errorHandler = old.errorHandler
  model.settings = old.settings
  model.captured = old.captured
  model.pinned = old.pinned
  model.unknowns = old.unknowns
  return model
}

private func rewire(
  _ model: inout Model, _ index: Int, from: String? = nil, to: String? = nil, kind: Model.Edge.Kind? = nil,
  spot: Spot? = nil
) {
  let old = model.edges[index]
  model.edges[index] = Model.Edge(from: from ?? old.from, to: to ?? old.to, kind ?? old.kind, spot: spot ?? old.spot)
}

private func permission(
  _ model: inout Model, name: String? = nil, wide: Bool? = nil, step: String? = nil, spot: Spot? = nil
) {
  first(&model.permissions) { old in
    Model.Permission(name ?? old.name, isWide: wide ?? old.isWide, step: step ?? old.step, spot: spot ?? old.spot)
  }
}

private let elsewhere = Spot(pointer: "/elsewhere", line: 99, column: 7, offset: 4000)
private let mutations: [Mutation] = [
  Mutation("Model.engine", .typeChanged) { $0 = rebuilt($0, engine: true) },
  Mutation("Model.name", .renamed) { $0 = rebuilt($0, name: "Other") },
  Mutation("Model.isExecutable", .disabled) { $0.isExecutable = false },
  Mutation("Model.triggers gone", .triggerRemoved) { $0.triggers = [] },
  Mutation("Model.triggers new", .newTrigger) {
    $0.triggers.append(Model.Trigger(.schedule, type: "cron", detail: "* * * * *", spot: Models.spot()))
  },
  Mutation("Model.steps gone", .stepRemoved) { $0.steps.removeLast() },
  Mutation("Model.steps without the approval", .approvalRemoved) { $0.steps.removeAll { $0.approval != nil } },
  Mutation("Model.steps new", .stepAdded) { $0.steps.append(Models.step("More")) },
  Mutation("Model.starts", .flowChanged) { $0.starts = ["Say no"] },
  Mutation("Model.edges gone", .flowChanged) { $0.edges.removeLast() },
  Mutation("Model.edges new", .flowChanged) { $0.edges.append(Models.edge("Say no", "Check amount")) },
  Mutation("Model.permissions gone", .permissionNarrowed) { $0.permissions = [] },
  Mutation("Model.permissions new", .permissionWidened) {
    $0.permissions.append(Model.Permission("id-token: write", spot: Models.spot()))
  },
  Mutation("Model.permissionsAreComplete", .permissionWidened) { $0.permissionsAreComplete = .absent },
  Mutation("Model.timeout longer", .limitsLoosened) { $0.timeout = .known(6000) },
  Mutation("Model.timeout gone", .limitsLoosened) { $0.timeout = .absent },
  Mutation("Model.timeout shorter", .limitsTightened) { $0.timeout = .known(60) },
  Mutation("Model.errorHandler gone", .errorsSwallowed) { $0.errorHandler = .absent },
  Mutation("Model.errorHandler other", .errorHandling) { $0.errorHandler = .known("Somewhere else") },
  Mutation("Model.settings other", .settingChanged) {
    $0.settings = [Model.Setting("settings.timezone", "UTC", spot: Models.spot())]
  },
  Mutation("Model.settings gone", .settingChanged) { $0.settings = [] },
  Mutation("Model.captured", .capturedData) { $0.captured = [Models.spot("/pinData")] },
  Mutation("Model.pinned", .capturedData) {
    $0.pinned = [Model.Pinned(step: "Pay", digest: "sha256:0123456789abcdef", spot: Models.spot("/pinData/Pay"))]
  },
  Mutation("Model.unknowns new", .notUnderstood) { $0.unknowns.append(Model.Unknown("another", spot: Models.spot())) },
  Mutation("Model.unknowns gone", .understood) { $0.unknowns = [] },

  Mutation("Trigger.kind", .newTrigger) { trigger(&$0) { trigger(like: $0, kind: .form) } },
  Mutation("Trigger.step", .newTrigger) { trigger(&$0) { trigger(like: $0, step: "Say no") } },
  Mutation("Trigger.type", .newTrigger) { trigger(&$0) { trigger(like: $0, type: "hook2") } },
  Mutation("Trigger.detail", .triggerChanged) { trigger(&$0) { trigger(like: $0, detail: "GET /invoice") } },
  Mutation("Trigger.authentication gone", .triggerOpened) {
    trigger(&$0) { trigger(like: $0, authentication: .absent) }
  },
  Mutation("Trigger.authentication not known", .triggerOpened) {
    trigger(&$0) { trigger(like: $0, authentication: .unknown(because: "an expression")) }
  },
  Mutation("Trigger.authentication other", .triggerOpened) {
    trigger(&$0) { trigger(like: $0, authentication: .known("basicAuth")) }
  },
  Mutation("Trigger.bringsForeignInput", .foreignInput) { trigger(&$0) { trigger(like: $0, foreign: true) } },
  Mutation("Trigger.isDisabled", .disabled) { trigger(&$0) { trigger(like: $0, disabled: true) } },

  Mutation("Edge.from", .flowChanged) { rewire(&$0, 0, from: "Say no") },
  Mutation("Edge.to", .flowChanged) { rewire(&$0, 0, to: "Say no") },
  Mutation("Edge.to nowhere", .flowChanged) { rewire(&$0, 5, to: "nowhere") },
  Mutation("Edge.kind", .approvalCondition) { rewire(&$0, 1, kind: .condition("otherwise")) },

  Mutation("Permission.name wider", .permissionWidened) { permission(&$0, name: "contents: write") },
  Mutation("Permission.name narrower", .permissionNarrowed) { permission(&$0, name: "contents: none") },
  Mutation("Permission.name unlike", .permissionWidened) { permission(&$0, name: "s3:DeleteObject") },
  Mutation("Permission.isWide", .permissionWidened) { permission(&$0, wide: true) },
  Mutation("Permission.step", .permissionWidened) { permission(&$0, step: "Pay invoice") },
  Mutation("Unknown.what", .notUnderstood) { $0.unknowns = [Model.Unknown("something else", spot: Models.spot())] },

  Mutation("Step.name", in: "Pay invoice", .renamed) { $0 = $0.with(name: "Settle") },
  Mutation("Step.kind", in: "Pay invoice", .typeChanged) { $0 = $0.with(kind: .code) },
  Mutation("Step.type", in: "Pay invoice", .typeChanged) { $0 = $0.with(type: "stripe") },
  Mutation("Step.scope", in: "Work it out", .flowChanged) { $0.scope = nil },
  Mutation("Step.isDisabled", in: "Pay invoice", .disabled) { $0.isDisabled = true },
  Mutation("Step.isDisabled of an approval", in: "Approve payment", .approvalRemoved) { $0.isDisabled = true },
  Mutation("Step.destinations new", in: "Say no", .newDestination) { $0.destinations = [Models.host("new.example")] },
  Mutation("Step.destinations known", in: "Say no", .destinationChanged) {
    $0.destinations = [Models.host("api.bank.example", "/pay")]
  },
  Mutation("Step.destinations gone", in: "Pay invoice", .destinationRemoved) { $0.destinations = [] },
  Mutation("Step.credentials new", in: "Say no", .newCredential) {
    $0.credentials = [Model.Credential(type: "smtp", reference: .known("3"), spot: Models.spot())]
  },
  Mutation("Step.credentials known", in: "Say no", .credentialChanged) {
    $0.credentials = [Model.Credential(type: "headerAuth", reference: .known("17"), name: "Bank", spot: Models.spot())]
  },
  Mutation("Step.credentials gone", in: "Pay invoice", .credentialRemoved) { $0.credentials = [] },
  Mutation("Step.timeout", in: "Pay invoice", .limitsLoosened) { $0.timeout = .absent },
  Mutation("Step.canHang", in: "Say no", .limitsLoosened) { $0.canHang = true },
  Mutation("Step.retries more", in: "Pay invoice", .limitsLoosened) { $0.retries = .times(5) },
  Mutation("Step.retries without an end", in: "Pay invoice", .limitsLoosened) { $0.retries = .unbounded },
  Mutation("Step.retries fewer", in: "Pay invoice", .limitsTightened) { $0.retries = .none },
  Mutation("Step.onError", in: "Pay invoice", .errorsSwallowed) { $0.onError = .swallow },
  Mutation("Step.onError a branch", in: "Pay invoice", .errorHandling) { $0.onError = .branch },
  Mutation("Step.risks new", in: "Say no", .newRisk) { $0.risks = [.communication] },
  Mutation("Step.risks gone", in: "Pay invoice", .riskGone) { $0.risks = [] },
  Mutation("Step.code", in: "Work it out", .codeChanged) { $0.code = [] },
  Mutation("Step.approval gone", in: "Approve payment", .approvalRemoved) { $0.approval = nil },
  Mutation("Step.approval new", in: "Say no", .newApproval) {
    $0.approval = Model.Approval(hasRejectPath: .known(true), spot: Models.spot())
  },
  Mutation("Step.calls new", in: "Say no", .newCall) {
    $0.calls = [Model.Reference(.workflow, name: .known("9"), isPinned: .absent, spot: Models.spot())]
  },
  Mutation("Step.calls gone", in: "Work it out", .callRemoved) { $0.calls = [] },
  Mutation("Step.settings", in: "Pay invoice", .settingChanged) { $0.settings = [] },
  Mutation("Step.settings of a branch", in: "Decide", .approvalCondition) {
    $0.settings = [.init("condition", "true", spot: Models.spot())]
  },
  Mutation("Step.statesPermissions", in: "Pay invoice", .permissionNarrowed) { $0.statesPermissions = true },
  Mutation("Step.isBounded", in: "Each line", .limitsLoosened) { $0.isBounded = .known(false) },

  Mutation("Destination.host", in: "Pay invoice", .newDestination) { destination(&$0, host: .known("evil.example")) },
  Mutation("Destination.host not known", in: "Pay invoice", .newDestination) {
    destination(&$0, host: .unknown(because: "an expression"), written: "={{ $json.url }}")
  },
  Mutation("Destination.scheme", in: "Pay invoice", .tlsOff) { destination(&$0, scheme: "http") },
  Mutation("Destination.port", in: "Pay invoice", .destinationChanged) { destination(&$0, port: 8443) },
  Mutation("Destination.written", in: "Pay invoice", .destinationChanged) {
    destination(&$0, written: "https://api.bank.example/refund")
  },
  Mutation("Destination.isVerified", in: "Pay invoice", .tlsOff) { destination(&$0, isVerified: .known(false)) },
  Mutation("Destination.isVerified not said", in: "Pay invoice", .tlsOff) { destination(&$0, isVerified: .absent) },

  Mutation("Credential.type", in: "Pay invoice", .newCredential) { credential(&$0, type: "oAuth2") },
  Mutation("Credential.reference", in: "Pay invoice", .newCredential) { credential(&$0, reference: .known("18")) },
  Mutation("Credential.name", in: "Pay invoice", .renamed) { credential(&$0, name: "Bank (live)") },
  Mutation("Credential.isLiteral", in: "Pay invoice", .literalCredential) { credential(&$0, isLiteral: true) },

  Mutation("Code.language", in: "Work it out", .codeChanged) { code(&$0, language: "python") },
  Mutation("Code.text", in: "Work it out", .codeChanged) { code(&$0, text: "let a = 2\nreturn a") },
  Mutation("Code.text in another order", in: "Work it out", .codeChanged) { code(&$0, text: "return a\nlet a = 1") },
  Mutation("Code.foreignInput", in: "Work it out", .foreignInput) { code(&$0, foreign: ["$json.body"]) },

  Mutation("Approval.approvers", in: "Approve payment", .approvalChanged) { approval(&$0, approvers: .known("#all")) },
  Mutation("Approval.timeout", in: "Approve payment", .approvalChanged) { approval(&$0, timeout: .known(60)) },
  Mutation("Approval.hasRejectPath", in: "Approve payment", .approvalRemoved) { approval(&$0, reject: .known(false)) },

  Mutation("Reference.kind", in: "Work it out", .newCall) { call(&$0, kind: .image) },
  Mutation("Reference.name", in: "Work it out", .callChanged) { call(&$0, name: .known("sum@1.3.0")) },
  Mutation("Reference.name other", in: "Work it out", .newCall) { call(&$0, name: .known("total@1.2.0")) },
  Mutation("Reference.isPinned", in: "Work it out", .unpinned) { call(&$0, pinned: .known(false)) },

  Mutation("Setting.key", in: "Pay invoice", .settingChanged) {
    $0.settings = [.init("verb", "POST", spot: Models.spot())]
  },
  Mutation("Setting.value", in: "Pay invoice", .settingChanged) {
    $0.settings = [.init("method", "DELETE", spot: Models.spot())]
  },
]

/// Where a part stands is no part of what it does, and an id is the editor's: both change without anybody changing anything.
private let silences: [Mutation] = [
  Mutation("Model.spot", .moved) { $0 = rebuilt($0, spot: elsewhere) },
  // By which ids are found again that an editor gave anew.
  Mutation("Model.aliases", .moved) { $0.aliases = [Model.Alias(id: "9a1b2c3d4e5f", name: "broker", digest: "")] },
  Mutation("Trigger.spot", .moved) { trigger(&$0) { trigger(like: $0, spot: elsewhere) } },
  Mutation("Edge.spot", .moved) { rewire(&$0, 0, spot: elsewhere) },
  Mutation("Permission.spot", .moved) { permission(&$0, spot: elsewhere) },
  Mutation("Unknown.spot", .moved) { $0.unknowns = $0.unknowns.map { Model.Unknown($0.what, spot: elsewhere) } },
  Mutation("Step.spot", in: "Pay invoice", .moved) { $0 = $0.with(spot: elsewhere) },
  // The editor's own id, by which steps are found again.
  Mutation("Step.identity", in: "Pay invoice", .moved) { $0.identity = "other" },
  // What it follows from is a setting, which has its line.
  Mutation("Step.reads", in: "Pay invoice", .moved) { $0.reads.toggle() },
  // Its condition is told; what it lets past an approval, too.
  Mutation("Step.mayBeSkipped", in: "Pay invoice", .moved) { $0.mayBeSkipped.toggle() },
  Mutation("Step.id", .moved) { model in
    model.edit("Pay invoice") { $0 = $0.with(id: "new") }
    rewire(&model, 4, to: "new")
  },
  Mutation("Destination.spot", in: "Pay invoice", .moved) { destination(&$0, spot: elsewhere) },
  // Whether a host is written or follows from the kind of step: it goes there either way, and `written` says how.
  Mutation("Destination.isImplied", in: "Pay invoice", .moved) { destination(&$0, isImplied: true) },
  Mutation("Credential.spot", in: "Pay invoice", .moved) { credential(&$0, spot: elsewhere) },
  Mutation("Code.spot", in: "Work it out", .moved) { code(&$0, spot: elsewhere) },
  Mutation("Approval.spot", in: "Approve payment", .moved) { approval(&$0, spot: elsewhere) },
  Mutation("Reference.spot", in: "Work it out", .moved) { call(&$0, spot: elsewhere) },
  Mutation("Setting.spot", in: "Pay invoice", .moved) { step in
    step.settings = step.settings.map { Model.Setting($0.key, $0.value, spot: elsewhere) }
  },
]

import Inspection
import Vocabulary
import Workflows

/// Models made in code, for comparing.
enum Models {
  static func spot(_ pointer: String = "", line: Int = 1) -> Spot { Spot(pointer: pointer, line: line, column: 1) }

  static func step(
    _ name: String, _ kind: Model.Step.Kind = .connector, type: String = "app", id: String? = nil,
    _ change: (inout Model.Step) -> Void = { _ in }
  ) -> Model.Step {
    var step = Model.Step(id: id ?? name, name: name, kind: kind, type: type, spot: spot("/\(name)"))
    change(&step)
    return step
  }

  static func edge(_ from: String, _ to: String, _ kind: Model.Edge.Kind = .normal) -> Model.Edge {
    Model.Edge(from: from, to: to, kind, spot: spot("/edges/\(from)/\(to)"))
  }

  static func host(_ host: String, _ path: String = "/", isVerified: Answer<Bool> = .absent) -> Model.Destination {
    Model.Destination(
      host: .known(host), scheme: "https", written: "https://\(host)\(path)", isVerified: isVerified, spot: spot())
  }

  /// Webhook -> check -> ask -> decide -> pay, with a no that ends in a message; a program with a loop beside it.
  static var payment: Model {
    var model = Model(engine: .n8n, name: "Vendor payment", spot: spot())
    model.triggers = [
      Model.Trigger(
        .webhook, step: "Invoice arrives", type: "webhook", detail: "POST /invoice",
        authentication: .known("headerAuth"),
        bringsForeignInput: false, spot: spot("/t"))
    ]
    model.steps = [
      step("Invoice arrives", .trigger, type: "webhook"),
      step("Check amount", .branch, type: "if") { $0.settings = [.init("condition", "amount > 1000", spot: spot())] },
      step("Approve payment", .approval, type: "slack") {
        $0.approval = Model.Approval(
          approvers: .known("#finance"), timeout: .known(3600), hasRejectPath: .known(true), spot: spot())
      },
      step("Decide", .branch, type: "if"),
      step("Pay invoice", .http, type: "httpRequest") {
        $0.destinations = [host("api.bank.example", "/pay", isVerified: .known(true))]
        $0.credentials = [Model.Credential(type: "headerAuth", reference: .known("17"), name: "Bank", spot: spot())]
        $0.timeout = .known(30)
        $0.canHang = true
        $0.retries = .times(2)
        $0.risks = [.payment]
        $0.settings = [.init("method", "POST", spot: spot())]
      },
      step("Say no", .message, type: "mail"),
      step("Each line", .loop, type: "loop") { $0.isBounded = .known(true) },
      step("Work it out", .code, type: "code") {
        $0.scope = "Each line"
        $0.code = [Model.Code(language: "javascript", text: "let a = 1\nreturn a", spot: spot())]
        $0.calls = [Model.Reference(.module, name: .known("sum@1.2.0"), isPinned: .known(true), spot: spot())]
      },
    ]
    model.edges = [
      edge("Invoice arrives", "Check amount"), edge("Check amount", "Approve payment", .condition("true")),
      edge("Check amount", "Each line", .condition("false")), edge("Approve payment", "Decide"),
      edge("Decide", "Pay invoice", .condition("true")), edge("Decide", "Say no", .condition("false")),
    ]
    model.permissions = [Model.Permission("contents: read", spot: spot())]
    model.permissionsAreComplete = .known(true)
    model.timeout = .known(600)
    model.errorHandler = .known("On error")
    model.settings = [Model.Setting("settings.timezone", "Europe/Berlin", spot: spot())]
    model.unknowns = [Model.Unknown("a part of another age", spot: spot())]
    return model
  }

  static func kinds(_ old: Model, _ new: Model) -> Set<Change.Kind> {
    Set(Difference.between(old, new).changes.map(\.kind))
  }

  static func lines(_ old: Model, _ new: Model) -> [String] { Difference.between(old, new).lines.map(\.text) }
}

extension Model {
  mutating func edit(_ name: String, _ change: (inout Step) -> Void) {
    for index in steps.indices where steps[index].name == name { change(&steps[index]) }
  }
}

extension Model.Step {
  /// The same with other words for what a step cannot change by itself.
  func with(id: String? = nil, name: String? = nil, kind: Kind? = nil, type: String? = nil, spot: Spot? = nil) -> Self {
    var step = Model.Step(
      id: id ?? self.id, name: name ?? self.name, kind: kind ?? self.kind, type: type ?? self.type,
      spot: spot ?? self.spot)
    step.identity = identity
    step.scope = scope
    step.isDisabled = isDisabled
    step.destinations = destinations
    step.credentials = credentials
    step.timeout = timeout
    step.canHang = canHang
    step.retries = retries
    step.onError = onError
    step.risks = risks
    step.code = code
    step.approval = approval
    step.calls = calls
    step.settings = settings
    step.isBounded = isBounded
    return step
  }
}

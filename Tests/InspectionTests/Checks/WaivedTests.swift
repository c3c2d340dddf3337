import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

/// A waiver holds on to what was found: to the step, what it is set to, and where it goes.
@Suite("Checks: what a waiver does not cover")
struct WaivedTests {
  private static func payment(_ edit: (inout Model.Step) -> Void = { _ in }) -> CheckRow {
    var made = Sketch()
    made.step("Start", .trigger)
    made.pays("Pay out") { step in
      step.settings = [.init("amount", "10", spot: anySpot)]
      step.destinations = [
        .init(host: .known("api.stripe.com"), written: "api.stripe.com", isImplied: true, spot: anySpot)
      ]
      step.credentials = [
        .init(type: "stripeApi", reference: .known("1"), spot: anySpot),
        .init(type: "literal", reference: .absent, name: "token", isLiteral: true, spot: anySpot),
      ]
      step.onError = .swallow
      edit(&step)
    }
    made.chain("Start", "Pay out")
    made.model.triggers = [.init(.webhook, step: "Start", type: "webhook", detail: "POST pay", spot: anySpot)]
    let sketch = made
    return CheckRow("") { $0 = sketch }
  }

  private static func prints(_ row: CheckRow, _ check: any Check.Type) throws -> [String] {
    try row.findings(of: check).compactMap(\.fingerprint)
  }

  static let checks: [any Check.Type] = [
    ActionUndeclared.self, ApprovalMissing.self, CredentialLiteral.self, ErrorSwallowed.self, WebhookOpen.self,
  ]

  @Test("another amount, host, account or kind under the same name is another finding", arguments: checks)
  func another(check: any Check.Type) throws {
    let waived = try Self.prints(Self.payment(), check)
    #expect(!waived.isEmpty)
    let changes: [(inout Model.Step) -> Void] = [
      { $0.settings = [.init("amount", "1000000", spot: anySpot)] },
      { $0.settings.append(.init("targetAccountId", "777", spot: anySpot)) },
      {
        $0.destinations = [.init(host: .known("api.transferwise.com"), written: "api.transferwise.com", spot: anySpot)]
      },
      { $0.credentials[0] = .init(type: "stripeApi", reference: .known("2"), spot: anySpot) },
      { $0.kind = .http },
      { $0.code = [.init(language: "javascript", text: "pay(7)", spot: anySpot)] },
    ]
    for change in changes { #expect(try Set(Self.prints(Self.payment(change), check)).isDisjoint(with: waived)) }
  }

  @Test("layout, another place in the file and the engine's own id are none", arguments: checks)
  func same(check: any Check.Type) throws {
    let waived = try Self.prints(Self.payment(), check)
    let moved = try Self.prints(
      Self.payment { step in
        step.identity = "other"
        step.settings = [.init("amount", "10", spot: Spot(pointer: "/y", line: 90, column: 1))]
      }, check)
    #expect(moved == waived)
  }

  @Test("a script that is a definition of an engine is waived as it stands")
  func mismatch() throws {
    func row(_ text: String) -> CheckRow {
      CheckRow("", engine: .script, detected: .n8n) { sketch in
        sketch.step("script", .code) { $0.code = [.init(language: "shell", text: text, spot: anySpot)] }
      }
    }
    let waived = try Self.prints(row("{\"nodes\": [1]}"), EngineMismatch.self)
    #expect(try waived.count == 1 && Self.prints(row("{\"nodes\": [1]}"), EngineMismatch.self) == waived)
    #expect(try Self.prints(row("{\"nodes\": [2]}"), EngineMismatch.self) != waived)
  }

  @Test("a grave step decides the level, wherever it stands among those of its kind")
  func level() throws {
    let row = CheckRow("", risk: .low, [.error], words: ["'Look'", "'Pay'"]) { sketch in
      sketch.pays("Look") { $0.reads = true }
      sketch.pays("Pay")
    }
    try row.check(ActionUndeclared.self)
  }
}

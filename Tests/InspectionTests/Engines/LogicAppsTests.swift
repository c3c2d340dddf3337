import Inspection
import Testing
import Workflows

private let schema =
  "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"

private func definition(_ actions: String, triggers: String = "") -> String {
  "{\"$schema\": \"\(schema)\", \"triggers\": {\(triggers)}, \"actions\": {\(actions)}}"
}

@Suite("Logic Apps and Power Automate")
struct LogicAppsTests {
  @Test("the four containers, and where each has its name")
  func containers() throws {
    let inner = definition("\"A\": {\"type\": \"Compose\"}")
    #expect(try model(inner, path: "w/pay.json").name == "pay")
    #expect(
      try model("{\"definition\": \(inner), \"kind\": \"Stateful\"}", path: "apps/Pay/workflow.json").name == "Pay")
    #expect(
      try model(
        "{\"resources\": [{\"type\": \"Microsoft.Logic/workflows\", \"name\": \"pay-arm\", \"properties\": {\"state\": \"Disabled\", \"definition\": \(inner)}}]}"
      )
      .name == "pay-arm")
    let automate = try model("{\"properties\": {\"displayName\": \"Pay all\", \"definition\": \(inner)}}")
    #expect(automate.name == "Pay all" && automate.isExecutable && automate.steps.map(\.id) == ["A"])
  }

  @Test("actions follow what they run after; only failures lead to handlers; both leads on whatever happened")
  func ways() throws {
    let model = try model(
      definition(
        """
        "A": {"type": "Http", "inputs": {"uri": "https://a.example"}}, "B": {"type": "Compose", "runAfter": {"A": ["SUCCEEDED"]}},
        "C": {"type": "Compose", "runAfter": {"A": ["Failed"]}}, "D": {"type": "Compose", "runAfter": {"A": ["TimedOut"]}},
        "E": {"type": "Compose", "runAfter": {"B": ["Succeeded", "Failed"]}}, "F": {"type": "Compose", "runAfter": {"Gone": []}}
        """, triggers: "\"T\": {\"type\": \"Recurrence\", \"recurrence\": {\"frequency\": \"Day\", \"interval\": 1}}"))
    #expect(model.ways == ["A -> B", "A -> C on error", "A -> D on timeout", "B -> E", "B -> E on error", "T -> A"])
    #expect(model.unknowns.count == 1)
    #expect(try model.step("A").onError == .branch && model.step("B").onError == .swallow)
    #expect(model.triggers.map(\.kind) == [.schedule])
  }

  @Test("conditions, cases and loops hold their actions")
  func nested() throws {
    let model = try model(
      definition(
        """
        "If": {"type": "If", "actions": {"Yes": {"type": "Compose"}}, "else": {"actions": {"No": {"type": "Compose"}}}},
        "Case": {"type": "Switch", "runAfter": {"If": ["Succeeded"]}, "cases": {"x": {"case": 1, "actions": {"One": {"type": "Compose"}}}}, "default": {"actions": {}}},
        "Each": {"type": "Foreach", "foreach": "@body('x')", "actions": {"In": {"type": "Compose"}, "Then": {"type": "Compose", "runAfter": {"In": ["Succeeded"]}}}, "runAfter": {"Case": ["Succeeded"]}}
        """))
    #expect(
      model.ways == [
        "If -> Yes if true", "If -> No if false", "Case -> One if case 1", "If -> Case", "In -> Then", "Case -> Each",
      ])
    #expect(try model.step("Then").scope == "Each" && model.step("Each").isBounded == .known(true))
    #expect(!Graph(model).unguarded(by: ["Yes", "No"]).contains("Each"), "one of the two is always taken")
    #expect(Graph(model).unguarded(by: ["One"]).contains("Each"), "other cases pass it by")
  }

  @Test(
    "destinations: written, an expression, a connection, a connector's own host",
    arguments: [
      ("\"type\": \"Http\", \"inputs\": {\"uri\": \"https://api.example/x\"}", "api.example"),
      ("\"type\": \"Http\", \"inputs\": {\"uri\": \"https://api.example/@{variables('id')}\"}", "api.example"),
      ("\"type\": \"Http\", \"inputs\": {\"uri\": \"@parameters('url')\"}", "?"),
      ("\"type\": \"Http\", \"inputs\": {\"uri\": \"[concat('https://', parameters('host'))]\"}", "?"),
      (
        "\"type\": \"ApiConnection\", \"inputs\": {\"host\": {\"connection\": {\"name\": \"@parameters('$connections')['office365_1']['connectionId']\"}}}",
        "outlook.office365.com"
      ),
      (
        "\"type\": \"OpenApiConnection\", \"inputs\": {\"host\": {\"apiId\": \"/providers/Microsoft.PowerApps/apis/shared_sql\", \"operationId\": \"Get\"}}",
        "?"
      ),
      (
        "\"type\": \"OpenApiConnection\", \"inputs\": {\"host\": {\"apiId\": \"/providers/Microsoft.PowerApps/apis/shared_sharepointonline\"}, \"parameters\": {\"dataset\": \"https://acme.example/sites/pay\"}}",
        "acme.example"
      ),
      (
        "\"type\": \"OpenApiConnection\", \"inputs\": {\"host\": {\"apiId\": \"/providers/Microsoft.PowerApps/apis/shared_sharepointonline\"}, \"parameters\": {\"dataset\": \"@parameters('site')\"}}",
        "?"
      ),
      (
        "\"type\": \"ApiConnection\", \"inputs\": {\"host\": {\"connection\": {\"name\": \"@parameters('$connections')['sharepointonline']['connectionId']\"}}, \"path\": \"/datasets/@{encodeURIComponent(encodeURIComponent('https://acme.example/sites/pay'))}/files\"}",
        "acme.example"
      ),
    ])
  func destinations(action: String, host: String) throws {
    #expect(try model(definition("\"A\": {\(action)}")).hosts == [host])
  }

  @Test(
    "the host that a connector implies",
    arguments: [
      ("gmail", ["gmail.googleapis.com"]), ("trello", ["api.trello.com"]), ("typeform", ["api.typeform.com"]),
      ("dropbox", ["api.dropboxapi.com", "content.dropboxapi.com"]), ("bitbucket", ["api.bitbucket.org"]),
      ("mq", ["?"]), ("acme", ["?"]),
    ])
  func implied(connector: String, hosts: [String]) throws {
    let action =
      "\"A\": {\"type\": \"OpenApiConnection\", \"inputs\": {\"host\": {\"apiId\": \"/providers/Microsoft.PowerApps/apis/shared_\(connector)\", \"operationId\": \"Do\"}}}"
    #expect(try model(definition(action)).hosts == hosts)
  }

  @Test("credentials: identities, parameters, secrets that are written out")
  func credentials() throws {
    func secrets(_ authentication: String) throws -> [String] {
      try model(
        definition(
          "\"A\": {\"type\": \"Http\", \"inputs\": {\"uri\": \"https://a.example\", \"authentication\": \(authentication)}}"
        )
      ).secrets
    }
    #expect(
      try secrets("{\"type\": \"Basic\", \"username\": \"me\", \"password\": \"\(Made.password)\"}") == [
        "me", "!password",
      ])
    #expect(try secrets("{\"type\": \"Basic\", \"username\": \"me\", \"password\": \"@parameters('p')\"}") == ["me"])
    #expect(try secrets("\"@parameters('$authentication')\"") == ["?"])
    #expect(try secrets("{\"type\": \"ManagedServiceIdentity\"}") == ["?"], "which one is not said")
    let picked = "@parameters('$connections')[concat('bus_', rand(1, 3))]['connectionId']"
    #expect(
      try model(
        definition(
          "\"A\": {\"type\": \"ApiConnection\", \"inputs\": {\"host\": {\"connection\": {\"name\": \"\(picked)\"}}}}")
      ).secrets == ["?"])
  }

  @Test("limits, and the engine's own tries")
  func limits() throws {
    func step(_ more: String) throws -> Model.Step {
      try model(definition("\"A\": {\"type\": \"Http\", \"inputs\": {\"uri\": \"https://a.example\"\(more)}}")).steps[0]
    }
    #expect(try step("").retries == .engineDefault(4) && step("").timeout == .absent)
    #expect(try step(", \"retryPolicy\": {\"type\": \"none\"}").retries == .none)
    #expect(try step(", \"retryPolicy\": {\"type\": \"fixed\", \"count\": 7}").retries == .times(7))
    #expect(try step("}, \"limit\": {\"timeout\": \"PT2M\"").timeout == .known(120))
    #expect(try step("}, \"limit\": {\"timeout\": \"@{x}\"").timeout.value == nil)
  }

  @Test("an approval, and whether anything looks at the answer")
  func approval() throws {
    let ask =
      "\"Ask\": {\"type\": \"OpenApiConnectionWebhook\", \"inputs\": {\"host\": {\"apiId\": \"/apis/shared_approvals\", \"operationId\": \"StartAndWaitForAnApproval\"}, \"parameters\": {\"WebhookApprovalCreationInput/assignedTo\": \"boss@acme.example\"}}}"
    let pay = "\"Pay\": {\"type\": \"Compose\", \"runAfter\": {\"Ask\": [\"Succeeded\"]}}"
    let test = "\"If\": {\"type\": \"If\", \"actions\": {}, \"runAfter\": {\"Ask\": [\"Succeeded\"]}}"
    let blind = try model(definition("\(ask), \(pay)")).step("Ask")
    #expect(
      blind.kind == .approval && blind.approval?.hasRejectPath == .known(false)
        && blind.approval?.approvers == .known("boss@acme.example"))
    #expect(try model(definition("\(ask), \(test)")).step("Ask").approval?.hasRejectPath == .known(true))
  }

  @Test("a request is a webhook with a signature in its address; two actions of one name stay two")
  func odd() throws {
    let model = try model(
      definition(
        "\"A\": {\"type\": \"Scope\", \"actions\": {\"A\": {\"type\": \"Http\", \"inputs\": {\"uri\": \"https://inner.example\"}}}}, \"B\": 7",
        triggers: "\"T\": {\"type\": \"Request\", \"kind\": \"Http\", \"inputs\": {}}"))
    #expect(model.triggers.map(\.authentication) == [.known("a signature in the address")])
    #expect(model.hosts == ["inner.example"] && model.unknowns.count == 2)
  }
}

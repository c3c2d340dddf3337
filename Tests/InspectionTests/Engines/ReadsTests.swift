import Inspection
import Testing
import Workflows

/// Whether a step only reads is what the engine goes by, and nothing else that bears the same name.
@Suite("Engines: steps that only read")
struct ReadsTests {
  private static func n8n(_ type: String, _ parameters: String) throws -> Bool {
    try model(
      "{\"name\": \"f\", \"nodes\": [{\"id\": \"1\", \"name\": \"X\", \"type\": \"\(type)\", \"parameters\": \(parameters)}], \"connections\": {}}",
      engine: .n8n
    ).step("X").reads
  }

  @Test(
    "n8n: a decoy beside or in the parameters of a connector decides nothing",
    arguments: [
      "{\"method\": \"GET\", \"resource\": \"charge\", \"operation\": \"create\"}",
      "{\"resource\": \"charge\", \"additionalFields\": {\"method\": \"get\"}, \"operation\": \"create\"}",
      "{\"note\": {\"operation\": \"list\"}, \"resource\": \"charge\", \"operation\": \"create\"}",
      "{\"a.operation\": \"list\", \"resource\": \"charge\", \"operation\": \"create\"}",
      "{\"method\": \"GET\"}", "{\"operation\": \"={{ 'getAll' }}\"}",
    ])
  func decoys(parameters: String) throws { #expect(try !Self.n8n("n8n-nodes-base.stripe", parameters)) }

  @Test("n8n: what decides")
  func decides() throws {
    #expect(try Self.n8n("n8n-nodes-base.stripe", "{\"resource\": \"charge\", \"operation\": \"getAll\"}"))
    #expect(try Self.n8n("n8n-nodes-base.httpRequest", "{\"method\": \"GET\", \"url\": \"https://a.example\"}"))
    #expect(try Self.n8n("n8n-nodes-base.httpRequest", "{\"requestMethod\": \"GET\"}"))
    #expect(try !Self.n8n("n8n-nodes-base.httpRequest", "{\"method\": \"GET\", \"requestMethod\": \"POST\"}"))
    #expect(try !Self.n8n("n8n-nodes-base.httpRequest", "{\"method\": \"POST\", \"a\": {\"method\": \"GET\"}}"))
    #expect(try !Self.n8n("n8n-nodes-base.graphql", "{\"method\": \"GET\"}"))
    #expect(try !Self.n8n("n8n-nodes-acme.httpRequest", "{\"method\": \"GET\"}"))
  }

  private static func logic(_ inputs: String, _ type: String) throws -> Model.Step {
    try model(
      "{\"$schema\": \"https://x/workflowdefinition.json#\", \"triggers\": {}, \"actions\": {\"X\": {\"type\": \"\(type)\", \"inputs\": \(inputs)}}}",
      engine: .logicApps
    ).step("X")
  }

  @Test("Logic Apps: a method counts where it is one")
  func logicApps() throws {
    #expect(try Self.logic("{\"method\": \"GET\", \"uri\": \"https://a.example\"}", "Http").reads)
    #expect(try !Self.logic("{\"body\": {\"method\": \"GET\"}, \"method\": \"POST\"}", "Http").reads)
    let api = "{\"method\": \"get\", \"host\": {\"apiId\": \"/x/office365\", \"operationId\": \"SendEmail\"}}"
    let step = try Self.logic(api, "OpenApiConnection")
    #expect(!step.reads && step.risks.contains(.communication))
  }

  @Test("the others: by the member that the engine reads")
  func others() throws {
    func machine(_ more: String) throws -> Bool {
      try model(
        "{\"StartAt\": \"X\", \"States\": {\"X\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::http:invoke\", \"Parameters\": {\(more)}, \"End\": true}}}",
        engine: .stepFunctions
      ).step("X").reads
    }
    #expect(try machine("\"Method\": \"GET\""))
    #expect(try !machine("\"Method\": \"POST\", \"RequestBody\": {\"method\": \"GET\"}"))
    func task(_ with: String) throws -> Bool {
      try model(
        "document: {dsl: 1.0.0, namespace: a, name: b, version: 1.0.0}\ndo:\n  - X: {call: http, with: {\(with)}}\n",
        engine: .serverlessWorkflow
      ).step("X").reads
    }
    #expect(try task("method: get, endpoint: 'https://a.example'"))
    #expect(try !task("method: post, body: {method: get}, endpoint: 'https://a.example'"))
    func red(_ more: String) throws -> Bool {
      try model(
        "[{\"id\": \"t\", \"type\": \"tab\", \"label\": \"x\"}, {\"id\": \"X\", \"type\": \"http request\", \"z\": \"t\", \"wires\": [], \(more)}]",
        engine: .nodeRed
      ).step("X").reads
    }
    #expect(try red("\"method\": \"GET\""))
    #expect(try !red("\"method\": \"use\", \"headers\": [{\"method\": \"GET\"}]"))
  }
}

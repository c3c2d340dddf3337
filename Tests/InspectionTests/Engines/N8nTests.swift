import Inspection
import Testing
import Workflows

/// An n8n workflow of nodes and ways, each as JSON.
private func flow(_ nodes: [String], _ connections: String = "{}", more: String = "") -> String {
  "{\"name\": \"Refunds\", \"nodes\": [\(nodes.joined(separator: ","))], \"connections\": \(connections)\(more)}"
}

private func node(_ name: String, _ type: String, _ parameters: String = "{}", more: String = "") -> String {
  "{\"id\": \"id-\(name)\", \"name\": \"\(name)\", \"type\": \"n8n-nodes-base.\(type)\", \"position\": [0, 0], \"parameters\": \(parameters)\(more)}"
}

private func ways(_ pairs: (String, String)...) -> String {
  let all = pairs.map { "\"\($0)\": {\"main\": [[{\"node\": \"\($1)\", \"type\": \"main\", \"index\": 0}]]}" }
  return "{\(all.joined(separator: ","))}"
}

@Suite("n8n")
struct N8nTests {
  @Test("a workflow without anything is one, and says nothing")
  func nothing() throws {
    let model = try model("{\"nodes\": [], \"connections\": {}}", path: "workflows/pay/flow.json")
    #expect(model.name == "flow" && model.steps.isEmpty && model.timeout == .absent && model.errorHandler == .absent)
  }

  @Test("an object, a list of them, and one under 'workflow'")
  func containers() {
    let one = flow([node("A", "noOp")])
    #expect(inspected("[\(one), \(one)]").models.count == 2)
    #expect(inspected("{\"workflow\": \(one)}").models.map(\.name) == ["Refunds"])
  }

  @Test(
    "the host of a request: written, with an expression behind it, an expression, nothing",
    arguments: [
      ("https://api.example.com/x", Answer.known("api.example.com")),
      ("=https://api.example.com/{{ $json.id }}", .known("api.example.com")),
      ("={{ $json.url }}", .unknown(because: "an expression decides the host")),
      ("=https://{{ $json.region }}.example.com/", .unknown(because: "an expression decides the host")),
      ("HTTP://Shop.Example.com:8080/", .known("shop.example.com")),
      ("", .unknown(because: "the node says no address")),
      ("https://[YOUR-SITE.example]/x", .unknown(because: "what is written here is no host")),
      ("https://[2001:db8::1]:8443/x", .known("2001:db8::1")),
    ])
  func host(url: String, host: Answer<String>) throws {
    let model = try model(flow([node("A", "httpRequest", "{\"url\": \"\(url)\"}")]))
    #expect(model.steps[0].kind == .http)
    #expect(model.steps[0].destinations.map(\.host) == [host])
  }

  @Test(
    "what a node for a service fetches besides: a host alone, a list, an expression with commas",
    arguments: [
      ("facebookGraphApi", "hostUrl", "evil.example", ["graph.facebook.com", "evil.example"]),
      ("googleChat", "incomingWebhookUrl", "https://evil.example/x", ["chat.googleapis.com", "evil.example"]),
      (
        "googleGemini", "documentUrls", "https://a.example/1, https://b.example/2",
        ["generativelanguage.googleapis.com", "a.example", "b.example"]
      ),
      (
        "googleGemini", "fileUrl", "={{ [$json.a, $json.b][0] }}",
        ["generativelanguage.googleapis.com", nil]
      ),
      ("microsoftExcel", "graphApiBaseUrl", "https://evil.example", ["graph.microsoft.com", "evil.example"]),
      ("gmail", "hostUrl", "evil.example", ["www.googleapis.com"]),
    ] as [(String, String, String, [String?])])
  func besides(type: String, key: String, value: String, hosts: [String?]) throws {
    let step = try model(flow([node("A", type, "{\"\(key)\": \"\(value)\"}")])).steps[0]
    #expect(step.destinations.map(\.host.value) == hosts)
  }

  @Test("a service that is asked without TLS is told so")
  func plain() throws {
    let destinations = try model(flow([node("A", "hackerNews")])).steps[0].destinations
    #expect(destinations.map(\.host) == [.known("hn.algolia.com")])
    #expect(destinations.map(\.scheme) == ["http"] && destinations.map(\.isVerified) == [.absent])
  }

  @Test("certificates: checked, not checked, decided by an expression")
  func certificates() throws {
    func verified(_ options: String) throws -> [Answer<Bool>] {
      try model(flow([node("A", "httpRequest", "{\"url\": \"https://a.example\", \"options\": \(options)}")])).steps[0]
        .destinations.map(\.isVerified)
    }
    #expect(try verified("{\"allowUnauthorizedCerts\": true}") == [.known(false)])
    #expect(try verified("{\"allowUnauthorizedCerts\": \"={{ $json.a }}\"}").map(\.value) == [nil])
    #expect(try verified("{}") == [.known(true)])
  }

  @Test("timeout, retries and errors: said, left out, an expression")
  func limits() throws {
    let plain = try model(flow([node("A", "httpRequest", "{\"url\": \"https://a.example\"}")])).steps[0]
    #expect(plain.timeout == .absent && plain.retries == .none && plain.onError == .stop && plain.canHang)
    let said = try model(
      flow(
        [
          node(
            "A", "httpRequest", "{\"url\": \"https://a.example\", \"options\": {\"timeout\": 30000}}",
            more: ", \"retryOnFail\": true, \"maxTries\": 99, \"onError\": \"continueRegularOutput\"")
        ], more: ", \"settings\": {\"executionTimeout\": 900, \"errorWorkflow\": \"w7\", \"callerPolicy\": \"any\"}"))
    #expect(
      said.steps[0].timeout == .known(30) && said.steps[0].retries == .times(5) && said.steps[0].onError == .swallow)
    #expect(said.timeout == .known(900) && said.errorHandler == .known("w7"))
    #expect(said.permissions.map(\.isWide) == [true])
    let expression = try model(flow([node("A", "httpRequest", "{\"options\": {\"timeout\": \"={{ $json.t }}\"}}")]))
      .steps[0]
    #expect(expression.timeout.value == nil && expression.timeout != .absent)
  }

  @Test("a credential by id, by name as old exports have it, and a secret that is written out")
  func credentials() throws {
    let model = try model(
      flow([
        node("A", "stripe", more: ", \"credentials\": {\"stripeApi\": {\"id\": \"7\", \"name\": \"Stripe live\"}}"),
        node("B", "slack", more: ", \"credentials\": {\"slackApi\": \"Slack\"}"),
        node(
          "C", "httpRequest",
          "{\"url\": \"https://a.example/?api_key=\(String(repeating: "k", count: 20))\", \"headerParameters\": {\"parameters\": [{\"name\": \"Authorization\", \"value\": \"Bearer abcdefgh\"}]}}"
        ),
        node(
          "D", "httpRequest",
          "{\"url\": \"https://a.example\", \"headerParameters\": {\"parameters\": [{\"name\": \"Authorization\", \"value\": \"=Bearer {{ $env.T }}\"}]}}"
        ),
      ]))
    #expect(model.secrets.sorted() == ["!Authorization", "!api_key", "7", "Slack"])
    #expect(model.steps[0].destinations.map(\.isImplied) == [true] && model.hosts.first == "api.stripe.com")
  }

  @Test("a node of money is a payment unless it says that it reads")
  func risks() throws {
    func risks(_ type: String, _ parameters: String) throws -> Set<Model.Step.Risk> {
      try model(flow([node("A", type, parameters)])).steps[0].risks
    }
    #expect(try risks("stripe", "{\"operation\": \"create\"}").contains(.payment))
    #expect(try risks("stripe", "{}").contains(.payment), "the default operation may be any")
    #expect(try !risks("stripe", "{\"operation\": \"getAll\"}").contains(.payment))
    #expect(try risks("executeCommand", "{\"command\": \"ls\"}") == [.command])
    #expect(try risks("postgres", "{\"operation\": \"executeQuery\", \"query\": \"DELETE FROM a\"}") == [.dataChange])
    #expect(try risks("postgres", "{\"operation\": \"executeQuery\", \"query\": \"SELECT 1\"}") == [])
    #expect(try risks("postgres", "{\"operation\": \"executeQuery\", \"query\": \"={{ $json.q }}\"}") == [.dataChange])
  }

  @Test(
    "the host that a kind of node implies",
    arguments: [
      ("bitly", ["api-ssl.bitly.com"]), ("coinGecko", ["api.coingecko.com"]), ("mistralAi", ["api.mistral.ai"]),
      ("highLevel", ["rest.gohighlevel.com", "services.leadconnectorhq.com"]), ("oura", ["api.ouraring.com"]),
      ("uptimeRobotTool", ["api.uptimerobot.com"]), ("storyblok", ["api.storyblok.com", "mapi.storyblok.com"]),
      ("mautic", ["?"]), ("beeminder", ["www.beeminder.com"]),
    ])
  func implied(type: String, hosts: [String]) throws {
    let model = try model(flow([node("A", type, "{}")]))
    #expect(model.hosts == hosts && model.unknowns.isEmpty)
    #expect(!model.steps[0].destinations.map(\.isImplied).contains(false))
  }

  @Test("a node that is not n8n's own may do anything")
  func foreign() throws {
    let text =
      "{\"nodes\": [{\"name\": \"A\", \"type\": \"n8n-nodes-acme.pay\", \"parameters\": {}}], \"connections\": {}}"
    let step = try model(text).steps[0]
    #expect(step.destinations.map(\.host.value) == [nil])
    #expect(step.calls.map(\.name) == [.known("n8n-nodes-acme")])
  }

  @Test("ways go by name; those to nothing, and by ids as keys, are told or followed")
  func edges() throws {
    let model = try model(
      flow(
        [node("A", "webhook"), node("B", "if"), node("C", "noOp"), node("D", "noOp")],
        """
        {"A": {"main": [[{"node": "B"}]]}, "B": {"main": [[{"node": "C"}], null, [{"node": "Gone"}]]},
         "id-C": {"main": [[{"node": "id-D"}]]}, "\\"D\\"": {"main": [[{"node": "A"}]]}}
        """))
    #expect(model.ways == ["A -> B", "B -> C if true", "C -> D", "D -> A"])
    #expect(model.unknowns.count == 1)
    #expect(model.cycles.map(\.isBounded) == [.known(false)])
  }

  @Test("a loop over batches ends, another circle does not")
  func loops() throws {
    let circle = """
      {"L": {"main": [[{"node": "Z"}], [{"node": "B"}]]}, "B": {"main": [[{"node": "L"}]]}}
      """
    func bound(_ type: String) throws -> [Answer<Bool>] {
      try model(flow([node("L", type, more: ", \"typeVersion\": 3"), node("B", "noOp"), node("Z", "noOp")], circle))
        .cycles
        .map(\.isBounded)
    }
    #expect(try bound("splitInBatches") == [.known(true)])
    #expect(try bound("noOp") == [.known(false)])
  }

  @Test("a model's server that is not its maker's, and what requests go by way of")
  func otherServers() throws {
    let model = try model(
      flow([
        node("A", "lmChatOpenAi", "{\"options\": {\"baseURL\": \"https://models.example/v1\"}}"),
        node("B", "lmChatOpenAi", "{\"options\": {\"baseURL\": \"={{ $env.MODELS }}\"}}"),
        node("C", "lmChatOpenAi", "{\"options\": {}}"),
        node(
          "D", "httpRequest",
          "{\"url\": \"https://a.example\", \"options\": {\"proxy\": \"http://proxy.example:3128\"}}"),
        node("E", "httpRequest", "{\"options\": {\"proxy\": \"http://proxy.example:3128\"}}"),
      ]))
    #expect(
      model.hosts == ["models.example", "?", "api.openai.com", "a.example", "proxy.example", "proxy.example", "?"])
  }

  @Test("a chat is for the editor alone, for everybody, or an expression decides it")
  func chats() throws {
    func trigger(_ parameters: String) throws -> Model.Trigger {
      try #require(try model(flow([node("A", "chatTrigger", parameters)])).triggers.first)
    }
    let own = try trigger("{}")
    #expect(own.kind == .message && own.authentication == .known("the editor's own"))
    let open = try trigger("{\"public\": true, \"options\": {}}")
    #expect(open.kind == .webhook && open.authentication == .absent)
    #expect(try trigger("{\"public\": true, \"authentication\": \"basicAuth\"}").authentication == .known("basicAuth"))
    #expect(try trigger("{\"public\": \"={{ $env.OPEN }}\"}").authentication != .absent)
  }

  @Test("triggers: what a webhook asks for, when a schedule runs, what is switched off")
  func triggers() throws {
    let model = try model(
      flow([
        node("W", "webhook", "{\"path\": \"pay\", \"httpMethod\": \"POST\"}"),
        node("X", "webhook", "{\"path\": \"pay\", \"authentication\": \"headerAuth\"}", more: ", \"disabled\": true"),
        node("S", "scheduleTrigger", "{\"rule\": {\"interval\": [{\"field\": \"hours\"}]}}"),
      ]))
    #expect(model.triggers.map(\.kind) == [.webhook, .webhook, .schedule])
    #expect(model.triggers[0].authentication == .absent && model.triggers[0].detail == "POST pay")
    #expect(model.triggers[1].authentication == .known("headerAuth") && model.triggers[1].isDisabled)
    #expect(model.triggers[0].bringsForeignInput && !model.triggers[2].bringsForeignInput)
  }

  @Test("an approval has a way to say no only with two buttons and a branch behind it")
  func approvals() throws {
    func reject(_ values: String, _ connections: String) throws -> Answer<Bool>? {
      try model(
        flow(
          [
            node("Ask", "slack", "{\"operation\": \"sendAndWait\"\(values)}"), node("If", "if"), node("Pay", "stripe"),
            node("Stop", "noOp"),
          ], connections)
      ).step("Ask").approval?.hasRejectPath
    }
    let both = ", \"approvalOptions\": {\"values\": {\"approvalType\": \"double\"}}"
    let told =
      "{\"Ask\": {\"main\": [[{\"node\": \"If\"}]]}, \"If\": {\"main\": [[{\"node\": \"Pay\"}], [{\"node\": \"Stop\"}]]}}"
    let joined =
      "{\"Ask\": {\"main\": [[{\"node\": \"If\"}]]}, \"If\": {\"main\": [[{\"node\": \"Pay\"}], [{\"node\": \"Pay\"}]]}}"
    #expect(try reject("", told) == .known(false), "one button")
    #expect(try reject(both, ways(("Ask", "Pay"))) == .known(false), "nobody looks at the answer")
    #expect(try reject(both, joined) == .known(false), "both lead on")
    #expect(try reject(both, told) == .known(true))
    #expect(try reject(", \"responseType\": \"freeText\"", told) == nil, "a text is no decision")
  }

  @Test("what strangers write reaches a command only from a start that strangers have")
  func foreignInput() throws {
    let command = node("C", "executeCommand", "{\"command\": \"=echo {{ $json.body.name }}\"}")
    #expect(
      try model(flow([node("W", "webhook"), command])).step("C").code.map(\.foreignInput) == [["{{ $json.body.name }}"]]
    )
    #expect(try model(flow([node("S", "scheduleTrigger"), command])).step("C").code.map(\.foreignInput) == [[]])
  }

  @Test("data that the editor kept, a workflow in a step, and one that cannot be read")
  func inside() throws {
    let inner = "{\\\"name\\\": \\\"Inner\\\", \\\"nodes\\\": [], \\\"connections\\\": {}}"
    let outer = flow(
      [
        node("T", "toolWorkflow", "{\"workflowJson\": \"\(inner)\"}"),
        node("U", "toolWorkflow", "{\"workflowJson\": \"{\"}"),
      ],
      more: ", \"pinData\": {\"T\": [{\"json\": {}}]}")
    let inspected = inspected(outer)
    #expect(inspected.models.map(\.name) == ["Refunds", "Inner"])
    #expect(inspected.models[0].captured.count == 1 && inspected.models[0].unknowns.count == 1)
    #expect(inspected.models[1].spot.pointer == "/nodes/0/parameters/workflowJson")
  }

  @Test("settings leave out where a node stands and show no secret")
  func settings() throws {
    let word = String(repeating: "q", count: 30)
    let step = try model(flow([node("A", "set", "{\"mode\": \"raw\", \"token\": \"\(word)\"}")])).steps[0]
    #expect(step.settings.map(\.key) == ["mode", "token"])
    #expect(step.settings.allSatisfy { !$0.value.contains(word) })
  }
}

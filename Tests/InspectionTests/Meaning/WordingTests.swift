import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("meaning: no more and no less than what changed")
struct WordingTests {
  private func calling(_ kind: Model.Reference.Kind, _ name: String) -> Model {
    var model = Models.payment
    model.edit("Work it out") {
      $0.calls = [Model.Reference(kind, name: .known(name), isPinned: .absent, spot: Models.spot())]
    }
    return model
  }

  @Test(
    "another version is one only of the same",
    arguments: [
      (.function, "arn:aws:lambda:us-east-1:1:function:audit", "arn:aws:lambda:us-east-1:1:function:pay", .newCall),
      (
        .function, "arn:aws:lambda:us-east-1:1:function:pay:1", "arn:aws:lambda:us-east-1:1:function:pay:2",
        .callChanged
      ),
      (.workflow, "arn:aws:states:us-east-1:1:stateMachine:x", "arn:aws:states:us-east-1:1:stateMachine:y", .newCall),
      (.workflow, "ns:pay", "ns:evil", .newCall),
      (.workflow, "a/x/.github/y.yml@v1", "a/x/.github/y.yml@v2", .callChanged),
      (.image, "reg.example:5000/pay:1", "reg.example:5000/pay:2", .callChanged),
      (.image, "reg.example:5000/pay", "reg.example:6000/pay", .newCall),
      (.image, "busybox:1@sha256:aa", "busybox:2", .callChanged), (.module, "@acme/sum", "@acme/evil", .newCall),
    ] as [(Model.Reference.Kind, String, String, Change.Kind)])
  func versions(kind: Model.Reference.Kind, old: String, new: String, change: Change.Kind) {
    let kinds = Models.kinds(calling(kind, old), calling(kind, new))
    #expect(kinds.intersection([.newCall, .callChanged]) == [change])
  }

  private func plain(_ host: String) -> Model.Destination {
    .init(host: .known(host), scheme: "http", written: "http://\(host)/y", spot: Models.spot())
  }

  @Test("one more way to a host, without TLS, is told where all others have it")
  func withoutTLS() {
    var new = Models.payment
    new.steps.append(Models.step("Note it", .http) { $0.destinations = [plain("api.bank.example")] })
    #expect(Models.kinds(Models.payment, new).contains(.tlsOff))
    let old = new
    new.steps.append(Models.step("Note more", .http) { $0.destinations = [plain("api.bank.example")] })
    #expect(!Models.kinds(old, new).contains(.tlsOff))
    new = Models.payment
    new.edit("Pay invoice") { $0.destinations.append(plain("api.bank.example")) }
    #expect(Models.kinds(Models.payment, new).contains(.tlsOff))
  }

  @Test("where the host becomes an expression, nothing is told of its certificate")
  func unknownHost() {
    var new = Models.payment
    new.edit("Pay invoice") {
      $0.destinations = [.init(host: .unknown(because: "x"), written: "{{ $json.url }}", spot: Models.spot())]
    }
    #expect(!Models.kinds(Models.payment, new).contains(.tlsOff))
    #expect(Models.kinds(Models.payment, new).contains(.newDestination))
  }

  private func naming(_ step: String, in expression: String) -> Model {
    var model = Models.payment
    model.edit("Invoice arrives") { $0 = $0.with(id: step, name: step) }
    model.edges[0] = Models.edge(step, "Check amount")
    model.triggers[0] = Model.Trigger(
      .webhook, step: step, type: "webhook", detail: "POST /invoice", authentication: .known("headerAuth"),
      spot: Models.spot())
    model.edit("Pay invoice") { pay in
      pay.settings = [.init("body", "={{ \(expression).item.json.iban }}", spot: Models.spot())]
      pay.destinations = [
        .init(host: .unknown(because: "x"), written: "{{ \(expression).item.json.url }}/x", spot: Models.spot())
      ]
      pay.code = [Model.Code(language: "javascript", text: "return \(expression).all()", spot: Models.spot())]
    }
    return model
  }

  @Test("a renamed step is one line, with all expressions that name it", arguments: ["$('NAME')", "$node[\"NAME\"]"])
  func renamed(form: String) {
    let old = naming("Invoice arrives", in: form.replacing("NAME", with: "Invoice arrives"))
    let new = naming("Hook", in: form.replacing("NAME", with: "Hook"))
    #expect(Models.lines(old, new) == ["- renamed: 'Invoice arrives' is 'Hook' now"])
    let left = naming("Hook", in: form.replacing("NAME", with: "Invoice arrives"))
    #expect(
      Models.lines(old, left) == [
        "* expressions of 'Pay invoice' still name 'Invoice arrives', which no step is called any more",
        "- renamed: 'Invoice arrives' is 'Hook' now",
      ])
    let other = naming("Hook", in: form.replacing("NAME", with: "Check amount"))
    #expect(Models.kinds(old, other).contains(.newDestination))
  }

  private func listing(_ parts: [(String, String)]) -> Model {
    var model = Models.payment
    model.edit("Pay invoice") { step in
      step.settings = parts.enumerated().flatMap { index, part in
        [
          Model.Setting("list.values.\(index).name", part.0, spot: Models.spot()),
          Model.Setting("list.values.\(index).value", part.1, spot: Models.spot()),
        ]
      }
    }
    return model
  }

  @Test("parts of a list go by what they say")
  func lists() {
    let old = listing([("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")])
    #expect(
      Models.lines(old, listing([("b", "2"), ("c", "3"), ("d", "4")])) == [
        "* 'Pay invoice': list.values.0: name: a; value: 1 -> not set"
      ])
    #expect(
      Models.lines(old, listing([("x", "9"), ("a", "1"), ("b", "2"), ("c", "7"), ("d", "4")])) == [
        "* 'Pay invoice': 2 settings changed", "    list.values.3.value (c): 3 -> 7",
        "    list.values.0: not set -> name: x; value: 9",
      ])
    #expect(
      Models.lines(old, listing([("b", "2"), ("a", "1"), ("c", "3"), ("d", "4")])) == [
        "* 'Pay invoice': list.values: the same parts in another order"
      ])
  }

  @Test("of many settings those that are not shown are named")
  func cut() {
    func model(_ value: String) -> Model {
      var model = Models.payment
      model.edit("Pay invoice") { step in
        step.settings = (10..<24).map { .init("key\($0)", value, spot: Models.spot()) }
      }
      return model
    }
    #expect(Models.lines(model("a"), model("b")).last == "    and 3 more: key21, key22 and key23")
  }

  private static let flow = """
    {"name": "f", "nodes": [
      {"id": "1", "name": "Hook", "type": "n8n-nodes-base.webhook", "typeVersion": 2, "position": [0, 0],
       "parameters": {"path": "go", "options": {"ipWhitelist": "192.0.2.1"}}},
      {"id": "2", "name": "Sort", "type": "n8n-nodes-base.switch", "typeVersion": 3, "position": [0, 0],
       "parameters": {"conditions": {"conditions": [{"id": "c1", "leftValue": "={{ $json.a }}"}]}}},
      {"id": "3", "name": "Set", "type": "n8n-nodes-base.set", "typeVersion": 3, "position": [0, 0], "parameters": {}}],
     "connections": {"Hook": {"main": [[{"node": "Sort", "type": "main", "index": 0}]]},
      "Sort": {"main": [[{"node": "Set", "type": "main", "index": 0}]]}}}
    """

  @Test("n8n: the editor's ids are silent, outputs of a switch are called so, and who may call from where is told")
  func n8n() throws {
    #expect(
      try Versions.lines(.n8n, Self.flow, "\"c1\"", "\"c2\"").first == "nothing changed in what it does")
    #expect(
      try Versions.lines(.n8n, Self.flow, "\"ipWhitelist\": \"192.0.2.1\"", "").first
        == "! from where 'Hook' may be called: 192.0.2.1 -> not set")
    let lines = try Versions.lines(
      .n8n, Self.flow, "{\"main\": [[{\"node\": \"Set\"", "{\"main\": [[], [{\"node\": \"Set\"")
    #expect(lines.first == "* the way from 'Sort' to 'Set': if output 0 -> if output 1", "\(lines)")
  }

  @Test("GitHub Actions: a condition that never holds switches a step off", arguments: ["false", "${{ false }}"])
  func never(test: String) throws {
    let flow = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - name: Scan\n      run: ./scan\n"
    let lines = try Versions.lines(.githubActions, flow, "run: ./scan", "if: \(test)\n      run: ./scan")
    #expect(lines.contains { $0.hasPrefix("* switched off: 'Scan'") }, "\(lines)")
  }

  @Test("of what is grave nothing is left out")
  func all() {
    var new = Models.payment
    for number in 0..<30 {
      new.steps.append(Models.step("More \(number)") { $0.destinations = [Models.host("h\(number).example")] })
    }
    let lines = Models.lines(Models.payment, new)
    #expect(lines.count { $0.hasPrefix("! new destination: ") } == 30)
    #expect(lines.contains("* and 10 more of the kind step-added"))
  }
}

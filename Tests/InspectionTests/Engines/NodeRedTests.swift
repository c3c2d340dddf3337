import Inspection
import Testing
import Workflows

private func flow(_ nodes: String...) -> String {
  "[{\"id\": \"t\", \"type\": \"tab\", \"label\": \"Pay\"}, \(nodes.joined(separator: ","))]"
}

private func node(_ id: String, _ type: String, _ more: String = "", wires: String = "[]") -> String {
  "{\"id\": \"\(id)\", \"type\": \"\(type)\", \"z\": \"t\", \"x\": 1, \"y\": 1\(more.isEmpty ? "" : ", " + more), \"wires\": \(wires)}"
}

@Suite("Node-RED")
struct NodeRedTests {
  @Test("tabs and subflows are workflows, nodes of settings are not steps")
  func groups() {
    let text =
      "[{\"id\": \"t\", \"type\": \"tab\", \"label\": \"One\", \"disabled\": true}, {\"id\": \"s\", \"type\": \"subflow\", \"name\": \"Two\", \"in\": [{\"wires\": [{\"id\": \"b\"}]}]}, \(node("a", "subflow:s")), {\"id\": \"b\", \"type\": \"debug\", \"z\": \"s\", \"x\": 1, \"wires\": []}, {\"id\": \"m\", \"type\": \"mqtt-broker\", \"broker\": \"h\"}]"
    let models = inspected(text).models
    #expect(models.map(\.name) == ["One", "Two"] && models.map(\.isExecutable) == [false, true])
    #expect(models[0].steps[0].calls.map(\.name) == [.known("Two")] && models[1].starts == ["b"])
  }

  @Test("ways by wires, outputs, links and what catches errors; those to nothing are told")
  func ways() throws {
    let model = try model(
      flow(
        node("a", "switch", wires: "[[\"b\"], [\"gone\"]]"), node("b", "link out", "\"links\": [\"c\", \"far\"]"),
        node("c", "link in", wires: "[[\"a\"]]"),
        node("d", "catch", "\"scope\": [\"a\"]")))
    #expect(model.ways == ["a -> b if output 1", "b -> c", "c -> a", "a -> d on error"])
    #expect(model.unknowns.count == 2)
    #expect(model.cycles.map(\.isBounded) == [.known(false)])
    #expect(try model.step("a").onError == .branch)
  }

  @Test(
    "the host of a request",
    arguments: [
      ("\"url\": \"https://api.example/x\"", "api.example"), ("\"url\": \"api.example/x\"", "api.example"),
      ("\"url\": \"\"", "?"), ("\"method\": \"GET\"", "?"),
      ("\"url\": \"https://{{host}}/x\"", "?"), ("\"url\": \"https://api.example/{{id}}\"", "api.example"),
      ("\"url\": \"{{{payload}}}\"", "?"),
    ])
  func host(more: String, host: String) throws {
    #expect(try model(flow(node("a", "http request", more))).hosts == [host])
  }

  @Test("brokers and certificates by the node that says them, unknown where that is not in the file")
  func settings() throws {
    let text =
      "[\(node("a", "mqtt out", "\"broker\": \"m\"")), \(node("b", "mqtt out", "\"broker\": \"gone\"")), \(node("c", "http request", "\"url\": \"https://a.example\", \"tls\": \"s\"")), {\"id\": \"m\", \"type\": \"mqtt-broker\", \"broker\": \"mq.example\", \"port\": 1883, \"usetls\": false}, {\"id\": \"s\", \"type\": \"tls-config\", \"verifyservercert\": false}]"
    let model = try model(text)
    #expect(model.hosts == ["mq.example", "?", "a.example"])
    #expect(model.steps[2].destinations.map(\.isVerified) == [.known(false)])
    #expect(model.steps[0].destinations.map(\.scheme) == ["mqtt"])
  }

  @Test("starts: by hand, by time, by anyone's call, switched off")
  func triggers() throws {
    let model = try model(
      flow(
        node("a", "inject", "\"repeat\": \"\", \"crontab\": \"\""), node("b", "inject", "\"crontab\": \"0 3 * * *\""),
        node("c", "http in", "\"method\": \"post\", \"url\": \"/pay\", \"d\": true")))
    #expect(model.triggers.map(\.kind) == [.manual, .schedule, .webhook])
    #expect(
      model.triggers[2].authentication == .absent && model.triggers[2].isDisabled
        && model.triggers[2].detail == "post /pay")
  }

  @Test("what listens can be called by anyone; what goes to a server hears what that says")
  func listening() throws {
    let text =
      "[\(node("a", "websocket in", "\"server\": \"s\", \"client\": \"\"")), \(node("b", "websocket in", "\"client\": \"c\"")), \(node("d", "tcp in", "\"server\": \"server\", \"port\": \"9\"")), \(node("e", "tcp in", "\"server\": \"client\", \"host\": \"siren.example\", \"port\": \"9\"")), {\"id\": \"s\", \"type\": \"websocket-listener\", \"path\": \"/ws\"}, {\"id\": \"c\", \"type\": \"websocket-client\", \"path\": \"wss://live.example/x\"}]"
    let model = try model(text)
    #expect(model.triggers.map(\.kind) == [.webhook, .message, .webhook, .message])
    #expect(model.triggers.map { $0.authentication == .absent } == [true, false, true, false])
    #expect(model.hosts == ["live.example", "siren.example"])
  }

  @Test("code, modules of others, commands that take what comes in")
  func code() throws {
    let model = try model(
      flow(
        node(
          "a", "function",
          "\"func\": \"fetch('https://x.example')\", \"timeout\": \"5\", \"libs\": [{\"var\": \"y\", \"module\": \"left-pad\"}]"
        ), node("b", "exec", "\"command\": \"ls\", \"addpay\": \"payload\"")))
    #expect(model.hosts == ["x.example"] && model.steps[0].timeout == .known(5))
    #expect(model.steps[0].calls.map(\.isPinned) == [.known(false)])
    #expect(model.steps[1].code.map(\.foreignInput) == [["msg.payload"]] && model.steps[1].risks == [.command])
  }

  @Test("what a node of others does is not known; a secret in a header is told")
  func unknown() throws {
    let model = try model(
      flow(
        node("a", "acme-pay"),
        node(
          "b", "http request",
          "\"url\": \"https://a.example\", \"authType\": \"basic\", \"headers\": [{\"keyType\": \"Authorization\", \"valueType\": \"other\", \"valueValue\": \"Bearer abcdefgh\"}]"
        )))
    #expect(model.unknowns.count == 1)
    #expect(model.secrets == ["?", "!Authorization"])
  }
}

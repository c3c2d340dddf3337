import Inspection
import Testing
import Vocabulary
import Workflows

/// What is told is so: pairs of texts of engines that were told wrongly once.
@Suite("meaning: what is told is so")
struct TruthTests {
  /// A question, what decides on its answer, and two ways.
  private func asking(_ more: String = "", refused: String = "Refuse") -> String {
    """
    {"name": "Pay", "nodes": [
      {"name": "Start", "type": "n8n-nodes-base.manualTrigger", "parameters": {}},
      {"name": "Ask", "type": "n8n-nodes-base.gmail", "parameters": {"operation": "sendAndWait", "sendTo": "boss@acme.example",
        "approvalOptions": {"values": {"approvalType": "double"}}}},
      {"name": "Approved?", "type": "n8n-nodes-base.if", "typeVersion": 2, "parameters": {}\(more)},
      {"name": "Pay", "type": "n8n-nodes-base.stripe", "parameters": {}},
      {"name": "Refuse", "type": "n8n-nodes-base.noOp", "parameters": {}}],
     "connections": {
      "Start": {"main": [[{"node": "Ask", "type": "main", "index": 0}]]},
      "Ask": {"main": [[{"node": "Approved?", "type": "main", "index": 0}]]},
      "Approved?": {"main": [[{"node": "Pay", "type": "main", "index": 0}], [{"node": "\(refused)", "type": "main", "index": 0}]]}}}
    """
  }

  private func lines(_ engine: Engine, _ old: String, _ new: String) throws -> [String] {
    Difference.between(try Versions.side(engine, old), try Versions.side(engine, new)).lines.map(\.text)
  }

  @Test("n8n: a branch that is switched off lets a no go on like a yes")
  func disabled() throws {
    let lines = try lines(.n8n, asking(), asking(", \"disabled\": true"))
    #expect(lines.contains("! whether a no at 'Ask' leads elsewhere than a yes: yes -> no"), "\(lines)")
    #expect(lines.contains { $0.hasPrefix("! without anybody's yes can run now: 'Pay'") }, "\(lines)")
    #expect(lines.contains("    whatever its condition says, everything goes on from its first output"))
    #expect(lines.contains { $0.contains("no way leads there any more: 'Refuse'") }, "\(lines)")
  }

  @Test("n8n: a branch that decides when to ask, switched off, lets everything by its first way")
  func undecided() throws {
    let old = asking().replacing(
      "\"Start\": {\"main\": [[{\"node\": \"Ask\"", with: "\"Start\": {\"main\": [[{\"node\": \"Small?\""
    )
    .replacing(
      "\"connections\": {",
      with: """
        "connections": {"Small?": {"main": [[{"node": "Pay", "type": "main", "index": 0}], [{"node": "Ask", "type": "main", "index": 0}]]},
        """
    ).replacing(
      "\"nodes\": [",
      with: """
        "nodes": [{"name": "Small?", "type": "n8n-nodes-base.if", "typeVersion": 2, "parameters": {}},
        """)
    let new = old.replacing("\"name\": \"Small?\",", with: "\"name\": \"Small?\", \"disabled\": true,")
    let lines = try lines(.n8n, old, new)
    #expect(lines.contains { $0.hasPrefix("! ") && $0.contains("'Small?'") || $0.hasPrefix("! without") }, "\(lines)")
  }

  @Test("n8n: the way for errors is the one behind the node's own, wired or not")
  func errors() throws {
    let plain = try lines(.n8n, asking(), asking(", \"onError\": \"continueErrorOutput\""))
    #expect(plain == ["* when 'Approved?' goes wrong: the run fails -> a way of its own leads on"], "\(plain)")
    let rules = "{\"rules\": {\"values\": [{}, {}]}}"
    func node(_ type: String, _ version: Int, _ parameters: String) throws -> [String] {
      let text = asking(", \"onError\": \"continueErrorOutput\"")
        .replacing(
          "base.if\", \"typeVersion\": 2, \"parameters\": {}",
          with: "base.\(type)\", \"typeVersion\": \(version), \"parameters\": \(parameters)")
      return try model(text).ways.filter { $0.hasPrefix("Approved?") }
    }
    #expect(try node("if", 2, "{}") == ["Approved? -> Pay if true", "Approved? -> Refuse if false"])
    #expect(try node("switch", 3, rules) == ["Approved? -> Pay if output 0", "Approved? -> Refuse if output 1"])
    #expect(try node("switch", 3, "{\"rules\": {\"values\": [{}]}}").last == "Approved? -> Refuse on error")
    #expect(
      try node("switch", 3, "{\"rules\": {\"values\": [{}]}, \"options\": {\"fallbackOutput\": \"extra\"}}").last
        == "Approved? -> Refuse if output 1")
    #expect(try node("switch", 3, "{\"mode\": \"expression\"}").last == "Approved? -> Refuse if output 1")
    #expect(try node("noOp", 1, "{}") == ["Approved? -> Pay", "Approved? -> Refuse on error"])
  }

  private func jobs(_ whole: String, _ own: String) -> String {
    "on: push\n\(whole)jobs:\n  deploy:\n    runs-on: u\n\(own)    steps: [{ run: make }]\n"
  }

  @Test(
    "GitHub Actions: a job without permissions of its own has those of the whole",
    arguments: [
      (
        "permissions: write-all\n", "    permissions: { contents: read }\n", "",
        "! what 'deploy' may do: contents: read -> write-all (everything of its kind), as the whole"
      ),
      (
        "permissions: write-all\n", "", "    permissions: { contents: read }\n",
        "- what 'deploy' may do: write-all (everything of its kind), as the whole -> contents: read"
      ),
      (
        "", "    permissions: { contents: none }\n", "",
        "! what 'deploy' may do: nothing -> what the engine's default decides, as the whole"
      ),
      ("permissions: { contents: read }\n", "    permissions: { contents: read }\n", "", nil),
      (
        "permissions: read-all\n", "    permissions: { contents: write }\n", "",
        "! what 'deploy' may do: contents: write -> read-all, as the whole"
      ),
    ] as [(String, String, String, String?)])
  func permissions(whole: String, old: String, new: String, line: String?) throws {
    let lines = try lines(.githubActions, jobs(whole, old), jobs(whole, new)).filter {
      $0.contains("permission") || $0.contains("may do")
    }
    if let line { #expect(lines.contains(line), "\(lines)") }
    #expect(
      !lines.contains {
        $0.contains("permission gone") || $0.contains("new permission") || line == nil && $0.hasPrefix("!")
      }, "\(lines)")
  }

  @Test("Node-RED: whom a mail goes to stands in its name")
  func mail() throws {
    let old = """
      [{"id": "t", "type": "tab", "label": "Pay"},
       {"id": "m", "type": "e-mail", "z": "t", "x": 1, "y": 1, "server": "smtp.acme.example", "name": "boss@acme.example", "wires": []}]
      """
    let lines = try lines(.nodeRed, old, old.replacing("boss@acme", with: "eve@evil"))
    #expect(lines.count == 1 && lines[0].contains("'e-mail': to: boss@acme.example -> eve@evil.example"), "\(lines)")
  }

  @Test(
    "Node-RED: two tabs with one label are told apart by their nodes, whichever comes first; labels and icons say nothing"
  )
  func tabs() throws {
    let one =
      "{\"id\": \"t1\", \"type\": \"tab\", \"label\": \"Pay\"}, {\"id\": \"a\", \"type\": \"function\", \"z\": \"t1\", \"x\": 1, \"func\": \"a()\", \"wires\": []}"
    let two =
      "{\"id\": \"t2\", \"type\": \"tab\", \"label\": \"Pay\"}, {\"id\": \"b\", \"type\": \"exec\", \"z\": \"t2\", \"x\": 1, \"command\": \"b\", \"wires\": []}"
    #expect(try lines(.nodeRed, "[\(one), \(two)]", "[\(two), \(one)]").first == "nothing changed in what it does")
    let labelled = one.replacing("\"x\": 1", with: "\"x\": 1, \"icon\": \"a.svg\", \"inputLabels\": [\"i\"]")
    #expect(try lines(.nodeRed, "[\(one), \(two)]", "[\(labelled), \(two)]").first == "nothing changed in what it does")
  }

  @Test("a new approval that nothing waits for says so")
  func decoy() {
    func lines(_ more: [Model.Edge]) -> [String] {
      var new = Models.payment
      new.steps.append(
        Models.step("Ask", .approval) { $0.approval = .init(hasRejectPath: .known(true), spot: Models.spot()) })
      new.edges += [Models.edge("Invoice arrives", "Ask")] + more
      return Models.lines(Models.payment, new)
    }
    let words = "    nothing waits for it: no step that does something comes after it"
    #expect(lines([]).contains(words))
    #expect(!lines([Models.edge("Ask", "Say no")]).contains(words))
  }

  @Test("Power Automate: what an export adds of times and icons says nothing")
  func exported() throws {
    let text = Versions.logicApps.replacing(
      "{\"definition\": {",
      with: "{\"changedTime\": \"1\", \"apis\": [{\"iconUri\": \"a\", \"id\": \"x\"}], \"definition\": {")
    #expect(
      try lines(
        .logicApps, text,
        text.replacing("\"1\"", with: "\"2\"").replacing("\"iconUri\": \"a\"", with: "\"iconUri\": \"b\"")
      ).first == "nothing changed in what it does")
  }

  @Test("no colon stands behind words such as credential and secret: what follows would be taken for one")
  func colons() {
    var new = Models.payment
    new.edit("Say no") {
      $0.credentials = [
        Model.Credential(type: "googleSheetsOAuth2Api", reference: .known("3"), name: "Ops", spot: Models.spot())
      ]
    }
    #expect(
      Models.lines(Models.payment, new).contains("! new credential googleSheetsOAuth2Api 'Ops' ['3'], in 'Say no'"))
  }
}

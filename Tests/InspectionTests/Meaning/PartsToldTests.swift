import Inspection
import Testing
import Vocabulary
import Workflows

/// Parts of definitions that decide much and stand beside the steps: each has a line of the kind that it is of.
@Suite("meaning: what stands beside the steps")
struct PartsToldTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let engine: Engine
    let words: String
    let other: String
    let kind: ChangeKind
    let told: String
    var testDescription: String { "\(words) -> \(other)" }

    init(_ engine: Engine, _ words: String, _ other: String, _ kind: ChangeKind, _ told: String) {
      self.engine = engine
      self.words = words
      self.other = other
      self.kind = kind
      self.told = told
    }

    var text: String {
      switch engine {
      case .bpmn: approval
      case .stepFunctions: template
      default: sensor
      }
    }
  }

  static let rows = [
    Row(.bpmn, "=approved", "=true", .approvalCondition, "what counts as a yes at 'Approve'"),
    Row(
      .bpmn, "candidateGroups=\"finance\"", "candidateGroups=\"finance\" assignee=\"eve\"", .approvalChanged,
      "finance; eve"),
    Row(.bpmn, "all(votes)", "any(votes)", .approvalChanged, "how many have to agree"),
    Row(.bpmn, "=approvers", "=[requester]", .approvalChanged, "=[requester]"),
    Row(
      .bpmn, "decisionId=\"rate\"", "decisionId=\"none\"", .settingChanged, "calledDecision.decisionId: rate -> none"),
    Row(.bpmn, "correlationKey=\"=id\"", "correlationKey=\"=1\"", .settingChanged, "correlationKey: =id -> =1"),
    Row(.bpmn, "errorCode=\"NONE\"", "errorCode=\"ANY\"", .settingChanged, "No money NONE -> No money ANY"),
    Row(.bpmn, "<terminateEventDefinition/>", "", .settingChanged, "terminateEventDefinition: there -> not set"),
    Row(.bpmn, "println 1", "transfer(9)", .codeChanged, "+ transfer(9)"),
    Row(.bpmn, "source=\"sum\"", "source=\"total\"", .settingChanged, "in.sum.source"),
    Row(.bpmn, "com.acme.Audit", "com.evil.Audit", .settingChanged, "com.acme.Audit -> com.evil.Audit"),
    Row(.stepFunctions, "Resource: arn:a", "Resource: '*'", .permissionWidened, "Resource: arn:a -> *"),
    Row(.stepFunctions, "Effect: Deny", "Effect: Allow", .permissionWidened, "Effect: Deny -> Allow"),
    Row(.stepFunctions, "Action: s3:Get", "NotAction: s3:Get", .permissionWidened, "everything but s3:Get"),
    Row(.stepFunctions, "PayArn: pay", "PayArn: eve", .settingChanged, "DefinitionSubstitutions.PayArn: pay -> eve"),
    Row(.argo, "image: acme/sensor", "image: eve/sensor", .settingChanged, "acme/sensor -> eve/sensor"),
    Row(.argo, "jq: .body", "jq: .evil", .settingChanged, "dependencies.paid.transform.jq: .body -> .evil"),
  ]

  @Test("it is told as what it is", arguments: rows)
  func told(_ row: Row) throws {
    try #require(row.text.contains(row.words))
    let other = row.text.replacing(row.words, with: row.other)
    let difference = Difference.between(try Versions.side(row.engine, row.text), try Versions.side(row.engine, other))
    let lines = difference.lines.map(\.text).joined(separator: "\n")
    #expect(difference.changes.contains { $0.kind == row.kind }, "\(lines)")
    #expect(lines.contains(row.told), "\(lines)")
    #expect(!difference.changes.contains { $0.kind == .notUnderstood }, "\(lines)")
  }

  @Test("a run that takes its templates from elsewhere calls that, wherever it is entered")
  func reference() throws {
    let text = """
      apiVersion: argoproj.io/v1alpha1
      kind: Workflow
      metadata: { name: pay }
      spec: { entrypoint: main, workflowTemplateRef: { name: safe } }
      """
    let lines = try Versions.lines(.argo, text, "safe", "evil")
    #expect(lines.contains { $0.hasPrefix("! ") && $0.contains("runs the workflow evil") }, "\(lines)")
  }

  @Test(
    "functions of CloudFormation read the same in their long form",
    arguments: [
      ("!Ref Topic", "{ Ref: Topic }"), ("!GetAtt Pay.Arn", "{ \"Fn::GetAtt\": [Pay, Arn] }"),
      ("!GetAtt Pay.Arn", "!GetAtt [Pay, Arn]"), ("!Sub \"${Bank}\"", "{ \"Fn::Sub\": \"${Bank}\" }"),
    ])
  func functions(_ short: String, _ long: String) throws {
    let text = template.replacing("PayArn: pay", with: "PayArn: \(short)")
    #expect(try Versions.lines(.stepFunctions, text, short, long)[0] == "nothing changed in what it does")
    // A text is no reference.
    let plain = try Versions.lines(.stepFunctions, text, short, String(short.split(separator: " ")[1]))
    #expect(plain[0] != "nothing changed in what it does", "\(plain)")
  }

  @Test("a link to another tab names where the run goes on")
  func link() throws {
    let text = """
      [{"id":"t1","type":"tab","label":"Start"},{"id":"t2","type":"tab","label":"Review"},{"id":"t3","type":"tab","label":"Money"},
      {"id":"a","z":"t1","type":"inject","name":"go","wires":[["o"]]},
      {"id":"o","z":"t1","type":"link out","mode":"link","links":["r"],"wires":[]},
      {"id":"r","z":"t2","type":"link in","name":"in","links":["o"],"wires":[[]]},
      {"id":"m","z":"t3","type":"link in","name":"pay","links":[],"wires":[[]]}]
      """
    let lines = try Versions.lines(.nodeRed, text, "\"links\":[\"r\"]", "\"links\":[\"m\"]")
    #expect(lines.contains { $0.contains("'pay' on 'Money'") }, "\(lines)")
  }
}

private let approval = """
  <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D">
    <message id="M" name="bank"><extensionElements><zeebe:subscription correlationKey="=id"/></extensionElements></message>
    <error id="E" name="No money" errorCode="NONE"/>
    <process id="p" name="Pay" isExecutable="true">
      <extensionElements><camunda:executionListener class="com.acme.Audit" event="start"/></extensionElements>
      <startEvent id="s"/>
      <sequenceFlow id="f1" sourceRef="s" targetRef="ap">
        <extensionElements><camunda:executionListener event="take"><camunda:script scriptFormat="groovy">println 1</camunda:script></camunda:executionListener></extensionElements>
      </sequenceFlow>
      <userTask id="ap" name="Approve">
        <extensionElements>
          <zeebe:assignmentDefinition candidateGroups="finance"/>
          <zeebe:ioMapping><zeebe:output source="=approved" target="ok"/></zeebe:ioMapping>
        </extensionElements>
        <multiInstanceLoopCharacteristics>
          <extensionElements><zeebe:loopCharacteristics inputCollection="=approvers"/></extensionElements>
          <completionCondition>=all(votes)</completionCondition>
        </multiInstanceLoopCharacteristics>
      </userTask>
      <sequenceFlow id="f2" sourceRef="ap" targetRef="d"/>
      <businessRuleTask id="d" name="Rate"><extensionElements><zeebe:calledDecision decisionId="rate"/></extensionElements></businessRuleTask>
      <sequenceFlow id="f3" sourceRef="d" targetRef="m"/>
      <intermediateCatchEvent id="m" name="Bank"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
      <sequenceFlow id="f4" sourceRef="m" targetRef="c"/>
      <callActivity id="c" name="Book" calledElement="book"><extensionElements><camunda:in source="sum" target="sum"/></extensionElements></callActivity>
      <sequenceFlow id="f5" sourceRef="c" targetRef="e"/>
      <sequenceFlow id="f6" sourceRef="c" targetRef="no"/>
      <endEvent id="e" name="Done"><terminateEventDefinition/></endEvent>
      <endEvent id="no" name="No"><errorEventDefinition errorRef="E"/></endEvent>
    </process>
  </definitions>
  """

private let template = """
  Resources:
    Machine:
      Type: AWS::Serverless::StateMachine
      Properties:
        Definition: { StartAt: Pay, States: { Pay: { Type: Task, Resource: "${PayArn}", End: true } } }
        DefinitionSubstitutions: { PayArn: pay }
        Policies:
          - Version: "2012-10-17"
            Statement:
              - { Effect: Deny, Action: s3:Get, Resource: arn:a }

  """

private let sensor = """
  apiVersion: argoproj.io/v1alpha1
  kind: Sensor
  metadata: { name: pay }
  spec:
    template: { serviceAccountName: pay, container: { image: acme/sensor } }
    dependencies:
      - { name: paid, eventSourceName: bank, eventName: paid, transform: { jq: .body } }
    triggers:
      - template: { name: tell, http: { url: "https://tell.example/a", method: POST } }

  """

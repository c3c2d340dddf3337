import Inspection
import Testing
import Vocabulary
import Workflows

struct ChangedText: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let engine: Engine
  let text: String
  let words: String
  let other: String
  /// What has to be read; none: silent.
  let told: [String]

  init(
    _ name: String, _ engine: Engine, _ text: String, _ words: String, _ other: String, _ told: String...
  ) {
    testDescription = name
    self.engine = engine
    self.text = text
    self.words = words
    self.other = other
    self.told = told
  }

  var difference: Difference {
    get throws {
      #expect(text.contains(words))
      let other = text.replacing(words, with: other)
      return Difference.between(try Versions.side(engine, text), try Versions.side(engine, other))
    }
  }
}

/// What no line of the difference tells is told as it stands, whether or not the reader for its engine knows it.
@Suite("meaning: what no reader knows")
struct UntoldTests {
  static let unknown = [
    ChangedText(
      "a key that no reader knows", .serverlessWorkflow, Versions.serverless, "name: pay,", "name: pay, strange: 1,",
      "/document/strange: not set -> 1"),
    ChangedText(
      "a value in a part that no reader looks into", .stepFunctions, template, "polly:Speak", "iam:*",
      "/Resources/Role/Properties/Policies/0/Action: polly:Speak -> iam:*"),
    ChangedText(
      "a reference that becomes a text", .stepFunctions, template, "!Ref Bank", "Bank",
      "Environment/Variables/BANK"),
    ChangedText(
      "an environment's variable named as a secret is hidden", .stepFunctions, template, "opensesame", "closesesame",
      "TOKEN: (10 characters, hash"),
    ChangedText(
      "another function over the same", .stepFunctions, template, "!Ref Bank", "!ImportValue Bank",
      "BANK/Ref: Bank -> not set", "BANK/Fn::ImportValue: not set -> Bank"),
    ChangedText(
      "another document of the file", .argo, Versions.argo + binding, "name: view", "name: cluster-admin",
      "/roleRef/name: view -> cluster-admin"),
    ChangedText(
      "arguments that are cut elsewhere", .argo, Versions.argo.replacing("http: {", with: arguments + "http: {"),
      "[\"--iban\", \"A --sum 1\"]", "[\"--iban\", \"A\", \"--sum 1\"]", "/spec/templates/2/container/args"),
    ChangedText(
      "an attribute of BPMN that no reader knows", .bpmn, process, "collection=\"approvers\"",
      "collection=\"requester\"", "approvers -> requester"),
    ChangedText(
      "what an annotation gives rights by", .argo,
      Versions.argo + binding.replacing("{ name: pay }", with: "{ name: pay, annotations: { role-arn: reader } }"),
      "role-arn: reader", "role-arn: admin", "role-arn: reader -> admin"),
    ChangedText(
      "where an image is built", .stepFunctions,
      template.replacing(
        "Type: AWS::Serverless::Function",
        with: "Type: AWS::Serverless::Function\n    Metadata: { DockerContext: ./pay }"),
      "./pay", "./evil", "DockerContext: ./pay -> ./evil"),
    ChangedText(
      "a number that a Double does not tell apart", .stepFunctions, numbers, "9007199254740993", "9007199254740992",
      "9007199254740993 -> 9007199254740992"),
    ChangedText("null, and the word", .stepFunctions, numbers, "null", "\"null\"", "/Resources/Role/Properties/N"),
    ChangedText(
      "the language of expressions", .bpmn, process, "id=\"D\"", "id=\"D\" expressionLanguage=\"feel\"",
      "expressionLanguage"),
    ChangedText(
      "an element of somebody's own with a name of a drawing", .bpmn,
      process.replacing("<camunda:strange", with: "<camunda:group who=\"a\"/><camunda:strange"), "who=\"a\"",
      "who=\"b\"",
      "a -> b"),
    ChangedText(
      "what lies below a secret's name is hidden", .stepFunctions,
      template + "Parameters:\n  DbPassword: { Type: String, Default: winter sun }\n", "winter sun", "summer sun",
      "Default: (10 characters, hash"),
    ChangedText(
      "an element of BPMN that is gone", .bpmn, process, "<dataState name=\"final\"/>", "",
      "dataState[1]: @name: final -> not set"),
  ]

  static let meaningless = [
    ChangedText("an id of n8n", .n8n, nodes, "\"id\": \"1\"", "\"id\": \"2\"", ""),
    ChangedText("a place in the editor", .n8n, nodes, "[0, 0]", "[7, 9]", ""),
    ChangedText("what an export says of itself", .n8n, nodes, "\"nodes\":", "\"exportedBy\": \"x\", \"nodes\":", ""),
    ChangedText("a default that is written", .n8n, nodes, "\"id\": \"1\"", "\"disabled\": false, \"id\": \"1\"", ""),
    ChangedText("a tag in its long form", .stepFunctions, template, "!Ref Bank", "{ Ref: Bank }", ""),
    ChangedText(
      "a function of CloudFormation in its long form", .stepFunctions, intrinsics, "!GetAtt Pay.Arn",
      "{ \"Fn::GetAtt\": [Pay, Arn] }", ""),
    ChangedText(
      "a function with a list in its long form", .stepFunctions, intrinsics, "!Join [\"-\", [a, b]]",
      "{ \"Fn::Join\": [\"-\", [a, b]] }", ""),
    ChangedText(
      "a text with variables in its long form", .stepFunctions, intrinsics, "!Sub \"${A}-x\"",
      "{ \"Fn::Sub\": \"${A}-x\" }", ""),
    ChangedText(
      "a definition written as a text, with other blanks, order and comments", .stepFunctions, inText,
      #""{\"StartAt\":\"Pay\",\"States\":{\"Pay\":{\"Type\":\"Pass\",\"End\":true}}}""#,
      #""{ \"States\": {\n \"Pay\": { \"Comment\": \"c\", \"End\": true, \"Type\": \"Pass\" } }, \"StartAt\": \"Pay\" }""#,
      ""),
    ChangedText("one event, and a list of one", .githubActions, "on: push\n" + job, "on: push", "on: [push]", ""),
    ChangedText("one event, and a mapping", .githubActions, "on: push\n" + job, "on: push", "on:\n  push:", ""),
    ChangedText("a list of events, and a mapping", .githubActions, "on: [push]\n" + job, "[push]", "{ push: }", ""),
    ChangedText(
      "other ids of what holds settings, and of a subflow", .nodeRed, brokers, "9a1b", "7c2d", ""),
    ChangedText("a comment", .stepFunctions, template, "Resources:", "# the resources\nResources:", ""),
    ChangedText(
      "one in place of a list of one", .stepFunctions, template, "Action: polly:Speak", "Action: [polly:Speak]", ""),
    ChangedText("another prefix", .bpmn, process, "camunda:", "c:", ""),
    ChangedText("the name of a template", .argo, Versions.argo, "template: ask }", "template: ask } # a call", ""),
    ChangedText("the name of what holds settings alone", .nodeRed, broker, "\"Mail\"", "\"The mail\"", ""),
    ChangedText("other ids of ways", .bpmn, process, "\"f1\"", "\"Flow_9\"", ""),
  ]

  @Test("it is told, with what it was and what it is", arguments: unknown)
  func isTold(_ pair: ChangedText) throws {
    let difference = try pair.difference
    let lines = difference.lines.map(\.text).joined(separator: "\n")
    for words in pair.told { #expect(lines.contains(words), "\(lines)") }
    #expect(!difference.isUnderstood)
    #expect(difference.changes.contains { $0.kind == .notUnderstood })
    #expect(!lines.contains("only in layout"))
  }

  @Test("it is told beside what is understood", arguments: unknown)
  func isToldBeside(_ pair: ChangedText) throws {
    let other = pair.text.replacing(pair.words, with: pair.other)
    let renamed = pair.engine == .bpmn ? other.replacing("name=\"Approve\"", with: "name=\"Agree\"") : other
    let difference = Difference.between(
      try Versions.side(pair.engine, pair.text), try Versions.side(pair.engine, renamed))
    #expect(difference.changes.contains { $0.kind == .notUnderstood })
  }

  @Test("what means nothing stays silent", arguments: meaningless)
  func isSilent(_ pair: ChangedText) throws {
    let difference = try pair.difference
    #expect(difference.changes == [], "\(difference.lines.map(\.text))")
    #expect(difference.isUnderstood)
  }

  @Test("other live data, for the same step or one more, is told as captured")
  func pinned() throws {
    for (words, other, told) in [
      ("\"iban\": \"A\"", "\"iban\": \"B\"", "! other live data that an editor kept for 'Start'"),
      (
        "\"pinData\": {", "\"pinData\": { \"Pay\": [{}],",
        "! live data that an editor kept stands in the definition for 'Pay', too"
      ),
    ] {
      let lines = try Versions.lines(.n8n, nodes, words, other)
      #expect(lines.count == 2 && lines[0].hasPrefix(told), "\(lines)")
    }
    #expect(
      try Versions.lines(.n8n, nodes, "\"pinData\": {", "\"pinData\": {\n ")[0] == "nothing changed in what it does")
    // A step that is renamed takes its data with it.
    #expect(try Versions.lines(.n8n, nodes, "\"Start\"", "\"Begin\"") == ["- renamed: 'Start' is 'Begin' now"])
  }

  @Test("which input of a step a way leads to is told, and a renamed step is no other")
  func inputs() throws {
    let text = """
      { "name": "Join", "nodes": [
        { "name": "All", "type": "n8n-nodes-base.noOp", "parameters": {} },
        { "name": "Paid", "type": "n8n-nodes-base.noOp", "parameters": {} },
        { "name": "Left", "type": "n8n-nodes-base.merge", "parameters": { "joinMode": "keepNonMatches" } } ],
        "connections": { "All": { "main": [[{ "node": "Left", "type": "main", "index": 0 }]] },
          "Paid": { "main": [[{ "node": "Left", "type": "main", "index": 1 }]] } } }
      """
    let swapped = try Versions.lines(
      .n8n, text, "\"index\": 0", "\"index\": 2", also: ("\"index\": 1", "\"index\": 0"),
      ("\"index\": 2", "\"index\": 1"))
    #expect(swapped == ["* 'Left': input 2: $('Paid') -> $('All')"])
    #expect(try Versions.lines(.n8n, text, "\"Paid\"", "\"Done\"") == ["- renamed: 'Paid' is 'Done' now"])
  }

  @Test("another broker is told, whether or not it looks the same")
  func otherBroker() throws {
    let lines = try Versions.lines(
      .nodeRed, brokers, "\"broker\": \"9a1b000000000003\"", "\"broker\": \"9a1b000000000001\"")
    #expect(lines.contains { $0.contains("broker: 9a1b000000000003 -> 9a1b000000000001") }, "\(lines)")
  }

  @Test("an order of events or a definition's text that means another thing is told")
  func otherForms() throws {
    let events = try Versions.lines(.githubActions, "on: push\n" + job, "on: push", "on: [push, workflow_dispatch]")
    #expect(events.contains { $0.hasPrefix("! new trigger") }, "\(events)")
    let text = try Versions.lines(.stepFunctions, inText, #"\"Type\":\"Pass\""#, #"\"Type\":\"Pass\",\"Odd\":1"#)
    #expect(text.contains { $0.contains("Odd") }, "\(text)")
  }

  @Test("what is told otherwise is not told again")
  func toldOnce() throws {
    let lines = try Versions.lines(.serverlessWorkflow, Versions.serverless, "method: post", "method: get")
    #expect(!lines.contains { $0.hasPrefix("!") }, "\(lines)")
    let form =
      "<extensionElements><camunda:formData><camunda:formField id=\"a\" type=\"long\"/></camunda:formData></extensionElements>"
    let asking = process.replacing("name=\"Approve\">", with: "name=\"Approve\">\(form)")
    let other = try Versions.lines(.bpmn, asking, "userTask", "scriptTask")
    #expect(other.contains { $0.hasPrefix("! approval removed") } && !other.contains { $0.contains("not understood") })
  }

  @Test("of very many places some are shown and the rest is counted")
  func many() throws {
    let words = (0..<40).map { "strange\($0): 1" }.joined(separator: ", ")
    let lines = try Versions.lines(.serverlessWorkflow, Versions.serverless, "name: pay,", "name: pay, \(words),")
    #expect(lines.contains { $0.contains("changed: 40 places") }, "\(lines)")
    #expect(lines.contains { $0.contains("and 28 more places") }, "\(lines)")
  }

  @Test("of a program that is not understood in all of its parts it is never said that it only looks another way")
  func program() throws {
    let text = "import os\nbank = os.environ['X']\nrequests.post(bank)\n"
    let pair = ChangedText("", .script, text, "post(bank)", "post( bank)", "")
    let difference = try pair.difference
    #expect(!difference.notes.contains { $0.contains("only in layout") } || difference.isUnderstood)
  }
}

private let template = """
  Resources:
    Machine:
      Type: AWS::Serverless::StateMachine
      Properties:
        Definition: { StartAt: Pay, States: { Pay: { Type: Task, Resource: "${PayArn}", End: true } } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies:
          - { Effect: Allow, Action: polly:Speak }
    Pay:
      Type: AWS::Serverless::Function
      Properties:
        Environment: { Variables: { BANK: !Ref Bank, TOKEN: opensesame } }

  """

private let numbers = """
  { "Resources": { "Machine": { "Type": "AWS::Serverless::StateMachine", "Properties": { "Definition":
    { "StartAt": "Pay", "States": { "Pay": { "Type": "Pass", "End": true } } } } },
    "Role": { "Type": "AWS::IAM::Role", "Properties": { "N": null, "Account": 9007199254740993 } } } }
  """

private let binding = """
  ---
  apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRoleBinding
  metadata: { name: pay }
  roleRef: { kind: ClusterRole, name: view }

  """

private let arguments = "container: { image: acme/pay, command: [pay], args: [\"--iban\", \"A --sum 1\"] }\n    # "

private let process = """
  <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D">
    <process id="p" name="Pay" isExecutable="true">
      <startEvent id="s"/>
      <sequenceFlow id="f1" sourceRef="s" targetRef="ap"/>
      <userTask id="ap" name="Approve">
      </userTask>
      <sequenceFlow id="f2" sourceRef="ap" targetRef="e"/>
      <endEvent id="e"/>
      <dataObject id="d"><camunda:strange collection="approvers"/><dataState name="final"/></dataObject>
    </process>
  </definitions>
  """

private let broker = """
  [{ "id": "t", "type": "tab", "label": "Pay" }, { "id": "b", "type": "mqtt-broker", "name": "Mail", "broker": "mq.example" },
  { "id": "i", "z": "t", "type": "mqtt in", "topic": "a", "broker": "b", "wires": [[]] }]
  """

private let nodes = """
  { "name": "Pay", "nodes": [
    { "id": "1", "name": "Start", "type": "n8n-nodes-base.manualTrigger", "position": [0, 0], "parameters": {} } ],
    "connections": {}, "pinData": { "Start": [{ "json": { "iban": "A" } }] } }
  """

private let intrinsics = """
  Resources:
    Machine:
      Type: AWS::Serverless::StateMachine
      Properties:
        Definition: { StartAt: Pay, States: { Pay: { Type: Task, Resource: "${PayArn}", End: true } } }
        DefinitionSubstitutions: { PayArn: !GetAtt Pay.Arn, Name: !Join ["-", [a, b]], X: !Sub "${A}-x" }
    Other:
      Type: AWS::SQS::Queue
      Properties: { A: !GetAtt Pay.Arn, B: !Join ["-", [a, b]], C: !Sub "${A}-x" }

  """

private let inText = #"""
  { "Resources": { "Machine": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "RoleArn": "r",
    "DefinitionString": "{\"StartAt\":\"Pay\",\"States\":{\"Pay\":{\"Type\":\"Pass\",\"End\":true}}}" } } } }
  """#

private let job = "jobs: { a: { runs-on: ubuntu-24.04, steps: [{ run: make }] } }\n"

private let brokers = """
  [{ "id": "t", "type": "tab", "label": "Pay" },
  { "id": "9a1b000000000001", "type": "mqtt-broker", "name": "", "broker": "mq.example", "tls": "9a1b000000000002" },
  { "id": "9a1b000000000002", "type": "tls-config", "verifyservercert": true },
  { "id": "9a1b000000000003", "type": "mqtt-broker", "name": "", "broker": "other.example" },
  { "id": "9a1b000000000004", "type": "subflow", "name": "Check", "in": [], "out": [] },
  { "id": "s", "z": "t", "type": "subflow:9a1b000000000004", "x": 1, "wires": [] },
  { "id": "o", "z": "t", "type": "mqtt out", "topic": "a", "broker": "9a1b000000000001", "x": 1, "wires": [] },
  { "id": "i", "z": "t", "type": "mqtt in", "topic": "a", "broker": "9a1b000000000003", "x": 1, "wires": [["o"]] }]
  """

import Diagnostics
import Inspection
import Testing
import Workflows

private func machine(_ states: String, start: String = "A", more: String = "") -> String {
  "{\"StartAt\": \"\(start)\", \"States\": {\(states)}\(more)}"
}

private func task(_ resource: String, _ more: String = "") -> String {
  "\"A\": {\"Type\": \"Task\", \"Resource\": \"\(resource)\", \(more) \"End\": true}"
}

@Suite("Step Functions")
struct StepFunctionsTests {
  @Test("states, ways, conditions, handlers")
  func ways() throws {
    let model = try model(
      machine(
        """
        "A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "NumericGreaterThan": 5, "Next": "B"}], "Default": "C"},
        "B": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "C",
              "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "D"}, {"ErrorEquals": ["States.ALL"], "Next": "D"}]},
        "C": {"Type": "Succeed"}, "D": {"Type": "Fail"}, "E": {"Type": "Wait", "Seconds": 5, "Next": "Gone"}
        """))
    #expect(
      model.ways == [
        "A -> B if NumericGreaterThan 5 Variable $.x", "A -> C if default", "B -> C", "B -> D on timeout",
        "B -> D on error",
      ]
        || model.ways == [
          "A -> B if Variable $.x NumericGreaterThan 5", "A -> C if default", "B -> C", "B -> D on timeout",
          "B -> D on error",
        ])
    #expect(model.starts == ["A"])
    #expect(model.unknowns.map(\.spot.pointer) == ["/States/E/Next"])
    #expect(try model.step("B").onError == .branch)
  }

  @Test(
    "a condition reads the same in whatever order its members stand, and what is cut off of a long one still counts")
  func conditions() throws {
    func condition(_ choice: String) throws -> String {
      let model = try model(machine("\"A\": {\"Type\": \"Choice\", \"Choices\": [{\(choice), \"Next\": \"A\"}]}"))
      return try #require(model.ways.first)
    }
    #expect(
      try condition("\"NumericGreaterThan\": 5, \"Comment\": \"c\", \"Variable\": \"$.x\"")
        == "A -> A if Variable $.x NumericGreaterThan 5")
    let all = "\"And\": [{\"Variable\": \"$.x\", \"IsNull\": true}, {\"IsNull\": false, \"Variable\": \"$.y\"}]"
    let turned = "\"And\": [{\"IsNull\": true, \"Variable\": \"$.x\"}, {\"Variable\": \"$.y\", \"IsNull\": false}]"
    #expect(try condition(all) == condition(turned))
    let long = String(repeating: "$x and ", count: 100)
    #expect(try condition("\"Condition\": \"{% \(long)1 %}\"") != condition("\"Condition\": \"{% \(long)2 %}\""))
  }

  @Test("a handler for all errors that leads on swallows them")
  func swallowed() throws {
    let model = try model(
      machine(
        "\"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sns:publish\", \"Next\": \"B\", \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"B\"}]}, \"B\": {\"Type\": \"Succeed\"}"
      ))
    #expect(try model.step("A").onError == .swallow)
  }

  @Test("machines in states: names in scope, ways into each branch, circles inside")
  func nested() throws {
    let inner = machine(
      "\"X\": {\"Type\": \"Wait\", \"Seconds\": 1, \"Next\": \"Y\"}, \"Y\": {\"Type\": \"Pass\", \"Next\": \"X\"}",
      start: "X")
    let model = try model(
      machine(
        "\"A\": {\"Type\": \"Parallel\", \"Next\": \"B\", \"Branches\": [\(inner), \(inner)]}, \"B\": {\"Type\": \"Map\", \"End\": true, \"ItemProcessor\": \(inner)}"
      ))
    #expect(
      model.steps.map(\.id) == [
        "A", "A/branch 1", "A/branch 1/X", "A/branch 1/Y", "A/branch 2", "A/branch 2/X", "A/branch 2/Y", "B", "B/X",
        "B/Y",
      ])
    #expect(Graph(model).reachable(from: ["B"]).contains("B/Y"))
    #expect(!Graph(model).reachable(from: ["A"]).contains("B"), "what lies in A never ends")
    #expect(model.cycles.map(\.isBounded) == [.known(false), .known(false), .known(false)])
    #expect(model.cycles.map(\.waits) == [true, true, true])
  }

  @Test(
    "where a task sends to",
    arguments: [
      ("arn:aws:states:::lambda:invoke", "", "lambda.amazonaws.com"),
      ("arn:aws:states:::aws-sdk:s3:deleteObject", "", "s3.amazonaws.com"),
      ("arn:${AWS::Partition}:states:::sqs:sendMessage", "", "sqs.amazonaws.com"), ("${PayFunctionArn}", "", "?"),
      (
        "arn:aws:states:::http:invoke", "\"Parameters\": {\"ApiEndpoint\": \"https://api.bank.example/pay\"},",
        "api.bank.example"
      ),
      ("arn:aws:states:::http:invoke", "\"Arguments\": {\"ApiEndpoint\": \"{% $states.input.url %}\"},", "?"),
      ("arn:aws:states:::http:invoke", "\"Parameters\": {\"ApiEndpoint.$\": \"$.url\"},", "?"),
      ("arn:aws:states:::http:invoke", "", "?"),
    ])
  func destinations(resource: String, more: String, host: String) throws {
    #expect(try model(machine(task(resource, more))).hosts == [host])
  }

  @Test("what a call puts at risk depends on whether it reads")
  func risks() throws {
    func risks(_ resource: String) throws -> Set<Model.Step.Risk> { try model(machine(task(resource))).steps[0].risks }
    #expect(try risks("arn:aws:states:::aws-sdk:s3:putBucketPolicy") == [.dataChange, .access])
    #expect(try risks("arn:aws:states:::aws-sdk:s3:getBucketPolicy") == [])
    #expect(try risks("arn:aws:states:::aws-sdk:ec2:authorizeSecurityGroupIngress").contains(.access))
    #expect(try risks("arn:aws:states:::aws-sdk:lambda:addPermission").isSuperset(of: [.access, .dataChange]))
    #expect(try risks("arn:aws:states:::aws-sdk:lambda:invoke") == [] && risks("arn:aws:states:::lambda:invoke") == [])
    #expect(try risks("arn:aws:states:::aws-sdk:newservice:deleteThing") == [.dataChange])
    #expect(try risks("arn:aws:states:::aws-sdk:newservice:listThings") == [])
    #expect(try risks("arn:aws:states:::aws-sdk:sfn:startExecution") == [], "it is told as a call")
    #expect(try risks("arn:aws:states:::aws-sdk:iam:attachUserPolicy") == [.access])
    #expect(try risks("arn:aws:states:::aws-sdk:dynamodb:getItem") == [])
    #expect(try risks("arn:aws:states:::dynamodb:deleteItem") == [.dataChange])
    #expect(try risks("arn:aws:states:::sns:publish") == [.communication])
  }

  @Test("limits: said, left out, decided elsewhere")
  func limits() throws {
    func step(_ more: String) throws -> Model.Step {
      try model(machine(task("arn:aws:states:::lambda:invoke", more))).steps[0]
    }
    #expect(try step("").timeout == .absent && step("").retries == .none)
    #expect(try step("\"TimeoutSeconds\": 30,").timeout == .known(30))
    #expect(try step("\"TimeoutSecondsPath\": \"$.t\",").timeout.value == nil)
    #expect(try step("\"TimeoutSecondsPath\": \"$.t\",").timeout != .absent)
    #expect(try step("\"Retry\": [{\"ErrorEquals\": [\"States.ALL\"]}],").retries == .times(3))
    #expect(try step("\"Retry\": [{\"ErrorEquals\": [\"States.ALL\"], \"MaxAttempts\": 0}],").retries == .none)
    #expect(try model(machine(task("a"), more: ", \"TimeoutSeconds\": 900")).timeout == .known(900))
  }

  @Test("a callback is an approval only where its words say so; roles and connections are credentials")
  func approvals() throws {
    let ask = "arn:aws:states:::sns:publish.waitForTaskToken"
    #expect(try model(machine(task(ask))).steps[0].approval == nil)
    #expect(try model(machine(task(ask, "\"Comment\": \"Wait for the manager's approval\","))).steps[0].approval != nil)
    let model = try model(
      machine(
        task(
          "arn:aws:states:::http:invoke",
          "\"Credentials\": {\"RoleArn.$\": \"$.role\"}, \"Parameters\": {\"Authentication\": {\"ConnectionArn\": \"arn:aws:events:eu-west-1:1:connection/bank\"}, \"Headers\": {\"X-Api-Key\": \"abcdef123\"}},"
        )))
    #expect(model.secrets == ["?", "arn:aws:events:eu-west-1:1:connection/bank", "!X-Api-Key"])
  }

  @Test("in templates: an object, a text, !Sub, another file, a function of the template")
  func templates() throws {
    let text =
      "{\\\"StartAt\\\": \\\"A\\\", \\\"States\\\": {\\\"A\\\": {\\\"Type\\\": \\\"Pass\\\", \\\"End\\\": true}}}"
    func sam(_ properties: String, type: String = "AWS::Serverless::StateMachine") throws -> Model {
      try model(
        "{\"Resources\": {\"Pay\": {\"Type\": \"\(type)\", \"Properties\": {\(properties)}}, \"Other\": {\"Type\": \"AWS::SNS::Topic\"}}}"
      )
    }
    #expect(try sam("\"Definition\": \(machine(task("${X}")))").steps.map(\.id) == ["A"])
    #expect(
      try sam("\"DefinitionString\": \"\(text)\"", type: "AWS::StepFunctions::StateMachine").steps.map(\.spot.pointer)
        == ["/Resources/Pay/Properties/DefinitionString/States/A"])
    #expect(try sam("\"DefinitionString\": {\"Fn::Sub\": \"\(text)\"}").steps.count == 1)
    #expect(try sam("\"DefinitionUri\": \"pay.asl.json\"").unknowns.count == 1)
    #expect(try sam("\"DefinitionString\": {\"Fn::Join\": []}").unknowns.count == 1)
    #expect(try sam("\"DefinitionString\": \"{\"").unknowns.count == 1)
    let yaml = """
      Resources:
        Pay:
          Type: AWS::Serverless::StateMachine
          Properties:
            DefinitionString: !Sub |
              {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}
            Policies:
              - Statement: [{Effect: Allow, Action: ["s3:*", "sns:Publish"], Resource: "*"}]
            Events:
              Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
              Call: {Type: Api, Properties: {Path: /pay, Method: post}}
      """
    let inside = try model(yaml)
    #expect(inside.name == "Pay" && inside.steps.map(\.id) == ["A"])
    #expect(
      inside.permissions.map(\.name) == ["s3:*", "sns:Publish"] && inside.permissions.map(\.isWide) == [true, false])
    #expect(inside.triggers.map(\.kind) == [.schedule, .webhook])
  }

  @Test("comments and last commas in .json5 are read, and nothing else of it")
  func json5() throws {
    let text =
      "// a machine\n{\"StartAt\": \"A\", /* , */ \"States\": {\"A\": {\"Type\": \"Pass\", \"Comment\": \"// no, }\", \"End\": true,},},}\n"
    #expect(try model(text, path: "pay.json5").steps[0].spot.line == 2)
    #expect(inspected(text, path: "pay.json").findings.map(\.rule.id) == ["definition.unreadable"])
    #expect(
      inspected("{StartAt: 'A', States: {}}", path: "pay.json5").findings.map(\.rule.id) == ["definition.unreadable"])
    #expect(inspected("/* never ends {\"StartAt\"", path: "pay.json5").models.isEmpty)
  }
}

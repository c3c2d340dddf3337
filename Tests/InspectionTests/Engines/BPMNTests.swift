import Inspection
import Testing
import Workflows

private func process(_ inner: String, attributes: String = "isExecutable=\"true\"", before: String = "") -> String {
  """
  <?xml version="1.0" encoding="UTF-8"?>
  <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
  \(before)<b:process id="p" name="Pay" \(attributes)>
  \(inner)
  </b:process></b:definitions>
  """
}

private func flow(_ from: String, _ to: String, _ inner: String = "") -> String {
  "<b:sequenceFlow id=\"\(from)-\(to)\" sourceRef=\"\(from)\" targetRef=\"\(to)\">\(inner)</b:sequenceFlow>"
}

private func service(_ id: String, _ extensions: String) -> String {
  "<b:serviceTask id=\"\(id)\"><b:extensionElements>\(extensions)</b:extensionElements></b:serviceTask>"
}

@Suite("BPMN")
struct BPMNTests {
  @Test("any prefix, or none; drawings do not run; no process is a drawing")
  func names() throws {
    let plain =
      "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\"><task id=\"a\"/></process></definitions>"
    #expect(try model(plain).steps.map(\.id) == ["a"] && !model(plain).isExecutable)
    #expect(try model(process("<b:task id=\"a\"/>")).isExecutable)
    #expect(try !model("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>").isExecutable)
    #expect(inspected("<definitions xmlns=\"http://other.example\"><process id=\"p\"/></definitions>").models.isEmpty)
  }

  @Test("flows, conditions, defaults; those with one end or to nothing are told")
  func ways() throws {
    let model = try model(
      process(
        "<b:startEvent id=\"s\"/><b:exclusiveGateway id=\"g\" default=\"g-no\"/><b:task id=\"yes\"/><b:task id=\"no\"/>"
          + flow("s", "g")
          + flow("g", "yes", "<b:conditionExpression>=amount &gt; 5</b:conditionExpression>") + flow("g", "no")
          + flow("no", "gone")
          + "<b:sequenceFlow id=\"x\" sourceRef=\"s\"/>"))
    #expect(model.ways == ["s -> g", "g -> yes if =amount > 5", "g -> no if default"])
    #expect(model.unknowns.count == 2 && model.triggers.map(\.kind) == [.manual])
    #expect(try model.step("yes").spot.pointer == "/definitions/process[1]/task[1]")
  }

  @Test(
    "the host of a connector",
    arguments: [
      ("https://bank.example/pay", "bank.example"), ("=\"https://bank.example/pay/\" + id", "bank.example"),
      ("=url", "?"),
      ("=\"https://\" + host", "?"), ("${url}", "?"),
    ])
  func host(url: String, host: String) throws {
    let escaped = url.replacing("\"", with: "&quot;")
    let model = try model(
      process(
        service(
          "a",
          "<zeebe:taskDefinition type=\"io.camunda:http-json:1\"/><zeebe:ioMapping><zeebe:input source=\"\(escaped)\" target=\"url\"/></zeebe:ioMapping>"
        )))
    #expect(model.hosts == [host] && model.steps[0].kind == .http && model.steps[0].retries == .engineDefault(3))
  }

  @Test("Camunda 7: a connector's parameter, a class, nothing")
  func older() throws {
    let connector =
      "<camunda:connector><camunda:inputOutput><camunda:inputParameter name=\"url\">http://api.example</camunda:inputParameter></camunda:inputOutput></camunda:connector><camunda:failedJobRetryTimeCycle>R5/PT10M</camunda:failedJobRetryTimeCycle>"
    let model = try model(
      process(
        service("a", connector) + "<b:serviceTask id=\"b\" camunda:class=\"com.acme.Pay\"/><b:serviceTask id=\"c\"/>"))
    #expect(model.hosts == ["api.example", "?", "?"])
    #expect(model.steps[0].retries == .times(5) && model.steps[1].calls.map(\.name) == [.known("com.acme.Pay")])
  }

  @Test("secrets by reference and written out; limits; scripts")
  func details() throws {
    let model = try model(
      process(
        service(
          "a",
          "<zeebe:taskDefinition type=\"io.camunda:http-json:1\" retries=\"2\"/><zeebe:ioMapping><zeebe:input source=\"{{secrets.BANK}}\" target=\"authentication.token\"/><zeebe:input source=\"hunter22\" target=\"authentication.password\"/><zeebe:input source=\"30\" target=\"readTimeoutInSeconds\"/></zeebe:ioMapping>"
        )
          + "<b:scriptTask id=\"b\" scriptFormat=\"groovy\"><b:script>x()</b:script></b:scriptTask>"))
    #expect(model.secrets == ["BANK", "!authentication.password"])
    #expect(model.steps[0].retries == .times(2) && model.steps[0].timeout == .known(30))
    #expect(model.steps[0].settings.allSatisfy { $0.value != "hunter22" })
    #expect(model.steps[1].code.map(\.language) == ["groovy"] && model.steps[1].risks == [.command])
  }

  @Test("a person decides only where a gateway tells the answers apart")
  func approvals() throws {
    func reject(_ more: String) throws -> Answer<Bool>? {
      try model(
        process(
          "<b:userTask id=\"u\" camunda:candidateGroups=\"boss\"/><b:exclusiveGateway id=\"g\"/><b:task id=\"y\"/><b:task id=\"n\"/>"
            + more)
      ).step("u").approval?
      .hasRejectPath
    }
    #expect(try reject(flow("u", "y")) == .known(false))
    #expect(try reject(flow("u", "g") + flow("g", "y")) == .known(false))
    #expect(try reject(flow("u", "g") + flow("g", "y") + flow("g", "n")) == .known(true))
  }

  @Test("events on a task's edge: a time limit, an error")
  func boundaries() throws {
    let model = try model(
      process(
        "<b:userTask id=\"u\"/><b:boundaryEvent id=\"t\" attachedToRef=\"u\"><b:timerEventDefinition><b:timeDuration>PT5M</b:timeDuration></b:timerEventDefinition></b:boundaryEvent><b:boundaryEvent id=\"e\" attachedToRef=\"u\"><b:errorEventDefinition/></b:boundaryEvent><b:boundaryEvent id=\"x\"/>"
      ))
    #expect(model.ways == ["u -> t on timeout", "u -> e on error"])
    #expect(
      try model.step("u").timeout == .known(300) && model.step("u").onError == .branch
        && model.step("u").approval?.timeout == .known(300))
    #expect(model.unknowns.count == 1)
  }

  @Test("sub-processes hold their steps, and those that events start begin runs; loops say their bound")
  func nested() throws {
    let model = try model(
      process(
        "<b:startEvent id=\"s\"/><b:subProcess id=\"sub\"><b:startEvent id=\"i\"/><b:task id=\"x\"><b:standardLoopCharacteristics/></b:task>\(flow("i", "x"))</b:subProcess>\(flow("s", "sub"))<b:subProcess id=\"ev\" triggeredByEvent=\"true\"><b:startEvent id=\"m\"><b:messageEventDefinition messageRef=\"msg\"/></b:startEvent></b:subProcess>",
        before: "<b:message id=\"msg\" name=\"Stop\"/>"))
    #expect(try model.step("x").scope == "sub")
    #expect(model.triggers.map(\.step) == ["s", "m"] && model.triggers.map(\.detail) == ["", "Stop"])
    #expect(model.cycles.map(\.isBounded) == [.known(false)])
  }

  @Test(
    "a webhook with and without a check of who calls",
    arguments: [
      ("", Answer<String>.absent), ("<zeebe:property name=\"inbound.auth.type\" value=\"APIKEY\"/>", .known("APIKEY")),
    ])
  func webhooks(more: String, authentication: Answer<String>) throws {
    let start =
      "<b:startEvent id=\"s\"><b:extensionElements><zeebe:properties><zeebe:property name=\"inbound.type\" value=\"io.camunda:webhook:1\"/>\(more)</zeebe:properties></b:extensionElements></b:startEvent>"
    #expect(try model(process(start)).triggers.map(\.authentication) == [authentication])
  }

  @Test("a document type is not followed")
  func entities() {
    let text =
      "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">&x;</definitions>"
    #expect(inspected(text).models.isEmpty && inspected(text).engine == .bpmn)
  }
}

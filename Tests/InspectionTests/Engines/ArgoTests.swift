import Inspection
import Testing
import Workflows

private func workflow(_ spec: String, kind: String = "Workflow") -> String {
  "apiVersion: argoproj.io/v1alpha1\nkind: \(kind)\nmetadata: {name: pay}\nspec:\n"
    + spec.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
}

private func only(_ template: String) -> String { workflow("entrypoint: a\ntemplates:\n- {name: a, \(template)}") }

@Suite("Argo Workflows and Events")
struct ArgoTests {
  @Test("steps one after the other, groups at once, each call under its own name")
  func steps() throws {
    let model = try model(
      workflow(
        """
        entrypoint: main
        templates:
        - name: main
          steps:
          - [{name: one, template: run}]
          - [{name: two, template: run}, {name: three, template: run}]
          - [{name: four, template: ask, when: "{{x}} == 1"}]
          - [{name: five, template: run}]
        - {name: run, container: {image: alpine, command: [sh, -c], args: ["curl https://a.example"]}}
        - {name: ask, suspend: {}}
        """))
    #expect(
      model.ways == [
        "main/one -> main/group 2", "main/group 3 -> main/four if {{x}} == 1", "main/group 2 -> main/group 3",
        "main/group 3 -> main/five",
      ])
    #expect(model.hosts == ["a.example", "a.example", "a.example", "a.example"])
    #expect(try model.step("main/four").approval != nil)
    #expect(Graph(model).unguarded(by: ["main/four"]).contains("main/five"), "its condition may pass it by")
    #expect(!Graph(model).unguarded(by: ["main/one"]).contains("main/five"))
  }

  @Test("tasks wait for what they name; a failure leads to handlers; what is left out does not stop those behind")
  func tasks() throws {
    let model = try model(
      workflow(
        """
        entrypoint: main
        templates:
        - name: main
          dag:
            tasks:
            - {name: a, template: run}
            - {name: b, template: run, dependencies: [a], when: "no"}
            - {name: c, template: run, depends: "b && (a.Failed || gone)"}
        - {name: run, suspend: {duration: 5s}}
        """))
    #expect(
      model.ways == [
        "main -> main/a", "main/a -> main/b if no", "main/b -> main/c", "main/a -> main/c", "main/a -> main/c on error",
      ])
    #expect(model.unknowns.count == 1)
    #expect(try model.step("main/a").kind == .wait && model.step("main/a").timeout == .known(5))
  }

  @Test("a template that calls itself is a circle; one called twice is none")
  func recursion() throws {
    func cycles(_ second: String) throws -> Int {
      try model(
        workflow(
          "entrypoint: main\ntemplates:\n- name: main\n  steps:\n  - [{name: x, template: other}]\n  - [{name: y, template: \(second)}]\n- name: other\n  steps:\n  - [{name: z, template: leaf}]\n- {name: leaf, suspend: {}}"
        )
      ).cycles.count
    }
    #expect(try cycles("main") == 1)
    #expect(try cycles("other") == 0)
  }

  @Test("templates that call each other many times stay bounded")
  func explosion() throws {
    var spec = "entrypoint: t0\ntemplates:\n"
    for level in 0..<40 {
      spec +=
        "- name: t\(level)\n  steps:\n  - [{name: a, template: t\(level + 1)}, {name: b, template: t\(level + 1)}]\n"
    }
    let model = try model(workflow(spec + "- {name: t40, suspend: {}}"))
    #expect(model.steps.count < 40_000 && !model.unknowns.isEmpty)
  }

  @Test(
    "tries: none, a number, without end, a template",
    arguments: [
      ("suspend: {}", Model.Step.Retries.none), ("container: {}, retryStrategy: {limit: 3}", .times(3)),
      ("container: {}, retryStrategy: {limit: \"3\"}", .times(3)), ("container: {}, retryStrategy: {}", .unbounded),
      ("container: {}, retryStrategy: {limit: \"{{inputs.n}}\"}", .unknown(because: "a template decides it")),
    ])
  func retries(template: String, retries: Model.Step.Retries) throws {
    #expect(try model(only(template)).steps[0].retries == retries)
  }

  @Test("calls: host, certificates, limits, secrets")
  func http() throws {
    let call = try model(
      only(
        "http: {url: \"https://api.example/{{x}}\", insecureSkipVerify: true, timeoutSeconds: 9, headers: [{name: Authorization, value: Bearer abcdefgh}, {name: X-Token, valueFrom: {secretKeyRef: {name: bank, key: token}}}]}"
      ))
    #expect(call.hosts == ["api.example"] && call.steps[0].destinations.map(\.isVerified) == [.known(false)])
    #expect(call.steps[0].timeout == .known(9))
    #expect(call.secrets.sorted() == ["!Authorization", "bank/token"])
    #expect(try model(only("http: {url: \"{{inputs.parameters.url}}\"}")).hosts == ["?"])
  }

  @Test("accounts, the host's network, privileged containers, several documents")
  func documents() throws {
    let one = workflow(
      "entrypoint: a\nserviceAccountName: admin\nhostNetwork: true\ntemplates:\n- {name: a, container: {image: \"x@sha256:1\", securityContext: {privileged: true}}}"
    )
    let cron = workflow(
      "schedule: \"0 3 * * *\"\nsuspend: true\nworkflowSpec:\n  entrypoint: a\n  templates: [{name: a, script: {image: python, command: [python], source: \"print(1)\"}}]",
      kind: "CronWorkflow")
    let models = inspected(one + "---\n" + cron).models
    #expect(models.map(\.permissions.count) == [3, 0])
    #expect(models[0].steps[0].calls.map(\.isPinned) == [.known(true)])
    #expect(models[1].triggers.map(\.detail) == ["0 3 * * *"] && models[1].triggers.map(\.isDisabled) == [true])
    #expect(models[1].steps[0].code.map(\.language) == ["python"])
  }

  @Test("event sources and sensors, and the workflow that a sensor holds")
  func events() throws {
    let source = try model(
      workflow(
        "webhook:\n  open: {port: \"12000\", endpoint: /pay}\n  closed: {endpoint: /x, authSecret: {name: s, key: k}}",
        kind: "EventSource"))
    #expect(source.triggers.map(\.authentication) == [.absent, .known("s")])
    let sensor = inspected(
      workflow(
        """
        dependencies: [{name: d, eventSourceName: src, eventName: open}]
        triggers:
        - template:
            name: start
            argoWorkflow:
              source:
                resource:
                  apiVersion: argoproj.io/v1alpha1
                  kind: Workflow
                  metadata: {generateName: inner-}
                  spec: {entrypoint: a, templates: [{name: a, suspend: {}}]}
        - template: {name: call, http: {url: "http://api.example"}}
        """, kind: "Sensor"))
    #expect(sensor.models.map(\.name) == ["pay", "inner-"])
    #expect(sensor.models[0].triggers.map(\.detail) == ["src/open"] && sensor.models[0].hosts.contains("api.example"))
  }

  @Test("a trigger of one's own: its server, and what that is given to fetch")
  func custom() throws {
    let sensor = try model(
      workflow(
        """
        triggers:
        - template:
            name: own
            custom: {serverURL: "runner.example:9000", spec: {url: "https://files.example/x.yaml", n: "1"}}
        - template: {name: mail, email: {host: smtp.example, smtpPassword: {name: mail, key: password}}}
        """, kind: "Sensor"))
    #expect(sensor.hosts == ["runner.example", "files.example", "smtp.example"])
    #expect(sensor.secrets == ["mail/password"])
  }

  @Test("addresses in a container's environment, keys of a store, and what images are fetched with")
  func surroundings() throws {
    func read(_ images: String) throws -> Model {
      try model(
        workflow(
          """
          entrypoint: a
          imagePullSecrets: [\(images)]
          templates:
          - name: a
            inputs: {artifacts: [{name: x, path: /x, s3: {endpoint: s3.example, key: k, accessKey: {name: store, key: id}}}]}
            container:
              image: x
              env: [{name: OTEL, value: "http://telemetry.example:4317"}, {name: B, valueFrom: {configMapKeyRef: {name: c, key: k}}}]
          """))
    }
    let one = try read("{name: registry}")
    #expect(one.hosts == ["telemetry.example", "s3.example"])
    #expect(one.secrets == ["store/id", "registry"])
    let many = (0..<60).map { "{name: r\($0)}" }.joined(separator: ", ")
    #expect(try read(many).secrets == ["store/id", "?"])
  }

  @Test("templates that are elsewhere, or missing, are told")
  func missing() throws {
    let missing = try model(
      workflow(
        "entrypoint: a\ntemplates:\n- name: a\n  steps:\n  - [{name: x, templateRef: {name: lib, template: pay}}]\n  - [{name: y, template: gone}]\n- {suspend: {}}"
      ))
    #expect(try missing.step("a/x").calls.map(\.name) == [.known("lib/pay")])
    #expect(missing.unknowns.count == 2)
    #expect(try model(workflow("entrypoint: gone\ntemplates: []")).unknowns.count == 1)
  }
}

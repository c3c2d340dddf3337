import Inspection
import Testing
import Workflows

private func workflow(_ tasks: String, more: String = "") -> String {
  "document: {dsl: '1.0.0', namespace: acme, name: pay, version: '1.0.0'}\n\(more)do:\n"
    + tasks.split(separator: "\n").map { "  \($0)\n" }.joined()
}

private func tasks(_ tasks: String, more: String = "") throws -> Model { try model(workflow(tasks, more: more)) }

@Suite("Serverless Workflow")
struct ServerlessWorkflowTests {
  @Test("tasks in order, 'then', cases with and without a default")
  func ways() throws {
    let model = try model(
      workflow(
        """
        - a: {set: {x: 1}}
        - b: {switch: [{big: {when: .x > 5, then: d}}, {rest: {then: exit}}]}
        - c: {set: {x: 2}, if: .y, then: a}
        - d: {set: {x: 3}, then: gone}
        - {e: {set: {}}, f: {set: {}}}
        """))
    #expect(model.ways == ["a -> b", "b -> d if .x > 5", "c -> a if .y"])
    #expect(model.unknowns.count == 2)
    let open = try tasks("- a: {switch: [{big: {when: .x, then: end}}]}\n- b: {set: {}}")
    #expect(open.ways == ["a -> b if default"])
  }

  @Test(
    "the host of a call",
    arguments: [
      ("call: http, with: {method: get, endpoint: 'https://api.example/{id}'}", "api.example"),
      ("call: http, with: {method: get, endpoint: {uri: 'https://api.example'}}", "api.example"),
      ("call: http, with: {method: get, endpoint: '${ .url }'}", "?"), ("call: http, with: {method: get}", "?"),
      ("call: openapi, with: {document: {endpoint: 'https://docs.example/x.json'}}", "docs.example"),
      ("call: grpc, with: {service: {host: grpc.example, port: 5011}}", "grpc.example"),
    ])
  func hosts(task: String, host: String) throws {
    #expect(try tasks("- a: {\(task)}").hosts == [host])
  }

  @Test("tries: none, a number, without end, by name")
  func retries() throws {
    func step(_ handler: String, more: String = "") throws -> Model.Step {
      try tasks("- a: {try: [{b: {set: {}}}], catch: {\(handler)}}", more: more).steps[0]
    }
    #expect(try step("do: [{h: {set: {}}}]").retries == .none && step("do: [{h: {set: {}}}]").onError == .branch)
    #expect(try step("retry: {delay: {seconds: 1}}").retries == .unbounded)
    #expect(try step("retry: {limit: {attempt: {count: 4}}}").retries == .times(4))
    #expect(try step("retry: r", more: "use: {retries: {r: {limit: {attempt: {count: 2}}}}}\n").retries == .times(2))
    #expect(try step("as: e").onError == .swallow)
  }

  @Test("what is tried comes first, what catches only after an error")
  func catching() throws {
    let model = try tasks("- a: {try: [{b: {set: {}}}], catch: {do: [{h: {set: {}}}]}}")
    #expect(model.ways == ["a -> a/b", "a -> a/catch on error"])
    #expect(Graph(model, .regular).reachable(from: ["a"]) == ["a", "a/b"])
  }

  @Test("who leaves a list goes on behind the task that holds it, and nobody was asked there")
  func exits() throws {
    let model = try tasks(
      """
      - a:
          do:
            - choose: {switch: [{small: {when: '.x < 5', then: exit}}, {other: {then: ask}}]}
            - ask: {listen: {to: {one: {with: {type: yes}}}}}
      - pay: {call: http, with: {endpoint: 'https://a.example'}}
      """)
    #expect(model.ways.contains("a/choose -> a if .x < 5"))
    #expect(Graph(model).unguarded(by: ["a/ask"]).contains("pay"))
    let fallen = try tasks(
      """
      - a:
          do:
            - ask: {listen: {to: {one: {with: {type: yes}}}}}
            - again: {switch: [{no: {when: .no, then: ask}}]}
      - pay: {call: http, with: {endpoint: 'https://a.example'}}
      """)
    #expect(Graph(fallen).reachable(from: ["a"]).contains("pay"), "no case holds, and the list is done")
  }

  @Test("secrets by name, in expressions, by reference to an authentication, written out")
  func secrets() throws {
    let uses =
      "use:\n  secrets: [bank]\n  authentications: {shared: {basic: {username: me, password: \(Made.password)}}}\n"
    let model = try tasks(
      """
      - a: {call: http, with: {endpoint: {uri: 'https://a.example', authentication: {bearer: {token: '${ $secret.bank.token }'}}}}}
      - b: {call: http, with: {endpoint: {uri: 'https://a.example', authentication: {use: shared}}}}
      - c: {call: http, with: {endpoint: {uri: 'https://a.example', authentication: {bearer: {token: abcdefgh}}}}}
      """, more: uses)
    #expect(model.secrets == ["bank", "shared"] + ["password", "token"].map { "!" + $0 })
  }

  @Test("who gives a token, and what a function of this file shows")
  func authorities() throws {
    let uses = """
      use:
        authentications:
          login: {oauth2: {authority: 'https://login.example', grant: client_credentials}}
        functions:
          tell: {call: http, with: {method: post, endpoint: {uri: 'https://chat.example', authentication: {bearer: {token: '${ $secret.chat }'}}}}}

      """
    let model = try tasks(
      """
      - a: {call: http, with: {endpoint: {uri: 'https://a.example', authentication: {use: login}}}}
      - b: {call: http, with: {endpoint: {uri: 'https://b.example', authentication: {oidc: {authority: 'https://own.example'}}}}}
      - c: {call: tell}
      """, more: uses)
    #expect(model.hosts == ["a.example", "login.example", "b.example", "own.example", "chat.example"])
    #expect(model.secrets == ["login", "chat"])
  }

  @Test("what is done around tasks is told, and no approval stands before it")
  func extensions() throws {
    let uses = """
      use:
        extensions:
          - log:
              extend: all
              before: [{tell: {call: http, with: {method: post, endpoint: 'https://log.example'}}}]
              after: [{note: {set: {x: 1}}}]

      """
    let model = try tasks("- ask: {listen: {to: {one: {with: {type: yes}}}}}\n- pay: {set: {x: 1}}", more: uses)
    #expect(
      model.steps.map(\.id).sorted() == ["ask", "extension log", "extension log/note", "extension log/tell", "pay"])
    #expect(model.hosts == ["log.example"])
    #expect(Graph(model).unguarded(by: ["ask"]) == ["extension log", "extension log/note", "extension log/tell"])
    #expect(try model.step("extension log").settings.map(\.value) == ["all"])
  }

  @Test("limits, starts, loops, forks, programs")
  func rest() throws {
    let model = try tasks(
      """
      - a: {set: {}, timeout: {after: {minutes: 1, seconds: 30}}}
      - b: {for: {each: x, in: .xs}, do: [{i: {set: {}}}]}
      - c: {fork: {branches: [{l: {set: {}}}, {r: {set: {}}}]}}
      - d: {run: {shell: {command: 'curl https://x.example/${ .id }'}}}
      - e: {run: {container: {image: 'alpine:3'}}}
      """, more: "timeout: {after: PT10M}\nschedule: {on: {one: {with: {type: paid}}}}\n")
    #expect(model.timeout == .known(600) && model.steps[0].timeout == .known(90))
    #expect(model.triggers.map(\.type) == ["on"] && model.triggers.map(\.bringsForeignInput) == [true])
    #expect(try model.step("b").isBounded == .known(true) && model.step("c/r").scope == "c")
    #expect(try model.step("d").code.map(\.foreignInput) == [["${ .id }"]] && model.hosts == ["x.example"])
    #expect(try model.step("e").calls.map(\.isPinned) == [.known(false)])
  }

  @Test("an older version of the format is recognised, and not understood")
  func old() throws {
    let old = try model("{\"id\": \"pay\", \"specVersion\": \"0.8\", \"states\": []}")
    #expect(old.unknowns.count == 1)
  }
}

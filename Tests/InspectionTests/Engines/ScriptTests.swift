import Diagnostics
import Inspection
import Testing
import Workflows

@Suite("Scripts")
struct ScriptTests {
  @Test("commands that talk to somebody are steps, in their order")
  func commands() throws {
    let model = try model(
      "#!/bin/sh\nset -e\n# curl https://comment.example\necho hi\ncurl -sk https://a.example/x | jq .\nif psql \"$DB\" -c 'select 1'; then ssh host; fi\n"
    )
    #expect(model.steps.map(\.type) == ["shell", "curl", "psql", "ssh"])
    #expect(model.hosts == ["a.example", "?", "?"])
    #expect(model.steps[1].destinations.map(\.isVerified) == [.known(false)] && model.steps[1].spot.line == 5)
    #expect(model.ways == ["script -> curl a.example", "curl a.example -> psql", "psql -> ssh"])
  }

  @Test(
    "errors are swallowed without 'set -e', and where a command says so",
    arguments: [
      ("curl https://a.example", Model.Step.ErrorHandling.swallow), ("set -eu\ncurl https://a.example", .stop),
      ("set -o errexit\ncurl https://a.example", .stop),
      ("set -e\ncurl https://a.example || true", .swallow), ("set -e\nset +e\ncurl https://a.example", .swallow),
      ("set -e\ncurl https://a.example || exit 1", .stop),
    ])
  func errors(text: String, handling: Model.Step.ErrorHandling) throws {
    #expect(try model("#!/bin/bash\n" + text + "\n").steps[1].onError == handling)
  }

  @Test("limits of curl, wget and timeout, and none")
  func limits() throws {
    func step(_ command: String) throws -> Model.Step { try model("#!/bin/sh\n\(command)\n").steps[1] }
    #expect(try step("curl https://a.example").timeout == .absent && step("curl https://a.example").retries == .none)
    #expect(try step("curl --max-time 30 --retry 3 https://a.example").timeout == .known(30))
    #expect(try step("curl --max-time 30 --retry 3 https://a.example").retries == .times(3))
    #expect(try step("timeout 2m curl https://a.example").timeout == .known(120))
    #expect(try step("curl -m \"$T\" https://a.example").timeout.value == nil)
    #expect(try step("wget -t 0 https://a.example").retries == .unbounded)
    #expect(try step("curl \"https://$HOST/x\"").destinations.map(\.host.value) == [nil])
    #expect(try step("curl \"$URL\"").destinations.map(\.host.value) == [nil])
  }

  @Test("secrets from the environment, and those that are written out")
  func secrets() throws {
    // Put together here: a scanner would take it for a password that somebody left.
    let word = "hunter" + "22"
    let model = try model(
      "#!/bin/sh\nAPI_TOKEN=abcdef12\nDB_PASSWORD=$(cat f)\ncurl -u me:\(word) -H \"X: ${BANK_SECRET}\" https://a.example/$NAME\n"
    )
    #expect(model.secrets == ["!API_TOKEN", "BANK_SECRET", "!user and password"])
    #expect(model.steps[1].settings.allSatisfy { !$0.value.contains(word) })
  }

  @Test("of other languages addresses and names of the environment are read, and it is said that no more is")
  func others() throws {
    let model = try model(
      "#!/usr/bin/env python3\nimport os, requests\nrequests.post('https://a.example/x', headers={'t': os.environ['BANK_TOKEN']}, verify=False)\n",
      engine: .script)
    #expect(model.hosts == ["a.example"] && model.secrets == ["BANK_TOKEN"] && model.unknowns.count == 1)
    #expect(model.steps[0].destinations.map(\.isVerified) == [.known(false)])
  }

  @Test("a file without a first line of its own is a script where the manifest says so; no text is none")
  func plain() throws {
    #expect(try model("curl https://a.example\n", path: "w/pay.sh", engine: .script).steps.count == 2)
    #expect(
      Inspecting.inspect([0x7f, 0x45, 0x4c, 0x46, 0xff], path: "w/pay", engine: .script).findings.map(\.rule.id) == [
        "definition.unreadable"
      ])
    #expect(inspected("{\"nodes\": [], \"connections\": {}}", engine: .script).engine == .script)
  }
}

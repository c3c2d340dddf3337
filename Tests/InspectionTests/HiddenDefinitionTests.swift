import Diagnostics
import Inspection
import Testing
import Workflows

/// A file that says it is a script, and is written so that this reader alone does not see what it is.
@Suite("Definitions that call themselves scripts")
struct HiddenDefinitionTests {
  private static let flow =
    "{\"name\":\"x\",\"nodes\":[{\"id\":\"1\",\"name\":\"Pay\",\"type\":\"n8n-nodes-base.stripe\",\"parameters\":{}}],\"connections\":{}}"

  @Test(
    "what is written as JSON, XML or YAML and read by others only is not understood",
    arguments: [
      flow.replacing("\"nodes\"", with: "\"nod\\u0065s\"").replacing("\"connections\"", with: "\"connection\\u0073\"")
        .replacing("\"name\":\"x\"", with: "\"name\":\"x\",\"name\":\"y\""),
      "  [\(flow),]", "\u{feff}\(flow) x", "<definitions><process></definitions>",
      "a: 1\na: 2\n\"j\\x6fbs\": {}\n",
    ])
  func hidden(text: String) {
    let found = inspected(text, path: "workflows/w/run", engine: .script)
    #expect(found.models.isEmpty && found.findings.map(\.level) == [.error])
    #expect(found.findings.first?.rule == .definitionUnreadable)
  }

  @Test(
    "a program is one",
    arguments: [
      "#!/bin/sh\nset -e\ncurl https://a.example\n", "set -eu\nX=1\n{ echo a; }\n", "// run\nconst a = {\n", "",
      "#!/usr/bin/env php\n<?php echo 1;\n", "print(\"a: b\")\n", "#!/bin/sh\n{ echo a; }\n",
    ])
  func program(text: String) {
    #expect(inspected(text, path: "workflows/w/run", engine: .script).findings.isEmpty)
    #expect([nil, .script].contains(EngineDetection.engine(of: Array(text.utf8))))
  }

  @Test("a line for a shell in front of a definition in YAML hides nothing")
  func shebang() {
    let text =
      "#!/bin/true\napiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: x}\nspec: {entrypoint: a, templates: []}\n"
    #expect(EngineDetection.engine(of: Array(text.utf8)) == .argo)
    #expect(EngineDetection.engine(of: Array("#!/bin/true\n\(Self.flow)\n".utf8)) == .n8n)
    let anchored = "x: &a 1\n\"o\\x6e\": push\n\"j\\x6fbs\": {a: {runs-on: x, steps: []}}\ny: *a\n"
    #expect(EngineDetection.engine(of: Array(anchored.utf8)) == .githubActions)
  }
}

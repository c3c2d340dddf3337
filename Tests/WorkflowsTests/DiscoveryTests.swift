import Diagnostics
import Git
import TestSupport
import Testing
import Workflows

@Suite struct DiscoveryTests {
  private func read(_ files: [String], roots: [String] = ["workflows"]) throws -> Discovery {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: [1])
    var tree = try repository.write(tree: [])
    for file in files { tree = try repository.replacing(path: file, in: tree, with: (.blob, blob)) }
    return try Discovery.read(tree, roots: roots, in: repository)
  }

  @Test(arguments: [
    (["workflows/README.md"], Rule.workflowStrayFile, "workflows/README.md"),
    (["workflows"], .workflowStrayFile, "workflows"),
    (["workflows/a/flow.json"], .workflowNoManifest, "workflows/a"),
    (["workflows/a/workflow.yaml/x"], .workflowNoManifest, "workflows/a"),
    (["workflows/A/workflow.yaml"], .workflowName, "workflows/A"),
    (["workflows/a--b/workflow.yaml"], .workflowName, "workflows/a--b"),
    (["workflows/a_b/workflow.yaml"], .workflowName, "workflows/a_b"),
    (["workflows/\u{202e}a/workflow.yaml"], .workflowName, "workflows/\\u{202e}a"),
    (["workflows/all/workflow.yaml"], .workflowReservedName, "workflows/all"),
    (["workflows/policy/workflow.yaml"], .workflowReservedName, "workflows/policy"),
  ])
  func whatIsNoWorkflowIsAFinding(files: [String], rule: Rule, place: String) throws {
    let found = try read(files)
    #expect(found.workflows.isEmpty)
    #expect(found.findings.map(\.rule) == [rule] && found.findings.map(\.place?.source) == [place])
  }

  @Test func theSameNameUnderTwoRootsIsAFindingForBoth() throws {
    let found = try read(["a/x/workflow.yaml", "b/c/x/workflow.yaml", "b/c/y/workflow.yaml"], roots: ["b/c", "a"])
    #expect(found.workflows.map(\.path) == ["a/x", "b/c/x", "b/c/y"])
    #expect(found.findings.map(\.rule) == [.workflowDoubleName, .workflowDoubleName])
    #expect(found.findings.map(\.place?.source) == ["a/x", "b/c/x"])
  }

  @Test func workflowsAreFoundSortedAndNothingElseIsLookedAt() throws {
    let found = try read([
      "README.md", "other/file", "workflows/vendor-payment/workflow.yaml", "workflows/vendor-payment/deep/flow.json",
      "workflows/a1/workflow.yaml",
    ])
    #expect(found.findings.isEmpty)
    #expect(found.workflows.map(\.name) == ["a1", "vendor-payment"])
    #expect(found.workflows.map(\.path) == ["workflows/a1", "workflows/vendor-payment"])
    let none = try read(["README.md"])
    #expect(none.workflows.isEmpty && none.findings.isEmpty)
  }
}

import Diagnostics
import Facts
import Gathering
import Testing
import Vocabulary
import Workflows

@Suite("gathering: what is inspected at a door")
struct InspectedTests {
  private static let path = "workflows/pay"

  private func manifest() throws -> Manifest {
    let text = "workflow: pay\ntitle: T\nowner: maria\nengine: n8n\ndefinition: flow.json\n"
    return try ManifestReading.read(Array(text.utf8), source: "workflow.yaml", directory: "pay").get()
  }

  @Test("a directory without a manifest is not one that nothing was found in")
  func unnamed() throws {
    guard case .unknown(let because) = Collector.inspected("pay", Self.path, .known(nil)) else {
      Issue.record("what cannot be looked up counts as looked at")
      return
    }
    #expect(because.level == .error && because.rule.id == "workflow.no-manifest")
    #expect(because.place?.source == "workflows/pay/workflow.yaml")
  }

  @Test("a manifest that does not read stays unknown, for its own reason")
  func unread() throws {
    let reason = Finding(Rule("manifest.odd", "s", "e"), "it does not read")
    guard case .unknown(let because) = Collector.inspected("pay", Self.path, .unknown(because: reason)) else {
      Issue.record("what does not read counts as read")
      return
    }
    #expect(because == reason)
  }

  @Test("a manifest that reads names the definition; .countersign has none")
  func named() throws {
    let manifest = try manifest()
    guard case .known(manifest?) = Collector.inspected("pay", Self.path, .known(manifest)) else {
      Issue.record("it is not the manifest that was given")
      return
    }
    guard case .known(nil) = Collector.inspected(Naming.policy, ".countersign", .known(nil)) else {
      Issue.record(".countersign has no definition")
      return
    }
  }
}

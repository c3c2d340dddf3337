import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `docs/checks.md` against the code: its examples are cases, its levels and controls are those of the checks.
@Suite("The page of the checks")
struct CheckPageTests {
  @Test("each check has one section, in the order of the list")
  func sections() throws {
    #expect(try CheckPage.read().map(\.id) == Checks.all.map { $0.rules[0].id })
  }

  @Test("it says what the check stands for, and how sure it is", arguments: InspectionRules.all.map(\.id))
  func words(id: String) throws {
    let section = try #require(try CheckPage.read().first { $0.id == id })
    let rule = try #require(InspectionRules.all.first { $0.id == id })
    #expect(section.text.contains(rule.controls?.words ?? "nothing"))
    #expect(section.text.contains(" Confidence: \(rule.confidence?.rawValue ?? "nothing"). "))
  }

  @Test("the wrong example is found, the right one is not", arguments: InspectionRules.all.map(\.id))
  func examples(id: String) throws {
    let section = try #require(try CheckPage.read().first { $0.id == id })
    let wrong = try section.findings(of: section.wrong)
    #expect(wrong.contains { $0.rule.id == id }, "\(wrong.map { "\($0.rule.id): \($0.what)" })")
    let right = try section.findings(of: section.wrong.merging(section.right) { $1 })
    #expect(!right.contains { $0.rule.id == id }, "\(right.filter { $0.rule.id == id }.map(\.what))")
    #expect(!section.right.isEmpty)
  }
}

struct CheckPage {
  let id: String
  let text: String
  /// By file name.
  let wrong: [String: String]
  let right: [String: String]

  static func read() throws -> [CheckPage] {
    try page().split(separator: "\n## ").dropFirst().compactMap { text in
      let id = String(text.prefix { $0 != "\n" })
      guard id.hasPrefix("inspection.") else { return nil }
      let halves = text.split(separator: "\nRight:\n")
      return CheckPage(
        id: id, text: String(text), wrong: blocks(halves[0]), right: halves.count > 1 ? blocks(halves[1]) : [:])
    }
  }

  /// The fenced blocks, by the name after the language.
  private static func blocks(_ text: Substring) -> [String: String] {
    var blocks: [String: String] = [:]
    var name: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        name = name == nil ? line.split(separator: " ").last.map(String.init) : nil
      } else if let name {
        blocks[name, default: ""] += line + "\n"
      }
    }
    return blocks
  }

  func findings(of files: [String: String]) throws -> [Finding] {
    let (name, text) = try #require(files.first { !$0.key.hasSuffix("workflow.yaml") })
    let excerpt = files["workflow.yaml"] ?? ""
    let manifest = try manifest("pay", excerpt, engine: engine(of: name), definition: name)
    let path = "workflows/pay/\(name)"
    let bytes = Array(text.utf8)
    let read = Inspecting.inspect(bytes, path: path, engine: manifest.engine)
    #expect(read.findings.isEmpty, "\(id): \(read.findings.map(\.what))")
    var neighbours = Neighbours()
    neighbours.add(manifest, models: read.models)
    if let other = files["../other/workflow.yaml"] {
      neighbours.add(try self.manifest("other", other, engine: manifest.engine, definition: "x"), models: [])
    }
    let looks = Inspecting.inspect(bytes, path: path, engine: nil).engine
    return Checking.findings(
      Subject(
        manifest: manifest, models: read.models, detected: looks, risk: .high, definition: path,
        manifestPath: "workflows/pay/workflow.yaml", neighbours: neighbours))
  }

  private func manifest(_ name: String, _ excerpt: String, engine: Engine, definition: String) throws -> Manifest {
    var text = "workflow: \(name)\ntitle: T\ndefinition: \(definition)\nidentity: svc-\(name)\n"
    if !excerpt.contains("engine:") { text += "engine: \(engine.rawValue)\n" }
    if !excerpt.contains("owner:") { text += "owner: maria\n" }
    return try ManifestReading.read(Array((text + excerpt).utf8), source: "workflow.yaml", directory: name).get()
  }

  private func engine(of name: String) -> Engine {
    switch name {
    case "workflow.yml": .githubActions
    case "argo.yaml": .argo
    case "process.bpmn": .bpmn
    default: .n8n
    }
  }

  private static func page() throws -> String {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let file = try #require(fopen("/" + root + "/docs/checks.md", "rb"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}

import Diagnostics
import Gates
import Testing

@Suite("The list of requirements")
struct RequirementListTests {
  private static let ids = Requirements.all.map { $0.id }

  @Test("has each id once, in kebab-case")
  func ids() {
    #expect(Set(Self.ids).count == Self.ids.count)
    for id in Self.ids { #expect(isKebab(id), "\(id)") }
    for kind in Requirements.all {
      #expect(!kind.asks.isEmpty && kind.asks.hasSuffix("."), "\(kind.id) asks in a sentence")
    }
  }

  @Test("has each rule once, under its requirement's id")
  func rules() {
    let rules = Requirements.all.flatMap { $0.rules }
    #expect(Set(rules.map(\.id)).count == rules.count)
    for kind in Requirements.all {
      for rule in kind.rules {
        let parts = rule.id.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        #expect(parts.count == 2 && parts.first == kind.id && parts.allSatisfy(isKebab), "\(rule.id)")
        #expect(rule.summary.hasSuffix(".") && !rule.explanation.isEmpty, "\(rule.id)")
      }
    }
  }

  @Test("has a file and a test file for each")
  func files() throws {
    let files = try PackageFiles.swiftFiles(in: "Sources/Gates/Requirements")
    #expect(files == Requirements.all.map { "\($0)" }.sorted())
    let tests = Set(try PackageFiles.swiftFiles(in: "Tests/GatesTests"))
    for file in files { #expect(tests.contains(file + "Tests"), "\(file) has no test file") }
  }

  @Test("is documented, each requirement and each rule under it, and nothing else")
  func documented() throws {
    let sections = try PackageFiles.text("docs/requirements.md").split(separator: "\n## ").dropFirst()
    let headings = sections.map { String($0.prefix { $0 != "\n" }) }
    #expect(headings == Self.ids)
    for (kind, section) in zip(Requirements.all, sections) {
      for rule in kind.rules { #expect(section.contains("`\(rule.id)`"), "\(rule.id) is not under \(kind.id)") }
      let known = Set(kind.rules.map(\.id))
      // What a requirement repeats from its facts has rules of other modules.
      for word in section.split(separator: "`") where !known.isEmpty && word.hasPrefix(kind.id + ".") {
        #expect(known.contains(String(word)), "the documents name \(word), which is no rule")
      }
    }
  }

  @Test("says in the documents what an exception can lift, as the code has it")
  func liftable() throws {
    let text = try PackageFiles.text("docs/requirements.md")
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("- **What can be lifted:**") })
    let listed = try #require(line.split(separator: ".").first).split(separator: "`").enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    #expect(listed == Requirements.liftable.map { $0.id })
  }

  private func isKebab(_ text: String) -> Bool {
    text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7a).contains($0) }
    }
  }
}

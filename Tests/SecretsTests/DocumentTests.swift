import Glibc
import Secrets
import Testing

@Suite("secrets: the document")
struct DocumentTests {
  @Test("docs/secrets.md lists each rule with its kind, and no other")
  func kinds() throws {
    let document = try text("docs/secrets.md")
    let kinds = try #require(document.firstRange(of: "\n## The kinds\n")).upperBound
    let rows = document[kinds...].split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
    #expect(
      rows.sorted() == SecretRules.builtIn.rules.map { "| `\($0.id)` | \($0.kind) |" }.sorted())
    for topic in SecretRule.Topic.allCases where topic != .team {
      #expect(document.contains("\n### \(topic.rawValue)\n"), "\(topic)")
    }
  }

  private func text(_ path: String) throws -> String {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let file = try #require(fopen("/\(root)/\(path)", "rb"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}

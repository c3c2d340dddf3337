import Documents
import StrictYAML
import Testing

@Suite("The JSON Schemas and the readers agree")
struct SchemaTests {
  @Test("on every map and every setting", arguments: Kind.allCases)
  func keys(kind: Kind) throws {
    let definitions = try SchemaJudge.definitions(of: kind)
    let tables = kind.tables.sorted { $0.name < $1.name }
    #expect(Set(tables.map(\.name)).count == tables.count)
    #expect(definitions.map(\.name).sorted() == tables.map(\.name))
    for table in tables {
      let definition = try #require(definitions.first { $0.name == table.name })
      #expect(definition.keys == table.keys.sorted(), "'\(table.name)'")
      #expect(definition.required == table.required.sorted(), "'\(table.name)'")
    }
  }

  @Test("every setting has a description", arguments: Kind.allCases)
  func descriptions(kind: Kind) throws {
    #expect(try SchemaJudge.undescribed(in: kind) == [])
  }

  @Test("on the templates and examples, which are in order", arguments: Kind.allCases)
  func accepted(kind: Kind) throws {
    for text in [try contents(kind.template), kind.whole, kind.small] {
      #expect(kind.findings(text) == [])
      #expect(try SchemaJudge.verdicts(on: [(kind, try json(yaml: text))]) == [nil])
    }
  }

  @Test("on mistakes of shape, which neither takes")
  func refused() throws {
    let documents = shapeMistakes.map { ($0.kind, $0.kind.small + $0.text) }
    let verdicts = try SchemaJudge.verdicts(on: documents.map { ($0, try json(yaml: $1)) })
    #expect(verdicts.count == documents.count)
    for ((kind, text), verdict) in zip(documents, verdicts) {
      #expect(!kind.findings(text).isEmpty, "the reader takes \(text)")
      #expect(verdict != nil, "the schema takes \(text)")
    }
  }

  @Test("on forms that are less usual, which both take")
  func unusual() throws {
    let documents = unusualForms.map { ($0.kind, $0.kind.small + $0.text) }
    let verdicts = try SchemaJudge.verdicts(on: documents.map { ($0, try json(yaml: $1)) })
    for ((kind, text), verdict) in zip(documents, verdicts) {
      #expect(kind.findings(text) == [], "the reader refuses \(text)")
      #expect(verdict == nil, "the schema refuses \(text)")
    }
  }

  @Test("and the reference names every setting", arguments: Kind.allCases)
  func reference(kind: Kind) throws {
    let page = try contents(kind == .policy ? "docs/policy.md" : "docs/manifest.md")
    for table in kind.tables {
      for key in table.keys { #expect(page.contains("`\(key)`"), "'\(table.name)' has \(key)") }
    }
  }

  @Test("the templates name their schemas", arguments: Kind.allCases)
  func named(kind: Kind) throws {
    let first = try contents(kind.template).prefix { $0 != "\n" }
    #expect(first == "# yaml-language-server: $schema=./\(kind.rawValue).schema.json")
  }
}

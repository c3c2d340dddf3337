import Reporting
import TestSupport
import Testing

@Suite("formats: what programs read follows its schema")
struct SchemaTests {
  private static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/")
  static let sarif = folder + "/Fixtures/sarif-schema-2.1.0.json"
  private static let report = folder + "/../../templates/report.schema.json"

  @Test("SARIF 2.1.0, by the schema of OASIS")
  func standard() throws {
    let texts = samples.map { Form.sarif.text($0.report) }
    #expect(try SchemaCheck.problems(schema: Self.sarif, documents: texts) == texts.map { _ in nil })
  }

  @Test("JSON, by the published schema")
  func published() throws {
    let texts = samples.map { Form.json.text($0.report) }
    #expect(try SchemaCheck.problems(schema: Self.report, documents: texts) == texts.map { _ in nil })
  }

  @Test("each schema refuses what is not of its form")
  func refused() throws {
    let held = blocking[0].report
    let sarif = Form.sarif.text(held)
    let wrong = [
      sarif.replacing("\"version\": \"2.1.0\"", with: "\"version\": \"2.2.0\""),
      sarif.replacing("\"level\": \"error\"", with: "\"level\": \"fatal\""),
      sarif.replacing("\"executionSuccessful\"", with: "\"executionSucceeded\""),
    ]
    #expect(try SchemaCheck.problems(schema: Self.sarif, documents: wrong).allSatisfy { $0 != nil })
    let json = Form.json.text(held)
    let others = [
      json.replacing("\"outcome\": \"held\"", with: "\"outcome\": \"fine\""),
      json.replacing("\"status\": \"unmet\"", with: "\"status\": \"met\""),
      json.replacing("\"schema\": \"urn:countersign:report:v1\"", with: "\"schema\": \"urn:countersign:report:v2\""),
      json.replacing("\"what\"", with: "\"waht\""),
      json.replacing("\"summary\"", with: "\"sumary\""),
    ]
    #expect(try SchemaCheck.problems(schema: Self.report, documents: others).allSatisfy { $0 != nil })
  }
}

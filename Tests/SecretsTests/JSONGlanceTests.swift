import Secrets
import Testing

@Suite("secrets: the quick pass over JSON")
struct JSONGlanceTests {
  /// A plain secret beside it makes the scanner walk through all of a text.
  @Test("it passes over nothing that a walk through the structure finds")
  func same() throws {
    let scanner = try SecretScanner(BuiltIn.engine.get(), options: SecretScanner.Options(key: [1]))
    for text in Self.texts {
      let plain = try found(in: text, scanner)
      let walked = try found(in: "{\"probe\": {\"password\": \"\(Made.password)\"}, \"rest\": \(text)}", scanner)
      #expect(walked.filter { $0.contains("/probe/") }.count == 1)
      #expect(plain == walked.filter { !$0.contains("/probe/") }.map { $0.replacing("/rest", with: "") }, "\(text)")
    }
  }

  private func found(in text: String, _ scanner: SecretScanner) throws -> [String] {
    try scanner.scan(Array(text.utf8), as: .definition(path: "flow.json")).findings.map {
      "\($0.rule) \($0.hash) \($0.pointer ?? "in the text")"
    }.sorted()
  }

  private static let texts: [String] = {
    let secret = Made.password
    let escaped = secret.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined()
    return [
      "{\"password\": \"\(escaped)\"}", "{\"pass\\u0077ord\": \"\(secret)\"}", "{\"password\": \"={{ $json.p }}\"}",
      "[{\"value\": \"\(Made.key)\", \"name\": \"x-api-key\"}]",
      "[{\"name\": \"x-api-key\", \"value\": \"={{ $x }}\"}]",
      "[{\"name\": \"Bank\", \"value\": \"\(Made.key)\", \"header\": \"Authorization\"}]",
      "{\"name\": \"token\", \"list\": [{\"value\": \"\(Made.key)\"}], \"value\": 1}",
      "{\"token\": \(Made.digits)}", "{\"tokens\": [\"\(Made.key)\"]}", "{\"maxTokens\": \"\(Made.key)\"}",
      "{\"body\": \"{\\\"password\\\": \\\"\(secret)\\\"}\"}",
      "{\"body\": \"= \\n [{\\\"password\\\": \\\"\(secret)\\\"}]\"}",
      "{\"body\": \"\\u007b\\\"password\\\": \\\"\(secret)\\\"}\"}",
      "{\"body\": \"{\\\"inner\\\": \\\"{\\\\\\\"password\\\\\\\": \\\\\\\"\(secret)\\\\\\\"}\\\"}\"}",
      "{\"body\": \"{\\\"password\\\": {{ $json.p }}}\", \"password\": \"\(secret)\"}",
      "{\"authentication\": {\"type\": \"Raw\", \"value\": \"\(Made.key)\"}}",
      "{\"p\": {\"type\": \"SecureString\", \"defaultValue\": \"\(secret)\"}}",
      "{\"kind\": \"Secret\", \"apiVersion\": \"v1\", \"stringData\": {\"a\": \"\(secret)\"}}",
      "{\"db_password_prod_v2\": \"\(secret)\"}",
      "{\"a\": {\"b\": [[{\"clientSecret\": \"\(Made.key)\"}]]}, \"c\": []}",
    ] + QualitySet.all.filter { $0.path.hasSuffix(".json") }.map(\.text)
  }()
}

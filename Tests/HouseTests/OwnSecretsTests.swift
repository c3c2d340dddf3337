import Secrets
import Testing

@Suite("house: secrets")
struct OwnSecretsTests {
  /// Made-up ones are put together at run time, so that nobody's search is led astray here, this one included.
  @Test("our own search finds nothing in any file of this project")
  func nothing() throws {
    let project = try Project()
    let scanner = try SecretScanner(try SecretEngine(.builtIn), options: SecretScanner.Options(key: [1]))
    var looked = 0
    for entry in try project.entries() where entry.link == nil {
      let bytes = try project.bytes(entry.path)
      let outcome = try scanner.scan(bytes, as: .definition(path: entry.path))
      looked += bytes.count
      #expect(outcome.undecided.isEmpty, "\(entry.path): \(outcome.undecided)")
      for finding in outcome.findings {
        Issue.record("\(entry.path):\(finding.line):\(finding.column): \(finding.rule), \(finding.preview)")
      }
    }
    #expect(looked > 4_000_000)
  }
}

import Secrets
import Testing

@Suite("secrets: quality")
struct QualityTests {
  @Test("of the set's secrets at least 99 of 100 are found, and of 100 finds at most one is a trap")
  func floors() throws {
    let scanner = try SecretScanner(BuiltIn.engine.get(), options: SecretScanner.Options(key: [1]))
    var found = 0
    var missed: [String] = []
    var alarms: [String] = []
    for item in QualitySet.all {
      let subject: ScanSubject = item.path == "message" ? .message : .definition(path: item.path)
      let outcome = try scanner.scan(Array(item.text.utf8), as: subject)
      #expect(outcome.undecided.isEmpty)
      if item.planted == nil {
        if let first = outcome.findings.first { alarms.append("\(item.name): \(first.rule)") }
      } else if outcome.findings.isEmpty {
        missed.append(item.name)
      } else {
        found += 1
        #expect(outcome.findings.count == 1, "\(item.name): \(outcome.findings.map(\.rule))")
      }
    }
    #expect(QualitySet.all.count >= 400)
    let recall = Double(found) / Double(found + missed.count)
    let precision = Double(found) / Double(found + alarms.count)
    #expect(recall >= 0.99, "missed: \(missed.joined(separator: "; "))")
    #expect(precision >= 0.99, "false alarms: \(alarms.joined(separator: "; "))")
  }
}

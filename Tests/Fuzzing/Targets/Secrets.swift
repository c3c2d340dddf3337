import Diagnostics
import Secrets

extension FuzzTarget {
  /// Whatever a text is, a look at it ends with an answer: the same each time, places in the text, and nothing of a secret but four
  /// letters. What is found in JSON is found beside a plain secret, too, for which all of it is walked through.
  static let secrets = FuzzTarget("secrets", preparing: SecretBench.prepare) { bytes in
    let outcome = SecretBench.look(bytes, at: "flow.yaml")
    precondition(outcome == SecretBench.look(bytes, at: "flow.yaml"), "two looks at one text differ")
    precondition(outcome.looked.bytes == bytes.count, "not all was looked at")
    precondition(bytes.isEmpty || outcome.looked.texts > 0, "nothing was looked at")
    for finding in outcome.findings { requireWithheld(finding, bytes) }
    if !outcome.undecided.isEmpty || bytes.count(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }) > 30 {
      return
    }
    let head = Array(("{\"probe\": {\"password\": \"Kranich" + "!47-Tau\"}, \"rest\": ").utf8)
    let walked = SecretBench.look(head + bytes + Array("}".utf8), at: "flow.json").findings
    guard walked.contains(where: { $0.pointer == "/probe/password" }) else { return }
    let plain = SecretBench.look(bytes, at: "flow.json").findings
    let pointers = walked.compactMap(\.pointer).filter { $0.hasPrefix("/rest") }.map { String($0.dropFirst(5)) }
    precondition(Set(plain.compactMap(\.pointer)).isSuperset(of: pointers), "a quick pass passes over a secret")
  }

  /// A file of rules is read whole or not at all, and then there is a reason with a line; its digest is its own.
  static let rules = FuzzTarget("rules") { bytes in
    let file = SecretRules.File(path: ".countersign/rules/acme.toml", bytes: bytes)
    let rules = SecretRules(files: [file])
    for problem in rules.problems { requireSound(problem, lines: lineCount(bytes)) }
    precondition(rules.rules.count >= 200 || bytes.count > 2_000, "built-in rules are gone")
    precondition(rules.digest == SecretRules(files: [file]).digest, "two readings of one file differ")
    precondition(rules.digest != SecretRules.builtIn.digest, "a file changes nothing of the digest")
    let more = SecretRules(files: [.init(path: file.path, bytes: bytes + Array("\n[[unknown]]\nsetting = 1\n".utf8))])
    precondition(!more.problems.isEmpty, "an unknown table of a file of rules is ignored")
  }

  private static func requireWithheld(_ finding: SecretFinding, _ bytes: [UInt8]) {
    precondition((0...bytes.count).contains(finding.range.upperBound), "a secret is behind the text")
    precondition(finding.range.lowerBound <= finding.range.upperBound, "a secret ends before it begins")
    let place = lineAndColumn(finding.range.lowerBound, in: bytes)
    precondition([finding.line, finding.column] == place, "a secret is at another place")
    let shown = finding.preview.prefix { $0 != "…" }
    precondition(shown.utf8.count <= 4, "a finding shows more of a secret than four letters")
    let told = finding.finding(at: "flow.yaml")
    for text in [told.what] + told.because + told.next { requireSafe(text) }
  }
}

/// The built-in rules, compiled once.
private enum SecretBench {
  @Sendable static func prepare() { _ = look([], at: "flow.yaml") }

  static func look(_ bytes: [UInt8], at path: String) -> ScanOutcome {
    do throws(SecretsError) {
      let scanner = try SecretScanner(engine.get(), options: SecretScanner.Options(key: [1]))
      return try scanner.scan(bytes, as: .definition(path: path))
    } catch {
      preconditionFailure("a look ends without an answer: \(error)")
    }
  }

  private static let engine: Result<SecretEngine, SecretsError> = Result { () throws(SecretsError) in
    try SecretEngine(.builtIn)
  }
}

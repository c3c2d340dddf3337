import Diagnostics
import Documents
package import Vocabulary

/// What `.countersign/freeze.yaml` on an environment's branch says: the freeze for the middle of an incident.
package struct FreezeMarker: Hashable, Sendable {
  /// No marker is larger, in bytes.
  package static let sizeLimit = 1 << 14
  /// The longest reason, in characters.
  private static let longestWhy = 2000

  package let environment: String
  /// The freeze ends by itself at this moment.
  package let until: Timestamp
  package let why: String

  package init(environment: String, until: Timestamp, why: String) {
    self.environment = environment
    self.until = until
    self.why = why
  }

  /// The marker's text, which reads back as the marker.
  package var text: String {
    let escaped = why.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "environment: \(environment)\nuntil: \(until)\nwhy: \"\(escaped)\"\n"
  }

  /// Reads a marker as strictly as a policy: three settings, each once, and nothing else.
  package static func read(_ bytes: [UInt8], source: String) -> Result<FreezeMarker, Unreadable> {
    let document = DocumentReader(source: source, rules: .freeze)
    let fields = document.root(bytes).flatMap { document.fields(of: $0, keys) }
    let environment = fields?["environment"].flatMap { document.name($0, noun: "environment") }
    let until = fields?["until"].flatMap { moment($0, document) }
    let why = fields?["why"].flatMap { document.text($0, longest: longestWhy) }
    guard let environment, let until, let why, document.findings.isEmpty else {
      return .failure(Unreadable(because: document.findings.map { "\($0.place?.description ?? source): \($0.what)" }))
    }
    return .success(FreezeMarker(environment: environment, until: until, why: why))
  }

  /// Why a marker cannot be read: a place and a sentence each.
  package struct Unreadable: Error, Hashable, Sendable {
    package let because: [String]
  }

  private static let keys = KeyTable("freeze-marker", required: ["environment", "until", "why"])

  private static func moment(_ field: Field, _ document: DocumentReader) -> Timestamp? {
    guard let text = document.text(field) else { return nil }
    return Timestamp(rfc3339: text)
      ?? document.misformed(field, "a moment that exists", next: "write it in UTC: 2026-12-20T18:00:00Z")
  }
}

extension ShapeRules {
  /// Only the words are used: a marker that does not read is a step that is not in order, and told as one.
  fileprivate static let freeze = ShapeRules(
    prefix: "freeze", document: "the freeze's marker", reference: "docs/runtime.md")
}

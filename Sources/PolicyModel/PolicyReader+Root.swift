import Diagnostics
import Documents
import StrictYAML
import Vocabulary

extension PolicyReader {
  static let mostRoots = 100

  /// A UUID as RFC 9562 writes it, in lower-case: one spelling, as it is compared byte for byte.
  func repository(_ field: Field) -> String? {
    guard let text = document.text(field) else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Array($0.utf8) }
    let isUUID =
      parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.joined().allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard isUUID else {
      return document.misformed(
        field, "a random UUID in lower-case", next: "`countersign init` makes one: 5f0e6c1e-8a44-4f5c-9d0b-2f6d1c7b9a3e"
      )
    }
    return text
  }

  /// Governed roots: clean, relative, none within another, none within `.git` or `.countersign`.
  func roots(_ field: Field) -> [String] {
    let roots = document.distinct(field, isEmptyAllowed: false) { document.path($0) } ?? []
    guard document.isWithin(PolicyReader.mostRoots, count: roots.count, field) else { return [] }
    for (index, root) in roots.enumerated() {
      let folded = root.text.lowercased()
      let first = String(folded.prefix { $0 != "/" })
      if [".git", ".countersign"].contains(first) {
        document.report(
          document.rules.malformed, "\(quoted(root.text)) cannot be a governed root", at: root.position,
          because: ["'.countersign' is governed by the gate 'policy', and '.git' is git's own"],
          next: ["keep workflows in a directory of their own: 'workflows'"])
      }
      for other in roots[..<index] where overlaps(folded, other.text.lowercased()) {
        document.report(
          .policyOverlap, "the roots \(quoted(root.text)) and \(quoted(other.text)) overlap", at: root.position,
          because: ["each governed file belongs to one workflow"],
          next: ["name only the outer one, or move one of them"])
      }
    }
    return roots.map(\.text)
  }

  private func overlaps(_ one: String, _ other: String) -> Bool {
    one == other || one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
  }

  func commits(_ field: Field) -> CommitRules {
    let standard = CommitRules.standard
    guard let fields = document.fields(of: field, PolicyKeys.commits) else { return standard }
    let why = fields["why"].flatMap { document.fields(of: $0, PolicyKeys.why) }
    return CommitRules(
      signed: fields["signed"].flatMap { document.boolean($0) } ?? standard.signed,
      whyMinimum: why?["min-length"].flatMap { document.wholeNumber($0, in: 1...1000) } ?? standard.whyMinimum,
      ticket: fields["ticket"].flatMap(ticket))
  }

  private func ticket(_ field: Field) -> String? {
    guard let text = document.text(field) else { return nil }
    do throws(TicketPatternError) {
      _ = try TicketPattern(text)
      return text
    } catch {
      document.report(
        .policyTicketPattern, "\(field.subject) cannot be used as a pattern: \(shown(text))", at: field.position,
        because: [visible(error.message)], next: ["write it as \"OPS-[0-9]+\"; it must match the whole of 'Ticket:'"])
      return nil
    }
  }

  /// Whether comments let a secret be; false where nothing is said.
  func secretComments(_ field: Field) -> Bool {
    document.fields(of: field, PolicyKeys.secrets)?["comments"].flatMap { document.boolean($0) } ?? false
  }

  func limits(_ field: Field) -> Limits {
    let standard = Limits.standard
    guard let fields = document.fields(of: field, PolicyKeys.limits) else { return standard }
    return Limits(
      fileSize: fields["file-size"].flatMap(size) ?? standard.fileSize,
      filesPerWorkflow: fields["files"].flatMap { document.wholeNumber($0, in: 1...10_000) }
        ?? standard.filesPerWorkflow)
  }

  /// `500KB`, `5MB`: powers of 1,024, as in git's own configuration; from 1KB to 64MB.
  private func size(_ field: Field) -> Int? {
    guard let text = document.text(field) else { return nil }
    let units = ["KB": 1 << 10, "MB": 1 << 20]
    guard let unit = units[String(text.suffix(2))], text.utf8.count <= 8,
      text.utf8.dropLast(2).allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text.dropLast(2))
    else { return document.misformed(field, "a size", next: "write a whole number and a unit: 500KB or 5MB") }
    guard (1 << 10...64 << 20).contains(number * unit) else {
      document.report(
        document.rules.outOfRange, "\(field.subject) is \(shown(text))", at: field.position,
        because: ["it can be from 1KB to 64MB"])
      return nil
    }
    return number * unit
  }
}

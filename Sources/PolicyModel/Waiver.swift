package import Diagnostics
package import Documents
package import Vocabulary

/// One finding that a policy owner accepted for a time: a file of `.countersign/waivers`.
package struct Waiver: Hashable, Sendable {
  /// From the top of the repository.
  package static let directory = ".countersign/waivers"
  /// No waiver is larger, in bytes.
  package static let sizeLimit = 1 << 14
  /// The longest time from now, in days.
  package static let longest: Int64 = 366
  /// Topics of rules that can be waived. What is asked of people, statements and releases cannot.
  package static let topics: Set<String> = ["inspection", "secret"]

  package let rule: String
  package let workflow: String
  /// As the finding shows it.
  package let fingerprint: String
  package let reason: String
  /// A person of the policy, who answers for it.
  package let owner: String
  /// The last day on which it counts, in UTC.
  package let expires: CivilDate
  package let place: Place

  package init(
    rule: String, workflow: String, fingerprint: String, reason: String, owner: String, expires: CivilDate, place: Place
  ) {
    self.rule = rule
    self.workflow = workflow
    self.fingerprint = fingerprint
    self.reason = reason
    self.owner = owner
    self.expires = expires
    self.place = place
  }

  package static let keys = KeyTable(
    "waiver", required: ["rule", "workflow", "fingerprint", "reason", "owner", "expires"])

  /// Reads a waiver as strictly as a policy: six settings, each once, and nothing else.
  package static func read(_ bytes: [UInt8], source: String) -> (waiver: Waiver?, findings: [Finding]) {
    let document = DocumentReader(source: source, rules: .waiver)
    guard let root = document.root(bytes), let fields = document.fields(of: root, keys) else {
      return (nil, document.findings)
    }
    let rule = fields["rule"].flatMap { Self.rule($0, document) }
    let workflow = fields["workflow"].flatMap { document.name($0, noun: "workflow") }
    let fingerprint = fields["fingerprint"].flatMap { Self.fingerprint($0, document) }
    let reason = fields["reason"].flatMap { document.text($0) }
    let owner = fields["owner"].flatMap { document.name($0, noun: "person") }
    let expires = fields["expires"].flatMap { document.date($0) }
    guard let rule, let workflow, let fingerprint, let reason, let owner, let expires, document.findings.isEmpty else {
      return (nil, document.findings)
    }
    return (
      Waiver(
        rule: rule, workflow: workflow, fingerprint: fingerprint, reason: reason, owner: owner, expires: expires,
        place: Place(source)), []
    )
  }

  private static func rule(_ field: Field, _ document: DocumentReader) -> String? {
    guard let text = document.text(field, longest: 100) else { return nil }
    let topic = text.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    guard topics.contains(topic), topic != text else {
      let known = listed(topics.sorted())
      return document.misformed(
        field, "a rule that can be waived", because: ["those are the rules of \(known)"],
        next: "write the id that the finding shows, such as 'inspection.plain-transport'")
    }
    return text
  }

  private static func fingerprint(_ field: Field, _ document: DocumentReader) -> String? {
    guard let text = document.text(field, longest: 64) else { return nil }
    let digits = Set("0123456789abcdef")
    guard text.count >= 20, text.allSatisfy(digits.contains) else {
      return document.misformed(
        field, "a fingerprint", next: "write the 20 hexadecimal digits that the finding shows, in quotes")
    }
    return text
  }
}

extension ShapeRules {
  package static let waiver = ShapeRules(prefix: "waiver", document: "the waiver", reference: "docs/checks.md")
}

extension Rule {
  package static let waiverExpired = Rule(
    "waiver.expired", "A waiver is over, so the finding that it accepted counts again.",
    """
    A waiver is a decision for a time. When it is over, mend what was found and delete the file, or have the policy owners decide \
    again with a new date.
    """)
  package static let waiverLong = Rule(
    "waiver.long", "A waiver would last for more than a year.",
    "Nobody knows today what is acceptable in two years. Give it a nearer date, and look at it again then.")
  package static let waiverOwner = Rule(
    "waiver.owner", "Nobody answers for a waiver.",
    "Its owner is not a person of the policy, or has left, so it does not count. Somebody who is here has to take it over."
  )
  package static let waiverTwice = Rule(
    "waiver.twice", "Two waivers accept the same finding.",
    "Which of the two reasons and dates counts would depend on the order of files. Keep the one that is meant.")
  package static let waiverUnused = Rule(
    "waiver.unused", "A waiver accepts something that is not there.",
    """
    The finding was mended, or what was found is another one now. A waiver that is left behind would one day accept what nobody has \
    looked at: delete it.
    """)
}

/// The rules about waivers.
package enum WaiverRules {
  /// In the order of their ids.
  package static let all: [Rule] =
    (ShapeRules.waiver.all + [.waiverExpired, .waiverLong, .waiverOwner, .waiverTwice, .waiverUnused])
    .sorted { $0.id < $1.id }
}

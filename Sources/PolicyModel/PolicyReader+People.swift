import Diagnostics
import Documents
import StrictYAML
import Vocabulary

extension PolicyReader {
  mutating func people(_ field: Field) -> [String: Person] {
    var people: [String: Person] = [:]
    for entry in document.map(of: field, noun: "person", isEmptyAllowed: false) ?? [] {
      guard document.isName(entry.key, noun: "person", at: entry.keyPosition) else { continue }
      known.people.insert(entry.key)
      known.namePositions[entry.key] = entry.keyPosition
      guard let fields = document.fields(of: entry.value, PolicyKeys.person) else { continue }
      people[entry.key] = Person(
        name: entry.key, emails: emails(fields["emails"], of: entry.value.subject), roles: heldRoles(fields["roles"]))
    }
    return people
  }

  mutating func services(_ field: Field) -> [String: Service] {
    var services: [String: Service] = [:]
    for entry in document.map(of: field, noun: "service") ?? [] {
      guard document.isName(entry.key, noun: "service", at: entry.keyPosition) else { continue }
      if known.people.contains(entry.key) {
        document.report(
          .policyAmbiguousName, "\(quoted(entry.key)) is a person and a service", at: entry.keyPosition,
          because: ["a service never counts as a peer, so the two must not be mixed up"], next: ["rename the service"])
      }
      guard let fields = document.fields(of: entry.value, PolicyKeys.service) else { continue }
      let operators = fields["operated-by"].flatMap { field in
        document.distinct(field) { reference($0, to: known.people, noun: "person") }
      }
      services[entry.key] = Service(
        name: entry.key, emails: emails(fields["emails"], of: entry.value.subject), roles: heldRoles(fields["roles"]),
        operatedBy: operators?.map(\.text) ?? [])
    }
    return services
  }

  /// No role may bear the name of a person; to be asked when people, services and areas are read.
  func checkNames() {
    for name in known.people.intersection(known.roles).sorted() {
      guard let position = known.namePositions[name] else { continue }
      document.report(
        .policyAmbiguousName, "\(quoted(name)) is a person and a role", at: position,
        because: ["a slot of a gate names either by one word"], next: ["rename the role, or the person"])
    }
  }

  /// Roles that the person or service holds; to hold a role is what makes it known.
  private mutating func heldRoles(_ field: Field?) -> [String] {
    guard let field, let names = document.names(field, noun: "role") else { return [] }
    known.roles.formUnion(names.map(\.text))
    return names.map(\.text)
  }

  private mutating func emails(_ field: Field?, of owner: String) -> [String] {
    guard let field, let emails = document.distinct(field, isEmptyAllowed: false, email) else { return [] }
    for email in emails {
      let folded = Address.folded(email.text)
      guard let other = known.addresses[folded] else {
        known.addresses[folded] = (owner, email.position)
        continue
      }
      document.report(
        .policySharedAddress, "\(quoted(email.text)) belongs to \(owner) and to \(other.owner)", at: email.position,
        because: ["it is given to \(other.owner) in line \(other.position.line)"],
        next: ["leave it with the one whom it reaches"])
    }
    return emails.map(\.text)
  }

  private func email(_ field: Field) -> String? {
    guard let text = document.text(field, longest: 254) else { return nil }
    guard Address.isAddress(text) else {
      return document.misformed(
        field, "an e-mail address",
        because: ["it is compared with commits and keys, so it is ASCII with one '@' and without wildcards"],
        next: "write it as git has it: 'maria@acme.example'")
    }
    return text
  }
}

/// The e-mail addresses by which people and services are told apart.
enum Address {
  /// One `@`, something before and behind it, printable ASCII, and nothing that has a meaning in git's or OpenSSH's files.
  ///
  /// Source of the characters: git's "Name <address>" headers; patterns in ssh-keygen(1), ALLOWED SIGNERS.
  static func isAddress(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !reserved.contains($0) }
  }

  /// What addresses are compared by: without regard to the case of ASCII letters.
  static func folded(_ text: String) -> String {
    String(decoding: text.utf8.map(lower), as: UTF8.self)
  }

  /// Whether two addresses are one, folded.
  static func isSame(_ one: String, _ other: String) -> Bool {
    var (rest, others) = (one.utf8.makeIterator(), other.utf8.makeIterator())
    while true {
      let (byte, theirs) = (rest.next(), others.next())
      // What is not ASCII may be written in more than one way.
      if byte ?? 0 >= 0x80 || theirs ?? 0 >= 0x80 { return folded(one) == folded(other) }
      guard let byte, let theirs else { return byte == theirs }
      if byte != theirs, lower(byte) != lower(theirs) { return false }
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }

  private static let reserved = Set("*?!,\"<>():;\\`".utf8)
}

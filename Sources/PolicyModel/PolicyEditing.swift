import StrictYAML

/// Changes of a policy's text that keep its comments and its layout: one place is edited, everything else stays byte for byte.
///
/// Whatever an edit gives has been read again, and says exactly what was meant: each place where the edit could go is tried, and the
/// strict reader decides. nil: no such place was found, and the file has to be edited by hand; errors: what the policy would say then
/// does not read.
package enum PolicyEditing {
  /// The text with one more person.
  package static func adding(_ person: Person, to bytes: [UInt8]) throws(PolicyErrors) -> [UInt8]? {
    guard let layout = Layout(bytes), let people = layout.entry("people"),
      case .mapping(let known) = people.value.content,
      let last = known.last, let first = known.first
    else { return nil }
    let line = line(for: person)
    let end = layout.end(of: "people")
    let places: [(Int, String)]
    if bytes[people.value.position.offset] == UInt8(ascii: "{") {
      places = layout.offsets(of: "}", in: last.keyPosition.offset..<end).reversed().map { ($0, ", \(line) ") }
    } else {
      let indent = String(repeating: " ", count: first.keyPosition.column - 1)
      let after = layout.endOfContent(in: last.keyPosition.offset..<end)
      places = [(after, (bytes[after - 1] == UInt8(ascii: "\n") ? "" : "\n") + indent + line + "\n")]
    }
    return try firstEdit(of: places.map { ($0..<$0, $1) }, in: bytes) { $0.with(person) }
  }

  /// The text with `roles: []` for one person.
  package static func leaving(_ name: String, in bytes: [UInt8]) throws(PolicyErrors) -> [UInt8]? {
    guard let layout = Layout(bytes), let people = layout.entry("people"),
      case .mapping(let known) = people.value.content,
      let person = known.first(where: { $0.key == name }), case .mapping(let fields) = person.value.content,
      let roles = fields.first(where: { $0.key == "roles" }), case .sequence(let items) = roles.value.content
    else { return nil }
    let start = roles.value.position.offset
    let places: [(Range<Int>, String)]
    if bytes[start] == UInt8(ascii: "[") {
      places = layout.offsets(of: "]", in: start..<layout.end(of: "people")).map { (start..<$0 + 1, "[]") }
    } else {
      guard let last = items.last, let colon = layout.offsets(of: ":", in: roles.keyPosition.offset..<start).first
      else {
        return nil
      }
      // The items go with what is written beside them.
      places = [(colon + 1..<layout.endOfLine(last.position.offset), " []\n")]
    }
    return try firstEdit(of: places, in: bytes) { policy in
      policy.people[name].map { policy.with(Person(name: name, emails: $0.emails, roles: [])) }
    }
  }

  /// `petra: { emails: [petra@acme.example], roles: [reviewer] }`, as it stands under `people`.
  package static func line(for person: Person) -> String {
    let emails = person.emails.map(quoted).joined(separator: ", ")
    return "\(person.name): { emails: [\(emails)], roles: [\(person.roles.map(quoted).joined(separator: ", "))] }"
  }

  /// Plain where that is a text for certain.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || "@._+-".utf8.contains(byte)
    }
    let begins = text.utf8.first.map { (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0) } ?? false
    return isPlain && begins && !["true", "false", "null"].contains(text) ? text : "\"\(text)\""
  }

  /// How many places are tried: braces in comments and texts are such places, too.
  private static let mostPlaces = 64

  /// The first edit that changes what the policy says to exactly what was meant.
  private static func firstEdit(
    of edits: [(range: Range<Int>, text: String)], in bytes: [UInt8], meaning: (Policy) -> Policy?
  ) throws(PolicyErrors) -> [UInt8]? {
    guard case .success(let before) = PolicyReading.read(bytes), let meant = meaning(before) else { return nil }
    var errors: PolicyErrors?
    for edit in edits.prefix(mostPlaces) {
      var edited = bytes
      edited.replaceSubrange(edit.range, with: Array(edit.text.utf8))
      switch PolicyReading.read(edited) {
      case .success(meant): return edited
      case .success: continue
      case .failure(let found): errors = errors ?? found
      }
    }
    if let errors { throw errors }
    return nil
  }
}

extension Policy {
  /// The same with one person more, or another one of that name.
  func with(_ person: Person) -> Policy {
    Policy(
      repository: repository, roots: roots, people: people.merging([person.name: person]) { $1 }, services: services,
      commits: commits, integrationBranch: integrationBranch, main: main, policyGate: policyGate, risk: risk,
      areas: areas, recall: recall, reviews: reviews, environments: environments, windows: windows, freezes: freezes,
      limits: limits, secretComments: secretComments)
  }
}

/// Where things stand in the text of a policy.
private struct Layout {
  private let bytes: [UInt8]
  private let entries: [YAMLEntry]

  init?(_ bytes: [UInt8]) {
    do throws(YAMLError) {
      guard case .mapping(let entries) = try StrictYAML.read(bytes).content else { return nil }
      self.bytes = bytes
      self.entries = entries
    } catch {
      return nil
    }
  }

  /// A setting at the top.
  func entry(_ key: String) -> YAMLEntry? { entries.first { $0.key == key } }

  /// Where the next setting at the top begins, or the text ends.
  func end(of key: String) -> Int {
    guard let index = entries.firstIndex(where: { $0.key == key }), index + 1 < entries.count else {
      return bytes.count
    }
    return entries[index + 1].keyPosition.offset
  }

  func offsets(of character: Character, in range: Range<Int>) -> [Int] {
    guard let byte = character.asciiValue else { return [] }
    return range.filter { bytes[$0] == byte }
  }

  /// Behind the line that an offset is on, its newline included.
  func endOfLine(_ offset: Int) -> Int {
    (bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1) + 1
  }

  /// Behind the last line of a range that is neither empty nor a comment; the range begins on such a line.
  func endOfContent(in range: Range<Int>) -> Int {
    var end = endOfLine(range.lowerBound)
    var start = end
    while start < range.upperBound {
      let next = endOfLine(start)
      let first = bytes[start..<next].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
      if let first, first != UInt8(ascii: "#"), next <= range.upperBound { end = next }
      start = next
    }
    return end
  }
}

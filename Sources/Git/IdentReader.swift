/// Reads `NAME <EMAIL> SECONDS ±HHMM` strictly, and what can be read of anything else.
/// Source of the form: git, fsck.c, fsck_ident.
struct IdentReader {
  private let bytes: [UInt8]
  private let role: CommitProblem.Role
  private(set) var problems: [CommitProblem] = []

  init(_ bytes: [UInt8], _ role: CommitProblem.Role) {
    self.bytes = bytes
    self.role = role
  }

  mutating func read() -> Ident {
    guard let open = bytes.firstIndex(of: UInt8(ascii: "<")),
      let close = bytes[open...].firstIndex(of: UInt8(ascii: ">"))
    else {
      malformed("it has no address in angle brackets")
      return Ident(name: text(bytes[...]), email: "", seconds: 0)
    }
    let name = bytes[..<open]
    let email = bytes[(open + 1)..<close]
    if name.last != UInt8(ascii: " ") { malformed("no space stands before the address") }
    let strayBracket = name.contains(UInt8(ascii: ">")) || email.contains(UInt8(ascii: "<"))
    if strayBracket { malformed("it has angle brackets inside") }
    if name.count < 2 { malformed("the name is empty") }
    if email.isEmpty { malformed("the address is empty") }
    for part in [name, email] {
      if part.contains(where: { $0 < 0x20 || $0 == 0x7f }) { malformed("it holds control characters") }
      if String(validating: part, as: UTF8.self) == nil { malformed("it is not UTF-8") }
    }
    let date = IdentDate(bytes[(close + 1)...])
    if let because = date.problem { problems.append(.malformedDate(role, because: because)) }
    return Ident(
      name: text(name.last == UInt8(ascii: " ") ? name.dropLast() : name), email: text(email), seconds: date.seconds,
      offsetMinutes: date.offsetMinutes)
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private mutating func malformed(_ because: String) { problems.append(.malformedIdent(role, because: because)) }
}

/// The date of an ident, for those who read commits whole and those who walk over them.
struct IdentDate {
  private(set) var seconds: Int64 = 0
  private(set) var offsetMinutes = 0
  /// Why it is none, or not all of one, in words that follow "because"; nil: nothing is odd about it.
  private(set) var problem: String?

  /// Reads what stands behind the address, ` SECONDS ±HHMM`, to the end of the line.
  init(_ rest: ArraySlice<UInt8>) {
    let space = UInt8(ascii: " ")
    guard rest.first == space, let end = rest.dropFirst().firstIndex(of: space),
      !rest[(end + 1)...].contains(space)
    else {
      problem = "it is not ' SECONDS ±HHMM'"
      return
    }
    let digits = rest[(rest.startIndex + 1)..<end]
    guard let seconds = Self.number(digits), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
      problem = "the seconds are not a plain number"
      return
    }
    self.seconds = seconds
    let zone = rest[(end + 1)...]
    let start = zone.startIndex
    guard zone.count == 5, zone[start] == UInt8(ascii: "+") || zone[start] == UInt8(ascii: "-"),
      let hours = Self.number(zone[(start + 1)...(start + 2)]),
      let minutes = Self.number(zone[(start + 3)...(start + 4)]), minutes < 60
    else {
      problem = "the zone is not ±HHMM"
      return
    }
    let offset = Int(hours * 60 + minutes)
    offsetMinutes = zone[start] == UInt8(ascii: "-") ? -offset : offset
  }

  /// The date in `NAME <EMAIL> SECONDS ±HHMM`, whose address ends at the first bracket that can end it.
  init(ofIdent ident: ArraySlice<UInt8>) {
    guard let open = ident.firstIndex(of: UInt8(ascii: "<")),
      let close = ident[open...].firstIndex(of: UInt8(ascii: ">"))
    else {
      self.init([])
      return
    }
    self.init(ident[(close + 1)...])
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard !digits.isEmpty, digits.count <= 15 else { return nil }
    var value: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return value
  }
}

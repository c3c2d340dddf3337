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
    let (seconds, offset) = date(bytes[(close + 1)...])
    return Ident(
      name: text(name.last == UInt8(ascii: " ") ? name.dropLast() : name), email: text(email), seconds: seconds,
      offsetMinutes: offset)
  }

  /// Reads ` SECONDS ±HHMM` to the end of the line.
  private mutating func date(_ rest: ArraySlice<UInt8>) -> (seconds: Int64, offset: Int) {
    let parts = rest.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].isEmpty else {
      wrongDate("it is not ' SECONDS ±HHMM'")
      return (0, 0)
    }
    guard let seconds = number(parts[1]), parts[1].count == 1 || parts[1].first != UInt8(ascii: "0") else {
      wrongDate("the seconds are not a plain number")
      return (0, 0)
    }
    let zone = Array(parts[2])
    guard zone.count == 5, zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-"),
      let hours = number(zone[1...2]), let minutes = number(zone[3...4]), minutes < 60
    else {
      wrongDate("the zone is not ±HHMM")
      return (seconds, 0)
    }
    let offset = Int(hours * 60 + minutes)
    return (seconds, zone[0] == UInt8(ascii: "-") ? -offset : offset)
  }

  private func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard !digits.isEmpty, digits.count <= 15 else { return nil }
    var value: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return value
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private mutating func malformed(_ because: String) { problems.append(.malformedIdent(role, because: because)) }
  private mutating func wrongDate(_ because: String) { problems.append(.malformedDate(role, because: because)) }
}

import Calendars
import Diagnostics
import Documents
import StrictYAML
import Vocabulary

extension PolicyReader {
  mutating func windows(_ field: Field) -> [String: Window] {
    var windows: [String: Window] = [:]
    for entry in document.map(of: field, noun: "window") ?? [] {
      guard document.isName(entry.key, noun: "window", at: entry.keyPosition) else { continue }
      known.windows.insert(entry.key)
      guard let fields = document.fields(of: entry.value, PolicyKeys.window) else { continue }
      let zone = fields["zone"].flatMap(zone)
      let days = fields["days"].flatMap(days)
      let hours = fields["hours"].flatMap(hours)
      guard let zone, let days, let hours else { continue }
      windows[entry.key] = Window(name: entry.key, zone: zone, days: days, hours: hours)
    }
    return windows
  }

  func freezes(_ field: Field) -> [Freeze] {
    var freezes: [Freeze] = []
    for item in document.list(field) ?? [] {
      guard let fields = document.fields(of: item.called("a freeze"), PolicyKeys.freeze) else { continue }
      guard let freeze = freeze(fields) else { continue }
      if freezes.contains(where: { $0.name == freeze.name }), let name = fields["name"] {
        document.report(
          document.rules.repeated, "two freezes are called \(quoted(freeze.name))", at: name.position,
          next: ["give each a name of its own"])
      }
      freezes.append(freeze)
    }
    return freezes
  }

  private func freeze(_ fields: Fields) -> Freeze? {
    let name = fields["name"].flatMap { document.name($0, noun: "freeze") }
    let zone = fields["zone"].flatMap(zone)
    let from = fields["from"].flatMap { document.date($0) }
    let until = fields["until"].flatMap { document.date($0) }
    let environments = fields["environments"].flatMap { field in
      document.distinct(field, isEmptyAllowed: false) { reference($0, to: known.environments, noun: "environment") }
    }
    guard let name, let zone, let from, let until, let environments else { return nil }
    if until < from, let field = fields["until"] {
      document.report(
        document.rules.outOfRange, "the freeze \(quoted(name)) ends before it begins", at: field.position,
        because: ["it begins on \(from) and ends on \(until), both days included"], next: ["write the last day"])
    }
    return Freeze(name: name, zone: zone, from: from, until: until, environments: environments.map(\.text))
  }

  /// The form of a name in the time zone database; whether it exists is known where the database is read.
  private func zone(_ field: Field) -> String? {
    guard let text = document.text(field) else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    // It becomes part of a path below the database, so dots are left out.
    let isZone =
      parts.count <= 3
      && parts.allSatisfy { part in
        part.utf8.first.map(isLetter) == true
          && part.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "_-+".utf8.contains($0) }
      }
    guard isZone else {
      return document.misformed(field, "the name of a time zone", next: "write it as 'Europe/Berlin' or 'UTC'")
    }
    return text
  }

  /// `daily`, `mon-thu`, `mon,wed,fri`, `mon-wed,sat`, or a list of days and ranges.
  private func days(_ field: Field) -> Set<Weekday>? {
    var found: Set<Weekday> = []
    for part in dayParts(field) ?? [] {
      guard let range = dayRange(part.text) else {
        document.report(
          document.rules.unknownValue, "\(field.subject) has no such day: \(shown(part.text))", at: part.position,
          because: ["days are \(listed(dayNames)), ranges as 'mon-thu', and 'daily'"],
          next: didYouMean(part.text, among: dayNames + ["daily"]).map { [$0] } ?? [])
        return nil
      }
      guard found.isDisjoint(with: range) else {
        document.report(
          document.rules.repeated, "\(field.subject) names a day twice", at: part.position,
          because: ["\(shown(part.text)) holds a day that stands before it"], next: ["name each day once"])
        return nil
      }
      found.formUnion(range)
    }
    return found.isEmpty ? nil : found
  }

  private func dayParts(_ field: Field) -> [Located]? {
    if case .sequence = field.node.content {
      return document.list(field, isEmptyAllowed: false)?.compactMap { item in
        document.text(item).map { Located($0, at: item.position) }
      }
    }
    guard case .text? = document.scalar(field) else { return document.mismatch(field, "a text or a list of days") }
    return document.text(field)?.split(separator: ",", omittingEmptySubsequences: false).map { part in
      Located(trimmed(part), at: field.position)
    }
  }

  /// `09:00-16:00` as minutes; `24:00` can be the end.
  private func hours(_ field: Field) -> Range<Int>? {
    guard let text = document.text(field) else { return nil }
    let times = text.split(separator: "-", omittingEmptySubsequences: false).map(minutes)
    guard times.count == 2, let start = times[0], let end = times[1], start < 24 * 60 else {
      return document.misformed(field, "a range of hours", next: "write it as \"09:00-16:00\"; the end can be 24:00")
    }
    guard start < end else {
      document.report(
        document.rules.outOfRange, "\(field.subject) is \(shown(text)), which never opens", at: field.position,
        because: ["a window lies within one day, and its end comes after its start"],
        next: ["write an end up to 24:00"])
      return nil
    }
    return start..<end
  }
}

private let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

/// The days of `mon`, `mon-thu` (over the end of the week too) or `daily`.
private func dayRange(_ text: String) -> [Weekday]? {
  if text == "daily" { return Weekday.allCases }
  let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { dayNames.firstIndex(of: String($0)) }
  guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil else { return nil }
  let length = (last - first + 7) % 7
  return (first...first + length).compactMap { Weekday(rawValue: $0 % 7) }
}

/// Minutes since midnight of `09:00`, at most `24:00`.
private func minutes(_ text: Substring) -> Int? {
  let bytes = Array(text.utf8)
  guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), bytes[0..<2].allSatisfy(isDigit),
    bytes[3...].allSatisfy(isDigit), let hour = Int(text.prefix(2)), let minute = Int(text.suffix(2)), minute < 60,
    hour < 24 || (hour == 24 && minute == 0)
  else { return nil }
  return hour * 60 + minute
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) }

private func trimmed(_ part: Substring) -> String {
  String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}

/// Lengths of time as definitions write them, in seconds.
enum Durations {
  /// `PT2H`, `P1DT30M`, `P1M` as 30 days. nil for everything else. Source: ISO 8601-1, 5.5.2.
  static func iso8601(_ text: String) -> Double? {
    guard text.hasPrefix("P") else { return nil }
    var seconds = 0.0
    var digits = ""
    var isTime = false
    var hasPart = false
    for character in text.dropFirst() {
      switch character {
      case "T": isTime = true
      case "0"..."9", ".": digits.append(character)
      default:
        guard let amount = Double(digits), let unit = unit(character, isTime) else { return nil }
        seconds += amount * unit
        digits = ""
        hasPart = true
      }
    }
    return hasPart && digits.isEmpty ? seconds : nil
  }

  private static func unit(_ letter: Character, _ isTime: Bool) -> Double? {
    switch (letter, isTime) {
    case ("Y", false): 365 * 86_400
    case ("M", false): 30 * 86_400
    case ("W", false): 7 * 86_400
    case ("D", false): 86_400
    case ("H", true): 3600
    case ("M", true): 60
    case ("S", true): 1
    default: nil
    }
  }

  /// `90s`, `1h30m`, `500ms`, a plain number of seconds. Source: Go, `time.ParseDuration`; `d` as Argo has it.
  static func go(_ text: String) -> Double? {
    if let seconds = Double(text) { return seconds }
    let units: [String: Double] = ["ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86_400]
    var seconds = 0.0
    var rest = text[...]
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let amount = Double(digits), let unit = units[String(name)] else { return nil }
      seconds += amount * unit
    }
    return seconds
  }
}

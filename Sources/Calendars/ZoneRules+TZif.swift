extension ZoneRules {
  /// Reads the bytes of a zone file, of version 2 or later; strict, as a zone that is half understood decides wrongly.
  ///
  /// Source: RFC 8536, section 3.
  package static func read(tzif bytes: [UInt8], name: String) throws(ZoneError) -> ZoneRules {
    do {
      return try rules(bytes, name: name)
    } catch {
      throw .damaged(zone: name, error)
    }
  }

  private static func rules(_ bytes: [UInt8], name: String) throws(ZoneDamage) -> ZoneRules {
    var reader = TZifReader(rest: bytes[...])
    let old = try reader.header()
    guard old.version >= UInt8(ascii: "2") else { throw .versionOne }
    _ = try reader.take(old.size(timeWidth: 4))
    let counts = try reader.header()
    guard counts.leaps == 0 else { throw .leapSeconds }
    guard counts.isConsistent, counts.version == old.version else { throw .counts }
    var block = TZifReader(rest: try reader.take(counts.size(timeWidth: 8)))
    let times = try block.times(counts.transitions)
    let indexes = try block.take(counts.transitions)
    let offsets = try block.offsets(counts.types)
    var transitions: [Transition] = []
    transitions.reserveCapacity(times.count)
    for (time, index) in zip(times, indexes) {
      guard Int(index) < offsets.count else { throw .transitionType }
      transitions.append(Transition(at: time, offset: offsets[Int(index)]))
    }
    return ZoneRules(name: name, firstOffset: offsets[0], transitions: transitions, future: try reader.footer())
  }
}

private struct TZifHeader {
  let version: UInt8
  let utIndicators: Int
  let standardIndicators: Int
  let leaps: Int
  let transitions: Int
  let types: Int
  let characters: Int

  /// Of the block that follows, in bytes.
  func size(timeWidth: Int) -> Int {
    transitions * (timeWidth + 1) + types * 6 + characters + leaps * (timeWidth + 4) + standardIndicators + utIndicators
  }

  var isConsistent: Bool {
    types >= 1 && types <= 256 && characters >= 1 && [0, types].contains(utIndicators)
      && [0, types].contains(standardIndicators)
  }
}

private struct TZifReader {
  var rest: ArraySlice<UInt8>

  mutating func take(_ count: Int) throws(ZoneDamage) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .truncated }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func header() throws(ZoneDamage) -> TZifHeader {
    guard try take(4).elementsEqual("TZif".utf8) else { throw .notTZif }
    let version = try take(16).first ?? 0
    // Each count is 32 bits wide, so that sums of them do not overflow.
    return TZifHeader(
      version: version, utIndicators: Int(try number(4)), standardIndicators: Int(try number(4)),
      leaps: Int(try number(4)), transitions: Int(try number(4)), types: Int(try number(4)),
      characters: Int(try number(4)))
  }

  mutating func times(_ count: Int) throws(ZoneDamage) -> [Int64] {
    var times: [Int64] = []
    for _ in 0..<count {
      let time = Int64(bitPattern: try number(8))
      if let last = times.last, last >= time { throw .transitionsUnordered }
      times.append(time)
    }
    return times
  }

  /// Seconds east of UTC; each record also holds whether it is daylight time, and where its abbreviation starts.
  mutating func offsets(_ count: Int) throws(ZoneDamage) -> [Int64] {
    var offsets: [Int64] = []
    for _ in 0..<count {
      let offset = Int64(Int32(truncatingIfNeeded: try number(4)))
      let (daylight, _) = (try number(1), try number(1))
      guard offset > -25 * 3600, offset < 26 * 3600, daylight <= 1 else { throw .localTimeType }
      offsets.append(offset)
    }
    return offsets
  }

  mutating func footer() throws(ZoneDamage) -> FutureRule {
    guard rest.count >= 2 else { throw .truncated }
    guard rest.first == 0x0a, rest.last == 0x0a else { throw .footer }
    let text = rest.dropFirst().dropLast()
    guard !text.isEmpty else { throw .noFooter }
    guard let rule = FutureRule(tz: text) else { throw .footer }
    return rule
  }

  /// An unsigned big-endian number.
  private mutating func number(_ width: Int) throws(ZoneDamage) -> UInt64 {
    try take(width).reduce(0) { value, byte in value << 8 | UInt64(byte) }
  }
}

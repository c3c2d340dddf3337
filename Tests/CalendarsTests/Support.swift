import Calendars
import Testing
import Vocabulary

/// A moment told in UTC: `2026-03-29T01:00:00Z`.
func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text), "not a moment: \(text)") }

func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text), "not a date: \(text)") }

/// A zone file of version 2 in the form of RFC 8536; each transition is (second, index of the offset).
func tzif(
  version: Character = "2", transitions: [(Int64, UInt8)] = [], offsets: [Int32] = [0], footer: String = "<+00>0",
  leaps: UInt32 = 0
) -> [UInt8] {
  func header(_ times: Int, _ types: Int) -> [UInt8] {
    let counts: [UInt32] = [0, 0, leaps, UInt32(times), UInt32(types), 4]
    return Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap { bigEndian($0) }
  }
  let leapBytes = Int(leaps)
  return header(0, 1) + [0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 4 + 8 * leapBytes)
    + header(transitions.count, offsets.count) + transitions.flatMap { bigEndian($0.0) } + transitions.map(\.1)
    + offsets.flatMap { bigEndian($0) + [0, 0] } + Array("LMT\0".utf8) + [UInt8](repeating: 0, count: 12 * leapBytes)
    + Array("\n\(footer)\n".utf8)
}

func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  (0..<number.bitWidth / 8).reversed().map { byte in UInt8(truncatingIfNeeded: number >> (byte * 8)) }
}

/// Random numbers that are the same in every run. Source: SplitMix64, Steele, Lea and Flood 2014.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

import Calendars
import Testing
import Vocabulary

@Suite struct TZifTests {
  struct Denial: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let damage: ZoneDamage

    init(_ sentence: String, _ bytes: [UInt8], _ damage: ZoneDamage) {
      (testDescription, self.bytes, self.damage) = (sentence, bytes, damage)
    }
  }

  static let denials: [Denial] = [
    Denial("nothing", [], .truncated),
    Denial("text", Array("# tz zone descriptions, one per line".utf8), .notTZif),
    Denial("version 1", tzif(version: "\0"), .versionOne),
    Denial("a header alone", Array(tzif().prefix(44)), .truncated),
    Denial("no footer", Array(tzif().dropLast(8)), .truncated),
    Denial("an empty footer", tzif(footer: ""), .noFooter),
    Denial("a footer without its last newline", Array(tzif().dropLast()), .footer),
    Denial("bytes after the footer", tzif() + [0], .footer),
    Denial("a footer that is not a TZ string", tzif(footer: "Europe/Berlin"), .footer),
    Denial("daylight time without dates", tzif(footer: "CET-1CEST"), .footer),
    Denial("one date", tzif(footer: "CET-1CEST,M3.5.0"), .footer),
    Denial("month 13", tzif(footer: "CET-1CEST,M13.5.0,M10.5.0"), .footer),
    Denial("week 0", tzif(footer: "CET-1CEST,M3.0.0,M10.5.0"), .footer),
    Denial("week 6", tzif(footer: "CET-1CEST,M3.6.0,M10.5.0"), .footer),
    Denial("weekday 7", tzif(footer: "CET-1CEST,M3.5.7,M10.5.0"), .footer),
    Denial("day J0", tzif(footer: "CET-1CEST,J0,J100"), .footer),
    Denial("day 366", tzif(footer: "CET-1CEST,1,366"), .footer),
    Denial("hour 168", tzif(footer: "CET-1CEST,M3.5.0/168,M10.5.0"), .footer),
    Denial("25 hours from Greenwich", tzif(footer: "CET-25"), .footer),
    Denial("a name of two letters", tzif(footer: "CE-1"), .footer),
    Denial("text after the dates", tzif(footer: "CET-1CEST,M3.5.0,M10.5.0/3,"), .footer),
    Denial("leap seconds", tzif(leaps: 1), .leapSeconds),
    Denial("no local time type", tzif(offsets: []), .counts),
    Denial("a transition to a type that is not there", tzif(transitions: [(0, 1)]), .transitionType),
    Denial("two transitions at once", tzif(transitions: [(5, 0), (5, 0)]), .transitionsUnordered),
    Denial("transitions backwards", tzif(transitions: [(5, 0), (4, 0)]), .transitionsUnordered),
    Denial("an offset of 26 hours", tzif(offsets: [26 * 3600]), .localTimeType),
    Denial("an offset of -25 hours", tzif(offsets: [-25 * 3600]), .localTimeType),
  ]

  @Test(arguments: denials)
  func `what is damaged is refused`(_ denial: Denial) {
    #expect(throws: ZoneError.damaged(zone: "Test/Zone", denial.damage)) {
      try ZoneRules.read(tzif: denial.bytes, name: "Test/Zone")
    }
  }

  @Test func `a count of 4 billion transitions is refused at once`() {
    var bytes = tzif()
    bytes.replaceSubrange(54 + 32..<54 + 36, with: [255, 255, 255, 255])
    #expect(throws: ZoneError.damaged(zone: "Z/Z", .truncated)) { try ZoneRules.read(tzif: bytes, name: "Z/Z") }
  }

  @Test func `before, between and after the transitions`() throws {
    let bytes = tzif(transitions: [(100, 1), (200, 2)], offsets: [-60, 3600, 7200], footer: "<+03>-3")
    let rules = try ZoneRules.read(tzif: bytes, name: "Test/Zone")
    let offsets = [Int64.min, 99, 100, 199, 200, Int64.max].map { rules.offset(at: Timestamp(seconds: $0)) }
    #expect(offsets == [-60, -60, 3600, 3600, 10_800, 10_800])
  }

  /// A TZ string, a moment in UTC, seconds east of UTC.
  @Test(arguments: [
    ("EST5EDT,0/0,J365/25", "2030-01-01T05:00:00Z", -14_400), ("EST5EDT,0/0,J365/25", "2030-12-31T23:59:59Z", -14_400),
    ("EST5EDT,0/0,J365/25", "2031-01-01T04:00:00Z", -14_400),
    ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2030-03-31T00:59:59Z", -10_800),
    ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2030-03-31T01:00:00Z", -7200),
    ("IST-2IDT,M3.4.4/26,M10.5.0", "2030-03-28T23:59:59Z", 7200),
    ("IST-2IDT,M3.4.4/26,M10.5.0", "2030-03-29T00:00:00Z", 10_800),
    ("AAA0BBB-1:30:15,J60/0,J61/0", "2028-02-29T23:59:59Z", 0),
    ("AAA0BBB-1:30:15,J60/0,J61/0", "2028-03-01T00:00:00Z", 5415),
    ("AAA0BBB,59/0,60/0", "2028-02-29T00:00:00Z", 3600), ("AAA0BBB,59/0,60/0", "2027-03-01T00:00:00Z", 3600),
    ("AAA0BBB,59/0,60/0", "2027-02-28T23:59:59Z", 0), ("AAA+5:45", "2030-01-01T00:00:00Z", -20_700),
    ("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "2040-01-01T00:00:00Z", 49_500),
  ])
  func `a footer is read as POSIX says`(footer: String, at text: String, seconds: Int64) throws {
    let rules = try ZoneRules.read(tzif: tzif(footer: footer), name: "Test/Zone")
    #expect(try rules.offset(at: moment(text)) == seconds)
  }

  @Test func `no mutation of a zone file stops the reader or the questions asked of it`() throws {
    let samples = [
      tzif(
        transitions: [(-5_000_000, 1), (0, 0), (2_000_000_000, 1)], offsets: [3600, 7200],
        footer: "CET-1CEST,M3.5.0,M10.5.0/3"),
      tzif(footer: "<-03>3<-02>,J60/-167,365/167:59:59"),
    ]
    var numbers = SeededNumbers(state: 1)
    let window = Window(name: "w", zone: "x", days: [.sunday], hours: 120..<180)
    var accepted = 0
    for _ in 0..<6000 {
      var bytes = samples[Int.random(in: 0..<samples.count, using: &numbers)]
      for _ in 0..<Int.random(in: 1...3, using: &numbers) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0..<5, using: &numbers) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
        case 1: bytes[place] = [0, 1, 0x7f, 0x80, 0xff, 0x30, 0x39].randomElement(using: &numbers) ?? 0
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
        case 3: bytes.remove(at: place)
        default: bytes.removeLast(bytes.count - place)
        }
      }
      let rules: ZoneRules
      do { rules = try ZoneRules.read(tzif: bytes, name: "Test/Zone") } catch { continue }
      accepted += 1
      for second in [Int64.min, -5_000_001, 0, 1_780_000_000, 3_000_000_000, Int64.max] {
        let moment = Timestamp(seconds: second)
        #expect(abs(rules.offset(at: moment)) <= 26 * 3600)
        if let opening = window.nextOpening(after: moment, in: rules) {
          #expect(window.isOpen(at: opening, in: rules) && opening >= moment)
        }
      }
    }
    #expect(accepted > 100)
  }
}

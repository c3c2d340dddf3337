import Testing
import Vocabulary

@Suite("timestamps")
struct TimestampTests {
  @Test(
    "other forms are refused",
    arguments: [
      "", "2026-03-12", "2026-03-12T02:00:00", "2026-03-12T02:00:00z", "2026-03-12t02:00:00Z", "2026-03-12 02:00:00Z",
      "2026-03-12T02:00:00+00:00", "2026-03-12T02:00:00+0000", "2026-03-12T02:00:00.0Z", "2026-03-12T02:00Z",
      "20260312T020000Z", " 2026-03-12T02:00:00Z", "2026-03-12T02:00:00Z ", "2026-03-12T02:00:00Z\n",
      "2026-3-12T02:00:000Z", "+026-03-12T02:00:00Z", "-026-03-12T02:00:00Z", "2026-03-12T2:000:00Z",
      "2026-03-12T02-00-00Z", "2026/03/12T02:00:00Z", "２026-03-12T02:00:00Z", "2026-03-1２T02:00:0Z",
      "2026-03-12T02:00:0\u{0}Z", "12026-03-12T02:00:00Z",
    ])
  func form(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test(
    "moments that do not exist are refused",
    arguments: [
      "2026-00-12T02:00:00Z", "2026-13-12T02:00:00Z", "2026-03-00T02:00:00Z", "2026-03-32T02:00:00Z",
      "2026-04-31T02:00:00Z", "2026-02-29T02:00:00Z", "1900-02-29T02:00:00Z", "2100-02-29T02:00:00Z",
      "2026-03-12T24:00:00Z", "2026-03-12T02:60:00Z", "2016-12-31T23:59:60Z", "1969-12-31T23:59:59Z",
      "0000-01-01T00:00:00Z",
    ])
  func absent(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  /// From `date -u -d TEXT +%s`.
  static let known: [(text: String, seconds: Int64)] = [
    ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:01Z", 1), ("1999-12-31T23:59:59Z", 946_684_799),
    ("2000-02-29T12:34:56Z", 951_827_696), ("2004-02-29T00:00:00Z", 1_078_012_800),
    ("2026-03-12T02:00:00Z", 1_773_280_800), ("2038-01-19T03:14:08Z", 2_147_483_648),
    ("2096-02-29T23:59:59Z", 3_981_398_399), ("2100-03-01T00:00:00Z", 4_107_542_400),
    ("9999-12-31T23:59:59Z", 253_402_300_799),
  ]

  @Test("known moments, both ways", arguments: known)
  func bothWays(text: String, seconds: Int64) {
    #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds))
    #expect(Timestamp(seconds: seconds).description == text)
  }

  @Test("every hour of five years, both ways")
  func hours() {
    let start: Int64 = 1_700_000_003
    let off = stride(from: start, to: start + 5 * 366 * 86_400, by: 3_607).filter {
      Timestamp(rfc3339: Timestamp(seconds: $0).description) != Timestamp(seconds: $0)
    }
    #expect(off.isEmpty)
  }

  @Test("the order of the texts is the order of the moments")
  func order() {
    let moments = Self.known.map { Timestamp(seconds: $0.seconds) }
    #expect(moments.sorted() == moments)
    #expect(moments.map(\.description).sorted() == moments.map(\.description))
  }

  @Test("before 1970 it is written, and stays unreadable")
  func past() {
    #expect(Timestamp(seconds: -1).description == "1969-12-31T23:59:59Z")
    #expect(Timestamp(seconds: -86_400).description == "1969-12-31T00:00:00Z")
  }

  @Test("sums and differences")
  func arithmetic() {
    let moment = Timestamp(seconds: 1000)
    #expect(moment + Span(seconds: 60) == Timestamp(seconds: 1060))
    #expect(moment - Span(seconds: 60) == Timestamp(seconds: 940))
    #expect(Timestamp(seconds: 400) - moment == Span(seconds: -600))
    // The far ends wrap; they do not stop the program.
    #expect(Timestamp(seconds: .max) + Span(seconds: 1) == Timestamp(seconds: .min))
  }
}

@Suite("division towards minus infinity")
struct FloorDivideTests {
  @Test(
    "quotient and remainder",
    arguments: [(7, 3, 2, 1), (-7, 3, -3, 2), (-6, 3, -2, 0), (0, 3, 0, 0), (-1, 86_400, -1, 86_399)])
  func dividing(value: Int64, divisor: Int64, quotient: Int64, remainder: Int64) {
    #expect(floorDivide(value, divisor) == (quotient, remainder))
  }
}

import Testing
import Vocabulary

/// One day after the other, counted as a calendar on a wall does: no arithmetic of the code that is tested.
private struct Wall {
  var year: Int64 = 1970
  var month: Int64 = 1
  var day: Int64 = 1

  mutating func turn() {
    let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    day += 1
    if day > lengths[Int(month) - 1] { (day, month) = (1, month + 1) }
    if month > 12 { (month, year) = (1, year + 1) }
  }
}

@Suite("dates")
struct CivilDateTests {
  @Test("every day from 1970 to 2100, by counting")
  func counting() {
    var wall = Wall()
    var days: Int64 = 0
    var wrong: [Int64] = []
    while wall.year <= 2100 {
      let date = CivilDate(daysSinceEpoch: days)
      let isRight =
        (date.year, date.month, date.day) == (wall.year, wall.month, wall.day) && date.daysSinceEpoch == days
        && CivilDate(date.description) == date
      if !isRight { wrong.append(days) }
      wall.turn()
      days += 1
    }
    #expect(wrong.isEmpty)
    #expect(days == 47_847, "131 years have 131 · 365 days and 32 leap days")
  }

  @Test(
    "days before 1970, and far ones",
    arguments: [(-1, "1969-12-31"), (-719_162, "0001-01-01"), (2_932_896, "9999-12-31")])
  func far(days: Int64, text: String) {
    #expect(CivilDate(daysSinceEpoch: days).description == text)
    #expect(CivilDate(text)?.daysSinceEpoch == days)
  }

  @Test(
    "what is no day is refused",
    arguments: [
      "", "2026-12", "2026-12-1", "2026-1-12", "26-12-12", "2026-12-12 ", " 2026-12-12", "2026/12/12", "2026-12-12T00",
      "20261212", "2026-00-10", "2026-13-10", "2026-10-00", "2026-10-32", "2026-04-31", "2026-06-31", "2026-09-31",
      "2026-11-31", "2026-02-29", "2100-02-29", "2026-02-30", "+026-12-12", "2026-12-1２",
    ])
  func refused(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test("leap days are days", arguments: ["2000-02-29", "2024-02-29", "2400-02-29"])
  func leap(text: String) {
    #expect(CivilDate(text)?.description == text)
  }

  @Test("earlier days come first")
  func order() throws {
    let dates = try ["2026-02-28", "2026-03-01", "2026-12-31", "2027-01-01"].map { try #require(CivilDate($0)) }
    #expect(dates.shuffled().sorted() == dates)
  }
}

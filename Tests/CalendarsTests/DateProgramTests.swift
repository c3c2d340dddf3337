import Calendars
import Glibc
import Testing
import Vocabulary

/// The same questions asked of the C library, through `date` of GNU coreutils.
@Suite(.enabled(if: system("date --version 2>/dev/null | grep -q coreutils") == 0))
struct DateProgramTests {
  @Test(arguments: [
    "Europe/Berlin", "Europe/Dublin", "Europe/Lisbon", "America/New_York", "America/Sao_Paulo", "America/St_Johns",
    "Asia/Kolkata", "Asia/Tehran", "Asia/Gaza", "Pacific/Apia", "Africa/Casablanca", "Africa/Cairo", "Australia/Sydney",
    "Australia/Lord_Howe", "Antarctica/Troll", "Etc/GMT+5",
  ])
  func `offsets from 1970 to 2060 are those of the C library`(zone: String) throws {
    let rules = try ZoneFiles.load(zone)
    var numbers = SeededNumbers(state: UInt64(zone.utf8.count))
    var moments = (0..<60).map { _ in Int64.random(in: 0..<2_871_763_200, using: &numbers) }
    // The changes of the clock themselves, and the seconds before them.
    for moment in moments.prefix(30) {
      guard let change = rules.nextTransition(after: Timestamp(seconds: moment)) else { continue }
      moments += [change.seconds - 1, change.seconds]
    }
    let ours = moments.map { moment in told(rules.offset(at: Timestamp(seconds: moment))) }
    let theirs = try theirs(zone, moments)
    #expect(theirs.count == ours.count)
    for (moment, (theirs, ours)) in zip(moments, zip(theirs, ours)) {
      // Where nobody lived, `date` says so with a minus.
      #expect(ours == (theirs == "-00:00:00" ? "+00:00:00" : theirs), "at \(moment)")
    }
  }

  /// `+05:30:00`, as `date` tells an offset.
  private func told(_ offset: Int64) -> String {
    let parts = [abs(offset) / 3600, abs(offset) / 60 % 60, abs(offset) % 60]
    return (offset < 0 ? "-" : "+") + parts.map { part in part < 10 ? "0\(part)" : "\(part)" }.joined(separator: ":")
  }

  private func theirs(_ zone: String, _ moments: [Int64]) throws -> [String] {
    let input = moments.map { moment in "@\(moment)" }.joined(separator: "\\n")
    let output = try #require(popen("printf '\(input)\\n' | LC_ALL=C TZ=\(zone) date -f - '+%::z'", "r"), "no shell")
    defer { pclose(output) }
    var lines: [String] = []
    var line = [CChar](repeating: 0, count: 100)
    while fgets(&line, 100, output) != nil {
      lines.append(String(decoding: line.prefix { $0 != 10 && $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    return lines
  }
}

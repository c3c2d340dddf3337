import Calendars
import Vocabulary

extension FuzzTarget {
  /// A zone that is read answers for every moment, its offset holds until the next transition, and time goes on.
  static let zone = FuzzTarget("zone") { bytes in
    let zone: ZoneRules
    do throws(ZoneError) {
      zone = try ZoneRules.read(tzif: bytes, name: "Fuzz/Zone")
    } catch {
      return requireSafe(error.message)
    }
    let moments: [Int64] = [.min, -1 << 56, -1 << 40, 0, 951_782_400, 1_767_225_600, 1 << 40, 1 << 56, .max]
    for start in moments.map({ Timestamp(seconds: $0) }) {
      var moment = start
      for _ in 0..<8 {
        let offset = zone.offset(at: moment)
        precondition((-26 * 3600...27 * 3600).contains(offset), "an offset is longer than a day")
        guard let next = zone.nextTransition(after: moment) else { break }
        precondition(next > moment, "the next transition is not ahead")
        precondition(
          zone.offset(at: next - Span(seconds: 1)) == offset, "the offset changes before the next transition")
        moment = next
      }
      requireOpening(after: start, in: zone)
    }
    let day = CivilDate(daysSinceEpoch: 20_000)
    let freeze = Freeze(name: "fuzz", zone: zone.name, from: day, until: day, environments: ["prod"])
    precondition(!freeze.covers(freeze.end(in: zone), in: zone), "a freeze covers the moment after its end")
  }

  private static let window = Window(
    name: "fuzz", zone: "Fuzz/Zone", days: [.monday, .sunday], hours: (9 * 60)..<(16 * 60))

  private static func requireOpening(after moment: Timestamp, in zone: ZoneRules) {
    // Behind the range of the calendar, in two billion years, every moment counts as its last.
    if let opening = window.nextOpening(after: moment, in: zone), opening.seconds < 1 << 56 {
      precondition(opening >= moment && window.isOpen(at: opening, in: zone), "a window opens while it is shut")
    }
    if let closing = window.nextClosing(after: moment, in: zone), closing.seconds < 1 << 56 {
      precondition(closing >= moment && !window.isOpen(at: closing, in: zone), "a window shuts while it is open")
    }
  }
}

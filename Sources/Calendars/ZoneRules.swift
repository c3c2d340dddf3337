package import Vocabulary

/// Which offset from UTC is in force in a time zone, at any moment.
package struct ZoneRules: Hashable, Sendable {
  /// A name of the time zone database: `Europe/Berlin`.
  package let name: String
  /// Before the first transition; without transitions the future rule holds always.
  let firstOffset: Int64
  /// Ascending.
  let transitions: [Transition]
  let future: FutureRule

  struct Transition: Hashable, Sendable {
    let at: Int64
    /// Seconds east of UTC, from `at` on.
    let offset: Int64
  }

  package static let utc = ZoneRules(name: "UTC", firstOffset: 0, transitions: [], future: .fixed(0))
}

extension ZoneRules {
  /// The offset in force at `moment`, in seconds east of UTC.
  package func offset(at moment: Timestamp) -> Int64 {
    let next = indexOfTransition(after: moment.seconds)
    if next < transitions.count { return next == 0 ? firstOffset : transitions[next - 1].offset }
    return future.offset(at: moment.seconds)
  }

  /// The next moment after `moment` from which another offset may be in force; nil when the offset stays for ever.
  package func nextTransition(after moment: Timestamp) -> Timestamp? {
    let next = indexOfTransition(after: moment.seconds)
    if next < transitions.count { return Timestamp(seconds: transitions[next].at) }
    return future.nextChange(after: moment.seconds).map { change in Timestamp(seconds: change) }
  }

  /// The local day at `moment`, and the seconds since its start as the clock on the wall shows them.
  func local(_ moment: Timestamp) -> (day: Int64, second: Int64) {
    let (day, second) = floorDivide(inRange(moment.seconds) + offset(at: moment), 86_400)
    return (day, second)
  }

  private func indexOfTransition(after second: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].at <= second { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The nearest second that is at most 2 billion years from 1970, so that no arithmetic on it overflows.
func inRange(_ second: Int64) -> Int64 { min(max(second, -(1 << 56)), 1 << 56) }

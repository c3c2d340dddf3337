package import Vocabulary

/// Days and hours, in a named zone, in which releases may happen.
package struct Window: Hashable, Sendable {
  package let name: String
  /// A name of the time zone database: `Europe/Berlin`.
  package let zone: String
  package let days: Set<Weekday>
  /// Minutes since local midnight, end excluded; the end is greater than the start, at most 24:00.
  package let hours: Range<Int>

  package init(name: String, zone: String, days: Set<Weekday>, hours: Range<Int>) {
    self.name = name
    self.zone = zone
    self.days = days
    self.hours = hours
  }
}

package enum Weekday: Int, Hashable, Sendable, CaseIterable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

/// Days, in a named zone, on which nothing is released to some environments; both days included.
package struct Freeze: Hashable, Sendable {
  package let name: String
  package let zone: String
  package let from: CivilDate
  package let until: CivilDate
  package let environments: [String]

  package init(name: String, zone: String, from: CivilDate, until: CivilDate, environments: [String]) {
    self.name = name
    self.zone = zone
    self.from = from
    self.until = until
    self.environments = environments
  }
}

/// Fills slots with distinct people: as many slots as can be filled at once.
package enum Matching {
  /// For each slot the index of the person who fills it; nil where none is left. Earlier people are preferred.
  package static func fill(slots: Int, people: Int, fits: (_ slot: Int, _ person: Int) -> Bool) -> [Int?] {
    var holder = [Int?](repeating: nil, count: slots)
    var place = [Int?](repeating: nil, count: people)
    for slot in 0..<slots {
      var seen = Set<Int>()
      _ = seat(slot, people, fits, &holder, &place, &seen)
    }
    return holder
  }

  /// Kuhn's augmenting paths: moves others along until this slot has somebody.
  private static func seat(
    _ slot: Int, _ people: Int, _ fits: (Int, Int) -> Bool, _ holder: inout [Int?], _ place: inout [Int?],
    _ seen: inout Set<Int>
  ) -> Bool {
    for person in 0..<people where !seen.contains(person) && fits(slot, person) {
      seen.insert(person)
      if let other = place[person] {
        guard seat(other, people, fits, &holder, &place, &seen) else { continue }
      }
      holder[slot] = person
      place[person] = slot
      return true
    }
    return false
  }
}

/// Places that have each other's values: two that swapped them, several in a circle, a value that stands under another key.
struct Exchanges {
  /// Each to be put back together.
  private(set) var groups: [[TreeComparing.Item]] = []
  /// All that is left of a step together: what one does may be undone by the others.
  private(set) var steps: [[TreeComparing.Item]] = []
  private let items: [TreeComparing.Item]
  private var taken: Set<Int> = []
  private var byValues: [Values: [Int]] = [:]
  private var byOld: [Int: [Int]] = [:]

  /// Circles of more places are not looked for.
  private static let longest = 32

  /// What stood and what stands at a place, by the hash of its content; nil: nothing.
  private struct Values: Hashable {
    let old: Int?
    let new: Int?
  }

  init(_ items: [TreeComparing.Item]) {
    self.items = items.filter { $0.order == nil }
    for index in self.items.indices {
      let values = values(index)
      byValues[values, default: []].append(index)
      if let old = values.old { byOld[old, default: []].append(index) }
    }
    findPairs()
    findCircles()
    findSteps()
  }

  private func values(_ index: Int) -> Values {
    Values(old: items[index].old?.tree.hash, new: items[index].new?.tree.hash)
  }

  /// Of several places, one in the same step first.
  private func next(_ candidates: [Int]?, after index: Int, besides path: [Int]) -> Int? {
    let open = (candidates ?? []).lazy.filter { $0 != index && !self.taken.contains($0) && !path.contains($0) }
    return open.first { self.items[$0].step == self.items[index].step } ?? open.first
  }

  private mutating func take(_ group: [Int]) {
    taken.formUnion(group)
    groups.append(group.map { items[$0] })
  }

  /// Those of one step first.
  private mutating func findPairs() {
    for isNear in [true, false] {
      for index in items.indices where !taken.contains(index) {
        let values = values(index)
        let other = next(byValues[Values(old: values.new, new: values.old)], after: index, besides: [])
        if let other, !isNear || items[other].step == items[index].step { take([index, other]) }
      }
    }
  }

  private mutating func findCircles() {
    for index in items.indices where !taken.contains(index) {
      guard let first = values(index).old, var value = values(index).new else { continue }
      var path = [index]
      while path.count < Self.longest, let step = next(byOld[value], after: path[path.count - 1], besides: path),
        let now = values(step).new
      {
        path.append(step)
        value = now
        if value == first {
          take(path)
          break
        }
      }
    }
  }

  private mutating func findSteps() {
    var bySteps: [Tree.Place: [Int]] = [:]
    var order: [Tree.Place] = []
    for index in items.indices where !taken.contains(index) {
      guard let step = items[index].step else { continue }
      if bySteps[step] == nil { order.append(step) }
      bySteps[step, default: []].append(index)
    }
    for step in order {
      if let group = bySteps[step], group.count > 1 { steps.append(group.map { items[$0] }) }
    }
  }
}

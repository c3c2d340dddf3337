/// Commits that a walk has still to visit: the newest first, ties by id, so that every run takes the same way.
struct CommitQueue {
  private struct Item: Comparable {
    let seconds: Int64
    let id: ObjectID

    static func < (before: Item, after: Item) -> Bool {
      before.seconds != after.seconds ? before.seconds > after.seconds : before.id < after.id
    }
  }

  /// A binary heap, the first item at its top.
  private var heap: [Item] = []

  var isEmpty: Bool { heap.isEmpty }

  /// The date of the commit that comes next.
  var newest: Int64? { heap.first?.seconds }

  mutating func insert(_ id: ObjectID, seconds: Int64) {
    heap.append(Item(seconds: seconds, id: id))
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popNext() -> ObjectID? {
    guard let next = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return next.id
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}

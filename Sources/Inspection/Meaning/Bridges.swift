/// Steps that only one side has: what led through some of them is explained by them.
struct Bridges {
  private let graph: StepGraph
  private let isOwn: [Bool]
  private let place: (Int) -> Int?
  /// Where the ways in lead to.
  private var entrances: [Entrance: [Int]] = [:]
  /// What has been followed.
  private var exits: [Entrance: Set<Int>] = [:]
  /// How many steps are looked at; what is beyond is not explained.
  private var patience = 4_000_000

  struct Entrance: Hashable {
    let from: Int
    let kind: Model.Edge.Kind
  }

  /// `partners`: the steps without one are those of one side. `place`: the other steps, as both sides name them.
  init(_ graph: StepGraph, over partners: [Int?], _ place: @escaping (Int) -> Int?) {
    self.graph = graph
    self.place = place
    isOwn = partners.map { $0 == nil }
    for step in partners.indices where isOwn[step] {
      for link in graph.into[step] {
        if let from = place(link.step) { entrances[Entrance(from: from, kind: link.kind), default: []].append(step) }
      }
    }
  }

  mutating func explains(_ from: Int, _ to: Int, _ kind: Model.Edge.Kind) -> Bool {
    exits(of: Entrance(from: from, kind: kind)).contains(to)
  }

  /// Conditions that lead into such steps, in the order of where they stand.
  var conditions: [Entrance] {
    entrances.keys.filter { if case .condition = $0.kind { true } else { false } }
      .sorted { ($0.from, "\($0.kind)") < ($1.from, "\($1.kind)") }
  }

  /// The steps of the other side that a way comes to behind these.
  mutating func exits(of entrance: Entrance) -> Set<Int> {
    if let known = exits[entrance] { return known }
    var open = entrances[entrance] ?? []
    var seen = Set(open)
    var found: Set<Int> = []
    while let step = open.popLast(), patience > 0 {
      patience -= 1 + graph.out[step].count
      for link in graph.out[step] {
        if !isOwn[link.step] {
          if let to = place(link.step) { found.insert(to) }
        } else if seen.insert(link.step).inserted {
          open.append(link.step)
        }
      }
    }
    exits[entrance] = found
    return found
  }
}

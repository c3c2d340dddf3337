/// The ways through a model: one walk for the checks, the difference in meaning and the circles. Everything here takes time and
/// memory in proportion to the steps and edges, and no recursion.
///
/// A step is two nodes, its beginning and its end, and is passed between them: through what lies in it, where it holds something.
/// What goes wrong or takes too long leads on from its beginning, whether or not it is passed, and so does what leads on from a
/// step that may be left out. Helpers (a tool, a memory) run when the step that they help does, so those ways are followed from it to
/// them. A step that is switched off is passed.
package struct Graph: Sendable {
  /// Which ways count.
  package enum Ways: Sendable {
    case all
    /// Without those of errors, timeouts and compensation.
    case regular
  }

  private let ids: [Model.Step.ID]
  private let places: [Model.Step.ID: Int]
  private let links: Links
  /// Steps where a run can begin, by their places in the model.
  let entries: [Int]
  /// Steps where a run can begin.
  package var starts: [Model.Step.ID] { entries.map { ids[$0] } }

  package init(_ model: Model, _ ways: Ways = .all) {
    self.init(model, ways) { _ in false }
  }

  /// - Parameter isCut: ways that are left out.
  init(_ model: Model, _ ways: Ways = .all, leavingOut isCut: (Model.Edge) -> Bool) {
    ids = model.steps.map(\.id)
    let places = Dictionary(zip(ids, ids.indices), uniquingKeysWith: { first, _ in first })
    self.places = places
    let outline = Outline(model, places)
    var passing: [Links.Link] = []
    var around: [Links.Link] = []
    for edge in model.edges where (ways == .all || edge.kind.isRegular) && !isCut(edge) {
      guard let from = places[edge.from], let to = places[edge.to] else { continue }
      switch edge.kind {
      case .helper: passing.append((Graph.begin(to), Graph.begin(from)))
      case .error, .timeout, .compensation: around.append((Graph.begin(from), Graph.begin(to)))
      case .normal, .condition:
        if outline.holder[to] == from {
          passing.append((Graph.begin(from), Graph.begin(to)))
        } else {
          // Out of the step that it lies in, unless that one begins again.
          let isOut = outline.holder[from] == to && edge.kind != .condition(Model.Edge.again)
          let target = isOut ? Graph.end(to) : Graph.begin(to)
          passing.append((Graph.end(from), target))
          if model.steps[from].mayBeSkipped { around.append((Graph.begin(from), target)) }
        }
      }
    }
    for place in ids.indices {
      passing += outline.inside(place).map { (Graph.begin(place), $0) }
      guard let holder = outline.exit(place) else { continue }
      passing.append((Graph.end(place), Graph.end(holder)))
      if model.steps[place].mayBeSkipped { around.append((Graph.begin(place), Graph.end(holder))) }
    }
    links = Links(nodes: 2 * ids.count, passing: passing, around: around)
    entries = outline.starts(model)
  }

  static func begin(_ step: Int) -> Int32 { Int32(2 * step) }
  static func end(_ step: Int) -> Int32 { Int32(2 * step + 1) }
}

extension Graph {
  /// Where a run gets to. Steps go by their places in the model.
  struct Reach: Sendable {
    /// By node: the one before on the way there, itself where the way begins, -1 where none leads.
    fileprivate let previous: [Int32]

    /// Whether a run comes to a step, passed or not.
    func contains(_ step: Int) -> Bool { previous[2 * step] >= 0 }

    /// The steps on one way to a step that is reached, itself last.
    func way(to step: Int) -> [Int] {
      var way = [step]
      var node = 2 * step
      while previous[node] >= 0, previous[node] != node {
        node = Int(previous[node])
        if way.last != node / 2 { way.append(node / 2) }
      }
      return way.reversed()
    }
  }

  /// Where a run gets to from the beginning of some steps when none of `gates` is ever passed. A gate itself is come to, and what
  /// leads on when it goes wrong or takes too long is followed.
  func reach(from steps: some Sequence<Int>, passingNone gates: (Int) -> Bool = { _ in false }) -> Reach {
    var previous = [Int32](repeating: -1, count: 2 * ids.count)
    var queue: [Int32] = []
    for node in steps.map(Graph.begin) where previous[Int(node)] < 0 {
      previous[Int(node)] = node
      queue.append(node)
    }
    var at = 0
    while at < queue.count {
      let node = Int(queue[at])
      at += 1
      let isShut = node.isMultiple(of: 2) && gates(node / 2)
      for other in isShut ? links.around(node) : links[node] where previous[Int(other)] < 0 {
        previous[Int(other)] = Int32(node)
        queue.append(other)
      }
    }
    return Reach(previous: previous)
  }

  /// By their places; names that no step has are passed over.
  func places(of ids: some Sequence<Model.Step.ID>) -> [Int] { ids.compactMap { places[$0] } }

  /// Every step that a run can get to from some steps, those included, without passing any of `gates`; the gates are not in here.
  package func reachable(
    from sources: some Sequence<Model.Step.ID>, avoiding gates: Set<Model.Step.ID> = []
  ) -> Set<Model.Step.ID> {
    let shut = Set(places(of: gates))
    let reach = reach(from: places(of: sources), passingNone: shut.contains)
    return Set(ids.indices.filter { reach.contains($0) && !shut.contains($0) }.map { ids[$0] })
  }

  /// Every step that a run can get to without passing any of `guards`: a step is behind one on every path when it is not
  /// in here. The guards themselves are not in here either.
  package func unguarded(by guards: Set<Model.Step.ID>) -> Set<Model.Step.ID> {
    reachable(from: starts, avoiding: guards)
  }

  /// The steps that come directly after one.
  package func following(_ id: Model.Step.ID) -> [Model.Step.ID] {
    guard let place = places[id] else { return [] }
    let nodes = Array(links[2 * place]) + links[2 * place + 1]
    return nodes.map { Int($0) / 2 }.filter { $0 != place }.map { ids[$0] }
  }

  /// The steps that lie on circles, each circle in the order of the file.
  package func cycles() -> [[Model.Step.ID]] {
    var components = Components(links)
    return components.circles().map { nodes in
      var seen: Set<Int> = []
      return nodes.map { $0 / 2 }.sorted().filter { seen.insert($0).inserted }.map { ids[$0] }
    }
  }
}

/// The ways from each node, in one list.
struct Links: Sendable {
  typealias Link = (from: Int32, to: Int32)

  /// Node for node: those of passing, then those around.
  private var targets: [Int32]
  /// Where each node's begin, and behind the last where they end.
  private var first: [Int32]
  private var firstAround: [Int32]

  init(nodes: Int, passing: [Link], around: [Link]) {
    first = Array(repeating: 0, count: nodes + 1)
    for link in passing { first[Int(link.from) + 1] += 1 }
    firstAround = Array(first.dropFirst())
    for link in around { first[Int(link.from) + 1] += 1 }
    for node in 0..<nodes {
      firstAround[node] += first[node]
      first[node + 1] += first[node]
    }
    targets = Array(repeating: 0, count: passing.count + around.count)
    var free = first
    for link in passing + around {
      targets[Int(free[Int(link.from)])] = link.to
      free[Int(link.from)] += 1
    }
  }

  var count: Int { firstAround.count }

  subscript(node: Int) -> ArraySlice<Int32> { targets[Int(first[node])..<Int(first[node + 1])] }

  func around(_ node: Int) -> ArraySlice<Int32> { targets[Int(firstAround[node])..<Int(first[node + 1])] }
}

extension Model.Edge.Kind {
  /// Not taken because something went wrong.
  package var isRegular: Bool {
    switch self {
    case .normal, .condition, .helper: true
    case .error, .timeout, .compensation: false
    }
  }
}

extension Model {
  /// A circle in the ways through a model.
  package struct Cycle: Hashable, Sendable {
    /// In the order of the file.
    package let steps: [Step.ID]
    /// Whether something ends it: a counter, a list that is worked through, a limit on the whole run.
    package let isBounded: Answer<Bool>
    /// A step of it waits, as polling does.
    package let waits: Bool
    /// Whether some way leads out of it.
    package let hasExit: Bool
  }

  /// Every circle; one is bounded when each time round begins another round of a loop that ends, or when the run has a limit.
  package var cycles: [Cycle] {
    let graph = Graph(self)
    let circles = graph.cycles()
    guard !circles.isEmpty else { return [] }
    let byID = Dictionary(steps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    func bound(_ edge: Edge) -> Answer<Bool> {
      guard let step = byID[edge.from], edge.begins(aRoundOf: step) else { return .absent }
      return step.isBounded
    }
    let endless = Set(Graph(self) { bound($0) == .known(true) }.cycles().joined())
    let surelyEndless = Set(Graph(self) { ![.absent, .known(false)].contains(bound($0)) }.cycles().joined())
    let isLimited = timeout.value.map { $0 > 0 } ?? false
    return circles.map { ids in
      let isBounded: Answer<Bool> =
        if isLimited || !ids.contains(where: endless.contains) {
          .known(true)
        } else if ids.contains(where: surelyEndless.contains) {
          .known(false)
        } else {
          .unknown(because: "an expression decides how often it goes round")
        }
      let inside = Set(ids)
      return Cycle(
        steps: ids, isBounded: isBounded, waits: ids.contains { [.wait, .approval].contains(byID[$0]?.kind) },
        hasExit: ids.contains { !inside.isSuperset(of: graph.following($0)) })
    }
  }
}

extension Model.Edge {
  /// Whether it leads into one more round of the loop that a step is. Other ways through the same step are no rounds of it: a
  /// loop that ends does not end a circle that comes to it again and again.
  fileprivate func begins(aRoundOf step: Model.Step) -> Bool {
    guard case .condition(let name) = kind else { return false }
    return name == Model.Edge.round && step.kind == .loop || name == Model.Edge.again && from == to
  }

  /// What leads from a loop into its next round; what leads on is called otherwise.
  static let round = "loop"
  /// What leads from a step that repeats itself, or from one that lies in it, back to its beginning.
  static let again = "again"

  /// A condition as a definition writes it: never one of the words that mean something here.
  static func condition(written test: String) -> Kind {
    .condition([round, again, "false", "else", "default"].contains(test) ? "'\(test)'" : test)
  }
}

/// Tarjan's strongly connected components, with a stack of its own.
struct Components {
  private let links: Links
  private var order: [Int32]
  private var low: [Int32]
  private var isOpen: [Bool]
  private var count: Int32 = 0
  private var stack: [Int] = []

  init(_ links: Links) {
    self.links = links
    order = Array(repeating: 0, count: links.count)
    low = order
    isOpen = Array(repeating: false, count: links.count)
  }

  /// Components of several nodes, and nodes with a way to themselves.
  mutating func circles() -> [[Int]] {
    var circles: [[Int]] = []
    for root in 0..<links.count where order[root] == 0 {
      var calls = [(node: root, left: links[root])]
      begin(root)
      while let (node, left) = calls.last {
        guard let first = left.first else {
          calls.removeLast()
          if let caller = calls.last?.node { low[caller] = min(low[caller], low[node]) }
          if low[node] == order[node] {
            let circle = close(node)
            if circle.count > 1 || links[node].contains(Int32(node)) { circles.append(circle) }
          }
          continue
        }
        calls[calls.count - 1].left = left.dropFirst()
        let target = Int(first)
        if order[target] == 0 {
          begin(target)
          calls.append((target, links[target]))
        } else if isOpen[target] {
          low[node] = min(low[node], order[target])
        }
      }
    }
    return circles
  }

  private mutating func begin(_ node: Int) {
    count += 1
    order[node] = count
    low[node] = count
    isOpen[node] = true
    stack.append(node)
  }

  private mutating func close(_ root: Int) -> [Int] {
    var circle: [Int] = []
    while let node = stack.popLast() {
      isOpen[node] = false
      circle.append(node)
      if node == root { break }
    }
    return circle
  }
}

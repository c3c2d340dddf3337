import Vocabulary

/// Finds what is different between two models, and says it.
struct Comparing {
  let old: Model
  let new: Model
  let matching: Matching
  var changes: [Change] = []
  var forks = Forks()
  /// What waits to be told together.
  var versions: [(pair: Pair, line: String)] = []

  var before: StepGraph { matching.old }
  var after: StepGraph { matching.new }

  init(_ old: Model, _ new: Model) {
    self.new = new
    let old = Aliases(old, new).renamed(old)
    let matching = Matching(StepGraph(old), StepGraph(new))
    let aliased = Aliases(matching, new.engine).renamed(old)
    // What differs in the names of renamed steps alone does not differ.
    self.old = References(matching, new).renamed(aliased) ?? aliased
    self.matching = matching.with(StepGraph(self.old))
  }

  mutating func compare() {
    compareUnknowns()
    compareWhole()
    findForks()
    compareTriggers()
    comparePermissions()
    compareSteps()
    compareDestinations()
    compareCredentials()
    compareRoutes()
    compareEdges()
  }

  mutating func tell(
    _ kind: Change.Kind, _ what: String, _ details: [String] = [], step: String? = nil, before: Spot? = nil,
    after: Spot? = nil
  ) {
    changes.append(Change(kind, what, details: details, step: step, before: before, after: after))
  }

  /// Tells about one step that both sides have.
  mutating func tell(_ kind: Change.Kind, _ pair: Pair, _ what: String, _ details: [String] = []) {
    tell(kind, what, details, step: pair.name, before: pair.old.spot, after: pair.new.spot)
  }

  /// One step on both sides.
  struct Pair {
    let a: Int
    let b: Int
    let old: Model.Step
    let new: Model.Step

    /// As the reviewed side calls it.
    var name: String { StepGraph.label(new) }
  }

  /// In the order of the reviewed side.
  var pairs: [Pair] {
    matching.oldOf.indices.compactMap { b in
      matching.oldOf[b].map { Pair(a: $0, b: b, old: before.steps[$0], new: after.steps[b]) }
    }
  }

  var added: [Int] { matching.oldOf.indices.filter { matching.oldOf[$0] == nil } }
  var removed: [Int] { matching.newOf.indices.filter { matching.newOf[$0] == nil } }

  /// What is in one list and not in the other, each as often as it is there more.
  static func surplus<Value: Hashable>(of list: [Value], over other: [Value]) -> [Value] {
    // What both begin with cancels out, and is much of most texts; where both end alike it may be others that are left.
    var list = list[...]
    var other = other[...]
    while let first = list.first, first == other.first {
      list.removeFirst()
      other.removeFirst()
    }
    var counts: [Value: Int] = [:]
    for value in other { counts[value, default: 0] += 1 }
    return list.filter { value in
      guard let count = counts[value], count > 0 else { return true }
      counts[value] = count - 1
      return false
    }
  }
}

extension Answer {
  /// The value in words; what is absent and what is not known say so.
  func words(absent: String = "not said", _ word: (Value) -> String) -> String {
    switch self {
    case .known(let value): word(value)
    case .absent: absent
    case .unknown(let because): "not known (\(Shown.value(because)))"
    }
  }

  var isUnknown: Bool { if case .unknown = self { true } else { false } }

  /// Equal in what they say; the words for why something is not known are no difference.
  func agrees(with other: Answer) -> Bool {
    isUnknown && other.isUnknown || self == other
  }
}

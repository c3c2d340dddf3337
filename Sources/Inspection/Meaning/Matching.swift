import Workflows

/// Which step of one model is which of the other: by id and name, else by what it does and where it stands.
///
/// Editors give new ids, people rename and move: neither makes another step. Takes time in the order of the steps and edges.
struct Matching {
  private(set) var old: StepGraph
  let new: StepGraph
  /// By place in the old list.
  private(set) var newOf: [Int?]
  /// By place in the new list.
  private(set) var oldOf: [Int?]

  init(_ old: StepGraph, _ new: StepGraph) {
    self.old = old
    self.new = new
    newOf = [Int?](repeating: nil, count: old.steps.count)
    oldOf = [Int?](repeating: nil, count: new.steps.count)
    match { Key([$0.id, $0.name, $0.type]) }
    match { step in step.identity.map { Key([$0, step.name, step.type]) } }
    match { $0.name.isEmpty ? nil : Key([$0.name, $0.type, $0.scope ?? ""]) }
    match { $0.name.isEmpty ? nil : Key([$0.name, $0.type]) }
    match { Key([$0.id, $0.type]) }
    match { step in step.identity.map { Key([$0, step.type]) } }
    matchContents()
    matchLikes()
    matchPlaces()
    match { $0.name.isEmpty ? nil : Key([$0.name]) }
    match { Key([$0.id]) }
  }

  /// The same steps with other words on the old side.
  func with(_ old: StepGraph) -> Matching {
    var matching = self
    matching.old = old
    return matching
  }

  private struct Key: Hashable {
    let parts: [String]
    init(_ parts: [String]) { self.parts = parts }
  }

  private mutating func pair(_ a: Int, _ b: Int) {
    newOf[a] = b
    oldOf[b] = a
  }

  private var openOld: [Int] { old.steps.indices.filter { newOf[$0] == nil } }
  private var openNew: [Int] { new.steps.indices.filter { oldOf[$0] == nil } }

  /// Pairs what one key names on both sides and only once on each.
  private mutating func match(_ key: (Model.Step) -> Key?) {
    var there: [Key: Int?] = [:]
    for step in openNew {
      guard let key = key(new.steps[step]) else { continue }
      there[key] = there[key] == nil ? .some(step) : .some(nil)
    }
    guard !there.isEmpty else { return }
    var here: [Key: Int?] = [:]
    for step in openOld {
      guard let key = key(old.steps[step]) else { continue }
      here[key] = here[key] == nil ? .some(step) : .some(nil)
    }
    for step in openOld {
      guard let key = key(old.steps[step]), here[key] == .some(step), let other = there[key], let other else {
        continue
      }
      pair(step, other)
    }
  }

  // MARK: the same content in the same surroundings

  /// Pairs steps that do the same and stand among steps that do the same; of equals in equal places, in the order of the file. What
  /// changed somewhere is in the surroundings of all: those of which no more than a little agrees come after.
  private mutating func matchContents() {
    for radius in [16, 4, 2, 1] {
      guard newOf.contains(where: { $0 == nil }), oldOf.contains(where: { $0 == nil }) else { return }
      matchContents(within: radius, isWhole: radius == 16)
    }
    match(byContent: Matching.contents(old) { _ in nil }, Matching.contents(new) { _ in nil })
  }

  private mutating func matchContents(within radius: Int, isWhole: Bool) {
    var olds = Matching.contents(old) { newOf[$0] == nil ? nil : $0 }
    var news = Matching.contents(new) { oldOf[$0] }
    var classes = 0
    for _ in 0..<radius {
      olds = Matching.refined(olds, old)
      news = Matching.refined(news, new)
      let count = Set(openOld.map { olds[$0] }).count
      if count == classes { break }
      classes = count
    }
    var there: [Int: [Int]] = [:]
    for step in openNew { there[news[step], default: []].append(step) }
    var here: [Int: [Int]] = [:]
    for step in openOld { here[olds[step], default: []].append(step) }
    // Those that cannot be meant otherwise first; what they lead to follows from them.
    var queue = openOld.filter { here[olds[$0]]?.count == 1 && there[olds[$0]]?.count == 1 }
    for step in queue { if let other = there[olds[step]]?.first { pair(step, other) } }
    follow(&queue, olds, news)
    guard isWhole else { return }
    let even = Set(here.keys.filter { here[$0]?.count == there[$0]?.count })
    for key in even { there[key]?.reverse() }
    for step in openOld where newOf[step] == nil && even.contains(olds[step]) {
      while let other = there[olds[step]]?.popLast() {
        guard oldOf[other] == nil else { continue }
        pair(step, other)
        queue = [step]
        follow(&queue, olds, news)
        break
      }
    }
  }

  private mutating func match(byContent olds: [Int], _ news: [Int]) {
    var there: [Int: [Int]] = [:]
    for step in openNew { there[news[step], default: []].append(step) }
    var here: [Int: [Int]] = [:]
    for step in openOld { here[olds[step], default: []].append(step) }
    for step in openOld {
      guard let twins = there[olds[step]], twins.count == 1, here[olds[step]]?.count == 1 else { continue }
      pair(step, twins[0])
    }
  }

  /// From each pair on to its neighbours that are alike.
  private mutating func follow(_ queue: inout [Int], _ olds: [Int], _ news: [Int]) {
    while let step = queue.popLast() {
      guard let other = newOf[step] else { continue }
      for (mine, theirs) in [(old.out[step], new.out[other]), (old.into[step], new.into[other])] {
        guard mine.contains(where: { newOf[$0.step] == nil }) else { continue }
        var open: [Int: [Int]] = [:]
        for link in theirs.reversed() where oldOf[link.step] == nil {
          open[news[link.step], default: []].append(link.step)
        }
        for link in mine where newOf[link.step] == nil {
          while let twin = open[olds[link.step]]?.popLast() {
            guard oldOf[twin] == nil else { continue }
            pair(link.step, twin)
            queue.append(link.step)
            break
          }
        }
      }
    }
  }

  /// What each step does, as a number that is the same for the same; of one that has a partner, the partner.
  private static func contents(_ graph: StepGraph, partner: (Int) -> Int?) -> [Int] {
    graph.steps.indices.map { step in
      var hasher = Hasher()
      if let partner = partner(step) {
        hasher.combine(partner)
      } else {
        hasher.combine(content: graph.steps[step], graph.engine)
      }
      return hasher.finalize()
    }
  }

  /// The same, with what stands around each step.
  private static func refined(_ hashes: [Int], _ graph: StepGraph) -> [Int] {
    graph.steps.indices.map { step in
      var sum = (0, 0)
      for link in graph.out[step] { sum.0 &+= around(link, hashes) }
      for link in graph.into[step] { sum.1 &+= around(link, hashes) }
      var hasher = Hasher()
      hasher.combine(hashes[step])
      hasher.combine(sum.0)
      hasher.combine(sum.1)
      if let scope = graph.scope(of: step) { hasher.combine(hashes[scope]) }
      return hasher.finalize()
    }
  }

  private static func around(_ link: StepGraph.Link, _ hashes: [Int]) -> Int {
    var hasher = Hasher()
    hasher.combine(link.kind)
    hasher.combine(hashes[link.step])
    return hasher.finalize()
  }

  // MARK: alike, or in the same place

  /// Pairs open steps of one type that agree in half of what they do, where there are few of the type.
  private mutating func matchLikes() {
    let here = Dictionary(grouping: openOld) { old.steps[$0].type }
    let there = Dictionary(grouping: openNew) { new.steps[$0].type }
    for (type, mine) in here.sorted(by: { $0.key < $1.key }) {
      guard let theirs = there[type], mine.count <= 32, theirs.count <= 32 else { continue }
      let features = (
        mine.map { old.steps[$0].features(old.engine) }, theirs.map { new.steps[$0].features(new.engine) }
      )
      var likes: [(likeness: Double, a: Int, b: Int)] = []
      for (i, a) in mine.enumerated() {
        for (j, b) in theirs.enumerated() {
          let shared = features.0[i].intersection(features.1[j]).count
          let all = features.0[i].union(features.1[j]).count
          if all > 0, shared * 2 >= all { likes.append((Double(shared) / Double(all), a, b)) }
        }
      }
      likes.sort { ($1.likeness, $0.a, $0.b) < ($0.likeness, $1.a, $1.b) }
      for like in likes where newOf[like.a] == nil && oldOf[like.b] == nil { pair(like.a, like.b) }
    }
  }

  /// Pairs open steps of one type that stand between the same steps.
  private mutating func matchPlaces() {
    for _ in 0..<4 {
      let before = openOld.count
      let olds = openOld.map { ($0, place($0, old) { newOf[$0] }) }
      let news = openNew.map { ($0, place($0, new) { oldOf[$0] == nil ? nil : $0 }) }
      var there: [[Int]: [Int]] = [:]
      for (step, place) in news { if let place { there[place, default: []].append(step) } }
      var here: [[Int]: Int] = [:]
      for (_, place) in olds { if let place { here[place, default: 0] += 1 } }
      for (step, place) in olds {
        guard let place, here[place] == 1, let other = there[place], other.count == 1 else { continue }
        pair(step, other[0])
      }
      if openOld.count == before { return }
    }
  }

  /// The type, and the partners of what leads there and of what follows; nil where there is none.
  private func place(_ step: Int, _ graph: StepGraph, _ partner: (Int) -> Int?) -> [Int]? {
    let around = [graph.into[step], graph.out[step]].map { links in Set(links.compactMap { partner($0.step) }).sorted()
    }
    guard !(around[0].isEmpty && around[1].isEmpty) else { return nil }
    return [graph.steps[step].type.hashValue] + around[0] + [-1] + around[1]
  }
}

extension Hasher {
  /// All that a step does, without its id, its name and where it stands.
  fileprivate mutating func combine(content step: Model.Step, _ engine: Engine) {
    combine(step.kind)
    combine(step.type)
    combine(step.isDisabled)
    combine(step.onError)
    combine(step.retries)
    combine(step.timeout)
    combine(step.approval.map { [$0.approvers.value ?? "", "\($0.hasRejectPath)"] })
    for feature in step.features(engine).sorted() { combine(feature) }
  }
}

extension Model.Step {
  /// What a step does, in pieces that can be compared, whatever the steps are called that its expressions name.
  fileprivate func features(_ engine: Engine) -> Set<String> {
    func words(_ text: String) -> String { References.nameless(text, engine) }
    var features: Set<String> = []
    for setting in settings { features.insert("s \(setting.key)\u{0}\(words(setting.value))") }
    for destination in destinations { features.insert("d \(words(destination.written))") }
    for credential in credentials { features.insert("c \(credential.type) \(credential.reference.value ?? "")") }
    for code in code { features.insert("x \(code.language)\u{0}\(words(code.text))") }
    for call in calls { features.insert("r \(call.kind.rawValue) \(call.name.value ?? "")") }
    return features
  }
}

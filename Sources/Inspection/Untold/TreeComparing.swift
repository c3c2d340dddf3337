import Vocabulary

/// Finds where two versions of a file differ, value by value, whether or not anything tells of it.
struct TreeComparing {
  /// A value in a tree, and the way to it.
  struct Found {
    let tree: Tree
    let path: [Tree.Step]
    let pointer: String
    /// What says whether it may be secret: the nearest key above, or what the pair is called that it is the value of.
    let label: String
    /// Where starts what it lies in.
    var holder: Tree.Place?

    func inner(_ tree: Tree, key: String? = nil) -> Found {
      var label = key ?? self.label
      // What lies below the name of a secret is one, whatever it is called there.
      if Literals.isSecretName(self.label) || Shown.isSecretLabel(self.label) { label = self.label }
      if let key, let name = self.tree.name, !TreeComparing.naming.contains(key), Literals.isSecretName(name) {
        label = name
      }
      return Found(
        tree: tree, path: tree.path(path), pointer: tree.pointer(pointer), label: label,
        holder: self.tree.place ?? holder)
    }

    /// The keys that lead to it, as `Noise` has them.
    var trail: [String] {
      path.compactMap { step in
        switch step {
        case .key(let key): key
        case .index: "#"
        case .attribute(let name): "@" + (name.split(separator: ":").last ?? "")
        case .document, .text, .child: nil
        }
      }
    }

    /// Itself; of all children of one name, which have no place together, each.
    var places: [Found] {
      guard tree.step == nil, case .array(let children) = tree.content else { return [self] }
      return children.map { inner($0) }
    }
  }

  /// Where the two differ; one side is nil where the other has more.
  struct Item {
    let old: Found?
    let new: Found?
    /// Only the order is another: what has to stand where, by its place now, to be in the order of before.
    var order: [Int]?
    /// The step that it lies in, by its place on the reviewed side.
    let step: Tree.Place?
  }

  let partners: Partners
  let noise: Noise
  /// Whether the order of equal parts says something.
  let isOrdered: Bool
  private(set) var items: [Item] = []
  private var step: Tree.Place?
  /// Steps that do not stand beside their partners.
  private var elsewhere: (old: [Tree.Place: Found], new: [Tree.Place: Found]) = ([:], [:])

  static let naming: Set<String> = ["name", "key", "@name", "@key", "@target"]

  init(_ partners: Partners, _ noise: Noise, isOrdered: Bool) {
    self.partners = partners
    self.noise = noise
    self.isOrdered = isOrdered
  }

  mutating func compare(_ old: Tree, _ new: Tree) {
    let found = [old, new].map { Found(tree: $0, path: $0.path([]), pointer: $0.pointer(""), label: "") }
    compare(found[0], found[1])
    while true {
      let pairs = elsewhere.old.compactMap { place, was in
        partners.places[place].flatMap { elsewhere.new[$0] }.map { (place: place, was: was, now: $0) }
      }.sorted { $0.was.path.lexicographicallyPrecedes($1.was.path) }
      if pairs.isEmpty { return }
      for pair in pairs {
        elsewhere.old[pair.place] = nil
        pair.now.tree.place.map { elsewhere.new[$0] = nil }
        compareStep(pair.was, pair.now)
      }
    }
  }

  private mutating func compareStep(_ old: Found, _ new: Found) {
    if let place = new.tree.place, partners.comments.contains(place) { return }
    let outer = step
    if let place = new.tree.place, partners.labels[place] != nil { step = place }
    compare(old, new)
    step = outer
  }

  private mutating func compare(_ old: Found, _ new: Found) {
    if old.tree.hash == new.tree.hash { return }
    switch (old.tree.content, new.tree.content) {
    case (.scalar(let was), .scalar(let now)):
      if was != now, renamed(was, at: old) != now { tell(old, new) }
    case (.object(let was), .object(let now)): compare(old, was, new, now)
    case (.array(let was), .array(let now)): compare(old, was, new, now)
    // `needs: build` is `needs: [build]`.
    case (.scalar, .array(let now)) where now.count == 1 && now[0].isScalar: compare(old, new.inner(now[0]))
    case (.array(let was), .scalar) where was.count == 1 && was[0].isScalar: compare(old.inner(was[0]), new)
    default: tell(old, new)
    }
  }

  // MARK: what has keys

  private mutating func compare(
    _ old: Found, _ was: [(key: String, value: Tree)], _ new: Found, _ now: [(key: String, value: Tree)]
  ) {
    var olds = was.map { (key: $0.key, found: old.inner($0.value, key: $0.key)) }
    var news = now.map { (key: $0.key, found: new.inner($0.value, key: $0.key)) }
    let steps = takeSteps(&olds, &news, \.found)
    for (was, now) in steps { compareStep(was.found, now.found) }
    var byKey = Dictionary(news.map { ($0.key, $0.found) }, uniquingKeysWith: { first, _ in first })
    var left: [(key: String, found: Found)] = []
    for member in olds {
      if let other = byKey.removeValue(forKey: member.key) { compare(member.found, other) } else { left.append(member) }
    }
    for member in left {
      let name = noise.isReference(member.key, at: old.trail + [member.key]) ? partners.renamed(member.key) : member.key
      if name != member.key, let other = byKey.removeValue(forKey: name) {
        compare(member.found, other)
      } else {
        for found in member.found.places { tell(found, nil) }
      }
    }
    for member in news where byKey[member.key] != nil { for found in member.found.places { tell(nil, found) } }
  }

  /// Takes out what is a step, or holds one workflow: what belongs together of it stands side by side, or elsewhere.
  private mutating func takeSteps<Member>(
    _ olds: inout [Member], _ news: inout [Member], _ found: (Member) -> Found
  ) -> [(Member, Member)] {
    func place(_ member: Member, _ steps: Set<Tree.Place>) -> Tree.Place? {
      let tree = found(member).tree
      guard !tree.isScalar, let place = tree.place, steps.contains(place) else { return nil }
      return place
    }
    var there: [Tree.Place: Member] = [:]
    for member in news { if let place = place(member, partners.new) { there[place] = member } }
    var pairs: [(Member, Member)] = []
    for member in olds {
      guard let here = place(member, partners.old) else { continue }
      if let partner = partners.places[here], let other = there.removeValue(forKey: partner) {
        pairs.append((member, other))
      } else {
        elsewhere.old[here] = found(member)
      }
    }
    for (place, member) in there { elsewhere.new[place] = found(member) }
    olds.removeAll { place($0, partners.old) != nil }
    news.removeAll { place($0, partners.new) != nil }
    return pairs
  }

  // MARK: lists

  private mutating func compare(_ old: Found, _ was: [Tree], _ new: Found, _ now: [Tree]) {
    var olds = was.map { old.inner($0) }
    var news = now.map { new.inner($0) }
    for (was, now) in takeSteps(&olds, &news, { $0 }) { compareStep(was, now) }
    var pairs: [(Int, Int)] = []
    var taken: Set<Int> = []
    var open = Array(olds.indices)
    for key in [{ "\($0.hash)" }, { $0.title }] as [(Tree) -> String?] {
      if open.isEmpty { break }
      var there = Lists(
        news.indices.filter { !taken.contains($0) }.compactMap { i in key(news[i].tree).map { ($0, i) } })
      open.removeAll { index in
        guard let word = key(olds[index].tree), let other = there.pop(word, besides: taken) else { return false }
        taken.insert(other)
        pairs.append((index, other))
        return true
      }
    }
    let left = news.indices.filter { !taken.contains($0) }
    // What else changed may stand anywhere, unless there is as much of it as before.
    if open.count == left.count { pairs += zip(open, left).map { ($0, $1) } }
    // Steps have their order in the ways between them.
    if isOrdered, old.tree.step != nil, olds.count == was.count, news.count == now.count {
      tellOrder(pairs, old, new, count: now.count)
    }
    if open.count != left.count { pairs += zip(open, left).map { ($0, $1) } }
    for (a, b) in pairs { compare(olds[a], news[b]) }
    let count = min(open.count, left.count)
    for index in open.dropFirst(count) { tell(olds[index], nil) }
    for index in left.dropFirst(count) { tell(nil, news[index]) }
  }

  private mutating func tellOrder(_ pairs: [(Int, Int)], _ old: Found, _ new: Found, count: Int) {
    let order = pairs.sorted { $0.0 < $1.0 }.map(\.1)
    guard zip(order, order.dropFirst()).contains(where: { $0 > $1 }) else { return }
    var places = Array(0..<count)
    for (place, index) in zip(order.sorted(), order) { places[place] = index }
    items.append(Item(old: old, new: new, order: places, step: step))
  }

  /// A text of the old side in the reviewed side's names, where it may name a step.
  private func renamed(_ text: String, at found: Found) -> String {
    let isOwn =
      found.holder.map(partners.old.contains) == true
      && ["name", "id", "@name", "@id"].contains(found.trail.last)
    return isOwn || noise.isReference(text, at: found.trail) ? partners.renamed(text) : partners.rewritten(text)
  }

  private mutating func tell(_ old: Found?, _ new: Found?) {
    if let old { keepSteps(old, partners.old, isOld: true) }
    if let new { keepSteps(new, partners.new, isOld: false) }
    items.append(Item(old: old, new: new, step: step))
  }

  /// What is new or gone as a whole may hold steps that only moved.
  private mutating func keepSteps(_ found: Found, _ steps: Set<Tree.Place>, isOld: Bool) {
    guard !found.tree.isScalar else { return }
    var inside: [(Tree.Place, Found)] = []
    found.tree.forEach(
      { tree, path, pointer in
        guard !tree.isScalar, let place = tree.place, steps.contains(place) else { return }
        inside.append((place, Found(tree: tree, path: path, pointer: pointer, label: "")))
      }, path: found.path, pointer: found.pointer)
    for (place, step) in inside { if isOld { elsewhere.old[place] = step } else { elsewhere.new[place] = step } }
  }
}

extension Tree {
  /// What the pair is called that it is.
  var name: String? {
    guard case .object(let members) = content else { return nil }
    for (key, value) in members where TreeComparing.naming.contains(key) {
      if case .scalar(let text) = value.content, !text.isEmpty { return text }
    }
    return nil
  }
}

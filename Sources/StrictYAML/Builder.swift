/// Makes nodes of events, with a stack of its own.
struct Builder {
  private let limits: YAMLLimits
  private let mode: Mode
  private var open: [Collection] = []
  private var nodes = 0
  private var documents = 0
  /// What the names of this document's anchors stand for.
  private var anchors: [String: Anchored] = [:]
  /// The values of the documents that are complete.
  private(set) var roots: [YAMLNode] = []

  enum Mode { case strict, definitions }

  init(_ limits: YAMLLimits, _ mode: Mode = .strict) {
    self.limits = limits
    self.mode = mode
  }

  mutating func take(_ event: Event, at place: YAMLPosition) throws(YAMLError) {
    switch event {
    case .documentStart(let directives):
      try startDocument(directives: directives, at: place)
    case .scalar(let text, let plain, let properties):
      try count(properties, at: place)
      let node = YAMLNode(.scalar(text, plain: plain), at: place, tag: properties.tag)
      if let name = properties.anchor { anchors[name] = Anchored(node: node, size: 1, height: 0) }
      if expectsKey {
        try add(key: text, plain, at: place)
      } else {
        add(node, height: 0)
      }
    case .sequenceStart(let properties):
      try start(Collection(isMapping: false, place, properties, before: nodes), properties)
    case .mappingStart(let properties):
      try start(Collection(isMapping: true, place, properties, before: nodes), properties)
    case .collectionEnd:
      if let collection = open.popLast() { close(collection) }
    case .alias(let name):
      try addAlias(name, at: place)
    case .documentEnd, .end:
      break
    }
  }

  private var expectsKey: Bool {
    guard let last = open.last else { return false }
    return last.isMapping && last.key == nil
  }

  private mutating func startDocument(directives: Bool, at place: YAMLPosition) throws(YAMLError) {
    documents += 1
    anchors = [:]
    guard mode == .strict else { return }
    if directives { throw .directive(at: place) }
    if documents > 1 { throw .severalDocuments(at: place) }
  }

  private mutating func count(_ properties: Event.Properties, at place: YAMLPosition) throws(YAMLError) {
    if mode == .strict {
      if let anchor = properties.anchor { throw .anchor(anchor, at: place) }
      if let tag = properties.tag { throw .tag(tag, at: place) }
    }
    try count(1, at: place)
  }

  private mutating func count(_ more: Int, at place: YAMLPosition) throws(YAMLError) {
    nodes += more
    if nodes > limits.nodes { throw .tooManyNodes(limit: limits.nodes, at: place) }
  }

  private mutating func start(_ collection: Collection, _ properties: Event.Properties) throws(YAMLError) {
    try count(properties, at: collection.position)
    if expectsKey { throw .keyNotScalar(at: collection.position) }
    if open.count >= limits.depth { throw .tooDeep(limit: limits.depth, at: collection.position) }
    open.append(collection)
  }

  private mutating func close(_ collection: Collection) {
    let node = collection.node
    if let name = collection.anchor {
      anchors[name] = Anchored(node: node, size: nodes - collection.nodesBefore, height: collection.height)
    }
    add(node, height: collection.height)
  }

  /// Puts in what an alias stands for. It counts as if it were written out, so that a small text cannot become a large value.
  private mutating func addAlias(_ name: String, at place: YAMLPosition) throws(YAMLError) {
    // An anchor around the alias itself is not complete yet, so that no value can hold itself.
    guard mode == .definitions, let anchored = anchors[name] else { throw .alias(name, at: place) }
    try count(anchored.size, at: place)
    if open.count + anchored.height > limits.depth { throw .tooDeep(limit: limits.depth, at: place) }
    guard expectsKey else { return add(anchored.node, height: anchored.height) }
    guard case .scalar(let text, let plain) = anchored.node.content else { throw .keyNotScalar(at: place) }
    try add(key: text, plain, at: place)
  }

  private mutating func add(key: String, _ plain: Bool, at place: YAMLPosition) throws(YAMLError) {
    // A plain key of no characters is an absent one: `: value`.
    if plain, key.isEmpty { throw .keyNotScalar(at: place) }
    if plain, key == "<<" {
      if mode == .strict { throw .mergeKey(at: place) }
      open[open.count - 1].merges = true
    }
    if let first = open[open.count - 1].keys.updateValue(place, forKey: key) {
      throw .duplicateKey(key, first: first, again: place)
    }
    open[open.count - 1].key = (key, place)
  }

  private mutating func add(_ node: YAMLNode, height: Int) {
    guard let last = open.indices.last else {
      if case .scalar("", plain: true) = node.content { return }
      roots.append(node)
      return
    }
    open[last].height = max(open[last].height, height + 1)
    if let (key, place) = open[last].key {
      open[last].entries.append(YAMLEntry(key: key, keyPosition: place, value: node))
      open[last].key = nil
    } else {
      open[last].items.append(node)
    }
  }
}

/// What an anchor names: its value, how many nodes that is, and how many collections lie in each other.
private struct Anchored {
  let node: YAMLNode
  let size: Int
  let height: Int
}

/// A sequence or a mapping whose end has not come.
private struct Collection {
  let isMapping: Bool
  let position: YAMLPosition
  let anchor: String?
  let tag: String?
  /// How many nodes there were when it began.
  let nodesBefore: Int
  /// How many collections lie in each other here, this one counted.
  var height = 1
  /// Whether it has the plain key `<<`.
  var merges = false
  var items: [YAMLNode] = []
  var entries: [YAMLEntry] = []
  /// The key whose value comes next.
  var key: (String, YAMLPosition)?
  var keys: [String: YAMLPosition] = [:]

  init(isMapping: Bool, _ position: YAMLPosition, _ properties: Event.Properties, before nodes: Int) {
    self.isMapping = isMapping
    self.position = position
    anchor = properties.anchor
    tag = properties.tag
    nodesBefore = nodes
  }

  var node: YAMLNode {
    YAMLNode(isMapping ? .mapping(merges ? merged : entries) : .sequence(items), at: position, tag: tag)
  }

  /// The entries, and those of what `<<` names whose keys are not here. Source: yaml.org/type/merge.html.
  ///
  /// A `<<` that names something else than mappings stays, for a reader to see.
  private var merged: [YAMLEntry] {
    var taken = Set(keys.keys)
    var merged: [YAMLEntry] = []
    for entry in entries {
      guard entry.key == "<<", let sources = mappings(entry.value) else {
        merged.append(entry)
        continue
      }
      for other in sources.joined() where taken.insert(other.key).inserted { merged.append(other) }
    }
    return merged
  }

  private func mappings(_ node: YAMLNode) -> [[YAMLEntry]]? {
    switch node.content {
    case .mapping(let entries): return [entries]
    case .scalar: return nil
    case .sequence(let items):
      var all: [[YAMLEntry]] = []
      for item in items {
        guard case .mapping(let entries) = item.content else { return nil }
        all.append(entries)
      }
      return all
    }
  }
}

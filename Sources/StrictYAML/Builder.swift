/// Makes a node of events, with a stack of its own.
struct Builder {
  private let limits: YAMLLimits
  private var open: [Collection] = []
  private var nodes = 0
  private var documents = 0
  /// The value of the document, once it is complete.
  private(set) var root: YAMLNode?

  init(_ limits: YAMLLimits) {
    self.limits = limits
  }

  mutating func take(_ event: Event, at place: YAMLPosition) throws(YAMLError) {
    switch event {
    case .documentStart(let directives):
      if directives { throw .directive(at: place) }
      documents += 1
      if documents > 1 { throw .severalDocuments(at: place) }
    case .scalar(let text, let plain, let properties):
      try count(properties, at: place)
      if expectsKey {
        try add(key: text, plain, at: place)
      } else {
        add(YAMLNode(.scalar(text, plain: plain), at: place))
      }
    case .sequenceStart(let properties):
      try start(Collection(isMapping: false, place), properties)
    case .mappingStart(let properties):
      try start(Collection(isMapping: true, place), properties)
    case .collectionEnd:
      if let collection = open.popLast() { add(collection.node) }
    case .alias(let name):
      throw .alias(name, at: place)
    case .documentEnd, .end:
      break
    }
  }

  private var expectsKey: Bool {
    guard let last = open.last else { return false }
    return last.isMapping && last.key == nil
  }

  private mutating func count(_ properties: Event.Properties, at place: YAMLPosition) throws(YAMLError) {
    if let anchor = properties.anchor { throw .anchor(anchor, at: place) }
    if let tag = properties.tag { throw .tag(tag, at: place) }
    nodes += 1
    if nodes > limits.nodes { throw .tooManyNodes(limit: limits.nodes, at: place) }
  }

  private mutating func start(_ collection: Collection, _ properties: Event.Properties) throws(YAMLError) {
    try count(properties, at: collection.position)
    if expectsKey { throw .keyNotScalar(at: collection.position) }
    if open.count >= limits.depth { throw .tooDeep(limit: limits.depth, at: collection.position) }
    open.append(collection)
  }

  private mutating func add(key: String, _ plain: Bool, at place: YAMLPosition) throws(YAMLError) {
    // A plain key of no characters is an absent one: `: value`.
    if plain, key.isEmpty { throw .keyNotScalar(at: place) }
    if plain, key == "<<" { throw .mergeKey(at: place) }
    if let first = open[open.count - 1].keys.updateValue(place, forKey: key) {
      throw .duplicateKey(key, first: first, again: place)
    }
    open[open.count - 1].key = (key, place)
  }

  private mutating func add(_ node: YAMLNode) {
    guard let last = open.indices.last else {
      root = node
      return
    }
    if let (key, place) = open[last].key {
      open[last].entries.append(YAMLEntry(key: key, keyPosition: place, value: node))
      open[last].key = nil
    } else {
      open[last].items.append(node)
    }
  }
}

/// A sequence or a mapping whose end has not come.
private struct Collection {
  let isMapping: Bool
  let position: YAMLPosition
  var items: [YAMLNode] = []
  var entries: [YAMLEntry] = []
  /// The key whose value comes next.
  var key: (String, YAMLPosition)?
  var keys: [String: YAMLPosition] = [:]

  init(isMapping: Bool, _ position: YAMLPosition) {
    self.isMapping = isMapping
    self.position = position
  }

  var node: YAMLNode {
    YAMLNode(isMapping ? .mapping(entries) : .sequence(items), at: position)
  }
}

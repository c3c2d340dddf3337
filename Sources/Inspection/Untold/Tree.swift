import StrictJSON
import StrictXML
import StrictYAML
import Workflows

/// A definition as a tree that two versions are held against each other by, without what means nothing to its engine.
struct Tree {
  /// From a value to one in it.
  enum Step: Hashable, Comparable {
    case document(Int)
    case key(String)
    case index(Int)
    case attribute(String)
    case text
    case child(Int)
  }

  /// Where a value starts. No two values of a text that hold others start at the same place.
  struct Place: Hashable {
    let line: Int
    let column: Int
  }

  enum Content {
    case scalar(String)
    case object([(key: String, value: Tree)])
    case array([Tree])
  }

  /// nil: the same value in another form, as `!Ref X` is `{Ref: X}`, or the children of one name.
  let step: Step?
  /// What it adds to a pointer.
  let word: String
  /// nil where the reader gives none.
  let place: Place?
  let content: Content
  /// What it is called, whether or not that means something; nil where nothing says it.
  let title: String?
  /// The same for the same content, whatever the order of keys.
  let hash: Int

  /// - Parameter meaning: the same in the form that all forms are held against each other in; nil: it is its own.
  init(_ content: Content, step: Step?, word: String, place: Place?, title: String? = nil, meaning: Tree? = nil) {
    self.content = content
    self.title = title
    self.step = step
    self.word = word
    self.place = place
    if let meaning {
      hash = meaning.hash
      return
    }
    var hasher = Hasher()
    switch content {
    case .scalar(let text):
      hasher.combine(0)
      hasher.combine(text)
    case .array(let elements):
      hasher.combine(1)
      for element in elements { hasher.combine(element.hash) }
    case .object(let members):
      hasher.combine(2)
      var sum = 0
      for (key, value) in members {
        var member = Hasher()
        member.combine(key)
        member.combine(value.hash)
        sum &+= member.finalize()
      }
      hasher.combine(sum)
    }
    hash = hasher.finalize()
  }

  var isScalar: Bool { if case .scalar = content { true } else { false } }

  /// Itself and all in it.
  func forEach(_ body: (Tree, [Step], String) -> Void, path: [Step], pointer: String) {
    body(self, path, pointer)
    for (child, _) in children { child.forEach(body, path: child.path(path), pointer: child.pointer(pointer)) }
  }

  var children: [(tree: Tree, key: String?)] {
    switch content {
    case .scalar: []
    case .object(let members): members.map { ($0.value, $0.key) }
    case .array(let elements): elements.map { ($0, nil) }
    }
  }

  func path(_ outer: [Step]) -> [Step] { step.map { outer + [$0] } ?? outer }
  func pointer(_ outer: String) -> String { word.isEmpty ? outer : "\(outer)/\(word)" }
}

/// Makes trees of what was read.
struct TreeMaking {
  let noise: Noise
  /// Whether a text and a number that read alike are told apart.
  private(set) var isTyped: Bool
  /// What stands for ids that an editor gives anew.
  let names: [String: String]
  private var trail: [String] = []

  init(_ document: Document, _ engine: Engine, isTyped: Bool) {
    noise = Noise.of(engine)
    self.isTyped = isTyped
    names = noise.names(in: document)
  }

  mutating func tree(of document: Document) -> Tree? {
    switch document.content {
    case .text: return nil
    case .xml(let element):
      let root = XMLPart(element)
      return tree(root, step: nil, word: root.name)
    case .parts(let parts):
      let trees = parts.enumerated().map { tree($1, step: .document($0), word: "") }
      return Tree(.array(trees), step: nil, word: "", place: nil)
    }
  }

  private mutating func tree(_ part: Part, step: Tree.Step?, word: String) -> Tree {
    let place: Tree.Place
    switch part.node {
    case .json(let node): place = Tree.Place(line: node.position.line, column: node.position.column)
    case .yaml(let node): place = Tree.Place(line: node.position.line, column: node.position.column)
    }
    if let function = part.function {
      // Source: AWS, "Intrinsic function reference": the short form in YAML.
      let inner = Tree(content(part), step: nil, word: function, place: nil)
      return Tree(.object([(function, Self.joined(inner, function))]), step: step, word: word, place: place)
    }
    return Tree(
      content(part), step: step, word: word, place: place, title: Self.title(of: part), meaning: meaning(of: part))
  }

  /// Of what an engine takes in several forms, one.
  private mutating func meaning(of part: Part) -> Tree? {
    switch noise.engine {
    case .githubActions where trail == ["on"]:
      // Source: docs.github.com, "Workflow syntax for GitHub Actions", `on`: one event, a list, or each with its filters.
      let events = part.isObject ? nil : part.string.map { [$0] } ?? part.elements.compactMap(\.string)
      let nothing = Tree(.scalar("null"), step: nil, word: "", place: nil)
      return events.map { Tree(.object($0.map { ($0, nothing) }), step: nil, word: "", place: nil) }
    case .stepFunctions where trail.contains("DefinitionString"):
      guard let text = part.string, text.utf8.first(where: { !Ascii.isBlank($0) }) == UInt8(ascii: "{") else {
        return nil
      }
      do throws(JSONError) {
        guard let machine = try part.readingText() else { return nil }
        let outer = (trail, isTyped)
        (trail, isTyped) = ([], true)
        defer { (trail, isTyped) = outer }
        return tree(machine, step: nil, word: "")
      } catch {
        return nil
      }
    default: return nil
    }
  }

  /// The kind of thing and its name: of a resource of Kubernetes, a rule, a pair.
  private static func title(of part: Part) -> String? {
    guard part.isObject else { return nil }
    let words = ["kind", "type", "name", "key"].map { part[$0]?.scalar } + [part["metadata"]?["name"]?.scalar]
    return words.contains { $0 != nil } ? words.map { $0 ?? "" }.joined(separator: "\u{0}") : nil
  }

  private mutating func content(_ part: Part) -> Tree.Content {
    if part.isArray {
      trail.append("#")
      defer { trail.removeLast() }
      return .array(part.elements.enumerated().map { tree($1, step: .index($0), word: "\($0)") })
    }
    if part.isObject {
      var members: [(key: String, value: Tree)] = []
      for (key, value) in part.members {
        trail.append(key)
        if !noise.drops(trail, value) {
          let inner = tree(value, step: .key(key), word: key)
          members.append((key, Self.joined(inner, key)))
        }
        trail.removeLast()
      }
      return .object(members)
    }
    return .scalar(scalar(part))
  }

  /// `Fn::GetAtt: [A, B]` is `A.B`.
  private static func joined(_ tree: Tree, _ function: String) -> Tree {
    guard function == "Fn::GetAtt", case .array(let parts) = tree.content else { return tree }
    let words = parts.map { if case .scalar(let text) = $0.content { text } else { "?" } }
    return Tree(.scalar(words.joined(separator: ".")), step: tree.step, word: tree.word, place: tree.place)
  }

  private func scalar(_ part: Part) -> String {
    guard let text = part.scalar else { return isTyped ? "\u{0}null" : "null" }
    if let name = names[text], noise.isReference(text, at: trail) { return name }
    if noise.isCaseless(trail) { return text.lowercased() }
    guard case .json(let node) = part.node, isTyped, node.string == nil else { return Self.plain(text) }
    // Whole numbers may be longer than a Double tells apart.
    guard text.contains(where: { ".eE".contains($0) }), let number = Double(text) else { return "\u{0}\(text)" }
    return "\u{0}" + (Int(exactly: number).map { "\($0)" } ?? "\(number)")
  }

  /// Without white space at the end, which a block of YAML may have or not.
  private static func plain(_ text: String) -> String {
    guard let last = text.utf8.last, Ascii.isBlank(last) else { return text }
    var bytes = text.utf8[...]
    while let last = bytes.last, Ascii.isBlank(last) { bytes.removeLast() }
    return String(Substring(bytes))
  }

  private mutating func tree(_ part: XMLPart, step: Tree.Step?, word: String) -> Tree {
    var members: [(key: String, value: Tree)] = []
    for attribute in part.element.attributes where !attribute.name.hasPrefix("xmlns") {
      let name = attribute.name.split(separator: ":").last.map(String.init) ?? attribute.name
      guard !noise.drops(attribute: name, attribute.value, of: part) else { continue }
      let isReference = noise.isReference(attribute.value, at: ["@" + name])
      let value = Self.plain(isReference ? names[attribute.value] ?? attribute.value : attribute.value)
      members.append(
        ("@" + name, Tree(.scalar(value), step: .attribute(attribute.name), word: "@" + name, place: nil)))
    }
    let text = part.text
    if !text.isEmpty { members.append(("#text", Tree(.scalar(text), step: .text, word: "", place: nil))) }
    var groups: [String: [Tree]] = [:]
    for (index, child) in part.children.enumerated() where !noise.drops(element: child, in: part) {
      let word = child.pointer.split(separator: "/").last.map(String.init) ?? child.name
      groups[child.name, default: []].append(tree(child, step: .child(index), word: word))
    }
    for name in groups.keys.sorted() {
      members.append((name, Tree(.array(groups[name] ?? []), step: nil, word: "", place: nil)))
    }
    let position = part.element.position
    return Tree(
      .object(members), step: step, word: word, place: Tree.Place(line: position.line, column: position.column),
      title: ["id", "name", "key", "target"].lazy.compactMap { part[$0] }.first)
  }
}

extension Part {
  /// `Fn::Sub` of `!Sub`; nil for what has no tag of CloudFormation's.
  fileprivate var function: String? { tag.flatMap(YAMLNode.function) }
}

import StrictJSON
import StrictXML
import StrictYAML

/// A value as its reader gives it.
enum Raw {
  case json(JSONNode)
  case yaml(YAMLNode)
  case xml(XMLElement)
  case text(String)
}

/// Another value at a place of a document, or none.
struct Edit {
  let path: ArraySlice<Tree.Step>
  /// nil: it is taken away.
  let value: Raw?
}

extension Document {
  /// The value at a place; nil where there is none.
  func raw(at path: [Tree.Step]) -> Raw? {
    var value: Raw?
    var rest = path[...]
    switch content {
    case .text: return nil
    case .xml(let root): value = .xml(root)
    case .parts(let parts):
      guard case .document(let index)? = rest.popFirst(), parts.indices.contains(index) else { return nil }
      switch parts[index].node {
      case .json(let node): value = .json(node)
      case .yaml(let node): value = .yaml(node)
      }
    }
    for step in rest { value = value?.inner(step) }
    return value
  }

  /// The same with other values.
  func with(_ edits: [Edit]) -> Document {
    switch content {
    case .text: return self
    case .xml(let root): return Document(path: path, content: .xml(root.with(edits)))
    case .parts(var parts):
      for (step, inner) in edits.byStep {
        guard case .document(let index) = step, parts.indices.contains(index) else { continue }
        switch parts[index].node {
        case .json(let node): node.with(inner).map { parts[index] = Part(.json($0)) }
        case .yaml(let node): node.with(inner).map { parts[index] = Part(.yaml($0)) }
        }
      }
      return Document(path: path, content: .parts(parts))
    }
  }
}

extension Raw {
  fileprivate func inner(_ step: Tree.Step) -> Raw? {
    switch (self, step) {
    case (.json(let node), .key(let key)): return node[key].map { .json($0) }
    case (.json(let node), .index(let index)):
      guard case .array(let elements) = node.content, elements.indices.contains(index) else { return nil }
      return .json(elements[index])
    case (.yaml(let node), .key(let key)):
      guard case .mapping(let entries) = node.content else { return nil }
      return entries.first { $0.key == key }.map { .yaml($0.value) }
    case (.yaml(let node), .index(let index)):
      guard case .sequence(let elements) = node.content, elements.indices.contains(index) else { return nil }
      return .yaml(elements[index])
    case (.xml(let element), .attribute(let name)): return element[name].map { .text($0) }
    case (.xml(let element), .text): return .text(element.text)
    case (.xml(let element), .child(let index)):
      return element.children.indices.contains(index) ? .xml(element.children[index]) : nil
    default: return nil
    }
  }
}

extension Raw {
  /// A list with its elements in another order; nil for what is none.
  func ordered(_ places: [Int]) -> Raw? {
    switch self {
    case .json(let node):
      guard case .array(let elements) = node.content, elements.count == places.count else { return nil }
      return .json(JSONNode(.array(places.map { elements[$0] }), at: node.position))
    case .yaml(let node):
      guard case .sequence(let elements) = node.content, elements.count == places.count else { return nil }
      return .yaml(YAMLNode(.sequence(places.map { elements[$0] }), at: node.position, tag: node.tag))
    case .xml, .text: return nil
    }
  }
}

extension [Edit] {
  /// What each next step leads to.
  fileprivate var byStep: [Tree.Step: [Edit]] {
    var steps: [Tree.Step: [Edit]] = [:]
    for edit in self {
      guard let step = edit.path.first else { continue }
      steps[step, default: []].append(Edit(path: edit.path.dropFirst(), value: edit.value))
    }
    return steps
  }

  /// What comes in under keys that are not there, in the order of the keys.
  fileprivate func coming(besides keys: Set<String>) -> [(key: String, value: Raw)] {
    byStep.compactMap { step, inner in
      guard case .key(let key) = step, !keys.contains(key), let value = inner.whole?.value else { return nil }
      return (key, value)
    }.sorted { $0.key < $1.key }
  }

  /// What takes the place of the value itself; nil: only something in it changes.
  fileprivate var whole: Edit? { first { $0.path.isEmpty } }
}

extension JSONNode {
  /// nil: it is taken away.
  fileprivate func with(_ edits: [Edit]) -> JSONNode? {
    if let whole = edits.whole {
      if case .json(let node)? = whole.value { return node }
      return nil
    }
    let steps = edits.byStep
    switch content {
    case .array(let elements):
      let kept = elements.enumerated().compactMap { index, element in
        steps[.index(index)].map { element.with($0) } ?? element
      }
      return JSONNode(.array(kept), at: position)
    case .object(let members):
      let kept = members.compactMap { member -> JSONMember? in
        guard let inner = steps[.key(member.key)] else { return member }
        return member.value.with(inner).map {
          JSONMember(key: member.key, keyPosition: member.keyPosition, value: $0)
        }
      }
      let come = edits.coming(besides: Set(members.map(\.key))).compactMap { key, value -> JSONMember? in
        guard case .json(let node) = value else { return nil }
        return JSONMember(key: key, keyPosition: position, value: node)
      }
      return JSONNode(.object(kept + come), at: position)
    default: return self
    }
  }
}

extension YAMLNode {
  /// nil: it is taken away.
  fileprivate func with(_ edits: [Edit]) -> YAMLNode? {
    if let whole = edits.whole {
      if case .yaml(let node)? = whole.value { return node }
      return nil
    }
    let steps = edits.byStep
    switch content {
    case .sequence(let elements):
      let kept = elements.enumerated().compactMap { index, element in
        steps[.index(index)].map { element.with($0) } ?? element
      }
      return YAMLNode(.sequence(kept), at: position, tag: tag)
    case .mapping(let entries):
      let kept = entries.compactMap { entry -> YAMLEntry? in
        guard let inner = steps[.key(entry.key)] else { return entry }
        return entry.value.with(inner).map { YAMLEntry(key: entry.key, keyPosition: entry.keyPosition, value: $0) }
      }
      let come = edits.coming(besides: Set(entries.map(\.key))).compactMap { key, value -> YAMLEntry? in
        guard case .yaml(let node) = value else { return nil }
        return YAMLEntry(key: key, keyPosition: position, value: node)
      }
      return YAMLNode(.mapping(kept + come), at: position, tag: tag)
    case .scalar: return self
    }
  }
}

extension XMLElement {
  fileprivate func with(_ edits: [Edit]) -> XMLElement {
    let steps = edits.byStep
    let attributes = self.attributes.compactMap { attribute -> XMLAttribute? in
      guard let edit = steps[.attribute(attribute.name)]?.whole else { return attribute }
      if case .text(let value)? = edit.value { return XMLAttribute(attribute.name, value) }
      return nil
    }
    let children = self.children.enumerated().compactMap { index, child -> XMLElement? in
      guard let inner = steps[.child(index)] else { return child }
      guard let whole = inner.whole else { return child.with(inner) }
      if case .xml(let element)? = whole.value { return element }
      return nil
    }
    var text = self.text
    if let edit = steps[.text]?.whole { text = if case .text(let other)? = edit.value { other } else { "" } }
    return XMLElement(name: name, attributes: attributes, children: children, text: text, position: position)
  }
}

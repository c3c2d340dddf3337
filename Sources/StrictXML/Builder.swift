/// Makes elements of what the parser reports. After the first error it takes nothing more.
final class Builder {
  private let limits: XMLLimits
  private var open: [Element] = []
  private var nodes = 0
  private(set) var error: XMLError?
  /// The outermost element, once it is complete.
  private(set) var root: XMLElement?

  init(_ limits: XMLLimits) {
    self.limits = limits
  }

  /// `attributes` is asked only when the element is within the limits; it gives nil for a value that is too long.
  func start(_ name: String, attributeCount: Int, at place: XMLPosition, attributes: (Int) -> [XMLAttribute]?) {
    guard error == nil else { return }
    nodes += 1
    if nodes > limits.nodes { return stop(.tooManyNodes(limit: limits.nodes, at: place)) }
    if open.count >= limits.depth { return stop(.tooDeep(limit: limits.depth, at: place)) }
    if attributeCount > limits.attributes { return stop(.tooManyAttributes(limit: limits.attributes, at: place)) }
    guard let attributes = attributes(limits.attributeBytes) else {
      return stop(.attributeTooLong(limit: limits.attributeBytes, at: place))
    }
    open.append(Element(name: name, attributes: attributes, position: place))
  }

  func addText(_ text: some Sequence<UInt8>) {
    guard error == nil, let last = open.indices.last else { return }
    open[last].text += text
  }

  func end() {
    guard error == nil, let complete = open.popLast() else { return }
    if let parent = open.indices.last { open[parent].children.append(complete.value) } else { root = complete.value }
  }

  /// Notes the first error.
  func stop(_ reason: XMLError) {
    if error == nil { error = reason }
  }
}

/// An element whose end has not come.
private struct Element {
  let name: String
  let attributes: [XMLAttribute]
  let position: XMLPosition
  var children: [XMLElement] = []
  var text: [UInt8] = []

  init(name: String, attributes: [XMLAttribute], position: XMLPosition) {
    self.name = name
    self.attributes = attributes
    self.position = position
  }

  var value: XMLElement {
    XMLElement(
      name: name, attributes: attributes, children: children, text: String(decoding: text, as: UTF8.self),
      position: position)
  }
}

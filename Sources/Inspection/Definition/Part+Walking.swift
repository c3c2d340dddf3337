extension Part {
  /// Every scalar in it that is text, itself included, in the order of the text. `key` is the nearest key above.
  func forEachText(_ body: (_ key: String, _ text: String, _ part: Part) -> Void) {
    var waiting: [(key: String, part: Part)] = [("", self)]
    while let (key, part) = waiting.popLast() {
      if let text = part.string {
        body(key, text, part)
      } else if part.isArray {
        waiting += part.elements.reversed().map { (key, $0) }
      } else {
        waiting += part.members.reversed().map { ($0.key, $0.value) }
      }
    }
  }

  /// Everything in it on one line, keys sorted: the same text for the same meaning, and another for another. What is longer than
  /// `limit` characters ends in a digest of all.
  func summary(_ limit: Int = 400) -> String {
    var text = ""
    write(into: &text)
    return whole(text, limit)
  }

  private func write(into text: inout String) {
    if let scalar {
      text += scalar
    } else if isArray {
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        element.write(into: &text)
      }
      text += "]"
    } else if isObject {
      text += "{"
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { text += ", " }
        text += member.key + ": "
        member.value.write(into: &text)
      }
      text += "}"
    }
  }
}

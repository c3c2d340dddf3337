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

  /// Everything in it on one line, keys sorted: the same text for the same meaning. At most `limit` characters.
  func summary(_ limit: Int = 400) -> String {
    var text = ""
    write(into: &text, limit: limit)
    return text.count > limit ? String(text.prefix(limit)) + "…" : text
  }

  private func write(into text: inout String, limit: Int) {
    guard text.utf8.count <= limit * 4 else { return }
    if let scalar {
      text += scalar
    } else if isArray {
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        element.write(into: &text, limit: limit)
      }
      text += "]"
    } else if isObject {
      text += "{"
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { text += ", " }
        text += member.key + ": "
        member.value.write(into: &text, limit: limit)
      }
      text += "}"
    }
  }
}

extension Literals {
  /// Names of secrets that stand in an address: in front of the host, or in the query.
  static func inAddress(_ text: String, _ templates: Templates) -> [String] {
    guard text.holds("://") else { return [] }
    let masked = templates.masked(text)
    var names: [String] = []
    if let address = Address(text, templates), address.holdsPassword { names.append("password in the address") }
    guard let mark = masked.firstIndex(of: "?") else { return names }
    for pair in masked[masked.index(after: mark)...].split(separator: "&") {
      let words = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard words.count == 2, !words[1].contains(Templates.mark), isSecretName(words[0]) || words[0] == "key" else {
        continue
      }
      let value = String(words[1].prefix { !" \t\n\r\"'#".contains($0) })
      if value.utf8.count >= 8, isWrittenOut(value, templates) { names.append(words[0]) }
    }
    return names
  }

  /// Names of secrets that a text written as JSON, or nearly so, holds: `"token": "…"`.
  static func inJSON(_ text: String, _ templates: Templates) -> [String] {
    var names: [String] = []
    let words = text.split(separator: "\"", omittingEmptySubsequences: false)
    for index in words.indices.dropLast(2)
    where words[index + 1].allSatisfy({ $0 == ":" || $0.isWhitespace }) && words[index + 1].contains(":") {
      let name = String(words[index])
      if isSecretName(name), isWrittenOut(String(words[index + 2]), templates) { names.append(name) }
    }
    return names
  }
}

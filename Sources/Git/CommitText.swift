/// The raw bytes of commits that are about to be written.
package enum CommitText {
  /// A commit without a signature: what is signed. The message gets a newline at its end if it has none.
  package static func unsigned(
    tree: ObjectID, parents: [ObjectID], author: Ident, committer: Ident, message: String
  ) -> [UInt8] {
    var text = "tree \(tree.hex)\n"
    for parent in parents { text += "parent \(parent.hex)\n" }
    text += "author \(line(author))\ncommitter \(line(committer))\n\n\(message)"
    if !message.hasSuffix("\n") { text += "\n" }
    return Array(text.utf8)
  }

  /// The same commit with an armored signature as its last header, folded. Source: git, commit.c, add_header_signature.
  package static func signed(_ unsigned: [UInt8], armor: [UInt8]) -> [UInt8] {
    var trimmed = armor[...]
    while trimmed.last == newline { trimmed.removeLast() }
    var header = Array("gpgsig".utf8)
    for line in trimmed.split(separator: newline, omittingEmptySubsequences: false) {
      header.append(UInt8(ascii: " "))
      header += line
      header.append(newline)
    }
    let end = endOfHeaders(unsigned)
    return Array(unsigned[..<end]) + header + unsigned[end...]
  }

  /// The index of the empty line between headers and message.
  private static func endOfHeaders(_ bytes: [UInt8]) -> Int {
    for index in bytes.indices.dropLast() where bytes[index] == newline && bytes[index + 1] == newline {
      return index + 1
    }
    return bytes.count
  }

  /// Angle brackets, control characters and edge spaces cannot stand in a name; git leaves them out too.
  private static func line(_ ident: Ident) -> String {
    let minutes = abs(ident.offsetMinutes)
    let zone = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    return "\(clean(ident.name)) <\(clean(ident.email))> \(ident.seconds) \(ident.offsetMinutes < 0 ? "-" : "+")\(zone)"
  }

  private static func clean(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars.filter { $0 != "<" && $0 != ">" && $0.value >= 0x20 && $0.value != 0x7f })
    while scalars.first == " " { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
    var cleaned = String.UnicodeScalarView()
    cleaned.append(contentsOf: scalars)
    return String(cleaned)
  }
}

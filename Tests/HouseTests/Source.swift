/// Swift source, taken apart as far as a simple scanner can: code, comments and string literals. It knows no regex literals.
struct Source {
  struct Piece: Hashable {
    enum Kind {
      case code, comment, string
    }

    let kind: Kind
    /// A string's text has no quotes; each part between two interpolations is a piece of its own.
    let text: String
    /// Where it starts, from 1.
    let line: Int
    /// How many line feeds it holds in the file.
    let height: Int
  }

  let pieces: [Piece]

  init(_ text: String) {
    var scanner = Scanner(bytes: Array(text.utf8))
    scanner.readCode(inInterpolation: false)
    pieces = scanner.pieces
  }

  var strings: [Piece] { pieces.filter { $0.kind == .string } }
  var comments: [Piece] { pieces.filter { $0.kind == .comment } }

  /// The code, line for line; comments are gone and strings are empty.
  var code: String {
    pieces.map { piece in
      switch piece.kind {
      case .code: piece.text
      case .comment: " " + String(repeating: "\n", count: piece.height)
      case .string: "\"\"" + String(repeating: "\n", count: piece.height)
      }
    }.joined()
  }
}

private struct Scanner {
  let bytes: [UInt8]
  var pieces: [Source.Piece] = []
  private var position = 0
  private var line = 1

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads code up to the end, or up to the parenthesis that ends an interpolation.
  mutating func readCode(inInterpolation: Bool) {
    var buffer: [UInt8] = []
    var start = line
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      if starts("//") || starts("/*") || byte == quote || isRawString {
        emit(.code, buffer, from: start)
        buffer = []
        if starts("//") { readLineComment() } else if starts("/*") { readBlockComment() } else { readString() }
        start = line
        continue
      }
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") {
        if inInterpolation, depth == 0 { break }
        depth -= 1
      }
      buffer.append(take())
    }
    emit(.code, buffer, from: start)
  }

  private mutating func readLineComment() {
    let start = line
    var text: [UInt8] = []
    while position < bytes.count, bytes[position] != newline { text.append(take()) }
    emit(.comment, text, from: start)
  }

  private mutating func readBlockComment() {
    let start = line
    var text: [UInt8] = []
    var depth = 0
    repeat {
      let mark = starts("/*") ? 1 : starts("*/") ? -1 : 0
      depth += mark
      text.append(take())
      if mark != 0 { text.append(take()) }
    } while depth > 0 && position < bytes.count
    emit(.comment, text, from: start)
  }

  private mutating func readString() {
    var start = line
    let hashes = count(of: UInt8(ascii: "#"), at: position)
    position += hashes
    let quotes = count(of: quote, at: position) >= 3 ? 3 : 1
    position += quotes
    let end = [UInt8](repeating: quote, count: quotes) + [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
    let escape = [UInt8(ascii: "\\")] + [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
    var text: [UInt8] = []
    while position < bytes.count, !starts(end) {
      guard starts(escape) else {
        text.append(take())
        continue
      }
      position += escape.count
      guard position < bytes.count else { break }
      if bytes[position] == UInt8(ascii: "(") {
        emit(.string, text, from: start)
        text = []
        position += 1
        readCode(inInterpolation: true)
        position += 1
        start = line
      } else {
        // A backslash at the end of a line joins it with the next: the words of the literal then stand side by side.
        let escaped = take()
        if escaped != newline { text += escape + [escaped] }
      }
    }
    position += end.count
    emit(.string, text, from: start)
  }

  private mutating func emit(_ kind: Source.Piece.Kind, _ text: [UInt8], from start: Int) {
    if text.isEmpty, kind != .string { return }
    pieces.append(
      Source.Piece(kind: kind, text: String(decoding: text, as: UTF8.self), line: start, height: line - start))
  }

  private mutating func take() -> UInt8 {
    guard position < bytes.count else { return 0 }
    defer { position += 1 }
    if bytes[position] == newline { line += 1 }
    return bytes[position]
  }

  private var isRawString: Bool {
    let hashes = count(of: UInt8(ascii: "#"), at: position)
    return hashes > 0 && position + hashes < bytes.count && bytes[position + hashes] == quote
  }

  private func count(of byte: UInt8, at start: Int) -> Int { bytes[start...].prefix { $0 == byte }.count }
  private func starts(_ text: StaticString) -> Bool { starts(Array("\(text)".utf8)) }
  private func starts(_ text: [UInt8]) -> Bool { bytes[min(position, bytes.count)...].starts(with: text) }
}

private let quote = UInt8(ascii: "\"")
private let newline = UInt8(ascii: "\n")

extension JSON {
  /// The value as JSON text, the same bytes for the same value; without a line feed at the end.
  ///
  /// Control, format, bidi, private and unassigned characters and the line separators are escaped, so that the text is
  /// safe on a terminal and in a script. `pretty` indents by two spaces; `sortedKeys` orders keys by their UTF-8 bytes.
  package func written(pretty: Bool, sortedKeys: Bool = false) -> String {
    var writer = Writer(pretty: pretty, sortedKeys: sortedKeys)
    writer.write(self, indentation: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

private struct Writer {
  let pretty: Bool
  let sortedKeys: Bool
  var bytes: [UInt8] = []

  init(pretty: Bool, sortedKeys: Bool) {
    self.pretty = pretty
    self.sortedKeys = sortedKeys
  }

  mutating func write(_ value: JSON, indentation: Int) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .number(let text): if isJSONNumber(text) { bytes += text.utf8 } else { quote(text) }
    case .string(let text): quote(text)
    case .array(let elements):
      writeList(elements, "[", "]", indentation) { writer, element in
        writer.write(element, indentation: indentation + 1)
      }
    case .object(let members):
      writeList(sortedKeys ? members.sorted(by: precedes) : members, "{", "}", indentation) { writer, member in
        writer.quote(member.key)
        writer.bytes += (writer.pretty ? ": " : ":").utf8
        writer.write(member.value, indentation: indentation + 1)
      }
    }
  }

  private mutating func writeList<Element>(
    _ elements: [Element], _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ indentation: Int,
    _ writeElement: (inout Writer, Element) -> Void
  ) {
    bytes.append(UInt8(ascii: opening))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(indentation + 1)
      writeElement(&self, element)
    }
    if !elements.isEmpty { breakLine(indentation) }
    bytes.append(UInt8(ascii: closing))
  }

  private mutating func breakLine(_ indentation: Int) {
    guard pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<indentation { bytes += "  ".utf8 }
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    appendEscaped(text, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}

private func precedes(_ first: JSON.Member, _ second: JSON.Member) -> Bool {
  first.key.utf8.lexicographicallyPrecedes(second.key.utf8)
}

/// Appends what stands between the quotes of a JSON string.
func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
  // Most text holds nothing to escape.
  if text.utf8.allSatisfy(isPlain) {
    bytes += text.utf8
    return
  }
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": bytes += "\\\"".utf8
    case "\\": bytes += "\\\\".utf8
    case "\n": bytes += "\\n".utf8
    case "\r": bytes += "\\r".utf8
    case "\t": bytes += "\\t".utf8
    case " "..."~": bytes.append(UInt8(ascii: scalar))
    default:
      if isHidden(scalar) {
        for unit in scalar.utf16 { appendEscape(unit, to: &bytes) }
      } else {
        bytes += scalar.utf8
      }
    }
  }
}

private func isPlain(_ byte: UInt8) -> Bool {
  (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
}

private func appendEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
  let digits = Array("0123456789abcdef".utf8)
  bytes += "\\u".utf8
  for shift in [12, 8, 4, 0] { bytes.append(digits[Int(unit >> shift) & 15]) }
}

/// Whether a character could move the cursor, reorder or hide text. Source of the classes: Unicode general categories.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
  default: false
  }
}

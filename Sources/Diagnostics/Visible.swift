/// Text from outside, safe for a terminal: control, format, bidi and private characters are shown as `\u{…}`, not sent.
///
/// Newline and tab are shown too; the result is always one line. Source of the classes: Unicode general categories.
package func visible(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
  var shown = ""
  shown.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    if hides(scalar) {
      shown += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}

/// Bytes from outside as text: UTF-8 where it is valid, each other byte as `\xNN`.
package func visible(bytes: some Sequence<UInt8>) -> String {
  let bytes = Array(bytes)
  if let text = String(validating: bytes, as: UTF8.self) { return visible(text) }
  return bytes.map { byte in
    byte >= 0x20 && byte < 0x7f
      ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }.joined()
}

/// Whether a character could move the cursor, colour, reorder or hide text; lone line separators count.
package func hides(_ scalar: UnicodeScalar) -> Bool {
  if scalar.value < 0x80 { return scalar.value < 0x20 || scalar.value == 0x7f }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return true
  default: return false
  }
}

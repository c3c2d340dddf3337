import Diagnostics

/// Stops when text that goes to a terminal could do more there than be read.
func requireSafe(_ text: String) {
  precondition(!text.unicodeScalars.contains(where: hides), "a message holds a character that hides or moves text")
}

/// Stops when a finding is not one to act on: its words are safe, and its place is in a text of so many lines.
func requireSound(_ finding: Finding, lines: Int) {
  guard let place = finding.place else { preconditionFailure("a finding has no place") }
  precondition(!finding.what.isEmpty, "a finding says nothing")
  for text in [finding.what, place.description] + finding.because + finding.next { requireSafe(text) }
  if let line = place.line { precondition((1...lines).contains(line), "a finding is on a line that is not there") }
  if let column = place.column { precondition(column >= 1, "a finding is in a column that is not there") }
}

/// How many lines bytes have; what follows the last line feed is one, even if it is nothing.
func lineCount(_ bytes: [UInt8]) -> Int { 1 + bytes.count { $0 == UInt8(ascii: "\n") } }

/// Line and column of an offset, as readers count them: lines end in a line feed, columns are code points, both from 1.
func lineAndColumn(_ offset: Int, in bytes: [UInt8]) -> [Int] {
  precondition((0...bytes.count).contains(offset), "a position is not in the text")
  let before = bytes[..<offset]
  let line = before.lastIndex(of: UInt8(ascii: "\n")).map { before[($0 + 1)...] } ?? before
  return [1 + before.count { $0 == UInt8(ascii: "\n") }, 1 + line.count { $0 & 0xc0 != 0x80 }]
}

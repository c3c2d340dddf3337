/// Where something starts in a JSON text.
package struct JSONPosition: Hashable, Sendable {
  // Four bytes each: a node for every value of a large workflow would otherwise be mostly positions.
  private let storedOffset: UInt32
  private let storedLine: UInt32
  private let storedColumn: UInt32

  /// In bytes, from 0.
  package var offset: Int { Int(storedOffset) }
  /// From 1; only a line feed ends a line.
  package var line: Int { Int(storedLine) }
  /// From 1, in code points.
  package var column: Int { Int(storedColumn) }

  package init(offset: Int, line: Int, column: Int) {
    storedOffset = UInt32(clamping: offset)
    storedLine = UInt32(clamping: line)
    storedColumn = UInt32(clamping: column)
  }
}

extension JSONPosition: CustomStringConvertible {
  package var description: String { "\(line):\(column)" }
}

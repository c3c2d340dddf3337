package import Diagnostics

/// Where a part of a definition stands, for a reader and for a program.
package struct Spot: Hashable, Sendable {
  /// A JSON Pointer (RFC 6901) for JSON and YAML, `/definitions/process[1]/serviceTask[2]/@name` for XML; "" is the whole document.
  package let pointer: String
  /// From 1.
  package let line: Int
  /// From 1, in characters.
  package let column: Int
  /// In bytes of the file from 0; nil where the reader does not give them.
  package let offset: Int?

  package init(pointer: String, line: Int, column: Int, offset: Int? = nil) {
    self.pointer = pointer
    self.line = line
    self.column = column
    self.offset = offset
  }

  package func place(in path: String) -> Place {
    Place(path, line: line, column: column)
  }
}

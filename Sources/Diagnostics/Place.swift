/// Where something was found: a path in the repository, a commit, a ref or a statement, with line and column if there are any.
package struct Place: Hashable, Sendable {
  /// What a reader can open or name: `.countersign/policy.yaml`, `commit 1a2b3c4d5e6f`, `refs/heads/main`.
  package let source: String
  /// From 1.
  package let line: Int?
  /// From 1, in characters.
  package let column: Int?

  package init(_ source: String, line: Int? = nil, column: Int? = nil) {
    self.source = source
    self.line = line
    self.column = column
  }
}

extension Place: CustomStringConvertible {
  package var description: String {
    switch (line, column) {
    case (let line?, let column?): "\(visible(source)):\(line):\(column)"
    case (let line?, nil): "\(visible(source)):\(line)"
    default: visible(source)
    }
  }
}

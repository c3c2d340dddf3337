/// Where something starts in a YAML text.
package struct YAMLPosition: Hashable, Sendable {
  /// From 1.
  package let line: Int
  /// From 1, in code points.
  package let column: Int
  /// In bytes, from 0.
  package let offset: Int

  package init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }
}

extension YAMLPosition: CustomStringConvertible {
  package var description: String { "\(line):\(column)" }
}

/// One value of a YAML text and where it starts. Scalars are text: what they mean is for the reader of a key to say.
package struct YAMLNode: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// `plain` means written without quotes and not as a block; an absent value is the plain scalar "".
    case scalar(String, plain: Bool)
    case sequence([YAMLNode])
    /// In the order of the text; no two keys are equal.
    case mapping([YAMLEntry])
  }

  package let content: Content
  package let position: YAMLPosition
  /// As it is written: `!Sub`; libyaml writes `!!str` as `tag:yaml.org,2002:str`. nil where there is none.
  package let tag: String?

  package init(_ content: Content, at position: YAMLPosition, tag: String? = nil) {
    self.content = content
    self.position = position
    self.tag = tag
  }
}

/// One key of a mapping with its value.
package struct YAMLEntry: Hashable, Sendable {
  package let key: String
  package let keyPosition: YAMLPosition
  package let value: YAMLNode

  package init(key: String, keyPosition: YAMLPosition, value: YAMLNode) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}

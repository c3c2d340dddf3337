package import Diagnostics
package import StrictYAML

extension YAMLError {
  /// The rule that a text broke by which it is no strict YAML.
  package var rule: Rule {
    switch self {
    case .tooLarge: .yamlTooLarge
    case .notUTF8: .yamlNotUTF8
    case .byteOrderMark: .yamlByteOrderMark
    case .controlCharacter: .yamlControlCharacter
    case .tab: .yamlTab
    case .syntax: .yamlSyntax
    case .anchor, .alias: .yamlAnchor
    case .tag: .yamlTag
    case .mergeKey: .yamlMergeKey
    case .duplicateKey: .yamlDuplicateKey
    case .keyNotScalar: .yamlKey
    case .severalDocuments: .yamlSeveralDocuments
    case .directive: .yamlDirective
    case .empty: .yamlEmpty
    case .tooDeep: .yamlTooDeep
    case .tooManyNodes: .yamlTooManyValues
    case .outOfMemory: .yamlOutOfMemory
    }
  }

  /// The error as a finding about the document `source`.
  package func finding(in source: String) -> Finding {
    let place = position.map { Place(source, line: $0.line, column: $0.column) } ?? Place(source)
    return Finding(rule, message, at: place, next: ["`countersign explain \(rule.id)` says what is accepted instead"])
  }
}

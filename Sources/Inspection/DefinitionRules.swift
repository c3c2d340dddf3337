package import Diagnostics

extension Rule {
  package static let definitionUnreadable = Rule(
    "definition.unreadable", "A definition cannot be read.",
    """
    It is damaged, larger or deeper than what is read, or written in a way that two programs may take differently: a key \
    that stands twice, for one. What it does is not known, so nothing that depends on it can be decided.
    """)
  package static let definitionUnrecognised = Rule(
    "definition.unrecognised", "A file looks like no engine's definition.",
    "Countersign knows the formats that 'engine' in the manifest can name. What the file does is not known.")
  package static let definitionOtherEngine = Rule(
    "definition.other-engine", "A definition is not one for the engine that the manifest names.",
    "Either the manifest names another engine than the one that runs the workflow, or another file is the definition.")
  package static let definitionEmpty = Rule(
    "definition.empty", "A definition holds no workflow.",
    "The file is one of the engine's, and nothing in it runs: what the workflow does stands elsewhere, and is not known."
  )
}

/// The rules about reading definitions.
package enum DefinitionRules {
  /// In the order of their ids.
  package static let all: [Rule] = [
    .definitionEmpty, .definitionOtherEngine, .definitionUnreadable, .definitionUnrecognised,
  ]
}

package import Diagnostics

extension Rule {
  package static let yamlAnchor = Rule(
    "yaml.anchor", "The document uses an anchor or an alias.",
    """
    With anchors and aliases a line changes what other lines mean, a reviewer does not see it in the diff, and a small \
    file can grow without bound. Write the value out at each place.
    """)
  package static let yamlByteOrderMark = Rule(
    "yaml.byte-order-mark", "A byte order mark stands in the document.",
    "It is invisible, and readers disagree on whether it belongs to the first key. Save the file as UTF-8 without it.")
  package static let yamlControlCharacter = Rule(
    "yaml.control-character", "The document holds a character that YAML does not allow or that may end a line.",
    """
    A lone carriage return, U+0085, U+2028 and U+2029 end a line for some readers and not for others, so that a comment \
    could hide a setting. Delete the character.
    """)
  package static let yamlDirective = Rule(
    "yaml.directive", "The document begins with a '%' directive.",
    "Directives change how the rest is read; none is needed here. Delete the line.")
  package static let yamlDuplicateKey = Rule(
    "yaml.duplicate-key", "One map holds the same key twice.",
    """
    Some readers take the first, some the last; a gate must not depend on that. Keep the one that is meant and delete \
    the other.
    """)
  package static let yamlEmpty = Rule(
    "yaml.empty", "The document holds nothing but space and comments.",
    "An empty document is not a decision. `countersign init` writes a policy, `countersign new` a manifest.")
  package static let yamlKey = Rule(
    "yaml.key", "A key is not a single text.",
    "Lists, maps and nothing at all cannot be keys. Often a dash or a bracket stands where it was not meant.")
  package static let yamlMergeKey = Rule(
    "yaml.merge-key", "The document uses the merge key '<<'.",
    "It brings in settings that are written elsewhere and that a reviewer does not see here. Write them out.")
  package static let yamlNotUTF8 = Rule(
    "yaml.not-utf8", "The bytes of the document are not UTF-8.",
    "Only UTF-8 is read, so that everyone reads the same characters. Save the file as UTF-8.")
  package static let yamlOutOfMemory = Rule(
    "yaml.out-of-memory", "The YAML reader could not get memory.",
    "Nothing is known about the document; the same command with more memory decides.")
  package static let yamlSeveralDocuments = Rule(
    "yaml.several-documents", "A second document starts in the file.",
    "Only one document is read from a file, and a second one would be ignored by some readers. Delete it.")
  package static let yamlSyntax = Rule(
    "yaml.syntax", "The text is not YAML.",
    "The place is where the reader noticed; what is wrong is often on the line before: a quote, bracket or indentation."
  )
  package static let yamlTab = Rule(
    "yaml.tab", "A tab stands where YAML accepts spaces only.",
    "How far a tab indents is not defined. Use spaces.")
  package static let yamlTag = Rule(
    "yaml.tag", "The document uses a tag such as '!!str'.",
    "Tags change the type of a value in ways that readers do not share. Write text in quotes and delete the tag.")
  package static let yamlTooDeep = Rule(
    "yaml.too-deep", "Lists and maps are nested too deeply.",
    "No document of Countersign needs more than a handful of levels; the limit bounds time and memory.")
  package static let yamlTooLarge = Rule(
    "yaml.too-large", "The document has too many bytes.",
    "Policies and manifests are small; the limit bounds time and memory.")
  package static let yamlTooManyValues = Rule(
    "yaml.too-many-values", "The document holds too many values.",
    "Policies and manifests are small; the limit bounds time and memory.")
}

/// The rules about YAML itself, the same for every document; `ShapeRules` has those with a prefix of their own.
package enum DocumentsRules {
  /// In the order of their ids.
  package static let all: [Rule] = [
    .yamlAnchor, .yamlByteOrderMark, .yamlControlCharacter, .yamlDirective, .yamlDuplicateKey, .yamlEmpty, .yamlKey,
    .yamlMergeKey, .yamlNotUTF8, .yamlOutOfMemory, .yamlSeveralDocuments, .yamlSyntax, .yamlTab, .yamlTag, .yamlTooDeep,
    .yamlTooLarge, .yamlTooManyValues,
  ]
}

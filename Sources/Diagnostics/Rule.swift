/// One documented reason to report something. Its id is its whole address: in messages, JSON, `explain` and docs.
package struct Rule: Hashable, Sendable {
  /// Dotted kebab-case, the topic first: `policy.unknown-key`.
  package let id: String
  /// One sentence: what it means that this is reported.
  package let summary: String
  /// What is behind it and what to do, for `countersign explain`; plain text, may have several paragraphs.
  package let explanation: String

  package init(_ id: String, _ summary: String, _ explanation: String) {
    self.id = id
    self.summary = summary
    self.explanation = explanation
  }
}

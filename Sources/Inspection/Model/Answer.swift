/// What a definition says about one thing. "Not said" and "cannot be told from the file" are different answers, and neither is a yes.
package enum Answer<Value: Hashable & Sendable>: Hashable, Sendable {
  case known(Value)
  /// The definition could say it and does not: the engine's default holds.
  case absent
  /// An expression, a template or something outside the file decides.
  case unknown(because: String)

  /// The value; nil where it is absent or unknown.
  package var value: Value? {
    if case .known(let value) = self { value } else { nil }
  }
}

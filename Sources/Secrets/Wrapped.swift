/// Where an unwrapped text comes from.
struct Wrapped: Hashable {
  /// From the outside in: what it was wrapped in, and where that stands in the text around it.
  private(set) var steps: [Step]

  struct Step: Hashable {
    let range: Range<Int>
    /// Nil: escapes, which are told of nobody.
    let via: SecretFinding.Wrapping?
  }

  init(range: Range<Int>, via: SecretFinding.Wrapping?) { steps = [Step(range: range, via: via)] }

  /// Nil for no steps: it stands in the text itself.
  init?(_ steps: [Step]) {
    guard !steps.isEmpty else { return nil }
    self.steps = steps
  }

  /// Of the wrapping, in the bytes that were given.
  var range: Range<Int> { steps[0].range }
  var via: [SecretFinding.Wrapping] { steps.compactMap(\.via) }
  /// How often something is unwrapped in it, but for the letters' width.
  var depth: Int { steps.count { $0.via != nil && $0.via != .utf16 } }
  var escapes: Int { steps.count { $0.via == nil } }

  func around(_ range: Range<Int>, via: SecretFinding.Wrapping?) -> Wrapped {
    var inner = self
    inner.steps.append(Step(range: range, via: via))
    return inner
  }
}

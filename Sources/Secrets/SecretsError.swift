/// Why there is no scanner.
package enum SecretsError: Error, Hashable, Sendable {
  /// vectorscan takes no expression of the rule.
  case expression(rule: String, problem: String)
  /// PCRE2 takes the rule's pattern not, at an offset from 0.
  case pattern(rule: String, offset: Int, problem: String)
  /// A call of vectorscan did not succeed.
  case library(call: String, code: Int)
  case outOfMemory
}

extension SecretsError {
  /// What and why, in one line.
  package var message: String {
    switch self {
    case .expression(let rule, let problem):
      "vectorscan does not take the expression of the rule '\(rule)': \(problem)"
    case .pattern(let rule, let offset, let problem):
      "PCRE2 does not take the pattern of the rule '\(rule)' at byte \(offset): \(problem)"
    case .library(let call, let code): "vectorscan's \(call) gave \(code)"
    case .outOfMemory: "there is not enough memory for the secret rules"
    }
  }
}

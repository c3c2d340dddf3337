import Diagnostics
import PolicyModel
import Testing

/// One mistake: a policy with `▸` where the finding must point, the rule, and words that the message must have.
struct Mistake: Sendable, CustomTestStringConvertible {
  let name: String
  let policy: String
  let rule: String
  let words: [String]

  /// `text` follows the head of a small policy that is in order.
  init(_ name: String, _ text: String, _ rule: String, _ words: String...) {
    self.init(name, whole: head + text, rule, words)
  }

  init(_ name: String, whole: String, _ rule: String, _ words: [String]) {
    self.name = name
    self.policy = whole
    self.rule = rule
    self.words = words
  }

  var testDescription: String { name }

  var bytes: [UInt8] { Array(policy.replacing("▸", with: "").utf8) }

  /// The place of the mark as `line:column`; nil where there is none.
  var place: String? {
    guard let mark = policy.firstIndex(of: "▸") else { return nil }
    let before = policy[..<mark].split(separator: "\n", omittingEmptySubsequences: false)
    return "\(before.count):\((before.last?.unicodeScalars.count ?? 0) + 1)"
  }
}

let id = "5f0e6c1e-8a44-4f5c-9d0b-2f6d1c7b9a3e"

/// A policy in order: four people, one service, and the roles that they hold.
let head = """
  countersign: 1
  repository: \(id)
  people:
    maria: { emails: [maria@acme.example], roles: [author, reviewer] }
    jonas: { emails: [jonas@acme.example, j@home.example], roles: [reviewer, policy-owner] }
    sofia: { emails: [sofia@acme.example], roles: [security, policy-owner] }
    lena: { emails: [lena@acme.example], roles: [release-manager, on-call, policy-owner] }
  services:
    ci: { emails: [ci@acme.example], roles: [tester], operated-by: [lena] }

  """

/// One environment in order, to be put after `head`.
let environment = "environments:\n  prod: { branch: env/prod, release: [release-manager], all: {} }\n"

func findings(_ text: String) -> [Finding] {
  switch PolicyReading.read(Array(text.utf8)) {
  case .success: []
  case .failure(let errors): errors.findings
  }
}

func readPolicy(_ text: String) throws -> Policy { try PolicyReading.read(Array(text.utf8)).get() }

extension Finding {
  /// Everything that a reader of the finding sees.
  var words: String { ([what] + because + next).joined(separator: "\n") }

  var lineAndColumn: String { "\(place?.line ?? 0):\(place?.column ?? 0)" }
}

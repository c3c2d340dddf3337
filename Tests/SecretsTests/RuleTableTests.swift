import Secrets
import Testing

@Suite("secrets: the rules")
struct RuleTableTests {
  @Test("each rule finds its examples and none of its counterexamples")
  func examples() throws {
    for rule in SecretRules.builtIn.rules {
      for example in rule.examples {
        let found = try BuiltIn.scan(example).findings.map(\.rule)
        #expect(found.contains(rule.id), "\(rule.id) does not find its example; found are \(found)")
      }
      for counterexample in rule.counterexamples {
        let found = try BuiltIn.scan(counterexample).findings.map(\.rule)
        #expect(!found.contains(rule.id), "\(rule.id) finds a counterexample")
      }
    }
  }

  @Test("there are examples of everything that a pattern finds, and about two hundred kinds")
  func complete() {
    let rules = SecretRules.builtIn.rules
    #expect(rules.count > 200)
    let structural: Set<String> = ["field-secret", "header-secret", "kubernetes-secret"]
    for rule in rules where !structural.contains(rule.id) {
      #expect(!rule.examples.isEmpty && !rule.counterexamples.isEmpty, "\(rule.id)")
    }
  }

  @Test("the digest that releases have is that of the rules")
  func digest() {
    // Not so: write the other one into BuiltInKinds.digestWritten, or kept databases of other rules would be taken for theirs.
    #expect(BuiltInKinds.digestWritten == BuiltInKinds.digestMade)
  }

  @Test("ids are unique and in form; kinds and rotations are said")
  func ids() {
    let rules = SecretRules.builtIn.rules
    #expect(Set(rules.map(\.id)).count == rules.count)
    for rule in rules {
      let isForm = rule.id.split(separator: "-", omittingEmptySubsequences: false).allSatisfy {
        part in
        !part.isEmpty
          && part.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7a || $0 >= 0x30 && $0 <= 0x39 }
      }
      #expect(isForm && !rule.kind.isEmpty && rule.rotation.count > 10, "\(rule.id)")
    }
  }
}

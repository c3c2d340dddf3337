import Secrets
import Testing

@Suite("secrets: what is shown holds none")
struct DiscretionTests {
  private static let hub = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"

  /// A sentence with a secret in it, and what is shown of it.
  struct Told: CustomTestStringConvertible, Sendable {
    let text: String
    let shown: String
    var testDescription: String { shown }

    init(_ text: String, _ shown: String) {
      self.text = text
      self.shown = shown
    }
  }

  private static let told = [
    Told("'\(Made.gitHub)' cannot be the name of a person", "'(secret)' cannot be the name of a person"),
    Told("the alias '*\(Made.gitHub)' is not accepted", "the alias '*(secret)' is not accepted"),
    Told("--> workflows/\(Made.gitHub):3:1", "--> workflows/(secret):3:1"),
    Told("{\"uri\": \"workflows/\(Made.gitHub)/x\"}", "{\"uri\": \"workflows/(secret)/x\"}"),
    Told("{\"a\": \"line\\n\(Made.gitHub)\\n\"}", "{\"a\": \"line\\n(secret)\\n\"}"),
    // As Markdown has it, and behind a colour.
    Told("gh\\p\\_\(Made.gitHub.dropFirst(4)) there", "(secret) there"),
    Told("\u{1b}[31m\(Made.gitHub)\u{1b}[0m", "\u{1b}[31m(secret)\u{1b}[0m"),
    Told("here is 'https://svc:\(Made.password)@bank.example/a'", "here is 'https://svc:(secret)@bank.example/a'"),
    Told("\(Made.aws), \(Made.slack)", "(secret), (secret)"),
    Told("as 'gh\("p_" + hub)' and 'gh\("p_" + hub)'", "as '(secret)' and '(secret)'"),
    Told("'Bearer \(Made.key)' is no word", "'Bearer (secret)' is no word"),
    // Cut off, no rule knows it.
    Told("it goes to https://a.example/gh\("p_" + hub.prefix(12))…", "it goes to https://a.example/…"),
  ]

  @Test("a secret is taken out of a sentence, and the sentence stays", arguments: told)
  func takesOut(_ told: Told) {
    #expect(Discretion().shown(told.text) == told.shown)
  }

  @Test(
    "what people need is shown",
    arguments: [
      "commit 1b380d9c8f0e4a5b6c7d8e9f0a1b2c3d4e5f6a7b is not there",
      "report@9f3c2a1b04de4a5b6c7d8e9f0a1b2c3d4e5f6a7b9f3c2a1b04de4a5b6c7d8e9f for main",
      "the key SHA256:q7XmK9t2ZrW4bV0hN5sDj8PyF3gC6aLeT1uRoq7XmK9 is retired",
      "it is ghp_… (40 characters), hash 7116cd0f12345678, fingerprint 0123456789abcdef0123456789abcdef",
      "countersign: 5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11 is the repository",
      "workflows/vendor-payment-2024/flow2.json:12:5",
      "refs/countersign/journal/maria-2024-payments",
      "a reference to 7c0e9f1a-4f1a-b5d3-8427-c0e9f1b5d384 and node2 in \\_1\\_", "abc123def456…",
      "maria.2.payments@mail3.acme.example, 2026-11-30T20:04:08Z",
      "https://api.bank.example:8443/v2/payments?page=2 is not declared",
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGx5k9vQ2mZr4bV0hN5sDj8PyF3gC6aLeT1uRoq7XmK9 signs",
      "'n8n-nodes-base.httpRequest' as 'Pay invoice 2 of 3'", "a \u{1b}[31mword\u{1b}[0m and '…' and \\ and \\n", "",
    ])
  func shows(_ text: String) {
    #expect(Discretion().shown(text) == text)
  }

  @Test("what the rules are certain of by its form is never shown")
  func takesOutAll() throws {
    let discretion = Discretion()
    // Their forms are less than a word, or more.
    let others: Set<String> = ["asana-token", "putty-key"]
    for rule in BuiltInKinds.all where !others.contains(rule.id) {
      for example in rule.examples {
        let left = try BuiltIn.scan(discretion.shown(example)).findings.filter { $0.confidence == .certain }
        #expect(left.isEmpty, "\(rule.id)")
      }
    }
  }

  @Test("a private key is taken out up to its end")
  func takesOutKeys() {
    let body = Made.key + Made.key + Made.key
    for end in ["\\u{a}", "\n"] {
      let key = "-----BEGIN RSA PRIVATE " + "KEY-----\(end)\(body)\(end)-----END RSA PRIVATE KEY-----"
      #expect(
        Discretion().shown("here is the text '\(key)', no name")
          == "here is the text '-----BEGIN RSA PRIV" + "ATE KEY(secret)-----END RSA PRIVATE KEY-----', no name")
    }
  }
}

import Facts
import Gathering
import Secrets
import Testing

@Suite("gathering: the search for secrets, and what it remembers")
struct SecretSearchTests {
  /// Made up, and put together here so that nobody's scanner takes it for one.
  private static let key = "AKIA" + "QX7PLM2ZT5RW" + "3N5D"

  @Test("a name is known by its bytes: one that Unicode takes for the same is another")
  func names() {
    let search = SecretSearch(policy: nil, files: [], cache: nil)
    let twin = Self.key.replacing("K", with: "\u{212A}")
    #expect(twin == Self.key && Array(twin.utf8) != Array(Self.key.utf8))
    #expect(search.look(name: "notes/\(twin).txt").findings.isEmpty)
    #expect(!search.look(name: "notes/\(Self.key).txt").findings.isEmpty)
    #expect(!search.shown("notes/\(Self.key).txt").contains(Self.key))
  }

  @Test("what was looked at together is bounded together, on however many threads")
  func budget() throws {
    var limits = SecretScanner.Limits()
    limits.whole = 2_000
    limits.wholeByte = 0
    let budget = Budget(limits)
    let engine = try SecretEngine(.builtIn, cache: nil)
    let options = SecretScanner.Options(key: [1])
    let scanners = [
      try SecretScanner(engine, options: options, limits: limits, budget: budget),
      try SecretScanner(engine, options: options, limits: limits, budget: budget),
    ]
    let text = Array(String(repeating: "password = Kranich" + "!47-Tau\n", count: 200).utf8)
    _ = try scanners[0].scan(text, as: .message)
    #expect(scanners[0].isSpent && scanners[1].isSpent, "one has taken what both had")
    let outcome = try scanners[1].scan(text, as: .message)
    #expect(!outcome.undecided.isEmpty && outcome.findings.isEmpty)
  }
}

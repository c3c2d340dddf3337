import Testing
import Vocabulary

@Suite("spans")
struct SpanTests {
  @Test(
    "other forms are refused",
    arguments: [
      "", "s", "30", "30 s", " 30s", "30s ", "-30s", "+30s", "1.5h", "1h30m", "30S", "30sec", "30y", "3０s", "0x1s",
      "9999999999s", "1000000000s", "3661d", "523w", "999999999w", "30s\n", "\u{661}s",
    ])
  func refused(text: String) {
    #expect(Span(text) == nil)
  }

  @Test(
    "lengths are read",
    arguments: [
      ("0s", 0), ("30s", 30), ("030s", 30), ("15m", 900), ("4h", 14_400), ("7d", 604_800), ("2w", 1_209_600),
      ("3660d", 316_224_000),
    ])
  func read(text: String, seconds: Int64) {
    #expect(Span(text) == Span(seconds: seconds))
  }

  @Test(
    "the two largest units are shown",
    arguments: [
      (0, "0s"), (1, "1s"), (60, "1m"), (61, "1m 1s"), (3600, "1h"), (3661, "1h 1m"), (86_401, "1d 1s"),
      (273_600, "3d 4h"), (604_800, "7d"), (-90, "-1m 30s"),
    ])
  func shown(seconds: Int64, text: String) {
    #expect(Span(seconds: seconds).description == text)
  }

  @Test("shorter ones come first")
  func order() throws {
    #expect(try #require(Span("90m")) < #require(Span("2h")))
    #expect(try #require(Span("24h")) == #require(Span("1d")))
  }
}

@Suite("names")
struct NamingTests {
  @Test(
    "what is no name",
    arguments: [
      "", "-", "a-", "-a", "a--b", "A", "aB", "a_b", "a.b", "a b", "a/b", "..", "ä", "a\u{301}", "a\n", "a\u{0}",
      "а", "１", String(repeating: "a", count: 64),
    ])
  func refused(text: String) {
    #expect(!Naming.isName(text))
  }

  @Test("what is one", arguments: ["a", "0", "a-b", "vendor-payment", "2-b-3", String(repeating: "a", count: 63)])
  func names(text: String) {
    #expect(Naming.isName(text))
  }

  @Test("two names are taken")
  func reserved() {
    #expect(Naming.reserved == ["all", "policy"])
    #expect(Naming.reserved.allSatisfy(Naming.isName), "a reserved name is kept out by the list, not by its form")
  }
}

@Suite("versions, targets and classes")
struct VersionTests {
  @Test("a version's short name is twelve digits of the dirHash")
  func shortName() {
    let version = Version(
      dirHash: "9f3c2a1b04de" + String(repeating: "0", count: 52), gitTree: String(repeating: "f", count: 40))
    #expect(version.shortName == "9f3c2a1b04de")
  }

  @Test("two versions are one when both digests are")
  func equal() {
    let version = Version(dirHash: "a", gitTree: "b")
    #expect(version == Version(dirHash: "a", gitTree: "b"))
    #expect(version != Version(dirHash: "a", gitTree: "c"))
    #expect(version != Version(dirHash: "c", gitTree: "b"))
  }

  @Test("a target reads what it writes", arguments: [Target.main, .environment("prod"), .environment("main-2")])
  func target(target: Target) {
    #expect(Target(name: target.name) == target)
  }

  @Test("main is never an environment")
  func main() {
    #expect(Target(name: "main") == .main)
    #expect(Target.environment("prod") != .main)
  }

  @Test("classes are in the order of harm")
  func classes() {
    #expect(RiskClass.allCases.shuffled().sorted() == [.low, .medium, .high, .critical])
    #expect(RiskClass(rawValue: "Low") == nil)
  }
}

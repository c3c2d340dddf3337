import Diagnostics
import Testing

@Suite("did you mean")
struct ClosestTests {
  private static let keys = ["count", "role", "slots", "approvals", "tests", "window", "separate", "a"]

  @Test(
    "nothing is better than a guess",
    arguments: [
      "", "xyz", "colour", "approve", "n", "roleroleroleroleroleroleroleroleroleroleroleroleroleroleroleroleroleroles",
      "wind",
    ])
  func nothing(word: String) {
    #expect(closest(to: word, among: ["count", "role", "slots", "approvals", "tests", "window", "separate"]) == nil)
  }

  @Test(
    "one letter more, less, other, or two swapped",
    arguments: [
      ("cuont", "count"), ("coun", "count"), ("countt", "count"), ("counr", "count"), ("Role", "role"),
      ("ROLES", "role"), ("seperate", "separate"), ("aprovals", "approvals"), ("aprroval", "approvals"),
      ("test", "tests"),
    ])
  func near(word: String, meant: String) {
    #expect(closest(to: word, among: Self.keys) == meant)
  }

  @Test("the nearest wins, on a tie the first")
  func ties() {
    #expect(closest(to: "prox", among: ["prod", "proxy", "prox"]) == "prox")
    #expect(closest(to: "tesd", among: ["test", "tesk"]) == "test")
    #expect(closest(to: "tesd", among: ["tesk", "test"]) == "tesk")
    #expect(closest(to: "x", among: []) == nil)
  }

  @Test("long words take no time")
  func long() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(closest(to: long, among: Array(repeating: long, count: 20)) != nil)
  }
}

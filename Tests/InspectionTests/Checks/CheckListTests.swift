import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: the list")
struct CheckListTests {
  @Test("each check has one rule, whose id is the check's name", arguments: Checks.all.map { "\($0)" })
  func names(name: String) throws {
    let check = try #require(Checks.all.first { "\($0)" == name })
    try #require(check.rules.count == 1)
    let words = check.rules[0].id.dropFirst("inspection.".count).split(separator: "-").map { $0.capitalized }
    #expect(check.rules[0].id.hasPrefix("inspection."))
    #expect(words.joined() == name)
  }

  @Test(
    "each says what it stands for elsewhere, in the form of those catalogues", arguments: Checks.all.map { "\($0)" })
  func controls(name: String) throws {
    let check = try #require(Checks.all.first { "\($0)" == name })
    #expect(check.rules[0].controls == check.controls && check.rules[0].confidence == check.confidence)
    #expect(!check.controls.csf.isEmpty && !check.controls.iso.isEmpty && check.controls.guide.contains(": "))
    for word in check.controls.csf {
      #expect(word.wholeMatch(of: #/(GV|ID|PR|DE|RS|RC)\.[A-Z]{2}-\d\d/#) != nil, "\(word)")
    }
    for word in check.controls.iso { #expect(word.wholeMatch(of: #/[5-8]\.\d{1,2}/#) != nil, "\(word)") }
    #expect(Set(check.controls.cwe).count == check.controls.cwe.count)
  }

  @Test("no two have one rule")
  func unique() {
    #expect(Set(InspectionRules.all.map(\.id)).count == Checks.all.count)
  }
}

@Suite("Checks: fingerprints")
struct FingerprintTests {
  private func print(_ make: @escaping @Sendable (inout Sketch) -> Void) throws -> [String?] {
    try CheckRow("", make: make).findings(of: PlainTransport.self).map(\.fingerprint)
  }

  @Test("where a step stands in the file does not matter, what it does does")
  func stable() throws {
    let one = try print { $0.calls("Pay", .known("bank.example"), scheme: "http") }
    let moved = try print {
      $0.step("Other")
      $0.calls("Pay", .known("bank.example"), scheme: "http")
    }
    let renamed = try print { $0.calls("Pay all", .known("bank.example"), scheme: "http") }
    let elsewhere = try print { $0.calls("Pay", .known("thief.example"), scheme: "http") }
    #expect(one == moved)
    #expect(Set(one + renamed + elsewhere).count == 3)
  }

  @Test("a second step that looks the same has a fingerprint of its own")
  func twins() throws {
    let found = try print {
      $0.calls("Pay", .known("bank.example"), scheme: "http")
      $0.calls("Pay", .known("bank.example"), scheme: "http")
    }
    #expect(Set(found).count == 2)
  }

  @Test("parts cannot be moved from one to the next")
  func parts() {
    #expect(Fingerprint.of(["a", "bc"]) != Fingerprint.of(["ab", "c"]))
    #expect(Fingerprint.of(["a", ""]) != Fingerprint.of(["a"]))
  }
}

extension Substring {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

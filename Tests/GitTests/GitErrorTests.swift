import Diagnostics
import Git
import Testing

@Suite struct GitErrorTests {
  @Test(arguments: [
    (GitError.notARepository(path: "/x\u{1b}[2J"), Rule.gitNotARepository), (.notTrusted(path: "/x"), .gitNotTrusted),
    (.unsupported(.objectFormat("sha256"), path: "/x"), .gitUnsupported),
    (.unsupported(.refStorage("reftable"), path: "/x"), .gitUnsupported),
    (.unsupported(.other("x\u{202e}"), path: "/x"), .gitUnsupported),
    (.unsupported(.index("link"), path: "/x"), .gitUnsupported), (.notFound("a\nb"), .gitNotFound),
    (.ambiguous("a", candidates: ["b\u{7}"]), .gitAmbiguous), (.badName("a\0", because: "x"), .gitBadName),
    (.brokenReference("refs/x", because: "\u{1b}"), .gitBrokenReference),
    (.corrupt(.zero, because: "\u{1b}"), .gitCorruptObject),
    (.malformed(.zero, because: "\u{1b}"), .gitMalformedObject), (.missingObject(.zero), .gitMissingObject),
    (.wrongKind(.zero, expected: .tree, found: .blob), .gitWrongKind), (.lockedRef("refs/x"), .gitLockedReference),
    (.lostRace(ref: "refs/x"), .gitLostRace), (.notAllowed(path: "/x", because: "\u{1b}"), .gitNotAllowed),
    (.refused(what: "\u{1b}", because: "\u{1b}"), .gitRefused),
    (.tooLarge(what: "\u{1b}", size: 2, limit: 1), .gitTooLarge), (.unmerged(path: "a"), .gitUnmerged),
    (.library(code: -1, message: "\u{1b}", during: "reading"), .gitLibrary),
  ])
  func everyErrorHasItsRuleAndSafeWords(error: GitError, rule: Rule) {
    let finding = error.finding
    #expect(finding.rule == rule && finding.level == .error && GitRules.all.contains(rule))
    let words = ([finding.what, finding.place?.description ?? ""] + finding.because + finding.next).joined()
    #expect(words.unicodeScalars.allSatisfy { !hides($0) }, "\(visible(words))")
    for word in ["invalid", "failed to", "please", "oops"] { #expect(!words.lowercased().contains(word)) }
  }

  @Test func everyRuleIsListedOnce() {
    #expect(Set(GitRules.all.map(\.id)).count == GitRules.all.count)
    #expect(GitRules.all.allSatisfy { $0.id.hasPrefix("git.") && !$0.summary.isEmpty && !$0.explanation.isEmpty })
  }
}

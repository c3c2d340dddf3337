import Facts
import Gates
import Testing
import Vocabulary

@Suite("metadata")
struct MetadataTests {
  @Test("who and when", arguments: whoAndWhen)
  func people(_ row: Row) throws { try row.check(Metadata.self) }

  @Test("why and which ticket", arguments: whyAndTicket)
  func reasons(_ row: Row) throws { try row.check(Metadata.self) }

  @Test("by what the commit does", arguments: acts)
  func demands(_ row: Row) throws { try row.check(Metadata.self) }

  static let whoAndWhen: [Row] = [
    .unmet("the object is not in order", "workflow.stray-file", from: .commits) { $0.commit { $0.problems = [stray] } },
    .unmet("no signature", "metadata.unsigned", "commit 010101010101", from: .commits) {
      $0.commit { $0.signer = .absent }
    },
    .unmet("a signature that does not count", "metadata.signature", "revoked", from: .commits) {
      $0.commit { $0.signer = .revoked }
    },
    .unmet("nor where none is asked", "metadata.signature", from: .commits) {
      try $0.policy("signed: true", "signed: false")
      $0.commit { $0.signer = .revoked }
    },
    .unmet(
      "signed by somebody else (A14)", "metadata.committer", "signed by jonas, its committer is maria", from: .commits
    ) {
      $0.commit { $0.signer = .person("jonas") }
    },
    .unmet("signed by a service", "metadata.committer", "signed by ci", from: .commits) {
      $0.commit { $0.signer = .service("ci") }
    },
    .unmet("an author whom nobody knows", "metadata.unknown-person", "author <x@evil.example>", from: .commits) {
      $0.commit { $0.author = "x@evil.example" }
    },
    .unmet("a committer whom nobody knows", "metadata.unknown-person", "committer <x@evil.example>", from: .commits) {
      $0.commit { $0.committer = "x@evil.example" }
    },
    .unmet("authored 301 s ahead", "metadata.future", "author date", from: .commits) {
      $0.commit { $0.authored = noon + seconds(301) }
    },
    .unmet("committed 301 s ahead", "metadata.future", "committer date", from: .commits) {
      $0.commit { $0.committed = noon + seconds(301) }
    },
    .unmet("committed 301 s before its parent (G10)", "metadata.backdated", from: .commits) {
      $0.commit { $0.committed = noon - hours(6) - seconds(301) }
    },
    .unmet("committed before one of its parents", "metadata.backdated", from: .commits) {
      $0.commit { $0.parents = [noon - hours(9), noon - hours(4)] }
    },
    .unmet("a clean merge is signed like any commit", "metadata.unsigned", from: .commits) {
      $0.commit {
        $0.isCleanMerge = true
        $0.signer = .absent
      }
    },
    .unmet("one bad commit of two, whichever is first", "metadata.unsigned", from: .commits) { scene in
      var bad = scene.draft
      bad.signer = .absent
      scene.facts.commits = .known([scene.draft.facts, bad.facts])
    },
    .unmet("a surely bad commit beside an undecided one", "metadata.unsigned", from: .commits) { scene in
      var bad = scene.draft
      bad.signer = .absent
      var open = scene.draft
      open.signer = .ambiguous
      scene.facts.commits = .known([open.facts, bad.facts])
    },
    .undecided("it cannot be told who signed", "metadata.undecided", "jonas and tom", from: .commits) {
      $0.commit { $0.signer = .ambiguous }
    },
    .undecided("commits are not known", "git.missing-object", from: .commits) {
      $0.facts.commits = .unknown(because: lost)
    },
    .met("one in order", "1 commit", from: .commits),
    .met("none, of a landing's workflow", "no new commit", from: .landing) { $0.facts.commits = .known([]) },
    .met("exactly 300 s ahead", from: .commits) {
      $0.commit {
        $0.authored = noon + seconds(300)
        $0.committed = noon + seconds(300)
      }
    },
    .met("exactly 300 s before its parent", from: .commits) {
      $0.commit { $0.committed = noon - hours(6) - seconds(300) }
    },
    .met("no signature where none is asked", from: .commits) {
      try $0.policy("signed: true", "signed: false")
      $0.commit { $0.signer = .absent }
    },
    .met("a second address", from: .commits) { $0.commit { $0.committer = "M@home.example" } },
    .met("committed for another author", from: .commits) { $0.commit { $0.author = "tom@acme.example" } },
  ]

  static let whyAndTicket: [Row] = [
    .unmet("no reason", "metadata.why", "does not say why", from: .commits) { $0.commit { $0.why = nil } },
    .unmet("fourteen characters", "metadata.why", "14 characters, 15 are asked", from: .commits) {
      $0.commit { $0.why = "12345678901234" }
    },
    .unmet("space and full stops do not count", "metadata.why", from: .commits) {
      $0.commit { $0.why = "  12345678901234...  " }
    },
    .unmet("nor what cannot be seen", "metadata.why", from: .commits) {
      $0.commit { $0.why = "short" + String(repeating: "\u{200b}", count: 20) }
    },
    .unmet("the subject again", "metadata.why", "repeats the subject", from: .commits) {
      $0.commit { $0.why = "pay vendors TWICE a week." }
    },
    .unmet("the subject again, with something unseen in it", "metadata.why", "repeats the subject", from: .commits) {
      $0.commit { $0.why = "Pay vendors\u{200b} twice a week" }
    },
    .unmet("no ticket", "metadata.ticket", "names no ticket", from: .commits) { $0.commit { $0.ticket = nil } },
    .unmet("something before the ticket", "metadata.ticket", "the ticket of commit", from: .commits) {
      $0.commit { $0.ticket = "XOPS-12" }
    },
    .unmet("something behind the ticket", "metadata.ticket", from: .commits) {
      $0.commit { $0.ticket = "OPS-12 and more" }
    },
    .unmet("one of several alternatives, as a whole", "metadata.ticket", from: .commits) {
      try $0.policy("OPS-[0-9]+", "OPS-[0-9]+|none")
      $0.commit { $0.ticket = "nonesuch" }
    },
    .unmet("a blank ticket", "metadata.ticket", from: .commits) { $0.commit { $0.ticket = "" } },
    .met("fifteen characters", from: .commits) { $0.commit { $0.why = "123456789012345" } },
    .met("the whole ticket", from: .commits) { $0.commit { $0.ticket = "OPS-7" } },
    .met("no ticket where none is asked", from: .commits) {
      try $0.policy(", ticket: \"OPS-[0-9]+\"", "")
      $0.commit { $0.ticket = nil }
    },
    .met("a clean merge says nothing", from: .commits) {
      $0.commit {
        $0.isCleanMerge = true
        $0.why = nil
        $0.ticket = nil
      }
    },
  ]

  static let acts: [Row] = [
    .unmet("a landing's commits", "metadata.ticket", from: .landing) { $0.commit { $0.ticket = nil } },
    .unmet("a release names a ticket", "metadata.ticket", from: .release) { $0.commit { $0.ticket = nil } },
    .unmet("a release that is no commit", "metadata.no-commit", from: .release) { $0.facts.commits = .known([]) },
    .unmet("a rollback that is no commit", "metadata.no-commit", from: .rollback) { $0.facts.commits = .known([]) },
    .unmet("a kill that is no commit", "metadata.no-commit", from: .kill) { $0.facts.commits = .known([]) },
    .unmet("a resume that is no commit", "metadata.no-commit", from: .resume) { $0.facts.commits = .known([]) },
    .unmet("an adoption that is no commit", "metadata.no-commit", from: .adoption) { $0.facts.commits = .known([]) },
    .unmet("a rollback says why", "metadata.why", from: .rollback) { $0.commit { $0.why = nil } },
    .unmet("a kill says why", "metadata.why", from: .kill) { $0.commit { $0.why = " " } },
    .unmet("a resume says why, at length", "metadata.why", from: .resume) { $0.commit { $0.why = "fixed" } },
    .unmet("a kill is not dated ahead", "metadata.future", from: .kill) {
      $0.commit { $0.committed = noon + days(1) }
    },
    .met("one step dated ahead stops no kill after it (R7)", from: .kill) {
      $0.commit { $0.committed = noon - days(1) }
    },
    .unmet("but it stops a resume", "metadata.backdated", from: .resume) {
      $0.commit { $0.committed = noon - days(1) }
    },
    .unmet("a kill with a malformed object", "workflow.stray-file", from: .kill) {
      $0.commit { $0.problems = [stray] }
    },
    .met("a kill in a hurry (R7)", from: .kill) {
      $0.commit {
        $0.why = "bad"
        $0.ticket = nil
        $0.committer = "otto@laptop.local"
        $0.author = "otto@laptop.local"
      }
    },
    .met("a rollback in a hurry (R7)", from: .rollback) {
      $0.commit {
        $0.why = "bad"
        $0.ticket = nil
        $0.committer = "otto@laptop.local"
      }
    },
    .met("a resume needs no ticket", from: .resume) { $0.commit { $0.ticket = nil } },
    .met("an adoption needs no ticket", from: .adoption) { $0.commit { $0.ticket = nil } },
  ]
}

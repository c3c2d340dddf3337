import Evidence
import Facts
import Gates
import PolicyModel
import Testing
import Vocabulary

@Suite("approvals")
struct ApprovalTests {
  @Test("who counts", arguments: who)
  func people(_ row: Row) throws { try row.check(Approval.self) }

  @Test("what counts", arguments: what)
  func reviews(_ row: Row) throws { try row.check(Approval.self) }

  @Test("of the policy, a removal, a resume and an adoption", arguments: others)
  func acts(_ row: Row) throws { try row.check(Approval.self) }

  static let who: [Row] = [
    .unmet("nobody said anything", "approvals.missing", "0 of 2", "jonas", "piotr", "sofia", from: .landing) {
      $0.dropReviews()
    },
    .unmet("one of two slots", "approvals.missing", "1 of 2", "role 'security'", "piotr", from: .landing) {
      $0.dropReviews(by: "sofia")
    },
    .unmet("two people of one role leave the other open", "approvals.missing", "role 'security'", from: .landing) {
      $0.dropReviews(by: "sofia")
      try $0.policy("piotr@acme.example], roles: [reviewer, security]", "piotr@acme.example], roles: [reviewer]")
      $0.add($0.review(by: "piotr"))
    },
    .unmet("one person who could fill either fills one (A17)", "approvals.missing", "1 of 2", from: .landing) {
      $0.dropReviews()
      $0.add($0.review(by: "piotr"), $0.review(by: "piotr", at: noon - hours(1)))
    },
    .unmet("a count is not filled twice by one person", "approvals.missing", "1 of 2", from: .landing) {
      try $0.policy("high: { approvals: [reviewer, security], tests: [unit, contract] }", "high: { approvals: 2 }")
      $0.dropReviews(by: "sofia")
      $0.add($0.review(by: "jonas", at: noon - hours(1)))
    },
    .unmet("the author is no approver", "approvals.own-change", "maria cannot: author", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: "maria"))
    },
    .unmet("a second address is the same person (A9)", "approvals.own-change", "jonas cannot", from: .landing) {
      $0.contributed(contribution(.author, "j@home.example", .person("jonas")))
    },
    .unmet("the committer is no approver (A12)", "approvals.own-change", "jonas cannot: committer", from: .landing) {
      $0.contributed(
        contribution(.author, "tom@acme.example", .person("tom")),
        contribution(.committer, "jonas@acme.example", .person("jonas")))
    },
    .unmet(
      "a co-author is no approver (A13)", "approvals.own-change", "sofia cannot: co-author of commit", from: .landing
    ) {
      $0.contributed(
        contribution(.author, "maria@acme.example", .person("maria")),
        contribution(.coAuthor, "sofia@acme.example", .person("sofia")))
    },
    .unmet(
      "who operates a contributing service is no approver (A10)", "approvals.own-change", "operates the service bot",
      from: .landing
    ) {
      $0.contributed(contribution(.author, "bot@acme.example", .service("bot")))
    },
    .unmet(
      "whoever submitted what a service landed is no approver (A21)", "approvals.own-change", "jonas cannot",
      from: .landing
    ) {
      $0.facts.landedByService = .known(ServiceLanding(service: "forge", commit: forty("02")))
      $0.contributed(contribution(.author, "forge@acme.example", .service("forge")))
      $0.add($0.submission(by: .person("jonas")))
    },
    .unmet("nor at the release of it", "approvals.own-change", "jonas cannot", from: .release) {
      $0.contributed(contribution(.author, "forge@acme.example", .service("forge")))
      $0.add($0.submission(by: .person("jonas")))
    },
    .unmet("a service is no peer (A10)", "approvals.missing", "the service ci: services are no peers", from: .landing) {
      try $0.policy("roles: [tester], operated-by", "roles: [tester, reviewer], operated-by")
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .service("ci")))
    },
    .unmet("someone without the role", "approvals.missing", "tom approved and has none of the roles", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: "tom"))
    },
    .unmet("someone who has left (A16)", "approvals.missing", "1 of 2", from: .landing) {
      try $0.policy("j@home.example], roles: [reviewer, policy-owner]", "j@home.example], roles: []")
    },
    .unmet("a person slot takes nobody else", "approvals.missing", "piotr", from: .landing) {
      try $0.policy("approvals: [reviewer, security], tests: [unit, contract] }", "approvals: [piotr] }")
    },
    .unmet(
      "a person slot of someone who has left", "approvals.missing", "nobody else can fill gone: name", from: .landing
    ) {
      try $0.policy("approvals: [reviewer, security], tests: [unit, contract] }", "approvals: [gone] }")
      $0.add($0.review(by: "gone"))
    },
    .unmet("a role outside its area", "approvals.missing", "role 'reviewer'", "maria cannot", from: .landing) {
      try $0.policy(
        "recall:",
        "areas: { pay: { workflows: [\"vendor-*\"], roles: { reviewer: [maria] } } }\nrecall:")
    },
    .unmet(
      "any role of a slot, held by neither", "approvals.missing", "role 'release-manager' or 'security'", from: .landing
    ) {
      try $0.policy(
        "approvals: [reviewer, security], tests: [unit, contract] }",
        "approvals: [{ any: [release-manager, security] }] }")
      $0.dropReviews(by: "sofia")
    },
    .unmet("nobody is left who could", "approvals.missing", "nobody else can fill role", from: .landing) {
      try $0.policy("piotr@acme.example], roles: [reviewer, security]", "piotr@acme.example], roles: [reviewer]")
      $0.contributed(contribution(.author, "sofia@acme.example", .person("sofia")))
      $0.dropReviews(by: "sofia")
    },
    .undecided("it cannot be told who signed", "approvals.undecided", "speaks for jonas and tom", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .ambiguous))
    },
    .undecided("nor who said no, beside enough who said yes", "approvals.undecided", from: .landing) {
      $0.add($0.review(.reject, by: .ambiguous))
    },
    .undecided("nor who submitted what a service landed", "submission.undecided", from: .landing) {
      $0.facts.landedByService = .known(ServiceLanding(service: "forge", commit: forty("02")))
      $0.add($0.submission(by: .person("tom")), $0.submission(by: .ambiguous))
    },
    .undecided("contributions are not known", "git.missing-object", from: .landing) {
      $0.facts.contributions = .unknown(because: lost)
    },
    .undecided("evidence is not known", "git.missing-object", from: .landing) {
      $0.facts.evidence = .unknown(because: lost)
    },
    .undecided("it is not known when the version was left", "git.missing-object", from: .landing) {
      $0.facts.lastLeft = .unknown(because: lost)
    },
    .undecided("it is not known who landed", "git.missing-object", from: .landing) {
      $0.facts.landedByService = .unknown(because: lost)
    },
    .met("one of each role", "jonas (role 'reviewer')", "sofia (role 'security')", from: .landing),
    .met("a person moves to the slot that only they can fill", "piotr (role 'security')", from: .landing) {
      $0.dropReviews(by: "sofia")
      $0.add($0.review(by: "piotr"))
    },
    .met("a count", "jonas", "piotr", from: .landing) {
      try $0.policy("high: { approvals: [reviewer, security], tests: [unit, contract] }", "high: { approvals: 2 }")
      $0.add($0.review(by: "piotr"))
    },
    .met("count, role and slots", "lena", "sofia", "jonas", from: .landing) {
      try $0.policy(
        "high: { approvals: [reviewer, security], tests: [unit, contract] }",
        "high: { approvals: { count: 2, role: policy-owner, slots: [lena] } }")
      $0.add($0.review(by: "lena"))
    },
    .met("a person slot", "piotr (piotr)", from: .landing) {
      try $0.policy("approvals: [reviewer, security], tests: [unit, contract] }", "approvals: [piotr] }")
      $0.add($0.review(by: "piotr"))
    },
    .met("any role of a slot", "sofia", from: .landing) {
      try $0.policy(
        "approvals: [reviewer, security], tests: [unit, contract] }",
        "approvals: [{ any: [release-manager, security] }] }")
    },
    .met("the role of its area", "tom (role 'reviewer')", from: .landing) {
      try $0.policy(
        "recall:", "areas: { pay: { workflows: [\"vendor-*\"], roles: { reviewer: [tom] } } }\nrecall:")
      $0.add($0.review(by: "tom"))
    },
    .met("a submitter may approve where a person landed", "jonas", from: .landing) {
      $0.add($0.submission(by: .person("jonas")))
    },
    .notAsked("a gate without approvals", from: .landing) {
      try $0.manifest("actions: [payment]", "actions: []")
      try $0.baseManifest("actions: [payment]", "actions: []")
      $0.dropReviews()
    },
  ]

  static let what: [Row] = [
    .unmet("another version (A1)", "approvals.missing", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), digest: .version(another)))
    },
    .unmet("the same files in other modes", "approvals.missing", from: .landing) {
      $0.dropReviews(by: "jonas")
      let modes = Version(dirHash: proposed.dirHash, gitTree: another.gitTree)
      $0.add($0.review(by: .person("jonas"), digest: .version(modes)))
    },
    .unmet("a commit is no version: no approval of whatever comes", "approvals.missing", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), digest: .commit(killCommit)))
    },
    .unmet("another target (A2)", "approvals.missing", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), target: prod))
    },
    .unmet("a landing's review at a release (A2)", "approvals.missing", from: .release) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), target: .main))
    },
    .unmet("another workflow (A2)", "approvals.missing", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), workflow: "invoice-intake"))
    },
    .unmet("another repository (A2)", "approvals.missing", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), repository: "00000000-8a44-4f5c-9d0b-2f6d1c7b9a3e"))
    },
    .unmet(
      "another base (A4)", "approvals.stale", "vendor-payment@c1c1c1c1c1c1", "vendor-payment@b1b1b1b1b1b1",
      from: .landing
    ) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), base: another))
    },
    .unmet("against nothing, where something is (A4)", "approvals.stale", "against nothing", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), base: .some(nil)))
    },
    .unmet("a lower class", "approvals.class", "jonas: the approval was given for class medium", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), risk: .medium))
    },
    .unmet("expired this second (A15)", "approvals.expired", "jonas", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), expires: noon))
    },
    .unmet("spent (A19)", "approvals.spent", "one stay", "020202020202", from: .landing) {
      $0.facts.lastLeft = .known(Departure(date: noon - hours(1), commit: forty("02")))
    },
    .unmet("spent in the same second", "approvals.spent", from: .landing) {
      $0.facts.lastLeft = .known(Departure(date: noon - hours(2), commit: forty("02")))
    },
    .unmet("spent at an environment", "approvals.spent", "prod left this version", from: .release) {
      $0.facts.lastLeft = .known(Departure(date: noon - hours(1), commit: forty("02")))
    },
    .unmet("signed after the landing", "approvals.missing", "dated after the moment of judging", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: "jonas", at: noon + seconds(1)))
    },
    .unmet("signed more than the clocks may differ after a release", "approvals.missing", from: .release) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: "jonas", at: noon + seconds(301)))
    },
    .unmet("not signed", "approvals.missing", "is not signed", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .absent))
    },
    .unmet("a revoked key", "approvals.missing", "the key was revoked", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .revoked))
    },
    .unmet("of a resume", "approvals.missing", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), kill: killCommit))
    },
    .unmet("of a removal", "approvals.missing", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), removes: true))
    },
    .unmet(
      "rejected by someone who could fill a slot", "approvals.rejected", "piotr rejected", "not yet \\u{1b}",
      from: .landing
    ) {
      $0.add($0.review(.reject, by: .person("piotr"), comment: "not yet \u{1b}"))
    },
    .unmet("rejected by a contributor with the role", "approvals.rejected", "maria", from: .landing) {
      $0.add($0.review(.reject, by: "maria"))
    },
    .unmet("rejected after the own approval (A15)", "approvals.rejected", "jonas", from: .landing) {
      $0.add($0.review(.reject, by: "jonas", at: noon - hours(1)))
    },
    .unmet("withdrawn (A15)", "approvals.missing", "1 of 2", "jonas", from: .landing) {
      $0.add($0.review(.withdraw, by: "jonas", at: noon - hours(1)))
    },
    .unmet("approved and rejected in one second: the no wins", "approvals.rejected", "jonas", from: .landing) {
      $0.add($0.review(.reject, by: "jonas"))
    },
    .unmet("approved and withdrawn in one second: the no wins", "approvals.missing", from: .landing) {
      $0.add($0.review(.withdraw, by: "jonas"))
    },
    .unmet("approved against two bases in one second: the stale one wins", "approvals.stale", from: .landing) {
      $0.add($0.review(by: .person("jonas"), base: another))
    },
    .unmet("a reject whose base has moved still holds", "approvals.rejected", "piotr", from: .landing) {
      $0.add($0.review(.reject, by: .person("piotr"), base: another))
    },
    .unmet("a no from a fast clock, in the journal that a release names", "approvals.rejected", "piotr", from: .release)
    {
      $0.add($0.review(.reject, by: "piotr", at: noon + hours(1)))
    },
    .unmet(
      "a no of days later, in the journal that a release names: the release is dated back", "approvals.rejected",
      "piotr", from: .release
    ) {
      $0.add($0.review(.reject, by: "piotr", at: noon + hours(72)))
    },
    .met("rejected after the landing", from: .landing) {
      $0.add($0.review(.reject, by: "piotr", at: noon + seconds(1)))
    },
    .met("rejected by someone without a role", from: .landing) { $0.add($0.review(.reject, by: "tom")) },
    .met("rejected by someone who has left", from: .landing) { $0.add($0.review(.reject, by: "gone")) },
    .met("rejected by a service", from: .landing) { $0.add($0.review(.reject, by: .service("ci"))) },
    .met("rejected, then approved", "jonas", from: .landing) {
      $0.add($0.review(.reject, by: "jonas", at: noon - hours(3)))
    },
    .met("rejected, then withdrawn", from: .landing) {
      $0.add($0.review(.reject, by: "piotr", at: noon - hours(3)), $0.review(.withdraw, by: "piotr"))
    },
    .met("withdrawn, then approved again", "jonas", from: .landing) {
      $0.add($0.review(.withdraw, by: "jonas", at: noon - hours(1)), $0.review(by: "jonas", at: noon - seconds(60)))
    },
    .met("rejected for another target", from: .landing) {
      $0.add($0.review(.reject, by: .person("piotr"), target: prod))
    },
    .met("signed in the second of the landing", "jonas", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: "jonas", at: noon))
    },
    .met("signed 300 s ahead, at a release", "jonas", from: .release) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: "jonas", at: noon + seconds(300)))
    },
    .met("expires in a second", from: .landing) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), expires: noon + seconds(1)))
    },
    .met("a higher class than there is now", from: .landing) {
      // What was reviewed as high stays high, whatever the manifests say.
      try $0.manifest("risk: low\nactions: [payment]", "risk: medium")
      $0.facts.baseManifest = $0.facts.manifest
    },
    .met("signed after the target left the version", from: .landing) {
      $0.facts.lastLeft = .known(Departure(date: noon - hours(2) - seconds(1), commit: forty("02")))
    },
    .met("under another policy: its digest is a record", from: .landing) {
      try $0.policy("min-length: 15", "min-length: 16")
    },
  ]
}

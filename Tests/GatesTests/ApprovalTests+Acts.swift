import Evidence
import Facts
import Gates
import PolicyModel
import Testing
import Vocabulary

extension ApprovalTests {
  static let others: [Row] = [
    .unmet("a policy with one owner", "approvals.missing", "role 'policy-owner'", "jonas", from: .policyLanding) {
      $0.dropReviews(by: "lena")
    },
    .unmet("a policy whose author approves", "approvals.own-change", "lena cannot", from: .policyLanding) {
      $0.contributed(contribution(.author, "lena@acme.example", .person("lena")))
    },
    .unmet("an area has no say in the policy", "approvals.missing", from: .policyLanding) {
      try $0.policy("recall:", "areas: { all: { workflows: [\"*\"], roles: { policy-owner: [tom] } } }\nrecall:")
      $0.dropReviews(by: "lena")
      $0.add($0.review(by: "tom"))
    },
    .met("two policy owners", "lena", "sofia", from: .policyLanding),
    .unmet("a removal on the approval of a change", "approvals.missing", from: .removal) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), removes: false))
    },
    .unmet("the removal of another base", "approvals.missing", from: .removal) {
      $0.dropReviews(by: "jonas")
      $0.add($0.review(by: .person("jonas"), digest: .version(another)))
    },
    .met("a removal", "jonas", "sofia", from: .removal),
    .unmet("a resume that the policy does not name", "approvals.missing", "every resume", from: .resume) {
      try $0.policy("    resume: { approvals: { count: 2, role: on-call } }\n", "")
    },
    .unmet("a lone resumer (R8)", "approvals.missing", "1 of 2", "nils", from: .resume) { $0.dropReviews() },
    .unmet("a resume on the review of another kill (R18)", "approvals.missing", from: .resume) {
      $0.dropReviews()
      $0.add($0.review(by: .person("nils"), kill: forty("ad")))
    },
    .unmet("a resume on a review that names no kill", "approvals.missing", from: .resume) {
      $0.dropReviews()
      $0.add($0.review(by: .person("nils"), kill: .some(nil)))
    },
    .unmet("a resume on a review against another base", "approvals.stale", from: .resume) {
      $0.dropReviews()
      $0.add($0.review(by: .person("nils"), base: another))
    },
    .unmet("a resume on a review of another version", "approvals.missing", from: .resume) {
      $0.dropReviews()
      $0.add($0.review(by: .person("nils"), digest: .version(another)))
    },
    .unmet(
      "the killer alone, where one is enough", "approvals.missing", "lena killed it", "countersign approve",
      from: .resume
    ) {
      try $0.policy("count: 2, role: on-call", "count: 1, role: on-call")
      $0.facts.actor = .person("lena")
      $0.dropReviews()
    },
    .unmet("the killer with somebody who could fill no slot", "approvals.missing", "lena killed it", from: .resume) {
      try $0.policy("count: 2, role: on-call", "count: 1, role: on-call")
      $0.facts.actor = .person("lena")
      $0.dropReviews()
      $0.add($0.review(by: "tom"))
    },
    .unmet("who operates the service that killed, alone", "approvals.missing", "otto", from: .resume) {
      try $0.policy("count: 2, role: on-call", "count: 1, role: on-call")
      $0.facts.kill = .known(KillMarker(commit: killCommit, killer: .service("ci"), date: noon - hours(3)))
      $0.dropReviews()
    },
    .unmet("a resume that somebody rejects", "approvals.rejected", "lena", from: .resume) {
      $0.add($0.review(.reject, by: "lena"))
    },
    .undecided("one person, where it cannot be told who killed", "approvals.undecided", "who killed", from: .resume) {
      try $0.policy("count: 2, role: on-call", "count: 1, role: on-call")
      $0.facts.kill = .known(KillMarker(commit: killCommit, killer: .revoked, date: noon - hours(3)))
      $0.dropReviews()
    },
    .undecided("it cannot be told who resumes", "approvals.undecided", "jonas and tom", from: .resume) {
      $0.facts.actor = .ambiguous
    },
    .undecided("nor who adopts", "approvals.undecided", from: .adoption) { $0.facts.actor = .ambiguous },
    .undecided("the kill is not known", "git.missing-object", from: .resume) {
      $0.facts.kill = .unknown(because: lost)
    },
    .met("the resumer counts as one", "nils", "otto", from: .resume),
    .met("the killer counts beside another", "lena", "nils", from: .resume) { $0.facts.actor = .person("lena") },
    .met("the killer resumes what another approved", from: .resume) {
      try $0.policy("count: 2, role: on-call", "count: 1, role: on-call")
      $0.facts.actor = .person("lena")
    },
    .met("two people, whoever killed", from: .resume) {
      $0.facts.kill = .known(KillMarker(commit: killCommit, killer: .ambiguous, date: noon - hours(3)))
    },
    .met("contributors may resume", from: .resume) {
      $0.contributed(contribution(.author, "nils@acme.example", .person("nils")))
    },
    .unmet("a resume of all on the review of another kill", "approvals.missing", from: .resume) {
      $0.question = Question(act: .resume, workflow: Naming.all, target: prod, version: nil, base: nil)
      $0.evidence = [$0.review(by: .person("nils"), digest: .commit(forty("ad")))]
    },
    .met("a resume of all", "nils", "otto", from: .resume) {
      $0.question = Question(act: .resume, workflow: Naming.all, target: prod, version: nil, base: nil)
      $0.evidence = [$0.review(by: "nils")]
    },
    .unmet("an adoption by its signer alone", "approvals.missing", "1 of 2", from: .adoption) { $0.dropReviews() },
    .unmet("an adoption with as many policy owners, the signer being none", "approvals.missing", from: .adoption) {
      $0.facts.actor = .person("otto")
    },
    .unmet("an adoption reviewed against a base", "approvals.stale", from: .adoption) {
      $0.dropReviews()
      $0.add($0.review(by: .person("sofia"), base: present))
    },
    .unmet("an adoption on the approval of a release", "approvals.adoption", from: .adoption) {
      $0.dropReviews()
      $0.add($0.review(by: .person("sofia"), adopts: false))
    },
    .unmet("a release on the approval of an adoption", "approvals.adoption", from: .release) {
      $0.dropReviews()
      $0.add($0.review(by: .person("jonas"), adopts: true))
    },
    .unmet("an adoption that somebody said no to as a release", "approvals.rejected", from: .adoption) {
      $0.add($0.review(.reject, by: .person("sofia"), at: noon - hours(1), adopts: false))
    },
    .unmet("an adoption on a review that is spent", "approvals.spent", from: .adoption) {
      $0.facts.lastLeft = .known(Departure(date: noon - hours(1), commit: forty("02")))
    },
    .unmet("an adoption where the policy names no owners", "approvals.missing", from: .adoption) {
      try $0.policy("policy: { approvals: { count: 2, role: policy-owner } }\n", "policy: {}\n")
    },
    .met("an adoption whose signer counts as one", "lena", "sofia", from: .adoption),
    .notAsked("a rollback", from: .rollback),
    .notAsked("a kill", from: .kill),
    .notAsked("new commits", from: .commits),
  ]
}

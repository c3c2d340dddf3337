import Facts
import Gates
import Testing

@Suite("owner")
struct OwnerTests {
  @Test("who answers for a workflow", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Owner.self) }

  static let rows: [Row] = [
    .unmet("nobody", "owner.unknown", "escalates to jonas, lena", from: .landing) {
      try $0.manifest("owner: maria\n", "")
    },
    .unmet("somebody unknown", "owner.unknown", "did you mean 'maria'?", from: .landing) {
      try $0.manifest("owner: maria", "owner: mara")
    },
    .unmet("somebody who has left", "owner.unknown", "gone has left", from: .release) {
      try $0.manifest("owner: maria", "owner: gone")
    },
    .unmet("a service", "owner.unknown", "ci", from: .landing) { try $0.manifest("owner: maria", "owner: ci") },
    .unmet("an escalation to somebody unknown", "owner.escalation", "'lea'", from: .landing) {
      try $0.manifest("[jonas, lena]", "[jonas, lea]")
    },
    .unmet(
      "nobody, and nobody to escalate to: whoever decides on the policy", "owner.unknown",
      "names nobody to escalate to",
      "jonas, lena, sofia decide", from: .landing
    ) {
      try $0.manifest("owner: maria\nescalation: [jonas, lena]\n", "")
    },
    .unmet("nobody, and only who has left to escalate to", "owner.unknown", "jonas, lena, sofia decide", from: .release)
    {
      try $0.manifest("owner: maria\nescalation: [jonas, lena]\n", "escalation: [gone]\n")
    },
    .unmet("an escalation to nobody who is there", "owner.escalation", "has left: gone", from: .landing) {
      try $0.manifest("[jonas, lena]", "[gone]")
    },
    .unmet("no manifest at all", "owner.unknown", from: .landing) { $0.facts.manifest = .known(nil) },
    .unmet("a removal whose base has no owner", "owner.unknown", from: .removal) {
      try $0.baseManifest("owner: maria\n", "")
    },
    .undecided("the manifest is not known", "git.missing-object", from: .landing) {
      $0.facts.manifest = .unknown(because: lost)
    },
    .undecided("nor the base's, for a removal", "git.missing-object", from: .removal) {
      $0.facts.baseManifest = .unknown(because: lost)
    },
    .met("a person of the policy", "maria", from: .landing),
    .met("the base's owner, for a removal", "maria", from: .removal),
    .met("no escalation, where the owner is there", "maria", from: .landing) {
      try $0.manifest("escalation: [jonas, lena]\n", "")
    },
    .met("an escalation to one who has left and one who has not", from: .landing) {
      try $0.manifest("[jonas, lena]", "[jonas, gone]")
    },
    .notAsked("the policy", from: .policyLanding),
    .notAsked("a rollback (R7)", from: .rollback),
    .notAsked("a kill (R7)", from: .kill),
  ]
}

import Diagnostics
import Evidence
import Facts
import Gates
import PolicyModel
import Testing
import Vocabulary

@Suite("break-glass")
struct ExceptedTests {
  @Test("whether an exception counts", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Excepted.self) }

  static let rows: [Row] = [
    .unmet("nobody may", "break-glass.not-allowed", "no 'break-glass'", from: .release) {
      try $0.policy("    break-glass: { approvals: [on-call], for: 4h }\n", "")
      $0.name($0.exception())
    },
    .unmet("one that is not in the journal (R10)", "break-glass.unknown", "countersign log", from: .release) {
      $0.facts.exception = .known(ExceptionUse(named: sixtyFour("ab")))
    },
    .unmet("the id of a review", "break-glass.unknown", from: .release) {
      $0.facts.exception = .known(ExceptionUse(named: $0.evidence.first?.id))
    },
    .unmet("one for another version (R10)", "break-glass.unknown", from: .release) {
      $0.name($0.exception(digest: .version(another)))
    },
    .unmet("one for the same files in other modes", "break-glass.unknown", from: .release) {
      $0.name($0.exception(digest: .version(Version(dirHash: proposed.dirHash, gitTree: another.gitTree))))
    },
    .unmet("by somebody without the role (R19)", "break-glass.signer", "maria has none", "nils or otto", from: .release)
    {
      $0.name($0.exception(by: .person("maria")))
    },
    .unmet("by somebody who has left", "break-glass.signer", from: .release) {
      $0.name($0.exception(by: .person("gone")))
    },
    .unmet("by a service (R19)", "break-glass.signer", "a service", from: .release) {
      $0.name($0.exception(by: .service("ci")))
    },
    .unmet("by nobody", "break-glass.signer", from: .release) { $0.name($0.exception(by: .absent)) },
    .unmet("by a revoked key", "break-glass.signer", "revoked", from: .release) { $0.name($0.exception(by: .revoked)) },
    .undecided("by a key of two", "break-glass.undecided", from: .release) { $0.name($0.exception(by: .ambiguous)) },
    .unmet("for another environment (R10)", "break-glass.other-change", "it is for test", from: .release) {
      $0.name($0.exception(target: .environment("test")))
    },
    .unmet("from another base (R10)", "break-glass.other-change", "signed against", from: .release) {
      $0.name($0.exception(base: another))
    },
    .unmet("from nothing", "break-glass.other-change", "signed against nothing", from: .release) {
      $0.name($0.exception(base: .some(nil)))
    },
    .unmet("for a removal", "break-glass.other-change", "removal", from: .release) {
      $0.name($0.exception(removes: true))
    },
    .unmet("over (R10)", "break-glass.time", "ended at", from: .release) { $0.name($0.exception(until: noon)) },
    .unmet("ended before it began", "break-glass.time", from: .release) {
      $0.name($0.exception(until: noon - hours(2)))
    },
    .unmet("longer than the policy allows", "break-glass.time", "lasts for 4h 1s", "allows 4h", from: .release) {
      $0.name($0.exception(until: noon + hours(3) + seconds(1)))
    },
    .unmet("dated ahead", "break-glass.time", "after the moment of judging", from: .release) {
      $0.name($0.exception(at: noon + seconds(301), until: noon + hours(1)))
    },
    .unmet("without a ticket", "break-glass.words", from: .release) { $0.name($0.exception(ticket: "soon")) },
    .unmet("with a reason that cannot be seen", "break-glass.words", from: .release) {
      $0.name($0.exception(why: String(repeating: "\u{200b}", count: 40)))
    },
    .unmet("used by an earlier release (R10)", "break-glass.used", "cececececece", from: .release) {
      $0.name($0.exception(), usedBy: forty("ce"))
    },
    .unmet(
      "rejected by somebody who could sign one", "break-glass.approvals", "nils rejects", "too early", from: .release
    ) {
      let exception = $0.exception()
      $0.name(exception)
      $0.add($0.review(.reject, by: .person("nils"), comment: "too early", exception: exception.id))
    },
    .unmet("one of two slots", "break-glass.approvals", "role 'security'", "--exception", from: .release) {
      try $0.policy("break-glass: { approvals: [on-call]", "break-glass: { approvals: [on-call, security]")
      $0.name($0.exception())
    },
    .unmet("approved by the same person", "break-glass.approvals", from: .release) {
      try $0.policy("break-glass: { approvals: [on-call]", "break-glass: { approvals: { count: 2, role: on-call }")
      let exception = $0.exception()
      $0.name(exception)
      $0.add($0.review(.approve, by: .person("otto"), exception: exception.id))
    },
    .unmet("approved for another exception", "break-glass.approvals", from: .release) {
      try $0.policy("break-glass: { approvals: [on-call]", "break-glass: { approvals: [on-call, security]")
      $0.name($0.exception())
      $0.add($0.review(.approve, by: .person("sofia"), exception: sixtyFour("ab")))
    },
    .unmet("approved, and withdrawn since", "break-glass.approvals", from: .release) {
      try $0.policy("break-glass: { approvals: [on-call]", "break-glass: { approvals: [on-call, security]")
      let exception = $0.exception()
      $0.name(exception)
      $0.add(
        $0.review(.approve, by: .person("sofia"), exception: exception.id),
        $0.review(.withdraw, by: .person("sofia"), at: noon - hours(1), exception: exception.id))
    },
    .undecided("approved by a key of two", "break-glass.undecided", from: .release) {
      let exception = $0.exception()
      $0.name(exception)
      $0.add($0.review(.approve, by: .ambiguous, exception: exception.id))
    },
    .undecided("it is not known which", "git.missing-object", from: .release) {
      $0.facts.exception = .unknown(because: lost)
    },
    .met("none is named", "no exception", from: .release),
    .met("one that counts", "of otto", from: .release) { $0.name($0.exception()) },
    .met("in its last second", from: .release) { $0.name($0.exception(until: noon + seconds(1))) },
    .met("for exactly as long as the policy allows", from: .release) {
      $0.name($0.exception(until: noon + hours(3)))
    },
    .met("by two people for two slots", "of otto and sofia", from: .release) {
      try $0.policy("break-glass: { approvals: [on-call]", "break-glass: { approvals: [on-call, security]")
      let exception = $0.exception()
      $0.name(exception)
      $0.add($0.review(.approve, by: .person("sofia"), exception: exception.id))
    },
    .met("rejected by somebody who could sign none", from: .release) {
      let exception = $0.exception()
      $0.name(exception)
      $0.add($0.review(.reject, by: .person("tom"), exception: exception.id))
    },
    .met("there is one, and nobody names it", "no exception", from: .release) { $0.add($0.exception()) },
    .notAsked("a rollback", from: .rollback),
    .notAsked("a landing", from: .landing),
    .notAsked("a resume", from: .resume),
  ]

  @Test(
    "what can never be lifted, and what nobody asks for",
    arguments: Requirements.all.map { $0.id } + ["", "everything"])
  func lifts(id: String) throws {
    var scene = try Scene(.release)
    scene.name(scene.exception(lifts: ["approvals", id].filter { $0 != "approvals" || id != "approvals" }))
    let answer = try #require(scene.answer("break-glass"))
    guard !Requirements.liftable.contains(where: { $0.id == id }) else {
      guard case .met = answer else {
        Issue.record("\(answer)")
        return
      }
      return
    }
    #expect(answer.findings.first?.rule.id == "break-glass.not-liftable")
    #expect(scene.verdict().outcome == .held)
  }

  @Test("what is always asked is not in the list of what can be lifted")
  func always() {
    let liftable = Requirements.liftable.map { $0.id }
    #expect(Set(liftable).isSubset(of: Requirements.all.map { $0.id }) && Set(liftable).count == liftable.count)
    for id in [
      "policy", "form", "content", "metadata", "owner", "contributors", "class", "landed", "order", "after", "releaser",
      "recall", "debt", "break-glass", "healthy", "killed", "submission",
    ] { #expect(!liftable.contains(id), "\(id)") }
  }
}

@Suite("what an exception lifts")
struct LiftingTests {
  /// Nothing is approved, and it has not soaked.
  private func scene(_ edit: (inout Scene) throws -> Void = { _ in }) throws -> Scene {
    var scene = try Scene(.release)
    scene.dropReviews()
    scene.facts.staysBefore = .known([Stay(from: noon - hours(1), until: nil, commit: forty("06"))])
    try edit(&scene)
    return scene
  }

  @Test("what it names and nothing else, and the verdict says what it would have said")
  func lifted() throws {
    let all = try scene { $0.name($0.exception(lifts: ["approvals", "soak"])) }
    #expect(all.verdict().outcome == .passed)
    guard case .lifted(let how, let findings)? = all.answer("approvals") else {
      Issue.record("\(String(describing: all.answer("approvals")))")
      return
    }
    #expect(how.contains("otto") && how.contains("until 2026-03-12T13:00:00Z"))
    #expect(findings.first?.rule.id == "approvals.missing")
    let one = try scene { $0.name($0.exception(lifts: ["soak"])) }
    #expect(one.verdict().outcome == .held)
    #expect(one.answer("approvals")?.findings.first?.rule.id == "approvals.missing")
    // What is met anyway is met, and is not called lifted.
    guard case .met? = try scene({ $0.name($0.exception(lifts: ["soak", "tests", "approvals"])) }).answer("tests")
    else {
      Issue.record("tests are met")
      return
    }
  }

  static let holding: [(String, @Sendable (inout Scene) throws -> Void)] = [
    ("the exception does not count", { $0.facts.exception = .known(ExceptionUse(named: sixtyFour("ab"))) }),
    ("nobody names it", { $0.facts.exception = .known(ExceptionUse(named: nil)) }),
    ("a debt is open", { $0.facts.debts = .known([debt()]) }),
    ("it is not known whether one is", { $0.facts.debts = .unknown(because: lost) }),
    ("it was used", { $0.name($0.exception(lifts: ["approvals", "soak"]), usedBy: forty("ce")) }),
    ("the evidence is not known", { $0.facts.evidence = .unknown(because: lost) }),
    ("the version is recalled", { $0.add($0.recall(by: .person("sofia"))) }),
    ("the releaser has no role", { $0.facts.actor = .person("tom") }),
    ("the release is not signed", { $0.facts.actor = .absent }),
    ("its commit is not signed", { $0.commit { $0.signer = .absent } }),
    ("it goes back", { $0.facts.source = .known(source(isNotOlder: false)) }),
    ("it was never in test", { $0.facts.staysBefore = .known([]) }),
    ("there is no gate for its class", { try $0.manifest("risk: low", "risk: critical") }),
  ]

  @Test("nothing where something else holds", arguments: holding)
  func spoilt(name: String, edit: @Sendable (inout Scene) throws -> Void) throws {
    let scene = try scene {
      $0.name($0.exception(lifts: ["approvals", "soak"]))
      try edit(&$0)
    }
    #expect(scene.verdict().outcome != .passed, "\(name)")
  }

  @Test("the way out is shown where the policy has one, and not while a debt is open")
  func emergency() throws {
    let ways = try scene().verdict().emergency
    #expect(
      ways == [
        "lena or nils or otto: countersign break-glass vendor-payment --env prod --lift approvals --lift soak "
          + "--until 4h --ticket TICKET -m WHY; it leaves a debt"
      ])
    #expect(
      try scene { try $0.policy("    break-glass: { approvals: [on-call], for: 4h }\n", "") }.verdict().emergency == [])
    #expect(try scene { $0.facts.debts = .known([debt()]) }.verdict().emergency == [])
    #expect(try Scene(.release).verdict().emergency == [])
    // What no exception lifts would hold the release all the same.
    #expect(try scene { $0.facts.staysBefore = .known([]) }.verdict().emergency == [])
    #expect(try scene { $0.facts.manifest = .unknown(because: lost) }.verdict().emergency == [])
    #expect(try scene { $0.name($0.exception(lifts: ["approvals", "soak"])) }.verdict().emergency == [])
    // One that lifts too little is no way; the next one has to lift it all.
    #expect(
      try scene { $0.name($0.exception(lifts: ["soak"])) }.verdict().emergency.first?
        .contains("--lift approvals --lift soak --until") == true)
    var signed = try scene()
    let exception = signed.exception(lifts: ["approvals", "soak"])
    signed.add(exception)
    #expect(signed.verdict().emergency.first?.contains("--exception \(exception.id.prefix(12))") == true)
    signed.facts.exception = .known(ExceptionUse(named: nil, usedBy: [exception.id: forty("ce")]))
    #expect(signed.verdict().emergency.first?.contains("countersign break-glass") == true)
  }

  @Test("what is lifted keeps nobody waiting")
  func earliest() throws {
    #expect(try scene().verdict().earliest != nil)
    #expect(try scene { $0.name($0.exception(lifts: ["soak", "window"])) }.verdict().earliest == nil)
  }
}

func debt(
  barred: [String: String] = ["otto": "signed the exception", "lena": "wrote the release"], evidence: [Testimony] = []
) -> Debt {
  Debt(
    exception: sixtyFour("ab"), commit: forty("ce"), date: noon - hours(5), version: present, barred: barred,
    evidence: evidence)
}

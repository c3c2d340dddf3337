import Diagnostics
import Facts
import Gates
import Testing

@Suite("Not knowing")
struct NothingKnownTests {
  /// What the policy alone answers, or the question itself: a removal has nothing that could be recalled.
  private static let answered: [Scene.Start: Set<String>] = [
    .landing: [], .policyLanding: ["class"], .removal: ["recall"], .release: [], .rollback: ["class"],
    .kill: ["class"], .resume: ["class"], .freeze: ["class"], .adoption: ["class"], .commits: [],
  ]

  @Test("with no facts at all no requirement is met", arguments: Scene.Start.allCases)
  func nothing(_ start: Scene.Start) throws {
    var scene = try Scene(start)
    let policy = scene.facts.policy
    scene.facts = Facts(nothingKnown: lost)
    #expect(scene.verdict().outcome == .undecided)
    scene.facts.policy = policy
    let verdict = scene.verdict()
    #expect(verdict.outcome == .undecided)
    var met: Set<String> = []
    for item in verdict.items {
      if case .met = item.answer { met.insert(item.requirement) } else { #expect(!item.answer.findings.isEmpty) }
    }
    #expect(met == (Self.answered[start] ?? []).union(["policy"]))
  }

  /// Every fact, and how to know nothing of it.
  private static let facts: [String: @Sendable (inout Facts) -> Void] = [
    "policy": { $0.policy = .unknown(because: lost) },
    "manifest": { $0.manifest = .unknown(because: lost) },
    "baseManifest": { $0.baseManifest = .unknown(because: lost) },
    "meaning": { $0.meaning = .unknown(because: lost) },
    "form": { $0.form = .unknown(because: lost) },
    "content": { $0.content = .unknown(because: lost) },
    "inspection": { $0.inspection = .unknown(because: lost) },
    "commits": { $0.commits = .unknown(because: lost) },
    "contributions": { $0.contributions = .unknown(because: lost) },
    "evidence": { $0.evidence = .unknown(because: lost) },
    "lastLeft": { $0.lastLeft = .unknown(because: lost) },
    "lastAdoption": { $0.lastAdoption = .unknown(because: lost) },
    "landedByService": { $0.landedByService = .unknown(because: lost) },
    "actor": { $0.actor = .undecided(because: lost.what) },
    "source": { $0.source = .unknown(because: lost) },
    "staysBefore": { $0.staysBefore = .unknown(because: lost) },
    "past": { $0.past = .unknown(because: lost) },
    "used": { $0.used = .unknown(because: lost) },
    "circle": { $0.circle = .unknown(because: lost) },
    "users": { $0.users = .unknown(because: lost) },
    "kill": { $0.kill = .unknown(because: lost) },
    "freeze": { $0.freeze = .unknown(because: lost) },
    "runbook": { $0.runbook = .unknown(because: lost) },
    "exception": { $0.exception = .unknown(because: lost) },
    "debts": { $0.debts = .unknown(because: lost) },
    "secrets": { $0.secrets = .unknown(because: lost) },
    "zones": { $0.zones = [:] },
  ]

  /// What each question does not ask: of everything else, one thing unknown blocks.
  private static let unasked: [Scene.Start: Set<String>] = [
    .landing: [
      "actor", "source", "staysBefore", "past", "used", "kill", "freeze", "zones", "exception", "debts",
      "lastAdoption",
    ],
    .policyLanding: [
      "manifest", "baseManifest", "meaning", "inspection", "actor", "source", "staysBefore", "past", "used", "circle",
      "users", "kill", "freeze", "runbook", "zones", "exception", "debts", "lastAdoption",
    ],
    // What is not there any more calls nothing.
    .removal: [
      "inspection", "actor", "source", "staysBefore", "past", "used", "circle", "kill", "freeze", "runbook", "zones",
      "exception", "debts", "secrets", "lastAdoption",
    ],
    .release: ["landedByService", "past", "kill", "inspection", "lastAdoption"],
    .rollback: steps.subtracting(["past"]),
    .kill: steps,
    .resume: steps.subtracting(["evidence", "kill"]),
    .freeze: steps,
    .adoption: steps.subtracting(["content", "evidence", "lastLeft", "lastAdoption", "freeze", "zones", "secrets"]),
    .commits: steps.union(["actor"]).subtracting(["secrets"]),
  ]

  /// All but policy, form, commit and signer.
  private static let steps: Set<String> = [
    "manifest", "baseManifest", "meaning", "content", "contributions", "evidence", "lastLeft", "lastAdoption",
    "landedByService", "source", "staysBefore", "past", "used", "circle", "users", "kill", "freeze", "runbook", "zones",
    "exception", "debts",
    "secrets", "inspection",
  ]

  @Test("each single missing fact of an otherwise passing question blocks", arguments: Scene.Start.allCases)
  func single(_ start: Scene.Start) throws {
    let unasked = try #require(Self.unasked[start])
    for (name, forget) in Self.facts.sorted(by: { $0.key < $1.key }) {
      var scene = try Scene(start)
      forget(&scene.facts)
      let outcome = scene.verdict().outcome
      #expect(outcome == (unasked.contains(name) ? .passed : .undecided), "\(start) without \(name)")
    }
  }

  @Test("knows of every fact that there is")
  func all() throws {
    let children = Mirror(reflecting: Facts(nothingKnown: lost)).children.compactMap(\.label)
    #expect(Set(children) == Set(Self.facts.keys))
  }
}

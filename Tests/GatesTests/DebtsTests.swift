import Diagnostics
import Evidence
import Facts
import Gates
import Testing
import Vocabulary

@Suite("debt")
struct DebtsTests {
  @Test("whether a debt is open", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Debts.self) }

  /// The scene owes a debt, and these reviews answer it.
  private static func owing(
    _ scene: inout Scene, _ reviews: (Scene) -> [Testimony]
  ) {
    scene.facts.debts = .known([debt(evidence: reviews(scene))])
  }

  private static let id = sixtyFour("ab")

  static let rows: [Row] = [
    .unmet(
      "nobody has looked at it (R10)", "debt.open", "otto cannot: signed the exception", "--debt abababababab",
      from: .release
    ) { owing(&$0) { _ in [] } },
    .unmet("paid by whoever signed it (R10)", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("otto"), exception: id)] }
    },
    .unmet("paid by the releaser", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("lena"), exception: id)] }
    },
    .unmet("paid by a service", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .service("ci"), exception: id)] }
    },
    .unmet("paid by nobody", "debt.open", from: .release) { owing(&$0) { [$0.review(by: .absent, exception: id)] } },
    .unmet("paid by a revoked key", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .revoked, exception: id)] }
    },
    .unmet("paid by somebody who has left", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("gone"), exception: id)] }
    },
    .unmet("an ordinary approval of the version", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("jonas"))] }
    },
    .unmet("a review of another exception", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("jonas"), exception: sixtyFour("cd"))] }
    },
    .unmet("for another environment", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("jonas"), target: .environment("test"), exception: id)] }
    },
    .unmet("for another workflow", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("jonas"), workflow: "notify-finance", exception: id)] }
    },
    .unmet("in another repository", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("jonas"), repository: "another", exception: id)] }
    },
    .unmet("said before the release", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("jonas"), at: noon - hours(6), exception: id)] }
    },
    .unmet("said after the moment of judging", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("jonas"), at: noon + hours(1), exception: id)] }
    },
    .unmet("withdrawn since", "debt.open", from: .release) {
      owing(&$0) {
        [
          $0.review(by: .person("jonas"), exception: id),
          $0.review(.withdraw, by: .person("jonas"), at: noon - hours(1), exception: id),
        ]
      }
    },
    .unmet("withdrawn in the same second", "debt.open", from: .release) {
      owing(&$0) {
        [$0.review(by: .person("jonas"), exception: id), $0.review(.withdraw, by: .person("jonas"), exception: id)]
      }
    },
    .unmet("over", "debt.open", from: .release) {
      owing(&$0) { [$0.review(by: .person("jonas"), expires: noon, exception: id)] }
    },
    .unmet("rejected by somebody who could pay", "debt.rejected", "sofia", "never again", from: .release) {
      owing(&$0) {
        [
          $0.review(by: .person("jonas"), exception: id),
          $0.review(.reject, by: .person("sofia"), comment: "never again", exception: id),
        ]
      }
    },
    .unmet("nobody is left who could", "debt.open", "nobody is left", from: .release) {
      let everybody = ["maria", "jonas", "piotr", "sofia", "lena", "otto", "nils", "tom"]
      $0.facts.debts = .known([debt(barred: Dictionary(uniqueKeysWithValues: everybody.map { ($0, "had a part") }))])
    },
    .undecided("by a key of two", "debt.undecided", from: .release) {
      owing(&$0) { [$0.review(by: .ambiguous, exception: id)] }
    },
    .undecided("it is not known", "git.missing-object", from: .release) { $0.facts.debts = .unknown(because: lost) },
    .met("none", "none", from: .release),
    .met("paid", "paid by jonas", from: .release) { owing(&$0) { [$0.review(by: .person("jonas"), exception: id)] } },
    .met("paid in the second of the release", "paid by jonas", from: .release) {
      owing(&$0) { [$0.review(by: .person("jonas"), at: noon - hours(5), exception: id)] }
    },
    .met("whoever signed it says no, and somebody else yes", "paid by jonas", from: .release) {
      owing(&$0) {
        [
          $0.review(by: .person("jonas"), exception: id),
          $0.review(.reject, by: .person("otto"), exception: id),
        ]
      }
    },
    .notAsked("a rollback", from: .rollback),
    .notAsked("a kill", from: .kill),
    .notAsked("a resume", from: .resume),
    .notAsked("a landing", from: .landing),
  ]

  @Test("who had a part in a release that used an exception")
  func barred() throws {
    var scene = try Scene(.release)
    let policy = try #require({ if case .known(let policy) = scene.facts.policy { policy } else { nil } }())
    let exception = scene.exception(by: .person("nils"))
    scene.name(exception)
    scene.add(
      scene.review(by: .person("otto"), exception: exception.id),
      scene.review(by: .person("sofia"), exception: exception.id))
    #expect(
      Debts.barred(scene.question, scene.facts, policy, now: noon)
        == .known([
          "maria": "author of commit 010101010101", "lena": "wrote the release", "nils": "signed the exception",
          "otto": "approved the exception",
        ]))
    scene.facts.actor = .service("bot")
    guard case .known(let barred) = Debts.barred(scene.question, scene.facts, policy, now: noon) else {
      Issue.record("it is known")
      return
    }
    #expect(barred["jonas"] == "wrote the release" && barred["lena"] == nil)
    scene.facts.contributions = .unknown(because: lost)
    #expect(Debts.barred(scene.question, scene.facts, policy, now: noon) == .unknown(because: lost))
  }

  @Test("a review that answers an exception is no approval of the version")
  func noApproval() throws {
    var scene = try Scene(.release)
    scene.dropReviews(by: "jonas")
    scene.add(scene.review(by: .person("jonas"), exception: sixtyFour("ab")))
    #expect(scene.verdict().outcome == .held)
  }
}

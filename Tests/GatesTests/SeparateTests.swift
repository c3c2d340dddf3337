import Evidence
import Facts
import Gates
import PolicyModel
import Testing
import Vocabulary

@Suite("separate")
struct SeparateTests {
  @Test("acts that different people do", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Separate.self) }

  static let rows: [Row] = [
    .unmet("who wrote it releases it (R11)", "separate.same-person", "lena is both author and releaser", from: .release)
    {
      $0.contributed(contribution(.author, "lena@acme.example", .person("lena")))
    },
    .unmet("who committed it releases it", "separate.same-person", "lena", from: .release) {
      $0.contributed(
        contribution(.author, "maria@acme.example", .person("maria")),
        contribution(.committer, "lena@acme.example", .person("lena")))
    },
    .unmet(
      "who approved it releases it (R11)", "separate.same-person", "lena is both approver and releaser", from: .release
    ) {
      $0.add($0.review(by: "lena"))
    },
    .unmet("who wrote it approved it", "separate.same-person", "maria is both author and approver", from: .release) {
      $0.add($0.review(by: "maria"))
    },
    .unmet("a service releases what its operator wrote", "separate.same-person", "jonas", from: .release) {
      $0.facts.actor = .service("bot")
      $0.contributed(contribution(.author, "jonas@acme.example", .person("jonas")))
    },
    .unmet(
      "who submitted what a service landed approved it", "separate.same-person", "sofia is both author and approver",
      from: .release
    ) {
      $0.contributed(contribution(.author, "forge@acme.example", .service("forge")))
      $0.add($0.submission(by: .person("sofia")))
    },
    .unmet("nobody asked for it", "separate.nobody", "countersign submit", from: .release) {
      try $0.policy("[author, approver, releaser]", "[requester, releaser]")
    },
    .unmet("somebody asked for another target", "separate.nobody", from: .release) {
      try $0.policy("[author, approver, releaser]", "[requester, releaser]")
      $0.add($0.submission(by: .person("tom")))
    },
    .unmet(
      "who asked for it releases it", "separate.same-person", "lena is both requester and releaser", from: .release
    ) {
      try $0.policy("[author, approver, releaser]", "[requester, releaser]")
      $0.add($0.submission(by: .person("lena"), target: prod))
    },
    .unmet("at a landing", "separate.same-person", "maria", from: .landing) {
      try $0.policy("tests: [unit, contract] }", "tests: [unit, contract], separate: [author, approver] }")
      $0.add($0.review(by: "maria"))
    },
    .undecided("it cannot be told who releases", "separate.undecided", from: .release) { $0.facts.actor = .ambiguous },
    .undecided("nor who approved", "approvals.undecided", from: .release) { $0.add($0.review(by: .ambiguous)) },
    .undecided("nor who asked for it", "submission.undecided", from: .release) {
      try $0.policy("[author, approver, releaser]", "[requester, releaser]")
      $0.add($0.submission(by: .person("tom"), target: prod), $0.submission(by: .ambiguous, target: prod))
    },
    .undecided("contributions are not known", "git.missing-object", from: .release) {
      $0.facts.contributions = .unknown(because: lost)
    },
    .undecided("evidence is not known", "git.missing-object", from: .release) {
      $0.facts.evidence = .unknown(because: lost)
    },
    .met("three people", "author, approver, releaser differ", from: .release),
    .met("an approval taken back is none", from: .release) {
      $0.add($0.review(by: "lena"), $0.review(.withdraw, by: "lena", at: noon - hours(1)))
    },
    .met("the releaser of a landing is nobody", from: .landing) {
      try $0.policy("tests: [unit, contract] }", "tests: [unit, contract], separate: [author, releaser] }")
    },
    .met("somebody else asked for it", from: .release) {
      try $0.policy("[author, approver, releaser]", "[requester, releaser]")
      $0.add($0.submission(by: .person("tom"), target: prod))
    },
    .notAsked("a gate without it", from: .landing),
    .notAsked("a rollback (R7)", from: .rollback),
  ]
}

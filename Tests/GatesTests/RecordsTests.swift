import Evidence
import Facts
import Gates
import Testing
import Vocabulary

@Suite("records")
struct RecordsTests {
  @Test("rotations and reviews", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Records.self) }

  private static let rotation = Record.Kind.rotation(secret: "BANK_TOKEN")

  static let rows: [Row] = [
    .unmet("a rotation that is not on record", "records.rotation", "BANK_TOKEN", "not on record", from: .release) {
      $0.dropRecords(of: rotation)
    },
    .unmet("a rotation a second overdue", "records.rotation", "overdue", from: .release) {
      $0.dropRecords(of: rotation)
      $0.add($0.record(rotation, at: noon - days(90) - seconds(1)))
    },
    .unmet("another secret's", "records.rotation", from: .release) {
      $0.dropRecords(of: rotation)
      $0.add($0.record(.rotation(secret: "OTHER")))
    },
    .unmet("recorded by nobody known", "records.rotation", from: .release) {
      $0.dropRecords(of: rotation)
      $0.add($0.record(rotation, by: .revoked), $0.record(rotation, by: .absent), $0.record(rotation, by: .ambiguous))
    },
    .unmet("recorded by someone who has left", "records.rotation", from: .release) {
      $0.dropRecords(of: rotation)
      $0.add($0.record(rotation, by: .person("gone")))
    },
    .unmet("recorded ahead of time", "records.rotation", from: .release) {
      $0.dropRecords(of: rotation)
      $0.add($0.record(rotation, at: noon + seconds(301)))
    },
    .unmet("no access review", "records.review", "access review is not on record", from: .release) {
      $0.dropRecords(of: .accessReview)
    },
    .unmet("a security review a second overdue", "records.review", "security", "180d", from: .release) {
      $0.dropRecords(of: .securityReview)
      $0.add($0.record(.securityReview, at: noon - days(180) - seconds(1)))
    },
    .unmet("a review by a service", "records.review", from: .release) {
      $0.dropRecords(of: .accessReview)
      $0.add($0.record(.accessReview, by: .service("ci")))
    },
    .unmet("the secret of the environment", "records.rotation", "PROD_TOKEN", from: .release) {
      try $0.manifest(
        "environments: { test: {} }",
        "environments: { prod: { secrets: [{ name: PROD_TOKEN, from: \"env:X\", rotate: 1d }] } }")
    },
    .undecided("the manifest is not known", "git.missing-object", from: .release) {
      $0.facts.manifest = .unknown(because: lost)
    },
    .undecided("evidence is not known", "git.missing-object", from: .release) {
      $0.facts.evidence = .unknown(because: lost)
    },
    .met("all on record", "up to date", from: .release),
    .met("recorded on another version: a record changes none", from: .release) {
      $0.dropRecords(of: rotation)
      $0.add($0.record(rotation, digest: .version(another)))
    },
    .met("exactly in time", from: .release) {
      $0.dropRecords(of: rotation)
      $0.add($0.record(rotation, at: noon - days(90)))
    },
    .met("rotated by a service", from: .release) {
      $0.dropRecords(of: rotation)
      $0.add($0.record(rotation, by: .service("ci")))
    },
    .met("a secret that is never rotated", from: .release) {
      try $0.manifest(", rotate: 90d", "")
      $0.dropRecords(of: rotation)
    },
    .met("a policy that asks for no reviews", from: .release) {
      try $0.policy("reviews: { access: 90d, security: 180d }\n", "")
      $0.dropRecords(of: .accessReview)
    },
    .notAsked("a landing", from: .landing),
    .notAsked("a rollback (R7)", from: .rollback),
  ]
}

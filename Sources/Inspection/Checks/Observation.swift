import Diagnostics

/// What a check saw, before it is a finding.
package struct Observation: Hashable, Sendable {
  let rule: Rule
  let level: Finding.Level
  /// One sentence without a full stop, made of `visible` text.
  let what: String
  let place: Place
  /// What was found and where in the model, in names and values: what a waiver holds on to.
  let key: [String]
  let because: [String]
  let next: [String]

  /// In the definition.
  init(
    _ rule: Rule, _ level: Finding.Level, _ what: String, at spot: Spot, in subject: Subject, key: [String],
    because: [String] = [], next: [String] = []
  ) {
    self.init(
      rule, level, what, place: spot.place(in: subject.definition), key: key, because: because, next: next)
  }

  /// In the manifest.
  init(
    _ rule: Rule, _ level: Finding.Level, _ what: String, inManifestOf subject: Subject, key: [String],
    because: [String] = [], next: [String] = []
  ) {
    self.init(rule, level, what, place: Place(subject.manifestPath), key: key, because: because, next: next)
  }

  init(
    _ rule: Rule, _ level: Finding.Level, _ what: String, place: Place, key: [String], because: [String] = [],
    next: [String] = []
  ) {
    self.rule = rule
    self.level = level
    self.what = what
    self.place = place
    self.key = key
    self.because = because
    self.next = next
  }
}

import Diagnostics

/// What a team's rule says beyond its pattern.
struct TeamRule: Sendable {
  let rule: SecretRule
  /// The group that is the secret; nil for gitleaks' own choice.
  let group: Int?
  /// Where it holds; nil everywhere.
  let path: PathPattern?
  let allowlists: [TeamAllowlist]

  func concerns(_ path: String?) -> Bool {
    guard let pattern = self.path else { return true }
    guard let path else { return false }
    return pattern.matches(path)
  }
}

/// What lets a find be.
struct TeamAllowlist: Sendable {
  let words: String
}

/// A pattern over paths.
struct PathPattern: Sendable {
  func matches(_ path: String) -> Bool { false }
}

/// Reads a team's files.
struct TeamReading {
  private(set) var rules: [TeamRule] = []
  private(set) var disabled: Set<String> = []
  private(set) var allowlists: [TeamAllowlist] = []
  private(set) var problems: [Finding] = []

  mutating func read(_ file: SecretRules.File) {
    problems.append(
      Finding(
        .secretRuleUnusable, "the file holds rules that are not read yet", at: Place(file.path),
        next: ["take the file out of .countersign/rules"]))
  }
}

extension SecretRules {
  /// Why a sighting is let be; nil when nothing does.
  func allows(
    _ sighting: Sighting, of rule: SecretRule, in subject: ScanSubject, bytes: [UInt8], line: ArraySlice<UInt8>
  ) -> String? { nil }
}

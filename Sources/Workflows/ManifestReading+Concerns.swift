package import Diagnostics

extension ManifestReading {
  /// What two environments of a manifest share and must not; the general setting counts as one.
  package static func concerns(of manifest: Manifest, source: String) -> [Finding] {
    var settings = manifest.environments.sorted { $0.key < $1.key }.map { ("environment '\($0.key)'", $0.value) }
    settings.insert(("the general setting", manifest.general), at: 0)
    var owners: [String: String] = [:]
    var findings: [Finding] = []
    for (place, setting) in settings {
      for thing in things(of: setting) {
        guard let other = owners[thing], other != place else {
          owners[thing] = place
          continue
        }
        findings.append(
          Finding(
            .manifestShared, "\(place) shares \(thing) with \(other)", at: Place(source),
            because: ["a test run could reach what production uses"], next: ["give each environment its own"]))
      }
    }
    return findings
  }

  /// Each with what it is, as one name may be an identity here and a destination there.
  private static func things(of setting: Setting) -> [String] {
    let identity = setting.identity.map { ["the identity '\(visible($0))'"] } ?? []
    return identity + setting.destinations.map { "the destination '\(visible($0))'" }
      + setting.secrets.map { "the secret at '\(visible($0.from))'" }
  }
}

package import Diagnostics
import Evidence
import Facts
import PolicyModel
import Vocabulary
import Workflows

/// `uses`: what the workflow calls is there, runs, and is what it was tested with.
package struct Uses: Requirement {
  package static let id = "uses"
  package static let asks =
    "The workflows that this one calls are released there, not killed, and as tested; no circle, no orphan."
  package static let rules: [Rule] = [.usesMissing, .usesKilled, .usesOther, .usesCircle, .usesRemoved]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.isMove && !matter.question.isOfPolicy }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let users) = matter.facts.users else { return unknown(matter.facts.users) }
    if matter.question.version == nil {
      if users.isEmpty { return .met("nothing calls it") }
      return .unmet([
        Finding(
          .usesRemoved, "\(matter.workflow) is called by \(users.joined(separator: ", "))",
          because: ["a workflow that others call is not removed under them"],
          steps: [Step(.author, matter.authors, "take it out of 'uses' of \(users.joined(separator: ", ")) first")])
      ])
    }
    guard case .known(let circle) = matter.facts.circle else { return unknown(matter.facts.circle) }
    if !circle.isEmpty {
      return .unmet([
        Finding(
          .usesCircle, "the workflows call each other in a circle: \(circle.joined(separator: " → "))",
          steps: [Step(.author, matter.authors, "take one of them out of the other's 'uses'")])
      ])
    }
    guard case .known(let found) = matter.facts.manifest else { return unknown(matter.facts.manifest) }
    guard let manifest = found, matter.question.act == .release, !manifest.uses.isEmpty else {
      return .met(found.map { $0.uses.isEmpty ? "calls no other" : "no circle" } ?? "calls no other")
    }
    return released(manifest, matter)
  }

  private func released(_ manifest: Manifest, _ matter: Matter) -> Answer {
    guard case .known(let used) = matter.facts.used else { return unknown(matter.facts.used) }
    guard case .known(let evidence) = matter.facts.evidence else { return unknown(matter.facts.evidence) }
    let environment = matter.question.target.name
    let releasers = matter.people(as: .releaseManager)
    let tested = testedWith(evidence, matter)
    var findings: [Finding] = []
    for name in manifest.uses {
      guard let there = used.first(where: { $0.name == name }), let version = there.version else {
        findings.append(
          Finding(
            .usesMissing, "\(matter.workflow) calls \(name), which is not released to \(environment)",
            steps: [Step(.releaseManager, releasers, matter.promote(name, to: environment))]))
        continue
      }
      if there.isKilled || there.isAllKilled {
        let kills = (there.isAllKilled ? ["--all"] : []) + (there.isKilled ? [name] : [])
        findings.append(
          Finding(
            .usesKilled, "\(matter.workflow) calls \(name), which is killed in \(environment)",
            because: there.isAllKilled ? ["everything is killed there"] : [],
            steps: kills.map {
              Step(.releaseManager, resumers(matter), "countersign resume \($0) --env \(environment) -m WHY")
            }))
      }
      for (suite, versions) in tested.sorted(by: { $0.key < $1.key }) {
        guard let with = versions[name] else {
          findings.append(
            Finding(
              .usesOther, "suite '\(visible(suite))' does not say which version of \(name) it ran with",
              steps: [test(suite, matter)]))
          continue
        }
        guard with != version else { continue }
        findings.append(
          Finding(
            .usesOther,
            "suite '\(visible(suite))' ran with \(name)@\(with.shortName), and \(environment) holds \(name)@\(version.shortName)",
            steps: [
              test(suite, matter),
              Step(.releaseManager, releasers, matter.promote("\(name)@\(with.shortName)", to: environment)),
            ]))
      }
    }
    return findings.isEmpty ? .met(manifest.uses.joined(separator: ", ") + " released there") : .unmet(findings)
  }

  /// Whoever may write a resume: a person with a `release` or `kill` role.
  private func resumers(_ matter: Matter) -> [String] {
    matter.environment.map { matter.people(withAnyOf: $0.release + $0.kill) } ?? []
  }

  private func test(_ suite: String, _ matter: Matter) -> Step {
    Step(.tester, matter.testers, "countersign test \(matter.named) --suite \(visible(suite))")
  }

  /// By suite that the gate names, the used versions that its latest run lists; `tests` holds what has no run.
  private func testedWith(_ evidence: [Testimony], _ matter: Matter) -> [String: [String: Version]] {
    var uses: [String: [String: Version]] = [:]
    for suite in matter.gate?.tests?.suites ?? [] {
      if case .latest(let result, _) = Tests.run(of: suite, evidence, matter) { uses[suite] = result.uses }
    }
    return uses
  }
}

extension Rule {
  static let usesMissing = Rule(
    "uses.missing", "A workflow calls another that is not released in the environment.",
    "Each workflow is released on its own; those under 'uses' come first.")
  static let usesKilled = Rule(
    "uses.killed", "A workflow calls another that is killed in the environment.", "Resume that one first.")
  static let usesOther = Rule(
    "uses.other-version", "The tests ran with another version of a called workflow than the environment holds.",
    "A test result lists the versions it ran with; a release needs those in the environment.")
  static let usesCircle = Rule(
    "uses.circle", "Workflows call each other in a circle.", "A circle cannot be released one by one.")
  static let usesRemoved = Rule(
    "uses.removed", "A workflow that others call would be removed.", "Take it out of their 'uses' first.")
}

import Diagnostics
import Facts
import Gates
import Gathering
import Git
import Programs
import TestSupport
import Testing
import Vocabulary

/// A landing of twelve workflows, each of them amiss in another way, judged by one thread and by several.
@Suite("gathering: work that is shared out")
struct CrewTests {
  private static let policy = """
    countersign: 1
    repository: 5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11
    workflows: [workflows]
    commits: { signed: false }
    people: { maria: { emails: [maria@acme.example], roles: [author, reviewer] } }
    main: { low: {}, high: { approvals: 1 } }
    risk: { unknown: high, raise: [ { to: high, when: { meaning: [new-destination] } } ] }
    policy: { approvals: 1 }
    environments: {}

    """

  private static func manifest(_ name: String, _ number: Int) -> String {
    // Every fifth has none of its keys right.
    if number % 5 == 0 { return "workflow: other\nowner: nobody\n" }
    return """
      workflow: \(name)
      title: A workflow
      owner: maria
      risk: low
      engine: script
      definition: run.sh

      """
  }

  private static func script(_ number: Int, changed: Bool) -> String {
    let lines = (0..<number).map { "echo step \($0)" }
    let call = number % 3 == 0 && changed ? ["curl -k https://api\(number).example/pay"] : []
    return (["#!/bin/sh"] + lines + call + [changed ? "echo changed" : ""]).joined(separator: "\n")
  }

  private static let names = (0..<12).map { "flow-\($0 + 10)" }

  /// A root with the policy and all workflows, and a landing that changes each of them.
  private static func story(in sandbox: Sandbox) throws -> [ObjectID] {
    try sandbox.makeRepository("repo", bare: true)
    var stream = ""
    for changed in [false, true] {
      stream += "commit refs/heads/main\nmark :\(changed ? 2 : 1)\n"
      let message = changed ? "Change everything\n" : "Begin\n"
      stream += "committer Maria <maria@acme.example> \(changed ? 1_600_001_000 : 1_600_000_000) +0000\n"
      stream += "data \(message.utf8.count)\n\(message)\n" + (changed ? "from :1\n" : "")
      func file(_ path: String, _ text: String) {
        stream += "M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
      }
      if !changed { file(".countersign/policy.yaml", policy) }
      for (number, name) in names.enumerated() {
        file("workflows/\(name)/workflow.yaml", manifest(name, number))
        file("workflows/\(name)/run.sh", script(number, changed: changed))
        if changed, number % 7 == 0 { file("workflows/\(name)/token.txt", "token = \(number)\n") }
      }
      stream += "\n"
    }
    let outcome = try sandbox.run(
      "git", ["fast-import", "--quiet", "--export-marks=marks"], in: "repo", input: Array((stream + "done\n").utf8))
    #expect(outcome.status == 0, "it is made")
    return try ["refs/heads/main^", "refs/heads/main"].map { name in
      try #require(ObjectID(hex: try sandbox.gitText("rev-parse", name, in: "repo")))
    }
  }

  private static func open(
    _ sandbox: Sandbox, _ common: CommonMemory = CommonMemory(), _ crew: Crew? = nil
  ) throws(GitError) -> sending Collector {
    Collector(
      try Repository.open(sandbox.absolute("repo")), view: View(remote: nil, isServer: true),
      programs: Programs(environment: sandbox.environment), zoneFolder: "/usr/share/zoneinfo",
      clock: Timestamp(seconds: 1_600_010_000), common: common, crew: crew)
  }

  private static func verdicts(_ collector: borrowing Collector, _ line: [ObjectID]) throws -> [[Verdict]] {
    let main = try collector.mainLine(tip: line[0], root: line[0])
    let snapshot = try #require(main.current)
    let landing = LandingCase(
      candidate: line[1], parent: line[0], policyLanding: line[0], snapshot: snapshot, now: collector.clock,
      isLanded: true, isAtDoor: true)
    return collector.judgeLanding(landing, at: [collector.clock, Timestamp(seconds: 1_600_001_000)])
  }

  @Test("one thread, several, and several of which only one finds a repository, say the same", arguments: [2, 8])
  func same(threads: Int) throws {
    let sandbox = try Sandbox()
    let line = try Self.story(in: sandbox)
    let alone = try Self.verdicts(try Self.open(sandbox), line)
    #expect(alone.count == 2 && alone[0].count == Self.names.count + 1)
    #expect(Set(alone[0].map { $0.findings.map(\.rule.id) }).count > 2, "not all of them are judged alike")
    let path = sandbox.absolute("repo")
    let environment = sandbox.environment
    for isAlone in [false, true] {
      let crew = Crew(threads: threads) { common in
        if isAlone { return nil }
        do throws(GitError) {
          return Collector(
            try Repository.open(path), view: View(remote: nil, isServer: true),
            programs: Programs(environment: environment), zoneFolder: "/usr/share/zoneinfo",
            clock: Timestamp(seconds: 1_600_010_000), common: common)
        } catch { return nil }
      }
      for _ in 0..<2 {
        #expect(try Self.verdicts(try Self.open(sandbox, crew.common, crew), line) == alone)
      }
    }
  }

  @Test("answers come in the order of the pieces, each once")
  func order() throws {
    let sandbox = try Sandbox()
    try sandbox.makeRepository("repo", bare: true)
    let path = sandbox.absolute("repo")
    let environment = sandbox.environment
    let crew = Crew(threads: 4) { common in
      do throws(GitError) {
        return Collector(
          try Repository.open(path), view: View(remote: nil), programs: Programs(environment: environment),
          zoneFolder: "/usr/share/zoneinfo", clock: Timestamp(seconds: 0), common: common)
      } catch { return nil }
    }
    let collector = try Self.open(sandbox, crew.common, crew)
    for count in [0, 1, 7, 8, 1_000] {
      #expect(collector.share(Array(0..<count)) { _, piece in piece * 2 } == (0..<count).map { $0 * 2 })
    }
  }
}

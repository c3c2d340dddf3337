import Facts
import Gathering
import Git
import PolicyModel
import Programs
import TestSupport
import Testing
import Vocabulary

/// Releases and rollbacks to and fro: what a step is asked about those before it is remembered.
@Suite("steps are looked at once")
struct StepMemoryTests {
  private static let policy = """
    countersign: 1
    repository: 5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11
    workflows: [workflows]
    people: { maria: { emails: [maria@acme.example], roles: [author, reviewer] } }
    main: { low: {} }
    policy: { approvals: 1 }
    environments: { dev: { branch: env/dev, release: [author], all: {} } }

    """

  private enum Order: CaseIterable {
    case oldestFirst, newestFirst
  }

  @Test("twice as many steps to and fro are twice the work, in whatever order they are asked for")
  func linear() throws {
    let (sandbox, main) = try ground()
    for isDecided in [true, false] {
      for order in Order.allCases {
        let few = try seen(sandbox, main, steps: 40, isDecided: isDecided, order)
        let many = try seen(sandbox, main, steps: 80, isDecided: isDecided, order)
        #expect(few > 0 && many < few * 5 / 2, "\(few) for 40 steps, \(many) for 80: decided \(isDecided), \(order)")
      }
    }
  }

  /// A repository with two landings on main.
  private func ground() throws -> (Sandbox, landings: [String]) {
    let sandbox = try Sandbox()
    try sandbox.makeRepository("repo", bare: true)
    var stream = ""
    for (number, text) in ["one", "two"].enumerated() {
      stream += commit(
        "refs/heads/main", mark: number + 1, number, "Landing \(text)\n", parent: number > 0 ? ":1" : nil)
      if number == 0 { stream += file(".countersign/policy.yaml", Self.policy) }
      stream += file("workflows/alpha/run.sh", text)
    }
    try load(stream, sandbox)
    return (sandbox, try ids("refs/heads/main", sandbox))
  }

  /// How many steps were seen while every step of a branch was asked whether it passed.
  private func seen(
    _ sandbox: Sandbox, _ landings: [String], steps count: Int, isDecided: Bool, _ order: Order
  ) throws -> Int {
    var stream = "reset refs/heads/env/dev\n\n"
    let absent = String(repeating: "1", count: 40)
    for step in 0..<count {
      let isRelease = step < 2 && !isDecided
      var message = "Step\n\n\(isRelease ? "Release" : "Rollback"): alpha@\(String(repeating: "0", count: 12))\n"
      message += "Environment: dev\nSource: \(landings[step % 2])\nPolicy: \(landings[0])\nWhy: To and fro\n"
      if isRelease { message += "Journal: \(absent)\n" }
      stream += commit("refs/heads/env/dev", mark: step + 1, 10 + step, message, parent: step > 0 ? ":\(step)" : nil)
      stream += file("workflows/alpha/run.sh", step % 2 == 0 ? "one" : "two")
    }
    try load(stream, sandbox)
    let collector = Collector(
      try Repository.open(sandbox.absolute("repo")), view: View(remote: nil, isServer: false),
      programs: Programs(environment: sandbox.environment), zoneFolder: "/usr/share/zoneinfo",
      clock: Timestamp(seconds: Self.start + 10_000))
    let main = try collector.mainLine(
      tip: ObjectID(hex: try #require(landings.last)), root: ObjectID(hex: try #require(landings.first)))
    guard case .known(let policy)? = main.current?.policy else {
      Issue.record("no policy")
      return 0
    }
    let environment = try #require(policy.environment(named: "dev"))
    let line = try ids("refs/heads/env/dev", sandbox).compactMap { ObjectID(hex: $0) }
    #expect(line.count == count)
    for id in order == .oldestFirst ? line : line.reversed() {
      _ = try collector.passed(collector.repository.commit(id), of: "alpha", in: environment, main: main)
    }
    return collector.stepsSeen
  }

  private static let start: Int64 = 1_780_000_000

  private func commit(_ ref: String, mark: Int, _ number: Int, _ message: String, parent: String?) -> String {
    "commit \(ref)\nmark :\(mark)\ncommitter Maria <maria@acme.example> \(Self.start + Int64(number)) +0000\n"
      + "data \(message.utf8.count)\n\(message)\n" + (parent.map { "from \($0)\n" } ?? "")
  }

  private func file(_ path: String, _ text: String) -> String {
    "M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
  }

  private func load(_ stream: String, _ sandbox: Sandbox) throws {
    let outcome = try sandbox.run(
      "git", ["-C", "repo", "fast-import", "--quiet", "--force"], input: Array(stream.utf8))
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// A branch's commits, oldest first.
  private func ids(_ ref: String, _ sandbox: Sandbox) throws -> [String] {
    let outcome = try sandbox.run("git", ["-C", "repo", "rev-list", "--reverse", ref])
    return outcome.output.split(separator: "\n").map(String.init)
  }
}

import Glibc
import Inspection
import StrictJSON
import TestSupport
import Testing
import Workflows

/// What definitions hold, against a count in Python that shares nothing with the program.
@Suite("inspection: an independent count")
struct CountTests {
  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Counted"

  struct Count: Equatable, CustomStringConvertible {
    var steps = 0
    var hosts: [String] = []
    var secrets: [String] = []
    var open = 0
    var circles = 0
    var description: String {
      "steps \(steps), hosts \(hosts), secrets \(secrets), open \(open), circles \(circles)"
    }
  }

  @Test(
    "finds the same",
    arguments: [
      (Engine.n8n, "refund.n8n.json", Count(steps: 8, open: 1, circles: 1)),
      (.githubActions, "nightly.actions.yml", Count(steps: 6)),
      (.stepFunctions, "payout.sam.yaml", Count(steps: 8, open: 1, circles: 1)),
      (.logicApps, "invoice.logic-app.json", Count(steps: 7)),
      (.argo, "pay.argo.yaml", Count(steps: 7, open: 1, circles: 1)),
      (.nodeRed, "doors.node-red.json", Count(steps: 10, open: 1, circles: 1)),
      (.bpmn, "contract.bpmn", Count(steps: 6, open: 1, circles: 1)),
      (.serverlessWorkflow, "orders.serverless-workflow.yaml", Count(steps: 6, circles: 1)),
    ])
  func same(engine: Engine, file: String, expected: Count) throws {
    let path = "\(Self.folder)/\(file)"
    let other = try #require(try Self.counted(engine, [path]).first ?? nil)
    #expect(other.hosts.count >= 2 && !other.secrets.isEmpty, "\(other)")
    let numbers = Count(steps: other.steps, open: other.open, circles: other.circles)
    #expect(numbers == expected)
    #expect(try Self.read(engine, path) == other)
  }

  /// By hand, on files of one's own: COUNTERSIGN_COUNT names a file of lines `engine<TAB>path`; what differs is printed.
  @Test("of one's own files is printed", .enabled(if: getenv("COUNTERSIGN_COUNT") != nil))
  func byHand() throws {
    let list = try #require(getenv("COUNTERSIGN_COUNT").map { unsafe String(cString: $0) })
    let lines = String(decoding: try Disk.read(list), as: UTF8.self).split(separator: "\n")
    let files = lines.map { $0.split(separator: "\t").map(String.init) }
    for engine in Engine.allCases {
      let paths = files.filter { $0[0] == engine.rawValue }.map { $0[1] }
      if paths.isEmpty { continue }
      var same = 0
      var totals = Count()
      var unread = 0
      for (path, other) in zip(paths, try Self.counted(engine, paths)) {
        let own = try Self.read(engine, path)
        guard let other, let own else {
          unread += 1
          print(
            "UNREAD \(engine.rawValue) \(path) by \(own == nil ? "the program" : "") \(other == nil ? "the count" : "")"
          )
          continue
        }
        totals = totals + own
        if own == other { same += 1 } else { print("DIFFERS \(engine.rawValue) \(path)\n  \(own)\n  \(other)") }
      }
      print(
        "COUNT \(engine.rawValue): \(paths.count) files, \(unread) unread, \(same) the same, \(totals.steps) steps, "
          + "\(totals.hosts.count) hosts, \(totals.secrets.count) secrets, \(totals.open) open, \(totals.circles) circles"
      )
    }
  }

  /// What is told of the file when nobody names its engine has to be of this one.
  private static func read(_ engine: Engine, _ path: String) throws -> Count? {
    let inspected = Inspecting.inspect(try Disk.read(path), path: path, engine: nil)
    if inspected.engine != engine { print("ENGINE \(path): \(inspected.engine?.rawValue ?? "none")") }
    if inspected.models.isEmpty || inspected.engine != engine { return nil }
    let steps = inspected.models.flatMap(\.steps)
    let hosts = steps.flatMap(\.destinations).filter { !$0.isImplied }.compactMap(\.host.value)
    let secrets = steps.flatMap(\.credentials).filter { !$0.isLiteral }.compactMap(\.reference.value)
    let open = inspected.models.flatMap(\.triggers).filter {
      [.webhook, .form].contains($0.kind) && $0.authentication == .absent && !$0.isDisabled
    }
    return Count(
      steps: steps.count { !made.contains($0.type) && $0.kind != .comment }, hosts: Set(hosts).sorted(),
      secrets: Set(secrets).sorted(), open: open.count,
      circles: inspected.models.map { Graph($0).cycles().count }.reduce(0, +))
  }

  /// Steps that a model makes of branches, of what runs at once, of what is done about errors and around tasks.
  private static let made: Set<String> = ["Branch", "group", "catch", "extension"]

  private static func counted(_ engine: Engine, _ paths: [String]) throws -> [Count?] {
    let outcome = try Sandbox().run("python3", ["\(folder)/count.py", engine.rawValue] + paths)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    try #require(lines.count == paths.count)
    return try lines.map { line in
      let node = JSON(try StrictJSON.read(Array(line.utf8)))
      guard case .object(let members) = node else { return nil }
      func value(_ name: String) -> JSON? { members.first { $0.key == name }?.value }
      func number(_ name: String) -> Int? {
        guard case .integer(let number)? = value(name) else { return nil }
        return Int(number)
      }
      func list(_ name: String) -> [String]? {
        guard case .array(let items)? = value(name) else { return nil }
        return items.compactMap { if case .string(let text) = $0 { text } else { nil } }.sorted()
      }
      guard let steps = number("steps"), let hosts = list("hosts"), let secrets = list("secrets"),
        let open = number("open"), let circles = number("circles")
      else { return nil }
      return Count(steps: steps, hosts: hosts, secrets: secrets, open: open, circles: circles)
    }
  }
}

extension CountTests.Count {
  static func + (left: Self, right: Self) -> Self {
    Self(
      steps: left.steps + right.steps, hosts: left.hosts + right.hosts, secrets: left.secrets + right.secrets,
      open: left.open + right.open, circles: left.circles + right.circles)
  }
}

import Glibc
import Inspection
import StrictJSON
import TestSupport
import Testing
import Workflows

/// Hosts that are written out and secrets by reference, against a count in Python that shares nothing with the program.
@Suite("inspection: an independent count")
struct CountTests {
  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Counted"

  struct Count: Equatable, CustomStringConvertible {
    let hosts: [String]
    let secrets: [String]
    var description: String { "hosts \(hosts), secrets \(secrets)" }
  }

  @Test(
    "finds the same",
    arguments: [
      (Engine.argo, "pay.argo.yaml", 6), (.nodeRed, "doors.node-red.json", 6), (.bpmn, "contract.bpmn", 4),
      (.serverlessWorkflow, "orders.serverless-workflow.yaml", 5),
    ])
  func same(engine: Engine, file: String, hosts: Int) throws {
    let path = "\(Self.folder)/\(file)"
    let other = try #require(try Self.counted(engine, [path]).first ?? nil)
    #expect(other.hosts.count == hosts && !other.secrets.isEmpty, "\(other)")
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
      var totals = (files: 0, same: 0, hosts: 0, secrets: 0)
      for (path, other) in zip(paths, try Self.counted(engine, paths)) {
        guard let other, let own = try Self.read(engine, path) else {
          print("UNREAD \(engine.rawValue) \(path)")
          continue
        }
        totals.files += 1
        totals.hosts += own.hosts.count
        totals.secrets += own.secrets.count
        if own == other { totals.same += 1 } else { print("DIFFERS \(engine.rawValue) \(path)\n  \(own)\n  \(other)") }
      }
      print("COUNT \(engine.rawValue): \(totals)")
    }
  }

  private static func read(_ engine: Engine, _ path: String) throws -> Count? {
    let inspected = Inspecting.inspect(try Disk.read(path), path: path, engine: engine)
    if inspected.models.isEmpty { return nil }
    let steps = inspected.models.flatMap(\.steps)
    let hosts = steps.flatMap(\.destinations).filter { !$0.isImplied }.compactMap(\.host.value)
    let secrets = steps.flatMap(\.credentials).filter { !$0.isLiteral }.compactMap(\.reference.value)
    return Count(hosts: Set(hosts).sorted(), secrets: Set(secrets).sorted())
  }

  private static func counted(_ engine: Engine, _ paths: [String]) throws -> [Count?] {
    let outcome = try Sandbox().run("python3", ["\(folder)/count.py", engine.rawValue] + paths)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    try #require(lines.count == paths.count)
    return try lines.map { line in
      let node = JSON(try StrictJSON.read(Array(line.utf8)))
      guard case .object(let members) = node else { return nil }
      func list(_ name: String) -> [String]? {
        guard case .array(let items) = members.first(where: { $0.key == name })?.value else { return nil }
        return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
      }
      guard let hosts = list("hosts"), let secrets = list("secrets") else { return nil }
      return Count(hosts: hosts.sorted(), secrets: secrets.sorted())
    }
  }
}

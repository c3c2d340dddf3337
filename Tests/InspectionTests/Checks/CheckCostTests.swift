import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Whoever can push can push a large definition: what looking at it costs grows with its size and no faster.
///
/// Eight thousand steps take a fraction of a second for each; a check that compares all with all takes a hundred times as long.
@Suite("Checks: what many steps cost")
struct CheckCostTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let manifest: String
    let make: @Sendable (inout Sketch, Int) -> Void
  }

  static let many = 8_000
  /// In seconds of this thread's own work, for all checks together.
  static let limit = 6.0

  static let shapes = [
    Shape(testDescription: "payments and approvals in turn", manifest: "") { sketch, number in
      number.isMultiple(of: 2) ? sketch.pays("s\(number)") : sketch.asks("s\(number)")
    },
    Shape(
      testDescription: "payments, approvals and branches, asked only when",
      manifest: "actions: [payment]\nhuman-approval: { step: s1, when: \"amount > 10\" }"
    ) { sketch, number in
      switch number % 3 {
      case 0: sketch.pays("s\(number)")
      case 1: sketch.asks("s\(number)")
      default: sketch.step("s\(number)", .branch)
      }
    },
    Shape(testDescription: "payments that swallow errors", manifest: "actions: [contract]") { sketch, number in
      number.isMultiple(of: 2)
        ? sketch.pays("s\(number)") { $0.onError = .swallow } : sketch.step("s\(number)") { $0.onError = .swallow }
    },
    Shape(
      testDescription: "a host each",
      manifest: "destinations: [\((0..<2_000).map { "d\($0).example" }.joined(separator: ", "))]"
    ) { sketch, number in
      sketch.calls("s\(number)", .known("h\(number).example"), scheme: "http")
    },
    Shape(testDescription: "a host that is not known each", manifest: "") { sketch, number in
      sketch.calls("s\(number)", .unknown(because: "x"), scheme: "http")
    },
    Shape(testDescription: "a credential each", manifest: "") { sketch, number in
      sketch.holds("s\(number)", number.isMultiple(of: 2) ? .known("c\(number)") : .absent, literal: number % 4 == 0)
    },
    Shape(testDescription: "open webhooks before commands", manifest: "") { sketch, number in
      if number.isMultiple(of: 2) {
        sketch.step("s\(number)", .trigger)
        sketch.model.triggers.append(Model.Trigger(.webhook, step: "s\(number)", type: "webhook", spot: anySpot))
      } else {
        sketch.step("s\(number)", .command) { $0.risks = [.command, .personal, .dataChange] }
      }
    },
    Shape(testDescription: "code, calls, loops and retries", manifest: "limits: { timeout: 1s, retries: 1 }") {
      sketch, number in
      sketch.step("s\(number)", .code) { step in
        step.isBounded = number.isMultiple(of: 2) ? .known(false) : .unknown(because: "x")
        step.retries = number.isMultiple(of: 2) ? .unbounded : .times(9)
        step.timeout = .known(100)
        step.code = [.init(language: "sh", text: "echo \(number)", foreignInput: ["x\(number)"], spot: anySpot)]
        step.calls = [.init(.action, name: .known("a/\(number)@v1"), isPinned: .known(false), spot: anySpot)]
        step.canHang = true
      }
      sketch.model.unknowns.append(.init("part \(number)", spot: anySpot))
      sketch.model.permissions.append(.init("s3:*\(number)", isWide: true, step: "s\(number)", spot: anySpot))
      sketch.model.captured.append(anySpot)
    },
    Shape(testDescription: "workflows that are called", manifest: "") { sketch, number in
      sketch.step("s\(number)", .subworkflow) {
        $0.calls = [.init(.workflow, name: .known("w\(number)"), isPinned: .absent, spot: anySpot)]
      }
    },
  ]

  /// Ways to the next step, and four more from each to anywhere.
  private static func model(_ shape: Shape, _ count: Int = many) -> Model {
    var sketch = Sketch(.n8n)
    var random: UInt64 = 1
    for number in 0..<count { shape.make(&sketch, number) }
    for number in 0..<count {
      if number + 1 < count { sketch.edge("s\(number)", "s\(number + 1)") }
      for way in 0..<4 {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        sketch.edge("s\(number)", "s\(random >> 33 % UInt64(count))", .condition("\(way)"))
      }
    }
    return sketch.model
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test("all checks together", arguments: shapes)
  func checks(shape: Shape) throws {
    let model = Self.model(shape)
    let manifest = try CheckRow.manifest("pay", .n8n, shape.manifest)
    var spent: [(check: String, seconds: Double)] = []
    func measure(_ name: String, _ body: () -> Void) {
      let start = Self.seconds()
      body()
      spent.append((name, Self.seconds() - start))
    }
    let subject = Subject(
      manifest: manifest, models: [model], detected: nil, risk: .high, definition: "f", manifestPath: "m")
    for kind in Checks.all { measure("\(kind)") { _ = kind.init().look(at: subject) } }
    let sum = spent.map(\.seconds).reduce(0, +)
    if getenv("COSTS") != nil { print(shape.testDescription, sum, spent.sorted { $0.seconds > $1.seconds }.prefix(4)) }
    #expect(sum < Self.limit, "\(spent.sorted { $0.seconds > $1.seconds }.prefix(3))")
  }

  @Test("what is found is told in part, and the rest counted", arguments: shapes)
  func told(shape: Shape) throws {
    let subject = Subject(
      manifest: try CheckRow.manifest("pay", .n8n, shape.manifest), models: [Self.model(shape)], detected: nil,
      risk: .high, definition: "f", manifestPath: "m")
    let start = Self.seconds()
    let found = Checking.findings(subject)
    #expect(Self.seconds() - start < Self.limit)
    for (rule, findings) in Dictionary(grouping: found, by: \.rule) {
      #expect(findings.count <= Checking.most, "\(rule.id)")
    }
  }

  @Test("the difference in meaning, from nothing and to another", arguments: shapes)
  func difference(shape: Shape) {
    let model = Self.model(shape)
    var other = model
    for index in other.steps.indices { other.steps[index].settings = [.init("n", "\(index)", spot: anySpot)] }
    other.edges.removeAll { $0.kind == .condition("2") }
    let start = Self.seconds()
    _ = Difference.between(Model(engine: .n8n, name: "pay", spot: anySpot), model)
    let middle = Self.seconds()
    _ = Difference.between(model, other)
    let end = Self.seconds()
    if getenv("COSTS") != nil { print("difference:", shape.testDescription, middle - start, end - middle) }
    #expect(middle - start < Self.limit && end - middle < Self.limit, "\(middle - start), \(end - middle)")
  }
}

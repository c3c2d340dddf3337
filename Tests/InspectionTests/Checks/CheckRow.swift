import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

/// A model in the making.
struct Sketch {
  var model: Model

  init(_ engine: Engine = .n8n) {
    model = Model(engine: engine, name: "pay", spot: Spot(pointer: "", line: 1, column: 1))
  }

  /// Each step stands on a line of its own; what is changed later is found by its id, which is its name.
  mutating func step(_ name: String, _ kind: Model.Step.Kind = .http, _ edit: (inout Model.Step) -> Void = { _ in }) {
    var step = Model.Step(id: name, name: name, kind: kind, type: "type-of-\(name)", spot: spot(name))
    edit(&step)
    model.steps.append(step)
  }

  mutating func edge(_ from: String, _ to: String, _ kind: Model.Edge.Kind = .normal) {
    model.edges.append(Model.Edge(from: from, to: to, kind, spot: spot(from)))
  }

  /// A chain of ways.
  mutating func chain(_ names: String...) {
    for (from, to) in zip(names, names.dropFirst()) { edge(from, to) }
  }

  func spot(_ name: String) -> Spot {
    Spot(pointer: "/\(name)", line: model.steps.count + 2, column: 3)
  }
}

let anySpot = Spot(pointer: "/x", line: 7, column: 5)

/// One case of a check: a manifest's lines, a class, a model, and the levels of what is found. None: nothing is.
struct CheckRow: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var manifest = ""
  var risk = RiskClass.high
  var engine = Engine.n8n
  var detected: Engine?
  var levels: [Finding.Level] = []
  /// Words that the first finding must have.
  var words: [String] = []
  var neighbour: String?
  let make: @Sendable (inout Sketch) -> Void

  init(
    _ name: String, manifest: String = "", risk: RiskClass = .high, engine: Engine = .n8n, detected: Engine? = nil,
    _ levels: [Finding.Level] = [], words: [String] = [], neighbour: String? = nil,
    make: @escaping @Sendable (inout Sketch) -> Void
  ) {
    testDescription = name
    self.manifest = manifest
    self.risk = risk
    self.engine = engine
    self.detected = detected
    self.levels = levels
    self.words = words
    self.neighbour = neighbour
    self.make = make
  }

  func findings(of check: any Check.Type) throws -> [Finding] {
    var sketch = Sketch(engine)
    make(&sketch)
    let read = try Self.manifest("pay", engine, manifest)
    var neighbours: Neighbours?
    if let neighbour {
      var all = Neighbours()
      all.add(read, models: [sketch.model])
      all.add(try Self.manifest("other", engine, neighbour), models: [sketch.model])
      neighbours = all
    }
    let subject = Subject(
      manifest: read, models: [sketch.model], detected: detected, risk: risk, definition: "workflows/pay/flow.json",
      manifestPath: "workflows/pay/workflow.yaml", neighbours: neighbours)
    return Checking.findings(subject).filter { check.rules.contains($0.rule) }
  }

  static func manifest(_ name: String, _ engine: Engine, _ lines: String) throws -> Manifest {
    let owner = lines.contains("owner:") ? "" : "owner: maria\n"
    let text = "workflow: \(name)\ntitle: T\n\(owner)engine: \(engine.rawValue)\ndefinition: flow.json\n\(lines)\n"
    return try ManifestReading.read(Array(text.utf8), source: "workflow.yaml", directory: name).get()
  }

  /// Levels, words, and what every finding of a check has: a place, and a fingerprint where it can be waived.
  func check(_ check: any Check.Type, _ location: SourceLocation = #_sourceLocation) throws {
    let found = try findings(of: check)
    #expect(found.map(\.level) == levels, "\(found.map(\.what))", sourceLocation: location)
    for word in words {
      let text = found.first.map { ([$0.what] + $0.because + $0.next).joined(separator: "\n") } ?? ""
      #expect(text.contains(word), "\(text)", sourceLocation: location)
    }
    for finding in found {
      #expect(finding.fingerprint?.count == 20 && finding.place != nil, sourceLocation: location)
      let says = finding.next.contains { $0.contains(finding.fingerprint ?? "-") }
      #expect(says == (finding.level != .note), sourceLocation: location)
    }
  }
}

extension Sketch {
  mutating func calls(
    _ name: String, _ host: Answer<String>, scheme: String = "https", port: Int? = nil,
    verified: Answer<Bool> = .absent, implied: Bool = false, written: String? = nil
  ) {
    step(name) {
      $0.destinations = [
        Model.Destination(
          host: host, scheme: scheme, port: port,
          written: written ?? "\(scheme)://\(host.value ?? "{{ $json.host }}")/v1",
          isVerified: verified, isImplied: implied, spot: anySpot)
      ]
    }
  }

  mutating func asks(_ name: String, no: Answer<Bool> = .known(true), _ edit: (inout Model.Step) -> Void = { _ in }) {
    step(name, .approval) {
      $0.approval = Model.Approval(hasRejectPath: no, spot: anySpot)
      edit(&$0)
    }
  }

  mutating func pays(_ name: String, _ edit: (inout Model.Step) -> Void = { _ in }) {
    step(name, .connector) {
      $0.risks = [.payment]
      edit(&$0)
    }
  }

  mutating func holds(
    _ name: String, _ reference: Answer<String>, type: String = "httpHeaderAuth", title: String? = nil,
    literal: Bool = false
  ) {
    step(name) {
      $0.credentials = [
        Model.Credential(type: type, reference: reference, name: title, isLiteral: literal, spot: anySpot)
      ]
    }
  }
}

import Cryptography
import Evidence
import Git
import Vocabulary

/// One repository in the making: its content, its journals and its environments as they grow.
///
/// The dates are fixed, begin in 2023, and a landing follows each hour: the same shape gives the same ids on every run.
final class Town {
  let shape: Shape
  let team: Team
  let pack: Pack
  /// Where content and commits go: `pack`, or that of a push.
  var work: Pack
  let main = Folder()
  private(set) var clock: Int64 = 1_672_531_200
  private(set) var root = ObjectID.zero
  var tip = ObjectID.zero

  /// A workflow as it stands on main.
  struct Workflow {
    let name: String
    var revision = 0
    /// SHA-256 of each file, in the order of the names.
    var digests: [(name: String, sha: String)]
    var version: Version
    let files = Folder()
  }

  var workflows: [Workflow] = []
  private var journals: [String: (folder: Folder, tip: ObjectID?)] = [:]
  private var nonce: UInt64 = 0
  private var policyHash = ""
  private var environments: [(name: String, folder: Folder, tip: ObjectID?, held: [Int: Version])] = []

  init(_ shape: Shape) throws {
    self.shape = shape
    team = try Team()
    pack = try Pack()
    work = pack
  }

  /// A few seconds later.
  func tick() -> Int64 {
    clock += 5
    return clock
  }

  func found() throws {
    let files = [
      ("allowed_signers", team.signers), ("policy.yaml", team.policy(environments: shape.environments)),
    ]
    var lines: [UInt8] = []
    for (name, text) in files {
      main.put(try pack.add(Array(text.utf8), .blob).id, at: [".countersign", name])
      lines += Array("\(SHA256Digest.hex(of: Array(text.utf8)))  \(name)\n".utf8)
    }
    policyHash = SHA256Digest.hex(of: lines)
    for index in 0..<shape.workflows {
      let name = "flow-\(String(repeating: "0", count: 4 - String(index).count))\(index)"
      let files = Team.files(name, revision: 0)
      workflows.append(
        Workflow(
          name: name, digests: files.map { ($0.name, SHA256Digest.hex(of: Array($0.text.utf8))) },
          version: Version(dirHash: "", gitTree: "")))
      for file in files { workflows[index].files.put(try pack.add(Array(file.text.utf8), .blob).id, at: [file.name]) }
      try settle(index)
    }
    root = try commit([], by: team.lena, "Begin\n\nWhy: the first policy\nTicket: OPS-1\n")
    tip = root
    environments = Team.names.prefix(shape.environments).map { ($0, Folder(), nil, [:]) }
    if shape.adopts { try adopt() }
  }

  /// Writes a workflow's tree into main's, and names its version anew.
  private func settle(_ index: Int) throws {
    let tree = try workflows[index].files.write(to: work)
    main.put(tree: tree, at: ["workflows", workflows[index].name])
    let lines = workflows[index].digests.map { "\($0.sha)  \($0.name)\n" }.joined()
    workflows[index].version = Version(dirHash: SHA256Digest.hex(of: Array(lines.utf8)), gitTree: tree.hex)
  }

  /// Changes one file of a workflow.
  func change(_ index: Int) throws { try change(index, to: workflows[index].revision + 1) }

  func change(_ index: Int, to revision: Int) throws {
    workflows[index].revision = revision
    let text = Array(Team.script(workflows[index].name, workflows[index].revision).utf8)
    workflows[index].files.put(try work.add(text, .blob).id, at: ["run.sh"])
    workflows[index].digests[1] = ("run.sh", SHA256Digest.hex(of: text))
    try settle(index)
  }

  /// A commit of main's content as it is now.
  func commit(_ parents: [ObjectID], by person: Person, _ message: String) throws -> ObjectID {
    let tree = try main.write(to: work)
    return try work.add(try team.commit(tree, on: parents, by: person, at: tick(), message), .commit).id
  }

  func path(_ index: Int) -> String { "workflows/\(workflows[index].name)" }

  /// Appends one statement to the journals of all workflows that it speaks of.
  func say(_ predicate: Predicate, _ subjects: [Subject], by person: Person) throws {
    nonce += 1
    let (id, statement, file) = try team.envelope(predicate, about: subjects, by: person, at: tick(), nonce: nonce)
    let blob = try pack.add(file, .blob).id
    for workflow in statement.workflows {
      var (folder, tip) = journals[workflow] ?? (Folder(), nil)
      guard let place = JournalPath.path(of: statement, id: id, in: workflow) else { continue }
      folder.put(blob, at: place.split(separator: "/").map(String.init))
      let text = try team.commit(
        try folder.write(to: pack), on: tip.map { [$0] } ?? [], by: person, at: clock, "say\n", signed: false)
      tip = try pack.add(text, .commit).id
      journals[workflow] = (folder, tip)
    }
  }

  /// A review of workflows as they are now, each against what it replaces.
  func approve(
    _ changed: [(index: Int, base: Version?)], for targets: [Target], by person: Person, adopts: Bool = false
  )
    throws
  {
    var entries: [Review.Entry] = []
    for (index, base) in changed {
      for target in targets {
        entries.append(
          Review.Entry(
            workflow: workflows[index].name, target: target, removes: false, base: base, risk: .low, adopts: adopts))
      }
    }
    let review = Review(decision: .approve, entries: entries, policy: policyHash, comment: "", expires: nil)
    let subjects = changed.map { Subject(path: path($0.index), digest: .version(workflows[$0.index].version)) }
    try say(.review(review), subjects, by: person)
  }

  func test(_ subjects: [Subject]) throws {
    let result = TestResult(
      suite: "unit", outcome: .passed, passed: ["runs"], failed: [], skipped: [], command: "sh unit.sh", reports: [],
      uses: [:])
    try say(.testResult(result), subjects, by: team.ci)
  }

  /// What was said about versions that are long gone, and records.
  func chatter() throws {
    for number in 0..<shape.statements {
      if number % max(1, shape.statements / max(1, shape.records)) == 0, shape.records > 0 {
        try say(
          .record(Record(kind: .accessReview, note: "looked at in round \(number)")),
          [Subject(path: path(0), digest: .version(workflows[0].version))], by: team.sofia)
      } else {
        let old = Version(dirHash: SHA256Digest.hex(of: Array("\(number)".utf8)), gitTree: root.hex)
        try test([Subject(path: path(0), digest: .version(old))])
      }
    }
  }

  /// A reviewed landing of one workflow.
  func land(_ number: Int) throws {
    clock += 3_600
    let index = number % shape.workflows
    let base = workflows[index].version
    let before = tip
    let words = "Why: a reason that is long enough\nTicket: OPS-\(number)\n"
    for _ in 0..<max(0, shape.commitsEach - 1) {
      try change(index)
      tip = try commit([tip], by: team.maria, "Work on \(workflows[index].name)\n\n\(words)")
    }
    try change(index)
    if shape.commitsEach > 0 { tip = try commit([tip], by: team.maria, "Finish \(workflows[index].name)\n\n\(words)") }
    let held = environments.first?.held[index]
    try approve([(index, base)], for: [.main], by: team.jonas)
    tip =
      shape.commitsEach > 0
      ? try commit([before, tip], by: team.lena, "Merge the work on \(workflows[index].name)\n")
      : try commit([tip], by: team.maria, "Change \(workflows[index].name)\n\n\(words)")
    try test([Subject(path: path(index), digest: .version(workflows[index].version))])
    try approve(
      [(index, held)], for: environments.dropFirst(2).map { .environment($0.name) }, by: team.jonas)
    if number < shape.released { for place in environments.indices { try release(index, in: place) } }
  }

  private func release(_ index: Int, in place: Int) throws {
    let (name, folder, parent, _) = environments[place]
    let flow = workflows[index]
    guard let tree = ObjectID(hex: flow.version.gitTree), let journal = journals[flow.name]?.tip else { return }
    folder.put(tree: tree, at: ["workflows", flow.name])
    let label = "\(flow.name)@\(flow.version.shortName)"
    let message = """
      \(name): release \(label)

      Release: \(label)
      Environment: \(name)
      Source: \(tip.hex)
      Policy: \(tip.hex)
      Journal: \(journal.hex)
      Why: a reason that is long enough
      Ticket: OPS-1

      """
    let text = try team.commit(
      try folder.write(to: pack), on: parent.map { [$0] } ?? [], by: team.lena, at: tick(), message)
    environments[place].tip = try pack.add(text, .commit).id
    environments[place].held[index] = flow.version
  }

  /// The baseline of each environment: all workflows as the root brought them.
  private func adopt() throws {
    for place in environments.indices {
      let target = Target.environment(environments[place].name)
      for start in stride(from: 0, to: workflows.count, by: 1_000) {
        let all = (start..<min(start + 1_000, workflows.count)).map { (index: $0, base: Version?.none) }
        try approve(all, for: [target], by: team.jonas, adopts: true)
      }
      let (name, folder, _, _) = environments[place]
      for (index, flow) in workflows.enumerated() {
        guard let tree = ObjectID(hex: flow.version.gitTree) else { continue }
        folder.put(tree: tree, at: ["workflows", flow.name])
        environments[place].held[index] = flow.version
      }
      let count = "\(workflows.count) workflow\(workflows.count == 1 ? "" : "s")"
      let message = """
        \(name): adopt \(count) as they run today

        Adopt: \(count)
        Environment: \(name)
        Source: \(root.hex)
        Policy: \(root.hex)
        Why: a reason that is long enough

        """
      let text = try team.commit(try folder.write(to: pack), on: [], by: team.lena, at: tick(), message)
      environments[place].tip = try pack.add(text, .commit).id
    }
  }

  /// All refs as they are now.
  func allRefs() -> [String: ObjectID] {
    var refs = ["refs/heads/main": tip]
    for environment in environments {
      if let tip = environment.tip { refs["refs/heads/env/\(environment.name)"] = tip }
    }
    for (workflow, journal) in journals { if let tip = journal.tip { refs[JournalPath.ref(of: workflow)] = tip } }
    for number in 0..<shape.branches { refs["refs/heads/topic/\(number % 100)/\(number)"] = root }
    return refs
  }
}

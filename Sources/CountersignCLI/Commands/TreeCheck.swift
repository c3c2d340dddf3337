import Diagnostics
import Facts
import Gates
import Gathering
import Git
import Inspection
import PolicyModel
import Vocabulary
import Workflows

/// Everything about one root tree that is not in order, by content alone: what `check` and the hooks on the author's machine ask.
struct TreeCheck: Sendable {
  private(set) var findings: [Finding] = []
  private(set) var workflows = 0
  /// What the checks say of each definition, before waivers.
  private var inspected: [(name: String, findings: [Finding])] = []
  /// Definitions that were read and looked at.
  private(set) var definitions = 0
  /// 1 where there is a policy, readable or not.
  private(set) var policies = 0

  /// - Parameter now: for the requirements that are asked; none of them depends on it.
  static func read(_ root: ObjectID, in collector: borrowing Collector, now: Timestamp) throws(GitError) -> TreeCheck {
    var check = TreeCheck()
    let policy = try check.lookAtPolicy(root, collector)
    try check.lookAtWorkflows(root, policy, collector, now)
    try check.lookAtWaivers(root, policy, collector, now)
    // What lies above several directories is met from each of them, and told once.
    var told: Set<Finding> = []
    check.findings = check.findings.filter { told.insert($0).inserted }
    return check
  }

  private mutating func lookAtPolicy(_ root: ObjectID, _ collector: borrowing Collector) throws(GitError) -> Policy? {
    let snapshot = try collector.snapshot(inRootTree: root)
    if try collector.repository.entry(at: PolicySnapshot.policyPath, in: root) != nil { policies = 1 }
    findings += snapshot.findings
    if let tree = snapshot.tree {
      findings += try paths(tree, PolicySnapshot.directory, root, nil, collector)
      findings += try Collector.secretRuleProblems(in: tree, collector.repository)
    }
    switch snapshot.policy {
    case .known(let policy):
      let text = try policyText(root, collector)
      findings += PolicyReading.concerns(of: policy, text: text)
      findings += collector.zones(of: policy).sorted { $0.key < $1.key }.compactMap { name, zone in
        guard case .unknown(let finding) = zone else { return nil }
        return Finding(
          finding.rule, finding.what, at: PolicyReading.place(ofZone: name, in: policy, text: text),
          because: finding.because, next: finding.next)
      }
      return policy
    case .unknown(let because):
      if !findings.contains(because) { findings.append(because) }
      return nil
    }
  }

  /// The policy's own words, so that what is found in them has a line.
  private func policyText(_ root: ObjectID, _ collector: borrowing Collector) throws(GitError) -> [UInt8]? {
    guard let entry = try collector.repository.entry(at: PolicySnapshot.policyPath, in: root) else { return nil }
    return try collector.repository.blob(entry.id, limit: PolicySnapshot.fileLimit)
  }

  private mutating func lookAtWorkflows(
    _ root: ObjectID, _ policy: Policy?, _ collector: borrowing Collector, _ now: Timestamp
  ) throws(GitError) {
    let discovery = try Discovery.read(root, roots: policy?.roots ?? [WorkTree.usualRoot], in: collector.repository)
    findings += discovery.findings
    workflows = discovery.workflows.count
    if let policy { findings += PolicyReading.concerns(of: policy, workflows: discovery.workflows.map(\.name)) }
    var manifests: [String: Manifest] = [:]
    for workflow in discovery.workflows {
      findings += try paths(workflow.tree, workflow.path, root, policy?.limits, collector)
      guard let manifest = try lookAtManifest(of: workflow, collector) else { continue }
      manifests[workflow.name] = manifest
      if let policy { findings += try asked(of: workflow, manifest, policy, collector, now) }
    }
    try lookAtDefinitions(discovery.workflows, manifests, policy, root, collector)
    lookAtIdentities(discovery.workflows, manifests)
    lookAtUses(discovery.workflows, manifests, policy, now)
  }

  /// Names, links, sizes, and what attributes would do to a checkout.
  private func paths(
    _ tree: ObjectID, _ path: String, _ root: ObjectID, _ limits: Limits?, _ collector: borrowing Collector
  ) throws(GitError) -> [Finding] {
    let limits = limits ?? .standard
    return try GovernedPaths.findings(
      inTree: tree, at: path, fileSize: limits.fileSize, files: limits.filesPerWorkflow, isNew: true,
      in: collector.repository)
      + GovernedPaths.attributeFindings(above: path, inRootTree: root, in: collector.repository)
  }

  private mutating func lookAtManifest(
    of workflow: WorkflowDirectory, _ collector: borrowing Collector
  ) throws(GitError) -> Manifest? {
    let source = "\(workflow.path)/\(Manifest.fileName)"
    guard let entry = try collector.repository.entry(at: Manifest.fileName, in: workflow.tree) else { return nil }
    let bytes: [UInt8]
    do throws(GitError) {
      bytes = try collector.repository.blob(entry.id, limit: Manifest.sizeLimit)
    } catch .tooLarge(_, let size, let limit) {
      findings.append(
        Finding(.manifestTooLarge, "the manifest has \(size) bytes, \(limit) are read", at: Place(source)))
      return nil
    }
    switch ManifestReading.read(bytes, source: source, directory: workflow.name) {
    case .success(let manifest):
      findings +=
        try missingFiles(manifest, workflow, collector)
      return manifest
    case .failure(let errors):
      findings += errors.findings
      return nil
    }
  }

  /// The files that a manifest names and that are not there.
  private func missingFiles(
    _ manifest: Manifest, _ workflow: WorkflowDirectory, _ collector: borrowing Collector
  ) throws(GitError) -> [Finding] {
    var findings: [Finding] = []
    for (key, file) in [("definition", Optional(manifest.definition)), ("runbook", manifest.runbook)] {
      guard let file else { continue }
      if let entry = try collector.repository.entry(at: file, in: workflow.tree), entry.mode.isFile { continue }
      findings.append(
        Finding(
          .manifestNoFile, "'\(key)' names \(visible(file)), which is not there",
          at: Place("\(workflow.path)/\(Manifest.fileName)"), next: ["add the file, or name the one that is meant"]))
    }
    return findings
  }

  /// What the gate will ask of the content alone; and what it asks of higher classes only, as warnings.
  private func asked(
    of workflow: WorkflowDirectory, _ manifest: Manifest, _ policy: Policy, _ collector: borrowing Collector,
    _ now: Timestamp
  ) throws(GitError) -> [Finding] {
    var found = Self.ask(Owner(), of: workflow, manifest, policy, now)
    var runbook: Runbook?
    if let path = manifest.runbook { runbook = try collector.runbook(at: path, inTree: workflow.tree) }
    let parts = Self.ask(Runbooks(), of: workflow, manifest, policy, now, runbook: runbook)
    found += parts
    let place = Place("\(workflow.path)/\(Manifest.fileName)")
    if runbook == nil, parts.isEmpty {
      found.append(
        Finding(
          .runbookMissing, "\(workflow.name) has no runbook", at: place, level: .warning,
          because: ["its class asks for none; whoever is on call will"],
          next: ["write how to pause, roll back and fall back to hand work, and 'runbook: RUNBOOK.md' in the manifest"])
      )
    }
    let apart = Self.ask(Apart(), of: workflow, manifest, policy, now)
    return found + apart
      + (apart.contains { $0.rule == .apartGeneral } ? [] : Apart.general(manifest, policy, level: .warning))
  }

  /// What the definitions do, each beside all others: what they share is seen here only.
  private mutating func lookAtDefinitions(
    _ workflows: [WorkflowDirectory], _ manifests: [String: Manifest], _ policy: Policy?, _ root: ObjectID,
    _ collector: borrowing Collector
  ) throws(GitError) {
    let pieces = workflows.compactMap { workflow in manifests[workflow.name].map { (workflow, $0) } }
    let answers = collector.share(pieces) { collector, piece -> Result<DefinitionRead?, GitError> in
      Result { () throws(GitError) in
        try DefinitionRead.read(piece.1, tree: piece.0.tree, path: piece.0.path, in: collector.repository)
      }
    }
    var read: [(name: String, definition: DefinitionRead)] = []
    var neighbours = Neighbours()
    for (piece, answer) in zip(pieces, answers) {
      guard let definition = try answer.get() else { continue }
      neighbours.add(piece.1, models: definition.inspected.models)
      read.append((piece.0.name, definition))
      if definition.isUnderstood { definitions += 1 }
    }
    let all = neighbours
    let found = collector.share(read) { collector, piece -> Result<[Finding], GitError> in
      Result { () throws(GitError) in
        let definition = piece.definition
        let risk =
          policy.map { Classifying.risk(of: definition.manifest, policy: $0) } ?? definition.manifest.risk ?? .high
        return try definition.findings(
          risk: risk, neighbours: all, try Self.search(root, policy, collector), in: collector.repository)
      }
    }
    for (piece, answer) in zip(read, found) { inspected.append((piece.name, try answer.get())) }
  }

  /// What keeps secrets out of what is told; each thread has its own.
  private static func search(
    _ root: ObjectID, _ policy: Policy?, _ collector: borrowing Collector
  ) throws(GitError) -> SecretSearch {
    guard let policy else { return collector.searchWithoutPolicy() }
    return try collector.search(try collector.snapshot(inRootTree: root), policy)
  }

  /// What waivers accept is told as that; a waiver that accepts nothing is told, too.
  private mutating func lookAtWaivers(
    _ root: ObjectID, _ policy: Policy?, _ collector: borrowing Collector, _ now: Timestamp
  ) throws(GitError) {
    let waivers = try Waivers.read(
      inPolicyTree: try collector.snapshot(inRootTree: root).tree, of: collector.repository)
    findings += waivers.findings
    var used: Set<Waiver> = []
    for (name, found) in inspected {
      guard let policy else {
        findings += found
        continue
      }
      let applied = waivers.applied(to: found, of: name, policy: policy, now: now)
      findings += applied.findings
      used.formUnion(applied.used)
    }
    if let policy {
      findings += waivers.concerns(policy: policy, now: now, used: used, workflows: nil, topics: ["inspection"])
    }
  }

  /// An identity is dedicated to one workflow. It takes all of them to see that, so the gate of one does not ask.
  private mutating func lookAtIdentities(_ workflows: [WorkflowDirectory], _ manifests: [String: Manifest]) {
    var owners: [String: String] = [:]
    for workflow in workflows {
      for holding in manifests[workflow.name]?.holdings ?? [] where holding.kind == .identity {
        guard let owner = owners[holding.name] else {
          owners[holding.name] = workflow.name
          continue
        }
        guard owner != workflow.name else { continue }
        findings.append(
          Finding(
            .checkSharedIdentity, "\(workflow.name) and \(owner) both run as '\(visible(holding.name))'",
            at: holding.place, because: ["what one of them may do, the other may do too"],
            next: ["give each workflow an identity of its own"]))
      }
    }
  }

  private mutating func lookAtUses(
    _ workflows: [WorkflowDirectory], _ manifests: [String: Manifest], _ policy: Policy?, _ now: Timestamp
  ) {
    for workflow in workflows {
      guard let manifest = manifests[workflow.name] else { continue }
      for used in manifest.uses where manifests[used] == nil && !workflows.contains(where: { $0.name == used }) {
        findings.append(
          Finding(
            .checkUnknownUse, "\(workflow.name) uses '\(visible(used))', which is no workflow here",
            at: Place("\(workflow.path)/\(Manifest.fileName)"), level: .warning,
            because: ["no release of it could pass: what it uses has to be released first"],
            next: closest(to: used, among: workflows.map(\.name)).map { ["did you mean '\($0)'?"] } ?? [
              "take it out of 'uses'"
            ]))
      }
    }
    for circle in UsesCircles.find(manifests.mapValues(\.uses)) {
      guard let first = circle.first, let workflow = workflows.first(where: { $0.name == first }),
        let manifest = manifests[first], let policy
      else { continue }
      findings += Self.ask(Uses(), of: workflow, manifest, policy, now, circle: circle)
    }
  }

  /// Asks a requirement of the gate about one workflow, so that `check` says what the gate would say.
  private static func ask(
    _ requirement: some Requirement, of workflow: WorkflowDirectory, _ manifest: Manifest, _ policy: Policy,
    _ now: Timestamp, circle: [String] = [], runbook: Runbook? = nil
  ) -> [Finding] {
    var facts = Facts(nothingKnown: Finding(.evidenceUnreadable, "check asks about content alone"))
    facts.policy = .known(policy)
    facts.manifest = .known(manifest)
    facts.baseManifest = .known(nil)
    facts.meaning = .known(nil)
    facts.users = .known([])
    facts.circle = .known(circle)
    facts.runbook = .known(runbook)
    let question = Question(
      act: .landing, workflow: workflow.name, target: .main, version: Version(dirHash: "", gitTree: workflow.tree.hex),
      base: nil)
    let place = Place("\(workflow.path)/\(Manifest.fileName)")
    // A requirement knows the workflow's name; here the file is known, too.
    return requirement.judge(Matter(question, facts: facts, policy: policy, now: now)).findings.map {
      let known = $0.place.flatMap { found in found.line == nil ? nil : found }
      return Finding($0.rule, $0.what, at: known ?? place, level: $0.level, because: $0.because, next: $0.next)
    }
  }
}

/// Circles of `uses`.
enum UsesCircles {
  /// Each from the first of its names back to it; a circle that is met from several sides is told once.
  static func find(_ uses: [String: [String]]) -> [[String]] {
    var circles: [[String]] = []
    var done: Set<String> = []
    for start in uses.keys.sorted() where !done.contains(start) {
      var path: [(name: String, next: [String])] = [(start, sorted(uses, start))]
      var isOpen: Set<String> = [start]
      while let last = path.last {
        guard let next = last.next.first else {
          isOpen.remove(last.name)
          done.insert(last.name)
          path.removeLast()
          continue
        }
        path[path.count - 1].next.removeFirst()
        if isOpen.contains(next) {
          circles.append(closed(path.map(\.name).drop { $0 != next }))
        } else if !done.contains(next), uses[next] != nil {
          isOpen.insert(next)
          path.append((next, sorted(uses, next)))
        }
      }
    }
    return circles
  }

  private static func sorted(_ uses: [String: [String]], _ name: String) -> [String] { Set(uses[name] ?? []).sorted() }

  /// The circle from its first name on, which stands at both ends.
  private static func closed(_ names: ArraySlice<String>) -> [String] {
    guard let first = names.min(), let start = names.firstIndex(of: first) else { return [] }
    return Array(names[start...]) + Array(names[..<start]) + [first]
  }
}

extension Rule {
  static let checkSharedIdentity = Rule(
    "check.shared-identity", "Two workflows run under one identity.",
    """
    The manifest's 'identity' is dedicated to the workflow, so that what it may do can be seen, reviewed and taken away. 'check' of \
    a whole tree finds this; the gate of one workflow does not read all the others.
    """)
  static let checkUnknownUse = Rule(
    "check.unknown-use", "A workflow uses one that does not exist here.",
    "What 'uses' lists has to be released before the workflow itself can be. A name that no workflow has never is.")
}

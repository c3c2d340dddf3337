import Cryptography
package import Diagnostics
package import Vocabulary
package import Workflows

/// One version of a workflow, as far as its difference from another is asked.
package struct Side: Sendable {
  /// Its manifest, or why there is none.
  package enum Declared: Sendable {
    case read(Manifest)
    case unread(Finding)
  }

  /// The file that the engine runs.
  package struct Definition: Sendable {
    /// In the workflow's directory.
    package let path: String
    /// Names the content; equal means equal bytes.
    package let digest: String
    package let inspected: Inspected

    package init(path: String, digest: String, inspected: Inspected) {
      self.path = path
      self.digest = digest
      self.inspected = inspected
    }
  }

  package let manifest: Declared
  /// The engine's files, sorted by path; none where the manifest names one that is not there.
  package let definitions: [Definition]
  /// All other files with what names their content, by path.
  package var others: [String: String]

  package init(manifest: Declared, definitions: [Definition], others: [String: String]) {
    self.manifest = manifest
    self.definitions = definitions.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    self.others = others
  }
}

extension Side.Definition {
  /// Reads a file as the engine would; `place` is its path for messages.
  package init(path: String, bytes: [UInt8], in place: String, engine: Engine?) {
    self.init(
      path: path, digest: SHA256Digest.hex(of: bytes),
      inspected: Inspecting.inspect(bytes, path: place, engine: engine))
  }

  /// Why it cannot be told what this file does; nil where it can.
  package var obstacle: String? {
    if let error = inspected.findings.first(where: { $0.level == .error }) {
      return error.what + (error.place.map { " (\($0))" } ?? "")
    }
    if inspected.models.isEmpty {
      return inspected.engine.map { "it holds no workflow of \($0.rawValue)" } ?? "it looks like no engine's definition"
    }
    return nil
  }
}

extension Side.Definition {
  /// What its steps do that can go wrong, with their names; without those that are switched off.
  package var deeds: [(deed: Deed, step: String)] {
    inspected.models.flatMap(\.steps).filter { !$0.isDisabled }.flatMap { step in
      step.risks.compactMap { Deed(rawValue: $0.rawValue) }.map { ($0, StepGraph.label(step)) }
    }
  }
}

extension Side {
  /// The step at which the manifest says that a person is asked.
  fileprivate var declaredApproval: String? {
    if case .read(let manifest) = manifest { manifest.humanApproval?.step } else { nil }
  }

  /// Why it cannot be told what this version does; nil where it can.
  package var obstacle: String? {
    if case .unread(let finding) = manifest { return finding.what }
    if definitions.isEmpty { return "there is no definition" }
    return definitions.lazy.compactMap { file in file.obstacle.map { "\(Shown.value(file.path)): \($0)" } }.first
  }
}

extension Difference {
  /// Between two versions of a workflow; nil where there is none: a new workflow, or one that is removed.
  ///
  /// - Parameter masks: what it is told without; what differs is decided by all that is there.
  package static func between(_ old: Side?, _ new: Side?, masks: Masks = Masks()) -> Difference {
    masks.showing { differing(old, new) }
  }

  private static func differing(_ old: Side?, _ new: Side?) -> Difference {
    var changes: [Change] = []
    var notes: [String] = []
    var isUnderstood = true
    if let old, new == nil {
      let steps = old.definitions.flatMap(\.inspected.models).reduce(0) { $0 + $1.steps.count }
      changes.append(
        Change(.stepRemoved, "the workflow is removed, and all that it does: \(Shown.count(steps, "step"))"))
    }
    compareManifests(old, new, &changes)
    compareDefinitions(old, new, &changes, &notes, &isUnderstood)
    let others = (old?.others ?? [:], new?.others ?? [:])
    let files = Set(others.0.keys).union(others.1.keys).filter { others.0[$0] != others.1[$0] }.sorted()
    if old != nil, new != nil, !files.isEmpty {
      let lines = files.map { path in
        "\(others.0[path] == nil ? "A" : others.1[path] == nil ? "D" : "M") \(Shown.value(path))"
      }
      notes.append("not looked into, read it in the lines: \(Shown.list(lines, most: 20))")
    }
    return Difference(changes, notes: notes, isUnderstood: isUnderstood)
  }

  private static func compareManifests(_ old: Side?, _ new: Side?, _ changes: inout [Change]) {
    guard let new else { return }
    switch (old?.manifest, new.manifest) {
    case (_, .unread(let finding)):
      changes.append(Change(.notUnderstood, "the manifest cannot be read: \(finding.what)"))
    case (.read(let old)?, .read(let new)): changes += ManifestComparing.changes(old, new)
    case (_, .read(let new)): changes += ManifestComparing.changes(nil, new)
    }
  }

  private static func compareDefinitions(
    _ old: Side?, _ new: Side?, _ changes: inout [Change], _ notes: inout [String], _ isUnderstood: inout Bool
  ) {
    let olds = old?.definitions ?? []
    let news = new?.definitions ?? []
    // Of one file each, the path may have changed; else files go by their paths.
    let single = olds.count == 1 && news.count == 1
    var there = Dictionary(olds.map { (single ? "" : $0.path, $0) }, uniquingKeysWith: { first, _ in first })
    for file in news {
      let was = there.removeValue(forKey: single ? "" : file.path)
      if let was, was.digest == file.digest {
        if let obstacle = file.obstacle { notes.append("not understood, as before: \(name(file)): \(obstacle)") }
        continue
      }
      compare(was, file, asking: (old?.declaredApproval, new?.declaredApproval), &changes, &notes, &isUnderstood)
    }
    for file in there.values.sorted(by: { $0.path < $1.path }) where new != nil {
      let models = file.inspected.models
      changes.append(
        Change(
          .stepRemoved,
          "the definition \(name(file)) is gone, with \(Shown.count(models.reduce(0) { $0 + $1.steps.count }, "step"))")
      )
    }
    if let new, news.isEmpty, case .read(let manifest) = new.manifest, manifest.engine != .script {
      changes.append(Change(.notUnderstood, "there is no definition: \(Shown.name(manifest.definition)) is missing"))
    }
  }

  private static func name(_ file: Side.Definition) -> String { Shown.value(file.path) }

  private static func compare(
    _ was: Side.Definition?, _ now: Side.Definition, asking: (old: String?, new: String?), _ changes: inout [Change],
    _ notes: inout [String], _ isUnderstood: inout Bool
  ) {
    if let obstacle = now.obstacle {
      let asBefore = was?.obstacle == nil ? "" : "as before, but it changed: "
      changes.append(Change(.notUnderstood, "\(name(now)) is not understood, nor what it does: \(asBefore)\(obstacle)"))
      return
    }
    if let obstacle = was?.obstacle {
      changes.append(
        Change(
          .understood, "\(name(now)) is understood now; before: \(obstacle)",
          details: ["what follows is all that it does: what of it is new cannot be told"]))
    }
    let olds = was?.obstacle == nil ? was?.inspected.models ?? [] : []
    var partners = Partners()
    var found = between(
      olds.map { $0.asking(at: asking.old) }, now.inspected.models.map { $0.asking(at: asking.new) }, &partners)
    if let was, was.obstacle == nil { found += untold(was, now, asking, partners, isAnyTold: !found.isEmpty) }
    changes += found
    let unknowns = now.inspected.models.reduce(0) { $0 + $1.unknowns.count }
    // Of everything but a program all values were held against each other, whether they are understood or not.
    if was?.obstacle == nil, was != nil, found.isEmpty, unknowns == 0 || now.inspected.engine != .script {
      notes.append("\(name(now)) differs in nothing that it does: only in layout, ids or notes")
    } else if was != nil, unknowns > 0 {
      isUnderstood = false
      notes.append(
        "\(Shown.count(unknowns, "part")) of \(name(now)) \(unknowns == 1 ? "is" : "are") not understood: what \(unknowns == 1 ? "it does" : "they do") is told by the lines alone"
      )
    }
  }

  /// What differs between two readable versions of a file and is told by no change of their models.
  private static func untold(
    _ was: Side.Definition, _ now: Side.Definition, _ asking: (old: String?, new: String?), _ partners: Partners,
    isAnyTold: Bool
  ) -> [Change] {
    guard let engine = now.inspected.engine, engine == was.inspected.engine, engine != .script,
      let old = version(was), let new = version(now)
    else { return [] }
    let untold = Untold(old: old, new: new, engine: engine, partners: partners, isAnyTold: isAnyTold) { other, models in
      var partners = Partners()
      return !between(other.map { $0.asking(at: asking.new) }, models.map { $0.asking(at: asking.new) }, &partners)
        .isEmpty
    }
    return untold.changes(in: name(now))
  }

  private static func version(_ file: Side.Definition) -> Untold.Version? {
    guard let source = file.inspected.source else { return nil }
    do throws(Finding) {
      let document = try DefinitionReading.read(source.bytes, path: source.path)
      return Untold.Version(document: document, models: file.inspected.models, bytes: source.bytes.count)
    } catch {
      // What was read before reads again.
      return nil
    }
  }

  /// By name; of several with one name those that have the most steps in common, else in the order of the file.
  private static func namesakes(_ olds: [Model], _ news: [Model]) -> [Int?] {
    var matches = [Int?](repeating: nil, count: news.count)
    let there = Dictionary(grouping: olds.indices) { olds[$0].name }
    for (name, mine) in Dictionary(grouping: news.indices, by: { news[$0].name }) {
      guard let theirs = there[name] else { continue }
      var pairs = zip(mine, theirs).map { (shared: 0, new: $0, old: $1) }
      if mine.count * theirs.count > 1, mine.count * theirs.count <= 1_024 {
        let ids = theirs.map { Set(olds[$0].steps.map(\.id)) }
        let likes = mine.flatMap { new in
          zip(theirs, ids).map { old, ids in (shared: news[new].steps.count { ids.contains($0.id) }, new: new, old: old)
          }
        }
        pairs = likes.sorted { ($1.shared, $0.new, $0.old) < ($0.shared, $1.new, $1.old) }
      }
      var taken: Set<Int> = []
      for pair in pairs where matches[pair.new] == nil && taken.insert(pair.old).inserted {
        matches[pair.new] = pair.old
      }
    }
    return matches
  }

  /// Several workflows of one file go by their names; one that was renamed is the one that is left.
  private static func between(_ olds: [Model], _ news: [Model], _ partners: inout Partners) -> [Change] {
    if olds.count == 1, news.count == 1 { return between(olds[0], news[0], &partners) }
    var matches = namesakes(olds, news)
    let matched = Set(matches.compactMap(\.self))
    var open = olds.indices.filter { !matched.contains($0) }
    if open.count == 1, let only = matches.firstIndex(of: nil), matches.count(where: { $0 == nil }) == 1 {
      matches[only] = open.removeFirst()
    }
    var changes: [Change] = []
    for (model, partner) in zip(news, matches) {
      let inner: [Change]
      if let partner {
        inner = between(olds[partner], model, &partners)
      } else {
        if !olds.isEmpty {
          partners.add(nil, model, nil)
          changes.append(Change(.stepAdded, "new workflow in the file: \(Shown.name(model.name))", after: model.spot))
        }
        inner = between(Model(engine: model.engine, name: model.name, spot: model.spot), model).changes
          .filter { $0.kind != .understood }
      }
      changes += news.count == 1 ? inner : inner.map { $0.within(Shown.name(model.name)) }
    }
    for index in open {
      partners.add(olds[index], nil, nil)
      changes.append(
        Change(
          .stepRemoved,
          "the workflow \(Shown.name(olds[index].name)) is gone, with \(Shown.count(olds[index].steps.count, "step"))",
          before: olds[index].spot))
    }
    return changes
  }

  private static func between(_ old: Model, _ new: Model, _ partners: inout Partners) -> [Change] {
    var comparing = Comparing(old, new)
    comparing.compare()
    partners.add(old, new, comparing.matching)
    return Difference(comparing.changes).changes
  }
}

extension Change {
  /// The same, of one workflow of several in a file.
  fileprivate func within(_ workflow: String) -> Change {
    Change(kind, "in \(workflow): \(what)", details: details, step: step, before: before, after: after)
  }
}

import Vocabulary
import Workflows

extension Comparing {
  mutating func compareUnknowns() {
    let key: (Model.Unknown) -> String = { $0.what }
    let spots = [old, new].map { model in
      Dictionary(model.unknowns.map { ($0.what, $0.spot) }, uniquingKeysWith: { _, last in last })
    }
    for what in Set(Comparing.surplus(of: new.unknowns.map(key), over: old.unknowns.map(key))).sorted() {
      let spot = spots[1][what]
      tell(
        .notUnderstood, "a part that is not understood, and whatever it does: \(Shown.value(what))", after: spot)
    }
    for what in Set(Comparing.surplus(of: old.unknowns.map(key), over: new.unknowns.map(key))).sorted() {
      let spot = spots[0][what]
      tell(.understood, "a part that was not understood is gone: \(Shown.value(what))", before: spot)
    }
  }

  mutating func compareWhole() {
    if old.engine != new.engine {
      tell(.typeChanged, "another engine: \(old.engine.rawValue) -> \(new.engine.rawValue)")
    }
    if old.name != new.name { tell(.renamed, "renamed: \(Shown.change(old.name, new.name))", after: new.spot) }
    if old.isExecutable != new.isExecutable {
      if new.isExecutable {
        tell(.enabled, "it can run now: before it was a drawing or a library")
      } else {
        tell(.disabled, "it never runs by itself any more")
      }
    }
    compareTimes("the whole run", old.timeout, new.timeout, at: new.spot)
    if !old.errorHandler.agrees(with: new.errorHandler) {
      let words = [old.errorHandler, new.errorHandler].map { $0.words(absent: "nowhere") { Shown.name($0) } }
      let kind: Change.Kind = new.errorHandler == .absent ? .errorsSwallowed : .errorHandling
      tell(kind, "where failures of the run go: \(words[0]) -> \(words[1])", after: new.spot)
    }
    var settings = settingLines(old.settings, new.settings)
    let policies = settings.filter { $0.text.hasPrefix("\(StepFunctions.policies).") }.map(\.text)
    settings.removeAll { $0.text.hasPrefix("\(StepFunctions.policies).") }
    if !policies.isEmpty {
      tell(
        .permissionWidened, "how far its permissions go: \(Shown.count(policies.count, "change"))",
        shortened(policies), after: new.spot)
    }
    compareCallers(settings.filter { Comparing.saysWhoCalls($0.path) })
    settings.removeAll { Comparing.saysWhoCalls($0.path) }
    compareState(&settings)
    compareMeant(&settings)
    let lines = settings.map(\.text)
    if !lines.isEmpty {
      tell(
        .settingChanged, "settings of the whole: \(Shown.count(lines.count, "change"))", shortened(lines),
        after: new.spot)
    }
    compareCaptured()
  }

  /// What runs left behind for the next is nobody's change, and yet what the next run begins with.
  private mutating func compareState(_ lines: inout [SettingLine]) {
    guard old.engine == .n8n, new.engine == .n8n, let line = lines.first(where: { $0.path == N8n.state }) else {
      return
    }
    lines.removeAll { $0.path == N8n.state }
    let words = line.gone.isEmpty ? "stands in it now" : line.come.isEmpty ? "is gone" : "is another"
    let spot = { (model: Model) in model.settings.first { $0.key == N8n.state }?.spot }
    tell(
      .settingChanged, "the state that runs leave behind for the next (\(N8n.state)) \(words)", before: spot(old),
      after: spot(new))
  }

  /// Settings of the whole that say more than that something is set otherwise.
  private mutating func compareMeant(_ lines: inout [SettingLine]) {
    for line in lines {
      guard let kind = meaning(ofWhole: line) else { continue }
      tell(kind, "settings of the whole: \(line.text)", after: new.spot)
    }
    lines.removeAll { meaning(ofWhole: $0) != nil }
  }

  private mutating func compareCaptured() {
    let (was, now) = (kept(old), kept(new))
    if now.count > was.count {
      let more = now.count - was.count
      tell(
        .capturedData, "live data that an editor kept stands in the definition: \(Shown.count(more, "new piece"))",
        ["it may hold what is about people, or secrets: delete it in the editor"], after: now.first)
    } else if now.count < was.count {
      let fewer = was.count - now.count
      tell(
        .settingChanged, "live data that an editor kept is gone: \(Shown.count(fewer, "piece"))",
        before: was.first)
      // What is left may be other data.
      comparePinned()
    } else {
      comparePinned()
    }
  }

  /// What an editor kept, without what runs did.
  private func kept(_ model: Model) -> [Spot] {
    model.captured.filter { model.engine != .n8n || !$0.pointer.hasSuffix("/\(N8n.state)") }
  }

  /// Data in place of other data, where there is as much of it as before.
  private mutating func comparePinned() {
    var names: [String: String] = [:]
    for pair in pairs { names[pair.old.name] = pair.new.name }
    var were = Dictionary(
      old.pinned.map { (names[$0.step] ?? $0.step, $0) }, uniquingKeysWith: { first, _ in first })
    for now in new.pinned {
      let was = were.removeValue(forKey: now.step)
      guard was?.digest != now.digest else { continue }
      tell(
        .capturedData,
        was == nil
          ? "live data that an editor kept stands in the definition for \(Shown.name(now.step)), too"
          : "other live data that an editor kept for \(Shown.name(now.step)), in place of what was there",
        ["it may hold what is about people, or secrets: delete it in the editor"], before: was?.spot, after: now.spot)
    }
    for was in were.values.sorted(by: { $0.step < $1.step }) {
      tell(.settingChanged, "live data that an editor kept for \(Shown.name(was.step)) is gone", before: was.spot)
    }
  }

  /// A limit in seconds: no limit is the loosest.
  mutating func compareTimes(
    _ whose: String, _ old: Answer<Double>, _ new: Answer<Double>, at spot: Spot?, step: String? = nil
  ) {
    guard !old.agrees(with: new) else { return }
    let words = [old, new].map { $0.words(absent: "none") { Shown.seconds($0) } }
    let isTighter =
      switch (old, new) {
      case (.known(let old), .known(let new)): new < old
      case (.absent, .known): true
      default: false
      }
    tell(
      isTighter ? .limitsTightened : .limitsLoosened, "timeout of \(whose): \(words[0]) -> \(words[1])", step: step,
      after: spot)
  }
}

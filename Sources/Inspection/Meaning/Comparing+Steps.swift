import Vocabulary
import Workflows

extension Comparing {
  mutating func compareSteps() {
    let names = removed.compactMap { removed in approvalName(before.steps[removed]).map { (removed, $0) } }
    for (step, name) in names {
      tell(
        .approvalRemoved, "approval removed: nobody is asked at \(name) any more",
        neighbours(step, before).map { ["it stood \($0)"] } ?? [], step: name, before: before.steps[step].spot)
    }
    for step in removed where before.steps[step].approval == nil { tellRemoved(step) }
    for step in added { tellAdded(step) }
    for pair in pairs { compare(pair) }
    tellVersions()
    compareNames()
  }

  private func approvalName(_ step: Model.Step) -> String? { step.approval == nil ? nil : StepGraph.label(step) }

  /// `between 'A' and 'B'`; nil where it stands alone.
  func neighbours(_ step: Int, _ graph: StepGraph) -> String? {
    var seen: Set<Int> = []
    var into: [String] = []
    for link in graph.into[step] where seen.insert(link.step).inserted {
      // On which answer a step comes matters as much as after what.
      let kinds = graph.into[step].filter { $0.step == link.step }.map { suffix($0.kind) }
      into.append(graph.label(link.step) + kinds.joined())
    }
    seen = []
    let out = graph.out[step].map(\.step).filter { seen.insert($0).inserted }.map { graph.label($0) }
    switch (into.isEmpty, out.isEmpty) {
    case (true, true): return graph.scope(of: step).map { "in \(graph.label($0))" }
    case (false, true): return "after \(Shown.list(into, most: 3))"
    case (true, false): return "before \(Shown.list(out, most: 3))"
    case (false, false): return "between \(Shown.list(into, most: 3)) and \(Shown.list(out, most: 3))"
    }
  }

  /// `(n8n-nodes-base.stripe: payment)`.
  func kindWords(_ step: Model.Step) -> String {
    let risks = step.risks.map(\.rawValue).sorted().joined(separator: ", ")
    let type = step.type.isEmpty ? step.kind.rawValue : Shown.value(step.type)
    return risks.isEmpty ? "(\(type))" : "(\(type): \(risks))"
  }

  private mutating func tellRemoved(_ step: Int) {
    let gone = before.steps[step]
    // A note is no part of what a workflow does.
    if gone.kind == .comment { return }
    let place = neighbours(step, before).map { ", it stood \($0)" } ?? ""
    tell(
      .stepRemoved, "step removed: \(StepGraph.label(gone)) \(kindWords(gone))\(place)", step: StepGraph.label(gone),
      before: gone.spot)
  }

  private mutating func tellAdded(_ step: Int) {
    let come = after.steps[step]
    if come.kind == .comment { return }
    let name = StepGraph.label(come)
    let place = neighbours(step, after).map { ", \($0)" } ?? ""
    let off = come.isDisabled ? ", switched off" : ""
    tell(
      .stepAdded, "new step: \(name) \(kindWords(come))\(off)\(place)", added(come), step: name, after: come.spot)
    if let approval = come.approval {
      let who = approval.approvers.words(absent: "whoever the engine asks") { Shown.value($0) }
      tell(
        .newApproval, "new approval: \(name) asks \(who)", waiting(for: step), step: name, after: approval.spot)
    }
    if !come.risks.isEmpty, !come.isDisabled {
      let risks = come.risks.map(\.rawValue).sorted()
      tell(.newRisk, "\(Shown.list(risks)): the new step \(name) does it", step: name, after: come.spot)
    }
    for code in come.code {
      tell(
        .codeChanged,
        "new code in \(name): \(Shown.count(Lines.of(code.text).count, "line")) of \(Shown.value(code.language))",
        Lines.first(of: code.text), step: name, after: code.spot)
      tellForeign(code.foreignInput, in: name, at: code.spot)
    }
    for call in come.calls { tellNew(call, in: name) }
  }

  /// How a new step behaves, where that is not the usual.
  private func added(_ step: Model.Step) -> [String] {
    var details: [String] = []
    if step.onError == .swallow { details.append("when it goes wrong, the run goes on as if nothing had happened") }
    if step.retries == .unbounded { details.append("it is tried again without an end") }
    if step.isBounded == .known(false) { details.append("nothing ends the loop") }
    if step.canHang, step.timeout == .absent, !step.risks.isEmpty { details.append("it may wait without an end") }
    let settings = telling(step)
    let most = 12
    if !settings.isEmpty {
      details.append(
        settings.prefix(most).joined(separator: "; ")
          + (settings.count > most ? "; and \(settings.count - most) more settings" : ""))
    }
    return details
  }

  /// What a new step is set to: first whom it reaches and what it does there, last what an editor adds.
  private func telling(_ step: Model.Step) -> [String] {
    let recipients = recipients(of: step)
    let names = Dictionary(
      step.settings.compactMap { setting in
        ["name", "key"].first { setting.key.hasSuffix(".\($0)") }
          .map { (String(setting.key.dropLast($0.count)), setting.value) }
      }, uniquingKeysWith: { first, _ in first })
    let picked = Set(step.settings.lazy.map(\.key).filter { $0.hasSuffix(".__rl") }.map { $0.dropLast(4) })
    let ranked = step.settings.compactMap { setting -> (rank: Int, text: String)? in
      let leaf = setting.key.split(separator: ".").last ?? ""
      if ["__rl", "mode"].contains(leaf), picked.contains(setting.key.dropLast(leaf.count)) { return nil }
      let named = leaf == "value" ? names[String(setting.key.dropLast(5))] : nil
      let isRecipient = recipients?.contains(setting.key, named: named) ?? false
      let isLast = leaf == "typeVersion" || setting.key.hasPrefix("workflow.")
      let value = isRecipient ? Shown.naming(setting.value) : Shown.value(setting.value, of: setting.key)
      let rank = isRecipient ? 0 : isLast ? 3 : Self.telling.contains(leaf.lowercased()) ? 1 : 2
      return (rank, "\(Shown.value(setting.key)): \(value)")
    }
    return ranked.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element.text)
  }

  /// Settings that say the most of a step.
  private static let telling: Set<String> = [
    "path", "url", "uri", "body", "jsonbody", "message", "text", "role", "operation", "resource", "method", "command",
  ]

  // MARK: a step that both sides have

  private mutating func compare(_ pair: Pair) {
    let (old, new) = (pair.old, pair.new)
    if old.kind == .comment, new.kind == .comment { return }
    // The name of what it runs is told where that changed.
    if old.name != new.name, !(old.isNamedByCall && new.isNamedByCall) {
      tell(.renamed, pair, "renamed: \(Shown.name(old.name)) is \(Shown.name(new.name)) now")
    }
    if old.kind != new.kind || old.type != new.type && old.plainType != new.plainType {
      let words = [old, new].map { "\(Shown.value($0.type)) (\($0.kind.rawValue))" }
      tell(.typeChanged, pair, "\(pair.name) is of another type: \(words[0]) -> \(words[1])")
    }
    compareScopes(pair)
    if old.isDisabled != new.isDisabled { tellSwitched(pair) }
    let risks = (
      new.risks.subtracting(old.risks).map(\.rawValue).sorted(),
      old.risks.subtracting(new.risks).map(\.rawValue).sorted()
    )
    if !risks.0.isEmpty { tell(.newRisk, pair, "\(Shown.list(risks.0)): \(pair.name) does it now") }
    if !risks.1.isEmpty { tell(.riskGone, pair, "\(pair.name) does no \(Shown.list(risks.1)) any more") }
    compareTimes(pair.name, old.timeout, new.timeout, at: new.spot, step: pair.name)
    compareBounds(pair)
    compareErrors(pair)
    compareApprovals(pair)
    compareCode(pair)
    compareCalls(pair)
    compareSettings(pair)
  }

  private mutating func compareScopes(_ pair: Pair) {
    let was = before.scope(of: pair.a)
    let now = after.scope(of: pair.b)
    if pair.old.scope == nil, pair.new.scope == nil { return }
    if let was, let now, matching.newOf[was] == now { return }
    if was == nil, now == nil, pair.old.scope == pair.new.scope { return }
    let words = [
      was.map { before.label($0) } ?? pair.old.scope.map(Shown.name),
      now.map { after.label($0) } ?? pair.new.scope.map(Shown.name),
    ]
    .map { $0 ?? "the top" }
    tell(.flowChanged, pair, "\(pair.name) moved from \(words[0]) into \(words[1])")
  }

  private mutating func tellSwitched(_ pair: Pair) {
    if pair.new.isDisabled {
      if pair.old.approval != nil {
        tell(.approvalRemoved, pair, "approval switched off: nobody is asked at \(pair.name) any more")
      } else {
        let isPassed = new.engine == .n8n && pair.new.kind == .branch
        tell(
          .disabled, pair, "switched off: \(pair.name) \(kindWords(pair.new)) does nothing any more",
          isPassed ? ["whatever its condition says, everything goes on from its first output"] : [])
      }
    } else {
      tell(.enabled, pair, "switched on: \(pair.name) \(kindWords(pair.new))")
      let risks = pair.new.risks.map(\.rawValue).sorted()
      if !risks.isEmpty {
        tell(.newRisk, pair, "\(Shown.list(risks)): \(pair.name) does it again, now that it is switched on")
      }
    }
  }

  private mutating func compareBounds(_ pair: Pair) {
    if pair.old.canHang != pair.new.canHang {
      if pair.new.canHang {
        tell(.limitsLoosened, pair, "\(pair.name) may now wait for something that never comes")
      } else {
        tell(.limitsTightened, pair, "\(pair.name) waits for nothing that may never come any more")
      }
    }
    if !agree(pair.old.retries, pair.new.retries) {
      let isFewer = (Comparing.most(pair.new.retries) ?? .max) < (Comparing.most(pair.old.retries) ?? .max)
      tell(
        isFewer ? .limitsTightened : .limitsLoosened, pair,
        "retries of \(pair.name): \(retries(pair.old.retries)) -> \(retries(pair.new.retries))")
    }
    if !pair.old.isBounded.agrees(with: pair.new.isBounded) {
      let words = [pair.old.isBounded, pair.new.isBounded].map { $0.words { $0 ? "something" : "nothing" } }
      tell(
        pair.new.isBounded == .known(true) ? .limitsTightened : .limitsLoosened, pair,
        "what ends the loop \(pair.name): \(words[0]) -> \(words[1])")
    }
  }

  private func agree(_ old: Model.Step.Retries, _ new: Model.Step.Retries) -> Bool {
    if case .unknown = old, case .unknown = new { return true }
    return old == new
  }

  /// nil: no end is known.
  private static func most(_ retries: Model.Step.Retries) -> Int? {
    switch retries {
    case .none: 0
    case .times(let times): times
    case .engineDefault(let times): times
    case .unbounded, .unknown: nil
    }
  }

  private func retries(_ retries: Model.Step.Retries) -> String {
    switch retries {
    case .none: "none"
    case .times(let times): "\(times)"
    case .unbounded: "without an end"
    case .engineDefault(let times): "the engine's default\(times.map { " (\($0))" } ?? "")"
    case .unknown(let because): "not known (\(Shown.value(because)))"
    }
  }

  private mutating func compareErrors(_ pair: Pair) {
    guard pair.old.onError != pair.new.onError else { return }
    let words = [pair.old.onError, pair.new.onError].map { handling in
      switch handling {
      case .stop: "the run fails"
      case .swallow: "the run goes on as if nothing had happened"
      case .branch: "a way of its own leads on"
      }
    }
    tell(
      pair.new.onError == .swallow ? .errorsSwallowed : .errorHandling, pair,
      "when \(pair.name) goes wrong: \(words[0]) -> \(words[1])")
  }
}

import Vocabulary

extension Comparing {
  mutating func compareApprovals(_ pair: Pair) {
    switch (pair.old.approval, pair.new.approval) {
    case (nil, nil): return
    case (_?, nil):
      tell(
        .approvalRemoved, pair, "approval removed: nobody is asked at \(pair.name) any more",
        neighbours(pair.a, before).map { ["it stood \($0)"] } ?? [])
    case (nil, let approval?):
      let who = approval.approvers.words(absent: "whoever the engine asks") { Shown.value($0) }
      tell(.newApproval, pair, "new approval: \(pair.name) asks \(who)", waiting(for: pair.b))
    case (let old?, let new?):
      if !old.approvers.agrees(with: new.approvers) {
        let words = [old.approvers, new.approvers].map {
          $0.words(absent: "whoever the engine asks") { Shown.value($0) }
        }
        tell(.approvalChanged, pair, "who is asked at \(pair.name): \(words[0]) -> \(words[1])")
      }
      if !old.timeout.agrees(with: new.timeout) {
        let words = [old.timeout, new.timeout].map { $0.words(absent: "no end") { Shown.seconds($0) } }
        tell(.approvalChanged, pair, "how long \(pair.name) waits for an answer: \(words[0]) -> \(words[1])")
      }
      if !old.hasRejectPath.agrees(with: new.hasRejectPath) {
        let words = [old.hasRejectPath, new.hasRejectPath].map { $0.words { $0 ? "yes" : "no" } }
        tell(
          new.hasRejectPath == .known(true) ? .approvalChanged : .approvalRemoved, pair,
          "whether a no at \(pair.name) leads elsewhere than a yes: \(words[0]) -> \(words[1])")
      }
    }
  }

  /// What there is to say of an approval that nothing depends on.
  func waiting(for step: Int) -> [String] {
    var seen: Set<Int> = [step]
    var open = [step]
    while let next = open.popLast() {
      if next != step, acts(after.steps[next]) { return [] }
      for link in after.out[next] where seen.insert(link.step).inserted { open.append(link.step) }
    }
    // What lies in it waits for it, too.
    return after.steps.contains { $0.scope == after.steps[step].id }
      ? [] : ["nothing waits for it: no step that does something comes after it"]
  }

  // MARK: code

  mutating func compareCode(_ pair: Pair) {
    let old = Comparing.surplus(of: pair.old.code.map(CodeKey.init), over: pair.new.code.map(CodeKey.init))
    let new = Comparing.surplus(of: pair.new.code.map(CodeKey.init), over: pair.old.code.map(CodeKey.init))
    let spots = Dictionary(
      new.isEmpty ? [] : pair.new.code.map { (CodeKey($0), $0.spot) }, uniquingKeysWith: { first, _ in first })
    for index in 0..<max(old.count, new.count) {
      let (was, now) = (index < old.count ? old[index] : nil, index < new.count ? new[index] : nil)
      let spot = now.flatMap { spots[$0] } ?? pair.new.spot
      tellCode(pair, was, now, at: spot)
      tellForeign(Comparing.surplus(of: now?.foreign ?? [], over: was?.foreign ?? []), in: pair.name, at: spot)
    }
  }

  private struct CodeKey: Hashable {
    let language: String
    let text: String
    let foreign: [String]

    init(_ code: Model.Code) {
      language = code.language
      text = code.text
      foreign = code.foreignInput
    }
  }

  private mutating func tellCode(_ pair: Pair, _ was: CodeKey?, _ now: CodeKey?, at spot: Spot) {
    guard was?.text != now?.text || was?.language != now?.language else {
      // What it takes in differs: told by itself; of what it takes in no more, nobody has to know.
      return
    }
    let language = Shown.value(now?.language ?? was?.language ?? "code")
    guard let was, let now else {
      let text = (now ?? was)?.text ?? ""
      let what = was == nil ? "new code in \(pair.name)" : "code removed from \(pair.name)"
      tell(
        .codeChanged, "\(what) (\(language)): \(Shown.count(Lines.of(text).count, "line"))",
        Lines.first(of: text, mark: was == nil ? "+" : "-"), step: pair.name, before: pair.old.spot, after: spot)
      return
    }
    if was.language == now.language, LineChanges.areAlike(was.text, now.text) { return }
    let lines = LineChanges(was.text, now.text, language: now.language)
    let counts = was.text == now.text ? "the same lines" : lines.counts
    let before = was.language == now.language ? "" : "; before in \(Shown.value(was.language))"
    tell(
      .codeChanged, "code of \(pair.name) (\(language)): \(counts)\(before)", lines.shown, step: pair.name,
      before: pair.old.spot, after: spot)
  }

  mutating func tellForeign(_ expressions: [String], in name: String, at spot: Spot) {
    guard !expressions.isEmpty else { return }
    tell(
      .foreignInput, "code of \(name) takes in what strangers write: \(Shown.list(expressions.map(Shown.value)))",
      step: name, after: spot)
  }

  // MARK: what else is run

  mutating func compareCalls(_ pair: Pair) {
    let replaced = Comparing.replaced(
      Comparing.surplus(of: pair.old.calls.map(CallKey.init), over: pair.new.calls.map(CallKey.init)),
      by: Comparing.surplus(of: pair.new.calls.map(CallKey.init), over: pair.old.calls.map(CallKey.init)),
      [{ [$0.subject] }, { [$0.kind.rawValue] }])
    let spots = Dictionary(
      replaced.pairs.isEmpty ? [] : pair.new.calls.map { (CallKey($0), $0.spot) },
      uniquingKeysWith: { first, _ in first })
    for (was, now) in replaced.pairs {
      let spot = spots[now] ?? pair.new.spot
      if let was { tell(was, now, in: pair, at: spot) } else { tellNew(now, in: pair.name, at: spot) }
    }
    for was in replaced.left {
      tell(.callRemoved, pair, "\(pair.name) no longer runs the \(was.kind.rawValue) \(was.words)")
    }
  }

  private struct CallKey: Hashable {
    let kind: Model.Reference.Kind
    let name: Answer<String>
    let isPinned: Answer<Bool>

    init(_ call: Model.Reference) {
      kind = call.kind
      name = if case .unknown = call.name { .unknown(because: "an expression decides") } else { call.name }
      isPinned = if case .unknown = call.isPinned { .unknown(because: "an expression decides") } else { call.isPinned }
    }

    var words: String { name.words(absent: "without a name") { Shown.naming(Shown.shortened($0)) } }
    /// Without what says which version: `actions/checkout` of `actions/checkout@v4`, `busybox` of `busybox:1`, the ARN of a function
    /// without its qualifier. Of other names, as `ns:pay`, all says which.
    var subject: String {
      var name = (name.value ?? "")[...]
      if name.hasPrefix("arn:") {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        return parts.prefix(7).joined(separator: ":")
      }
      if let at = name.lastIndex(of: "@"), at != name.startIndex { name = name[..<at] }
      if kind == .image, let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") { name = name[..<colon] }
      return String(name)
    }
  }

  mutating func tellNew(_ call: Model.Reference, in name: String) { tellNew(CallKey(call), in: name, at: call.spot) }

  private mutating func tellNew(_ call: CallKey, in name: String, at spot: Spot) {
    let pin = call.isPinned == .known(false) ? ", not pinned: what it is can change without a change here" : ""
    tell(.newCall, "\(name) runs the \(call.kind.rawValue) \(call.words)\(pin)", step: name, after: spot)
  }

  private mutating func tell(_ was: CallKey, _ now: CallKey, in pair: Pair, at spot: Spot) {
    if was.subject != now.subject || was.kind != now.kind {
      tell(
        .newCall, "\(pair.name) runs the \(now.kind.rawValue) \(now.words) instead of \(was.words)", step: pair.name,
        before: pair.old.spot, after: spot)
    } else if was.name != now.name {
      tell(
        .callChanged, "\(pair.name) runs another version: \(was.words) -> \(now.words)", step: pair.name,
        before: pair.old.spot, after: spot)
    }
    guard was.isPinned != now.isPinned else { return }
    let words = [was.isPinned, now.isPinned].map {
      $0.words(absent: "nothing to pin with") { $0 ? "pinned" : "not pinned" }
    }
    tell(
      now.isPinned == .known(true) ? .pinned : .unpinned,
      "what \(pair.name) runs (\(now.words)): \(words[0]) -> \(words[1])", step: pair.name, before: pair.old.spot,
      after: spot)
  }
}

extension Model.Step {
  /// What else it runs, as it is written.
  var callNames: Set<String> { Set(calls.compactMap(\.name.value)) }

  /// Words whose change is told as one of something else than a setting.
  var toldByThemselves: Set<String> { callNames.union(destinations.map(\.written)) }

  /// The type without the name of what it runs: `uses actions/checkout@v4` is `uses`.
  var plainType: String {
    callNames.sorted().reduce(type) { type, name in type.replacing(name, with: "") }
  }

  /// Whether it has no name but that of what it runs.
  var isNamedByCall: Bool { callNames.contains(name) }
}

import Vocabulary
import Workflows

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

  /// Code under a key of its own goes by the key; of what stands in lists, what is the same goes first.
  mutating func compareCode(_ pair: Pair) {
    var (was, now) = (places(pair.old), places(pair.new))
    for (place, olds) in was.keyed.sorted(by: { $0.key < $1.key }) {
      guard let news = now.keyed.removeValue(forKey: place) else {
        was.listed += olds
        continue
      }
      if olds != news { compareCode(pair, olds, news, at: place) }
    }
    for (_, news) in now.keyed.sorted(by: { $0.key < $1.key }) { now.listed += news }
    compareCode(pair, was.listed, now.listed)
  }

  private mutating func compareCode(_ pair: Pair, _ was: [CodeKey], _ now: [CodeKey], at place: String? = nil) {
    let old = Comparing.surplus(of: was, over: now)
    let new = Comparing.surplus(of: now, over: was)
    let spots = Dictionary(
      new.isEmpty ? [] : pair.new.code.map { (CodeKey($0), $0.spot) }, uniquingKeysWith: { first, _ in first })
    for index in 0..<max(old.count, new.count) {
      let (was, now) = (index < old.count ? old[index] : nil, index < new.count ? new[index] : nil)
      let spot = now.flatMap { spots[$0] } ?? pair.new.spot
      tellCode(pair, was, now, in: pair.new.code.count > 1 ? place : nil, at: spot)
      tellForeign(Comparing.surplus(of: now?.foreign ?? [], over: was?.foreign ?? []), in: pair.name, at: spot)
    }
  }

  /// The pieces of code of a step that both sides have, by the keys that lead to them; those that stand in lists have none.
  private func places(_ step: Model.Step) -> (keyed: [String: [CodeKey]], listed: [CodeKey]) {
    var (keyed, listed) = ([String: [CodeKey]](), [CodeKey]())
    for code in step.code {
      let pointer = code.spot.pointer
      let place = pointer.hasPrefix(step.spot.pointer) ? String(pointer.dropFirst(step.spot.pointer.count)) : pointer
      // A place that is a number is another's as soon as one more stands before it.
      if place.isEmpty || place.split(separator: "/").contains(where: { $0.contains(where: \.isNumber) }) {
        listed.append(CodeKey(code))
      } else {
        keyed[place, default: []].append(CodeKey(code))
      }
    }
    return (keyed, listed)
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

  /// - Parameter place: which of several pieces it is.
  private mutating func tellCode(
    _ pair: Pair, _ was: CodeKey?, _ now: CodeKey?, in place: String?, at spot: Spot
  ) {
    guard was?.text != now?.text || was?.language != now?.language else {
      // What it takes in differs: told by itself; of what it takes in no more, nobody has to know.
      return
    }
    let words = place.map {
      ", " + Shown.value($0.split(separator: "/").drop { $0 == "parameters" }.joined(separator: "."))
    }
    let language = Shown.value(now?.language ?? was?.language ?? "code") + (words ?? "")
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
    if pair.new.onError == pair.old.onError { tellSwallowed(pair, was, now, at: spot) }
  }

  /// A command whose failure is passed over now, or a script that goes on behind one.
  private mutating func tellSwallowed(_ pair: Pair, _ was: CodeKey, _ now: CodeKey, at spot: Spot) {
    guard [was.language, now.language].allSatisfy({ ["shell", "sh", "bash"].contains($0) }) else { return }
    let (old, new) = (Shell.swallowing(was.text), Shell.swallowing(now.text))
    // GitHub runs shells so that they end with the first command that fails.
    let goesOn = self.new.engine != .githubActions && Shell.stopping(now.text) < Shell.stopping(was.text)
    guard new.count > old.count || goesOn else { return }
    let lines = Comparing.surplus(of: new, over: old).map { Shown.value(String(Lines.bare($0[...]))) }
    tell(
      .errorsSwallowed,
      "what goes wrong in the code of \(pair.name) is passed over: "
        + (lines.isEmpty ? "it does not end any more where a command fails" : Shown.list(lines, most: 3)),
      step: pair.name, before: pair.old.spot, after: spot)
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
  var toldByThemselves: Set<String> { callNames.union(destinations.filter { !$0.isImplied }.map(\.written)) }

  /// The type without the name of what it runs: `uses actions/checkout@v4` is `uses`.
  var plainType: String {
    callNames.sorted().reduce(type) { type, name in type.replacing(name, with: "") }
  }

  /// Whether it has no name but that of what it runs.
  var isNamedByCall: Bool { callNames.contains(name) }
}

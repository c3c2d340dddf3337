import Vocabulary

extension Comparing {
  /// What can happen now without a yes, or whatever the answer is; and what is reached no more.
  mutating func compareRoutes() {
    let ways = (old: Routes(old, before), new: Routes(new, after))
    let reached = (old: ways.old.running(), new: ways.new.running())
    if old.steps.contains(where: Routes.asks) || new.steps.contains(where: Routes.asks) {
      compareGuards(ways, reached)
      compareAnswers(ways)
    }
    compareStarts()
    compareReach(reached)
  }

  private mutating func compareStarts() {
    let was = Set(old.starts.compactMap { before.index[$0] }.map { matching.newOf[$0] ?? -1 })
    let now = Set(new.starts.compactMap { after.index[$0] })
    let come = now.subtracting(was).sorted().filter { matching.oldOf[$0] != nil }.map { after.label($0) }
    let gone = was.subtracting(now).sorted().filter { $0 >= 0 }.map { after.label($0) }
    if !come.isEmpty { tell(.flowChanged, "a run begins at \(Shown.list(come)) now") }
    if !gone.isEmpty { tell(.flowChanged, "no run begins at \(Shown.list(gone)) any more") }
  }

  private func acts(_ step: Model.Step) -> Bool {
    if step.isDisabled || step.approval != nil { return false }
    return !step.risks.isEmpty
      || [.http, .connector, .code, .command, .sql, .message, .subworkflow].contains(step.kind)
  }

  /// Those with a risk first, with the risk.
  private func named(_ steps: [Int]) -> [String] {
    let sorted = steps.filter { !after.steps[$0].risks.isEmpty } + steps.filter { after.steps[$0].risks.isEmpty }
    return sorted.map { step in
      let risks = after.steps[step].risks.map(\.rawValue).sorted().joined(separator: ", ")
      return after.label(step) + (risks.isEmpty ? "" : " (\(risks))")
    }
  }

  private mutating func compareGuards(
    _ ways: (old: Routes, new: Routes), _ reached: (old: Graph.Reach, new: Graph.Reach)
  ) {
    let free = (old: ways.old.unapproved(), new: ways.new.unapproved())
    var lost: [Int] = []
    var won: [Int] = []
    var fresh: [Int] = []
    for step in after.steps.indices where acts(after.steps[step]) {
      guard let was = matching.oldOf[step] else {
        if free.new.contains(step), !after.steps[step].risks.isEmpty { fresh.append(step) }
        continue
      }
      if free.new.contains(step), reached.old.contains(was), !free.old.contains(was) { lost.append(step) }
      if !free.new.contains(step), reached.new.contains(step), free.old.contains(was) { won.append(step) }
    }
    if !lost.isEmpty {
      let names = named(lost)
      let way = free.new.way(to: lost.first { !after.steps[$0].risks.isEmpty } ?? lost[0])
      tell(
        .approvalRemoved, "without anybody's yes can run now: \(Shown.list(names))",
        ["an approval stood on every way there; now one leads past: \(self.way(way))"], step: after.label(lost[0]),
        after: after.steps[lost[0]].spot)
    }
    if !fresh.isEmpty {
      tell(
        .newRisk, "without anybody's yes can run: \(Shown.list(named(fresh))), which is new",
        ["a way there: \(self.way(free.new.way(to: fresh[0])))"], step: after.label(fresh[0]),
        after: after.steps[fresh[0]].spot)
    }
    if !won.isEmpty {
      tell(
        .newApproval, "an approval stands before \(Shown.list(named(won))) now", step: after.label(won[0]),
        after: after.steps[won[0]].spot)
    }
  }

  private func way(_ steps: [Int]) -> String {
    let names = steps.map { after.label($0) }
    guard names.count > 6 else { return names.joined(separator: " -> ") }
    return (names.prefix(3) + ["…"] + names.suffix(2)).joined(separator: " -> ")
  }

  /// How many steps and ways are looked at to follow the answers.
  private static let patience = 2_000_000

  private mutating func compareAnswers(_ ways: (old: Routes, new: Routes)) {
    var patience = Comparing.patience
    var leftOut = 0
    let size = before.steps.count + old.edges.count + after.steps.count + new.edges.count
    for pair in pairs where Routes.asks(pair.old) && Routes.asks(pair.new) {
      guard patience > 0 else {
        leftOut += 1
        continue
      }
      let was = ways.old.answers(of: pair.a, &patience)
      let now = ways.new.answers(of: pair.b, &patience)
      patience -= max(was.count, now.count) * size
      compareAnswers(pair, ways, was, now)
    }
    if leftOut > 0 {
      tell(
        .notUnderstood,
        "where the answers to \(Shown.count(leftOut, "approval")) lead was not followed: there are too many",
        ["look at them in the lines: --lines"])
    }
  }

  private mutating func compareAnswers(
    _ pair: Pair, _ ways: (old: Routes, new: Routes), _ was: [String: [Int]], _ now: [String: [Int]]
  ) {
    guard !was.isEmpty else { return }
    if now.isEmpty {
      tell(
        .approvalRemoved, pair, "no choice follows the answer at \(pair.name) any more: a no leads on like a yes",
        ["before: \(Shown.list(was.keys.sorted().map(Shown.value)))"])
      return
    }
    let led = (old: ways.old.led(by: was), new: ways.new.led(by: now))
    var joined: [Int] = []
    var answers: Set<String> = []
    for step in after.steps.indices where acts(after.steps[step]) {
      let labels = led.new.answers(to: step)
      guard !labels.isEmpty, let a = matching.oldOf[step] else { continue }
      let before = led.old.answers(to: a)
      guard !before.isEmpty else { continue }
      let more = labels.subtracting(before)
      if !more.isEmpty, before.count < was.count {
        joined.append(step)
        answers.formUnion(more)
      }
    }
    guard !joined.isEmpty else { return }
    tell(
      .approvalRemoved, pair,
      "the answer \(Shown.list(answers.sorted().map(Shown.value))) at \(pair.name) leads to \(Shown.list(named(joined))) now, too",
      ["before, another answer alone led there"])
  }

  private mutating func compareReach(_ reached: (old: Graph.Reach, new: Graph.Reach)) {
    var lost: [Int] = []
    var won: [Int] = []
    for step in after.steps.indices {
      guard let was = matching.oldOf[step], after.steps[step].kind != .comment else { continue }
      if reached.old.contains(was), !reached.new.contains(step) { lost.append(step) }
      if !reached.old.contains(was), reached.new.contains(step) { won.append(step) }
    }
    if !lost.isEmpty {
      tell(
        .flowChanged, "no way leads there any more: \(Shown.list(named(lost)))", step: after.label(lost[0]),
        after: after.steps[lost[0]].spot)
    }
    if !won.isEmpty {
      tell(
        .flowChanged, "a way leads there now: \(Shown.list(named(won)))", step: after.label(won[0]),
        after: after.steps[won[0]].spot)
    }
  }
}

import Vocabulary

extension Comparing {
  /// What can happen now without a yes, or whatever the answer is; and what is reached no more.
  mutating func compareRoutes() {
    let ways = (old: Routes(old, before), new: Routes(new, after))
    let reached = (old: ways.old.running(), new: ways.new.running())
    if old.steps.contains(where: Routes.asks) || new.steps.contains(where: Routes.asks) {
      let free = (old: ways.old.unapproved(), new: ways.new.unapproved())
      let guarded = self.guarded(ways, free, reached.old)
      var lost = compareGuards(free, reached)
      lost.formUnion(compareDecided(guarded, reached.new, besides: lost))
      compareTraces(guarded, free.new, reached.new, besides: lost)
      compareAnswers(ways, reached, guarded, besides: lost)
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

  func acts(_ step: Model.Step) -> Bool {
    if step.isDisabled || step.approval != nil { return false }
    return !step.risks.isEmpty
      || [.http, .connector, .code, .command, .sql, .message, .subworkflow].contains(step.kind)
  }

  /// Those with a risk first, with the risk.
  func named(_ steps: [Int]) -> [String] {
    let sorted = steps.filter { !after.steps[$0].risks.isEmpty } + steps.filter { after.steps[$0].risks.isEmpty }
    return sorted.map { step in
      let risks = after.steps[step].risks.map(\.rawValue).sorted().joined(separator: ", ")
      return after.label(step) + (risks.isEmpty ? "" : " (\(risks))")
    }
  }

  /// The steps that lost every approval before them.
  private mutating func compareGuards(
    _ free: (old: Graph.Reach, new: Graph.Reach), _ reached: (old: Graph.Reach, new: Graph.Reach)
  ) -> Set<Int> {
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
    return Set(lost)
  }

  /// What a branch led to that decides whether a yes is needed, and what can be had now without going by it.
  private mutating func compareDecided(
    _ guarded: Guarded, _ reached: Graph.Reach, besides lost: Set<Int>
  ) -> Set<Int> {
    let past = after.steps.indices.filter { step in
      guard acts(after.steps[step]), !lost.contains(step), let was = matching.oldOf[step] else { return false }
      return guarded.waiting.contains(was) && guarded.free.contains(step) && reached.contains(step)
    }
    guard let first = past.first(where: { !after.steps[$0].risks.isEmpty }) ?? past.first else { return [] }
    tell(
      .approvalRemoved, "without anybody's yes can run now: \(Shown.list(named(past)))",
      [
        "before, a branch decided whether a yes is needed; now a way leads past it and past the approval: \(way(guarded.free.way(to: first)))"
      ], step: after.label(first), after: after.steps[first].spot)
    return Set(past)
  }

  func way(_ steps: [Int]) -> String {
    let names = steps.map { after.label($0) }
    guard names.count > 6 else { return names.joined(separator: " -> ") }
    return (names.prefix(3) + ["…"] + names.suffix(2)).joined(separator: " -> ")
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

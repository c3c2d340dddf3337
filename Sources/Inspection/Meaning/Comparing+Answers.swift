import Vocabulary

extension Comparing {
  /// What can be answered at one approval, before and now, and where each answer leads up to the next approval.
  struct Answers {
    let pair: Pair
    let old: Routes.Fork
    let new: Routes.Fork
    let led: (old: Routes.Led, new: Routes.Led)
    /// What the answers of the reviewed side were called before; those that are new are not in here.
    let names: [String: String]

    func old(of answer: String) -> String { names[answer] ?? "\u{0}\(answer)" }
    func old(of answers: Set<String>) -> Set<String> { Set(answers.map(old(of:))) }
  }

  /// Steps whose conditions decide on approvals, and what they decide.
  struct Forks {
    var old: [Int: String] = [:]
    var new: [Int: String] = [:]
  }

  /// What a condition of this step decides about an approval, before or now.
  func asked(at pair: Pair) -> String? { forks.new[pair.b] ?? forks.old[pair.a] }
  func asked(at step: Int) -> String? { forks.new[step] ?? matching.oldOf[step].flatMap { forks.old[$0] } }

  mutating func findForks() {
    guard new.steps.contains(where: Routes.asks), old.steps.contains(where: Routes.asks) else { return }
    let ways = (old: Routes(old, before), new: Routes(new, after))
    for (branch, approval) in ways.old.deciding(ways.old.unapproved()) {
      if let now = matching.newOf[approval] { forks.old[branch] = "when \(after.label(now)) is asked" }
    }
    for (branch, approval) in ways.new.deciding(ways.new.unapproved()) where matching.oldOf[approval] != nil {
      forks.new[branch] = "when \(after.label(approval)) is asked"
    }
    var patience = Comparing.patience
    for pair in pairs where Routes.asks(pair.old) && Routes.asks(pair.new) && patience > 0 {
      let (was, now) = (ways.old.fork(behind: pair.a, &patience), ways.new.fork(behind: pair.b, &patience))
      let what = "what counts as a yes at \(pair.name)"
      if let was { forks.old[was.step] = what }
      if let now { forks.new[now.step] = what }
      if let was, let now, matching.newOf[was.step] != now.step {
        tell(
          .approvalCondition, pair,
          "\(what) is decided elsewhere: at \(after.label(now.step)) instead of \(before.label(was.step))")
      }
    }
  }

  /// How many steps and ways are looked at to follow the answers.
  private static let patience = 2_000_000

  mutating func compareAnswers(
    _ ways: (old: Routes, new: Routes), _ reached: (old: Graph.Reach, new: Graph.Reach), _ guarded: Guarded,
    besides lost: Set<Int>
  ) {
    var patience = Comparing.patience
    var leftOut = 0
    let size = before.steps.count + old.edges.count + after.steps.count + new.edges.count
    let isOneOfSeveral = new.steps.count(where: Routes.asks) > 1
    for pair in pairs where Routes.asks(pair.old) && Routes.asks(pair.new) {
      guard patience > 0 else {
        leftOut += 1
        continue
      }
      if isOneOfSeveral {
        patience -= size
        compareSkipped(pair, ways, reached, besides: lost)
      }
      guard let was = ways.old.fork(behind: pair.a, &patience) else { continue }
      let now = ways.new.fork(behind: pair.b, &patience)
      patience -= max(was.answers.count, now?.answers.count ?? 0) * size
      compareAnswers(pair, ways, was, now, guarded, &patience)
    }
    if leftOut > 0 {
      tell(
        .notUnderstood,
        "where the answers to \(Shown.count(leftOut, "approval")) lead was not followed: there are too many",
        ["look at them in the lines: --lines"])
    }
  }

  /// Of several approvals one that is led past, while another still stands on the way.
  private mutating func compareSkipped(
    _ pair: Pair, _ ways: (old: Routes, new: Routes), _ reached: (old: Graph.Reach, new: Graph.Reach),
    besides lost: Set<Int>
  ) {
    let past = (old: ways.old.past(pair.a), new: ways.new.past(pair.b))
    let skipping = after.steps.indices.filter { step in
      guard acts(after.steps[step]), !lost.contains(step), let was = matching.oldOf[step] else { return false }
      return past.new.contains(step) && reached.old.contains(was) && !past.old.contains(was)
    }
    guard let first = skipping.first(where: { !after.steps[$0].risks.isEmpty }) ?? skipping.first else { return }
    let way = past.new.way(to: first)
    let others = way.filter { $0 != pair.b && Routes.asks(after.steps[$0]) }.map { after.label($0) }
    tell(
      .approvalRemoved, pair, "without the yes at \(pair.name) can run now: \(Shown.list(named(skipping)))",
      ["it stood on every way there; now one leads past: \(self.way(way))"]
        + (others.isEmpty ? [] : ["still asked on that way: \(Shown.list(others))"]))
  }

  private mutating func compareAnswers(
    _ pair: Pair, _ ways: (old: Routes, new: Routes), _ was: Routes.Fork, _ now: Routes.Fork?, _ guarded: Guarded,
    _ patience: inout Int
  ) {
    guard let now else {
      tell(
        .approvalRemoved, pair, "no choice follows the answer at \(pair.name) any more: a no leads on like a yes",
        ["before: \(Shown.list(was.answers.keys.sorted().map(Shown.value)))"])
      return
    }
    let answers = Answers(
      pair: pair, old: was, new: now,
      led: (ways.old.led(by: was.answers), ways.new.led(by: now.answers)), names: names(was, now))
    var joined: [Int] = []
    var told: Set<String> = []
    for step in after.steps.indices where acts(after.steps[step]) {
      let labels = answers.led.new.answers(to: step)
      guard !labels.isEmpty, let a = matching.oldOf[step] else { continue }
      let before = answers.led.old.answers(to: a)
      guard !before.isEmpty, before.count < was.answers.count else { continue }
      var more = labels.filter { !before.contains(answers.old(of: $0)) }
      // Told only where an approval in between had decided.
      for label in more where patience > 0 {
        if ways.old.leads(answers.old(of: label), of: was, at: pair.a, to: a, &patience) { more.remove(label) }
      }
      if more.isEmpty { continue }
      joined.append(step)
      told.formUnion(more)
    }
    if !joined.isEmpty {
      tell(
        .approvalRemoved, pair,
        "the answer \(Shown.list(told.sorted().map(Shown.value))) at \(pair.name) leads to \(Shown.list(named(joined))) now, too",
        ["before, another answer alone led there"])
    }
    compareTraces(guarded, answers, besides: Set(joined))
  }

  /// Which answer was which: by name, else the one that led to the same steps and to no others.
  private func names(_ was: Routes.Fork, _ now: Routes.Fork) -> [String: String] {
    var names: [String: String] = [:]
    for answer in now.answers.keys where was.answers[answer] != nil { names[answer] = answer }
    let left = was.answers.filter { names[$0.key] == nil }.mapValues { Set($0.map { matching.newOf[$0] ?? -1 }) }
    let open = now.answers.filter { names[$0.key] == nil }.mapValues(Set.init)
    for (answer, targets) in open where !targets.isEmpty && open.values.count(where: { $0 == targets }) == 1 {
      let same = left.filter { $0.value == targets }
      if same.count == 1, let only = same.first { names[answer] = only.key }
    }
    return names
  }
}

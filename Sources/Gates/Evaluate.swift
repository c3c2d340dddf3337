import Diagnostics
package import Facts
import PolicyModel
package import Vocabulary

/// The one judge: the same question, facts and moment give the same verdict, byte for byte, everywhere.
///
/// Every requirement that is asked is judged; none stops the others. `now` is the clock on a server or at a desk, the committer
/// date of what is judged in history.
package func evaluate(_ question: Question, facts: Facts, now: Timestamp) -> Verdict {
  guard case .known(let policy) = facts.policy else {
    let answer = PolicyInForce.answer(facts.policy).assigned(to: nil, [])
    return Verdict(
      question: question, risk: nil, now: now, items: [.init(requirement: PolicyInForce.id, answer: answer)],
      earliest: nil)
  }
  let matter = Matter(question, facts: facts, policy: policy, now: now)
  var items: [Verdict.Item] = []
  var asked: [any Requirement] = []
  let lifting = Lifting(matter)
  for kind in Requirements.all {
    let requirement = kind.init()
    guard requirement.isAsked(of: matter) else { continue }
    let part = requirement.mender(matter)
    let judged = requirement.judge(matter).assigned(to: part, part.map { matter.people(as: $0) } ?? [])
    let answer = lifting.applied(to: kind.id, judged)
    items.append(.init(requirement: kind.id, answer: answer))
    if case .lifted = answer { continue }
    asked.append(requirement)
  }
  return Verdict(
    question: question, risk: matter.risk, now: now, items: items, earliest: earliest(of: asked, matter),
    emergency: Emergency.ways(past: items, matter), then: isBarred(items) ? nil : matter.deed,
    raised: matter.raised)
}

/// A recalled version passes no gate again, whatever else is done.
private func isBarred(_ items: [Verdict.Item]) -> Bool {
  items.contains { item in if case .unmet = item.answer { item.requirement == Recalled.id } else { false } }
}

/// The first moment at which nothing waits for time any more: a soak may end while the window is shut.
private func earliest(of asked: [any Requirement], _ matter: Matter) -> Timestamp? {
  var moment = matter.now
  // Windows and freezes could take turns for ever; no policy has that many.
  for _ in 0..<100 {
    let then = matter.at(moment)
    guard let next = asked.compactMap({ $0.earliest(then) }).max(), next > moment else { break }
    moment = next
  }
  return moment > matter.now ? moment : nil
}

import Vocabulary

extension Comparing {
  mutating func compareTriggers() {
    var same = Lists(new.triggers.indices.map { (sameness(new.triggers[$0], new.triggers[$0].step), $0) })
    var taken: Set<Int> = []
    var left: [Model.Trigger] = []
    for trigger in old.triggers {
      // One that is the same in all; else the one that is the same step, or of the same type.
      if let index = same.pop(sameness(trigger, partner(trigger.step)), besides: taken) {
        taken.insert(index)
      } else {
        left.append(trigger)
      }
    }
    var near = Lists(new.triggers.indices.map { (identity(new.triggers[$0], new.triggers[$0].step), $0) })
    for trigger in left {
      if let index = near.pop(identity(trigger, partner(trigger.step)), besides: taken) {
        taken.insert(index)
        compare(trigger, new.triggers[index])
      } else {
        tell(.triggerRemoved, "trigger removed: \(words(trigger))", before: trigger.spot)
      }
    }
    for index in new.triggers.indices where !taken.contains(index) { tellNew(new.triggers[index]) }
  }

  private func sameness(_ trigger: Model.Trigger, _ step: Model.Step.ID?) -> [String] {
    let authentication = trigger.authentication.words(absent: "-") { "+" + $0 }
    return [
      step ?? "", trigger.kind.rawValue, trigger.type, trigger.detail,
      trigger.authentication.isUnknown ? "?" : authentication, "\(trigger.bringsForeignInput)", "\(trigger.isDisabled)",
    ]
  }

  private func identity(_ trigger: Model.Trigger, _ step: Model.Step.ID?) -> [String] {
    step.map { ["step", $0] } ?? ["type", trigger.kind.rawValue, trigger.type]
  }

  /// The step in the reviewed side's words.
  private func partner(_ step: Model.Step.ID?) -> Model.Step.ID? {
    guard let step, let a = before.index[step] else { return step }
    // A step that is gone is none of the other side's, whatever bears its id there.
    return matching.newOf[a].map { after.steps[$0].id } ?? "\u{0}gone"
  }

  private mutating func tellNew(_ trigger: Model.Trigger) {
    var details: [String] = []
    if trigger.kind == .webhook || trigger.kind == .form {
      details.append("who may call it: \(authentication(trigger.authentication))")
    }
    if trigger.bringsForeignInput { details.append("it brings in what strangers write") }
    if trigger.isDisabled { details.append("it is switched off") }
    tell(.newTrigger, "new trigger: \(words(trigger))", details, after: trigger.spot)
  }

  private mutating func compare(_ old: Model.Trigger, _ new: Model.Trigger) {
    let name = words(new, detail: false)
    if old.kind != new.kind || old.type != new.type {
      tell(
        .newTrigger, "another trigger: \(words(old)) -> \(words(new))",
        new.bringsForeignInput ? ["it brings in what strangers write"] : [], before: old.spot, after: new.spot)
    } else if old.detail != new.detail {
      tell(.triggerChanged, "\(name): \(Shown.change(old.detail, new.detail))", before: old.spot, after: new.spot)
    }
    if !old.authentication.agrees(with: new.authentication) {
      let words = [old.authentication, new.authentication].map(authentication)
      let isClosed = if case .known = new.authentication { old.authentication.value == nil } else { false }
      tell(
        isClosed ? .triggerClosed : .triggerOpened, "who may call \(name): \(words[0]) -> \(words[1])",
        before: old.spot,
        after: new.spot)
    }
    if old.bringsForeignInput != new.bringsForeignInput {
      if new.bringsForeignInput {
        tell(.foreignInput, "\(name) brings in what strangers write now", before: old.spot, after: new.spot)
      } else {
        tell(.triggerClosed, "\(name) brings in nothing of strangers any more", before: old.spot, after: new.spot)
      }
    }
    if old.isDisabled != new.isDisabled {
      tell(
        new.isDisabled ? .disabled : .newTrigger, "\(name) is switched \(new.isDisabled ? "off" : "on")",
        before: old.spot, after: new.spot)
    }
  }

  private func authentication(_ answer: Answer<String>) -> String {
    answer.words(absent: "anyone") { Shown.value($0) }
  }

  private func words(_ trigger: Model.Trigger, detail: Bool = true) -> String {
    let name = trigger.step.flatMap { step in
      after.index[step].map { after.label($0) } ?? before.index[step].map { before.label($0) }
    }
    let kind = trigger.kind == .other ? "trigger" : trigger.kind.rawValue
    let shown = detail && !trigger.detail.isEmpty ? " \(Shown.value(trigger.detail))" : ""
    return "\(kind)\(shown)\(name.map { " \($0)" } ?? " (\(Shown.value(trigger.type)))")"
  }
}

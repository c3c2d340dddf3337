import Vocabulary

extension Comparing {
  mutating func comparePermissions() {
    switch (old.permissionsAreComplete, new.permissionsAreComplete) {
    case (let old, let new) where old.agrees(with: new): break
    case (_, .known(true)): tell(.permissionNarrowed, "all that it may do stands in the definition now")
    case (_, let now):
      let what = now.words(absent: "the engine's default decides") { _ in "something outside decides" }
      tell(.permissionWidened, "what it may do stands no more in the definition alone: \(what)")
    }
    let turned = compareTurned()
    let was = old.permissions.map { key($0, isOld: true) }.filter { !turned.contains($0.step ?? "") }
    let now = new.permissions.map { key($0, isOld: false) }.filter { !turned.contains($0.step ?? "") }
    let gone = Comparing.surplus(of: was, over: now)
    let come = Comparing.surplus(of: now, over: was)
    var near = Lists(come.indices.map { ([come[$0].step ?? "", String(come[$0].scope)], $0) })
    var taken: Set<Int> = []
    let spots = Dictionary(
      come.isEmpty ? [] : new.permissions.map { ([$0.name, $0.step ?? ""], $0.spot) },
      uniquingKeysWith: { first, _ in first })
    func spot(of key: PermissionKey) -> Spot? { spots[[key.name, key.step ?? ""]] }
    for was in gone {
      guard let index = near.pop([was.step ?? "", String(was.scope)], besides: taken) else {
        tell(.permissionNarrowed, "permission gone\(permissionOwner(was)): \(Shown.naming(was.words))")
        continue
      }
      taken.insert(index)
      let now = come[index]
      let isNarrower = !now.isWide && (was.isWide || now.rank < was.rank)
      tell(
        isNarrower ? .permissionNarrowed : .permissionWidened,
        "permission\(permissionOwner(now)): \(Shown.naming(was.words)) -> \(Shown.naming(now.words))",
        after: spot(of: now))
    }
    for index in come.indices where !taken.contains(index) {
      let now = come[index]
      tell(
        .permissionWidened, "new permission\(permissionOwner(now)): \(Shown.naming(now.words))", after: spot(of: now))
    }
  }

  /// Steps that say themselves what they may do on one side alone, and may do on the other what the whole may: by what holds for them.
  private mutating func compareTurned() -> Set<Model.Step.ID> {
    var turned: Set<Model.Step.ID> = []
    for pair in pairs where pair.old.statesPermissions != pair.new.statesPermissions {
      turned.insert(pair.new.id)
      let was = holding(old, pair.old).map { $0.map { key($0, isOld: true) } }
      let now = holding(new, pair.new).map { $0.map { key($0, isOld: false) } }
      let isWider = now.map { now in now.contains { one in !(was ?? []).contains { $0.covers(one) } } } ?? true
      let isNarrower = was.map { was in was.contains { one in !(now ?? []).contains { $0.covers(one) } } } ?? true
      guard isWider || isNarrower else { continue }
      let words = [(was, pair.old), (now, pair.new)].map { keys, step in
        (keys.map { $0.isEmpty ? "nothing" : Shown.list($0.map { Shown.naming($0.words) }, most: 12) }
          ?? "what the engine's default decides") + (step.statesPermissions ? "" : ", as the whole")
      }
      tell(
        isWider ? .permissionWidened : .permissionNarrowed, pair, "what \(pair.name) may do: \(words[0]) -> \(words[1])"
      )
    }
    return turned
  }

  /// What holds for a step; nil where the definition does not say it.
  private func holding(_ model: Model, _ step: Model.Step) -> [Model.Permission]? {
    if step.statesPermissions { return model.permissions.filter { $0.step == step.id } }
    // Where it says so for all, and not for this step, it says so for the whole.
    return model.permissionsAreComplete == .known(true) ? model.permissions.filter { $0.step == nil } : nil
  }

  /// A permission with the step in the reviewed side's words, so that both sides compare.
  private struct PermissionKey: Hashable {
    let name: String
    let isWide: Bool
    let step: String?

    var words: String { name + (isWide ? " (everything of its kind)" : "") }
    /// `contents` of `contents: write`.
    var scope: Substring { name.prefix { $0 != ":" } }
    func covers(_ other: Self) -> Bool {
      isWide || name == "read-all" && other.rank <= 1 || scope == other.scope && other.rank <= rank && !other.isWide
    }

    /// Of the usual words for how much is allowed.
    var rank: Int {
      let level = name.dropFirst(scope.count).drop { ": ".contains($0) }
      switch level {
      case "none": return 0
      case "read": return 1
      case "write": return 3
      case "admin", "*": return 4
      default: return 2
      }
    }
  }

  private func key(_ permission: Model.Permission, isOld: Bool) -> PermissionKey {
    var step = permission.step
    if isOld, let id = step, let a = before.index[id], let b = matching.newOf[a] { step = after.steps[b].id }
    return PermissionKey(name: permission.name, isWide: permission.isWide, step: step)
  }

  private func permissionOwner(_ key: PermissionKey) -> String {
    guard let step = key.step else { return "" }
    return " of "
      + (after.index[step].map { after.label($0) } ?? before.index[step].map { before.label($0) } ?? Shown.name(step))
  }
}

import Vocabulary
import Workflows

/// What changed in what the manifest declares, in the words of the model. Every line begins with `declared`.
enum ManifestComparing {
  /// `old` is nil for a new workflow: then what it declares is new.
  static func changes(_ old: Manifest?, _ new: Manifest) -> [Change] {
    var telling = Telling()
    guard let old else {
      telling.compareLists(nil, new)
      telling.compare(nil, new.general, of: nil)
      for (name, setting) in new.environments.sorted(by: { $0.key < $1.key }) {
        telling.compare(nil, setting, of: name)
      }
      return telling.changes
    }
    telling.compareWords(old, new)
    telling.compareLists(old, new)
    telling.compareApproval(old.humanApproval, new.humanApproval)
    telling.compareLimits(old.limits, new.limits)
    telling.compare(old.general, new.general, of: nil)
    for name in Set(old.environments.keys).union(new.environments.keys).sorted() {
      // An environment that is not named uses the general setting.
      telling.compare(old.environments[name] ?? old.general, new.environments[name] ?? new.general, of: name)
    }
    return telling.changes
  }
}

private struct Telling {
  var changes: [Change] = []

  mutating func tell(_ kind: Change.Kind, _ what: String, _ details: [String] = []) {
    changes.append(Change(kind, "declared: \(what)", details: details))
  }

  private mutating func tell(_ kind: Change.Kind, _ name: String, _ old: String?, _ new: String?) {
    guard old != new else { return }
    tell(kind, "\(name): \(Shown.change(old ?? "", new ?? ""))")
  }

  mutating func compareWords(_ old: Manifest, _ new: Manifest) {
    tell(.renamed, "workflow", old.workflow, new.workflow)
    tell(.renamed, "title", old.title, new.title)
    tell(.ownerChanged, "owner", old.owner, new.owner)
    tell(.ownerChanged, "escalation", words(old.escalation), words(new.escalation))
    tell(.typeChanged, "engine", old.engine.rawValue, new.engine.rawValue)
    tell(.settingChanged, "definition", old.definition, new.definition)
    tell(.settingChanged, "runbook", old.runbook, new.runbook)
    if old.risk != new.risk {
      // Saying nothing is no class: what holds then is the policy's to say.
      let isLower = old.risk.map { was in new.risk.map { $0 < was } ?? true } ?? false
      tell(isLower ? .riskLowered : .riskRaised, "risk", old.risk?.rawValue, new.risk?.rawValue)
    }
    for suite in Set(old.tests.keys).union(new.tests.keys).sorted() {
      tell(.testsChanged, "test '\(Shown.value(suite))'", old.tests[suite], new.tests[suite])
    }
  }

  private func words(_ names: [String]) -> String? { names.isEmpty ? nil : names.joined(separator: ", ") }

  mutating func compareLists(_ old: Manifest?, _ new: Manifest) {
    compare(old?.actions ?? [], new.actions, come: .newRisk, gone: .riskLowered, "action")
    compare(old?.data ?? [], new.data, come: .newRisk, gone: .riskLowered, "data")
    compare(old?.permissions ?? [], new.permissions, come: .permissionWidened, gone: .permissionNarrowed, "permission")
    compare(old?.uses ?? [], new.uses, come: .newCall, gone: .callRemoved, "used workflow")
  }

  private mutating func compare(
    _ old: [String], _ new: [String], come: Change.Kind, gone: Change.Kind, _ noun: String
  ) {
    let (was, now) = (Set(old), Set(new))
    let added = now.subtracting(was).sorted()
    let removed = was.subtracting(now).sorted()
    if !added.isEmpty { tell(come, "new \(noun): \(Shown.list(added.map(Shown.value), most: 12))") }
    if !removed.isEmpty { tell(gone, "\(noun) gone: \(Shown.list(removed.map(Shown.value), most: 12))") }
  }

  mutating func compareApproval(_ old: HumanApproval?, _ new: HumanApproval?) {
    switch (old, new) {
    case (nil, nil): return
    case (let old?, nil): tell(.approvalRemoved, "no human approval any more; it was at \(Shown.name(old.step))")
    case (nil, let new?): tell(.newApproval, "human approval at \(Shown.name(new.step))\(condition(new))")
    case (let old?, let new?):
      tell(.approvalChanged, "human approval at", old.step, new.step)
      // Asked only sometimes, where it was always: that is less.
      tell(
        old.when == nil ? .approvalRemoved : .approvalChanged, "human approval, when", old.when ?? "always",
        new.when ?? "always")
    }
  }

  private func condition(_ approval: HumanApproval) -> String {
    approval.when.map { ", when \(Shown.value($0))" } ?? ""
  }

  mutating func compareLimits(_ old: CallLimits?, _ new: CallLimits?) {
    let timeouts = (old?.timeout, new?.timeout)
    if timeouts.0 != timeouts.1 {
      let isTighter = timeouts.1.map { now in timeouts.0.map { now < $0 } ?? true } ?? false
      tell(isTighter ? .limitsTightened : .limitsLoosened, "timeout", timeouts.0?.description, timeouts.1?.description)
    }
    let retries = (old?.retries, new?.retries)
    if retries.0 != retries.1 {
      let isTighter = retries.1.map { now in retries.0.map { now < $0 } ?? true } ?? false
      tell(
        isTighter ? .limitsTightened : .limitsLoosened, "retries", retries.0.map { "\($0)" }, retries.1.map { "\($0)" })
    }
  }

  /// `environment` nil: the setting at the top.
  mutating func compare(_ old: Setting?, _ new: Setting, of environment: String?) {
    let place = environment.map { " in \(Shown.value($0))" } ?? ""
    if old != nil { tell(.identityChanged, "identity\(place)", old?.identity, new.identity) }
    let was = (Set(old?.destinations ?? []), Set(new.destinations))
    let come = was.1.subtracting(was.0).sorted()
    let gone = was.0.subtracting(was.1).sorted()
    if !come.isEmpty {
      tell(.newDestination, "new destination\(place): \(Shown.list(come.map(Shown.value), most: 12))")
    }
    if !gone.isEmpty {
      tell(.destinationRemoved, "destination gone\(place): \(Shown.list(gone.map(Shown.value), most: 12))")
    }
    compareSecrets(old?.secrets ?? [], new.secrets, place)
  }

  private mutating func compareSecrets(_ old: [SecretReference], _ new: [SecretReference], _ place: String) {
    let was = Dictionary(old.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let now = Dictionary(new.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for name in Set(was.keys).union(now.keys).sorted() {
      switch (was[name], now[name]) {
      case (nil, let secret?):
        tell(.newCredential, "new secret\(place) \(Shown.name(name)) from \(Shown.value(secret.from))")
      case (_?, nil): tell(.credentialRemoved, "secret gone\(place), \(Shown.name(name))")
      case (let old?, let new?):
        tell(.credentialChanged, "secret \(Shown.name(name))\(place) comes from", old.from, new.from)
        if old.rotate != new.rotate {
          let isTighter = new.rotate.map { now in old.rotate.map { now < $0 } ?? true } ?? false
          tell(
            isTighter ? .limitsTightened : .limitsLoosened, "rotation of \(Shown.name(name))\(place)",
            old.rotate?.description, new.rotate?.description)
        }
      case (nil, nil): continue
      }
    }
  }
}

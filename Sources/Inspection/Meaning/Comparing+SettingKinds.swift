import Vocabulary
import Workflows

extension Comparing {
  /// What kind of change a setting's is, where it says more than that something is set otherwise.
  func meaning(of line: SettingLine, in pair: Pair) -> Change.Kind? {
    let asks = pair.old.approval != nil && pair.new.approval != nil
    if asks, Comparing.saysWhoIsAsked(line.path, new.engine) { return .approvalChanged }
    switch new.engine {
    case .githubActions:
      if line.path == "if", line.come.contains(where: Comparing.isNever) { return .disabled }
      if line.path == "if", line.gone.contains(where: Comparing.isNever) { return .enabled }
      if ["with.ref", "with.repository"].contains(line.path), line.come.contains(where: Comparing.isForeign) {
        return .foreignInput
      }
    case .logicApps where line.path == "runtimeConfiguration.staticResult.staticResultOptions":
      // What it would have said is made up then, also what a person would have.
      if line.come.contains(where: { $0 != "Disabled" }) { return asks ? .approvalRemoved : .errorsSwallowed }
    case .argo:
      if let kind = Comparing.ofToken(line) { return kind }
    case .n8n, .stepFunctions, .logicApps, .nodeRed, .bpmn, .serverlessWorkflow, .script: break
    }
    if line.isRecipient { return .recipientChanged }
    return pair.new.kind != .branch && namesNewHost(line) ? .newDestination : nil
  }

  /// The same for one of the whole.
  func meaning(ofWhole line: SettingLine) -> Change.Kind? {
    if new.engine == .argo, let kind = Comparing.ofToken(line) { return kind }
    return namesNewHost(line) ? .newDestination : nil
  }

  /// With the token of its service account, a program may do in the cluster what the account may. Source: kubernetes.io, "Configure
  /// Service Accounts for Pods".
  private static func ofToken(_ line: SettingLine) -> Change.Kind? {
    guard line.path.split(separator: ".").last == "automountServiceAccountToken" else { return nil }
    return line.come == ["false"] ? .permissionNarrowed : .permissionWidened
  }

  /// An environment has its reviewers, and a task of a person who may take it.
  private static func saysWhoIsAsked(_ path: String, _ engine: Engine) -> Bool {
    switch engine {
    case .githubActions: return ["environment", "environment.name"].contains(path)
    case .bpmn:
      let leaf = path.split(whereSeparator: { ".:".contains($0) }).last?.lowercased() ?? ""
      return ["assignee", "candidateusers", "candidategroups"].contains(leaf)
    case .n8n, .stepFunctions, .logicApps, .argo, .nodeRed, .serverlessWorkflow, .script: return false
    }
  }

  private static func isNever(_ test: String) -> Bool {
    test.filter { !$0.isWhitespace && !"${}".contains($0) }.lowercased() == "false"
  }

  /// What somebody without rights in the repository has written. Source: docs.github.com, "Secure use reference".
  private static func isForeign(_ expression: String) -> Bool {
    [
      "github.event.pull_request.head", "github.head_ref", "github.event.pull_request.merge_commit_sha",
      "github.event.workflow_run.head", "github.event.issue.number", "github.event.number",
    ].contains { expression.contains($0) }
  }

  /// Whether a value is an address, all of it, with a host that nothing of the other side names.
  private func namesNewHost(_ line: SettingLine) -> Bool {
    let known = line.gone.compactMap(Comparing.host)
    return line.come.contains { value in
      guard let host = Comparing.host(value), !known.contains(host) else { return false }
      return !before.steps.contains { step in step.destinations.contains { $0.host.value == host } }
        && !after.steps.contains { step in step.destinations.contains { $0.host.value == host } }
    }
  }

  /// The host of a value that is one address and nothing else.
  private static func host(_ value: String) -> String? {
    guard value.utf8.count <= 2_000, let mark = value.firstRange(of: "://"), !value.contains(where: \.isWhitespace),
      value[..<mark.lowerBound].allSatisfy({ $0.isLetter })
    else { return nil }
    let all = Address.all(in: value, .code)
    return all.count == 1 ? all[0].host.value : nil
  }

  /// Who may call a workflow stands around it in a template of Azure.
  mutating func compareCallers(_ lines: [SettingLine]) {
    let isNew = !old.settings.contains { Comparing.saysWhoCalls($0.key) }
    for line in lines {
      tell(
        // A policy of OAuth lets in callers beside those who have the address.
        isNew && !line.path.contains("openAuthenticationPolicies") ? .triggerClosed : .triggerOpened,
        "who may call it: \(line.text)", after: new.spot)
    }
  }

  static func saysWhoCalls(_ path: String) -> Bool { path.contains("accessControl.triggers.") }
}

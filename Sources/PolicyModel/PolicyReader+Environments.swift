import Diagnostics
import Documents
import StrictYAML
import Vocabulary

extension PolicyReader {
  /// Names that would be taken for something else wherever a target is named.
  static let reservedEnvironments = ["main", "all"]
  static let mostEnvironments = 100

  mutating func environments(_ field: Field, integration: Located) -> [Environment] {
    let entries = document.map(of: field, noun: "environment") ?? []
    known.environments = entries.map(\.key)
    guard document.isWithin(PolicyReader.mostEnvironments, count: entries.count, field) else { return [] }
    var branches = [integration]
    var followed: [Located] = []
    var environments: [Environment] = []
    for entry in entries {
      guard isEnvironmentName(entry), let fields = document.fields(of: entry.value, PolicyKeys.environment) else {
        continue
      }
      let branch = fields["branch"].flatMap { locatedBranch($0) }
      if let branch {
        checkBranch(branch, apartFrom: branches)
        branches.append(branch)
      }
      let environment = environment(entry.key, fields, branch: branch?.text ?? "")
      environments.append(environment)
      followed.append(Located(entry.key, at: fields["after"]?.position ?? entry.keyPosition))
    }
    checkOrder(environments, followed)
    return environments
  }

  private func isEnvironmentName(_ entry: MapEntry) -> Bool {
    guard document.isName(entry.key, noun: "environment", at: entry.keyPosition) else { return false }
    guard !PolicyReader.reservedEnvironments.contains(entry.key) else {
      document.report(
        document.rules.malformed, "\(quoted(entry.key)) cannot be the name of an environment", at: entry.keyPosition,
        because: ["\(listed(PolicyReader.reservedEnvironments)) stand for something else wherever a target is named"],
        next: ["give it another name"])
      return false
    }
    return true
  }

  private func environment(_ name: String, _ fields: Fields, branch: String) -> Environment {
    let release = fields["release"].map(roles) ?? []
    let resume = fields["resume"].flatMap { document.fields(of: $0, PolicyKeys.resume) }
    return Environment(
      name: name, branch: branch,
      after: fields["after"].flatMap { reference($0, to: known.environments, noun: "environment") },
      release: release, rollback: fields["rollback"].map(roles) ?? release, kill: fields["kill"].map(roles) ?? release,
      resume: resume?["approvals"].flatMap(approvals), breakGlass: fields["break-glass"].flatMap(breakGlass),
      gates: gates(fields, PolicyKeys.releaseGate))
  }

  private func breakGlass(_ field: Field) -> BreakGlass? {
    let fields = document.fields(of: field, PolicyKeys.breakGlass)
    let approvals = fields?["approvals"].flatMap(approvals)
    let duration = fields?["for"].flatMap { document.span($0, atLeast: Span(seconds: 60)) }
    guard let approvals, let duration else { return nil }
    return BreakGlass(approvals: approvals, duration: duration)
  }

  /// Each environment that comes after itself by way of others is reported once, at its `after`.
  private func checkOrder(_ environments: [Environment], _ positions: [Located]) {
    let after = Dictionary(uniqueKeysWithValues: environments.map { ($0.name, $0.after) })
    for (environment, position) in zip(environments, positions) {
      var path = [environment.name]
      while let last = path.last, let next = after[last] ?? nil, !path.contains(next) { path.append(next) }
      guard let last = path.last, after[last] == environment.name else { continue }
      document.report(
        .policyCircle, "environment \(quoted(environment.name)) comes after itself", at: position.position,
        because: ["the order is \((path + [environment.name]).map(quoted).joined(separator: " after "))"],
        next: ["leave 'after' out for the first environment"])
    }
  }

  private func checkBranch(_ branch: Located, apartFrom others: [Located]) {
    let folded = branch.text.lowercased()
    for other in others {
      let taken = other.text.lowercased()
      guard folded == taken || folded.hasPrefix(taken + "/") || taken.hasPrefix(folded + "/") else { continue }
      document.report(
        .policyBranch, "the branch \(quoted(branch.text)) is in the way of \(quoted(other.text))", at: branch.position,
        because: [
          folded == taken
            ? "each environment has a branch of its own, apart from the integration branch"
            : "git cannot hold a branch and another one below its name"
        ], next: ["name another branch"])
      return
    }
  }

  func locatedBranch(_ field: Field) -> Located? {
    branch(field).map { Located($0, at: field.position) }
  }

  /// The short name of a branch, stricter than git: source git-check-ref-format(1), and ASCII only.
  private func branch(_ field: Field) -> String? {
    guard let text = document.text(field, longest: 200) else { return nil }
    guard isBranch(text) else {
      document.report(
        .policyBranch, "\(field.subject) cannot be a branch: \(shown(text))", at: field.position,
        because: ["a name has parts of letters, digits, '.', '_', '-' and '+', with single slashes between them"],
        next: [text.hasPrefix("refs/heads/") ? "leave 'refs/heads/' out" : "write it as 'env/prod'"])
      return nil
    }
    return text
  }
}

private func isBranch(_ text: String) -> Bool {
  guard text != "HEAD", !text.hasPrefix("refs/"), !text.contains("..") else { return false }
  return text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
    !part.isEmpty && !part.hasPrefix(".") && !part.hasPrefix("-") && !part.hasSuffix(".") && !part.hasSuffix(".lock")
      && part.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
          || "._-+".utf8.contains(byte)
      }
  }
}

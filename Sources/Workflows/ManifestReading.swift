package import Diagnostics
import Documents
import StrictYAML
import Vocabulary

/// Why there is no manifest: never empty.
package struct ManifestErrors: Error, Hashable, Sendable {
  package let findings: [Finding]

  init(_ findings: [Finding]) {
    precondition(!findings.isEmpty, "a manifest that was not read has a finding that says why")
    self.findings = findings
  }
}

/// Turns the bytes of a `workflow.yaml` into a manifest, or into every reason why they are none.
package enum ManifestReading {
  /// `source` is what places name; `name` is that of the directory, which the manifest must bear.
  ///
  /// An owner is not asked for here: without one the manifest can be read, and every gate holds.
  package static func read(
    _ bytes: [UInt8], source: String, directory name: String
  ) -> Result<Manifest, ManifestErrors> {
    let document = DocumentReader(source: source, rules: .manifest)
    let manifest = document.root(bytes).flatMap { ManifestReader(document: document, directory: name).manifest($0) }
    if let manifest, document.findings.isEmpty { return .success(manifest) }
    return .failure(ManifestErrors(document.findings))
  }
}

/// The reader of one manifest.
struct ManifestReader {
  let document: DocumentReader
  let directory: String

  func manifest(_ root: Field) -> Manifest? {
    guard let fields = document.fields(of: root, ManifestKeys.manifest) else { return nil }
    return Manifest(
      workflow: fields["workflow"].flatMap(workflow) ?? directory,
      title: fields["title"].flatMap { document.text($0, longest: 200) } ?? "",
      owner: fields["owner"].flatMap { document.name($0, noun: "person") },
      escalation: fields["escalation"].map { names($0, noun: "person") } ?? [],
      engine: fields["engine"].flatMap { document.choice($0, of: Engine.self, noun: "engine") } ?? .script,
      definition: fields["definition"].flatMap(definition) ?? "",
      risk: fields["risk"].flatMap { document.choice($0, of: RiskClass.self, noun: "risk class") },
      actions: fields["actions"].map(actions) ?? [],
      data: fields["data"].map { names($0, noun: "kind of data") } ?? [],
      permissions: fields["permissions"].map(permissions) ?? [],
      general: setting(fields),
      environments: fields["environments"].map(environments) ?? [:],
      humanApproval: fields["human-approval"].flatMap(humanApproval),
      limits: fields["limits"].flatMap(limits),
      uses: fields["uses"].map(uses) ?? [],
      tests: fields["tests"].map(tests) ?? [:],
      runbook: fields["runbook"].flatMap(document.path))
  }

  private func workflow(_ field: Field) -> String? {
    guard let name = document.name(field, noun: "workflow") else { return nil }
    if Naming.reserved.contains(name) {
      document.report(
        .manifestWorkflowName, "\(quoted(name)) cannot be the name of a workflow", at: field.position,
        because: ["\(listed(Naming.reserved.sorted())) are reserved"], next: ["rename the directory and this setting"])
    } else if name != directory {
      document.report(
        .manifestWorkflowName, "\(field.subject) is \(quoted(name)), and the directory is \(quoted(directory))",
        at: field.position, because: ["a workflow bears the name of its directory"],
        next: ["write 'workflow: \(visible(directory))', or rename the directory"])
    }
    return name
  }

  private func definition(_ field: Field) -> String? {
    guard let path = document.path(field) else { return nil }
    guard path != Manifest.fileName else {
      return document.misformed(
        field, "another file than the manifest", next: "name the file that the engine runs, such as 'flow.json'")
    }
    return path
  }

  private func names(_ field: Field, noun: String) -> [String] {
    document.names(field, noun: noun)?.map(\.text) ?? []
  }

  private func actions(_ field: Field) -> [String] {
    document.distinct(field) { document.choice($0, of: Action.self, noun: "action")?.rawValue }?.map(\.text) ?? []
  }

  private func permissions(_ field: Field) -> [String] {
    document.distinct(field) { document.text($0, longest: 200) }?.map(\.text) ?? []
  }

  private func humanApproval(_ field: Field) -> HumanApproval? {
    guard let fields = document.fields(of: field, ManifestKeys.humanApproval) else { return nil }
    let when = fields["when"].flatMap { document.text($0) }
    return fields["step"].flatMap { document.text($0, longest: 200) }.map { HumanApproval(step: $0, when: when) }
  }

  private func limits(_ field: Field) -> CallLimits? {
    guard let fields = document.fields(of: field, ManifestKeys.limits) else { return nil }
    return CallLimits(
      timeout: fields["timeout"].flatMap { document.span($0, atLeast: Span(seconds: 1)) },
      retries: fields["retries"].flatMap { document.wholeNumber($0, in: 0...100) })
  }

  private func uses(_ field: Field) -> [String] {
    let used = document.names(field, noun: "workflow") ?? []
    for name in used {
      if name.text == directory {
        document.report(
          .manifestSelfUse, "\(field.subject) names the workflow itself, \(quoted(name.text))", at: name.position,
          because: ["a used workflow is released before the one that uses it"], next: ["delete the item"])
      } else if Naming.reserved.contains(name.text) {
        document.report(
          document.rules.malformed, "\(quoted(name.text)) cannot be the name of a workflow", at: name.position,
          because: ["\(listed(Naming.reserved.sorted())) are reserved"], next: ["name the workflow that is called"])
      }
    }
    return used.map(\.text)
  }

  private func tests(_ field: Field) -> [String: String] {
    var commands: [String: String] = [:]
    for entry in document.map(of: field, noun: "suite") ?? []
    where document.isName(entry.key, noun: "suite", at: entry.keyPosition) {
      commands[entry.key] = document.script(entry.value, longest: 4000)
    }
    return commands
  }
}

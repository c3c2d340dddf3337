package import Diagnostics
import Documents
import StrictYAML

/// Why there is no policy: never empty.
package struct PolicyErrors: Error, Hashable, Sendable {
  package let findings: [Finding]

  init(_ findings: [Finding]) {
    precondition(!findings.isEmpty, "a policy that was not read has a finding that says why")
    self.findings = findings
  }
}

/// Turns the bytes of `.countersign/policy.yaml` into a policy, or into every reason why they are none.
package enum PolicyReading {
  /// The number that `countersign:` must have.
  package static let format = 1
  package static let source = ".countersign/policy.yaml"

  /// `source` is what places name. One error is enough for no policy: half of a policy would be another policy.
  package static func read(
    _ bytes: [UInt8], source: String = PolicyReading.source
  ) -> Result<Policy, PolicyErrors> {
    let document = DocumentReader(source: source, rules: .policy)
    var reader = PolicyReader(document)
    let policy = document.root(bytes).flatMap { reader.policy($0) }
    if let policy, document.findings.isEmpty { return .success(policy) }
    return .failure(PolicyErrors(document.findings))
  }
}

/// The reader of one policy: the document, and the names that it has defined so far.
struct PolicyReader {
  let document: DocumentReader
  var known = KnownNames()

  init(_ document: DocumentReader) {
    self.document = document
  }

  mutating func policy(_ root: Field) -> Policy? {
    guard isReadable(root), let fields = document.fields(of: root, PolicyKeys.policy) else { return nil }
    // People, services and areas come first: they say which names and roles there are.
    let before = document.findings.count
    let people = fields["people"].map { self.people($0) } ?? [:]
    let services = fields["services"].map { self.services($0) } ?? [:]
    let areas = fields["areas"].map { self.areas($0) } ?? [:]
    checkNames()
    known.areRolesComplete = fields["people"] != nil && document.findings.count == before
    let windows = fields["windows"].map { self.windows($0) } ?? [:]
    let main = mainTable(fields["main"])
    let environments = fields["environments"].map { self.environments($0, integration: main.branch) } ?? []
    return Policy(
      repository: fields["repository"].flatMap(repository) ?? "",
      roots: fields["workflows"].map(roots) ?? ["workflows"],
      people: people, services: services,
      commits: fields["commits"].map(commits) ?? .standard,
      integrationBranch: main.branch.text, main: main.gates,
      policyGate: fields["policy"].flatMap { gate($0, PolicyKeys.policyGate) },
      risk: fields["risk"].map(risk) ?? .standard,
      areas: areas,
      recall: fields["recall"].map(roles) ?? [],
      reviews: reviews(fields["reviews"]),
      environments: environments, windows: windows,
      freezes: fields["freezes"].map(freezes) ?? [],
      limits: fields["limits"].map(limits) ?? .standard,
      secretComments: fields["secrets"].map(secretComments) ?? false)
  }

  /// Whether the document is of the format that is read here; nothing else can be said about another one.
  private func isReadable(_ root: Field) -> Bool {
    guard case .mapping(let entries) = root.node.content,
      let value = entries.first(where: { $0.key == "countersign" })?.value
    else { return true }
    let field = Field("'countersign'", value)
    let number: String
    switch document.scalar(field) {
    case .number(PolicyReading.format): return true
    case .number(let other): number = "\(other)"
    case .hugeNumber(let other): number = other
    default:
      let _: Int? = document.mismatch(field, "a whole number")
      return false
    }
    let isNewer = !number.hasPrefix("-") && number != "0"
    document.report(
      .policyFormat, "this policy is written in format \(quoted(number))", at: field.position,
      because: ["this program reads format \(PolicyReading.format)" + (isNewer ? ", and this one is newer" : "")],
      next: [isNewer ? "install a newer Countersign" : "write 'countersign: \(PolicyReading.format)'"])
    return false
  }
}

/// The names that a policy defines, for checking references to them.
struct KnownNames {
  var people: Set<String> = []
  var roles: Set<String> = []
  /// In the order of the file.
  var environments: [String] = []
  var windows: Set<String> = []
  /// Where each person is defined.
  var namePositions: [String: YAMLPosition] = [:]
  /// Folded address to whose it is.
  var addresses: [String: (owner: String, position: YAMLPosition)] = [:]
  /// False when people, services or areas could not be read in full: then an unknown role is no finding of its own.
  var areRolesComplete = false
}

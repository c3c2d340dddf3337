import ArgumentParser
import Diagnostics
import Evidence
import Facts
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary
import Workflows

struct RecordCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record that a secret was rotated, or that an access or security review was done.",
    discussion: """
      EXAMPLES
        countersign record vendor-payment rotation BANK_TOKEN
        countersign record vendor-payment access -m "Removed two people who changed teams"
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case rotation, access, security
  }

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow.", valueName: "workflow"), completion: .custom(Completing.workflows))
  var workflow: String
  @Argument(help: "rotation, access or security.")
  var kind: Kind
  @Argument(help: ArgumentHelp("The secret's name in the manifest; with rotation.", valueName: "secret"))
  var secret: String?
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("A note.", valueName: "text"))
  var note = ""
  @Flag(help: "Keep it in this clone.")
  var local = false

  func validate() throws {
    if (kind == .rotation) != (secret != nil) {
      throw ValidationError("rotation names a secret; access and security do not.")
    }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let main = try place.fresh(desk, mayDoubt: true)
    let (snapshot, policy) = try place.policy(main)
    let name = try Marking.name(workflow, place, main, policy)
    guard let placed = try place.held(name, at: .main, main: main, policy) else {
      throw Finding(.selectionVersion, "\(main.branch) does not hold \(name)", next: ["a record speaks of what landed"])
    }
    let record: Record.Kind =
      switch kind {
      case .rotation: .rotation(secret: try known(secret ?? "", placed, place))
      case .access: .accessReview
      case .security: .securityReview
      }
    let statement = Statement(
      repository: policy.repository, time: desk.clock(), nonce: desk.nonce(),
      subjects: [Subject(path: placed.path, digest: .version(placed.version))],
      predicate: .record(Record(kind: record, note: note)))
    try place.append(try place.signed(statement, by: desk, snapshot, policy), desk)
    console.line("recorded \(kind.rawValue)\(secret.map { " of \(visible($0))" } ?? "") for \(name)")
    place.sayKeptLocal()
    return .done
  }

  /// A secret that the manifest names, in general or for an environment.
  private func known(_ secret: String, _ placed: Placed, _ place: borrowing Workplace) throws(Finding) -> String {
    guard let manifest = place.collector.manifest(of: placed) else {
      throw Finding(.selectionVersion, "the manifest of \(placed.workflow) does not read", next: ["countersign check"])
    }
    let names = Set(
      ([manifest.general] + manifest.environments.values).flatMap { $0.secrets.map(\.name) }
    ).sorted()
    if names.contains(secret) { return secret }
    // Who mistakes the value for the name has typed a secret: only what is nearly a name is said.
    let near = closest(to: secret, among: names)
    throw Finding(
      .selectionSecret,
      "the manifest of \(placed.workflow) names no such secret\(near == nil ? "" : ": '\(visible(secret))'")",
      because: near == nil ? ["a rotation is of a name; what was typed is not shown, as it may be a value"] : [],
      next: near.map { ["did you mean '\($0)'?"] } ?? ["secrets: \(names.joined(separator: ", "))"])
  }
}

struct RecallCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "recall",
    abstract: "Bar a version from every gate, and from being rolled back to. It is not taken back.",
    discussion: """
      EXAMPLES
        countersign recall vendor-payment --version 9f3c2a1b04de -m "Pays an invoice twice when the bank answers late"
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow.", valueName: "workflow"), completion: .custom(Completing.workflows))
  var workflow: String
  @Option(
    help: ArgumentHelp("The version; or write WORKFLOW@VERSION.", valueName: "version"),
    completion: .custom(Completing.versions))
  var version: String?
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why: String
  @Flag(help: "Keep it in this clone.")
  var local = false

  func validate() throws {
    if version == nil, !workflow.contains("@") { throw ValidationError("Name the version, with --version.") }
    if isBlank(why) { throw ValidationError("Say why, with -m.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let (word, named) = try NamedWorkflows.one(workflow, beside: version == nil ? nil : "--version")
    let version = named ?? version ?? ""
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let main = try place.fresh(desk, mayDoubt: true)
    let (snapshot, policy) = try place.policy(main)
    let name = try place.hasJournal(word) ? word : Marking.name(word, place, main, policy)
    let short = version.hasPrefix(name + "@") ? String(version.dropFirst(name.count + 1)) : version
    guard let placed = try place.placed(name, revision: "\(name)@\(short)", main: main, policy) else {
      throw Finding(
        .selectionVersion, "nobody here knows \(name)@\(visible(short))",
        next: ["countersign log \(name) shows its versions"])
    }
    let actor = try place.actor(desk, snapshot, at: desk.clock())
    guard let person = actor.person, policy.recall.contains(where: { policy.roles(of: person, for: name).contains($0) })
    else {
      throw Finding(
        .recallRole, "your key is nobody's who may recall \(name)",
        because: ["it takes role " + policy.recall.map { "'\($0)'" }.joined(separator: " or ")],
        next: ["somebody with such a role does it"])
    }
    let statement = Statement(
      repository: policy.repository, time: desk.clock(), nonce: desk.nonce(),
      subjects: [Subject(path: placed.path, digest: .version(placed.version))], predicate: .recall(Recall(why: why)))
    try place.append(try place.signed(statement, by: desk, snapshot, policy), desk)
    console.line("\(person) recalled \(name)@\(placed.version.shortName)")
    place.sayKeptLocal()
    return .done
  }
}

extension Rule {
  static let selectionSecret = Rule(
    "selection.secret", "The manifest names no such secret.",
    "Rotations are recorded for the secrets that the manifest lists.")
  static let recallRole = Rule(
    "recall.role", "Somebody wants to recall without a role that may.",
    "The policy's 'recall' lists the roles that may bar a version.")
}

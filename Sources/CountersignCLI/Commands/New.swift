import ArgumentParser
import Diagnostics
import PolicyModel
import Programs
import Vocabulary
import Workflows

struct New: Command {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a workflow's directory: manifest, definition, runbook, tests.",
    discussion: """
      Writes ROOT/WORKFLOW/ in the work tree and commits nothing. The definition is the smallest that the engine accepts and does \
      nothing; the suite 'unit' checks that it reads and that the runbook says what to do. What exists is never overwritten.

      Engines: \(Engine.allCases.map(\.rawValue).joined(separator: ", ")).

      EXAMPLES
        countersign new vendor-payment --engine n8n
        countersign new ledger-sync --engine script --owner lena --root workflows
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The name: lower-case words joined by '-'.", valueName: "workflow"))
  var workflow: String
  @Option(
    help: ArgumentHelp(
      "The format of the definition; 'script' for anything without one of its own.", valueName: "engine"))
  var engine: String
  @Option(help: ArgumentHelp("Who answers for it; the person with git's user.email by default.", valueName: "person"))
  var owner: String?
  @Option(help: ArgumentHelp("The governed root; the policy's first by default.", valueName: "root"))
  var root: String?

  func perform(_ console: Console) throws(Finding) -> Ending {
    let engine = try Drafting.engine(engine)
    try Drafting.checkName(workflow)
    let place = try Workplace.open(common, console)
    let tree = try WorkTree.read(place)
    let draft = try Drafting.draft(workflow, engine: engine, owner: owner, root: root, tree, place)
    try Drafting.make(draft, tree, console)
    return .done
  }
}

/// What `new` and `import` share: a workflow is made.
enum Drafting {
  static func engine(_ word: String) throws(Finding) -> Engine {
    if let engine = Engine(rawValue: word) { return engine }
    let known = Engine.allCases.map(\.rawValue)
    // People write the names in many ways: `Step Functions`, `githubactions`.
    let plain = word.lowercased().filter { $0.isLetter || $0.isNumber }
    let near = known.first { $0.filter { $0 != "-" } == plain } ?? closest(to: word, among: known)
    throw Finding(
      .newEngine, "there is no engine '\(visible(word))'", because: ["engines are \(known.joined(separator: ", "))"],
      next: near.map { ["did you mean '\($0)'?"] } ?? ["'script' stands for anything without a format of its own"])
  }

  static func checkName(_ name: String) throws(Finding) {
    guard !Naming.reserved.contains(name) else {
      throw Finding(
        .workflowReservedName, "the name '\(name)' is reserved",
        because: ["'\(Naming.all)' stands for all workflows, '\(Naming.policy)' for .countersign itself"],
        next: ["choose another name"])
    }
    guard !Naming.isName(name) else { return }
    let words = name.lowercased().unicodeScalars.split {
      !($0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil))
    }
    let proposal = words.map { String($0) }.joined(separator: "-")
    throw Finding(
      .workflowName, "a workflow cannot be named '\(visible(name))'",
      because: ["names are lower-case letters and digits, in words joined by '-', at most \(Naming.longest) long"],
      next: Naming.isName(proposal) && !Naming.reserved.contains(proposal)
        ? ["'\(proposal)' would do"] : ["choose a name such as 'vendor-payment'"])
  }

  static func draft(
    _ name: String, engine: Engine, owner: String?, root: String?, definition: [UInt8]? = nil, _ tree: WorkTree,
    _ place: borrowing Workplace
  ) throws(Finding) -> Scaffold {
    if let path = tree.path(of: name) { throw tree.alreadyThere(path) }
    return Scaffold(
      name: name, root: try self.root(root, tree), owner: try self.owner(owner, tree, place), engine: engine,
      definition: definition, policy: tree.policy)
  }

  static func make(_ draft: Scaffold, _ tree: WorkTree, _ console: Console) throws(Finding) {
    let files: [WorkTree.File]
    do throws(NormalisingError) {
      files = try draft.files()
    } catch {
      throw Finding(.importMalformed, error.message, next: error.next.map { [$0] } ?? [])
    }
    try tree.create(files, at: draft.path)
    console.line("made \(draft.path) (\(draft.engine.rawValue)): \(files.map(\.path).joined(separator: ", "))")
    if draft.owner == nil {
      console.talk(
        "it has no owner yet: there is no policy here to name one from, and without an owner every gate holds")
    }
    console.talk(
      "next: fill in \(draft.path)/\(Manifest.fileName) and RUNBOOK.md, then: git add \(draft.path) && countersign check --staged"
    )
  }

  private static func root(_ wish: String?, _ tree: WorkTree) throws(Finding) -> String {
    guard let wish else { return tree.roots.first ?? WorkTree.usualRoot }
    var root = wish[...]
    while root.hasSuffix("/") { root.removeLast() }
    if tree.policy == nil {
      let parts = root.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.isEmpty,
        parts.allSatisfy({ !$0.isEmpty && $0.first != "." && visible(String($0)) == $0 && !$0.contains("\\") })
      else {
        throw Finding(
          .newRoot, "'\(visible(wish))' cannot be a governed root",
          because: ["it is a path inside the repository, from its top, without '.' and '..'"],
          next: ["--root workflows"])
      }
      return String(root)
    }
    if tree.roots.contains(String(root)) { return String(root) }
    throw Finding(
      .newRoot, "'\(visible(wish))' is no governed root",
      because: ["the policy governs \(tree.roots.joined(separator: ", "))"],
      next: closest(to: String(root), among: tree.roots).map { ["did you mean '\($0)'?"] }
        ?? ["name one of them, or have a policy owner add the root"])
  }

  /// The person who answers for it; nil only where no policy says who there is.
  private static func owner(_ wish: String?, _ tree: WorkTree, _ place: borrowing Workplace) throws(Finding) -> String?
  {
    guard let policy = tree.policy else {
      guard let wish, !Naming.isName(wish) else { return wish }
      throw Finding(
        .newOwner, "'\(visible(wish))' cannot be a person's name",
        because: ["people are named by lower-case words joined by '-'"])
    }
    let present = policy.people.values.filter { !$0.roles.isEmpty }.map(\.name).sorted()
    if let wish {
      if present.contains(wish) { return wish }
      let known = policy.people[wish] != nil
      throw Finding(
        .newOwner, known ? "\(wish) has left" : "'\(visible(wish))' is nobody the policy knows",
        because: ["without a known owner every gate holds"],
        next: known
          ? choose(present) : closest(to: wish, among: present).map { ["did you mean '\($0)'?"] } ?? choose(present))
    }
    // git knows every file that its settings can come from; libgit2 1.5 does not.
    let setting = try place.git(["config", "--get", "user.email"])
    let email = setting.outputText.split(separator: "\n").first.map(String.init)
    if let email, case .person(let name)? = policy.party(email: email), present.contains(name) { return name }
    throw Finding(
      .newOwner, "nobody answers for the workflow yet",
      because: [
        email.map { "git's user.email is <\(visible($0))>, which is the address of nobody who could" }
          ?? "git's user.email is not set",
        "without a known owner every gate holds",
      ], next: choose(present))
  }

  private static func choose(_ people: [String]) -> [String] {
    ["--owner PERSON: \(people.prefix(12).joined(separator: ", "))\(people.count > 12 ? ", …" : "")"]
  }
}

extension Rule {
  static let newEngine = Rule(
    "new.engine", "No engine has this name.",
    "The engine is the format of the definition; 'script' stands for anything else.")
  static let newRoot = Rule(
    "new.root", "A directory is no governed root.",
    "Workflows lie below the roots that the policy lists under 'workflows'.")
  static let newOwner = Rule(
    "new.owner", "It is not known who answers for a new workflow.",
    "Every workflow has an owner, a person of the policy. Without one every gate holds, so none is made without.")
}

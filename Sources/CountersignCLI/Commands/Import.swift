import ArgumentParser
import Diagnostics
import Git
import Glibc
import Inspection
import PolicyModel
import StrictJSON
import Vocabulary
import Workflows

struct Import: Command {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring an editor's export in, as the workflow's definition.",
    discussion: """
      Writes the export the one way it is kept in git, so that a version changes when the workflow does: sorted and indented JSON for \
      n8n, without the editor's stamps; indented JSON for Step Functions, Logic Apps and Node-RED; plain line ends for the rest. \
      A workflow that does not exist is made as by 'countersign new'. FILE '-' reads standard input. Nothing is committed.

      EXAMPLES
        countersign import vendor-payment ~/Downloads/Vendor_payment.json
        n8n export:workflow --id=142 | countersign import vendor-payment -
        countersign import ledger-sync post.sh --engine script
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow.", valueName: "workflow"), completion: .custom(Completing.workflows))
  var workflow: String
  @Argument(help: ArgumentHelp("The export, or '-' for standard input.", valueName: "file"))
  var file: String
  @Option(
    help: ArgumentHelp("The format, where a new workflow's cannot be told from the content.", valueName: "engine"))
  var engine: String?

  /// Bytes of an export: what the editor puts around a definition may be larger than the definition.
  static let sizeLimit = 32 << 20

  func perform(_ console: Console) throws(Finding) -> Ending {
    let wish = try engine.map { word throws(Finding) in try Drafting.engine(word) }
    try Drafting.checkName(workflow)
    let place = try Workplace.open(common, console)
    let tree = try WorkTree.read(place)
    let export = try export()
    let looks = EngineDetection.engine(of: export, path: file)
    if let path = tree.path(of: workflow) {
      try replace(in: path, export, wish: wish, looks: looks, tree, console)
      return .done
    }
    guard let engine = wish ?? looks else {
      throw Finding(
        .importEngine, "it cannot be told which engine \(name) is for",
        because: ["there is no workflow '\(workflow)' that says so"],
        next: ["name it: --engine \(Engine.allCases.map(\.rawValue).joined(separator: "|"))"])
    }
    try refuseOther(engine, looks, because: "--engine says \(engine.rawValue)")
    let draft = try Drafting.draft(workflow, engine: engine, owner: nil, root: nil, definition: export, tree, place)
    try checkSize(try normalised(export, engine), tree)
    try Drafting.make(draft, tree, console)
    return .done
  }

  /// What messages call the export.
  private var name: String { file == "-" ? "the input" : visible(file) }

  private func export() throws(Finding) -> [UInt8] {
    // git's own -C: paths on the command line start there.
    let path = file.hasPrefix("/") || common.directory == "." ? file : "\(common.directory)/\(file)"
    return try WorkTree.bytes(ofFile: file == "-" ? "/dev/stdin" : path, called: name, limit: Self.sizeLimit)
  }

  private func replace(
    in path: String, _ export: [UInt8], wish: Engine?, looks: Engine?, _ tree: WorkTree, _ console: Console
  ) throws(Finding) {
    let manifest = try manifest(in: path, tree, console)
    let engine = manifest.engine
    if let wish, wish != engine {
      throw Finding(
        .importEngine, "\(workflow) is a workflow for \(engine.rawValue), and --engine says \(wish.rawValue)",
        at: Place("\(path)/\(Manifest.fileName)"), next: ["leave --engine out, or change the manifest first"])
    }
    try refuseOther(engine, looks, because: "the manifest of \(workflow) says \(engine.rawValue)")
    let new = try normalised(export, engine)
    try checkSize(new, tree)
    let target = "\(path)/\(manifest.definition)"
    try tree.requireDirectories(target.split(separator: "/").dropLast().joined(separator: "/"))
    if looks == nil, engine != .script {
      console.talk("\(name) does not look like a definition for \(engine.rawValue): look at it twice")
    }
    let before = tree.entry(at: target)
    if before == .file || before == .executable, try tree.bytes(of: target, limit: Self.sizeLimit) == new {
      console.line("\(workflow): nothing changed: the same version")
      return
    }
    guard [.nothing, .file, .executable].contains(before) else {
      throw Finding(
        .fileUnwritable, "this is no plain file", at: Place(target), next: ["move it away, then import again"])
    }
    let folder = target.split(separator: "/").dropLast().joined(separator: "/")
    try Files.makeDirectory(tree.directory + folder)
    try Files.write(
      new, to: tree.directory + target,
      mode: before == .executable || (before == .nothing && engine == .script) ? 0o755 : 0o644)
    console.line(
      "\(workflow): \(before == .nothing ? "wrote" : "changed") \(target) (\(engine.rawValue), \(new.count) bytes)")
    console.talk("next: git diff \(path), then: git add \(path) && countersign check --staged")
  }

  private func manifest(in path: String, _ tree: WorkTree, _ console: Console) throws(Finding) -> Manifest {
    try tree.requireDirectories(path)
    let source = "\(path)/\(Manifest.fileName)"
    guard tree.entry(at: source) != .nothing else {
      throw Finding(
        .workflowNoManifest, "the directory has no manifest", at: Place(path),
        because: ["the manifest says which file the definition is"],
        next: ["write '\(source)', or move the directory away and import again"])
    }
    switch ManifestReading.read(try tree.bytes(of: source, limit: 1 << 20), source: source, directory: workflow) {
    case .success(let manifest): return manifest
    case .failure(let errors):
      for finding in errors.findings.dropFirst() { console.tell(finding) }
      throw errors.findings[0]
    }
  }

  private func refuseOther(_ engine: Engine, _ looks: Engine?, because: String) throws(Finding) {
    // A script may be anything, one that writes JSON to a file included.
    guard let looks, looks != engine, engine != .script else { return }
    throw Finding(
      .importEngine, "\(name) is a definition for \(looks.rawValue)", because: [because],
      next: ["check that this is the right file; nothing was changed"])
  }

  private func normalised(_ export: [UInt8], _ engine: Engine) throws(Finding) -> [UInt8] {
    do throws(NormalisingError) {
      return try Normalising.normalise(export, engine: engine)
    } catch {
      var place = Place(file == "-" ? "standard input" : file)
      if case .json(let problem) = error, let position = problem.position {
        place = Place(place.source, line: position.line, column: position.column)
      }
      throw Finding(
        .importMalformed, error.message, at: place, because: ["it is read as \(engine.rawValue)"],
        next: [error.next ?? "export it again; nothing was changed"])
    }
  }

  private func checkSize(_ definition: [UInt8], _ tree: WorkTree) throws(Finding) {
    let limit = (tree.policy?.limits ?? .standard).fileSize
    guard definition.count > limit else { return }
    throw Finding(
      .pathTooLarge, "the definition is too large", at: Place(file == "-" ? "standard input" : file),
      because: ["it has \(definition.count) bytes, the policy's limit is \(limit)"],
      next: ["split the workflow, or raise the policy's limit"])
  }
}

extension Rule {
  static let importEngine = Rule(
    "import.engine", "It is not clear which engine an export is for.",
    "The manifest names the engine of a workflow. For a new one it is told from the content, or named with --engine.")
  static let importMalformed = Rule(
    "import.malformed", "An export cannot be read as its engine's format.",
    "Nothing was changed. Export it again as one workflow; what is kept in git is the normalised form, so it has to read."
  )
}

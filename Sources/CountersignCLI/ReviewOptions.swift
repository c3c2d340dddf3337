import ArgumentParser

/// What approve, reject and withdraw have in common.
struct ReviewOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Workflows, or globs; 'policy' for .countersign.", valueName: "workflow"),
    completion: .custom(Completing.workflowsOrPolicy))
  var workflows: [String] = []
  @Option(help: ArgumentHelp("The revision that holds the version; the open submission by default.", valueName: "rev"))
  var rev: String?
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("main, or an environment; may be given several times.", valueName: "target"),
    completion: .custom(Completing.targets))
  var targets: [String] = []
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("A comment.", valueName: "text"))
  var message: String?
  @Flag(help: "Keep it in this clone.")
  var local = false
}

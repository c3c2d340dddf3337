package import ArgumentParser
import Diagnostics
import Glibc

/// The command line: one subcommand per file in `Commands/`.
package struct Countersign: ParsableCommand {
  package static let version = "0.1.0"

  package static let configuration = CommandConfiguration(
    commandName: "countersign",
    abstract: "Change management and release gates for automation workflows, on nothing but git.",
    discussion: """
      Exit status: 0 passed or done, 1 held, 2 undecided (bad input, unreadable repository), 64 wrong usage.
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Set up:", subcommands: [Init.self, Trust.self, Clone.self, Hooks.self, Doctor.self, ManualCommand.self]),
      CommandGroup(
        name: "Author:", subcommands: [New.self, Import.self, Check.self, Scan.self, Diff.self, Submit.self, Land.self]),
      CommandGroup(name: "Review:", subcommands: [Approve.self, Reject.self, Withdraw.self]),
      CommandGroup(name: "Evidence:", subcommands: [TestCommand.self, RecordCommand.self]),
      CommandGroup(name: "Gate:", subcommands: [GateCommand.self, PolicyCommand.self]),
      CommandGroup(
        name: "Release:",
        subcommands: [
          Adopt.self, Promote.self, Rollback.self, Kill.self, FreezeCommand.self, Resume.self, RecallCommand.self,
          BreakGlassCommand.self,
        ]),
      CommandGroup(name: "Run:", subcommands: [Admit.self]),
      CommandGroup(
        name: "See:",
        subcommands: [Status.self, ReleasesCommand.self, LogCommand.self, Explain.self, Verify.self, Sync.self]),
      CommandGroup(name: "People:", subcommands: [PersonCommand.self, KeyCommand.self]),
      CommandGroup(name: "Git:", subcommands: [HookCommand.self]),
    ])

  package init() {}
}

extension Countersign {
  /// Runs the command that the arguments name, and exits with its status.
  package static func start() {
    // A command that is gone before all was read from it must not kill the process that reads its own output.
    signal(SIGPIPE, SIG_IGN)
    let arguments = directoryBehind(Array(CommandLine.arguments.dropFirst()))
    do {
      var command = try hook(arguments) ?? parseAsRoot(arguments)
      do {
        try command.run()
      } catch let code as ExitCode {
        // All is said; the parser would put its help together first, which takes it milliseconds.
        Glibc.exit(code.rawValue)
      } catch {
        exit(withError: error)
      }
    } catch {
      refuseUnknownCommand(arguments)
      exit(withError: error)
    }
  }

  /// The hook that git runs, without a look at all other commands, which takes the parser milliseconds; nil where the whole parser has to
  /// say more: for anything else, for help, and for what it does not take.
  private static func hook(_ arguments: [String]) -> (any ParsableCommand)? {
    guard arguments.count > 1, arguments[0] == HookCommand.configuration.commandName else { return nil }
    let hooks = HookCommand.configuration.subcommands
    guard let hook = hooks.first(where: { $0.configuration.commandName == arguments[1] }) else { return nil }
    do {
      return try hook.parse(Array(arguments.dropFirst(2)))
    } catch {
      return nil
    }
  }

  /// `-C DIR` may stand before the command, as git has it; the parser wants it behind.
  private static func directoryBehind(_ arguments: [String]) -> [String] {
    guard arguments.count > 2, arguments[0] == "-C" else { return arguments }
    let command = configuration.groupedSubcommands.flatMap(\.subcommands).first { name(of: $0) == arguments[2] }
    // 'hook' and 'hooks' have commands of their own.
    let words = command?.configuration.subcommands.isEmpty == false ? 2 : 1
    let behind = Array(arguments.dropFirst(2))
    return Array(behind.prefix(words)) + Array(arguments.prefix(2)) + Array(behind.dropFirst(words))
  }

  /// The parser suggests nothing for a mistyped command; this does. Asked last: looking at every command costs milliseconds.
  private static func refuseUnknownCommand(_ arguments: [String]) {
    guard let word = arguments.first, !word.hasPrefix("-") else { return }
    let names = configuration.groupedSubcommands.flatMap(\.subcommands).map { name(of: $0) } + ["help"]
    guard !names.contains(word) else { return }
    let console = Console(color: .auto, environment: processEnvironment())
    let near = closest(to: word, among: names).map { ["did you mean 'countersign \($0)'?"] }
    console.tell(
      Finding(
        .usageCommand, "there is no command '\(visible(word))'", next: near ?? ["countersign --help lists the commands"]
      ))
    Glibc.exit(64)
  }

  private static func name(of command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? command._commandName
  }
}

extension Rule {
  static let usageCommand = Rule(
    "usage.command", "There is no such command.", "'countersign --help' lists the commands.")
}

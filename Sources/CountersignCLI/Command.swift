import ArgumentParser
import Diagnostics
import Glibc
import Reporting

/// How a command ended; the one place that makes the exit status.
enum Ending: Sendable {
  case done
  /// A rule is not met.
  case held
  /// Bad input, an unreadable repository, a missing object: nobody can tell.
  case undecided

  var status: Int32 {
    switch self {
    case .done: 0
    case .held: 1
    case .undecided: 2
    }
  }
}

enum ColourChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  case auto, always, never
}

enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json, markdown
}

/// Options that every command takes.
struct Common: ParsableArguments {
  @Option(
    name: [.customShort("C"), .customLong("directory")],
    help: ArgumentHelp("Work as if started in this directory.", valueName: "dir"))
  var directory = "."

  @Option(help: ArgumentHelp("Colour the text: auto, always or never.", valueName: "when"))
  var color: ColourChoice = .auto
}

/// A command: it says how it ended, and never exits by itself.
protocol Command: ParsableCommand {
  var common: Common { get }
  func perform(_ console: Console) throws(Finding) -> Ending
}

extension Command {
  func run() throws {
    let console = Console(color: common.color, environment: processEnvironment())
    let ending: Ending
    do throws(Finding) {
      ending = try perform(console)
    } catch {
      console.tell(error)
      throw ExitCode(Ending.after(error).status)
    }
    if ending.status != 0 { throw ExitCode(ending.status) }
  }
}

extension Ending {
  /// The one with the higher status.
  func worse(_ other: Ending) -> Ending { other.status > status ? other : self }

  /// A command that could not go on: a rule said no, or something cannot be decided.
  static func after(_ finding: Finding) -> Ending {
    let topic = finding.rule.id.split(separator: ".").first ?? ""
    let rules: Set<Substring> = ["approvals", "land", "metadata", "hooks", "promote", "secret"]
    return rules.contains(topic) || finding.rule.id == "remote.refused" ? .held : .undecided
  }
}

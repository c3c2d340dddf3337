import ArgumentParser
import Diagnostics
import Glibc
import Reporting

enum ColourChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  case auto, always, never
}

/// The forms of a report; none has a say in the exit status.
enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json, markdown, sarif, junit, github

  static let help = ArgumentHelp("text, json, markdown, sarif, junit or github.", valueName: "format")
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

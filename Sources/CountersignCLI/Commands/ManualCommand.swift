import ArgumentParser
import Diagnostics
import StrictJSON

struct ManualCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Write the manual pages, one for each command.",
    discussion: """
      They are made of what --help shows. Pages of an older version are replaced.

      EXAMPLES
        countersign manual ~/.local/share/man/man1
        man countersign-promote
      """)

  @OptionGroup var common: Common
  @Argument(
    help: ArgumentHelp("The directory, made where it is not there: …/man/man1.", valueName: "directory"),
    completion: .directory)
  var directory: String

  func perform(_ console: Console) throws(Finding) -> Ending {
    let manual: Manual
    do throws(JSONError) {
      manual = try Manual(Countersign._dumpHelp(), version: Countersign.version)
    } catch {
      throw Finding(.manualUnreadable, "what the commands say of themselves does not read", because: ["\(error)"])
    }
    guard !manual.pages.isEmpty else {
      throw Finding(.manualUnreadable, "what the commands say of themselves holds no command")
    }
    let target = directory.hasPrefix("/") || common.directory == "." ? directory : "\(common.directory)/\(directory)"
    try Files.makeDirectory(target)
    for page in manual.pages { try Files.write(Array(page.text.utf8), to: "\(target)/\(page.file)") }
    console.line("wrote \(manual.pages.count) pages to \(visible(target))")
    return .done
  }
}

extension Rule {
  static let manualUnreadable = Rule(
    "manual.unreadable", "The manual pages cannot be made.",
    "They are made of the structure that the argument parser gives of the commands, and this program could not read it."
  )
}

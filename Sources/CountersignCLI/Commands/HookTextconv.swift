import ArgumentParser
import Diagnostics
import Gathering
import Git
import Inspection

extension HookCommand {
  struct Textconv: Command {
    static let configuration = CommandConfiguration(
      commandName: "textconv",
      abstract: "Write a definition as lines that git can compare.",
      discussion: """
        One line for each trigger, permission and step, in an order that no editor changes. What is no definition that is \
        understood is written as it is. 'countersign hooks install' lets git diff call it; 'git diff --no-textconv' shows the file.

        EXAMPLES
          countersign hook textconv workflows/vendor-payment/flow.json
        """)

    @OptionGroup var common: Common
    @Argument(help: ArgumentHelp("The file.", valueName: "file"))
    var file: String

    func perform(_ console: Console) throws(Finding) -> Ending {
      let bytes: [UInt8]
      do throws(GitError) {
        bytes = try Files.read(file, limit: DefinitionRead.sizeLimit)
      } catch {
        throw error.finding
      }
      let name = file.split(separator: "/").last.map(String.init) ?? file
      guard let lines = Canon.lines(Side.Definition(path: name, bytes: bytes, in: name, engine: nil)) else {
        console.out(bytes)
        return .done
      }
      for line in lines { console.line(line) }
      return .done
    }
  }
}

import ArgumentParser
import Diagnostics
import Facts
import Gathering
import Git
import Inspection
import PolicyModel
import Secrets

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
      let search = search(console)
      let masks = search.masks(search.hidden(in: bytes, as: .definition(path: name)))
      func safe(_ shown: [UInt8]) -> [UInt8] { search.hiding(secretsIn: shown) ?? shown }
      let definition = Side.Definition(path: name, bytes: bytes, in: name, engine: nil)
      guard let lines = Canon.lines(definition, masks: masks) else {
        console.out(safe(masks.hiding(bytes)))
        return .done
      }
      for line in lines { console.line(String(decoding: safe(Array(line.utf8)), as: UTF8.self)) }
      return .done
    }

    /// The search under HEAD's policy; outside a repository, and where none reads, the rules that come with Countersign hold.
    private func search(_ console: Console) -> SecretSearch {
      do throws(Finding) {
        let ground = try HookGround.open(common, console)
        do throws(GitError) {
          if let snapshot = ground.snapshot, case .known(let policy) = snapshot.policy {
            return try ground.search(policy, snapshot)
          }
        } catch {}
        return SecretSearch(policy: nil, files: [], cache: ground.repository.derivedDirectory)
      } catch {
        return SecretSearch(policy: nil, files: [], cache: nil)
      }
    }
  }
}

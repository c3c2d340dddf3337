import ArgumentParser
import Diagnostics
import Gathering
import Git
import PolicyModel
import Vocabulary

struct Status: Command {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show where every workflow stands: main and each environment.",
    discussion: """
      For each workflow the version on main and in each environment ('*': the same as on main), for how long and by whose hand, \
      what is killed, what waits and for what. All workflows at once show what waits for the first of them; name workflows to \
      see the rest.

      EXAMPLES
        countersign status
        countersign status 'vendor-*' --format json
        countersign status --at 2026-03-12T02:00:00Z
        countersign status --mine
      """)

  @OptionGroup var common: Common
  @Argument(
    help: ArgumentHelp("Workflows, or globs; all by default.", valueName: "workflow"),
    completion: .custom(Completing.workflows))
  var workflows: [String] = []
  @Flag(help: "Only what waits for whoever asks.")
  var mine = false
  @Option(help: ArgumentHelp("What stood there at this moment, or so long ago.", valueName: "time"))
  var at: String?
  @Option(help: "text or json.")
  var format: BoardFormat = .text

  func validate() throws {
    if mine, at != nil { throw ValidationError("--mine is about now; leave out --at.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let now = Workplace.now()
    let moment = try at.map { text throws(Finding) in try Moment.past(text, now: now) }
    let place = try Workplace.open(common, console, asOf: moment)
    let main = try place.mainLine()
    let (snapshot, policy) = try place.policy(main)
    var board = try Board.read(place, main, policy, now: moment ?? now)
    if mine { return try Waiting.read(place, board, main, snapshot, policy).tell(format, console) }
    let debts = try OpenDebts.read(place, main, snapshot, policy, at: moment ?? now)
    for finding in debts.unknown { console.tell(finding) }
    let names = try workflows.isEmpty ? board.names : place.workflows(workflows, at: board.tips, policy)
    if let moment {
      console.talk("looking back to \(moment), as this clone has it: what waited then is not shown")
    } else {
      try board.lookAhead(workflows.isEmpty ? .bounded : .whole, names, place, main, snapshot, policy)
    }
    switch format {
    case .json: console.out(board.json(names, at: moment, debts: debts.only(names)))
    case .text: console.out(BoardTable(board: board, colours: console.colours).text(names) + debts.only(names).text)
    }
    return .done
  }
}

/// A matrix or JSON: nothing else shows a board.
enum BoardFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json
}

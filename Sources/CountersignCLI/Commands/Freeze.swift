import ArgumentParser
import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

struct FreezeCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "freeze",
    abstract: "Let nothing be released to an environment for a while, in the middle of an incident.",
    discussion: """
      One commit, signed by somebody with a 'kill' role, puts a marker on the environment's branch. Until its time is over nothing \
      is released or adopted there; a rollback, a kill and a resume go on, and what is released goes on running. A second freeze \
      makes it longer; --lift ends it now.

      EXAMPLES
        countersign freeze --env prod --until 4h -m "The ledger is being repaired, OPS-150"
        countersign freeze --env prod --until 2026-12-20T18:00:00Z -m "Longer than we thought"
        countersign freeze --env prod --lift -m "The ledger is whole again"
      """)

  @OptionGroup var common: Common
  @Option(help: ArgumentHelp("The environment.", valueName: "environment"))
  var env: String
  @Option(help: ArgumentHelp("When it ends by itself.", valueName: "time"))
  var until: String?
  @Flag(help: "End the freeze that stands now.")
  var lift = false
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why: String
  @Flag(help: "Keep it in this clone.")
  var local = false

  func validate() throws {
    if lift == (until != nil) { throw ValidationError("Say --until when, or --lift.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let end = try until.map { text throws(Finding) in try Moment.future(text, now: Workplace.now()) }
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let main = try Marking.start(place, desk)
    let (_, policy) = try place.policy(main)
    let name = try place.environment(env, policy).name
    return try Stepping(console, desk, name).perform(place, [Naming.all]) {
      _, place, _, _, environment throws(Finding) in
      if end == nil, try !Marking.isFrozen(environment, place) { return nil }
      return EnvironmentWish(
        act: .freeze, workflow: Naming.all, path: EnvironmentPath.freeze, version: nil, source: nil, why: why,
        ticket: nil, until: end)
    }
  }
}

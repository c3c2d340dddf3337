import ArgumentParser
import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

struct BreakGlassCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "break-glass",
    abstract: "Sign an exception: it lifts named requirements from one release, for a while, and leaves a debt.",
    discussion: """
      For an emergency, where the policy has 'break-glass'. The exception is for what 'promote' would release now, from what the \
      environment holds now. One release uses it up; then somebody who had no part in it reviews what it let through, and until \
      then the next release of the workflow there is held. What is always asked is never lifted.

      EXAMPLES
        countersign break-glass vendor-payment --env prod --lift soak window --until 4h --ticket OPS-150 -m "Pays twice until this is out"
        countersign promote vendor-payment --env prod --exception 1a2b3c4d5e6f --ticket OPS-150 -m "Pays twice until this is out"
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow.", valueName: "workflow"))
  var workflow: String
  @Option(help: ArgumentHelp("The environment.", valueName: "environment"))
  var env: String
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The requirements that it lifts, by their ids.", valueName: "requirement"))
  var lift: [String]
  @Option(help: ArgumentHelp("When it ends: 2026-03-12T02:00:00Z, or a span such as 4h.", valueName: "time"))
  var until: String
  @Option(help: ArgumentHelp("The ticket.", valueName: "ticket"))
  var ticket: String
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why: String
  @Option(help: ArgumentHelp("The landing to release from.", valueName: "rev"))
  var rev: String?
  @Flag(help: "Keep it in this clone.")
  var local = false

  func validate() throws {
    if lift.isEmpty { throw ValidationError("Name what it lifts, with --lift.") }
    if isBlank(why) { throw ValidationError("Say why, with -m.") }
    if isBlank(ticket) { throw ValidationError("Name the ticket, with --ticket.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let named = try NamedWorkflows([workflow], beside: rev == nil ? nil : "--rev")
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let main = try place.fresh(desk)
    let (snapshot, policy) = try place.policy(main)
    let environment = try place.environment(env, policy)
    let target = Target.environment(environment.name)
    guard let rule = environment.breakGlass else { throw Excepted.notAllowed(target) }
    let lifts = try BreakingGlass.lifts(lift)
    let name = try Marking.name(named.words.first, place, main, policy)
    let wish = try Promoting.wish(
      name, to: environment, revision: named.revision(of: name) ?? rev, why: why, ticket: ticket, place: place,
      main: main, policy: policy)
    let base = try place.held(name, at: target, main: main, policy)?.version
    guard let subject = wish.version ?? base else {
      throw Finding(.selectionVersion, "neither what is named nor \(environment.name) holds \(name)")
    }
    let now = desk.clock()
    let exception = Exception(
      target: target, removes: wish.version == nil, base: base, lifts: lifts, why: why, ticket: ticket,
      until: try Moment.future(until, now: now))
    let actor = try place.actor(desk, snapshot, at: now)
    try BreakingGlass.throwAll(
      Excepted.faults(
        exception, id: "", signed: now, signer: actor,
        Question(act: .release, workflow: name, target: target, version: wish.version, base: base), policy, rule,
        now: now), place)
    let verdict = try Promoting.forecast(wish, to: environment, place, main, policy, at: now)
    try BreakingGlass.requireAsked(lifts, verdict, place)
    place.console.talk(
      "break the glass for \(name) in \(environment.name), class \(verdict.risk?.rawValue ?? "unknown"):")
    for line in DiffStat.lines(from: try place.held(name, at: target, main: main, policy), to: placed(wish), place) {
      place.console.talk("    " + line)
    }
    let statement = Statement(
      repository: policy.repository, time: now, nonce: desk.nonce(),
      subjects: [Subject(path: wish.path, digest: .version(subject))], predicate: .exception(exception))
    let entry = try place.signed(statement, by: desk, snapshot, policy)
    try place.append(entry, desk)
    console.line(
      "\(actor.person ?? "") broke the glass for \(name)@\(subject.shortName) in \(environment.name): exception "
        + "\(entry.id.prefix(12)) until \(exception.until)")
    say(String(entry.id.prefix(12)), name, exception, rule, verdict, actor, policy, place)
    place.sayKeptLocal()
    return .done
  }

  private func placed(_ wish: EnvironmentWish) -> Placed? {
    wish.version.map { Placed(workflow: wish.workflow, path: wish.path, version: $0, commit: nil) }
  }

  private func say(
    _ id: String, _ name: String, _ exception: Exception, _ rule: BreakGlass, _ verdict: Verdict, _ actor: Signatory,
    _ policy: Policy, _ place: borrowing Workplace
  ) {
    let rest = verdict.items.filter { item in
      !item.answer.findings.isEmpty && !exception.lifts.contains(item.requirement)
    }.map(\.requirement)
    if !rest.isEmpty { place.console.talk("it does not lift what else holds now: \(rest.joined(separator: ", "))") }
    if rule.approvals.slots.count > 1 {
      let people = policy.people.keys.filter { person in
        person != actor.person && rule.approvals.slots.contains { policy.may(person, fill: $0, for: name) }
      }.sorted()
      place.console.talk(
        "next: it takes \(rule.approvals.slots.map(\.label).joined(separator: " and ")): "
          + "\(people.joined(separator: " or ")): countersign approve \(name) --exception \(id) --env \(env)")
    }
    place.console.talk(
      "next: a releaser: countersign promote \(name) --env \(env) --exception \(id) --ticket \(visible(ticket)) -m WHY")
  }
}

/// What the commands about exceptions share.
enum BreakingGlass {
  /// The exception that a command line means: for a workflow in an environment, by its id or how that begins.
  static func find(
    _ short: String, of workflow: String, in environment: PolicyModel.Environment, _ place: borrowing Workplace
  ) throws(Finding) -> StoredStatement {
    var known: [StoredStatement] = []
    do throws(GitError) {
      for stored in try place.collector.recent(workflow) {
        guard case .exception(let exception) = stored.statement.predicate,
          exception.target == .environment(environment.name)
        else { continue }
        known.append(stored)
      }
    } catch {
      throw error.finding
    }
    let meant = known.filter { short.utf8.count >= 7 && $0.id.hasPrefix(short) }
    if let only = meant.first, meant.count == 1 { return only }
    let ids = known.prefix(5).map { String($0.id.prefix(12)) }.joined(separator: ", ")
    throw Finding(
      .selectionException,
      meant.isEmpty
        ? "there is no exception '\(visible(short))' for \(workflow) in \(environment.name)"
        : "several exceptions for \(workflow) begin with \(visible(short))",
      because: ["the newest: \(ids)"].filter { _ in !known.isEmpty },
      next: [
        known.isEmpty
          ? "somebody who may signs one: countersign break-glass \(workflow) --env \(environment.name) --lift REQUIREMENT --until TIME --ticket TICKET -m WHY"
          : "write at least seven digits of one: countersign log \(workflow) shows them"
      ])
  }

  static func oneWorkflow(_ exception: String, _ names: [String]) -> Finding {
    Finding(
      .selectionException, "an exception is for one workflow, and \(names.count) are named",
      next: ["name the one that \(visible(exception)) is for"])
  }

  /// The requirements to lift, each once; what is none, or can never be lifted, is refused.
  static func lifts(_ words: [String]) throws(Finding) -> [String] {
    var lifts: [String] = []
    for word in words.flatMap({ $0.split(separator: ",").map(String.init) }) where !lifts.contains(word) {
      guard Requirements.isLiftable(word) else {
        let finding = Excepted.notLiftable(word)
        let near = closest(to: word, among: Requirements.liftable.map { $0.id })
        guard let near, !Requirements.all.contains(where: { $0.id == word }) else { throw finding }
        throw Finding(finding.rule, finding.what, because: finding.because, next: ["did you mean '\(near)'?"])
      }
      lifts.append(word)
    }
    return lifts
  }

  /// An exception is not signed while a debt is open, nor for what the gate does not ask.
  static func requireAsked(_ lifts: [String], _ verdict: Verdict, _ place: borrowing Workplace) throws(Finding) {
    try throwAll(verdict.items.filter { $0.requirement == Debts.id }.flatMap(\.answer.findings), place)
    for lifted in lifts where !verdict.items.contains(where: { $0.requirement == lifted }) {
      throw Finding(
        .breakGlassNothing,
        "\(verdict.question.target.name) does not ask '\(lifted)' of \(verdict.question.workflow), class \(verdict.risk?.rawValue ?? "unknown")",
        because: ["an exception lifts what holds a release, and no more"], next: ["leave '\(lifted)' out"])
    }
  }

  /// Tells all findings, and stops at the last; goes on when there is none.
  static func throwAll(_ findings: [Finding], _ place: borrowing Workplace) throws(Finding) {
    for finding in findings.dropLast() { place.console.tell(finding) }
    if let last = findings.last { throw last }
  }
}

extension Rule {
  static let breakGlassNothing = Rule(
    "break-glass.nothing", "An exception would lift what is not asked.",
    "Name what the verdict shows as unmet: 'countersign gate WORKFLOW --for ENV' says what holds the release.")
  static let selectionException = Rule(
    "selection.exception", "It is not clear which exception is meant.",
    "An exception is named by the beginning of its id, as 'break-glass' and 'log' show it.")
}

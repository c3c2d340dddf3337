import ArgumentParser
import Diagnostics
import Evidence
import Facts
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

struct Approve: Command {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Say yes to a version, for a target and the base it has now.",
    discussion: """
      Shows what is signed, then signs it with the key that git signs with. One signature may speak of several workflows and targets.

      EXAMPLES
        countersign approve vendor-payment
        countersign approve vendor-payment --for main --for prod -m "Checked the limits with finance"
        countersign approve '*' --adoption --for prod --rev main
        countersign approve vendor-payment --resume 1a2b3c4d5e6f --env prod
        countersign approve vendor-payment --debt 1a2b3c4d5e6f --env prod -m "Read it, ran it, agree"
      """)

  @OptionGroup var common: Common
  @OptionGroup var options: ReviewOptions
  @Option(help: ArgumentHelp("When the approval ends: 2026-03-12T02:00:00Z, or a span such as 30d.", valueName: "time"))
  var expires: String?
  @Option(help: ArgumentHelp("Approve that this kill ends.", valueName: "kill"))
  var resume: String?
  @Flag(help: "Approve that the environments adopt it as what runs there today.")
  var adoption = false
  @Flag(help: "The kill of everything in the environment; with --resume.")
  var all = false
  @Option(help: ArgumentHelp("Pay the debt of the release that used this exception.", valueName: "exception"))
  var debt: String?
  @Option(help: ArgumentHelp("Approve this exception before it is used.", valueName: "exception"))
  var exception: String?
  @Option(
    help: ArgumentHelp("The environment of the kill or exception.", valueName: "environment"),
    completion: .custom(Completing.environments))
  var env: String?

  func validate() throws {
    let named = [resume, debt, exception].compactMap { $0 }.count
    if (named == 0) != (env == nil) {
      throw ValidationError("--env goes with --resume, --debt or --exception, and each of them with --env.")
    }
    if named > 1 { throw ValidationError("--resume, --debt and --exception are three things; give one.") }
    if debt != nil || exception != nil {
      if options.workflows.count != 1 { throw ValidationError("An exception is for one workflow: name it.") }
      if options.rev != nil || !options.targets.isEmpty || expires != nil {
        throw ValidationError(
          "--rev, --for and --expires are not for an exception, which names version and target itself.")
      }
    }
    if all && resume == nil { throw ValidationError("--all goes with --resume.") }
    if all != options.workflows.isEmpty { throw ValidationError(all ? "--all stands alone." : "Name a workflow.") }
    if adoption, named > 0 { throw ValidationError("--adoption goes with none of --resume, --debt and --exception.") }
    if adoption, options.targets.isEmpty || options.targets.contains(Target.main.name) {
      throw ValidationError("--adoption names the environments with --for.")
    }
    if resume != nil, options.workflows.count > 1 { throw ValidationError("--resume ends the kill of one workflow.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console, local: options.local)
    let reviewing = try Reviewing(place, options: options, decision: .approve, expires: expires, adopts: adoption)
    guard let env else { return try reviewing.review(place) }
    if let debt { return try reviewing.payDebt(of: options.workflows[0], exception: debt, in: env, place) }
    if let exception {
      return try reviewing.approveException(of: options.workflows[0], exception: exception, in: env, place)
    }
    guard let resume else { return try reviewing.review(place) }
    return try reviewing.approveResume(of: all ? Naming.all : options.workflows[0], kill: resume, in: env, place)
  }
}

struct Reject: Command {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Say no to a version; it holds until it is taken back.",
    discussion: """
      EXAMPLES
        countersign reject vendor-payment -m "The retry has no bound"
      """)

  @OptionGroup var common: Common
  @OptionGroup var options: ReviewOptions

  func validate() throws {
    if options.workflows.isEmpty { throw ValidationError("Name a workflow.") }
    if isBlank(options.message ?? "") { throw ValidationError("Say why, with -m.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console, local: options.local)
    return try Reviewing(place, options: options, decision: .reject, expires: nil).review(place)
  }
}

struct Withdraw: Command {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Take back one's approval or rejection of a version.",
    discussion: """
      EXAMPLES
        countersign withdraw vendor-payment -m "Looked at the wrong ticket"
      """)

  @OptionGroup var common: Common
  @OptionGroup var options: ReviewOptions

  func validate() throws {
    if options.workflows.isEmpty { throw ValidationError("Name a workflow.") }
    if isBlank(options.message ?? "") { throw ValidationError("Say why, with -m.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console, local: options.local)
    return try Reviewing(place, options: options, decision: .withdraw, expires: nil).review(place)
  }
}

/// Makes, shows and signs one review.
struct Reviewing {
  private let options: ReviewOptions
  private let decision: Review.Decision
  private let expires: Timestamp?
  private let adopts: Bool
  private let named: NamedWorkflows
  let desk: Desk
  let main: MainLine
  let snapshot: PolicySnapshot
  let policy: Policy
  /// What the words of the command line meant here before anything was fetched: what the reviewer could look at.
  private let seen: [String: Version]

  init(
    _ place: borrowing Workplace, options: ReviewOptions, decision: Review.Decision, expires: String?,
    adopts: Bool = false
  ) throws(Finding) {
    self.adopts = adopts
    self.options = options
    self.decision = decision
    named = try NamedWorkflows(options.workflows, beside: options.rev == nil ? nil : "--rev")
    desk = try place.desk()
    let before = Self.seen(options, place)
    main = try place.fresh(desk, mayDoubt: true)
    (snapshot, policy) = try place.policy(main)
    seen = before
    if let expires {
      self.expires = try Moment.future(expires, now: desk.clock())
    } else {
      self.expires = nil
    }
  }

  func review(_ place: borrowing Workplace) throws(Finding) -> Ending {
    var targets: [Target] = []
    for name in options.targets.isEmpty ? ["main"] : options.targets {
      // A statement that speaks twice of one target reads for nobody.
      let target = try place.target(name, policy)
      if !targets.contains(target) { targets.append(target) }
    }
    var commits = [main.tip]
    if let rev = options.rev, !NamedWorkflows.isVersion(rev) { commits.append(try place.commit(rev)) }
    let names = try names(place, commits)
    var subjects: [String: Subject] = [:]
    var entries: [Review.Entry] = []
    var shown: Set<[Version?]> = []
    for name in names {
      let revision = named.revision(of: name) ?? options.rev
      for target in targets {
        let base = try place.held(name, at: target, main: main, policy)
        let new =
          if let revision { try place.placed(name, revision: revision, main: main, policy) } else {
            try place.proposed(name, for: target, main: main, policy)
          }
        if new == nil, revision == nil { throw whichVersion(name, target) }
        if decision == .approve, let base, base.version == new?.version {
          // What a glob matches and is there already is nobody's question.
          if !named.words.contains(name) { continue }
          throw nothingToApprove(base, target)
        }
        try refuseMoved(name, target, from: seen[Self.key(name, target)], to: new?.version, base: base?.version, place)
        guard let subject = new ?? base else {
          throw Finding(.selectionVersion, "neither \(visible(revision ?? "")) nor \(target.name) holds \(name)")
        }
        let digest = Subject(path: subject.path, digest: .version(subject.version))
        if let other = subjects[name], other != digest { throw twoVersions(name) }
        subjects[name] = digest
        let risk = place.collector.risk(of: name, from: base, to: new, policy)
        entries.append(
          Review.Entry(
            workflow: name, target: target, removes: new == nil, base: base?.version, risk: risk, adopts: adopts))
        // The same change for another target is the same to look at.
        let change = [base?.version, new?.version]
        try show(name, target, base: base, new: new, risk: risk, isShown: shown.contains(change), place)
        shown.insert(change)
      }
    }
    guard !entries.isEmpty else {
      throw Finding(
        .selectionVersion, "\(targets.map(\.name).joined(separator: " and ")) holds all of it already",
        next: ["name what is to come with --rev"])
    }
    return try sign(entries, names.compactMap { subjects[$0] }, place)
  }

  /// A workflow that is new is on no tip yet: names without a star are taken as they are when there is a submission.
  private func names(_ place: borrowing Workplace, _ commits: [ObjectID]) throws(Finding) -> [String] {
    var known: [String] = []
    var open: [String] = []
    for word in named.words {
      if try place.hasJournal(word) { open.append(word) } else { known.append(word) }
    }
    let found = known.isEmpty ? [] : try place.workflows(known, at: commits, policy)
    return Set(found + open).sorted()
  }

  private func whichVersion(_ name: String, _ target: Target) -> Finding {
    Finding(
      .selectionVersion, "nobody submitted \(name) for \(target.name), so it is not clear which version is meant",
      next: ["countersign \(decision.rawValue) \(name) --for \(target.name) --rev BRANCH"])
  }

  /// A review is for a change: what stays as it is needs none, and one for it would serve nobody.
  private func nothingToApprove(_ base: Placed, _ target: Target) -> Finding {
    Finding(
      .selectionVersion, "\(target.name) holds \(base.workflow)@\(base.version.shortName) already",
      because: ["an approval is for a change, and there is none"],
      next: ["name what is to come with --rev, or another target with --for"])
  }

  private func twoVersions(_ name: String) -> Finding {
    Finding(
      .selectionVersion, "the targets mean different versions of \(name)",
      next: ["name one with --rev, or review each target by itself"])
  }

  private static func key(_ name: String, _ target: Target) -> String { "\(name) \(target.name)" }

  /// The versions that a revision or the open submissions show in this clone, by workflow and target.
  ///
  /// What cannot be read yet was not looked at.
  private static func seen(_ options: ReviewOptions, _ place: borrowing Workplace) -> [String: Version] {
    var seen: [String: Version] = [:]
    do throws(Finding) {
      let main = try place.mainLine()
      guard case .known(let policy)? = main.current?.policy else { return [:] }
      for name in options.targets.isEmpty ? [Target.main.name] : options.targets {
        let target = try place.target(name, policy)
        var commits = [main.tip]
        if let revision = options.rev, !revision.contains("@") { commits.append(try place.commit(revision)) }
        for word in options.workflows where !word.contains("@") {
          for workflow in try place.hasJournal(word) ? [word] : try place.workflows([word], at: commits, policy) {
            let version: Version?
            if let revision = options.rev {
              version = try place.placed(workflow, revision: revision, main: main, policy)?.version
            } else {
              do throws(GitError) {
                version = try place.collector.openSubmission(of: workflow, for: target, main: main)?.version
              } catch {
                throw error.finding
              }
            }
            seen[key(workflow, target)] = version
          }
        }
      }
    } catch {
      return seen
    }
    return seen
  }

  /// Somebody pushed between the reviewer's look and this moment: nobody has looked at what would be signed.
  private func refuseMoved(
    _ name: String, _ target: Target, from seen: Version?, to new: Version?, base: Version?,
    _ place: borrowing Workplace
  ) throws(Finding) {
    guard let seen, seen != new else { return }
    // What the target holds was open no more; what is on main moved by a gate, and not by whoever pushed a branch.
    if options.rev == nil ? seen == base : new == (try place.held(name, at: .main, main: main, policy)?.version) {
      return
    }
    let now = new.map { "\(name)@\($0.shortName)" } ?? "nothing"
    throw Finding(
      .selectionMoved, "\(options.rev.map { visible($0) } ?? "the submission of \(name)") moved: nothing is signed",
      because: ["it was \(name)@\(seen.shortName) in this clone, and what was fetched just now has \(now)"],
      next: [
        "look at it, then run the command again",
        "countersign \(decision.rawValue) \(name)@\(seen.shortName) \(target == .main ? "" : "--for \(target.name) ")means the version before",
      ])
  }

  func show(
    _ name: String, _ target: Target, base: Placed?, new: Placed?, risk: RiskClass, isShown: Bool,
    _ place: borrowing Workplace
  ) throws(Finding) {
    let from = base.map { $0.version.shortName } ?? "nothing"
    let to = new.map { $0.version.shortName } ?? "removed"
    place.console.talk(
      "\(decision.rawValue)\(adopts ? " adopting" : "") \(name) for \(target.name): \(from) -> \(to), class \(risk.rawValue)"
    )
    guard !isShown else { return }
    for line in DiffStat.lines(from: base, to: new, place) { place.console.talk("    " + line) }
    try place.showMeaning(from: base, to: new)
  }

  func sign(
    _ entries: [Review.Entry], _ subjects: [Subject], _ place: borrowing Workplace
  ) throws(Finding) -> Ending {
    let review = Review(
      decision: decision, entries: entries, policy: snapshot.version?.dirHash ?? "", comment: options.message ?? "",
      expires: expires)
    let statement = Statement(
      repository: policy.repository, time: desk.clock(), nonce: desk.nonce(), subjects: subjects,
      predicate: .review(review))
    let actor = try place.actor(desk, snapshot, at: desk.clock())
    guard case .party(.person(let person), _) = actor else { throw stranger(actor) }
    try place.append(try place.signed(statement, by: desk, snapshot, policy), desk)
    for subject in subjects {
      let short = if case .version(let version) = subject.digest { "@" + version.shortName } else { "" }
      let targets = entries.filter { $0.workflow == subject.workflow }.map(\.target.name)
      place.console.line(
        "\(person) \(decision.past) \(subject.workflow)\(short) for \(targets.joined(separator: ", "))")
    }
    place.sayKeptLocal()
    return .done
  }

  /// Signing what nobody would count helps nobody.
  private func stranger(_ actor: Signatory) -> Finding {
    let because =
      switch actor {
      case .party(let party, _): "the key speaks for \(party.label), and services are no peers"
      case .rejected(let reason), .undecided(let reason): reason
      case .absent: "there is no key"
      }
    if case .undecided = actor {
      return Finding(
        .reviewUndecided, "it cannot be told whose key yours is", because: [because],
        next: ["a policy owner gives the key to one person alone, in .countersign/allowed_signers"])
    }
    return Finding(
      .reviewStranger, "your key is no person's whom the policy knows", because: [because],
      next: ["'countersign doctor' says which key is used; a policy owner lists it in .countersign/allowed_signers"])
  }
}

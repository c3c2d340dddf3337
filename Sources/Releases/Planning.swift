package import Diagnostics
package import Facts
import Gates
package import Gathering
package import Git
package import PolicyModel
package import Vocabulary

/// Makes plans for environments, on the tips that the collector's view shows.
package struct Planning {
  package let desk: Desk
  package let main: MainLine
  package let now: Timestamp

  package init(desk: Desk, main: MainLine, now: Timestamp) {
    self.desk = desk
    self.main = main
    self.now = now
  }

  /// Plans one step on top of `parent`, and judges it.
  package func plan(
    _ wish: EnvironmentWish, in environment: Environment, on parent: ObjectID?, by actor: Signatory,
    collector: borrowing Collector
  ) throws(Finding) -> EnvironmentPlan {
    do throws(GitError) {
      let before: ObjectID? = if let parent { try collector.repository.commit(parent).tree } else { nil }
      let tree = try tree(wish, before, environment, collector) ?? .emptyTree
      let journal = wish.act == .release || wish.act == .resume ? try collector.journalTip(of: wish.workflow) : nil
      let message = message(wish, environment, journal: journal)
      let move = EnvironmentMove(
        act: wish.act, environment: environment.name, workflow: wish.workflow, path: wish.path, version: wish.version,
        source: wish.source, policyLanding: main.tip, journal: journal, parent: parent, actor: actor,
        commit: try proposed(wish, message, parent, actor, collector),
        form: try form(wish, tree, before, environment, collector),
        now: now)
      return EnvironmentPlan(
        environment: environment, moves: [move], tree: tree, parent: parent, message: message,
        verdicts: [collector.judge(move.atDoor, main: main)])
    } catch {
      throw error.finding
    }
  }

  private func tree(
    _ wish: EnvironmentWish, _ before: ObjectID?, _ environment: Environment, _ collector: borrowing Collector
  ) throws(GitError) -> ObjectID? {
    switch wish.act {
    case .kill:
      let blob = try collector.repository.write(blob: Array(marker(wish, environment).utf8))
      return try collector.repository.replacing(
        path: EnvironmentPath.killed(wish.workflow), in: before, with: (mode: .blob, id: blob))
    case .freeze:
      let marker = Self.marker(ofFreeze: wish, environment)
      guard let marker else {
        guard let before else { return nil }
        return try collector.repository.replacing(path: EnvironmentPath.freeze, in: before, with: nil)
      }
      let blob = try collector.repository.write(blob: Array(marker.text.utf8))
      return try collector.repository.replacing(
        path: EnvironmentPath.freeze, in: before, with: (mode: .blob, id: blob))
    case .resume:
      guard let before else { return nil }
      return try collector.repository.replacing(path: EnvironmentPath.killed(wish.workflow), in: before, with: nil)
    default:
      let entry = wish.version.flatMap { ObjectID(hex: $0.gitTree) }.map { (mode: FileMode.tree, id: $0) }
      guard entry != nil || before != nil else { return nil }
      return try collector.repository.replacing(path: wish.path, in: before, with: entry)
    }
  }

  /// What a runtime that reads the marker finds in it.
  private func marker(_ wish: EnvironmentWish, _ environment: Environment) -> String {
    """
    killed: \(wish.workflow)
    environment: \(environment.name)
    at: \(now)
    why: \(Self.quoted(wish.why))

    """
  }

  /// nil where a freeze is to end now.
  private static func marker(ofFreeze wish: EnvironmentWish, _ environment: Environment) -> FreezeMarker? {
    wish.until.map { FreezeMarker(environment: environment.name, until: $0, why: visible(line(wish.why))) }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = visible(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }

  private func form(
    _ wish: EnvironmentWish, _ tree: ObjectID, _ before: ObjectID?, _ environment: Environment,
    _ collector: borrowing Collector
  ) throws(GitError) -> [Finding] {
    guard tree == before ?? .emptyTree else { return try markerForm(wish, before, environment, collector) }
    let what =
      switch wish.act {
      case .kill: "\(wish.workflow) is killed in \(environment.name) already"
      case .resume: "\(wish.workflow) is not killed in \(environment.name)"
      case .freeze: "\(environment.name) \(wish.until == nil ? "is not frozen" : "is frozen just so already")"
      default:
        "\(environment.name) holds \(wish.workflow)\(wish.version.map { "@\($0.shortName)" } ?? " no more") already"
      }
    let status = wish.act == .freeze ? "countersign status" : "countersign status \(wish.workflow)"
    return [Finding(.releaseForm, what, next: [status])]
  }

  /// What would be written must be what is read again: a reason may be too long, or a moment over.
  private func markerForm(
    _ wish: EnvironmentWish, _ before: ObjectID?, _ environment: Environment, _ collector: borrowing Collector
  ) throws(GitError) -> [Finding] {
    guard wish.act == .freeze, let marker = Self.marker(ofFreeze: wish, environment) else { return [] }
    if marker.until <= now {
      return [Finding(.releaseForm, "the freeze would end at \(marker.until), and it is \(now)")]
    }
    if let standing = try collector.freezeCutShort(by: marker.until, inRootTree: before, at: now) {
      return [
        Finding(
          .releaseForm, "\(environment.name) is frozen until \(standing), and another freeze only makes it longer",
          next: ["countersign freeze --env \(environment.name) --lift -m WHY ends it"])
      ]
    }
    switch FreezeMarker.read(Array(marker.text.utf8), source: EnvironmentPath.freeze) {
    case .success(marker): return []
    case .success: return [Finding(.releaseForm, "the freeze's marker would not say what is meant")]
    case .failure(let unreadable):
      return [
        Finding(
          .releaseForm, "the freeze's marker could not be read", because: unreadable.because,
          next: ["say why in fewer words"])
      ]
    }
  }

  private func proposed(
    _ wish: EnvironmentWish, _ message: String, _ parent: ObjectID?, _ actor: Signatory,
    _ collector: borrowing Collector
  ) throws(GitError) -> CommitFacts {
    let stamp = CommitFacts.Stamp(desk.ident(at: now))
    let trailers = Trailers.read(Array(message.utf8))
    var dates: [Timestamp] = []
    if let parent { dates.append(Timestamp(seconds: try collector.repository.commit(parent).committer.seconds)) }
    return CommitFacts(
      id: "", subject: String(message.prefix { $0 != "\n" }), author: stamp, committer: stamp, parentDates: dates,
      trailers: trailers.entries.map { CommitFacts.Trailer(key: $0.key, value: $0.value) },
      problems: trailers.problems.map { Finding(.commitMalformed, $0.words, at: Place("the commit message")) },
      signer: actor,
      isCleanMerge: false, touches: [wish.workflow])
  }

  /// The message of a step: a subject for people, the reason, and the trailers that are judged.
  private func message(_ wish: EnvironmentWish, _ environment: Environment, journal: ObjectID?) -> String {
    let short = wish.version?.shortName ?? ReleaseTrailer.none
    let (key, verb) =
      switch wish.act {
      case .rollback: (ReleaseTrailer.rollback, "roll back to")
      case .kill: (ReleaseTrailer.kill, "kill")
      case .resume: (ReleaseTrailer.resume, "resume")
      case .freeze: (ReleaseTrailer.freeze, wish.until == nil ? "end the freeze" : "freeze until")
      default: (ReleaseTrailer.release, "release")
      }
    let isMarker = wish.act == .kill || wish.act == .resume
    let value =
      if wish.act == .freeze {
        wish.until.map { $0.description } ?? ReleaseTrailer.none
      } else {
        isMarker ? wish.workflow : "\(wish.workflow)@\(short)"
      }
    var lines = ["\(key): \(value)", "\(ReleaseTrailer.environment): \(environment.name)"]
    if let source = wish.source { lines.append("\(ReleaseTrailer.source): \(source.hex)") }
    lines.append("\(ReleaseTrailer.policy): \(main.tip.hex)")
    if wish.act == .release || wish.act == .resume {
      lines.append("\(ReleaseTrailer.journal): \(journal?.hex ?? ReleaseTrailer.none)")
    }
    if let exception = wish.exception { lines.append("\(ReleaseTrailer.exception): \(exception)") }
    lines.append("\(ReleaseTrailer.why): \(Self.line(wish.why))")
    if let ticket = wish.ticket { lines.append("\(ReleaseTrailer.ticket): \(Self.line(ticket))") }
    let subject = wish.act == .freeze && wish.until == nil ? verb : "\(verb) \(value)"
    return "\(environment.name): \(subject)\n\n" + lines.joined(separator: "\n") + "\n"
  }

  /// A trailer is one line.
  package static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { String($0) }.joined(separator: " ")
  }
}

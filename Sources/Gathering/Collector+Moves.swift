import Diagnostics
import Facts
package import Git
package import PolicyModel
import Vocabulary

extension Collector {
  /// Reads what a commit on an environment's branch does, by its content and its trailers; several moves for an adoption.
  ///
  /// Whatever does not agree is in `form` of each move, so that the gate holds it.
  ///
  /// - Parameter workflow: the one that is asked about; nil: all of them. An adoption may bring thousands.
  package func moves(
    of commit: Commit, in environment: Environment, main: MainLine, only workflow: String? = nil
  ) throws(GitError) -> [EnvironmentMove] {
    func chosen(_ moves: [EnvironmentMove]) -> [EnvironmentMove] {
      workflow.map { name in moves.filter { $0.workflow == name } } ?? moves
    }
    // Each of an adoption asks for it.
    let key = "\(environment.name) \(commit.id.hex) \(main.tip.hex)"
    if let known = memo.moves[key] { return chosen(known) }
    let part = workflow.map { "\(key) \($0)" }
    if let part, let known = memo.moves[part] { return known }
    // Whoever asks for a second one will ask for more, and much is the same for all.
    let isAlone = workflow.map { memo.movesAsked[key, default: $0] == $0 } ?? false
    if let workflow { memo.movesAsked[key] = workflow }
    let moves = try readMoves(of: commit, in: environment, main: main, only: isAlone ? workflow : nil)
    let own = chosen(moves)
    // What is not in order now may be once more was fetched.
    func isSound(_ moves: [EnvironmentMove]) -> Bool { moves.allSatisfy { $0.form.isEmpty && $0.unread == nil } }
    if !isAlone, isSound(moves) {
      memo.moves[key] = moves
    } else if let part, !own.isEmpty, isSound(own) {
      memo.moves[part] = own
    }
    return own
  }

  /// - Parameter only: an adoption's moves of other workflows may be left out.
  private func readMoves(
    of commit: Commit, in environment: Environment, main: MainLine, only wanted: String?
  ) throws(GitError) -> [EnvironmentMove] {
    let trailers = self.trailers(of: commit)
    var form: [Finding] = []
    let place = Place("commit \(commit.id.short)")
    func say(_ what: String, _ because: [String] = []) {
      form.append(Finding(.releaseForm, what, at: place, because: because))
    }
    let named = ReleaseTrailer.acts.filter { trailers[$0.key] != nil }
    guard named.count == 1, let (key, act) = named.first, let value = trailers[key] else {
      let keys = ReleaseTrailer.acts.map { "'\($0.key):'" }.joined(separator: ", ")
      say("the message has \(named.isEmpty ? "none" : "several") of \(keys)")
      return [try unreadable(commit, environment, form, main)]
    }
    checkKeys(act, key, trailers, say)
    if let name = trailers[ReleaseTrailer.environment], name != environment.name {
      say("'Environment:' says \(visible(name)), the branch is \(environment.name)'s")
    }
    if commit.parents.count > 1 {
      say("it has \(commit.parents.count) parents, and nothing is merged into an environment")
    }
    let policyLanding = id(trailers[ReleaseTrailer.policy], ReleaseTrailer.policy, say)
    let source = id(trailers[ReleaseTrailer.source], ReleaseTrailer.source, say)
    let journal =
      trailers[ReleaseTrailer.journal] == ReleaseTrailer.none
      ? nil : id(trailers[ReleaseTrailer.journal], ReleaseTrailer.journal, say)

    let snapshot = try policyLanding.flatMap { id throws(GitError) in try policy(at: id, in: main) } ?? main.current
    let now = moment(of: commit)
    guard let snapshot, case .known(let policy) = snapshot.policy else {
      return [try unreadable(commit, environment, form, main)]
    }
    let facts = try commitFacts(commit, snapshot: snapshot, policy: policy, now: now)
    let before: ObjectID? = if let parent = commit.parents.first { try repository.commit(parent).tree } else { nil }
    let changes = try repository.changes(from: before, to: commit.tree)

    func move(_ workflow: String, _ path: String, _ version: Version?, _ form: [Finding]) -> EnvironmentMove {
      EnvironmentMove(
        act: act, environment: environment.name, workflow: workflow, path: path, version: version, source: source,
        policyLanding: policyLanding, journal: journal, parent: commit.parents.first, actor: facts.signer,
        commit: facts, form: form, now: now)
    }
    switch act {
    case .release, .rollback:
      let (workflow, short) = Self.split(value)
      guard Naming.isName(workflow), !Naming.reserved.contains(workflow) else {
        say("'\(key):' names '\(visible(value))', which is no workflow at a version")
        return [move(visible(workflow), visible(workflow), nil, form)]
      }
      let new = try directory(of: workflow, inRootTree: commit.tree, roots: policy.roots)
      let old = try directory(of: workflow, inRootTree: before, roots: policy.roots)
      let path = new?.path ?? old?.path ?? "\(policy.roots.first ?? "workflows")/\(workflow)"
      let version: Version? = if let new { try self.version(ofTree: new.tree) } else { nil }
      if short != (version?.shortName ?? ReleaseTrailer.none) {
        say("'\(key):' says \(visible(value)), the tree holds \(workflow)@\(version?.shortName ?? ReleaseTrailer.none)")
      }
      if changes.isEmpty { say("it changes nothing") }
      if act == .release, let exception = trailers[ReleaseTrailer.exception], !Self.isStatementID(exception) {
        say("'\(ReleaseTrailer.exception):' is not the whole id of an exception")
      }
      checkOnly(changes, below: path, say)
      form += try linkage(
        Link(act, environment, workflow, path, version, policyLanding, source, journal), commit, main, policy)
      return [move(workflow, path, version, form)]
    case .kill, .resume:
      let workflow = value
      let marker = EnvironmentPath.killed(workflow)
      guard Naming.isName(workflow), workflow != Naming.policy else {
        say("'\(key):' names '\(visible(value))', which is no workflow")
        return [move(visible(value), visible(value), nil, form)]
      }
      let isThere = try repository.entry(at: marker, in: commit.tree).map { $0.mode == .blob } ?? false
      // A marker that is changed would be another kill in place of the first; what is no file there is no marker, and a resume
      // leaves nothing in its place.
      if changes.count != 1 || changes.first?.text != marker || isThere != (act == .kill)
        || (act == .kill && changes.first?.old?.mode == .blob) || (act == .resume && changes.first?.new != nil)
      {
        say("a \(act.rawValue) of \(workflow) \(act == .kill ? "adds" : "removes") \(marker) and nothing else")
      }
      let there = try directory(of: workflow, inRootTree: commit.tree, roots: policy.roots)
      if act == .kill, workflow != Naming.all, there == nil, !(try isOnMain(workflow, policyLanding, main, policy)) {
        say("neither \(environment.name) nor main has a workflow '\(workflow)'")
      }
      // What lies there may be too much to read: a kill does not depend on it.
      let version: Version? =
        if act == .resume, let there { try self.version(ofTree: there.tree) } else { nil }
      form += try linkage(
        Link(act, environment, workflow, there?.path ?? marker, version, policyLanding, source, journal), commit, main,
        policy)
      return [move(workflow, there?.path ?? workflow, version, form)]
    case .freeze:
      form += try freezeForm(commit, value, trailers, changes, environment)
      form += try linkage(
        Link(act, environment, Naming.all, EnvironmentPath.freeze, nil, policyLanding, source, journal), commit, main,
        policy)
      return [move(Naming.all, EnvironmentPath.freeze, nil, form)]
    case .adoption:
      var moves: [EnvironmentMove] = []
      var paths: Set<String> = []
      for change in changes {
        guard let path = change.text, let unit = Self.unit(of: path, roots: policy.roots) else {
          say("an adoption adds workflows, and \(visible(bytes: change.path)) is in none")
          continue
        }
        if change.old != nil { say("an adoption takes nothing away, and \(visible(path)) was there") }
        paths.insert(unit)
      }
      if paths.isEmpty { say("it adopts nothing") }
      let count = ReleaseTrailer.adopted(paths.count)
      if value != count { say("'\(key):' says \(visible(value)), and it adopts \(count)") }
      let names = Dictionary(paths.map { (Self.name(ofUnit: $0), 1) }, uniquingKeysWith: +)
      for path in paths.sorted() where !Self.isWorkflow(path) { say("\(visible(path)) is no workflow's directory") }
      // Nothing is asked about a name that is none; the others are held with it.
      for path in paths.sorted() where Self.isWorkflow(path) {
        let workflow = Self.name(ofUnit: path)
        if let wanted, workflow != wanted { continue }
        let new = try repository.entry(at: path, in: commit.tree)
        let wasThere = try GovernedUnits.id(path, before, repository) != nil
        var version: Version?
        var unread: Finding?
        // One that cannot be read says nothing about the others.
        do throws(GitError) {
          if let new, new.mode == .tree { version = try self.version(ofTree: new.id) }
        } catch {
          unread = error.finding
        }
        var extra: [Finding] = []
        if wasThere {
          extra.append(Finding(.releaseForm, "\(workflow) was there already: that is a release", at: place))
        }
        if names[workflow, default: 0] > 1 {
          extra.append(Finding(.releaseForm, "two directories are named \(visible(workflow))", at: place))
        }
        let link = Link(act, environment, workflow, path, version, policyLanding, source, journal)
        let tied = unread == nil ? try linkage(link, commit, main, policy) : []
        var one = move(workflow, path, version, form + extra + tied)
        one.unread = unread
        moves.append(one)
      }
      return moves.isEmpty && wanted == nil ? [try unreadable(commit, environment, form, main)] : moves
    case .landing, .commits: return [try unreadable(commit, environment, form, main)]
    }
  }

  private static func isWorkflow(_ path: String) -> Bool {
    let name = name(ofUnit: path)
    return Naming.isName(name) && !Naming.reserved.contains(name)
  }

  private func checkKeys(_ act: Question.Act, _ key: String, _ trailers: Trailers, _ say: (String, [String]) -> Void) {
    let keys = ReleaseTrailer.keys(of: act)
    for needed in keys.needed where trailers[needed] == nil {
      say("it has no '\(needed):', which a \(act.rawValue) names", [])
    }
    let known = Set(keys.needed + keys.optional + [key, "Co-authored-by", "Signed-off-by"])
    for entry in trailers.entries where !known.contains(entry.key) {
      say("it has '\(visible(entry.key)):', which a \(act.rawValue) does not have", [])
    }
  }

  private func checkOnly(_ changes: [TreeChange], below path: String, _ say: (String, [String]) -> Void) {
    let strays = changes.filter { !($0.text?.hasPrefix(path + "/") ?? false) }
    guard !strays.isEmpty else { return }
    say(
      "it changes more than \(path)",
      strays.prefix(5).map { "also \(visible(bytes: $0.path))" })
  }

  private func id(_ value: String?, _ key: String, _ say: (String, [String]) -> Void) -> ObjectID? {
    guard let value else { return nil }
    guard let id = ObjectID(hex: value) else {
      say("'\(key):' is not a whole commit id", [])
      return nil
    }
    return id
  }

  private static func isStatementID(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// A move of which nothing can be said; it holds.
  private func unreadable(
    _ commit: Commit, _ environment: Environment, _ form: [Finding], _ main: MainLine
  ) throws(GitError) -> EnvironmentMove {
    let finding = Finding(
      .releaseForm, "the commit is no release, rollback, kill, resume, freeze or adoption",
      at: Place("commit \(commit.id.short)"))
    let stamp = CommitFacts.Stamp(commit.committer)
    return EnvironmentMove(
      act: .release, environment: environment.name, workflow: "", path: "", version: nil, source: nil,
      policyLanding: main.tip, journal: nil, parent: commit.parents.first, actor: .absent,
      commit: CommitFacts(
        id: commit.id.hex, subject: commit.subject, author: CommitFacts.Stamp(commit.author), committer: stamp,
        parentDates: [], trailers: [], problems: [], signer: .absent, isCleanMerge: false, touches: []),
      form: form.isEmpty ? [finding] : form, now: moment(of: commit))
  }

  /// Whether main had a workflow when a step was written; what landed later changes nothing about it.
  private func isOnMain(
    _ workflow: String, _ named: ObjectID?, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> Bool {
    let landing = try named.flatMap { id throws(GitError) in try position(of: id, in: main) != nil ? id : nil }
    let tree = try repository.commit(landing ?? main.tip).tree
    return try directory(of: workflow, inRootTree: tree, roots: policy.roots) != nil
  }

  /// `name@short` in two.
  private static func split(_ value: String) -> (String, String) {
    guard let at = value.lastIndex(of: "@") else { return (value, "") }
    return (String(value[..<at]), String(value[value.index(after: at)...]))
  }

  /// The governed directory that a path lies in; nil when it lies in none.
  static func unit(of path: String, roots: [String]) -> String? {
    for root in roots where path.hasPrefix(root + "/") {
      let rest = path.dropFirst(root.count + 1)
      guard let slash = rest.firstIndex(of: "/") else { return nil }
      return "\(root)/\(rest[..<slash])"
    }
    return nil
  }
}

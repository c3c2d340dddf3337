import Diagnostics
import Facts
import Gathering
import Git
import Secrets
import Workers

/// A look for secrets at every object of a repository and at the names of its refs.
///
/// Objects are looked at by themselves, each once, on several threads. Only what holds something is looked for in the commits,
/// so that it is told with its path; where no commit has it, with its id.
struct HistoryScan {
  /// More objects than this are not decided.
  private static let most = 20_000_000
  /// So many objects are one piece of work.
  private static let piece = 512

  private let engine: SecretEngine
  private let options: SecretScanner.Options
  private let acceptance: SecretSearch.Acceptance?
  private let path: String

  /// - Parameter anew: whether what an earlier run looked at is looked at again.
  static func run(_ place: borrowing Workplace, _ search: SecretSearch, anew: Bool) throws(Finding) -> SecretLook {
    guard let engine = search.engine else {
      return search.look([], as: .other, at: place.repository.gitDirectory)
    }
    let scan = HistoryScan(
      engine: engine, options: search.options, acceptance: search.acceptance, path: place.repository.gitDirectory)
    let objects: [ObjectID]?
    do throws(GitError) { objects = try place.repository.everything(most: most) } catch { throw error.finding }
    guard let objects else {
      var look = SecretLook()
      look.undecided = [Finding(.secretUndecided, "the repository has more than \(most) objects")]
      return look
    }
    let known = KnownObjects(place, search, anew: anew)
    let fresh = known.map { known in objects.filter { !known.ids.contains($0) } } ?? objects
    let (suspects, clean, rest) = try scan.suspects(among: fresh, threads: place.threads)
    var look = rest
    look.known = objects.count - fresh.count
    known?.keep(adding: clean, place.repository)
    do throws(GitError) {
      for (name, _) in try place.repository.references(under: "refs/") {
        look += search.look(reference: name) { ["give it another name, and delete this one: git update-ref -d \($0)"] }
      }
      look += try told(suspects, search, place)
    } catch {
      throw error.finding
    }
    return look
  }

  /// What came of a look at objects, each by itself.
  private struct Answer: Sendable {
    /// What holds something.
    var suspects: [ObjectID] = []
    /// What holds nothing.
    var clean: [ObjectID] = []
    /// How much was looked at of what holds nothing.
    var look = SecretLook()
    /// What could not be looked at, and why.
    var undecided: [(id: ObjectID, because: [Finding])] = []
  }

  /// Looks at objects in their order, and tells of them in that of their ids, whoever had which.
  private func suspects(
    among objects: [ObjectID], threads: Int
  ) throws(Finding) -> (suspects: [ObjectID], clean: [ObjectID], look: SecretLook) {
    let pieces = stride(from: 0, to: objects.count, by: Self.piece).map {
      objects[$0..<min($0 + Self.piece, objects.count)]
    }
    let answers = try Repository.readingWhole { () throws(Finding) in
      try Workers.run(
        pieces, threads: threads,
        tool: { [engine, options, acceptance, path] () throws(Finding) in try Tool(engine, options, acceptance, path) },
        work: { tool, piece in tool.look(at: piece) })
    }
    var all = Answer()
    for answer in answers {
      all.suspects += answer.suspects
      all.clean += answer.clean
      all.look += answer.look
      all.undecided += answer.undecided
    }
    for (_, because) in all.undecided.sorted(by: { $0.id < $1.id }) {
      var look = SecretLook()
      look.undecided = because
      all.look += look
    }
    return (all.suspects.sorted(), all.clean, all.look)
  }

  /// What one thread looks with.
  private struct Tool: ~Copyable {
    let search: SecretSearch
    let repository: Repository

    init(
      _ engine: SecretEngine, _ options: SecretScanner.Options, _ acceptance: SecretSearch.Acceptance?, _ path: String
    ) throws(Finding) {
      search = SecretSearch(sharing: engine, options: options, acceptance: acceptance)
      do throws(GitError) { repository = try Repository.open(path, trusting: { _ in true }) } catch {
        throw error.finding
      }
    }

    func look(at ids: ArraySlice<ObjectID>) -> Answer {
      var answer = Answer()
      for id in ids {
        // Told once: each of the rest would be undecided for the same reason.
        guard !search.isSpent else {
          answer.undecided.append((id, [HistoryScan.spent]))
          break
        }
        do throws(GitError) {
          var found = try HistoryScan.look(at: id, search, repository)
          // What is let be here may stand at a path where nothing lets it be.
          if !found.findings.isEmpty || !found.allowed.isEmpty {
            answer.suspects.append(id)
          } else if found.undecided.isEmpty {
            answer.clean.append(id)
            answer.look += found
          } else {
            answer.undecided.append((id, found.undecided))
            found.undecided = []
            answer.look += found
          }
        } catch {
          answer.undecided.append((id, [error.finding]))
        }
      }
      return answer
    }
  }

  private static var spent: Finding {
    Finding(
      .secretUndecided, "not everything could be looked at for secrets",
      because: ["what was looked at before took all the steps of matching that one run may take"],
      next: ["look at less at once: countersign scan A..B"])
  }

  /// Looks at one object by itself; of a tree at its names, each once.
  private static func look(
    at id: ObjectID, _ search: SecretSearch, _ repository: borrowing Repository
  ) throws(GitError) -> SecretLook {
    switch try repository.whole(id, limit: SecretSearch.sizeLimit) {
    case .commit(let commit): return search.look(commit: commit)
    case .tree(let entries):
      var look = SecretLook()
      for entry in entries { look += search.look(name: entry.text ?? visible(bytes: entry.name)) }
      return look
    // What is told is judged by its path.
    case .blob(let bytes): return search.look(bytes, as: .object, at: "blob \(id.short)")
    case .tag(let bytes): return search.look(bytes, as: .message, at: "tag \(id.short)")
    case .larger(let kind, let size):
      var look = SecretLook()
      look.undecided = [
        Finding(
          .secretUndecided,
          "\(kind.rawValue) \(id.short) has \(size) bytes, and \(SecretSearch.sizeLimit) are looked at",
          next: ["countersign explain secret.undecided"])
      ]
      return look
    }
  }

  /// What the suspects hold, told with the path at which a commit has them.
  private static func told(
    _ suspects: [ObjectID], _ search: SecretSearch, _ place: borrowing Workplace
  ) throws(GitError) -> SecretLook {
    var look = SecretLook()
    // A rule of the team that is about paths alone finds what no object says by itself.
    let judgesPaths = search.engine?.rules.judgesPaths == true
    guard !suspects.isEmpty || judgesPaths else { return look }
    var left = Set(suspects)
    var placed: Set<ObjectID> = []
    let tips = try place.repository.references(under: "refs/").map(\.id)
    var commits: [ObjectID] = []
    for tip in tips {
      // A tag may lead to a commit that no branch holds. What leads to none was looked at by itself.
      do throws(GitError) { commits.append(try place.repository.peel(tip)) } catch {
        guard case .wrongKind = error else { throw error }
      }
    }
    if let head = try place.repository.head().id { commits.append(head) }
    for id in try place.repository.commits(reachableFrom: commits, hiding: [], limit: most).reversed() {
      guard !left.isEmpty || judgesPaths else { break }
      let commit = try place.repository.commit(id)
      let before: ObjectID? =
        if let parent = commit.parents.first { try place.repository.commit(parent).tree } else { nil }
      for change in try place.repository.changes(from: before, to: commit.tree) {
        guard let side = change.new, left.contains(side.id) || judgesPaths && side.mode.isFile else { continue }
        let here = try search.look(
          blob: side.id, at: visible(bytes: change.path),
          steps: [
            "commit \(id.short) brought it; it is in the history of every clone, so replace it first",
            "git filter-repo takes it out of all commits, if it has to go; their signatures go with it",
          ], in: place.repository)
        placed.insert(side.id)
        // What is accepted at one place may stand at another, where nobody has accepted it.
        if !here.findings.isEmpty { left.remove(side.id) }
        look += here
      }
    }
    let tags = Dictionary(try place.repository.references(under: tagsFolder).map { ($0.id, $0.name) }) { first, _ in
      first
    }
    for id in suspects where left.contains(id) && !placed.contains(id) {
      var found = try self.look(at: id, search, place.repository)
      if try place.repository.kind(of: id) == .tag {
        let name = tags[id].map { search.shown(String($0.dropFirst(tagsFolder.count))) } ?? "NAME"
        let steps = [
          "it is in every clone that has the tag, so replace it first; make the tag anew without it: git tag --delete \(name), "
            + "git tag -a \(name) COMMIT, and push it with --force"
        ]
        found.findings = found.findings.map { $0.mended(by: steps, isWhole: true) }
      }
      look += found
    }
    return look
  }

  private static let tagsFolder = "refs/tags/"
}

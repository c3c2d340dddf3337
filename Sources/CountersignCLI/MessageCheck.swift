import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Vocabulary

/// Judges a message that is not a commit yet, as the gate will judge the commit: when, why and under which ticket.
struct MessageCheck {
  let message: [UInt8]
  let environment: [String: String]
  let now: Timestamp

  /// Commits that `git rebase --autosquash` melts into others. Source: git-commit(1), --fixup, --squash.
  private static let melted = ["fixup! ", "squash! ", "amend! "]

  /// Everything that is not in order.
  func findings(_ ground: consuming HookGround, _ policy: Policy) throws(Finding) -> [Finding] {
    let trailers = Trailers.read(message)
    if let first = unfilled(trailers) { return [first] }
    let commit = try pending(ground)
    let head = ground.head
    let console = ground.console
    if Self.melted.contains(where: { commit.subject.hasPrefix($0) }) {
      console.talk("a commit to be melted into another: 'git rebase --autosquash' comes before it can land")
      return []
    }
    let isCleanMerge = try isClean(commit, policy, ground)
    let place = Place("the commit message")
    let dates = dates(head)
    let facts = CommitFacts(
      id: "", subject: commit.subject, author: stamp("AUTHOR", dates.author),
      committer: stamp("COMMITTER", dates.committer),
      parentDates: dates.parents, trailers: trailers.entries.map { CommitFacts.Trailer(key: $0.key, value: $0.value) },
      problems: trailers.problems.map { Finding(.commitMalformed, $0.words, at: place) }, signer: .absent,
      isCleanMerge: isCleanMerge, touches: [])
    return Metadata.findings(facts, demands: Metadata.Demands(signature: false), policy: policy, now: now)
  }

  /// The template as it was put there: somebody closed the editor without a word.
  private func unfilled(_ trailers: Trailers) -> Finding? {
    let lines = String(decoding: message, as: UTF8.self).split(separator: "\n")
    guard !lines.isEmpty, lines.allSatisfy({ $0 == "Why:" || $0 == "Ticket:" }) else { return nil }
    return Finding(
      .metadataWhy, "the message was not filled in", at: Place("the commit message"),
      because: ["it holds nothing but the template"],
      next: ["git commit, then write a title and the reason behind 'Why:'"])
  }

  /// The commit that would come of it, as far as its parents, tree and words go.
  private func pending(_ ground: borrowing HookGround) throws(Finding) -> Commit {
    var parents = ground.head.map { [$0.id] } ?? []
    let tree: ObjectID
    let merged = mergeHeads(ground.repository.gitDirectory)
    if merged.isEmpty {
      tree = ground.head?.tree ?? .emptyTree
    } else {
      parents += merged
      tree = try ground.stagedTree()
    }
    let nobody = Ident(name: "nobody", email: "nobody@localhost", seconds: now.seconds)
    let raw = CommitText.unsigned(
      tree: tree, parents: parents, author: nobody, committer: nobody, message: String(decoding: message, as: UTF8.self)
    )
    do throws(NotACommit) {
      return try Commit(id: tree, parsing: raw)
    } catch {
      throw Finding(.commitMalformed, "the message cannot be put into a commit", because: [visible(error.because)])
    }
  }

  /// What a merge under way brings in. Source: gitrepository-layout(5), MERGE_HEAD.
  private func mergeHeads(_ gitDirectory: String) -> [ObjectID] {
    let path = gitDirectory + "MERGE_HEAD"
    guard Files.exists(path) else { return [] }
    do throws(GitError) {
      return String(decoding: try Files.read(path, limit: 64 << 10), as: UTF8.self).split(separator: "\n")
        .compactMap { ObjectID(hex: String($0)) }
    } catch {
      return []
    }
  }

  private func isClean(_ commit: Commit, _ policy: Policy, _ ground: consuming HookGround) throws(Finding) -> Bool {
    guard commit.parents.count > 1 else { return false }
    let collector = Collector(
      ground.repository, view: View(remote: nil), programs: ground.programs, zoneFolder: "/usr/share/zoneinfo",
      clock: now)
    do throws(GitError) { return try collector.isCleanMerge(commit, policy) } catch { throw error.finding }
  }

  /// The dates that git will write, as far as they can be known: `--date` and friends reach a hook in the environment.
  private func dates(_ head: Commit?) -> (author: Timestamp, committer: Timestamp, parents: [Timestamp]) {
    let author = seconds("GIT_AUTHOR_DATE") ?? now
    guard environment["GIT_COMMITTER_DATE"] == nil || seconds("GIT_COMMITTER_DATE") != nil else {
      return (author, now, [])
    }
    return (author, seconds("GIT_COMMITTER_DATE") ?? now, head.map { [Timestamp(seconds: $0.committer.seconds)] } ?? [])
  }

  /// `@1700000000 +0000`, or without the sign. Other forms are git's to read.
  private func seconds(_ variable: String) -> Timestamp? {
    guard var word = environment[variable]?.split(separator: " ").first else { return nil }
    if word.first == "@" { word.removeFirst() }
    return Int64(word).map { Timestamp(seconds: $0) }
  }

  private func stamp(_ role: String, _ date: Timestamp) -> CommitFacts.Stamp {
    CommitFacts.Stamp(
      name: environment["GIT_\(role)_NAME"] ?? "", email: environment["GIT_\(role)_EMAIL"] ?? "", date: date)
  }
}

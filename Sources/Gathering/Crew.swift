package import Evidence
import Facts
import Git
package import Signatures
import Synchronization
import Workers

/// Other collectors of the same repository, each used by one thread at a time: they take parts of what one look has to judge.
package final class Crew: Sendable {
  /// Lent to one thread after the other, never to two.
  private final class Member: Sendable {
    let collector: Mutex<Collector>

    init(_ collector: consuming sending Collector) { self.collector = Mutex(collector) }
  }

  /// With the one that asks.
  let threads: Int
  /// What they and the one that asks know together.
  package let common = CommonMemory()
  private let open: @Sendable (CommonMemory) -> sending Collector?
  private let idle = Mutex<[Member]>([])

  /// - Parameter open: makes a collector of the same repository and moment, which shares a memory; nil: it cannot be made.
  package init(threads: Int, open: @escaping @Sendable (CommonMemory) -> sending Collector?) {
    self.threads = threads
    self.open = open
  }

  /// Lends a collector that nobody uses. Where none can be made, whoever asked does its work, and meets what is wrong.
  func lend(_ use: (borrowing Collector) -> Void) {
    let member: Member
    if let known = idle.withLock({ $0.popLast() }) {
      member = known
    } else {
      guard let made = open(common) else { return }
      member = Member(made)
    }
    member.collector.withLock { use($0) }
    idle.withLock { $0.append(member) }
  }
}

/// What collectors of one repository know together, whichever threads they are on: what was read of bytes, and what was judged of them
/// under one policy as of one moment.
package final class CommonMemory: Sendable {
  let signatures: SignatureMemory
  /// Envelopes that were read already.
  package let statements: StatementMemory
  let definitions = DefinitionMemory()
  /// By the `.countersign` tree whose rules they follow.
  let searches = Mutex<[ObjectID: SecretSearch.Ground]>([:])
  /// Whose OpenPGP signatures are, by commit, policy and moment.
  let openPGP = Mutex<[Judged<ObjectID>: Signatory]>([:])
  /// What commits say, by commit, policy and moment.
  let commitFacts = Mutex<[Judged<ObjectID>: CommitFacts]>([:])
  /// By both ends and the governed roots.
  let newCommits = Mutex<[Stretch: NewCommits]>([:])

  package init(
    signatures: SignatureMemory = SignatureMemory(), statements: StatementMemory = StatementMemory()
  ) {
    self.signatures = signatures
    self.statements = statements
  }

  /// Forgets what was read of single commits and files, so that a long look stays small.
  func forget() {
    definitions.forget()
    commitFacts.withLock { $0 = [:] }
    newCommits.withLock { $0 = [:] }
  }
}

extension Collector {
  /// Fewer pieces than these are done at once by whoever has them.
  private static let worthSharing = 8

  /// Does work in pieces, on several threads where there is a crew; the answers come in the order of the pieces.
  ///
  /// - Parameter work: the same piece gives the same answer, whichever collector has it and whatever it had before.
  package func share<Piece: Sendable, Answer: Sendable>(
    _ pieces: [Piece], _ work: @escaping @Sendable (borrowing Collector, Piece) -> Answer
  ) -> [Answer] {
    guard let crew, pieces.count >= Self.worthSharing else {
      var answers: [Answer] = []
      for piece in pieces { answers.append(work(self, piece)) }
      return answers
    }
    let (directories, branches) = (memo.histories.directories, memo.histories.branches)
    return Workers.run(
      pieces, threads: crew.threads, own: self,
      lending: { use in
        crew.lend { collector in
          collector.watch(directories: directories, branches: branches)
          use(collector)
        }
      }, work: work)
  }
}

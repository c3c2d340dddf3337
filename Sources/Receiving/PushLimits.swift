/// What one push may bring, whatever branch it goes to.
package enum PushLimits {
  /// git moves them one by one, each after its own look: so that what is judged together also moves within moments.
  package static let refs = 1_000
  /// Bytes of a new ref's name: clones keep it below a longer path, of which macOS takes 1,024 bytes in all.
  package static let refName = 500
  /// First-parent steps that the integration branch gains.
  package static let landings = 1000
  /// New commits that the integration branch gains, by whatever landing.
  package static let commits = 10_000
  /// Bytes of the commits that a branch gains, messages and signatures included.
  package static let commitBytes = 16 << 20
  /// Merges among the commits that one landing brings: each asks for its merge bases.
  package static let merges = 1_000
  /// OpenPGP signatures among them: gpg is run for each.
  package static let openPGP = 500
  /// Commits of one landing that are out of order by themselves: what they do is not judged.
  package static let unsound = 20
  /// Bytes of the root trees and governed roots of those commits, each counted once.
  package static let trees = 256 << 20
  /// Entries of governed roots that those commits change, counted anew at each.
  package static let changed = 300_000
  /// First-parent steps that one environment's branch gains.
  package static let environmentSteps = 200
  /// Steps of one ref that do not pass: what comes after them is not judged.
  package static let failures = 20
  /// Governed directories that landings and steps of environments change, counted anew at each.
  package static let workflows = 5000
  /// Files and directories in those, whether or not they share a tree.
  package static let files = 100_000
  /// Entries of governed directories that are looked at for their sizes, each directory once.
  package static let entries = 500_000
  /// Bytes of the files that are judged, unpacked.
  package static let governed = 256 << 20
  /// Statements that are added to one journal.
  package static let statements = 2000
  /// Statements that one key adds in a day about one version, or as records of one workflow.
  package static let dailyStatements = 200
  /// Bytes of those, unpacked: a statement may name thousands of workflows or tests.
  package static let dailyBytes = 8 << 20
  /// Journals that one key begins in a day for workflows that are on no branch.
  package static let strayJournals = 100
  /// The same for those that are on some branch, and not on the integration branch.
  package static let branchJournals = 2_000
  package static let objects = 500_000
  /// Differences that an object of a pack is read over, on the whole: git makes chains of fifty at most unless it is told otherwise.
  package static let chain = 50
  /// So many in all are taken whatever the chains are like.
  package static let links = 1_000_000
  /// Bytes of large differences that the objects of a pack are read over, on the whole: about four seconds of a processor.
  package static let differences = 1 << 30
  /// Bytes of one file, wherever it lies; in governed directories the policy's own limit holds.
  package static let blob = 50 << 20
  /// Bytes of all that one push adds to one journal, unpacked.
  package static let journal = 128 << 20
  /// Bytes of all files that one push brings, unpacked: each is looked at for secrets.
  package static let searched = 512 << 20
  /// Files that the commits of one push change, counted anew at each: where a file lies is looked for in them.
  package static let compared = 5_000_000
  /// Names of files that the commits of one push bring, counted anew where they lie elsewhere.
  package static let named = 500_000
  /// The same of all journals of a push together, and their files.
  package static let journals = 256 << 20
  package static let journalFiles = 10_000
  /// How much that is amiss in one journal is told.
  package static let findings = 20
  /// Refs in the way of a new environment's branch that are told.
  package static let planted = 10
  /// Bytes of standard input: the refs' lines.
  package static let input = 4 << 20
  /// The same where git moves refs: tidying up names all of them at once.
  package static let transaction = 256 << 20
}

import ArgumentParser
import Diagnostics
import Facts
import Gates
import Gathering
import Git
import Reporting
import Secrets

struct Scan: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Look for secrets: in what is there, in what a range brings, or in all history.",
    discussion: """
      HEAD, REV, or the index with --staged: every file of the tree. A..B: the files and messages of every commit that B has and A \
      has not. --history: every object that this repository has, whether or not a ref still leads to it, and the names of refs. A \
      secret itself is never shown. Exit status: 0 none, 1 there are some, 2 nothing was looked at, or not all could be.

      EXAMPLES
        countersign scan
        countersign scan origin/main..HEAD
        countersign scan --history --format sarif
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("A revision, or A..B; HEAD by default.", valueName: "rev"))
  var revision: String?
  @Flag(help: "Look at what is staged.")
  var staged = false
  @Flag(help: "Look at everything that the repository has.")
  var history = false
  @Flag(help: "Tell notes, too: what a comment, a waiver or an allowlist lets be. Otherwise they are counted.")
  var notes = false
  @Flag(help: "With --history, look again at what an earlier run found nothing in.")
  var anew = false
  @Option(help: Format.help)
  var format: Format = .text

  /// No range has more commits than this: beyond it nothing is decided.
  private static let mostCommits = 100_000

  func validate() throws {
    if [staged, history, revision != nil].count(where: { $0 }) > 1 {
      throw ValidationError("Name a revision, or --staged, or --history.")
    }
    if anew, !history { throw ValidationError("--anew goes with --history.") }
  }

  func report(_ console: Console) throws(Finding) -> Report {
    let place = try Workplace.open(common, console)
    try place.collector.unfit()
    let rules = try rules(place)
    if history { return told(try HistoryScan.run(place, rules, anew: anew), rules) }
    if let revision, revision.contains("..") {
      let ends = try Range.read(revision, place)
      do throws(GitError) {
        let ids = try place.repository.commits(
          reachableFrom: [ends.to], hiding: [ends.from], limit: Self.mostCommits)
        return told(try place.collector.secrets(broughtBy: ids.reversed(), rules), rules)
      } catch {
        throw error.finding
      }
    }
    let tree = staged ? try Staging.tree(place) : try self.tree(place)
    do throws(GitError) {
      return told(
        try StagedSecrets.look(from: nil, to: tree, rules, place.repository, most: nil, isStaged: staged), rules)
    } catch {
      throw error.finding
    }
  }

  private func told(_ look: SecretLook, _ rules: SecretSearch) -> Report {
    ScanReport(look: look, tellsAllowed: notes, waivers: rules.acceptance?.problems ?? []).told
  }

  private func tree(_ place: borrowing Workplace) throws(Finding) -> ObjectID {
    let commit = try place.commit(revision ?? "HEAD")
    do throws(GitError) { return try place.repository.commit(commit).tree } catch { throw error.finding }
  }

  /// The rules of the policy that HEAD holds, and those that come with Countersign where it holds none.
  private func rules(_ place: borrowing Workplace) throws(Finding) -> SecretSearch {
    let unreadable: Finding
    do throws(GitError) {
      guard let head = try place.repository.head().id else { return place.collector.searchWithoutPolicy() }
      let snapshot = try place.collector.snapshot(inRootTree: try place.repository.commit(head).tree)
      switch snapshot.policy {
      case .known(let policy): return try place.collector.search(snapshot, policy)
      case .unknown(let because) where snapshot.tree != nil: unreadable = because
      case .unknown: return place.collector.searchWithoutPolicy()
      }
    } catch {
      throw error.finding
    }
    // The team's rules cannot be left out unsaid.
    throw unreadable
  }
}

/// What was looked at and what was found.
struct ScanReport {
  let look: SecretLook
  let tellsAllowed: Bool
  /// Why files are no waivers: what they would accept is found.
  let waivers: [Finding]

  /// Nothing looked at is never free of secrets.
  var outcome: Verdict.Outcome {
    if !look.findings.isEmpty { return .held }
    return isEmpty || !look.undecided.isEmpty ? .undecided : .passed
  }

  var told: Report {
    let counts = [
      Report.Count("texts", look.texts), Report.Count("bytes", look.bytes), Report.Count("known", look.known),
      Report.Count("allowed", look.allowed.count),
    ]
    return Report(
      "scan", outcome, summary, counts: counts, findings: look.findings + concerns + (tellsAllowed ? look.allowed : []),
      undecided: look.undecided + nothing)
  }

  /// They let nothing be, so that nothing hangs on them.
  private var concerns: [Finding] {
    waivers.map { Finding($0.rule, $0.what, at: $0.place, level: .warning, because: $0.because, next: $0.next) }
  }

  private var isEmpty: Bool { look.texts == 0 && look.known == 0 }

  private var nothing: [Finding] {
    guard isEmpty else { return [] }
    return [
      Finding(
        .scanNothing, "there was nothing to look at", because: ["neither a file nor a message is there"],
        next: ["name the revision that is meant: countersign scan REV"])
    ]
  }

  private var summary: String {
    var looked = "looked at \(look.texts) \(look.texts == 1 ? "text" : "texts"), \(look.bytes) bytes"
    if look.known > 0 { looked += ", and \(look.known) objects in an earlier run" }
    if isEmpty { return "\(looked): nothing is known to be free of secrets" }
    let letBe = look.allowed.isEmpty ? "" : ", \(look.allowed.count) let be"
    if look.findings.isEmpty {
      return "\(looked): \(look.undecided.isEmpty ? "no secret" : "not all could be looked at")\(letBe)"
    }
    return "\(looked): \(look.findings.count) \(look.findings.count == 1 ? "secret" : "secrets")\(letBe)"
  }
}

extension Rule {
  static let scanNothing = Rule(
    "scan.nothing", "There was nothing to look at for secrets.",
    "An empty tree, or a range without commits, is not known to be free of secrets. Name the revision that is meant.")
}

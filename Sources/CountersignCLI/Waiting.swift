import Diagnostics
import Evidence
import Facts
import Gathering
import Git
import PolicyModel
import Releases
import Reporting
import StrictJSON
import Vocabulary

/// Open submissions that one person could still review: those of others, without a word of that person's own.
struct Waiting {
  struct Item {
    let workflow: String
    let version: Version
    let target: Target
    let time: Timestamp
    let why: String
  }

  let person: String
  private(set) var items: [Item] = []
  /// Debts that this person could pay.
  private(set) var debts = OpenDebts()

  static func read(
    _ place: borrowing Workplace, _ board: Board, _ main: MainLine, _ snapshot: PolicySnapshot, _ policy: Policy
  ) throws(Finding) -> Waiting {
    let desk = try place.desk()
    let now = desk.clock()
    guard let person = try place.actor(desk, snapshot, at: now).person else {
      throw Finding(.reviewStranger, "your key is no person's whom the policy knows", next: ["countersign doctor"])
    }
    // What a plain 'git fetch' brought counts, too.
    if let name = place.collector.view.remote {
      for finding in try Remote(name, desk: desk).mergeJournals(in: place.repository).findings {
        place.console.tell(finding.finding)
      }
    }
    var waiting = Waiting(person: person)
    do throws(GitError) {
      var names = Set(board.names)
      for ref in try place.repository.references(under: JournalPath.prefix) {
        names.insert(String(ref.name.dropFirst(JournalPath.prefix.count)))
      }
      for name in names.sorted() {
        for target in [Target.main] + policy.environments.map({ Target.environment($0.name) }) {
          guard let open = try place.collector.openSubmission(of: name, for: target, main: main),
            let version = open.version,
            try place.collector.held(name, at: target, main: main, policy)?.version != version,
            case .submission(let submission) = open.statement.predicate
          else { continue }
          let hasSpoken = try place.collector.recent(name).contains { stored in
            guard Self.speaks(stored.statement, of: name, version, target, open.statement) else { return false }
            return place.collector.testimony(stored, snapshot: snapshot, now: now).signer.person == person
          }
          if hasSpoken { continue }
          waiting.items.append(
            Item(
              workflow: name, version: version, target: target, time: open.statement.time, why: submission.why))
        }
      }
    } catch {
      throw error.finding
    }
    waiting.debts = try OpenDebts.read(place, main, snapshot, policy, at: now).payable(by: person)
    return waiting
  }

  /// The submission itself, or a review of what it asks for: whoever signed one of them is not waited for.
  private static func speaks(
    _ statement: Statement, of name: String, _ version: Version, _ target: Target, _ open: Statement
  ) -> Bool {
    if statement == open { return true }
    guard case .review(let review) = statement.predicate else { return false }
    return statement.version(of: name) == version
      && review.entries.contains { $0.workflow == name && $0.target == target }
  }

  func tell(_ format: BoardFormat, _ console: Console) -> Ending {
    switch format {
    case .text:
      for item in items {
        console.line(
          "\(item.workflow)@\(item.version.shortName) for \(item.target.name), submitted \(item.time): \(visible(item.why))"
        )
      }
      console.out(debts.text)
      if items.isEmpty, debts.items.isEmpty { console.line("nothing waits for \(person)") }
    case .json: console.out(json + "\n")
    }
    return .done
  }

  private var json: String {
    let rows = items.map { item in
      JSON.object([
        .init("workflow", .string(item.workflow)), .init("version", JSONReport.version(item.version)),
        .init("target", .string(item.target.name)), .init("submitted", .string(item.time.description)),
        .init("why", .string(item.why)),
      ])
    }
    return JSON.object([
      .init("schema", .string("urn:countersign:waiting:v1")), .init("person", .string(person)),
      .init("waiting", .array(rows)), .init("debts", debts.json),
    ]).written(pretty: true)
  }
}

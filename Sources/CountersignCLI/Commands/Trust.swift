import ArgumentParser
import Diagnostics
import Gathering
import Git

struct Trust: Command {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Pin the root of trust: the landing that brought the first policy.",
    discussion: """
      Without REV it shows what is pinned; where nothing is, it looks for the commit that is meant, and on a terminal asks. \
      Exit status 2 when no root is pinned in the end.

      EXAMPLES
        countersign trust
        countersign trust 5f0e6c1e8a444f5c9d0b2f6d1c7b9a3e12345678
        countersign trust main --replace
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The commit, best by its whole id.", valueName: "rev"))
  var rev: String?
  @Flag(help: "Change the root that is pinned. Only after a lost quorum, by hand.")
  var replace = false

  func validate() throws {
    if replace, rev == nil {
      throw ValidationError("--replace names no root by itself: countersign trust REV --replace.")
    }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console)
    if let rev { return try Pinning.pin(try place.commit(rev), replacing: replace, place) }
    if try Pinning.pinned(place) != nil { return try show(place) }
    return try propose(place)
  }

  private func show(_ place: borrowing Workplace) throws(Finding) -> Ending {
    let root = try Pinning.root(try place.collector.pinnedRoot(), place)
    place.console.line("the root of trust is pinned")
    for line in Pinning.lines(root, place) { place.console.line(line) }
    return .done
  }

  private func propose(_ place: borrowing Workplace) throws(Finding) -> Ending {
    guard let candidate = try Pinning.candidate(place) else {
      throw Finding(
        .trustNoRoot, "no root is pinned, and no commit of the integration branch holds a policy",
        next: ["countersign init, then commit what it wrote", "or fetch the integration branch: git fetch"])
    }
    let root = try Pinning.root(candidate, place)
    place.console.line("no root of trust is pinned; the oldest commit with a policy is")
    for line in Pinning.lines(root, place) { place.console.line(line) }
    Pinning.explain(place)
    if place.console.confirms("Pin it?") { return try Pinning.pin(candidate, place) }
    place.console.talk("next: countersign trust \(candidate.hex)")
    return .undecided
  }
}

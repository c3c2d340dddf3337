import ArgumentParser
import Diagnostics
import Gathering
import Git
import Glibc
import Reporting
import Synchronization
import Verifying

struct Verify: Command {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Prove a whole history from the pinned root, offline.",
    discussion: """
      Judges every commit that landed, every landing and change of the policy by the rules of its day, every journal, and every \
      step of every environment. Names what runs now and rests on a violation first, then each violation with what it touches, and \
      ends with how much was looked at. Does not fetch, and believes no cache that others can write.

      Exit status: 0 everything holds; 1 something does not; 2 it cannot be told: no root, a shallow clone, missing objects, \
      journals that were not fetched, or nothing to verify.

      EXAMPLES
        countersign verify
        countersign verify --from 5f0e6c1e8a444f5c9d0b2f6d1c7b9a3e12345678
        countersign verify --format json >verification.json
      """)

  @OptionGroup var common: Common
  @Option(help: ArgumentHelp("The root of trust to start from, in place of the pinned one.", valueName: "root"))
  var from: String?
  @Option(help: ArgumentHelp("How many threads work; all processors by default.", valueName: "number"))
  var threads: Int?
  @Flag(help: "Judge everything again, whatever was verified here before.")
  var anew = false
  @Option(help: Format.help)
  var format: Format = .text

  func validate() throws {
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads is a number from 1 to 256.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let verification: Verification
    do throws(Finding) {
      verification = try verify(console)
    } catch {
      // A form that programs read says why there is no answer; people read it on standard error.
      if format != .text { console.out(format.text(Telling.failure(Self._commandName, error), all: true, console)) }
      throw error
    }
    switch format {
    case .text: console.out(VerificationReport.text(verification, console.report))
    case .json: console.out(VerificationReport.json(verification))
    default: console.out(format.text(VerificationReport.report(verification), all: true, console))
    }
    return Telling.ending(verification.outcome)
  }

  private func verify(_ console: Console) throws(Finding) -> Verification {
    let place = try Workplace.open(common, console)
    // Where history is cut off, the root may be what is missing.
    try place.collector.unfit()
    let root = try from.map { rev throws(Finding) in try place.commit(rev) }
    let standing: StandingRefs
    do throws(GitError) { standing = try place.collector.standingRefs() } catch { throw error.finding }
    let progress = Mutex(Progress(console, "verifying, piece"))
    let verifier = Verifier(
      place.collector.blueprint, standing: standing, threads: threads ?? Workplace.processors,
      progress: { progress.withLock { $0.advance() } })
    let verification = try verifier.verify(from: root, memory: memory(place))
    progress.withLock { $0.finish() }
    return verification
  }

  /// What was verified here before by this user; nil: there is no place to keep the secret that proves it.
  private func memory(_ place: borrowing Workplace) -> Memory? {
    guard !anew, let binding = VerifyMemory.binding(place.repository.gitDirectory),
      let key = VerifyMemory.key(place.console.environment)
    else { return nil }
    return Memory(binding: binding, key: key)
  }
}

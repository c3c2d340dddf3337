import ArgumentParser
import Cryptography
import Diagnostics
import Evidence
import Facts
import Gathering
import Git
import Glibc
import PolicyModel
import Programs
import Releases
import Secrets
import Vocabulary
import Workflows

struct TestCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run a suite on a committed version, and sign the result.",
    discussion: """
      Writes the version's files to a fresh directory and runs the command there: the manifest's, or the one after --. The command \
      writes a JUnit report to the file that COUNTERSIGN_JUNIT names (or to FILE, with --junit). The exit status is 1 when it did not pass.

      A program of your own (OPA, conftest, a script) is a suite that the manifest does not name, with its command after --. It finds \
      what is known of the version as JSON in the file that COUNTERSIGN_FACTS names, and needs no report: its exit status is the result.

      EXAMPLES
        countersign test vendor-payment --suite unit
        countersign test vendor-payment --suite contract --rev main -- ./tests/contract.sh
        countersign test vendor-payment --suite unit --unsigned reports/unit
        countersign test vendor-payment --suite rules -- sh -c 'conftest test "$COUNTERSIGN_FACTS"'
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow.", valueName: "workflow"), completion: .custom(Completing.workflows))
  var workflow: String
  @Option(help: ArgumentHelp("The suite.", valueName: "suite"), completion: .custom(Completing.suites))
  var suite: String
  @Option(help: ArgumentHelp("The revision that holds the version.", valueName: "rev"))
  var rev: String?
  @Option(
    help: ArgumentHelp("A JUnit report that the command writes, below its directory or absolute.", valueName: "file"))
  var junit: [String] = []
  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The command to run in place of the manifest's.", valueName: "command")
  )
  var command: [String] = []
  @Flag(help: "Keep it in this clone.")
  var local = false
  @Option(
    help: ArgumentHelp(
      "Sign nothing: leave the reports and the exit status in this directory, for a job that holds the key.",
      valueName: "dir"))
  var unsigned: String?

  func validate() throws {
    let isHidden = suite.unicodeScalars.contains { $0.properties.generalCategory == .control }
    if isBlank(suite) || isHidden { throw ValidationError("Name a suite, in characters that can be seen.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let (word, short) = try NamedWorkflows.one(workflow, beside: rev == nil ? nil : "--rev")
    let rev = short.map { "\(word)@\($0)" } ?? rev ?? "HEAD"
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let main = try place.fresh(desk, mayDoubt: true)
    let (snapshot, policy) = try place.policy(main)
    // What is on no tip is known by its journal, and a version of it by its digest.
    let isVersion = NamedWorkflows.isVersion(rev)
    let hasJournal = try place.hasJournal(word)
    let name = isVersion && hasJournal ? word : try Marking.name(word, place, main, policy, also: rev)
    guard let placed = try place.placed(name, revision: rev, main: main, policy) else {
      throw Finding(
        .selectionVersion, "\(visible(rev)) does not hold \(name)",
        next: [
          "name a revision that does: countersign test \(name) --suite \(RollbackCommands.quoted(visible(suite))) --rev BRANCH"
        ])
    }
    let manifest = place.collector.manifest(of: placed)
    let line = try commandLine(manifest, name)
    // It is shown, and recorded: a shell has put the values of variables into it.
    try place.requireNoSecret(
      in: Array(line.utf8), as: .other, at: "the command line",
      steps: ["let the command read it from the environment: sh -c 'echo $NAME', in single quotes; nothing was run"],
      snapshot, policy)
    let folder = try Scratch.make(console.environment)
    defer { Scratch.remove(folder) }
    let work = folder + "/work"
    try Checkout.write(placed, to: work, in: place.repository)
    let report = folder + "/junit.xml"
    let facts = folder + "/facts.json"
    let base = try place.held(name, at: .main, main: main, policy)
    try Files.write(try SuiteFacts.text(placed, base: base, snapshot, policy, place.collector), to: facts)
    console.talk("running \(visible(line)) on \(name)@\(placed.version.shortName)")
    let run: ProgramResult
    do throws(ProgramError) {
      // The suite's own words are talk: standard output is for the result.
      run = try place.programs.run(
        "sh", ["-c", "exec 1>&2\n" + line], directory: work,
        extra: ["COUNTERSIGN_JUNIT": report, SuiteFacts.variable: facts], output: .inherited, errors: .inherited)
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["put 'sh' on PATH"])
    }
    let decides = decidesByStatus(manifest, report)
    let reports = decides ? [] : try reports(report, work)
    if let unsigned {
      // What is left there is handed on, to jobs and their archives.
      for (index, report) in reports.enumerated() {
        try place.requireNoSecret(
          in: report, as: .report, at: "report \(index + 1)",
          steps: ["run the suite so that it prints no secret: nothing was left"], snapshot, policy)
      }
      return try UnsignedRun(run, reports, line).leave(in: unsigned, console)
    }
    let result = try judge(run, reports, line, decides: decides, uses: try uses(manifest, placed, place, main, policy))
    let statement = Statement(
      repository: policy.repository, time: desk.clock(), nonce: desk.nonce(),
      subjects: [Subject(path: placed.path, digest: .version(placed.version))], predicate: .testResult(result))
    try place.append(try place.signed(statement, attachments: reports, by: desk, snapshot, policy), desk)
    let counts = "\(result.passed.count) passed, \(result.failed.count) failed, \(result.skipped.count) skipped"
    console.line(
      "\(visible(suite)) on \(name)@\(placed.version.shortName): \(result.outcome.rawValue) (\(counts)), recorded")
    place.sayKeptLocal()
    return result.outcome == .passed ? .done : .held
  }

  private func commandLine(_ manifest: Manifest?, _ name: String) throws(Finding) -> String {
    if !command.isEmpty { return command.map(RollbackCommands.quoted).joined(separator: " ") }
    guard let manifest else {
      throw Finding(
        .testNoCommand, "the manifest of \(name) does not read, so its suites are not known",
        next: ["countersign check"])
    }
    if let line = manifest.tests[suite] { return line }
    let near = closest(to: suite, among: manifest.tests.keys.sorted())
    throw Finding(
      .testNoCommand, "the manifest of \(name) has no suite '\(visible(suite))'",
      next: near.map { ["did you mean '\($0)'?"] } ?? [
        "suites: \(manifest.tests.keys.sorted().joined(separator: ", "))"
      ])
  }

  /// Whether the exit status alone is the result: of a program of the team's own, which wrote no report.
  ///
  /// A suite that the manifest names always needs one: an empty run of it must not pass.
  private func decidesByStatus(_ manifest: Manifest?, _ report: String) -> Bool {
    guard let manifest, !command.isEmpty, junit.isEmpty else { return false }
    return manifest.tests[suite] == nil && !Files.exists(report)
  }

  private func reports(_ standard: String, _ work: String) throws(Finding) -> [[UInt8]] {
    var reports: [[UInt8]] = []
    var seen: Set<String> = []
    for path in junit.isEmpty ? [standard] : junit.map({ $0.hasPrefix("/") ? $0 : work + "/" + $0 }) {
      guard Files.exists(path) else {
        throw Finding(
          .testNoReport, "the run left no JUnit report at \(junit.isEmpty ? "$COUNTERSIGN_JUNIT" : visible(path))",
          because: ["without a report nobody can tell which tests ran, and zero tests is no evidence"],
          next: [
            "write one (pytest --junitxml, node --test-reporter junit, gotestsum --junitfile), or name it with --junit"
          ])
      }
      // A report that is named twice ran once.
      guard seen.insert(Files.real(path)).inserted else { continue }
      do throws(GitError) {
        reports.append(try Files.read(path, limit: JournalEntry.attachmentLimit))
      } catch {
        throw error.finding
      }
    }
    return reports
  }

  /// A run passed when the command said so, tests ran, and none failed.
  private func judge(
    _ run: ProgramResult, _ reports: [[UInt8]], _ line: String, decides: Bool, uses: [String: Version]
  ) throws(Finding) -> TestResult {
    // One test, called as the suite: what the program looked at is its own business.
    if decides {
      return TestResult(
        suite: suite, outcome: run.succeeded ? .passed : .failed, passed: run.succeeded ? [suite] : [],
        failed: run.succeeded ? [] : [suite], skipped: [], command: line, reports: [], uses: uses)
    }
    var passed: [String] = []
    var failed: [String] = []
    var skipped: [String] = []
    for bytes in reports {
      let report: JUnitReport
      do throws(JUnitError) {
        report = try JUnitReport.read(bytes)
      } catch {
        throw Finding(
          .testNoReport, "the JUnit report does not read: \(error.message)",
          next: ["mend what writes it, then run again"])
      }
      passed += report.passed
      failed += report.failed
      skipped += report.skipped
    }
    let outcome: TestResult.Outcome = run.succeeded && failed.isEmpty && !passed.isEmpty ? .passed : .failed
    return TestResult(
      suite: suite, outcome: outcome, passed: passed, failed: failed, skipped: skipped, command: line,
      reports: reports.map { SHA256Digest.hex(of: $0) }, uses: uses)
  }

  /// The versions of the workflows it calls, as the same revision holds them.
  private func uses(
    _ manifest: Manifest?, _ placed: Placed, _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy
  ) throws(Finding) -> [String: Version] {
    var uses: [String: Version] = [:]
    for name in manifest?.uses ?? [] {
      do throws(GitError) {
        let commit = placed.commit ?? main.tip
        if let used = try place.collector.placed(name, at: commit, policy) { uses[name] = used.version }
      } catch {
        throw error.finding
      }
    }
    return uses
  }
}

/// A run that another job signs: where the tests of a change run, no key has to be.
private struct UnsignedRun {
  private let run: ProgramResult
  private let reports: [[UInt8]]
  private let line: String

  init(_ run: ProgramResult, _ reports: [[UInt8]], _ line: String) {
    self.run = run
    self.reports = reports
    self.line = line
  }

  /// Writes `report-1.xml` …, `command` and `status`, the status last: without it the run is not whole.
  func leave(in directory: String, _ console: Console) throws(Finding) -> Ending {
    try Files.makeDirectory(directory)
    for (index, report) in reports.enumerated() { try Files.write(report, to: "\(directory)/report-\(index + 1).xml") }
    try Files.write(Array("\(visible(line))\n".utf8), to: "\(directory)/command")
    try Files.write(Array("\(run.succeeded ? 0 : 1)\n".utf8), to: "\(directory)/status")
    console.line(
      "the run \(run.succeeded ? "succeeded" : "did not succeed"); nothing is signed, it lies in \(visible(directory))")
    return run.succeeded ? .done : .held
  }
}

/// A private directory for one run.
enum Scratch {
  static func make(_ environment: [String: String]) throws(Finding) -> String {
    var template = Array(((environment["TMPDIR"] ?? "/tmp") + "/countersign.XXXXXX").utf8CString)
    guard let path = mkdtemp(&template) else {
      throw Finding(.fileUnwritable, "no temporary directory can be made", because: [String(cString: strerror(errno))])
    }
    return String(cString: path)
  }

  /// Removes it with everything in it; links are removed, never followed.
  static func remove(_ path: String) {
    if let stream = opendir(path) {
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        let child = path + "/" + name
        var status = stat()
        guard lstat(child, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR { remove(child) } else { unlink(child) }
      }
      closedir(stream)
    }
    rmdir(path)
  }
}

/// Writes a version's files to a directory: plain files and directories with the names that the gate allows, nothing else.
enum Checkout {
  static func write(_ placed: Placed, to folder: String, in repository: borrowing Repository) throws(Finding) {
    let findings: [Finding]
    do throws(GitError) {
      guard let tree = ObjectID(hex: placed.version.gitTree) else { throw GitError.notFound(placed.version.gitTree) }
      findings = try GovernedPaths.findings(
        inTree: tree, at: placed.path, fileSize: 32 << 20, files: 10_000, isNew: false, in: repository)
    } catch {
      throw error.finding
    }
    if let first = findings.first(where: { $0.level == .error }) { throw first }
    try Files.makeDirectory(folder)
    do throws(GitError) {
      for change in try repository.changes(from: nil, to: ObjectID(hex: placed.version.gitTree)) {
        guard let path = change.text, let side = change.new, side.mode.isFile else { continue }
        let bytes = try repository.blob(side.id, limit: 32 << 20)
        let target = folder + "/" + path
        do throws(Finding) {
          if let slash = target.lastIndex(of: "/") { try Files.makeDirectory(String(target[..<slash])) }
          try Files.write(bytes, to: target, mode: side.mode == .executable ? 0o755 : 0o644)
        } catch {
          throw GitError.notAllowed(path: path, because: error.what)
        }
      }
    } catch {
      throw error.finding
    }
  }
}

extension Rule {
  static let testNoCommand = Rule(
    "test.no-command", "It is not known what to run.",
    "'tests' of the manifest names a command per suite; or give one after '--'.")
  static let testNoReport = Rule(
    "test.no-report", "The run left no report that reads.",
    "The command writes a JUnit XML file to $COUNTERSIGN_JUNIT, or to the file that --junit names.")
}

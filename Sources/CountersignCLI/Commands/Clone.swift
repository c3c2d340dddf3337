import ArgumentParser
import Diagnostics
import Gathering
import Git
import PolicyModel
import Programs
import Releases

struct Clone: Command {
  static let configuration = CommandConfiguration(
    commandName: "clone", abstract: "Clone a repository with its journals, its hooks and its root of trust.",
    discussion: """
      Your own git clones, with its transports, agents and helpers. The clone is there and usable even where no root is pinned; \
      the exit status is then 2, and the last line says what to do.

      EXAMPLES
        countersign clone git@git.acme.example:automation.git
        countersign clone https://git.acme.example/automation.git work --root 5f0e6c1e8a444f5c9d0b2f6d1c7b9a3e12345678
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("What git clone takes.", valueName: "url"))
  var url: String
  @Argument(help: ArgumentHelp("The new directory; by default named as git would.", valueName: "dir"))
  var directory: String?
  @Option(help: ArgumentHelp("The root of trust, by its whole id as a colleague gave it.", valueName: "rev"))
  var root: String?

  func perform(_ console: Console) throws(Finding) -> Ending {
    guard let name = directory ?? Self.directory(of: url) else {
      throw Finding(
        .cloneNoDirectory, "no directory can be named after '\(visible(url))'", next: ["countersign clone URL DIR"])
    }
    try clone(into: name, console)
    var there = common
    there.directory = name.hasPrefix("/") ? name : "\(common.directory)/\(name)"
    let place = try Workplace.open(there, console)
    console.line("cloned into \(visible(name))")
    let isComplete = try fetchJournals(place)
    let pinning = try pin(place)
    var hooks = false
    do throws(Finding) { hooks = try SettingUp.installHooks(place) } catch { console.tell(error) }
    guard pinning.status == 0 else { return isComplete ? pinning : pinning.worse(.undecided) }
    let main: MainLine
    do throws(Finding) { main = try place.mainLine() } catch {
      console.tell(error)
      return .undecided
    }
    let (snapshot, policy) = try place.policy(main)
    _ = try SettingUp.useSigners(place, snapshot)
    try SettingUp.followEnvironments(place, policy)
    if let remote = place.remoteName {
      try place.remote(named: remote).remember(
        [policy.integrationBranch] + policy.environments.map(\.branch), collector: place.collector)
    }
    try SettingUp.readySecretRules(place, snapshot, policy)
    console.line(
      "ready: environments \(policy.environments.map(\.name).joined(separator: ", ")); next: countersign doctor"
    )
    guard isComplete else { return .undecided }
    return hooks ? .done : .held
  }

  private func clone(into name: String, _ console: Console) throws(Finding) {
    let result: ProgramResult
    do throws(ProgramError) {
      // Which repository this process was started in has no say in what is cloned.
      result = try Programs(environment: console.environment).run(
        "git", ["clone", "--", url, name], inheritsInput: true, directory: common.directory,
        extra: [
          "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_COMMON_DIR": nil,
          "GIT_OBJECT_DIRECTORY": nil,
        ],
        output: .inherited, errors: .inherited)
    } catch .notFound {
      throw Finding(.programMissing, "the program 'git' was not found", next: ["install git, 2.38 or newer"])
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["name a directory that exists with -C"])
    }
    guard result.succeeded else {
      throw Finding(
        .remoteUnreachable, "git did not clone '\(visible(url))'", because: ["its own words stand above"],
        next: ["look at the address, your access, and whether the directory is free"])
    }
  }

  /// Brings the journals, and makes the local ones of them. Gives whether all of them are in order.
  private func fetchJournals(_ place: borrowing Workplace) throws(Finding) -> Bool {
    guard let remote = place.remoteName else { return true }
    _ = try SettingUp.addRefspec(place)
    let fetched = try place.git(["fetch", "--quiet", "--no-tags", remote, SettingUp.refspec(remote)])
    guard fetched.succeeded else {
      throw Finding(
        .remoteUnreachable, "git could not fetch the journals",
        because: fetched.errorText.split(separator: "\n").map { visible(String($0)) },
        next: ["in the clone: countersign sync"])
    }
    let findings = try place.remote(named: remote).mergeJournals(collector: place.collector).findings.map(\.finding)
    for finding in findings { place.console.tell(finding) }
    return findings.isEmpty
  }

  private func pin(_ place: borrowing Workplace) throws(Finding) -> Ending {
    let console = place.console
    do throws(Finding) {
      if let root { return try Pinning.pin(try place.commit(root), place) }
      guard let candidate = try Pinning.candidate(place) else {
        console.talk("it holds no policy, so nothing in it is governed; next: countersign init")
        return .undecided
      }
      console.line("no root of trust is pinned; the oldest commit with a policy is")
      for line in Pinning.lines(try Pinning.root(candidate, place), place) { console.line(line) }
      if console.isInteractive {
        Pinning.explain(place)
        if console.confirms("Pin it?") { return try Pinning.pin(candidate, place) }
      }
      console.talk(
        "next: compare the id with a colleague's, then in the clone: countersign trust \(candidate.hex) && countersign hooks install"
      )
    } catch {
      console.tell(error)
      console.talk("the clone is there, without a root of trust; next, in it: countersign trust")
    }
    return .undecided
  }

  /// The directory that git clone would make. Source: git, dir.c, git_url_basename.
  static func directory(of url: String) -> String? {
    var text = Substring(url)
    if let scheme = text.firstRange(of: "://") { text = text[scheme.upperBound...] }
    func dropSlashes() {
      while text.last == "/" || text.last?.isWhitespace == true { text.removeLast() }
    }
    dropSlashes()
    if text.hasSuffix("/.git") {
      text = text.dropLast(5)
      dropSlashes()
    }
    var name = text[(text.lastIndex { $0 == "/" || $0 == ":" }.map { text.index(after: $0) } ?? text.startIndex)...]
    for ending in [".bundle", ".git"] where name.hasSuffix(ending) && name.count > ending.count {
      name = name.dropLast(ending.count)
      break
    }
    return name.isEmpty || name == "." || name == ".." ? nil : String(name)
  }
}

extension Workplace {
  /// Runs the user's git on this repository.
  func git(_ arguments: [String]) throws(Finding) -> ProgramResult {
    do throws(ProgramError) {
      return try programs.run("git", ["--git-dir", repository.gitDirectory] + arguments)
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
  }
}

extension Rule {
  static let cloneNoDirectory = Rule(
    "clone.no-directory", "The name of the new directory cannot be guessed.", "Give it as the second argument.")
}

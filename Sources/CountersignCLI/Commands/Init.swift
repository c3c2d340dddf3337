import ArgumentParser
import Diagnostics
import Gathering
import Git
import PolicyModel
import Releases
import Signatures
import Vocabulary

struct Init: Command {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a first policy, with you as its one person.",
    discussion: """
      Writes .countersign/policy.yaml and .countersign/allowed_signers into the work tree; nothing is committed, and nothing that \
      exists is overwritten. Your address and key are the ones that git commits and signs with.

      EXAMPLES
        countersign init
        countersign init --person maria
      """)

  @OptionGroup var common: Common
  @Option(help: ArgumentHelp("Your name in the policy; by default made of git's user.name.", valueName: "name"))
  var person: String?

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console)
    let files = WorkTree(directory: try WorkTree.directory(of: place), policy: nil)
    try refuseExisting(files, place)
    let desk = try place.desk()
    let key: SSHPublicKey
    do throws(SigningError) { key = try desk.signing.publicKey() } catch { throw error.finding }
    let policy = FirstPolicy(
      repository: FirstPolicy.uuid(desk.random()), person: try name(desk), email: desk.email, branch: try branch(place))
    let signers = "\(desk.email) namespaces=\"git,countersign\" \(key.text)\n"
    try check(policy, signers)
    // The policy comes last: with it, and only with it, the set-up is there.
    try Files.makeDirectory(files.directory + PolicySnapshot.directory)
    try Files.write(Array(signers.utf8), to: files.directory + PolicySnapshot.signersPath)
    try Files.write(Array(policy.text.utf8), to: files.directory + PolicySnapshot.policyPath)
    console.line("wrote \(PolicySnapshot.policyPath) and \(PolicySnapshot.signersPath)")
    console.line("you are '\(policy.person)', <\(desk.email)>, with the key \(key.fingerprint)")
    console.line("the integration branch is '\(policy.branch)'")
    sayNext(console)
    return .done
  }

  private func refuseExisting(_ files: WorkTree, _ place: borrowing Workplace) throws(Finding) {
    try files.requireDirectories(PolicySnapshot.directory)
    for path in [PolicySnapshot.policyPath, PolicySnapshot.signersPath] where files.entry(at: path) != .nothing {
      throw exists(path, "it is in the work tree", ["look at it: it may be all that is needed", "countersign trust"])
    }
    do throws(GitError) {
      guard let head = try place.repository.head().id else { return }
      let tree = try place.repository.commit(head).tree
      guard try place.repository.entry(at: PolicySnapshot.policyPath, in: tree) != nil else { return }
    } catch {
      throw error.finding
    }
    throw exists(
      PolicySnapshot.policyPath, "HEAD holds it, only the work tree does not",
      ["git restore --source=HEAD --staged --worktree \(PolicySnapshot.directory)"])
  }

  private func exists(_ path: String, _ because: String, _ next: [String]) -> Finding {
    Finding(
      .initExists, "there is \(path == PolicySnapshot.policyPath ? "a policy" : "a list of signers") already",
      at: Place(path),
      because: [because, "what exists is never overwritten"], next: next)
  }

  private func name(_ desk: Desk) throws(Finding) -> String {
    if let person {
      guard Naming.isName(person) else {
        throw Finding(
          .initPerson, "'\(visible(person))' cannot be a person's name in the policy",
          because: ["names are lower-case letters and digits, in words joined by '-', at most \(Naming.longest) long"],
          next: FirstPolicy.slug(person).map { ["--person \($0)"] } ?? ["--person maria"])
      }
      return person
    }
    if let slug = FirstPolicy.slug(desk.name) { return slug }
    throw Finding(
      .initPerson, "no name for the policy can be made of git's user.name '\(visible(desk.name))'",
      because: ["names are lower-case letters and digits, in words joined by '-'"],
      next: ["countersign init --person NAME"])
  }

  /// `main`, if there is one or HEAD is on it; else the branch that HEAD is on.
  private func branch(_ place: borrowing Workplace) throws(Finding) -> String {
    do throws(GitError) {
      for ref in ["refs/heads/main", place.collector.view.ref(ofBranch: "main")] {
        if try place.repository.reference(ref) != nil { return "main" }
      }
      if case .branch(let ref, _) = try place.repository.head(), ref.hasPrefix("refs/heads/") {
        return String(ref.dropFirst("refs/heads/".count))
      }
      return "main"
    } catch {
      throw error.finding
    }
  }

  /// What is about to be written must read, without a finding: an odd address or name shows here, before anything is there.
  private func check(_ policy: FirstPolicy, _ signers: String) throws(Finding) {
    let read = AllowedSigners.read(Array(signers.utf8), source: PolicySnapshot.signersPath)
    if let first = read.findings.first { throw unusable(first) }
    guard read.signers.entries.count == 1 else { throw unusable(nil) }
    if case .failure(let errors) = PolicyReading.read(Array(policy.text.utf8)) { throw unusable(errors.findings.first) }
  }

  private func unusable(_ finding: Finding?) -> Finding {
    Finding(
      .initPerson, "git's name or address cannot stand in a policy",
      because: (finding.map { [$0.what] + $0.because } ?? []) + ["nothing was written"],
      next: ["git config user.email ADDRESS", "countersign init --person NAME"])
  }

  private func sayNext(_ console: Console) {
    console.line("")
    console.line("next, after a look at both files:")
    console.line("  git add \(PolicySnapshot.directory)")
    console.line("  git commit -S -m 'Bring in Countersign' \\")
    console.line("    -m 'Why: from here on every change of a workflow is explained and signed off'")
    console.line("  countersign trust HEAD                        # this commit is the root of trust")
    console.line("  countersign hooks install")
    console.line("  countersign new WORKFLOW --engine ENGINE")
    console.talk(
      "with one person no gate can ask for a second one: bring that person, and raise the gates in the same change")
  }
}

extension Rule {
  static let initExists = Rule(
    "init.exists", "There is a policy already.",
    "'countersign init' writes a first policy and never overwrites one. Edit the file; the change lands through the gate 'policy'."
  )
  static let initPerson = Rule(
    "init.person", "No person of the policy can be made of what git knows about you.",
    """
    A person has a name of lower-case letters, digits and hyphens, and addresses in plain ASCII: they are compared with commits, \
    keys and statements. '--person' names you; git's user.email gives the address.
    """)
}

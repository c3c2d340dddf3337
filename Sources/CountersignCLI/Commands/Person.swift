import ArgumentParser
import Diagnostics
import Gates
import Gathering
import Git
import PolicyModel
import Signatures
import Vocabulary
import Workflows

struct PersonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "person",
    abstract: "Bring a person into the policy, or take their roles away.",
    discussion: """
      Edits .countersign in the work tree, comments and layout kept; nothing is committed. The change lands through the gate \
      'policy', like any other.

      EXAMPLES
        countersign person add petra --email petra@acme.example --role reviewer --key petra.pub
        countersign person leave jonas
      """,
    subcommands: [Add.self, Leave.self])

  struct Add: Command {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Bring a person in, with addresses, roles and a key.",
      discussion: """
        Refused when the name, an address or the key is somebody's already.

        EXAMPLES
          countersign person add petra --email petra@acme.example --role reviewer --role author --key petra.pub
          ssh-add -L | grep petra | countersign person add petra --email petra@acme.example --role author --key -
        """)

    @OptionGroup var common: Common
    @Argument(help: ArgumentHelp("The person's name in the policy.", valueName: "person"))
    var person: String
    @Option(
      parsing: .singleValue,
      help: ArgumentHelp("An address that they commit under; may be given several times.", valueName: "address"))
    var email: [String]
    @Option(
      parsing: .singleValue, help: ArgumentHelp("A role; may be given several times.", valueName: "role"),
      completion: .custom(Completing.roles))
    var role: [String] = []
    @Option(
      help: ArgumentHelp("The public half of their key: a file, or - for standard input.", valueName: "file"),
      completion: .file(extensions: ["pub"]))
    var key: String?

    func validate() throws {
      if email.isEmpty { throw ValidationError("Give the address that they commit under: --email ADDRESS.") }
    }

    func perform(_ console: Console) throws(Finding) -> Ending {
      let place = try Workplace.open(common, console)
      let key = try key.map { name throws(Finding) in try PublicKeyFile.read(name, common.directory) }
      let added = Person(name: person, emails: email, roles: role)
      let editing = try RosterEditing(place)
      let result = try editing.perform(effect: Workplace.now()) { roster throws(Finding) in
        var texts = roster.texts
        try Newcomer(added, roster).check(console)
        texts.policy = try RosterText.edited(
          byHand: "add this line under 'people' by hand:  \(visible(PolicyEditing.line(for: added)))"
        ) { () throws(PolicyErrors) in try PolicyEditing.adding(added, to: texts.policy) }
        if let key {
          try RosterText.requireFree(key, for: nil, roster)
          texts.signers = RosterText.adding(AllowedSigners.line(for: email, key), to: texts.signers)
        }
        return texts
      }
      if key == nil { console.line("they sign nothing yet: countersign key add \(person) FILE") }
      if role.isEmpty { console.line("they have no role yet: they fill no slot and release nothing") }
      NextSteps.tell(place, result.after, what: "Add \(person)")
      return .done
    }
  }

  struct Leave: Command {
    static let configuration = CommandConfiguration(
      commandName: "leave", abstract: "Take a person's roles away; their name and keys stay, for history.",
      discussion: """
        Refused when a gate could then never be passed. It names the workflows that the person owns.

        EXAMPLES
          countersign person leave jonas
        """)

    @OptionGroup var common: Common
    @Argument(
      help: ArgumentHelp("The person's name in the policy.", valueName: "person"),
      completion: .custom(Completing.people)
    )
    var person: String

    func perform(_ console: Console) throws(Finding) -> Ending {
      let place = try Workplace.open(common, console)
      let editing = try RosterEditing(place)
      let result = try editing.perform(effect: Workplace.now()) { roster throws(Finding) in
        guard case .person = try roster.party(named: person) else {
          throw Finding(
            .personUnknown, "'\(person)' is a service, and services do not leave", at: Place(PolicySnapshot.policyPath),
            next: ["take it out of 'services' by hand once nothing of its lies open"])
        }
        guard roster.policy.people[person]?.roles.isEmpty == false else { return roster.texts }
        var texts = roster.texts
        texts.policy = try RosterText.edited(byHand: "write 'roles: []' for '\(person)' by hand") {
          () throws(PolicyErrors) in try PolicyEditing.leaving(person, in: texts.policy)
        }
        return texts
      }
      guard result.isWritten else {
        console.line("\(person) has no role: nothing changes")
        return .done
      }
      sayLoose(console, result.after, place)
      NextSteps.tell(place, result.after, what: "\(person) leaves")
      return .done
    }

    /// What still names whoever left.
    private func sayLoose(_ console: Console, _ roster: Roster, _ place: borrowing Workplace) {
      let now = Workplace.now()
      if roster.entries(of: .person(person)).contains(where: { $0.holds(for: "git", at: now) }) {
        console.line("their keys still sign commits: countersign key retire \(person)")
      }
      for area in roster.policy.areas.values.sorted(by: { $0.name < $1.name }) {
        for (role, people) in area.roles.sorted(by: { $0.key < $1.key }) where people.contains(person) {
          console.line("area '\(area.name)' still names them as '\(role)': take them out there")
        }
      }
      for service in roster.policy.services.values.sorted(by: { $0.name < $1.name })
      where service.operatedBy.contains(person) {
        console.line("they operate the service '\(service.name)': name somebody else in 'operated-by'")
      }
      for (workflow, manifest) in Loose.manifests(place, roster.policy) {
        if manifest.owner == person {
          console.line("they own \(workflow): its gates hold until its manifest names another owner")
        } else if manifest.escalation.contains(person) {
          console.line("\(workflow) escalates to them: name somebody else in its manifest")
        }
      }
    }
  }
}

/// Whether somebody can come into the policy as they are named.
private struct Newcomer {
  private let person: Person
  private let roster: Roster

  init(_ person: Person, _ roster: Roster) {
    self.person = person
    self.roster = roster
  }

  func check(_ console: Console) throws(Finding) {
    let policy = roster.policy
    guard Naming.isName(person.name) else {
      throw Finding(
        .personName, "'\(visible(person.name))' cannot be a person's name in the policy",
        because: ["names are lower-case letters and digits, in words joined by '-', at most \(Naming.longest) long"],
        next: FirstPolicy.slug(person.name).map { ["countersign person add \($0) …"] } ?? [])
    }
    if let known = policy.people[person.name] {
      throw Finding(
        .personExists, "there is a person '\(person.name)' already", at: Place(PolicySnapshot.policyPath),
        because: [
          "with <\(known.emails.map(visible).joined(separator: ">, <"))>, \(known.roles.isEmpty ? "who has left" : "roles \(known.roles.joined(separator: ", "))")"
        ],
        next: [
          known.roles.isEmpty
            ? "give them roles by hand, if it is the same human" : "choose another name for another human",
          "another key of theirs: countersign key add \(person.name) FILE",
        ])
    }
    if policy.services[person.name] != nil {
      throw Finding(
        .personExists, "there is a service '\(person.name)'", at: Place(PolicySnapshot.policyPath),
        because: ["a service never counts as a peer, so the two must not be mixed up"], next: ["choose another name"])
    }
    for email in person.emails {
      guard let owner = policy.party(email: email) else { continue }
      throw Finding(
        .personAddress, "<\(visible(email))> belongs to \(owner.label)", at: Place(PolicySnapshot.policyPath),
        because: ["an address belongs to one person or service, so that everybody is counted once"],
        next: ["name the address that this person commits under: git config user.email"])
    }
    warnOfRoles(console)
  }

  /// A role exists because somebody names it, so a misspelt one is no error; it is worth a word.
  private func warnOfRoles(_ console: Console) {
    let policy = roster.policy
    let known =
      Set(policy.people.values.flatMap(\.roles)).union(policy.services.values.flatMap(\.roles))
      .union(policy.areas.values.flatMap(\.roles.keys)).union(policy.recall)
      .union(policy.environments.flatMap { $0.release + $0.rollback + $0.kill })
    for role in person.roles where !known.contains(role) {
      console.tell(
        Finding(
          .personRole, "nobody else has the role '\(visible(role))', and nothing asks for it",
          at: Place(PolicySnapshot.policyPath), level: .warning,
          next: closest(to: role, among: known.sorted()).map { ["did you mean '\($0)'?"] } ?? [
            "roles here: \(known.sorted().joined(separator: ", "))"
          ]))
    }
  }
}

/// The manifests in the work tree, as far as they read.
private enum Loose {
  static func manifests(_ place: borrowing Workplace, _ policy: Policy) -> [(workflow: String, manifest: Manifest)] {
    guard let directory = place.repository.workDirectory else { return [] }
    let files = WorkTree(directory: directory, policy: policy)
    var found: [(String, Manifest)] = []
    for workflow in Completing.directories(in: policy.roots.map { directory + $0 }) {
      guard let path = files.path(of: workflow) else { continue }
      let source = "\(path)/\(Manifest.fileName)"
      do throws(Finding) {
        let bytes = try files.bytes(of: source, limit: Manifest.sizeLimit)
        if case .success(let manifest) = ManifestReading.read(bytes, source: source, directory: workflow) {
          found.append((workflow, manifest))
        }
      } catch {
        // A manifest that does not read is named by 'check'; here it names nobody.
      }
    }
    return found
  }
}

extension Rule {
  static let personAddress = Rule(
    "person.address", "The address belongs to somebody else.",
    "An address belongs to exactly one person or service: it is what commits, keys and statements are counted by.")
  static let personExists = Rule(
    "person.exists", "There is somebody of this name already.",
    "Each human is in the policy once, with every address and every role. Whoever left stays, with 'roles: []'.")
  static let personLayout = Rule(
    "person.layout", "The policy's text has no place where the change could go.",
    """
    The file is edited at one place, so that comments and layout stay, and read again: what was written must say exactly what was \
    meant. Here no such place was found, and nothing was written. Make the change by hand, then run countersign check.
    """)
  static let personName = Rule(
    "person.name", "This cannot be a person's name in the policy.",
    "A name is lower-case letters, digits and hyphens; it stands in gates, manifests and messages.")
  static let personRole = Rule(
    "person.role", "Nobody has this role, and nothing asks for it.",
    "A role exists because somebody names it, so a misspelt one gives nothing and is no error.")
}

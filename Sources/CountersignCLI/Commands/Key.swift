import ArgumentParser
import Diagnostics
import Gates
import Gathering
import Git
import PolicyModel
import Signatures
import Vocabulary

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Add a key of a person or service, retire one, or declare one compromised.",
    discussion: """
      Edits .countersign in the work tree; nothing is committed. The change lands through the gate 'policy', like any other.

      EXAMPLES
        countersign key add maria new-laptop.pub
        countersign key retire maria --key SHA256:Sa4…
        countersign key compromised maria --since 2026-03-12T02:00:00Z
      """,
    subcommands: [Add.self, Retire.self, Compromised.self])

  /// Whose key, which one, and since when.
  struct Chosen: ParsableArguments {
    @Argument(
      help: ArgumentHelp("The person or service.", valueName: "person"), completion: .custom(Completing.parties))
    var person: String
    @Option(
      help: ArgumentHelp(
        "Which one, where there are several: the beginning of its fingerprint.", valueName: "fingerprint"),
      completion: .custom(Completing.keys))
    var key: String?
    @Option(
      help: ArgumentHelp(
        "The moment, or a span back from now such as 2h; now by default.", valueName: "time"))
    var since: String?

    func moment(_ now: Timestamp) throws(Finding) -> Timestamp {
      guard let since else { return now }
      if let span = Span(since) { return now - span }
      return try Moment.read(since, now: now)
    }

    /// The one line that is meant.
    func entry(in roster: Roster, isOpen: (AllowedSigners.Entry) -> Bool) throws(Finding) -> AllowedSigners.Entry {
      let all = roster.entries(of: try roster.party(named: person))
      let open = all.filter(isOpen)
      let wanted = key.map { $0.hasPrefix("SHA256:") ? $0 : "SHA256:\($0)" }
      let meant = wanted.map { wanted in all.filter { $0.key.fingerprint.hasPrefix(wanted) } } ?? open
      if let entry = meant.first, Set(meant.map(\.key)).count == 1 { return meant.first(where: isOpen) ?? entry }
      let list = all.map { entry in
        "\(entry.place): \(entry.key.algorithm) \(entry.key.fingerprint)"
          + (entry.validBefore.map { ", until \($0)" } ?? "")
      }
      throw Finding(
        .keyWhich,
        meant.isEmpty ? "\(person) has no such key" : "\(person) has \(meant.count) keys that could be meant",
        at: Place(PolicySnapshot.signersPath), because: list,
        next: all.isEmpty ? ["countersign key add \(person) FILE"] : ["name one: --key FINGERPRINT"])
    }
  }

  struct Add: Command {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Let a key sign for a person or service.",
      discussion: """
        EXAMPLES
          countersign key add maria new-laptop.pub
          ssh-add -L | head -1 | countersign key add maria -
        """)

    @OptionGroup var common: Common
    @Argument(
      help: ArgumentHelp("The person or service.", valueName: "person"), completion: .custom(Completing.parties))
    var person: String
    @Argument(
      help: ArgumentHelp("The public half of the key: a file, or - for standard input.", valueName: "file"),
      completion: .file(extensions: ["pub"]))
    var file: String

    func perform(_ console: Console) throws(Finding) -> Ending {
      let place = try Workplace.open(common, console)
      let key = try PublicKeyFile.read(file, common.directory)
      let now = Workplace.now()
      let result = try RosterEditing(place).perform(effect: now) { roster throws(Finding) in
        let party = try roster.party(named: person)
        try RosterText.requireFree(key, for: party, roster)
        if let known = roster.entries(of: party).first(where: { $0.key == key }) {
          guard let end = known.validBefore else { return roster.texts }
          throw Finding(
            .keyOver, "the key \(key.fingerprint) was given up: it ends at \(end)", at: known.place,
            because: ["a key that was given up is not taken back"], next: ["make a new one: ssh-keygen -t ed25519"])
        }
        var texts = roster.texts
        texts.signers = RosterText.adding(AllowedSigners.line(for: roster.emails(of: party), key), to: texts.signers)
        return texts
      }
      guard result.isWritten else {
        console.line("\(person) has the key \(key.fingerprint) already: nothing changes")
        return .done
      }
      console.line("\(key.fingerprint) signs for \(person) once this has landed")
      NextSteps.tell(place, result.after, what: "A key for \(person)")
      return .done
    }
  }

  struct Retire: Command {
    static let configuration = CommandConfiguration(
      commandName: "retire", abstract: "End a key: what it signed stays good, what it signs later is not.",
      discussion: """
        Its line in allowed_signers stays, with an end, so that history keeps its names. Reviews by it that wait for a landing or a \
        release stop counting: they are named. Refused when a gate could then never be passed.

        EXAMPLES
          countersign key retire maria
          countersign key retire maria --key SHA256:Sa4… --since 2026-06-01T00:00:00Z
        """)

    @OptionGroup var common: Common
    @OptionGroup var chosen: Chosen
    @Flag(help: "Do not fetch: name what rests on it as of the last fetch.")
    var local = false

    func perform(_ console: Console) throws(Finding) -> Ending {
      let place = try Workplace.open(common, console, local: local)
      let now = Workplace.now()
      let moment = try chosen.moment(now)
      var ended: AllowedSigners.Entry?
      let result = try RosterEditing(place).perform(effect: max(now, moment)) { roster throws(Finding) in
        let entry = try chosen.entry(in: roster) { $0.validBefore.map { $0 > moment } ?? true }
        ended = entry
        return try Ended.texts(roster, entry, at: moment, isCompromised: false)
      }
      guard let entry = ended else { return .undecided }
      guard result.isWritten else {
        console.line("\(entry.key.fingerprint) ends at \(entry.validBefore ?? moment) already: nothing changes")
        return .done
      }
      console.line("\(entry.key.fingerprint) of \(chosen.person) signs nothing from \(moment) on, once this has landed")
      let told = Resting.tell(console, place, entry.key, since: nil, isCompromised: false)
      NextSteps.tell(place, result.after, what: "Retire a key of \(chosen.person)")
      return told
    }
  }

  struct Compromised: Command {
    static let configuration = CommandConfiguration(
      commandName: "compromised", abstract: "Declare a key compromised: nothing that it signed counts any more.",
      discussion: """
        Writes it into revoked_keys, in the form that ssh-keygen -Y verify -r reads, and ends its line in allowed_signers. Names \
        whatever runs or waits and rests on the key, with what to do next; --since leaves out what was signed before. Refused when a \
        gate could then never be passed: bring another key first, in the same change.

        EXAMPLES
          countersign key compromised maria
          countersign key compromised maria --since 2026-03-12T02:00:00Z
        """)

    @OptionGroup var common: Common
    @OptionGroup var chosen: Chosen
    @Flag(help: "Do not fetch: name what rests on it as of the last fetch.")
    var local = false

    func perform(_ console: Console) throws(Finding) -> Ending {
      let place = try Workplace.open(common, console, local: local)
      let now = Workplace.now()
      let moment = try chosen.moment(now)
      var ended: AllowedSigners.Entry?
      let since = chosen.since == nil ? nil : moment
      let result: (before: Roster, after: Roster, isWritten: Bool)
      do throws(Finding) {
        result = try RosterEditing(place).perform(effect: now) { roster throws(Finding) in
          let entry = try chosen.entry(in: roster) { !roster.revoked.contains($0.key) }
          ended = entry
          return try Ended.texts(roster, entry, at: min(moment, now), isCompromised: true)
        }
      } catch {
        // The key is out whether or not the policy can do without it: what rests on it is told all the same.
        if error.rule == .quorumLost, let ended {
          _ = Resting.tell(console, place, ended.key, since: since, isCompromised: true)
        }
        throw error
      }
      guard let entry = ended else { return .undecided }
      console.line(
        result.isWritten
          ? "\(entry.key.fingerprint) of \(chosen.person) counts for nothing once this has landed"
          : "\(entry.key.fingerprint) of \(chosen.person) is declared compromised already: nothing changes")
      let told = Resting.tell(
        console, place, entry.key, since: since, isCompromised: true)
      if result.isWritten {
        NextSteps.tell(place, result.after, what: "A key of \(chosen.person) is compromised", notBy: chosen.person)
      }
      return told
    }
  }
}

/// The texts with a key's end.
private enum Ended {
  static func texts(
    _ roster: Roster, _ entry: AllowedSigners.Entry, at moment: Timestamp, isCompromised: Bool
  ) throws(Finding) -> Roster.Texts {
    var texts = roster.texts
    for line in roster.signers.entries where line.key == entry.key {
      if let end = line.validBefore, end <= moment { continue }
      if let start = line.validAfter, start >= moment {
        // Such a line could not be read: the key would end before it begins. A compromised one counts for nothing anyway.
        if isCompromised { continue }
        throw Finding(
          .keyOver, "the key \(entry.key.fingerprint) begins at \(start), after it would end", at: line.place,
          next: ["name a later moment with --since", "or delete the line: nothing was signed with it yet"])
      }
      texts.signers = AllowedSigners.ending(line, at: moment, in: texts.signers)
    }
    if isCompromised, !roster.revoked.contains(entry.key) {
      let who = entry.principals.joined(separator: ",")
      texts.revoked = RosterText.adding("\(entry.key.text) \(who), compromised since \(moment)", to: texts.revoked)
    }
    return texts
  }
}

extension Rule {
  static let keyWhich = Rule(
    "key.which", "It is not clear which key is meant.",
    "A person may have several keys. Name one by its fingerprint, as ssh-keygen -l shows it; the beginning is enough.")
}

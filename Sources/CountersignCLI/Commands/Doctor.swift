import ArgumentParser
import Diagnostics
import Facts
import Gathering
import Git
import Programs
import Releases
import Signatures

struct Doctor: Command {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look at everything that signing and judging need on this machine.",
    discussion: """
      Programs, key (with a test signature), signers, root, policy, hooks, refspec, clock. One line for each, and what mends it. \
      Exit status: 0 all is in order, 1 something is wrong, 2 something could not be looked at. It asks no network.

      EXAMPLES
        countersign doctor
        countersign doctor -C ~/automation
      """)

  @OptionGroup var common: Common

  func perform(_ console: Console) throws(Finding) -> Ending {
    var checks: [CheckupLine]
    do throws(Finding) {
      checks = checkups(try Workplace.open(common, console), console)
    } catch  where error.rule == .gitNotARepository {
      checks = outside(console)
    } catch {
      checks = outside(console).dropLast() + [.unknown("repository", error)]
    }
    for line in checks.flatMap(\.lines) { console.line(line) }
    if checks.contains(where: { $0.outcome == .wrong }) { return .held }
    return checks.contains { $0.outcome == .unknown } ? .undecided : .done
  }

  private func checkups(_ place: consuming Workplace, _ console: Console) -> [CheckupLine] {
    let place = place
    let settings = settings(place.programs)
    let tools = ToolCheckup(programs: place.programs, console: console, settings: settings)
    var checks = [tools.git(), tools.signer()]
    var key: SSHPublicKey?
    var email: String?
    do throws(Finding) {
      let desk = try place.desk()
      email = desk.email
      let signed = tools.key(desk.signing)
      checks += [.ok("identity", "\(visible(desk.name)) <\(visible(desk.email))>")] + signed.check
      key = signed.key
    } catch {
      checks.append(.wrong("identity", ([error.what] + error.because).joined(separator: ": "), next: error.next))
    }
    checks += RepositoryCheckup.condition(place)
    let (pin, main) = RepositoryCheckup.pin(place)
    checks += pin + RepositoryCheckup.policy(place, main) + RepositoryCheckup.signers(main, key, email: email)
    checks.append(RepositoryCheckup.signing(settings, main))
    checks += RepositoryCheckup.hooks(place) + RepositoryCheckup.objectChecks(settings, place)
    return checks + [RepositoryCheckup.refspec(place), RepositoryCheckup.clock(place, main)]
  }

  /// Without a repository the user's own configuration is all there is.
  private func outside(_ console: Console) -> [CheckupLine] {
    let programs = Programs(environment: console.environment)
    let settings = settings(programs)
    let tools = ToolCheckup(programs: programs, console: console, settings: settings)
    let signing = Signing(
      SigningConfiguration(
        format: settings?["gpg.format"], key: settings?["user.signingkey"], sshProgram: settings?["gpg.ssh.program"],
        defaultKeyCommand: settings?["gpg.ssh.defaultkeycommand"], home: console.environment["HOME"],
        userName: settings?["user.name"], userEmail: settings?["user.email"]),
      programs: programs)
    let identity =
      settings?["user.email"].map { CheckupLine.ok("identity", "<\(visible($0))>") }
      ?? .wrong("identity", "git does not know who acts here", next: ["git config --global user.email ADDRESS"])
    let none = CheckupLine.unknown(
      "repository", "there is none here: root, policy, signers, hooks, refspec and clock were not looked at",
      next: ["run this inside a repository, or name one with -C DIR"])
    return [tools.git(), tools.signer(), identity] + tools.key(signing).check + [none]
  }

  /// nil where git cannot be run: its own line says that.
  private func settings(_ programs: Programs) -> GitSettings? {
    do throws(Finding) { return try GitSettings.read(programs, directory: common.directory) } catch {
      return nil
    }
  }
}

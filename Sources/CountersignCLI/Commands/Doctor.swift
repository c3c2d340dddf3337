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
    abstract: "Look at everything that signing and judging need on this machine.",
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
    } catch where error.rule == .gitNotARepository {
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
    let tools = ToolCheckup(programs: place.programs, console: console) { key in
      Self.setting(key, place.programs, directory: common.directory)
    }
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
    checks.append(RepositoryCheckup.signing(place, main))
    checks += RepositoryCheckup.hooks(place)
    return checks + [RepositoryCheckup.refspec(place), RepositoryCheckup.clock(place)]
  }

  /// Without a repository the user's own configuration is all there is.
  private func outside(_ console: Console) -> [CheckupLine] {
    let programs = Programs(environment: console.environment)
    let setting: (String) -> String? = { Self.setting($0, programs, directory: common.directory) }
    let tools = ToolCheckup(programs: programs, console: console, setting: setting)
    let signing = Signing(
      SigningConfiguration(
        format: setting("gpg.format"), key: setting("user.signingkey"), sshProgram: setting("gpg.ssh.program"),
        defaultKeyCommand: setting("gpg.ssh.defaultKeyCommand"), home: console.environment["HOME"],
        userName: setting("user.name"), userEmail: setting("user.email")),
      programs: programs)
    let identity = setting("user.email").map { CheckupLine.ok("identity", "<\(visible($0))>") }
      ?? .wrong("identity", "git does not know who acts here", next: ["git config --global user.email ADDRESS"])
    let none = CheckupLine.unknown(
      "repository", "there is none here: root, policy, signers, hooks, refspec and clock were not looked at",
      next: ["run this inside a repository, or name one with -C DIR"])
    return [tools.git(), tools.signer(), identity] + tools.key(signing).check + [none]
  }

  private static func setting(_ key: String, _ programs: Programs, directory: String) -> String? {
    do throws(ProgramError) {
      let result = try programs.run("git", ["config", "--get", key], directory: directory)
      guard result.succeeded else { return nil }
      return result.outputText.split(separator: "\n").first.map(String.init)
    } catch {
      return nil
    }
  }
}

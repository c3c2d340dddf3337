import ArgumentParser
import Diagnostics
import Gates
import Inspection

struct Explain: Command {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule or requirement means and what to do.",
    discussion: """
      EXAMPLES
        countersign explain approvals.stale
        countersign explain soak
        countersign explain --list
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("A rule id as findings show it, or a requirement's id.", valueName: "rule"))
  var rule: String?
  @Flag(help: "List every rule.")
  var list = false

  func validate() throws {
    if list == (rule != nil) { throw ValidationError("Name a rule, or --list.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    guard let rule else {
      for rule in Catalogue.rules { console.line("\(rule.id): \(rule.summary)") }
      return .done
    }
    if let found = Catalogue.rules.first(where: { $0.id == rule }) {
      console.line("\(found.id)\n\n\(found.summary)\n\n\(found.explanation)")
      if let controls = found.controls, let confidence = found.confidence {
        console.line("\n\(controls.words) Confidence: \(confidence.rawValue).")
      }
      return .done
    }
    let topic = Catalogue.rules.filter { $0.id.hasPrefix(rule + ".") }
    if let requirement = Requirements.all.first(where: { $0.id == rule }) {
      console.line("\(requirement.id): \(requirement.asks)")
    }
    guard !topic.isEmpty || Requirements.all.contains(where: { $0.id == rule }) else {
      throw Finding(
        .explainUnknown, "there is no rule '\(visible(rule))'",
        next: closest(to: rule, among: Catalogue.rules.map(\.id)).map { ["did you mean '\($0)'?"] }
          ?? ["countersign explain --list"])
    }
    for rule in topic { console.line("\n\(rule.id)\n  \(rule.summary)\n  \(rule.explanation)") }
    return .done
  }
}

extension Rule {
  static let explainUnknown = Rule(
    "explain.unknown", "No rule has this id.", "'countersign explain --list' lists them all.")
}

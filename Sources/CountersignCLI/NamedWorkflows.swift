import Diagnostics
import Vocabulary

/// Words of a command line that name workflows, with the versions that `WORKFLOW@VERSION` names.
struct NamedWorkflows: Hashable, Sendable {
  /// Names and globs, without versions.
  let words: [String]
  /// By workflow.
  private let versions: [String: String]

  /// - Parameter option: the option that names a version, too, where it was given.
  init(_ words: [String], beside option: String? = nil) throws(Finding) {
    var names: [String] = []
    var versions: [String: String] = [:]
    for word in words {
      guard let at = word.firstIndex(of: "@") else {
        names.append(word)
        continue
      }
      let name = String(word[..<at])
      let version = String(word[word.index(after: at)...])
      guard Naming.isName(name), !version.isEmpty else {
        throw Finding(
          .selectionVersion, "'\(visible(word))' names no version of one workflow",
          next: ["write WORKFLOW@VERSION, as 'countersign status' and 'countersign log' show them"])
      }
      if let option {
        throw Finding(
          .selectionVersion, "'\(visible(word))' names a version, and so does \(option)", next: ["give one of them"])
      }
      if let other = versions.updateValue(version, forKey: name), other != version {
        throw Finding(.selectionVersion, "two versions of \(name) are named", next: ["give one of them"])
      }
      names.append(name)
    }
    self.words = names
    self.versions = versions
  }

  /// `WORKFLOW@VERSION` where a version was named for this workflow.
  func revision(of workflow: String) -> String? { versions[workflow].map { "\(workflow)@\($0)" } }

  /// One word taken apart, for a command that acts on one workflow.
  static func one(_ word: String, beside option: String? = nil) throws(Finding) -> (name: String, version: String?) {
    let named = try NamedWorkflows([word], beside: option)
    let name = named.words.first ?? word
    return (name, named.versions[name])
  }

  /// Whether a revision is `WORKFLOW@VERSION`, and not one of git's own such as `HEAD@{1}`.
  static func isVersion(_ revision: String) -> Bool {
    let parts = revision.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 && Naming.isName(String(parts[0])) && !parts[1].isEmpty
      && parts[1].allSatisfy { $0.isASCII && $0.isHexDigit }
  }
}

/// Whether a text says nothing.
func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

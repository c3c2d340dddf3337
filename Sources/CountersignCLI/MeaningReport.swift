import ArgumentParser
import Diagnostics
import Gathering
import Git
import Inspection
import StrictJSON
import Vocabulary

/// Text for people, Markdown for a merge request, JSON for programs.
enum DiffFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json, markdown
}

/// What changed between two versions of a workflow, in each form.
struct MeaningReport {
  let workflow: String
  /// nil: there is none at this end.
  let old: Version?
  let new: Version?
  /// nil where the versions are the same, and for the policy.
  let difference: Difference?
  /// The difference by lines, where it is shown.
  let lines: [ArraySlice<UInt8>]

  var headline: String {
    if let new, old == new { return "\(workflow): \(new.shortName), the same version" }
    let modes = old?.dirHash == new?.dirHash ? ", only the modes of files differ" : ""
    return "\(workflow): \(old?.shortName ?? "nothing") -> \(new?.shortName ?? "removed")\(modes)"
  }

  var markdown: String {
    var text = "### \(headline.replacing(">", with: "&gt;"))\n\n" + (difference?.markdown ?? "")
    if !lines.isEmpty {
      // A fence longer than any run of tildes in the text cannot be closed by it.
      let shown = lines.map { LineDiff.shown($0, colours: false) }
      let longest = shown.reduce(0) { max($0, $1.split { $0 != "~" }.map(\.count).max() ?? 0) }
      let fence = String(repeating: "~", count: max(3, longest + 1))
      text += "\n\(fence)diff\n" + shown.map { $0 + "\n" }.joined() + "\(fence)\n"
    }
    return text
  }

  var json: String {
    let members: [JSON.Member] = [
      .init("schema", .string(Difference.schema)), .init("workflow", .string(workflow)), .init("from", Self.json(old)),
      .init("to", Self.json(new)), .init("understood", .bool(difference?.isUnderstood ?? (old == new))),
    ]
    let told = difference?.members ?? Difference([]).members
    let shown = lines.map { JSON.string(LineDiff.shown($0, colours: false)) }
    return JSON.object(members + told + [.init("lines", .array(shown))]).written(pretty: true) + "\n"
  }

  private static func json(_ version: Version?) -> JSON {
    guard let version else { return .null }
    return .object([
      .init("version", .string(version.shortName)), .init("dirHash", .string(version.dirHash)),
      .init("gitTree", .string(version.gitTree)),
    ])
  }

  static func shown(_ line: Difference.Line, colours: Bool) -> String {
    guard colours, !line.isDetail, let weight = line.weight else { return line.text }
    let colour =
      switch weight {
      case .grave: "31"
      case .notable: "33"
      case .slight: "2"
      }
    return "\u{1b}[\(colour)m\(line.text)\u{1b}[0m"
  }
}

extension Workplace {
  /// The governed roots as HEAD's policy names them; the usual one where there is none that reads.
  func rootsAtHead() throws(Finding) -> [String] {
    do throws(GitError) {
      guard let head = try repository.head().id else { return [WorkTree.usualRoot] }
      let snapshot = try collector.snapshot(inRootTree: try repository.commit(head).tree)
      if case .known(let policy) = snapshot.policy { return policy.roots }
      return [WorkTree.usualRoot]
    } catch {
      throw error.finding
    }
  }

  func difference(from old: Placed?, to new: Placed?) throws(Finding) -> Difference {
    do throws(GitError) {
      return try collector.difference(from: old, to: new)
    } catch {
      throw error.finding
    }
  }

  /// What is about to be asked for or signed, on standard error: in meaning, and which files differ.
  func showMeaning(from old: Placed?, to new: Placed?) throws(Finding) {
    guard let workflow = (new ?? old)?.workflow, workflow != Naming.policy, old?.version != new?.version else { return }
    for line in try difference(from: old, to: new).lines {
      console.talk("    " + MeaningReport.shown(line, colours: console.colours))
    }
  }
}

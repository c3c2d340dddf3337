import Diagnostics
import Gathering
import Git
import PolicyModel

/// The lines that an empty message begins with. Comments tell what to write; an unfilled `Why:` is refused, never recorded.
enum MessageTemplate {
  static func fill(_ path: String, _ ground: borrowing HookGround) throws(Finding) {
    guard let (policy, _) = try ground.policy() else { return }
    let file = try MessageFile.read(path, ground)
    // Where git keeps comments, or nobody sees the message, text put there could end up in a commit.
    guard file.isEdited, file.recorded.isEmpty, [.standard, .strip, .scissors].contains(file.cleanup) else { return }
    var text = "\n\nWhy: \n"
    if policy.commits.ticket != nil { text += "Ticket: \n" }
    if file.dropsComments, !file.hasScissors {
      let mark = String(decoding: file.comment, as: UTF8.self)
      for line in hints(policy, ground) { text += "\(mark) \(line)\n" }
    }
    try Files.write(file.prefixed(text), to: path)
  }

  private static func hints(_ policy: Policy, _ ground: borrowing HookGround) -> [String] {
    var lines = [
      "Why: the reason for this change, at least \(policy.commits.whyMinimum) characters, not the title again."
    ]
    if let ticket = policy.commits.ticket { lines.append("Ticket: matches \(visible(ticket))") }
    return lines + staged(policy, ground)
  }

  /// The workflows that this commit changes.
  private static func staged(_ policy: Policy, _ ground: borrowing HookGround) -> [String] {
    do throws(Finding) {
      let after = try ground.stagedTree()
      do throws(GitError) {
        let changed = try GovernedUnits.changed(
          from: ground.head?.tree, to: after, roots: policy.roots, in: ground.repository)
        guard !changed.isEmpty else { return ["No workflow is staged."] }
        return ["Workflows that are staged:"]
          + changed.sorted { $0.key < $1.key }.map { path, ends in
            let what = ends.old == nil ? "new" : ends.new == nil ? "removed" : "changed"
            return "  \(what) \(visible(Collector.name(ofUnit: path)))"
          }
      } catch {
        throw error.finding
      }
    } catch {
      return ["What is staged cannot be shown: \(error.what)"]
    }
  }
}

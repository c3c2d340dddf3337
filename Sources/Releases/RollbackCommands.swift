package import Git
import Vocabulary

/// The plain git commands that put a version back: no Countersign, no work tree, no filters, no local hooks; bare clones too.
package enum RollbackCommands {
  /// Lines for a POSIX shell, to be run anywhere in the clone.
  ///
  /// `tip` is where the branch stands, `held` a commit of it that holds the version, `tree` what must come out: a clone that
  /// lacks objects would leave files out.
  package static func text(
    branch: String, remote: String?, path: String, message: String, tip: ObjectID, held: ObjectID, tree: ObjectID
  ) -> String {
    let push =
      remote.map { "git push \(quoted($0)) \"$commit:refs/heads/\(branch)\"" }
      ?? "git update-ref \(quoted("refs/heads/\(branch)")) \"$commit\" \(tip.hex)"
    let paragraphs = message.split(separator: "\n\n", maxSplits: 1).map { String($0) }
    let subject = paragraphs.first ?? ""
    let trailers = (paragraphs.dropFirst().first ?? "").split(separator: "\n").map { String($0) }
    let lines = ([subject, ""] + trailers).map { quoted($0) }.joined(separator: " \\\n    ")
    return """
      set -eu
      index=$(mktemp -u)
      { git ls-tree -rz --full-tree \(tip.hex) | grep -zvF "$(printf '\\t')\(path)/" || true
        git ls-tree -rz --full-tree \(held.hex) \(quoted(path)); } |
        GIT_INDEX_FILE=$index git update-index -z --index-info
      tree=$(GIT_INDEX_FILE=$index git write-tree); rm -f "$index"
      [ "$tree" = \(tree.hex) ] || { echo "this clone lacks history: git fetch --unshallow" >&2; exit 1; }
      commit=$(printf '%s\\n' \\
          \(lines) |
        git commit-tree -S -p \(tip.hex) "$tree")
      \(push)
      """
  }

  /// A word for a POSIX shell.
  package static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy {
      ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5a) || ($0 >= 0x61 && $0 <= 0x7a)
        || [0x2d, 0x2e, 0x2f, 0x3a, 0x40, 0x5f].contains($0)
    }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}

/// The scripts that git runs, on the author's machine and on the server; `hooks/` holds the same texts.
enum HookScripts {
  /// Judges a push before anything of it is taken.
  static let server = "pre-receive"
  /// Judges refs again under their locks, when they are about to move.
  static let transaction = "reference-transaction"
  static let serverNames = [server, transaction]
  /// Those of a clone in which somebody works.
  static let names = ["prepare-commit-msg", "commit-msg", "pre-commit", "pre-push"]

  /// A hook whose judge is missing refuses, and says how to go on. The template of a message is no judge: it steps aside,
  /// as git gives no way to skip that hook.
  static func text(_ name: String) -> String {
    let call = "exec countersign hook \(name) \"$@\""
    if name == "prepare-commit-msg" {
      return "#!/bin/sh\ncommand -v countersign >/dev/null || exit 0\n\(call)\n"
    }
    if name == server {
      let message = "countersign: not on PATH here, so nothing of the push is taken; next: install it on the git server"
      return "#!/bin/sh\ncommand -v countersign >/dev/null || { echo '\(message)' >&2; exit 2; }\n\(call)\n"
    }
    if name == transaction {
      let message = "countersign: not on PATH here, so no ref moves; next: install it on the git server"
      let others = "[ \"$1\" = prepared ] || exit 0"
      let presence = "command -v countersign >/dev/null || { echo '\(message)' >&2; exit 2; }"
      return "#!/bin/sh\n\(others)\n\(presence)\n\(call)\n"
    }
    let (what, skip) = name == "pre-push" ? ("push", "git push --no-verify") : ("commit", "git commit --no-verify")
    let message =
      "countersign: not on PATH, so this \(what) was not checked; next: install it, or skip the check: \(skip)"
    return "#!/bin/sh\ncommand -v countersign >/dev/null || { echo '\(message)' >&2; exit 2; }\n\(call)\n"
  }

  /// Whether a script is one of ours, this version's or another's.
  static func isOurs(_ script: String, _ name: String) -> Bool {
    let lines = script.split(separator: "\n")
    return script == text(name)
      || lines.first == "#!/bin/sh" && lines.count <= (name == transaction ? 4 : 3)
        && lines.last == "exec countersign hook \(name) \"$@\""
  }

  /// Whether a foreign script calls ours.
  static func calls(_ script: String, _ name: String) -> Bool {
    script.split(separator: "\n").contains { line in
      let code = line.drop { $0 == " " || $0 == "\t" }
      return !code.hasPrefix("#") && code.contains("countersign hook \(name)")
    }
  }
}

import TestSupport
import Testing

/// What a shell asks of the program: completion behind TAB, manual pages.
@Suite("shell completion and manual pages")
struct ShellTests {
  @Test("bash completes workflows, environments, targets, versions, people and keys")
  func bash() throws {
    let team = try Team(.released)
    try team.must(.lena, "sync")
    let version = try team.version("report", at: "origin/main")
    let old = try team.version("report", at: team.root)
    let script = """
      eval "$(countersign --generate-completion-script bash)"
      offer() {
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
        _countersign countersign "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[*]}"
      }
      offer countersign rollb
      offer countersign promote re
      offer countersign promote report --env ''
      offer countersign kill report --env a
      offer countersign gate report --for ''
      offer countersign rollback report --env prod --version ''
      offer countersign key retire jo
      offer countersign key retire jonas --key ''
      offer countersign promote -C ../nowhere ''
      """
    let outcome = try team.run(.lena, "bash", ["-c", script])
    let key = try team.shell(.lena, "ssh-keygen -lf ../keys/jonas.pub | cut -d' ' -f2").output
    #expect(
      outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) == [
        "rollback", "report", "dev test prod", "all", "main dev test prod", "\(version) \(old)", "jonas", key,
      ], "\(outcome)")
    #expect(outcome.errors == "")
  }

  @Test("zsh and fish get a script that asks the program, too", arguments: ["zsh", "fish"])
  func others(shell: String) throws {
    let team = try Team(.founded)
    let script = try team.countersign(.lena, "--generate-completion-script", shell)
    expect(script, 0, out: ["promote", "---completion"])
  }

  @Test("a page for each command, each option in it, and groff has nothing to say")
  func manual() throws {
    let team = try Team(.founded)
    let written = try team.countersign(.lena, "manual", "../man/man1")
    expect(written, 0, out: ["pages"])
    let pages = try team.shell(.lena, "ls ../man/man1").output.split(separator: "\n").map(String.init)
    #expect(pages.count > 30 && pages.contains("countersign.1") && pages.contains("countersign-key-add.1"))
    for page in pages {
      let text = String(decoding: try team.sandbox.read("man/man1/\(page)"), as: UTF8.self).replacing("\\-", with: "-")
      #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(page)")
      let words = page.dropLast(2).split(separator: "-", maxSplits: 1).dropFirst().flatMap { self.words(String($0)) }
      let help = try team.run(.lena, Team.binary, words + ["--help"])
      #expect(help.status == 0, "\(page)")
      for word in help.output.split(whereSeparator: { " \n,[]".contains($0) }) where word.hasPrefix("--") {
        #expect(text.contains(word), "\(page) lacks \(word)")
      }
    }
    let groff = try team.shell(
      .lena,
      "command -v groff >/dev/null || exit 0; for d in utf8 ascii; do for f in ../man/man1/*; do groff -man -T$d -ww -z $f; done; done"
    )
    #expect(groff.errors == "" && groff.status == 0, "\(groff.errors)")
    expect(try team.countersign(.lena, "manual", "/proc/nothing"), 2, errors: ["[file.unwritable]"])
  }

  /// `key-add` is two words, `prepare-commit-msg` behind `hook` one.
  private func words(_ title: String) -> [String] {
    for group in ["hook", "hooks", "key", "person"] where title.hasPrefix(group + "-") {
      return [group, String(title.dropFirst(group.count + 1))]
    }
    return [title]
  }
}

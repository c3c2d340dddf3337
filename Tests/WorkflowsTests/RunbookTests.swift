import Testing
import Workflows

@Suite("The parts of a runbook")
struct RunbookTests {
  struct Text: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let parts: Set<Runbook.Part>

    init(_ description: String, _ text: String, _ parts: Runbook.Part...) {
      testDescription = description
      self.text = text
      self.parts = Set(parts)
    }
  }

  static let texts = [
    Text("nothing", ""),
    Text("words without a heading", "Pause it, roll back, go on by hand."),
    Text("a heading with nothing below", "# Pause\n\n# Roll back\n\n   \n## Manual\n"),
    Text("a heading in a fence", "# Notes\n```\n# Pause\n$ kill it\n```\n"),
    Text("a fence that never closes", "~~~\n# Pause\nkill it\n"),
    Text("no blank behind the marks", "#Pause\nkill it\n"),
    Text("seven marks", "####### Pause\nkill it\n"),
    Text("a word inside another", "# Unstoppable\nIt runs.\n# Trapause\nIt runs.\n"),
    Text("a list", "- Pause\n- Roll back\n"),
    Text("one part", "# Pause\nkill it\n", .pause),
    Text("letter case", "# HOW TO ROLL BACK\nrun this\n", .rollBack),
    Text("text in a deeper heading", "# Pause\n## In the night\ncall somebody\n", .pause),
    Text("text in a fence alone", "## Rollback\n```\ncountersign rollback\n```\n", .rollBack),
    Text("text in a list", "## Fallback\n1. Do it yourself.\n", .fallBack),
    Text("text on the last line, without an end", "## By hand\nDo it", .fallBack),
    Text("one heading for two", "## Pause and roll back\nkill it, then the command\n", .pause, .rollBack),
    Text("an underlined heading", "Stop\n====\nkill it\n\nRevert\n------\nthe command\n", .pause, .rollBack),
    Text("AsciiDoc", "== Suspend\nkill it\n\n=== Manual work\nyourself\n", .pause, .fallBack),
    Text("lines with CR", "## Pause\r\n\r\nkill it\r\n", .pause),
    Text("a heading behind blanks", "  ## Halt\nkill it\n", .pause),
    Text(
      "all of them", "# Pay\n\n## Pause\nkill\n## Roll back\nroll\n## Fall back to hand work\nhand\n", .pause,
      .rollBack, .fallBack),
  ]

  @Test("are headings with text below", arguments: texts)
  func read(_ text: Text) {
    #expect(Runbook(path: "RUNBOOK.md", text: text.text).parts == text.parts)
  }

  @Test("every word that is listed makes its part", arguments: Runbook.Part.allCases)
  func words(_ part: Runbook.Part) {
    for word in part.words {
      #expect(Runbook(path: "R", text: "# How to \(word) it\ntext\n").parts.contains(part), "\(word)")
    }
  }

  @Test("a long text of marks is read in time")
  func long() {
    let text = String(repeating: "# pause\n", count: 100_000)
    #expect(Runbook(path: "R", text: text).parts == [])
  }
}

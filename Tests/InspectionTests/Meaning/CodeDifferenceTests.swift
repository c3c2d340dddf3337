import Inspection
import Testing
import Vocabulary

@Suite("meaning: lines of code")
struct CodeDifferenceTests {
  private func lines(_ old: String, _ new: String, _ language: String = "javascript") -> [String] {
    func model(_ text: String) -> Model {
      var model = Models.payment
      model.edit("Work it out") {
        $0.code = [Model.Code(language: language, text: text, foreignInput: [], spot: Models.spot())]
      }
      return model
    }
    return Models.lines(model(old), model(new))
  }

  @Test("lines that moved are shown, with what they stand behind now, also beside others that changed")
  func moved() {
    #expect(
      lines("check(o)\npay(o)", "pay(o)\ncheck(o)") == [
        "* code of 'Work it out' (javascript): 1 line moved", "    ~ check(o) -- now stands behind: pay(o)",
      ])
    let both = lines("// a\ncheck(o)\nlog(o)\npay(o)\nlog(p)", "// b\ncheck(o)\nlog(o)\nlog(p)\npay(o)")
    #expect(
      both[0].hasSuffix("1 line new, 1 gone; 1 line moved") && both.contains { $0.contains("now stands behind") },
      "\(both)")
    // The end of a block decides what belongs to it.
    let block = lines("if (ok) {\n  log()\n}\npay()", "if (ok) {\n  log()\npay()\n}")
    #expect(block[0].hasSuffix("1 line moved"), "\(block)")
  }

  @Test("of very many lines in another order, the first that differs")
  func many() {
    let old = (0..<2_000).map { "step(\($0))" }
    let said = lines(old.joined(separator: "\n"), (Array(old[1_900...]) + old[..<1_900]).joined(separator: "\n"))
    #expect(said == ["* code of 'Work it out' (javascript): 1 line moved", "    ~ step(1900) -- now stands first"])
  }

  @Test("blanks at the ends say nothing; line ends and empty lines within do, in one line")
  func ends() {
    #expect(lines("a()\nb()", "\na()\nb()\n\n") == ["nothing changed in what it does"])
    #expect(lines("a()\nb()", "a()\r\nb()") == ["* code of 'Work it out' (javascript): empty lines or line ends alone"])
  }

  @Test("where the place in a line says what belongs together, it is told")
  func indented() {
    #expect(
      lines("for i in l:\n    log(i)\n    pay(i)", "for i in l:\n    log(i)\npay(i)", "python") == [
        "* code of 'Work it out' (python): 1 line indented otherwise",
        "    ~ pay(i) -- nothing before it instead of 4 blanks",
      ])
    #expect(
      lines("a()\n  b()", "a()\n\tb()") == [
        "* code of 'Work it out' (javascript): 1 line with other blanks",
        "    ~ b() -- 1 tab before it instead of 2 blanks",
      ])
  }

  @Test("other blanks in many lines do not hide another amount, nor does it hide behind other lines that say little")
  func noise() {
    let old = (0..<40).map { "const v\($0) = input.f\($0)" }
    let spaced = old.map { $0.replacing("const ", with: "const  ") }
    let blank = lines(
      (old + ["pay(amount)"]).joined(separator: "\n"), (spaced + ["pay(amount * 100)"]).joined(separator: "\n"))
    #expect(
      blank == [
        "* code of 'Work it out' (javascript): 1 line new, 1 gone; 40 lines with other blanks", "    - pay(amount)",
        "    + pay(amount * 100)",
      ])
    let turned = old.map { $0.replacing("const", with: "let") }
    let ranked = lines(
      (["let x"] + old + ["pay(amount)"]).joined(separator: "\n"),
      (["let x"] + turned + ["pay(everything, evil)"]).joined(separator: "\n"))
    #expect(ranked[1...2] == ["    - pay(amount)", "    + pay(everything, evil)"], "\(ranked)")
  }

  @Test("of many places in one long line, those that differ in capitals alone come last")
  func places() {
    let words = (0..<40).map { "\"key\($0)\", \"stays so\($0)\"" }
    let old = "a = [\(words.joined(separator: ", ")), \"mail joe now\"]"
    let new = old.replacing("key", with: "KEY").replacing("joe", with: "eve")
    #expect(lines(old, new).contains { $0.contains("eve") })
  }
}

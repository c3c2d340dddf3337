import Inspection
import Testing

@Suite("Answers")
struct AnswerTests {
  @Test("only what is known has a value")
  func value() {
    #expect(Answer<Int>.known(3).value == 3)
    #expect(Answer<Int>.absent.value == nil)
    #expect(Answer<Int>.unknown(because: "an expression decides").value == nil)
  }
}

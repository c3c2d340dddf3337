import PolicyModel
import Testing

@Suite("Patterns for tickets")
struct TicketTests {
  private static let tickets = [
    "", "OPS-1", "OPS-12", "ops-1", "OPS-", "OPS-1 ", " OPS-1", "OPS-1\n", "XOPS-1", "OPS-1, OPS-2", "A", "AA", "AAA",
    "AAAA", "AB",
    "ABAB", "a.b", "axb", "a\nb", "é", "e\u{301}", "٣", "OPS-٣", "_", "-", "]", "a-b", "{1}", "B", "0", "99", "100",
    "\u{1f600}",
  ]

  /// Swift's own engine as the other opinion, on patterns that take it no long time.
  @Test(
    "mean what they mean to Swift's Regex",
    arguments: [
      "OPS-[0-9]+", "OPS-\\d+", "(OPS|ops)-\\d+", "OPS-\\d+(, OPS-\\d+)*", "A?", "A*", "A+", "A{2}", "A{2,}", "A{2,3}",
      "A{0,1}", "(AB)+",
      "(?:AB){2}", "A|AB|", "a.b", "a\\.b", "[^A]", "[^A-Z0-9]+", "\\w+", "\\W", "\\s?OPS-1\\s?", "\\S+", "\\D+",
      "[\\w-]+", "[a-]b|a-b",
      "[]]".replacing("[]]", with: "[\\]]"), "\\{1\\}", "(A(B(A)?)?)?B?", "(a|b|[0-9])+|A{1,2}", "é", "..", "(A*)*",
      "(A|A)*", "(|A)B?",
    ])
  func sameAsRegex(pattern: String) throws {
    let own = try TicketPattern(pattern)
    let other = try Regex(pattern).matchingSemantics(.unicodeScalar).asciiOnlyCharacterClasses()
    for ticket in Self.tickets {
      let expected = try other.wholeMatch(in: ticket) != nil
      #expect(own.matches(ticket) == expected, "'\(pattern)' on '\(ticket)'")
    }
  }

  @Test(
    "are refused where engines differ or nothing holds together",
    arguments: [
      ("(", TicketPatternError.Problem.unclosedGroup, 0), ("a(b", .unclosedGroup, 1), ("a)", .strayParenthesis, 1),
      ("[a", .unclosedClass, 0), ("[", .unclosedClass, 0), ("[]", .unsupported("[]"), 0), ("[z-a]", .badRange, 1),
      ("*", .nothingToRepeat, 0),
      ("(?=a)", .unsupported("(?"), 0), ("(?<a>b)", .unsupported("(?"), 0), ("(?i)a", .unsupported("(?"), 0),
      ("a**", .unsupported("**"), 1),
      ("a+?", .unsupported("+?"), 1), ("a|*", .nothingToRepeat, 2), ("(+a)", .nothingToRepeat, 1),
      ("a{", .badRepetition, 1),
      ("a{3,2}", .badRepetition, 1), ("a{,2}", .badRepetition, 1), ("a{101}", .badRepetition, 1),
      ("a{1", .badRepetition, 1), ("a{1,", .badRepetition, 1),
      ("\\", .unsupported("\\"), 0), ("\\1", .unsupported("\\1"), 0), ("\\pL", .unsupported("\\p"), 0),
      ("\\b", .unsupported("\\b"), 0),
      ("^a", .unsupported("^"), 0), ("a$", .unsupported("$"), 1), ("[[:alpha:]]", .unsupported("[ in a class"), 1),
      ("[a&&b]", .unsupported("&&"), 2),
      ("((a{100}){100}){100}", .tooLarge, 0), ("(((){100}){100}){100}", .tooLarge, 0),
      (String(repeating: "(", count: 100), .tooDeep, 20),
      (String(repeating: "a", count: 201), .tooLong, 200),
    ] as [(String, TicketPatternError.Problem, Int)])
  func refused(pattern: String, problem: TicketPatternError.Problem, offset: Int) {
    #expect(throws: TicketPatternError(problem: problem, offset: offset)) { try TicketPattern(pattern) }
  }

  @Test(
    "take no long time, whatever they are",
    arguments: [
      "(a|a)*b", "(a*)*b", "(a+)+b", "(a|aa)+b", "a*a*a*a*a*a*a*a*a*a*a*a*b", "(a?){60}a{60}b", "(.*)*(.*)*(.*)*b",
      "((a{1,9}){1,9}){1,9}b",
    ])
  func bounded(pattern: String) throws {
    let compiled = try TicketPattern(pattern)
    let clock = ContinuousClock()
    let time = clock.measure { #expect(!compiled.matches(String(repeating: "a", count: 200))) }
    #expect(time < .seconds(5))
  }

  @Test("never match a ticket that is too long")
  func long() throws {
    let pattern = try TicketPattern("a+")
    #expect(pattern.matches(String(repeating: "a", count: 200)))
    #expect(!pattern.matches(String(repeating: "a", count: 201)))
    #expect(try !TicketPattern(".*").matches(String(repeating: "é", count: 101)))
  }

  @Test("are asked of a commit only where the policy has one")
  func commits() throws {
    let asked = try readPolicy(designExample).commits
    #expect(asked.matches(ticket: "OPS-12"))
    #expect(!asked.matches(ticket: "OPS-12b") && !asked.matches(ticket: ""))
    #expect(CommitRules.standard.matches(ticket: "anything"))
  }
}

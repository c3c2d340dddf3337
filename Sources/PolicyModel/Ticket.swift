/// A pattern for tickets, compiled: matching takes time in proportion to the ticket, whatever the pattern is.
///
/// Swift's `Regex` backtracks without a limit, so that a pattern such as `(a|a)*b` would let one commit's ticket stop a
/// server's hook. This reads the part of regular expressions that tickets need and follows all alternatives at once.
/// Source: Ken Thompson, "Regular Expression Search Algorithm", CACM 11(6), 1968.
package struct TicketPattern: Hashable, Sendable {
  /// The longest ticket that is looked at, in bytes; a longer one never matches.
  package static let longestTicket = 200
  /// In characters.
  package static let longestPattern = 200

  private let program: [Step]

  package init(_ pattern: String) throws(TicketPatternError) {
    let characters = Array(pattern.unicodeScalars)
    guard characters.count <= TicketPattern.longestPattern else {
      throw TicketPatternError(problem: .tooLong, offset: TicketPattern.longestPattern)
    }
    var parser = PatternParser(characters)
    var compiler = Compiler()
    try compiler.add(try parser.pattern())
    program = compiler.program + [.match]
  }

  /// nil: it cannot be compiled.
  init?(readable pattern: String) {
    do throws(TicketPatternError) { try self.init(pattern) } catch { return nil }
  }

  /// Whether the pattern matches the whole ticket.
  package func matches(_ ticket: String) -> Bool {
    guard ticket.utf8.count <= TicketPattern.longestTicket else { return false }
    var states = States(program)
    states.enter(0)
    for character in ticket.unicodeScalars {
      let current = states.takeAll()
      for state in current {
        if case .one(let set) = program[state], set.contains(character) { states.enter(state + 1) }
      }
    }
    return states.takeAll().contains { program[$0] == .match }
  }
}

extension CommitRules {
  /// Whether a commit with this `Ticket:` is in order; always so where the policy asks for none.
  package func matches(ticket text: String) -> Bool {
    guard ticket != nil else { return true }
    // The reader refuses a pattern that cannot be compiled, so such a policy was made by hand: nothing matches it.
    return pattern?.matches(text) ?? false
  }
}

/// Why a pattern for tickets cannot be used, and where.
package struct TicketPatternError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    case tooLong, tooLarge, tooDeep, unclosedGroup, unclosedClass, strayParenthesis, nothingToRepeat, badRepetition
    case badRange
    /// A construct that is left out, as it is written.
    case unsupported(String)
  }

  package let problem: Problem
  /// In characters, from 0.
  package let offset: Int

  package init(problem: Problem, offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  /// One sentence without a full stop; text from the pattern is as it is.
  package var message: String {
    let what =
      switch problem {
      case .tooLong: "more than \(TicketPattern.longestPattern) characters"
      case .tooLarge: "its repetitions, written out, are too long"
      case .tooDeep: "groups are nested too deeply"
      case .unclosedGroup: "a '(' is not closed"
      case .unclosedClass: "a '[' is not closed"
      case .strayParenthesis: "a ')' closes nothing"
      case .nothingToRepeat: "there is nothing before it to repeat"
      case .badRepetition: "a repetition is {n}, {n,} or {n,m}, with n at most m and both at most \(mostRepetitions)"
      case .badRange: "a range of characters ends before it begins"
      case .unsupported(let construct): "'\(construct)' is not among the constructs that are read"
      }
    return "\(what), at character \(offset + 1)"
  }
}

/// The largest number in a repetition.
let mostRepetitions = 100
/// The most nodes that a pattern may have with its repetitions written out.
private let mostSteps = 4000

/// One step of the compiled pattern; the next one follows unless it says otherwise.
private enum Step: Hashable, Sendable {
  case one(CharacterSet)
  case split(Int, Int)
  case jump(Int)
  case match
}

/// Writes a pattern out as steps.
private struct Compiler {
  private(set) var program: [Step] = []
  /// Counted too, as repetitions of nothing add no steps.
  private var visits = 0

  mutating func add(_ node: PatternNode) throws(TicketPatternError) {
    visits += 1
    guard visits < mostSteps else { throw TicketPatternError(problem: .tooLarge, offset: 0) }
    switch node {
    case .one(let set): program.append(.one(set))
    case .sequence(let nodes):
      for node in nodes { try add(node) }
    case .choice(let nodes): try add(choice: nodes)
    case .repeated(let node, let least, let most):
      for _ in 0..<least { try add(node) }
      if let most { try add(node, upTo: most - least) } else { try add(anyNumberOf: node) }
    }
  }

  private mutating func add(choice nodes: [PatternNode]) throws(TicketPatternError) {
    var jumps: [Int] = []
    for node in nodes.dropLast() {
      let split = reserve()
      try add(node)
      jumps.append(reserve())
      program[split] = .split(split + 1, program.count)
    }
    if let last = nodes.last { try add(last) }
    for jump in jumps { program[jump] = .jump(program.count) }
  }

  private mutating func add(anyNumberOf node: PatternNode) throws(TicketPatternError) {
    let split = reserve()
    try add(node)
    program.append(.jump(split))
    program[split] = .split(split + 1, program.count)
  }

  private mutating func add(_ node: PatternNode, upTo most: Int) throws(TicketPatternError) {
    var splits: [Int] = []
    for _ in 0..<most {
      splits.append(reserve())
      try add(node)
    }
    for split in splits { program[split] = .split(split + 1, program.count) }
  }

  /// The place of a step whose target is not known yet.
  private mutating func reserve() -> Int {
    program.append(.match)
    return program.count - 1
  }
}

/// The steps that are reached at one character of the ticket, each once.
private struct States {
  private let program: [Step]
  private var entered: [Bool]
  private var reached: [Int] = []

  init(_ program: [Step]) {
    self.program = program
    entered = Array(repeating: false, count: program.count)
  }

  /// Adds a step and all that it leads to without a character.
  mutating func enter(_ step: Int) {
    var waiting = [step]
    while let step = waiting.popLast() {
      guard !entered[step] else { continue }
      entered[step] = true
      switch program[step] {
      case .split(let one, let other): waiting += [other, one]
      case .jump(let target): waiting.append(target)
      case .one, .match: reached.append(step)
      }
    }
  }

  /// The steps reached, to be followed; then none is.
  mutating func takeAll() -> [Int] {
    defer {
      reached = []
      for step in entered.indices { entered[step] = false }
    }
    return reached
  }
}

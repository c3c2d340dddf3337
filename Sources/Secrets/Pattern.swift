import Cpcre2

/// One compiled pattern of PCRE2 with room for its matches. Matching is bounded: it ends with `limit`, never late.
///
/// PCRE2's own limit counts anew from each place where a match may begin, and says nothing of how much was used. So a callout at the
/// beginning pays for each such place, whose steps are few. Where they are not, the pattern is tried again with a callout before each
/// of its items, and what is paid is what was done.
@safe final class Pattern {
  /// What a try gave.
  enum Outcome: Hashable {
    case none
    /// The whole match and the part that is the secret.
    case found(whole: Range<Int>, secret: Range<Int>)
    /// The limits were reached: whether it matches is not known.
    case limit
  }

  private let expression: String
  private let rule: String
  private let quick: Code
  /// Made when it is first asked for.
  private var counted: Code?
  /// The group that is the secret.
  private let group: Int

  /// `group`: nil for the group `secret`, else the first, else the whole. `isOurs`: it is known to be a whole expression.
  init(_ expression: String, rule: String, group: Int? = nil, isOurs: Bool = true) throws(SecretsError) {
    self.expression = expression
    self.rule = rule
    if !isOurs { try Code.check(expression, rule: rule) }
    quick = try Code(expression, rule: rule, isCounted: false)
    let groups = quick.groups
    if let group {
      guard group <= groups else {
        throw .pattern(rule: rule, offset: 0, problem: "there is no group \(group), it has \(groups)")
      }
      self.group = group
    } else {
      self.group = quick.named ?? (groups > 0 ? 1 : 0)
    }
  }

  /// The first match that starts at `start` or behind it and ends before `end`; `anchored`: at `start` alone; `last`: it starts
  /// there at the latest.
  func first(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, last: Int? = nil, anchored: Bool = false,
    paying steps: Steps
  ) -> Outcome {
    guard start <= end, end <= bytes.count, unsafe bytes.baseAddress != nil else { return .none }
    guard steps.left > 0 else { return .limit }
    let text = unsafe UnsafeBufferPointer(rebasing: bytes[..<end])
    let known = unsafe quick.first(in: text, from: start, last: last, anchored: anchored, group, steps)
    if known != .limit || quick.isCounted || steps.left <= 0 { return known }
    do throws(SecretsError) {
      let code: Code
      if let counted { code = counted } else { code = try Code(expression, rule: rule, isCounted: true) }
      counted = code
      return unsafe code.first(in: text, from: start, last: last, anchored: anchored, group, steps)
    } catch {
      return .limit
    }
  }
}

/// How many steps patterns may still take; a thread's own.
@safe final class Steps {
  fileprivate let memory: UnsafeMutablePointer<countersign_steps>

  init(_ count: Int) {
    unsafe memory = UnsafeMutablePointer<countersign_steps>.allocate(capacity: 1)
    unsafe memory.initialize(to: countersign_steps(left: Int64(count), here: 0, price: 0))
  }

  deinit { unsafe memory.deallocate() }

  /// Zero or less when all are taken.
  var left: Int {
    get { Int(unsafe memory.pointee.left) }
    set { unsafe memory.pointee.left = Int64(newValue) }
  }
}

/// A pattern as PCRE2 has it.
@safe private final class Code {
  /// What a place costs where a match may begin and few steps decide.
  private static let price: Int64 = 8
  /// How few.
  private static let few: UInt32 = 100
  /// A single try of a counted pattern may cost so much, and this for each byte in which it may begin.
  private static let most: Int64 = 200_000
  private static let mostForEach: Int64 = 512

  let groups: Int
  /// Of the group `secret`.
  let named: Int?
  private let raw: OpaquePointer
  private let data: OpaquePointer
  private let context: OpaquePointer
  /// Whether each of its items pays, and not only each beginning.
  let isCounted: Bool

  init(_ expression: String, rule: String, isCounted: Bool) throws(SecretsError) {
    var wrapped: OpaquePointer?
    // A verb has to stand at the very beginning, and what ends in a comment takes no parenthesis: those are counted.
    if !isCounted, !expression.hasPrefix("(*") {
      do throws(SecretsError) {
        unsafe wrapped = try Self.compiled("(?C1)(?:\(expression))", rule, isCounted: false)
      } catch {}
    }
    self.isCounted = unsafe wrapped == nil
    let compiled: OpaquePointer
    if let wrapped = unsafe wrapped {
      unsafe compiled = wrapped
    } else {
      unsafe compiled = try Self.compiled(expression, rule, isCounted: true)
    }
    guard let data = unsafe pcre2_match_data_create_from_pattern_8(compiled, nil),
      let context = unsafe pcre2_match_context_create_8(nil)
    else {
      unsafe pcre2_code_free_8(compiled)
      throw .outOfMemory
    }
    unsafe pcre2_set_match_limit_8(context, self.isCounted ? .max : Self.few)
    unsafe pcre2_set_depth_limit_8(context, 5_000)
    unsafe pcre2_set_heap_limit_8(context, 4_096)
    unsafe raw = compiled
    unsafe self.data = data
    unsafe self.context = context
    let named = unsafe pcre2_substring_number_from_name_8(compiled, Array("secret\0".utf8))
    var groups: UInt32 = 0
    unsafe pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
    self.named = named > 0 ? Int(named) : nil
    self.groups = Int(groups)
  }

  deinit {
    unsafe pcre2_match_context_free_8(context)
    unsafe pcre2_match_data_free_8(data)
    unsafe pcre2_code_free_8(raw)
  }

  func first(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, last: Int?, anchored: Bool, _ group: Int, _ steps: Steps
  ) -> Pattern.Outcome {
    guard let base = text.baseAddress else { return .none }
    let starts = Int64(anchored ? 1 : min(text.count, last ?? text.count) - start + 1)
    unsafe steps.memory.pointee.price = isCounted ? 1 : Self.price
    unsafe steps.memory.pointee.here = isCounted ? Self.most + Self.mostForEach * starts : .max
    // Being called is not for nothing either.
    unsafe steps.memory.pointee.left -= Self.price
    unsafe pcre2_set_callout_8(context, countersign_step, steps.memory)
    unsafe pcre2_set_offset_limit_8(context, last ?? text.count)
    let count = unsafe pcre2_match_8(
      raw, base, text.count, start, anchored ? UInt32(PCRE2_ANCHORED) : 0, data, context)
    if count == PCRE2_ERROR_NOMATCH { return .none }
    guard count > 0, let places = unsafe pcre2_get_ovector_pointer_8(data) else { return .limit }
    // Written out of order by \K in a lookaround, which no rule needs.
    let whole = unsafe (places[0], places[1])
    guard whole.0 <= whole.1, whole.1 <= text.count else { return .none }
    // A group that took no part is unset; then another alternative's is the secret.
    for group in [group] + (1..<max(1, Int(count))) where group < Int(count) {
      let part = unsafe (places[2 * group], places[2 * group + 1])
      if part.0 >= 0, part.0 < part.1, part.1 <= text.count {
        return .found(whole: whole.0..<whole.1, secret: part.0..<part.1)
      }
    }
    return .found(whole: whole.0..<whole.1, secret: whole.0..<whole.1)
  }

  /// Throws where an expression is none by itself.
  static func check(_ expression: String, rule: String) throws(SecretsError) {
    unsafe pcre2_code_free_8(try Self.compiled(expression, rule, isCounted: true))
  }

  private static func compiled(
    _ expression: String, _ rule: String, isCounted: Bool
  ) throws(SecretsError) -> OpaquePointer {
    let options =
      UInt32(PCRE2_NEVER_BACKSLASH_C) | UInt32(PCRE2_DOLLAR_ENDONLY) | UInt32(PCRE2_USE_OFFSET_LIMIT)
      | (isCounted ? UInt32(PCRE2_AUTO_CALLOUT) : 0)
      | (namesLetters(expression) ? UInt32(PCRE2_UTF) | UInt32(PCRE2_MATCH_INVALID_UTF) : 0)
    var problem: Int32 = 0
    var offset = 0
    let bytes = Array(expression.utf8)
    let compiled = unsafe bytes.withUnsafeBufferPointer { text in
      unsafe pcre2_compile_8(text.baseAddress, text.count, options, &problem, &offset, nil)
    }
    guard let compiled = unsafe compiled else {
      throw .pattern(rule: rule, offset: offset, problem: words(problem))
    }
    return unsafe compiled
  }

  /// Whether an expression means letters that take more than a byte, as they are, by number or by class. All others are matched byte
  /// by byte, which is faster. Texts need not be UTF-8: no match spans what is none (pcre2unicode(3)).
  private static func namesLetters(_ expression: String) -> Bool {
    expression.utf8.contains { $0 >= 0x80 } || ["\\x{", "\\p", "\\P"].contains { expression.contains($0) }
  }

  private static func words(_ code: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 160)
    let count = unsafe text.withUnsafeMutableBufferPointer {
      unsafe pcre2_get_error_message_8(code, $0.baseAddress, $0.count)
    }
    return count > 0 ? String(decoding: text.prefix(Int(count)), as: UTF8.self) : "error \(code)"
  }
}

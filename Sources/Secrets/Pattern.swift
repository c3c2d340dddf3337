import Cpcre2

/// One compiled pattern of PCRE2 with room for its matches. Matching is bounded: it ends with `limit`, never late.
@safe final class Pattern {
  /// What a try gave.
  enum Outcome: Hashable {
    case none
    /// The whole match and the part that is the secret.
    case found(whole: Range<Int>, secret: Range<Int>)
    /// The limits were reached: whether it matches is not known.
    case limit
  }

  private let code: OpaquePointer
  private let data: OpaquePointer
  private let context: OpaquePointer
  /// The group that is the secret.
  private let group: Int

  /// `group`: nil for the group `secret`, else the first, else the whole.
  init(_ expression: String, rule: String, group: Int? = nil) throws(SecretsError) {
    var problem: Int32 = 0
    var offset = 0
    let bytes = Array(expression.utf8)
    let compiled = unsafe bytes.withUnsafeBufferPointer { text in
      unsafe pcre2_compile_8(
        text.baseAddress, text.count,
        UInt32(PCRE2_NEVER_BACKSLASH_C) | UInt32(PCRE2_DOLLAR_ENDONLY), &problem, &offset,
        nil)
    }
    guard let compiled = unsafe compiled else {
      throw .pattern(rule: rule, offset: offset, problem: Self.words(problem))
    }
    guard let data = unsafe pcre2_match_data_create_from_pattern_8(compiled, nil),
      let context = unsafe pcre2_match_context_create_8(nil)
    else {
      unsafe pcre2_code_free_8(compiled)
      throw .outOfMemory
    }
    unsafe pcre2_set_match_limit_8(context, 200_000)
    unsafe pcre2_set_depth_limit_8(context, 5_000)
    unsafe pcre2_set_heap_limit_8(context, 4_096)
    unsafe code = compiled
    unsafe self.data = data
    unsafe self.context = context
    let named = unsafe pcre2_substring_number_from_name_8(compiled, Array("secret\0".utf8))
    var groups: UInt32 = 0
    unsafe pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
    if let group {
      guard group <= Int(groups) else {
        throw .pattern(
          rule: rule, offset: 0, problem: "there is no group \(group), it has \(groups)")
      }
      self.group = group
    } else {
      self.group = named > 0 ? Int(named) : groups > 0 ? 1 : 0
    }
  }

  deinit {
    unsafe pcre2_match_context_free_8(context)
    unsafe pcre2_match_data_free_8(data)
    unsafe pcre2_code_free_8(code)
  }

  /// The first match that starts at `start` or behind it and ends before `end`; `anchored`: at `start` alone.
  func first(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, anchored: Bool = false
  ) -> Outcome {
    guard start <= end, end <= bytes.count, let base = bytes.baseAddress else { return .none }
    let count = unsafe pcre2_match_8(
      code, base, end, start, anchored ? UInt32(PCRE2_ANCHORED) : 0, data, context)
    if count == PCRE2_ERROR_NOMATCH { return .none }
    guard count > 0, let places = unsafe pcre2_get_ovector_pointer_8(data) else { return .limit }
    // Written out of order by \K in a lookaround, which no rule needs.
    let whole = unsafe (places[0], places[1])
    guard whole.0 <= whole.1, whole.1 <= end else { return .none }
    // A group that took no part is unset; then another alternative's is the secret.
    for group in [group] + (1..<max(1, Int(count))) where group < Int(count) {
      let part = unsafe (places[2 * group], places[2 * group + 1])
      if part.0 >= 0, part.0 < part.1, part.1 <= end {
        return .found(whole: whole.0..<whole.1, secret: part.0..<part.1)
      }
    }
    return .found(whole: whole.0..<whole.1, secret: whole.0..<whole.1)
  }

  private static func words(_ code: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 160)
    let count = unsafe text.withUnsafeMutableBufferPointer {
      unsafe pcre2_get_error_message_8(code, $0.baseAddress, $0.count)
    }
    return count > 0 ? String(decoding: text.prefix(Int(count)), as: UTF8.self) : "error \(code)"
  }
}

import Clibyaml

/// What libyaml reports, as values.
enum Event {
  case documentStart(directives: Bool)
  case documentEnd
  case scalar(String, plain: Bool, Properties)
  case sequenceStart(Properties)
  case mappingStart(Properties)
  case collectionEnd
  case alias(String)
  case end

  /// Anchor and tag of a node; nil when there is none.
  struct Properties {
    let anchor: String?
    let tag: String?
  }
}

/// The owner of one libyaml parser and of the bytes that it reads.
@safe struct Parser: ~Copyable {
  private let raw: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let initialised: Bool
  private var cursor: Cursor

  /// `start` bytes at the start are passed over; places count them.
  init(_ bytes: [UInt8], from start: Int) {
    cursor = Cursor(bytes, from: start)
    unsafe input = .allocate(capacity: bytes.count - start)
    _ = unsafe input.initialize(from: bytes[start...])
    unsafe raw = .allocate(capacity: 1)
    unsafe raw.initialize(to: yaml_parser_t())
    initialised = unsafe yaml_parser_initialize(raw) == 1
    if initialised {
      // Set, not guessed: UTF-16 would be found by its byte order mark, which is refused before.
      unsafe yaml_parser_set_encoding(raw, YAML_UTF8_ENCODING)
      unsafe yaml_parser_set_input_string(raw, input.baseAddress, bytes.count - start)
    }
  }

  deinit {
    if initialised { unsafe yaml_parser_delete(raw) }
    unsafe raw.deallocate()
    unsafe input.deallocate()
  }

  /// The next event and where it starts. Not to be called again after `end` or an error.
  mutating func next() throws(YAMLError) -> (Event, YAMLPosition) {
    guard initialised else { throw .outOfMemory }
    while true {
      var event = unsafe yaml_event_t()
      guard unsafe yaml_parser_parse(raw, &event) == 1 else { throw problem() }
      defer { unsafe yaml_event_delete(&event) }
      if let value = unsafe value(of: event) { return (value, place(unsafe event.start_mark)) }
    }
  }

  /// The event as a value; nil for the start of the stream.
  private func value(of event: yaml_event_t) -> Event? {
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT:
      let start = unsafe event.data.document_start
      return .documentStart(
        directives: unsafe start.version_directive != nil || start.tag_directives.start != start.tag_directives.end)
    case YAML_DOCUMENT_END_EVENT:
      return .documentEnd
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      return .scalar(
        unsafe text(scalar.value, scalar.length), plain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE,
        unsafe properties(scalar.anchor, scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      return .sequenceStart(unsafe properties(start.anchor, start.tag))
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      return .mappingStart(unsafe properties(start.anchor, start.tag))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      return .collectionEnd
    case YAML_ALIAS_EVENT:
      return .alias(unsafe text(event.data.alias.anchor) ?? "")
    case YAML_STREAM_START_EVENT:
      return nil
    default:
      // The end of the stream, and an event without a type, which libyaml gives after it.
      return .end
    }
  }

  private func properties(_ anchor: UnsafePointer<yaml_char_t>?, _ tag: UnsafePointer<yaml_char_t>?) -> Event.Properties
  {
    Event.Properties(anchor: unsafe text(anchor), tag: unsafe text(tag))
  }

  private func text(_ characters: UnsafePointer<yaml_char_t>?) -> String? {
    guard let characters = unsafe characters else { return nil }
    return unsafe String(cString: characters)
  }

  private func text(_ characters: UnsafePointer<yaml_char_t>?, _ count: Int) -> String {
    unsafe String(decoding: UnsafeBufferPointer(start: characters, count: count), as: UTF8.self)
  }

  /// Why the parser stopped, read at once.
  private mutating func problem() -> YAMLError {
    if unsafe raw.pointee.error == YAML_MEMORY_ERROR { return .outOfMemory }
    let place = place(unsafe raw.pointee.problem_mark)
    if cursor.byte == UInt8(ascii: "\t") { return .tab(at: place) }
    guard let problem = unsafe raw.pointee.problem else { return .syntax(problem: "no reason given", at: place) }
    return .syntax(problem: unsafe String(cString: problem), at: place)
  }

  private mutating func place(_ mark: yaml_mark_t) -> YAMLPosition {
    let offset = cursor.move(to: Int(mark.index))
    // libyaml counts one line more at the end of a text whose last line is not ended.
    if mark.column == 0, let column = cursor.columnInUnendedLine {
      return YAMLPosition(line: Int(mark.line), column: column, offset: offset)
    }
    return YAMLPosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1, offset: offset)
  }
}

extension StrictYAML {
  /// The version of the libyaml that is loaded: `0.2.5`.
  package static var libraryVersion: String {
    unsafe String(cString: yaml_get_version_string())
  }
}

/// Turns libyaml's count of code points into a byte offset; steps are short, as events come in order.
private struct Cursor {
  private let bytes: [UInt8]
  private var codePoints = 0
  private var offset: Int

  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    offset = start
  }

  /// The byte at the place last moved to; nil at the end.
  var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// The column of a place that does not start a line; nil for one that does.
  var columnInUnendedLine: Int? {
    let line = bytes[..<offset].reversed().prefix { $0 != UInt8(ascii: "\n") }
    return line.isEmpty ? nil : line.count { $0 & 0xc0 != 0x80 } + 1
  }

  /// The byte offset of a code point; the end for one behind it.
  mutating func move(to target: Int) -> Int {
    while codePoints < target, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xc0 == 0x80 { offset += 1 }
      codePoints += 1
    }
    while codePoints > target {
      offset -= 1
      while bytes[offset] & 0xc0 == 0x80 { offset -= 1 }
      codePoints -= 1
    }
    return offset
  }
}

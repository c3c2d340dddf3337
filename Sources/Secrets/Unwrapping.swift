/// A text that was wrapped in another.
struct Piece {
  let wrapping: SecretFinding.Wrapping
  /// Of the wrapping, in the outer text.
  let range: Range<Int>
  let text: [UInt8]
}

/// Pieces as they are found, while there is room.
struct Pieces {
  private var left: Int
  private(set) var kept: [Piece] = []
  private(set) var isFull = false

  /// `most`: bytes of their texts.
  init(most: Int) { left = most }

  /// Something is too long to be kept.
  mutating func fill() { isFull = true }

  mutating func add(_ piece: Piece) {
    guard left > 0 else {
      isFull = true
      return
    }
    left -= piece.text.count
    kept.append(piece)
  }
}

extension SecretScanner {
  /// What is base64 (either alphabet) or percent-encoded in a text, as far as it reads as text; `isAll` is false when it is more
  /// than `most` bytes.
  func unwrap(_ layer: [UInt8], most: Int) -> (pieces: [Piece], isAll: Bool) {
    var pieces = Pieces(most: most)
    unsafe layer.withUnsafeBufferPointer { bytes in
      unsafe base64Pieces(bytes, &pieces)
      unsafe percentPieces(bytes, &pieces)
      let decoded = UTF16Text.isMarked(layer) ? UTF16Text.letters(of: layer) : nil
      unsafe WideRuns.find(in: bytes, decoded: decoded, &pieces)
    }
    return (pieces.kept, !pieces.isFull)
  }

  /// The shortest that is unwrapped: 18 bytes.
  private static let shortest = 24
  /// The longest that is: 3 MiB.
  private static let longest = 4 << 20

  /// Runs of the alphabets. Every run of 24 letters covers eight bytes from a multiple of 16 on, so most of a text is passed over.
  private func base64Pieces(_ bytes: UnsafeBufferPointer<UInt8>, _ pieces: inout Pieces) {
    let digits = unsafe Self.digits
    var probe = 0
    var behind = 0
    while probe + 8 <= bytes.count, !pieces.isFull {
      guard unsafe Self.areLetters(bytes, probe, digits), unsafe Self.isLong(bytes, probe, digits) else {
        probe += 16
        continue
      }
      var start = probe
      while start > behind, unsafe digits[Int(bytes[start - 1])] >= 0 { start -= 1 }
      var end = probe + 1
      while end < bytes.count, unsafe digits[Int(bytes[end])] >= 0 { end += 1 }
      // Lines of 60 to 80 letters are one text: certificates, keys, `base64` of the shell, in JSON with `\n`.
      while end - start >= 40, let next = unsafe Self.continued(bytes, end) {
        end = next
        while end < bytes.count, unsafe digits[Int(bytes[end])] >= 0 { end += 1 }
      }
      if end - start > Self.longest { pieces.fill() }
      if end - start >= Self.shortest, end - start <= Self.longest {
        if let text = unsafe Self.decoded(UnsafeBufferPointer(rebasing: bytes[start..<end])) {
          pieces.add(Piece(wrapping: .base64, range: start..<end, text: text))
        } else {
          unsafe Self.addReadable(bytes, start..<end, &pieces)
        }
      }
      behind = end
      probe = (end + 15) & ~15
    }
  }

  /// Whether the eight bytes from a place on are letters. What holds a sign before the first of them, or is no ASCII, is seen at once.
  private static func areLetters(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ digits: UnsafePointer<Int8>
  ) -> Bool {
    let high: UInt64 = 0x8080_8080_8080_8080
    guard let base = unsafe UnsafeRawPointer(bytes.baseAddress) else { return false }
    let word = unsafe (base + place).loadUnaligned(as: UInt64.self)
    // From `+` (0x2b) on 0x55 sets the highest bit.
    guard word & high == 0, (word &+ 0x5555_5555_5555_5555) & high == high else { return false }
    for index in place..<place + 8 where unsafe digits[Int(bytes[index])] < 0 { return false }
    return true
  }

  /// Whether the eight letters at a place may lie in a run of 24: such a run covers the eight bytes behind them, or before them.
  private static func isLong(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ digits: UnsafePointer<Int8>
  ) -> Bool {
    unsafe place + 16 <= bytes.count && areLetters(bytes, place + 8, digits)
      || place >= 8 && areLetters(bytes, place - 8, digits)
  }

  /// Where the next line of a wrapped text begins; nil when none follows.
  private static func continued(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int? {
    var next = end
    if unsafe next < bytes.count && bytes[next] == 0x0d { next += 1 }
    if unsafe next < bytes.count && bytes[next] == 0x0a {
      next += 1
    } else if unsafe next + 1 < bytes.count && bytes[next] == UInt8(ascii: "\\")
      && bytes[next + 1] == UInt8(ascii: "n")
    {
      next += 2
    } else {
      return nil
    }
    while unsafe next < bytes.count && bytes[next] == 0x20 && next < end + 40 { next += 1 }
    guard unsafe next < bytes.count && digits[Int(bytes[next])] >= 0 else { return nil }
    return next
  }

  /// Nil when the first bytes already read as no text: most runs are ids, hashes and words.
  private static func decoded(_ run: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    // `-EncodedCommand` of PowerShell is UTF-16.
    guard unsafe mayBegin(run), let form = unsafe form(of: run) else { return nil }
    let text = unsafe decode(run)
    guard form != .narrow else { return isText(text) ? text : nil }
    let narrow = form.narrow(text)
    return isText(narrow) ? narrow : nil
  }

  /// How many bytes a letter of a text has, and which of them it is in.
  enum Form {
    case narrow
    /// UTF-16 and UTF-32, the lower byte first, or last.
    case little16
    case big16
    case little32
    case big32

    /// Whether a letter of ASCII in this form may have such a byte at such a place; the mark at the beginning may be anything.
    func takes(_ byte: UInt8, at index: Int) -> Bool {
      switch self {
      case .narrow: true
      case .little16: index < 2 || (index & 1 == 1) == (byte == 0)
      case .big16: index < 2 || (index & 1 == 0) == (byte == 0)
      case .little32: index < 4 || (index & 3 != 0) == (byte == 0)
      case .big32: index < 4 || (index & 3 != 3) == (byte == 0)
      }
    }

    /// The letters without their zeros and without a mark.
    func narrow(_ text: [UInt8]) -> [UInt8] {
      let width = self == .little16 || self == .big16 ? 2 : 4
      let place = self == .little16 || self == .little32 ? 0 : width - 1
      let letters = stride(from: 0, to: text.count - width + 1, by: width).map { index -> UInt8 in
        let zeros = text[index..<index + width].count { $0 == 0 }
        return zeros == width - 1 && text[index + place] != 0 ? text[index + place] : UInt8(ascii: "?")
      }
      return Array(letters.drop { $0 == UInt8(ascii: "?") })
    }
  }

  private static let wide: [Form] = [.little16, .big16, .little32, .big32]

  /// Whether the first 16 bytes of a run may have a form, by the letters that each begin a byte: five of six are those of a readable
  /// byte, or zeros stand where all the wide forms have some. A quick look before `form`, and never less than it.
  static func mayBegin(_ run: UnsafeBufferPointer<UInt8>) -> Bool {
    // The first line of a run has 24 letters or more.
    guard run.count >= shortest, let letters = run.baseAddress else { return false }
    let begins = unsafe Self.begins
    var count: UInt64 = 0
    for place in stride(from: 0, through: 20, by: 4) { count += unsafe begins[Int(letters[place])] }
    if count >= 5 { return true }
    let zero = UInt8(ascii: "A")
    return unsafe letters[8] == zero || letters[4] == zero && letters[12] == zero
  }

  /// The form of the first 16 bytes of a run, or 12 if there are no more; nil when they are no text. Ends as soon as they can be none.
  static func form(of run: UnsafeBufferPointer<UInt8>) -> Form? {
    let digits = unsafe Self.digits
    var count = 0
    var unreadable = 0
    // A bit for each of `wide` that may be it.
    var possible = 0b1111
    var letters = unsafe Letters(run, digits)
    while count < 16, let byte = letters.next() {
      if !isReadable(byte) { unreadable += 1 }
      if possible != 0 {
        for (bit, form) in wide.enumerated() where possible & 1 << bit != 0 && !form.takes(byte, at: count) {
          possible &= ~(1 << bit)
        }
      }
      count += 1
      // Nine of ten.
      if possible == 0, unreadable > 1 { return nil }
    }
    guard count >= 12 else { return nil }
    if possible != 0, count - unreadable <= count * 2 / 3 { return wide[possible.trailingZeroBitCount] }
    return (count - unreadable) * 10 >= count * 9 ? .narrow : nil
  }

  /// What of a run reads as text when it is read from its second, third or fourth letter on, or behind what reads as none: a letter, a
  /// slash or a word stands before it. Each readable stretch is a piece.
  private static func addReadable(
    _ bytes: UnsafeBufferPointer<UInt8>, _ run: Range<Int>, _ pieces: inout Pieces
  ) {
    let digits = unsafe Self.digits
    var line = run.lowerBound
    while line < run.upperBound {
      var end = line
      while unsafe end < run.upperBound && digits[Int(bytes[end])] >= 0 { end += 1 }
      if end - line >= shortest, unsafe mayBeReadable(bytes, line..<end) {
        for first in line..<line + 4 { unsafe addStretches(bytes, first..<end, &pieces) }
      }
      line = end + 1
    }
  }

  /// Whether so many letters, each the fourth behind the one before, may each begin a group of a readable byte as a stretch has of them.
  private static func mayBeReadable(_ bytes: UnsafeBufferPointer<UInt8>, _ letters: Range<Int>) -> Bool {
    let begins = unsafe Self.begins
    var from = letters.lowerBound
    repeat {
      // A bit for each letter.
      var mask: UInt64 = 0
      for index in from..<min(from + 64, letters.upperBound) {
        mask |= unsafe begins[Int(bytes[index])] << UInt64(truncatingIfNeeded: index - from)
      }
      // Six of them: those of `stretch`.
      let two = mask & mask >> 4
      if two & two >> 8 & two >> 16 != 0 { return true }
      from += 44
    } while from + 20 < letters.upperBound
    return false
  }

  /// So many readable bytes one after the other are no chance.
  private static let stretch = 18

  private static func addStretches(
    _ bytes: UnsafeBufferPointer<UInt8>, _ letters: Range<Int>, _ pieces: inout Pieces
  ) {
    let digits = unsafe Self.digits
    let count = letters.count * 3 / 4
    let isReadable = { (index: Int) -> Bool in
      let place = letters.lowerBound + index / 3 * 4 + index % 3
      let (left, right) = unsafe (digits[Int(bytes[place])], digits[Int(bytes[place + 1])])
      let shift = index % 3 * 2 + 2
      let byte = UInt8(truncatingIfNeeded: Int(left) << shift | Int(right) >> (6 - shift))
      return Self.isReadable(byte)
    }
    // Each stretch covers a multiple of its length.
    var probe = stretch - 1
    var behind = 0
    while probe < count {
      guard isReadable(probe) else {
        probe += stretch
        continue
      }
      var start = probe
      while start > behind, isReadable(start - 1) { start -= 1 }
      var end = probe + 1
      while end < count, isReadable(end) { end += 1 }
      if end - start >= stretch {
        let range = letters.lowerBound + start / 3 * 4..<min(letters.upperBound, letters.lowerBound + (end + 2) / 3 * 4)
        let text = unsafe decode(UnsafeBufferPointer(rebasing: bytes[range]))
        pieces.add(
          Piece(wrapping: .base64, range: range, text: Array(text.dropFirst(start % 3).prefix(end - start))))
      }
      behind = end
      probe = end + stretch
    }
  }

  /// All that a run stands for.
  private static func decode(_ run: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: run.count / 4 * 3 + 3) { text, count in
      var letters = unsafe Letters(run, digits)
      while let byte = letters.next() {
        unsafe text[count] = byte
        count += 1
      }
    }
  }

  /// The bytes that a run of letters stands for, one after the other.
  @safe private struct Letters {
    private let run: UnsafeBufferPointer<UInt8>
    private let digits: UnsafePointer<Int8>
    private var index = 0
    private var group: UInt32 = 0
    private var held = 0

    init(_ run: UnsafeBufferPointer<UInt8>, _ digits: UnsafePointer<Int8>) {
      unsafe self.run = run
      unsafe self.digits = digits
    }

    mutating func next() -> UInt8? {
      while unsafe index < run.count {
        let byte = unsafe run[index]
        // The `n` of `\n` between two lines.
        if byte == UInt8(ascii: "\\") {
          index += 2
          continue
        }
        index += 1
        let digit = unsafe digits[Int(byte)]
        guard digit >= 0 else { continue }
        group = group << 6 | UInt32(digit)
        held += 6
        if held >= 8 {
          held -= 8
          return UInt8(truncatingIfNeeded: group >> UInt32(held))
        }
      }
      return nil
    }
  }

  /// Nine of ten bytes are printable ASCII or white space.
  private static func isText(_ bytes: [UInt8]) -> Bool {
    bytes.count(where: isReadable) * 10 >= bytes.count * 9
  }

  private static func isReadable(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7f || byte == 0x0a || byte == 0x0d || byte == 0x09
  }

  /// One for each letter whose six bits begin a readable byte, zero for every other byte.
  nonisolated(unsafe) private static let begins: UnsafePointer<UInt64> = {
    let begins = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
    unsafe begins.initialize(repeating: 0, count: 256)
    for byte in UInt8.min...UInt8.max where unsafe digits[Int(byte)] >= 0 {
      let first = unsafe UInt8(digits[Int(byte)]) << 2
      if (first...first + 3).contains(where: isReadable) { unsafe begins[Int(byte)] = 1 }
    }
    return unsafe UnsafePointer(begins)
  }()

  /// The value of each letter of both alphabets, -1 for every other byte. Made once and kept: taken before a loop, it costs nothing there.
  nonisolated(unsafe) private static let digits: UnsafePointer<Int8> = {
    let digits = UnsafeMutablePointer<Int8>.allocate(capacity: 256)
    unsafe digits.initialize(repeating: -1, count: 256)
    for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
      .enumerated()
    {
      unsafe digits[Int(byte)] = Int8(value)
    }
    unsafe digits[Int(UInt8(ascii: "-"))] = 62
    unsafe digits[Int(UInt8(ascii: "_"))] = 63
    return unsafe UnsafePointer(digits)
  }()
}

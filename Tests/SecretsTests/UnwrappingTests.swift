import Cryptography
import Testing

@testable import Secrets

@Suite("secrets: which runs of base64 are read")
struct UnwrappingTests {
  /// Made from a seed, so that a failure comes again (SplitMix64).
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64 = 20_261_130
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
      return mixed ^ mixed >> 31
    }
  }

  private static let readable = Array(UInt8(0x20)..<0x7f) + [9, 10, 13]
  private static let forms: [[UInt8]] = [[1], [1, 0], [0, 1], [1, 0, 0, 0], [0, 0, 0, 1]]

  /// A text of 18 bytes in one of the forms, some of its bytes exchanged for any others.
  private static func text(_ numbers: inout Numbers) -> [UInt8] {
    let form = forms.randomElement(using: &numbers) ?? [1]
    var bytes: [UInt8] = []
    while bytes.count < 18 { bytes += form.map { $0 == 1 ? readable.randomElement(using: &numbers) ?? 0 : 0 } }
    bytes = Array(bytes.prefix(18))
    for _ in 0..<Int.random(in: 0...3, using: &numbers) {
      bytes[Int.random(in: 0..<18, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
    }
    return bytes
  }

  @Test("the quick look passes over no run that has a form")
  func quickLook() {
    var numbers = Numbers()
    var (formed, passed) = (0, 0)
    for _ in 0..<100_000 {
      let run = Array(Base64.encode(Self.text(&numbers)).utf8)
      unsafe run.withUnsafeBufferPointer { letters in
        let mayBegin = unsafe SecretScanner.mayBegin(letters)
        if unsafe SecretScanner.form(of: letters) != nil {
          formed += 1
          #expect(mayBegin, "\(String(decoding: run, as: UTF8.self))")
        } else if !mayBegin {
          passed += 1
        }
      }
    }
    #expect(formed > 20_000)
    #expect(passed > 1_000)
  }

  /// Runs of each length around the shortest, at each place of a line: the search looks at every 16th byte alone.
  @Test("a run is seen wherever it begins", arguments: 24...44)
  func everyPlace(letters: Int) throws {
    let text = String("token \(Made.gitHub) of the bank, for the night".prefix(letters * 3 / 4 / 3 * 3))
    let run = Base64.encode(Array(text.utf8))
    try #require(!run.contains("="))
    let scanner = try SecretScanner(BuiltIn.engine.get(), options: SecretScanner.Options(key: [1]))
    for before in 0..<40 {
      let line = String(repeating: " ", count: before) + run
      for ending in ["", " ", "\n\n"] {
        let pieces = scanner.unwrap(Array((line + ending).utf8), most: 1 << 20).pieces
        #expect(pieces.map { String(decoding: $0.text, as: UTF8.self) } == [text], "behind \(before)")
      }
    }
  }

  /// A readable stretch begins and ends anywhere in a run that reads as none.
  @Test("a readable stretch is seen wherever it stands in a run")
  func stretches() throws {
    let scanner = try SecretScanner(BuiltIn.engine.get(), options: SecretScanner.Options(key: [1]))
    for before in 0..<100 {
      let noise = (0..<before).map { UInt8(0x80 + $0 * 7 % 128) }
      let run = Base64.encode(noise + Array(Made.gitHub.utf8) + Array(repeating: 0xff, count: 60))
      let pieces = scanner.unwrap(Array(run.utf8), most: 1 << 20).pieces
      #expect(
        pieces.contains { String(decoding: $0.text, as: UTF8.self).contains(Made.gitHub) }, "behind \(before) bytes")
    }
  }
}

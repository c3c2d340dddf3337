import Cryptography
import Diagnostics
import Evidence
import Testing

private let payload = Array(#"{"_type":"x"}"#.utf8)
private let envelope = Envelope(payload: payload, signature: [1, 2, 3, 4], keyID: "SHA256:abc")

private func read(_ text: String) -> Result<Envelope, Finding> {
  do throws(Finding) {
    return .success(try Envelope(reading: Array(text.utf8), named: "0123456789abcdef"))
  } catch {
    return .failure(error)
  }
}

@Suite("envelopes")
struct EnvelopeTests {
  private static let text = String(decoding: envelope.written(), as: UTF8.self)
  private static let sig = #"{"keyid":"SHA256:abc","sig":"AQIDBA=="}"#

  /// What is replaced, by what, and a word that the finding has to say.
  static let broken: [(old: String, new: String, says: String)] = [
    ("application/vnd.in-toto+json", "application/json", "application/json"),
    ("application/vnd.in-toto+json", "Application/vnd.in-toto+json", "of type"),
    (#""payloadType":"application/vnd.in-toto+json","#, "", "'payloadType'"),
    (#""payload":"eyJfdHlwZSI6IngifQ==","#, "", "'payload'"), ("eyJfdHlwZSI6IngifQ==", "eyJfdHlwZSI6IngifQ", "base64"),
    ("eyJfdHlwZSI6IngifQ==", "eyJfdHlwZSI6IngifR==", "base64"),
    ("eyJfdHlwZSI6IngifQ==", "eyJfdHlwZSI6IngifQ==\\n", "base64"),
    ("eyJfdHlwZSI6IngifQ==", "eyJfdHlwZSI6I_gifQ==", "base64"), ("AQIDBA==", "AQIDBA= =", "base64"),
    (#"[\#(sig)]"#, "[]", "has 0"), (#"[\#(sig)]"#, #"[\#(sig),\#(sig)]"#, "has 2"),
    (#"[\#(sig)]"#, sig, "'signatures'"), (#"[\#(sig)]"#, #"["x"]"#, "signature"),
    (#""keyid":"SHA256:abc","#, "", "'keyid'"),
    (#""SHA256:abc""#, "1", "'keyid'"), (#","sig":"AQIDBA==""#, "", "'sig'"),
    (#"{"keyid""#, #"{"cert":"x","keyid""#, "'cert'"),
    (#"{"payload""#, #"{"x":1,"payload""#, "'x'"), (#"{"payload""#, #"{"payload":"e30=","payload""#, "strict JSON"),
    (#"{"payload""#, #"{"\u0070ayload":"e30=","payload""#, "strict JSON"),
    (#"{"keyid""#, #"{"sig":"","keyid""#, "strict JSON"),
    ("}]}\n", "}]}\n{}", "strict JSON"), ("}]}\n", "}]", "strict JSON"),
    (#"{"payload""#, "\u{feff}" + #"{"payload""#, "strict JSON"),
  ]

  @Test("one thing is off", arguments: broken)
  func refused(old: String, new: String, says: String) throws {
    try #require(Self.text.contains(old), "\(old) is not in the sample")
    guard case .failure(let finding) = read(Self.text.replacing(old, with: new)) else {
      Issue.record("it was read")
      return
    }
    #expect(finding.rule == .statementMalformed)
    #expect(finding.place?.source == "statement 0123456789ab")
    #expect(finding.what.contains(says), "\(finding.what)")
  }

  /// Files that say the same as the sample, and are not it.
  static let otherForms: [(old: String, new: String)] = [
    ("}]}\n", "}]}"), ("}]}\n", "}]}\n\n"), ("}]}\n", "}]} \n"), (#""payloadType""#, #" "payloadType""#),
    ("eyJfdHlwZSI6IngifQ==", #"\u0065yJfdHlwZSI6IngifQ=="#), ("AQIDBA==", #"AQIDBA=\u003d"#),
    ("SHA256:abc", #"SHA256:\u0061bc"#),
    (sig, #"{"sig":"AQIDBA==","keyid":"SHA256:abc"}"#), ("/vnd", #"\/vnd"#), (#""payload""#, #""\u0070ayload""#),
  ]

  @Test("other words for the same are read, and are another file", arguments: otherForms)
  func otherForm(old: String, new: String) throws {
    let text = Self.text.replacing(old, with: new, maxReplacements: 1)
    try #require(text != Self.text)
    #expect(try read(text).get() == envelope)
    #expect(!envelope.isWritten(Array(text.utf8)))
  }

  @Test("what is written is known as written", arguments: ["SHA256:abc", "", "a\"b\\c", "é\u{202e}\n", "\u{7f}"])
  func written(keyID: String) throws {
    for count in 0...4 {
      let made = Envelope(payload: Array(payload.prefix(count)), signature: Array(payload.suffix(count)), keyID: keyID)
      let file = made.written()
      #expect(try Envelope(reading: file, named: "") == made)
      #expect(made.isWritten(file))
      for cut in [0, 5, 20, file.count - 1] { #expect(!made.isWritten(Array(file.prefix(cut)))) }
    }
  }

  @Test("too large and too deep")
  func limits() {
    let large = Envelope(payload: [UInt8](repeating: 0x20, count: 3 << 20), signature: [], keyID: "")
    for text in [String(decoding: large.written(), as: UTF8.self), String(repeating: "[", count: 100_000)] {
      guard case .failure(let finding) = read(text) else {
        Issue.record("it was read")
        continue
      }
      #expect(finding.rule == .statementMalformed)
    }
  }

  @Test("an envelope reads as it was written, whatever the bytes", arguments: 0..<30)
  func roundTrip(seed: Int) throws {
    var generator = Seeded(UInt64(seed))
    let some = Envelope(
      payload: generator.list(300) { UInt8.random(in: 0...255, using: &$0) },
      signature: generator.list(300) { UInt8.random(in: 0...255, using: &$0) }, keyID: generator.text())
    let file = some.written()
    #expect(try Envelope(reading: file, named: "x") == some)
    #expect(file.last == UInt8(ascii: "\n"))
    #expect(file.filter { $0 == UInt8(ascii: "\n") }.count == 1)
  }

  @Test("what a journal takes, it can read back", arguments: [1 << 10, 700 << 10, 900 << 10, 1 << 20])
  func largest(size: Int) throws {
    let statement = recall(String(repeating: "x", count: size - recall("").written().count))
    let some = Envelope(payload: statement.written(), signature: [1], keyID: "k")
    #expect(some.payload.count == size)
    let entry = try JournalEntry(some, statement)
    #expect(try Envelope(reading: entry.file, named: entry.id) == some)
    #expect(try StatementReading.read(some.payload, id: entry.id) == statement)
  }

  private func recall(_ why: String) -> Statement {
    Statement(
      repository: Sample.recall.repository, time: Sample.recall.time, nonce: Sample.recall.nonce,
      subjects: Sample.recall.subjects, predicate: .recall(Recall(why: why)))
  }

  @Test("a journal takes nothing that no reader takes, nor another statement than the one that was signed")
  func unreadable() throws {
    let other = Envelope(payload: recall("other").written(), signature: [1], keyID: "k")
    for some in [Envelope(payload: Array("{}".utf8), signature: [1], keyID: "k"), other] {
      do throws(Finding) {
        _ = try JournalEntry(some, recall("this"))
        Issue.record("it was taken")
      } catch {
        #expect(error.rule == .statementMalformed)
      }
    }
  }

  @Test("a journal takes nothing that is too large")
  func tooLarge() {
    let large = Envelope(payload: [UInt8](repeating: 0x20, count: Envelope.sizeLimit + 1), signature: [1], keyID: "k")
    #expect(throws: Finding.self) { try JournalEntry(large, Sample.recall) }
    let attachment = [UInt8](repeating: 0, count: JournalEntry.attachmentLimit + 1)
    do throws(Finding) {
      _ = try JournalEntry(envelope, Sample.recall, attachments: [[1], attachment])
      Issue.record("it was taken")
    } catch {
      #expect(error.rule == .journalTooLarge)
    }
  }

  /// The example of the DSSE protocol is `DSSEv1 29 http://example.com/HelloWorld 11 hello world`; this is it with our type.
  @Test(
    "what is signed is the pre-authentication encoding",
    arguments: [
      ("hello world", "DSSEv1 28 application/vnd.in-toto+json 11 hello world"),
      ("", "DSSEv1 28 application/vnd.in-toto+json 0 "), ("é", "DSSEv1 28 application/vnd.in-toto+json 2 é"),
      ("1 a", "DSSEv1 28 application/vnd.in-toto+json 3 1 a"),
    ])
  func preAuthentication(body: String, encoded: String) {
    #expect(Envelope.preAuthentication(Array(body.utf8)) == Array(encoded.utf8))
  }

  @Test("an envelope's name is the SHA-256 of its file")
  func id() {
    #expect(Envelope.id(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}

import Cryptography
import Evidence
import Git
import Programs
import Signatures
import TestSupport
import Testing
import Vocabulary

/// The script in docs/evidence.md, word for word.
private func documentedScript() throws -> String {
  let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  let programs = Programs(environment: ["PATH": "/usr/bin:/bin"])
  // The build may reach this folder through a symbolic link; its document lies beside the real one.
  let here = try programs.run("readlink", ["-f", #filePath]).outputText.split(separator: "\n").first.map(String.init)
  let top = here.map { "/" + $0.split(separator: "/").dropLast(3).joined(separator: "/") } ?? root
  let page = try programs.run("cat", [top + "/docs/evidence.md"])
  try #require(page.succeeded)
  let start = try #require(page.outputText.firstRange(of: "```sh\n#!/bin/sh\n"))
  let rest = page.outputText[start.lowerBound...].dropFirst("```sh\n".count)
  let end = try #require(rest.firstRange(of: "\n```"))
  return rest[..<end.lowerBound] + "\n"
}

/// A statement about a real directory, signed by a real key, in a journal of a real repository.
private struct Signed {
  let sandbox: Sandbox
  let maria: TestKey
  let jonas: TestKey
  let file: [UInt8]
  let id: String
  let statement: Statement

  init(namespace: String = Envelope.namespace, digest: String? = nil) throws {
    sandbox = try Sandbox()
    try sandbox.makeRepository()
    maria = try TestKey("maria", in: sandbox)
    jonas = try TestKey("jonas", in: sandbox)
    try sandbox.write("signers", "\(maria.signer("maria@acme.example"))\n\(jonas.signer("jonas@acme.example"))\n")
    try sandbox.write("verify.sh", try documentedScript())
    try sandbox.commit(
      "one",
      files: [
        "workflows/vendor-payment/workflow.yaml": "workflow: vendor-payment\n",
        "workflows/vendor-payment/a dir/flow.json": "{}\n", "workflows/vendor-payment/é.txt": "x",
      ])
    let tree = try sandbox.gitText("rev-parse", "HEAD:workflows/vendor-payment")
    // The design's own line, not our code: two ways to one digest.
    let command =
      "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0r sha256sum -- | sha256sum | cut -c 1-64"
    let dirHash = try sandbox.run("sh", ["-c", command], in: "repo/workflows/vendor-payment").output
    statement = Sample.statement(
      .submission(Submission(target: .main, why: "The bank moved to \"x\" — 100 %\n")),
      version: Version(dirHash: digest ?? dirHash, gitTree: tree))

    let payload = statement.written()
    let signing = Signing(
      SigningConfiguration(format: "ssh", key: maria.path), programs: Programs(environment: sandbox.environment))
    let armor = try signing.sign(Envelope.preAuthentication(payload), namespace: namespace)
    let blob = try SSHSignature(armored: armor).blob
    let envelope = Envelope(payload: payload, signature: blob, keyID: try signing.publicKey().fingerprint)
    let entry = try JournalEntry(envelope, statement)
    let repository = try Repository.open(sandbox.absolute("repo"))
    _ = try Journal.append(entry, to: workflow, by: writer, in: repository)
    id = entry.id
    let path = try #require(JournalPath.path(of: statement, id: id, in: workflow))
    let blobID = try sandbox.gitText("rev-parse", "\(journalRef):\(path)")
    file = try sandbox.readObject("blob", blobID)
    #expect(file == entry.file)
  }

  /// Runs the page's script on a file, named by its digest unless told otherwise.
  func verify(
    _ bytes: [UInt8], named name: String? = nil, as address: String = "maria@acme.example",
    directory: String = "workflows/vendor-payment"
  ) throws -> Outcome {
    let path = sandbox.absolute((name ?? SHA256Digest.hex(of: bytes)) + ".json")
    try sandbox.write(path, bytes)
    return try sandbox.run(
      "sh", [sandbox.absolute("verify.sh"), path, sandbox.absolute("signers"), address, directory], in: "repo")
  }

  /// The file with its payload and signature changed; the JSON around them stays.
  func rewritten(
    payload: ([UInt8]) -> [UInt8] = { $0 }, signature: ([UInt8]) -> [UInt8] = { $0 }
  ) throws -> [UInt8] {
    let envelope = try Envelope(reading: file, named: id)
    return Envelope(
      payload: payload(envelope.payload), signature: signature(envelope.signature), keyID: envelope.keyID
    ).written()
  }
}

@Suite("evidence: a third party's check", .timeLimit(.minutes(2)))
struct ThirdPartyTests {
  @Test("the page's script says yes to what was signed here, and shows it")
  func good() throws {
    let signed = try Signed()
    let outcome = try signed.verify(signed.file)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("The bank moved to"))
    #expect(try StatementReading.read(outcome.stdout, id: signed.id) == signed.statement)
  }

  @Test("a byte of the statement is flipped, anywhere in it")
  func flippedPayload() throws {
    let signed = try Signed()
    let length = signed.statement.written().count
    for index in stride(from: 0, to: length, by: length / 12) {
      let bytes = try signed.rewritten(payload: { payload in
        var changed = payload
        changed[index] ^= 1
        return changed
      })
      let outcome = try signed.verify(bytes)
      #expect(outcome.status != 0, "byte \(index)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test("a byte of the signature is flipped, anywhere in it")
  func flippedSignature() throws {
    let signed = try Signed()
    for index in stride(from: 0, to: 170, by: 17) {
      let bytes = try signed.rewritten(signature: { signature in
        var changed = signature
        changed[index % changed.count] ^= 1
        return changed
      })
      #expect(try signed.verify(bytes).status != 0, "byte \(index)")
    }
  }

  @Test("the file is not the one that its name says")
  func renamed() throws {
    let signed = try Signed()
    let outcome = try signed.verify(signed.file + [0x20], named: signed.id)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the name is not"))
  }

  @Test("the directory has another byte, another file, or is another one")
  func directory() throws {
    let signed = try Signed()
    let elsewhere = try signed.verify(signed.file, directory: "workflows")
    #expect(elsewhere.status == 1)
    #expect(elsewhere.errors.contains("does not speak of"))
    try signed.sandbox.write("repo/workflows/vendor-payment/more", "")
    #expect(try signed.verify(signed.file).errors.contains("is not the version"))
    _ = try signed.sandbox.run("rm", ["repo/workflows/vendor-payment/more"])
    #expect(try signed.verify(signed.file).status == 0)
    try signed.sandbox.write("repo/workflows/vendor-payment/workflow.yaml", "workflow: vendor-paymenu\n")
    #expect(try signed.verify(signed.file).status == 1)
  }

  @Test("somebody else, a stranger, or another purpose")
  func others() throws {
    let signed = try Signed()
    #expect(try signed.verify(signed.file, as: "jonas@acme.example").status == 1)
    #expect(try signed.verify(signed.file, as: "nobody@acme.example").status == 1)
    let forGit = try Signed(namespace: "git")
    #expect(try forGit.verify(forGit.file).errors.contains("no signature"))
    let other = try Signed(digest: String(repeating: "0", count: 64))
    #expect(try other.verify(other.file).errors.contains("is not the version"))
  }

  @Test("a key that was not valid at the time that was signed")
  func validity() throws {
    let signed = try Signed()
    // Signed at 2026-03-12T02:00:00Z.
    for (option, status) in [
      ("valid-before=\"20260312015959Z\"", 1), ("valid-after=\"20260312020001Z\"", 1),
      ("valid-before=\"20260313Z\"", 0),
    ] as [(String, Int32)] {
      try signed.sandbox.write("signers", "maria@acme.example \(option) \(signed.maria.publicKey)\n")
      #expect(try signed.verify(signed.file).status == status, "\(option)")
    }
  }

  @Test("two signatures, or two envelopes in a file")
  func doubled() throws {
    let signed = try Signed()
    let text = String(decoding: signed.file, as: UTF8.self)
    let start = try #require(text.firstRange(of: "[{"))
    let one = text[text.index(after: start.lowerBound)...].prefix { $0 != "]" }
    let two = text.replacing(String(one), with: "\(one),\(one)")
    #expect(try signed.verify(Array(two.utf8)).errors.contains("one signature"))
    #expect(try signed.verify(signed.file + signed.file).errors.contains("one signature"))
    #expect(try signed.verify(Array("{".utf8)).status == 1)
  }
}

import Glibc
import TestSupport
import Testing

/// What was verified before saves time. It never changes an answer, whoever had a hand in it.
@Suite("verify: what is remembered")
struct VerifyMemoryTests {
  private static let file = "hub.git/countersign/verified"
  private static let key = "home/lena/.local/state/countersign/verify.key"

  /// With what is remembered and without, the same bytes and the same status.
  @discardableResult
  private func same(_ team: Team, _ status: Int32, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let remembered = try team.countersign(.lena, "verify", "--format", "json", in: "hub.git")
    let anew = try team.countersign(.lena, "verify", "--format", "json", "--anew", in: "hub.git")
    #expect(remembered.output == anew.output, "\(remembered.errors)", sourceLocation: sourceLocation)
    #expect(remembered.status == status, "\(remembered.output)", sourceLocation: sourceLocation)
    #expect(anew.status == status, "\(anew.output)", sourceLocation: sourceLocation)
    return remembered.output
  }

  /// A hub that was verified and found to hold, without its hooks.
  private func verified() throws -> Team {
    let team = try Team.unguarded()
    expect(try team.countersign(.lena, "verify", in: "hub.git"), 0)
    return team
  }

  @Test("it is kept with a secret outside of the repository, and what comes on top is judged")
  func honest() throws {
    let team = try verified()
    #expect(try team.shell(.lena, "stat -c %a ../\(Self.key)").output == "600")
    let first = try team.sandbox.read(Self.file)
    try same(team, 0)
    #expect(try team.sandbox.read(Self.file) == first)
    try team.landFiles("soft", ["workflows/spare/run.sh": "#!/bin/sh\necho soft\n"])
    try same(team, 0)
    #expect(try team.sandbox.read(Self.file) != first)
    // Reviewed, tested, and what lay there before put back: a review serves one stay.
    try team.change(.maria, "third", ["workflows/report/run.sh": "#!/bin/sh\necho 3\n"])
    try team.vouch(at: "third")
    try team.must(.maria, "land", "third")
    try same(team, 0)
    try team.must(.lena, "promote", "report", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-7")
    try same(team, 0)
    let bad = try team.greeting(signedBy: nil)
    try team.force(.maria, bad, "refs/heads/main")
    #expect(try same(team, 1).contains(team.short(bad)))
  }

  @Test("a change of the policy begins anew, and so does what is dated before what it bears on")
  func beginsAnew() throws {
    let team = try verified()
    let version = try team.digests("report", at: "origin/main")
    let base = try team.digests("report", at: team.root)
    var no = RawStatement.review("reject", "report", version, base: base)
    no.seconds =
      Int(
        try team.git(
          .lena, "log", "-1", "--first-parent", "--format=%ct", "main", "--", "workflows/report", in: "hub.git")) ?? 0
    let spec = try team.journal(.maria, "report", adding: [try team.file(no, by: .jonas)])
    try team.force(.maria, String(spec.prefix(40)), "refs/countersign/journal/report")
    #expect(try same(team, 1).contains("approvals.rejected"))
    let other = try verified()
    try other.landPolicy("more", TeamFiles.policy.replacing("min-length: 10", with: "min-length: 11"))
    try same(other, 0)
  }

  @Test(
    "a ref that does not go on from where it was is judged as it is", arguments: ["env", "journal", "main", "gone"])
  func rewound(kind: String) throws {
    let team = try verified()
    switch kind {
    case "env": try team.git(.lena, "update-ref", "refs/heads/env/prod", "env/prod~1", in: "hub.git")
    case "journal": try team.rewriteJournal("report", dropping: Team.statements(with: "Heard it\""))
    case "main": try team.git(.lena, "update-ref", "refs/heads/main", "main~1", in: "hub.git")
    default: try team.git(.lena, "update-ref", "-d", "refs/heads/env/dev", in: "hub.git")
    }
    let anew = try team.countersign(.lena, "verify", "--format", "json", "--anew", in: "hub.git")
    try same(team, anew.status)
  }

  @Test("what is told of a journal or a branch as a whole is told, wherever the look began")
  func wholes() throws {
    let team = try verified()
    try team.git(.lena, "update-ref", "refs/countersign/journal/A_b", "refs/countersign/journal/greet", in: "hub.git")
    #expect(try same(team, 1).contains("verify.journal-name"))
    let other = try Team.unguarded(.founded)
    try other.must(
      .jonas, "approve", "*", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "As it runs today")
    try other.must(.lena, "adopt", "--env", "dev")
    try same(other, 0)
    try other.nextSecond()
    let main = try other.hub("refs/heads/main")
    let tree = try other.git(.lena, "rev-parse", "env/dev^{tree}", in: "hub.git")
    try other.git(.lena, "fetch", "-q", "origin")
    let bad = try other.commit(.lena, RawCommit(tree: tree, parents: [main]), signedBy: .lena)
    try other.force(.lena, bad, "refs/heads/env/test")
    #expect(try same(other, 1).contains("verify.off-line"))
  }

  @Test("a name with a blank in it, which only a root can have, takes nothing from what is remembered")
  func blank() throws {
    let team = try Team.unguarded(.founded)
    let file = try team.blob(.maria, "Read me\n")
    let tree = try team.graft(.maria, "origin/main", "workflows/ READ ME", ("100644", file))
    let raw = RawCommit(tree: tree, parents: [team.root])
    let root = try team.commit(.maria, raw, signedBy: .maria)
    try team.force(.maria, root, "refs/heads/main")
    try team.git(.lena, "config", "countersign.root", root, in: "hub.git")
    try team.force(.maria, try team.greeting(), "refs/heads/main")
    try same(team, 0)
    // A look that needs no other writes no other file.
    let first = try team.shell(.lena, "stat -c %i ../\(Self.file)").output
    try same(team, 0)
    #expect(try team.shell(.lena, "stat -c %i ../\(Self.file)").output == first)
  }

  enum Poison: String, CaseIterable, Sendable {
    case flipped, cut, empty, otherKey, otherRepository, folder, link, pipe, socket
  }

  @Test("one that somebody else wrote is none", arguments: Poison.allCases)
  func poisoned(poison: Poison) throws {
    let team = try verified()
    if poison == .otherRepository { try team.must(.lena, "verify", in: "jonas") }
    let bad = try team.greeting(signedBy: nil)
    try team.force(.maria, bad, "refs/heads/main")
    let honest = try team.hub("refs/heads/main~1")
    // The bytes in which the bad landing is what was verified, in the form that the tool itself writes.
    let forged = """
      import hashlib, hmac, sys
      path, old, new, key = sys.argv[1:5]
      data = open(path, "rb").read()
      body = data[32:].replace(old.encode(), new.encode())
      tag = data[:32] if key == "none" else hmac.new(key.encode(), body, hashlib.sha256).digest()
      open(path, "wb").write(tag + body)
      """
    let path = team.sandbox.absolute(Self.file)
    switch poison {
    case .flipped, .otherKey:
      let key = poison == .flipped ? "none" : "somebody else's key, 32 bytes ..."
      expect(try team.run(.lena, "python3", ["-c", forged, path, honest, bad, key]), 0)
    case .cut: try team.sandbox.write(Self.file, Array(try team.sandbox.read(Self.file).dropLast(9)))
    case .empty: try team.sandbox.write(Self.file, [])
    case .otherRepository:
      try team.sandbox.write(Self.file, try team.sandbox.read("jonas/.git/countersign/verified"))
    case .folder: expect(try team.shell(.lena, "rm \(path) && mkdir \(path)"), 0)
    case .pipe: expect(try team.shell(.lena, "rm \(path) && mkfifo \(path)"), 0)
    case .socket:
      let bind = """
        import os, socket, sys
        os.unlink(sys.argv[1])
        os.chdir(os.path.dirname(sys.argv[1]))
        socket.socket(socket.AF_UNIX).bind("verified")
        """
      expect(try team.run(.lena, "python3", ["-c", bind, path]), 0)
    case .link: expect(try team.shell(.lena, "mv \(path) \(path).old && ln -s \(path).old \(path)"), 0)
    }
    #expect(try same(team, 1).contains(team.short(bad)))
  }

  @Test("each byte counts: one that is changed anywhere makes it none, and the answer stays")
  func everyByte() throws {
    let team = try verified()
    let good = try team.sandbox.read(Self.file)
    for offset in [0, 31, 32, 40, 60, good.count / 2, good.count - 1] {
      var bytes = good
      bytes[offset] ^= 1
      try team.sandbox.write(Self.file, bytes)
      expect(try team.countersign(.lena, "verify", in: "hub.git"), 0)
      // It was made again.
      #expect(try team.sandbox.read(Self.file) == good, "offset \(offset)")
    }
  }

  @Test("a length that is none, under the owner's own key, is none", arguments: ["ff", "7f"])
  func length(first: String) throws {
    let team = try verified()
    let forged = """
      import hashlib, hmac, sys
      path, key, first = sys.argv[1:4]
      body = bytes.fromhex(first) + b"\\xff" * 7 + open(path, "rb").read()[40:]
      open(path, "wb").write(hmac.new(open(key, "rb").read(), body, hashlib.sha256).digest() + body)
      """
    let paths = [Self.file, Self.key].map(team.sandbox.absolute)
    expect(try team.run(.lena, "python3", ["-c", forged] + paths + [first]), 0)
    try same(team, 0)
  }

  @Test("a key that others can read, or that is none, is not used")
  func openKey() throws {
    let team = try verified()
    let good = try team.sandbox.read(Self.file)
    expect(try team.shell(.lena, "chmod 644 ../\(Self.key)"), 0)
    try team.landFiles("soft", ["workflows/spare/run.sh": "#!/bin/sh\necho soft\n"])
    try same(team, 0)
    #expect(try team.sandbox.read(Self.file) == good)
    try team.sandbox.write(Self.key, "short")
    try same(team, 0)
    expect(try team.countersign(.lena, "verify", in: "hub.git", without: ["HOME"]), 0)
  }
}

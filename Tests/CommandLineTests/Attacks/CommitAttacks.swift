import Glibc
import TestSupport
import Testing

/// THREATS, "Git itself": what a commit object may not be. G6, G7, G8, G10, G13.
extension GitAttacks {
  struct Spoilt: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    let says: String
    let spoil: @Sendable (inout RawCommit) -> Void

    init(
      _ testDescription: String, _ rule: String, _ says: String = "",
      _ spoil: @escaping @Sendable (inout RawCommit) -> Void
    ) {
      self.testDescription = testDescription
      self.rule = rule
      self.says = says
      self.spoil = spoil
    }
  }

  static let armor = "-----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----"

  static let headers = [
    Spoilt("a second signature", "commit.malformed", "second signature") { $0.trailing = ["gpgsig \(armor)"] },
    Spoilt("a signature before the one that counts", "commit.malformed") { $0.headers = ["gpgsig \(armor)"] },
    Spoilt("a gpgsig-sha256 header", "commit.malformed", "gpgsig-sha256") { $0.trailing = ["gpgsig-sha256 \(armor)"] },
    Spoilt("an unknown header behind the signature", "commit.malformed", "unknown header 'x-note'") {
      $0.trailing = ["x-note not what it seems"]
    },
    Spoilt("an unknown signed header", "commit.malformed", "unknown header") { $0.headers = ["x-note signed"] },
    Spoilt("a merge tag", "commit.malformed", "mergetag") { $0.headers = ["mergetag object 0\n type commit"] },
    Spoilt("a second tree behind the signature", "commit.malformed", "'tree'") { $0.trailing = ["tree \($0.tree)"] },
    Spoilt("a second parent behind the signature", "commit.malformed", "'parent'") {
      $0.trailing = ["parent \($0.parents[0])"]
    },
    Spoilt("the same parent twice", "commit.malformed", "named twice") { $0.parents += $0.parents },
    Spoilt("another encoding", "commit.malformed", "UTF-8 is read") { $0.headers = ["encoding latin1"] },
    Spoilt("an encoding behind the signature", "commit.malformed", "encoding") { $0.trailing = ["encoding utf-8"] },
    Spoilt("a NUL in a header", "commit.malformed", "NUL") { $0.headers = ["encoding utf-8\0"] },
    Spoilt("a NUL in the message", "commit.malformed", "NUL") { $0.message += Array("\0hidden\n".utf8) },
    Spoilt("a committer without an address", "commit.malformed") { $0.committer = "maria" },
    Spoilt("two addresses in one committer", "commit.malformed") {
      $0.committer = "maria <jonas@acme.example> <maria@acme.example>"
    },
  ]

  @Test("G6: two readers could see two commits: held, and the commit is named", arguments: headers)
  func header(spoilt: Spoilt) throws {
    let team = try Team(.founded)
    try team.trustObjects()
    let bad = try team.greeting { spoilt.spoil(&$0) }
    try team.expectHeld(
      .maria, ["\(bad):refs/heads/main"], [spoilt.rule],
      says: [String(bad.prefix(12)), spoilt.says].filter { !$0.isEmpty })
    try team.expectTaken(.maria, ["\(try team.greeting()):refs/heads/main"])
  }

  static let signatures = [
    Spoilt("none", "metadata.unsigned") { $0.remake = { _ in "" } },
    Spoilt("cut off", "metadata.signature") { $0.remake = { String($0.prefix($0.count / 2)) } },
    Spoilt("cut off inside the armor", "metadata.signature") {
      $0.remake = { $0.replacing($0.split(separator: "\n")[2], with: "") }
    },
    Spoilt("one letter changed", "metadata.signature") {
      $0.remake = { armor in
        let line = armor.split(separator: "\n")[3]
        return armor.replacing(line, with: line.hasPrefix("A") ? "B" + line.dropFirst() : "A" + line.dropFirst())
      }
    },
    Spoilt("junk", "metadata.signature") {
      $0.remake = { _ in "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHjunk\n-----END SSH SIGNATURE-----" }
    },
    Spoilt("text before the armor", "metadata.undecided") { $0.remake = { "Trust me\n" + $0 } },
    Spoilt("text behind the armor", "metadata.signature") { $0.remake = { $0 + "\nTrust me" } },
    Spoilt("one made by nobody's tool", "metadata.undecided") { $0.remake = { _ in "-----BEGIN SIGNED MESSAGE-----" } },
    Spoilt("one for files", "metadata.signature", "'file'") { $0.namespace = "file" },
    Spoilt("one for statements", "metadata.signature", "'countersign'") { $0.namespace = "countersign" },
    Spoilt("one of other bytes", "metadata.signature") { $0.isTampered = true },
  ]

  @Test("G7: a signature that does not hold: held", arguments: signatures)
  func signature(spoilt: Spoilt) throws {
    let team = try Team(.founded)
    try team.trustObjects()
    let bad = try team.greeting { spoilt.spoil(&$0) }
    let before = try team.hubRefs()
    let outcome = try team.push(.maria, ["\(bad):refs/heads/main"])
    expect(
      outcome, 1,
      errors: [
        "countersign: ", "nothing of this push is taken", "[\(spoilt.rule)]", String(bad.prefix(12)), spoilt.says,
      ])
    #expect(try team.hubRefs() == before)
  }

  @Test("G7: junk in one commit of many: that commit is held, and the rest are still judged")
  func oneOfMany() throws {
    let team = try Team(.founded)
    var tip = team.root
    var ids: [String] = []
    for number in 1...9 {
      tip = try team.greeting("echo \(number)", signedBy: number == 5 ? nil : .maria) { raw in
        raw.parents = [tip]
        if number == 2 { raw.remake = { String($0.prefix(120)) } }
        if number == 7 { raw.message = Array("Change the greeting\n\nTicket: OPS-7\n".utf8) }
      }
      ids.append(String(tip.prefix(12)))
    }
    try team.expectTaken(.maria, ["\(tip):refs/heads/free"])
    // As one landing, a merge that brings them all, and as nine.
    let tree = try team.git(.maria, "rev-parse", tip + "^{tree}")
    let merge = try team.commit(
      .maria, RawCommit(tree: tree, parents: [team.root, tip], message: Array("Merge\n".utf8)), signedBy: .maria)
    for pushed in [merge, tip] {
      try team.expectHeld(
        .maria, ["\(pushed):refs/heads/main"], ["metadata.signature", "metadata.unsigned", "metadata.why"],
        says: [ids[1], ids[4], ids[6]])
    }
    let held = try team.push(.maria, ["\(merge):refs/heads/main"]).errors
    for good in [0, 2, 3, 5, 7, 8] {
      #expect(!held.contains("commit \(ids[good])"), "\(ids[good]) was in order: \(held)")
    }
  }

  @Test("G8: the same signature in another armor is another commit of the same version: nothing is gained")
  func rewrapped() throws {
    let team = try Team(.submitted)
    let version = try team.digests("report", at: "origin/louder")
    let base = try team.digests("report", at: "origin/main")
    let tree = try team.git(.jonas, "rev-parse", "origin/louder^{tree}")
    try team.git(.maria, "fetch", "-q", "origin")
    let raw = RawCommit(tree: tree, parents: [team.root])
    let plain = try team.commit(.maria, raw, signedBy: .maria)
    var wrapped = raw
    wrapped.remake = { armor in
      let lines = armor.split(separator: "\n")
      let body = lines.dropFirst().dropLast().joined()
      return "\(lines[0])\n\(body)\n\(lines[lines.count - 1])"
    }
    var again = try team.commit(.maria, wrapped, signedBy: .maria)
    #expect(again != plain)
    try team.expectHeld(.maria, ["\(again):refs/heads/main"], ["approvals.missing", "tests.missing"])
    let said = try team.journal(
      .jonas, "report",
      adding: [
        team.file(.review("approve", "report", version, base: base), by: .jonas),
        team.file(.test("report", version), by: .ci),
      ])
    try team.expectTaken(.jonas, [said])
    wrapped.committed = time(nil)
    again = try team.commit(.maria, wrapped, signedBy: .maria)
    try team.expectTaken(.maria, ["\(again):refs/heads/main"])
    // A recall of the version holds whatever commit brought it; it comes after the landing.
    try team.nextSecond()
    try team.expectTaken(
      .sofia, [try team.journal(.sofia, "report", adding: [team.file(.recall("report", version), by: .sofia)])])
    let outcome = try team.countersign(
      .lena, "promote", "report", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-7")
    expect(outcome, 1, out: ["recall"])
    #expect(try team.trailer("Release", of: "env/dev") == "")
  }
}

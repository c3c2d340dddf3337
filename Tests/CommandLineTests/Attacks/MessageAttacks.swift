import Glibc
import TestSupport
import Testing

/// THREATS, "Git itself": keys and dates (G10), messages (G13).
extension GitAttacks {
  static let messages = [
    Spoilt("bytes that are no UTF-8", "commit.malformed", "not UTF-8") {
      $0.message = Array("Say caf".utf8) + [0xe9] + Array("\n\nWhy: A reason that is long enough\nTicket: OPS-7\n".utf8)
    },
    Spoilt("two reasons", "commit.malformed", "Why") {
      $0.message = Array(
        "Say hello\n\nWhy: A reason that is long enough\nWhy: Another one altogether\nTicket: OPS-7\n".utf8)
    },
    Spoilt("two reasons in other letters", "commit.malformed") {
      $0.message = Array(
        "Say hello\n\nWhy: A reason that is long enough\nwhy: Another one altogether\nTicket: OPS-7\n".utf8)
    },
    Spoilt("two tickets", "commit.malformed", "Ticket") {
      $0.message = Array("Say hello\n\nWhy: A reason that is long enough\nTicket: OPS-7\nTicket: OPS-8\n".utf8)
    },
    Spoilt("a folded trailer", "commit.malformed", "line 4") {
      $0.message = Array("Say hello\n\nWhy: A reason\n that is long enough\nTicket: OPS-7\n".utf8)
    },
    Spoilt("carriage returns", "commit.malformed", "line 1") {
      $0.message = Array("Say hello\r\n\r\nWhy: A reason that is long enough\r\nTicket: OPS-7\r\n".utf8)
    },
    Spoilt("one carriage return that hides the reason", "commit.malformed") {
      $0.message = Array("Say hello\n\nWhy: A reason that is long enough\rWhy: x\nTicket: OPS-7\n".utf8)
    },
    Spoilt("a Cyrillic key beside the real one", "commit.malformed") {
      $0.message = Array("Say hello\n\nWhy: A reason that is long enough\nWh\u{443}: Another\nTicket: OPS-7\n".utf8)
    },
    Spoilt("a Cyrillic key in place of the real one", "commit.malformed") {
      $0.message = Array("Say hello\n\nWh\u{443}: A reason that is long enough\nTicket: OPS-7\n".utf8)
    },
    Spoilt("a key with a hidden space", "commit.malformed") {
      $0.message = Array("Say hello\n\nWhy\u{200b}: A reason that is long enough\nTicket: OPS-7\n".utf8)
    },
    Spoilt("a colon that is none", "commit.malformed") {
      $0.message = Array("Say hello\n\nWhy\u{ff1a} A reason that is long enough\nTicket: OPS-7\n".utf8)
    },
    Spoilt("a space before the colon", "commit.malformed") {
      $0.message = Array("Say hello\n\nWhy : A reason that is long enough\nTicket: OPS-7\n".utf8)
    },
    Spoilt("a co-author in look-alike letters", "commit.malformed") {
      $0.message = Array(
        "Say hello\n\nWhy: A reason that is long enough\nTicket: OPS-7\nCo-\u{430}uthored-by: jonas <jonas@acme.example>\n"
          .utf8)
    },
    Spoilt("a reason of characters that nobody sees", "metadata.why") {
      $0.message = Array("Say hello\n\nWhy: \(String(repeating: "\u{200b}", count: 40))x\nTicket: OPS-7\n".utf8)
    },
    Spoilt("a reason above the last paragraph", "metadata.why") {
      $0.message = Array("Say hello\n\nWhy: A reason that is long enough\n\nTicket: OPS-7\n".utf8)
    },
    Spoilt("a ticket with more behind it", "metadata.ticket") {
      $0.message = Array("Say hello\n\nWhy: A reason that is long enough\nTicket: OPS-7 or none\n".utf8)
    },
    Spoilt("an unknown co-author", "contributors.unknown") {
      $0.message += Array("Co-authored-by: eve <eve@elsewhere.example>\n".utf8)
    },
  ]

  @Test("G13: a message that two readers read differently: held, the place named", arguments: messages)
  func message(spoilt: Spoilt) throws {
    let team = try Team(.founded)
    try team.trustObjects()
    let bad = try team.greeting { spoilt.spoil(&$0) }
    try team.expectHeld(
      .maria, ["\(bad):refs/heads/main"], [spoilt.rule],
      says: [String(bad.prefix(12)), spoilt.says].filter { !$0.isEmpty })
  }

  @Test(
    "G13: messages in order are taken: other scripts, further trailers, co-authors",
    arguments: [
      "Grüße sagen\n\nWhy: Höflichkeit kostet nichts\nTicket: OPS-7\n",
      "Say hello\n\nWhy: these words, also those: all of it\nTicket: OPS-7\nReviewed-in: 4711\n",
      "Say hello\n\nWhy: A reason that is long enough\nTicket: OPS-7\n\nCo-authored-by: jonas <jonas@acme.example>\n",
    ])
  func goodMessages(text: String) throws {
    let team = try Team(.founded)
    try team.expectTaken(.maria, ["\(try team.greeting { $0.message = Array(text.utf8) }):refs/heads/main"])
  }

  /// Lands other lines for maria's key, through the policy gate.
  private func signers(_ team: Team, _ options: String, revoked: Bool = false) throws {
    let file = try team.git(.lena, "show", "origin/main:.countersign/allowed_signers")
    let lines = file.split(separator: "\n").map(String.init).map { line in
      line.hasPrefix("maria@") ? line.replacing("namespaces=", with: "\(options)namespaces=") : line
    }
    var files: [String: String?] = [".countersign/allowed_signers": lines.joined(separator: "\n") + "\n"]
    if revoked {
      let key = String(decoding: try team.sandbox.read("keys/maria.pub"), as: UTF8.self)
      files[".countersign/revoked_keys"] = key
    }
    try team.change(.jonas, "keys", files)
    try team.must(.jonas, "submit", "policy", "-m", "Maria's key changes")
    try team.must(.sofia, "approve", "policy", "-m", "Yes")
    try team.must(.lena, "approve", "policy", "-m", "Yes")
    try team.must(.jonas, "land", "keys")
  }

  static let keys: [(String, @Sendable () -> (options: String, revoked: Bool, says: String))] = [
    ("expired", { ("valid-before=\"\(zulu(time(nil) - 5))\",", false, "no longer") }),
    ("not yet valid", { ("valid-after=\"\(zulu(time(nil) + 3600))\",", false, "not yet") }),
    ("revoked", { ("", true, "is revoked") }),
  ]

  private static func zulu(_ seconds: Int) -> String { stamp(seconds).filter { $0 != "-" && $0 != ":" && $0 != "T" } }

  @Test(
    "G10: a key that is expired, not valid yet, or revoked, with dates to make it look valid: held", arguments: 0..<3)
  func keyDates(row: Int) throws {
    let team = try Team(.founded)
    let early = try team.greeting("echo early")
    let (options, revoked, says) = Self.keys[row].1()
    try signers(team, options, revoked: revoked)
    let bad = try team.greeting()
    try team.expectHeld(.maria, ["\(bad):refs/heads/main"], ["metadata.signature"], says: [says])
    // Dated back (or ahead) to when the key held: judged as of now, too, and against its parents.
    let shift = row == 1 ? 3700 : -7200
    let dated = try team.greeting {
      $0.authored += shift
      $0.committed += shift
    }
    try team.expectHeld(
      .maria, ["\(dated):refs/heads/main"], ["metadata.signature", row == 1 ? "metadata.future" : "metadata.backdated"])
    // A commit that was really made while the key held, and arrives by a clean merge of somebody else's.
    let tree = try team.graft(
      .maria, "origin/main", "workflows/greet/run.sh", ("100755", team.blob(.maria, "#!/bin/sh\necho early\n")))
    var merge = RawCommit(
      tree: tree, parents: [try team.hub("refs/heads/main"), early], message: Array("Merge\n".utf8))
    merge.author = "jonas <jonas@acme.example>"
    merge.committer = merge.author
    let landing = try team.commit(.maria, merge, signedBy: .jonas)
    try team.expectHeld(
      .maria, ["\(landing):refs/heads/main"], ["metadata.signature"], says: [String(early.prefix(12))])
    // Everybody else still lands.
    try team.change(.jonas, "hello", ["workflows/greet/run.sh": "echo hello\n"])
    try team.must(.jonas, "land", "hello")
  }

  @Test(
    "G10: a landing dated long ago, or an hour ahead: held; five minutes of skew are taken",
    arguments: [
      (-7200, "metadata.backdated"), (3600, "metadata.future"), (-120, ""), (120, ""),
    ])
  func dates(shift: Int, rule: String) throws {
    let team = try Team(.founded)
    let commit = try team.greeting {
      $0.authored += shift
      $0.committed += shift
    }
    if rule.isEmpty {
      try team.expectTaken(.maria, ["\(commit):refs/heads/main"])
    } else {
      try team.expectHeld(.maria, ["\(commit):refs/heads/main"], [rule])
    }
  }
}

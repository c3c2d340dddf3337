import Glibc
import TestSupport
import Testing

/// What an attacker of the server does, and what has to come of it: everything goes through a real `git push`.
extension Team {
  /// Every ref of the hub as its files have it, whatever git makes of them.
  func hubRefs() throws -> String {
    try shell(.lena, "find refs packed-refs -type f 2>/dev/null | LC_ALL=C sort | xargs -r grep -H .", in: "hub.git")
      .output
  }

  /// Pushes without asking the local hooks; a refspec per word, options first.
  @discardableResult
  func push(_ person: Person, _ words: [String], environment: [String: String] = [:]) throws -> Outcome {
    try run(
      person, "git", ["push", "--no-verify"] + options(words) + ["origin"] + refspecs(words), environment: environment)
  }

  /// The push is held, each of these rules says so, and no ref of the hub has moved.
  func expectHeld(
    _ person: Person, _ words: [String], _ rules: [String], says: [String] = [], absent: [String] = [],
    environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expectRefused(
      person, words, "countersign: held: nothing of this push is taken", rules, says: says, absent: absent,
      environment: environment, sourceLocation: sourceLocation)
  }

  /// The push cannot be decided, each of these rules says so, and no ref of the hub has moved.
  func expectUndecided(
    _ person: Person, _ words: [String], _ rules: [String], says: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expectRefused(
      person, words, nil, rules, says: says, absent: ["countersign: passed"], sourceLocation: sourceLocation)
  }

  /// The push is taken: the honest twin.
  func expectTaken(
    _ person: Person, _ words: [String], environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try hubRefs()
    expect(
      try push(person, words, environment: environment), 0, errors: ["countersign: passed"],
      sourceLocation: sourceLocation)
    #expect(try hubRefs() != before, "a push that is taken moves a ref", sourceLocation: sourceLocation)
  }

  private func expectRefused(
    _ person: Person, _ words: [String], _ headline: String?, _ rules: [String], says: [String], absent: [String],
    environment: [String: String] = [:], sourceLocation: SourceLocation
  ) throws {
    let before = try hubRefs()
    let outcome = try push(person, words, environment: environment)
    let told = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("remote:") }
    #expect(
      told.allSatisfy { !$0.unicodeScalars.contains { hostile.contains($0) } },
      "something hostile reaches a terminal: \(told)",
      sourceLocation: sourceLocation)
    expect(
      outcome, 1, errors: [headline ?? "pre-receive hook declined"] + rules.map { "[\($0)]" } + says, absent: absent,
      sourceLocation: sourceLocation)
    #expect(try hubRefs() == before, "a ref of the hub moved", sourceLocation: sourceLocation)
  }

  private func options(_ words: [String]) -> [String] { words.filter { $0.hasPrefix("-") } }
  private func refspecs(_ words: [String]) -> [String] { words.filter { !$0.hasPrefix("-") } }

  /// Lets git's own look at objects pass everything: then the hook is alone.
  func trustObjects() throws { try git(.lena, "config", "receive.fsckObjects", "false", in: "hub.git") }

  /// Puts lines of shell before the hook's own: what a hostile or careless server gives it.
  func prefaceHook(_ lines: String) throws {
    let hook = String(decoding: try sandbox.read("hub.git/hooks/pre-receive"), as: UTF8.self)
    let parts = hook.split(separator: "\n", maxSplits: 1).map(String.init)
    try sandbox.write(
      "hub.git/hooks/pre-receive", Array("\(parts[0])\n\(lines)\n\(parts[1])".utf8), executable: true)
  }
}

/// What never reaches a terminal: escape, bell, and what turns or hides text.
let hostile: Set<UnicodeScalar> = ["\u{1b}", "\u{7}", "\u{8}", "\u{200b}", "\u{202e}", "\u{2066}", "\u{9b}"]

/// A message in order.
let goodMessage = "Change the greeting\n\nWhy: A reason that is long enough\nTicket: OPS-7\n"

/// A commit as raw bytes, well-formed or not.
struct RawCommit {
  var tree: String
  var parents: [String]
  var author = "maria <maria@acme.example>"
  var committer = "maria <maria@acme.example>"
  var authored = time(nil)
  var committed = time(nil)
  var message = Array(goodMessage.utf8)
  /// Header lines before the signature, which it covers.
  var headers: [String] = []
  /// Header lines behind the signature.
  var trailing: [String] = []
  var namespace = "git"
  /// Whether the message is changed after it was signed.
  var isTampered = false
  /// What becomes of the armor before it goes into the commit.
  var remake: (String) -> String = { $0 }

  /// The commit without its signature.
  var unsigned: [UInt8] {
    var lines = ["tree \(tree)"] + parents.map { "parent \($0)" }
    lines += ["author \(author) \(authored) +0000", "committer \(committer) \(committed) +0000"]
    return Array((lines + headers).map { $0 + "\n" }.joined().utf8) + trailing.flatMap { Array(($0 + "\n").utf8) }
      + [0x0a] + message
  }

  /// The commit with this armor behind its headers.
  func signed(_ armor: String) -> [UInt8] {
    var lines = ["tree \(tree)"] + parents.map { "parent \($0)" }
    lines += ["author \(author) \(authored) +0000", "committer \(committer) \(committed) +0000"] + headers
    let made = remake(armor)
    if !made.isEmpty {
      lines.append("gpgsig " + made.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n "))
    }
    return Array((lines + trailing).map { $0 + "\n" }.joined().utf8) + [0x0a] + (isTampered ? Array("Re: ".utf8) : [])
      + message
  }
}

extension Team {
  /// The armor that a person's key makes over these bytes.
  func armor(_ person: Person, _ bytes: [UInt8], namespace: String) throws -> String {
    try armor(key: sandbox.absolute("keys/\(person.rawValue)"), bytes, namespace: namespace)
  }

  func armor(key: String, _ bytes: [UInt8], namespace: String) throws -> String {
    sandbox.environment = environment(.lena)
    let outcome = try sandbox.run("ssh-keygen", ["-q", "-Y", "sign", "-n", namespace, "-f", key], input: bytes)
    guard outcome.status == 0 else { throw SandboxError.status(command: "ssh-keygen -Y sign", outcome) }
    return outcome.output
  }

  /// Writes an object of any bytes into a person's clone; gives its id.
  func object(_ person: Person, _ kind: String, _ bytes: [UInt8]) throws -> String {
    sandbox.environment = environment(person)
    return try sandbox.writeObject(kind, bytes, in: person.rawValue)
  }

  func blob(_ person: Person, _ text: String) throws -> String { try object(person, "blob", Array(text.utf8)) }

  /// Writes a commit into a person's clone, signed by a person's key (nil: not at all); gives its id.
  func commit(_ person: Person, _ raw: RawCommit, signedBy signer: Person?) throws -> String {
    let armor = try signer.map { try self.armor($0, raw.unsigned, namespace: raw.namespace) } ?? ""
    return try object(person, "commit", raw.signed(armor))
  }

  /// A commit of maria's on the hub's main with another text of `greet`, in order but for what the closure does to it.
  func greeting(
    _ text: String = "echo hello", signedBy: Person? = .maria, _ spoil: (inout RawCommit) throws -> Void = { _ in }
  )
    throws -> String
  {
    try git(.maria, "fetch", "-q", "origin")
    let main = try git(.maria, "rev-parse", "origin/main")
    let file = try blob(.maria, "#!/bin/sh\n\(text)\n")
    let tree = try graft(.maria, "origin/main", "workflows/greet/run.sh", ("100755", file))
    var raw = RawCommit(tree: tree, parents: [main])
    try spoil(&raw)
    return try commit(.maria, raw, signedBy: signedBy)
  }

  /// The root tree of a revision with one path set, or taken away; names are bytes, joined by slashes.
  func graft(_ person: Person, _ revision: String, _ path: String, _ entry: (mode: String, id: String)?) throws
    -> String
  {
    try graft(person, revision, path.split(separator: "/").map { Array($0.utf8) }, entry)
  }

  func graft(_ person: Person, _ revision: String, _ path: [[UInt8]], _ entry: (mode: String, id: String)?) throws
    -> String
  {
    sandbox.environment = environment(person)
    let root = try git(person, "rev-parse", revision + "^{tree}")
    return try graft(person, tree: root, path[...], entry)
  }

  private func graft(_ person: Person, tree: String?, _ path: ArraySlice<[UInt8]>, _ entry: (mode: String, id: String)?)
    throws -> String
  {
    guard let name = path.first else { throw SandboxError.system(what: "an empty path", errno: EINVAL) }
    var entries = try tree.map { try rawEntries(person, $0) } ?? []
    let old = entries.firstIndex { $0.name == name }
    if path.count > 1 {
      let below = old.flatMap { entries[$0].mode == "40000" ? entries[$0].id : nil }
      let id = try graft(person, tree: below, path.dropFirst(), entry)
      if let old { entries.remove(at: old) }
      entries.append(("40000", name, id))
    } else {
      if let old { entries.remove(at: old) }
      if let entry { entries.append((entry.mode, name, entry.id)) }
    }
    let sorted = entries.sorted { key($0.mode, $0.name).lexicographicallyPrecedes(key($1.mode, $1.name)) }
    return try object(person, "tree", sorted.flatMap { Sandbox.rawEntry($0.mode, $0.name, $0.id) })
  }

  private func key(_ mode: String, _ name: [UInt8]) -> [UInt8] { mode == "40000" ? name + [0x2f] : name }

  /// The entries of a tree in a person's clone.
  func rawEntries(_ person: Person, _ tree: String) throws -> [(mode: String, name: [UInt8], id: String)] {
    sandbox.environment = environment(person)
    var rest = try sandbox.readObject("tree", tree, in: person.rawValue)[...]
    var entries: [(mode: String, name: [UInt8], id: String)] = []
    while let space = rest.firstIndex(of: 0x20), let end = rest[space...].firstIndex(of: 0) {
      let id = rest[(end + 1)...].prefix(20)
      entries.append(
        (String(decoding: rest[..<space], as: UTF8.self), Array(rest[(space + 1)..<end]), id.map(hexDigits).joined()))
      rest = rest[id.endIndex...]
    }
    return entries
  }
}

func hexDigits(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

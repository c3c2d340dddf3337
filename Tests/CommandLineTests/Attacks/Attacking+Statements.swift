import Glibc
import TestSupport
import Testing

/// A version as the two digests that name it.
struct RawVersion {
  var dirHash: String
  var gitTree: String

  var json: String { #"{"dirHash":"\#(dirHash)","gitTree":"\#(gitTree)"}"# }
}

/// A statement's parts, each of which a test may spoil.
struct RawStatement {
  var repository = "5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11"
  var seconds = time(nil)
  var nonce = (0..<16).map { _ in hexDigits(.random(in: 0...255)) }.joined()
  var workflow: String
  var version: RawVersion
  var type: String
  /// The members of the predicate but for `countersign`.
  var members: String

  var json: String {
    #"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"workflows/\#(workflow)","digest":\#(version.json)}],"#
      + #""predicateType":"\#(type)","predicate":{\#(members),"countersign":{"repository":"\#(repository)","#
      + #""time":"\#(stamp(seconds))","nonce":"\#(nonce)"}}}"#
  }

  static func review(
    _ decision: String = "approve", _ workflow: String, _ version: RawVersion, base: RawVersion?,
    for target: String = "main",
    risk: String = "medium", comment: String = "Yes"
  ) -> RawStatement {
    let entry =
      #"{"workflow":"\#(workflow)","target":"\#(target)","base":\#(base?.json ?? "null"),"class":"\#(risk)"}"#
    let policy = String(repeating: "0", count: 64)
    return RawStatement(
      workflow: workflow, version: version, type: "urn:countersign:review:v1",
      members:
        #""decision":"\#(decision)","entries":[\#(entry)],"policy":{"dirHash":"\#(policy)"},"comment":"\#(comment)""#)
  }

  static func test(
    _ workflow: String, _ version: RawVersion, result: String = "PASSED", suite: String = "unit",
    passed: String = #"["it speaks"]"#, failed: String = "[]", skipped: String = "[]", reports: [String] = []
  ) -> RawStatement {
    let named = reports.map { #"{"digest":{"sha256":"\#($0)"}}"# }.joined(separator: ",")
    return RawStatement(
      workflow: workflow, version: version, type: "https://in-toto.io/attestation/test-result/v0.1",
      members: #""result":"\#(result)","configuration":[{"name":"\#(suite)"}],"passedTests":\#(passed),"#
        + #""warnedTests":\#(skipped),"failedTests":\#(failed),"command":"sh unit.sh","reports":[\#(named)],"uses":{}"#)
  }

  static func recall(_ workflow: String, _ version: RawVersion) -> RawStatement {
    RawStatement(
      workflow: workflow, version: version, type: "urn:countersign:recall:v1", members: #""why":"It pays twice""#)
  }
}

/// A time as statements write it.
func stamp(_ seconds: Int) -> String {
  var moment = time_t(seconds)
  var parts = tm()
  gmtime_r(&moment, &parts)
  func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
  return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
}

/// One file of a journal.
typealias JournalFile = (path: String, bytes: [UInt8])

extension Team {
  /// Both digests of a workflow at a revision, by the recipe and by git.
  func digests(_ workflow: String, at revision: String, _ person: Person = .jonas) throws -> RawVersion {
    try git(person, "fetch", "-q", "origin")
    let script = """
      set -e
      d=$(mktemp -d ../.out-XXXXXX)
      git archive --format=tar "$1" "workflows/$2" | tar -xf - -C "$d"
      cd "$d/workflows/$2"
      find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0r sha256sum -- | sha256sum | cut -c1-64
      """
    let outcome = try run(person, "sh", ["-c", script, "sh", revision, workflow])
    guard outcome.status == 0 else { throw SandboxError.status(command: "the recipe", outcome) }
    return RawVersion(
      dirHash: outcome.output, gitTree: try git(person, "rev-parse", "\(revision):workflows/\(workflow)"))
  }

  private func filter(_ program: String, _ words: [String], _ input: [UInt8]) throws -> String {
    let outcome = try sandbox.run(program, words, input: input)
    guard outcome.status == 0 else { throw SandboxError.status(command: program, outcome) }
    return outcome.output
  }

  func sha256(_ bytes: [UInt8]) throws -> String { String(try filter("sha256sum", [], bytes).prefix(64)) }

  func base64(_ bytes: [UInt8]) throws -> String { try filter("base64", ["-w0"], bytes) }

  func fingerprint(_ person: Person) throws -> String {
    let words = try filter("ssh-keygen", ["-lf", sandbox.absolute("keys/\(person.rawValue).pub")], []).split(
      separator: " ")
    return words.count > 1 ? String(words[1]) : ""
  }

  /// The base64 of a person's signature over a payload, as DSSE asks.
  func seal(_ person: Person, _ payload: [UInt8], namespace: String = "countersign") throws -> String {
    let type = "application/vnd.in-toto+json"
    let message = Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    return try armor(person, message, namespace: namespace).split(separator: "\n").filter { !$0.hasPrefix("-") }
      .joined()
  }

  /// An envelope over a payload, signed by a person's key.
  func envelope(_ person: Person, _ payload: String, namespace: String = "countersign", keyid: String? = nil) throws
    -> [UInt8]
  {
    let bytes = Array(payload.utf8)
    return try envelope(
      payload: base64(bytes), seal: seal(person, bytes, namespace: namespace), keyid: keyid ?? fingerprint(person))
  }

  func envelope(payload: String, seal: String, keyid: String) -> [UInt8] {
    Array(
      (#"{"payload":"\#(payload)","payloadType":"application/vnd.in-toto+json","#
        + #""signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}"# + "\n").utf8)
  }

  /// The file of a statement, where it belongs.
  func file(_ statement: RawStatement, _ envelope: [UInt8]) throws -> JournalFile {
    let hash = statement.version.dirHash
    return ("\(hash.prefix(2))/\(hash)/\(try sha256(envelope)).json", envelope)
  }

  func file(_ statement: RawStatement, by person: Person) throws -> JournalFile {
    try file(statement, envelope(person, statement.json))
  }

  /// A commit in a person's clone that adds files to the hub's journal of a workflow; gives the refspec that pushes it.
  func journal(_ person: Person, _ workflow: String, adding files: [JournalFile]) throws -> String {
    let tip = try journalTip(person, workflow)
    var tree = try tip.map { try git(person, "rev-parse", $0 + "^{tree}") } ?? emptyTree(person)
    for file in files { tree = try graft(person, tree, file.path, ("100644", try object(person, "blob", file.bytes))) }
    return try journal(person, workflow, tree: tree, parents: tip.map { [$0] } ?? [])
  }

  /// A commit of a journal with any tree and parents; gives the refspec that pushes it.
  func journal(_ person: Person, _ workflow: String, tree: String, parents: [String]) throws -> String {
    let name = "\(person.rawValue) <\(person.rawValue)@acme.example> \(time(nil)) +0000"
    let lines =
      ["tree \(tree)"] + parents.map { "parent \($0)" } + ["author \(name)", "committer \(name)", "", "add", ""]
    return try object(person, "commit", Array(lines.joined(separator: "\n").utf8))
      + ":refs/countersign/journal/\(workflow)"
  }

  /// The tip of the hub's journal, fetched into a person's clone.
  func journalTip(_ person: Person, _ workflow: String) throws -> String? {
    let tip = try hub("refs/countersign/journal/\(workflow)")
    if tip.isEmpty { return nil }
    try git(person, "fetch", "-q", "origin", "refs/countersign/journal/\(workflow)")
    return tip
  }

  func emptyTree(_ person: Person) throws -> String { try object(person, "tree", []) }
}

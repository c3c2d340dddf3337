import Cryptography
import Evidence
import Git
import Vocabulary

/// Who acts in the repositories that are made, and what they write.
struct Team {
  let maria: Person
  let jonas: Person
  let sofia: Person
  let lena: Person
  let ci: Person

  var all: [Person] { [maria, jonas, sofia, lena, ci] }

  init() throws {
    maria = try Person("maria")
    jonas = try Person("jonas")
    sofia = try Person("sofia")
    lena = try Person("lena")
    ci = try Person("ci")
  }

  static let repository = "5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11"
  static let names = ["dev", "test", "stage", "prod-eu", "prod-us"]

  /// Every class asks the same, so that no class decides what is measured: a review to land, tests after the first
  /// environment, both in the last ones.
  func policy(environments: Int) -> String {
    var text = """
      countersign: 1
      repository: \(Self.repository)
      workflows: [workflows]
      people:
        maria: { emails: [maria@acme.example], roles: [author, reviewer] }
        jonas: { emails: [jonas@acme.example], roles: [reviewer, policy-owner] }
        sofia: { emails: [sofia@acme.example], roles: [security, reviewer, policy-owner] }
        lena: { emails: [lena@acme.example], roles: [release-manager, on-call, policy-owner] }
      services:
        ci: { emails: [ci@acme.example], roles: [tester], operated-by: [lena] }
      commits: { signed: true, why: { min-length: 10 }, ticket: "OPS-[0-9]+" }
      main: { all: { approvals: 1 } }
      policy: { approvals: { count: 2, role: policy-owner } }
      recall: [security, release-manager]
      environments:

      """
    for (index, name) in Self.names.prefix(environments).enumerated() {
      let gate = ["{}", "{ tests: [unit] }"].dropFirst(index).first ?? "{ approvals: 1, tests: [unit] }"
      let after = index == 0 ? "" : " after: \(Self.names[index - 1]),"
      text += "  \(name): { branch: env/\(name),\(after) release: [release-manager], rollback: [release-manager],"
      text += " kill: [release-manager, on-call], resume: { approvals: 2 }, all: \(gate) }\n"
    }
    return text
  }

  var signers: String {
    all.map { "\($0.email) namespaces=\"git,countersign\" \($0.publicText)\n" }.joined()
  }

  /// A signed commit; all of it follows from its arguments.
  func commit(
    _ tree: ObjectID, on parents: [ObjectID], by person: Person, at seconds: Int64, _ message: String,
    signed: Bool = true
  ) throws -> [UInt8] {
    let who = Ident(name: person.name, email: person.email, seconds: seconds)
    let plain = CommitText.unsigned(tree: tree, parents: parents, author: who, committer: who, message: message)
    guard signed else { return plain }
    let blob = try person.signature(over: plain, namespace: "git")
    return CommitText.signed(plain, armor: Self.armored(blob))
  }

  private static func armored(_ blob: [UInt8]) -> [UInt8] {
    let encoded = Array(Base64.encode(blob).utf8)
    var text = Array("-----BEGIN SSH SIGNATURE-----\n".utf8)
    for start in stride(from: 0, to: encoded.count, by: 70) {
      text += encoded[start..<min(start + 70, encoded.count)] + [UInt8(ascii: "\n")]
    }
    return text + Array("-----END SSH SIGNATURE-----\n".utf8)
  }

  /// A statement's envelope as it lies in a journal, and its name there.
  func envelope(
    _ predicate: Predicate, about subjects: [Subject], by person: Person, at seconds: Int64, nonce: UInt64
  ) throws -> (id: String, statement: Statement, file: [UInt8]) {
    let digits = String(nonce, radix: 16)
    let statement = Statement(
      repository: Self.repository, time: Timestamp(seconds: seconds),
      nonce: String(repeating: "0", count: 32 - digits.count) + digits, subjects: subjects, predicate: predicate)
    let payload = statement.written()
    let blob = try person.signature(over: Envelope.preAuthentication(payload), namespace: Envelope.namespace)
    let file = Envelope(payload: payload, signature: blob, keyID: person.fingerprint).written()
    return (Envelope.id(of: file), statement, file)
  }

  /// The files of one workflow at one revision.
  static func files(_ name: String, revision: Int) -> [(name: String, text: String)] {
    [
      (
        "RUNBOOK.md",
        "# \(name)\n\n## Pause\n\nStop it.\n\n## Roll back\n\nGo back.\n\n## Fall back to hand work\n\nBy hand.\n"
      ),
      ("run.sh", script(name, revision)),
      ("unit.sh", "printf '%s' '<testsuite><testcase name=\"runs\"/></testsuite>' >\"$COUNTERSIGN_JUNIT\"\n"),
      (
        "workflow.yaml",
        """
        workflow: \(name)
        title: The workflow \(name)
        owner: maria
        escalation: [jonas, sofia]
        engine: script
        definition: run.sh
        risk: low
        identity: svc-\(name)
        tests: { unit: "sh unit.sh" }
        runbook: RUNBOOK.md

        """
      ),
    ]
  }

  /// About two kilobytes, of which a revision changes one line.
  static func script(_ name: String, _ revision: Int) -> String {
    var text = "#!/bin/sh\n# \(name)\n"
    for line in 0..<40 { text += "step '\(name)' \(line) 'what it does in step \(line * 7919 % 1000)'\n" }
    return text + "revision \(revision)\n"
  }
}

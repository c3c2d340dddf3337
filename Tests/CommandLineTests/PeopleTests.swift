import TestSupport
import Testing

/// `person` and `key`: who is who, changed in the work tree, landed through the policy's own gate.
@Suite("people and keys")
struct PeopleTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: [String]
    let status: Int32
    let rule: String

    init(_ name: String, _ words: String, _ status: Int32, _ rule: String) {
      testDescription = name
      self.words = words.split(separator: " ").map(String.init)
      self.status = status
      self.rule = rule
    }

    init(_ name: String, _ words: String, _ rule: String) { self.init(name, words, 2, rule) }
  }

  static let refusals = [
    Refusal("a name that is taken", "person add jonas --email new@acme.example --role author", "person.exists"),
    Refusal("the name of a service", "person add ci --email new@acme.example --role author", "person.exists"),
    Refusal("a name that is none", "person add Petra --email new@acme.example --role author", "person.name"),
    Refusal("an address that is taken", "person add petra --email JONAS@acme.example --role author", "person.address"),
    Refusal("a pattern for an address", "person add petra --email *@acme.example --role author", "policy.malformed"),
    Refusal(
      "a role that is a person", "person add petra --email new@acme.example --role jonas", "policy.ambiguous-name"),
    Refusal("a key that is taken", "person add petra --email new@acme.example --key ../keys/jonas.pub", "key.taken"),
    Refusal("the last release manager leaves", "person leave lena", "policy.unknown-name"),
    Refusal("a service leaves", "person leave ci", "person.unknown"),
    Refusal("nobody of that name", "key add jona ../fresh.pub", "person.unknown"),
    Refusal("a private key", "key add jonas ../fresh", "key.private"),
    Refusal("a short key", "key add jonas ../short.pub", "key.file"),
    Refusal("an authority", "key add jonas ../authority", "key.file"),
    Refusal("two keys", "key add jonas ../two", "key.file"),
    Refusal("an empty file", "key add jonas ../empty", "key.file"),
    Refusal("no file", "key add jonas ../nothing.pub", "file.unreadable"),
    Refusal("a directory", "key add jonas ../keys", "file.unreadable"),
    Refusal("an endless file", "key add jonas /dev/zero", "git.too-large"),
    Refusal("no such key", "key retire jonas --key SHA256:nothing", "key.which"),
    Refusal("a moment that is none", "key retire jonas --since yesterday", 64, "usage.time"),
  ]

  @Test("what is refused changes nothing")
  func refused() throws {
    let team = try Team(.founded)
    let made = try team.shell(
      .maria,
      """
      cd .. && ssh-keygen -q -t ed25519 -N '' -f fresh && ssh-keygen -q -t rsa -b 1024 -N '' -f short && : >empty
      cat fresh.pub short.pub >two && sed 's/^/cert-authority /' fresh.pub >authority
      """)
    try #require(made.status == 0, "\(made.errors)")
    for row in Self.refusals {
      let outcome = try team.run(.maria, Team.binary, row.words)
      #expect(outcome.status == row.status, "\(row.testDescription): \(outcome.errors)")
      #expect(outcome.errors.contains("[\(row.rule)]"), "\(row.testDescription): \(outcome.errors)")
      #expect(
        outcome.errors.contains("next: ") || row.rule == "git.too-large", "\(row.testDescription): \(outcome.errors)")
      #expect(!outcome.errors.contains("BEGIN OPENSSH"), "\(row.testDescription)")
      #expect(try team.git(.maria, "status", "--porcelain") == "", "\(row.testDescription)")
    }
    expect(
      try team.countersign(.lena, "key", "retire", "jonas", in: "hub.git"), 2,
      errors: ["[worktree.missing]", "git clone"])
  }

  @Test("nobody is locked out: the gate of the policy can always be passed")
  func quorum() throws {
    let team = try Team(.founded)
    // Two approve a resume in prod, and two are reviewers.
    expect(
      try team.countersign(.maria, "key", "retire", "jonas"), 1,
      errors: ["[quorum.lost]", "'resume' of environment 'prod'", "left would be maria"])
    expect(try team.countersign(.maria, "key", "retire", "sofia"), 0, out: ["valid-before=", "2 of jonas, lena:"])
    expect(
      try team.countersign(.maria, "key", "compromised", "lena"), 1,
      errors: ["[quorum.lost]", "'policy'", "left would be jonas", "countersign key add PERSON FILE"])
    #expect(try team.git(.maria, "status", "--porcelain", "-uall") == "M .countersign/allowed_signers")
    try team.git(.maria, "checkout", "-q", "--", ".countersign")
    // With another key first it can go.
    expect(try team.shell(.maria, "cd .. && ssh-keygen -q -t ed25519 -N '' -f fresh"), 0)
    expect(try team.countersign(.maria, "key", "add", "sofia", "../fresh.pub"), 0, absent: ["not committed"])
    let old = try team.shell(.maria, "ssh-keygen -lf ../keys/sofia.pub | cut -d' ' -f2").output
    expect(
      try team.countersign(.maria, "key", "compromised", "sofia"), 2, errors: ["not committed", "[key.which]", old])
    expect(try team.countersign(.maria, "key", "compromised", "sofia", "--key", old), 0, out: ["revoked_keys"])
    expect(try team.countersign(.maria, "key", "add", "sofia", "../keys/sofia.pub"), 2, errors: ["[key.over]"])
  }

  @Test("a person comes in with a key, lands through the policy's gate, and counts from then on")
  func arrival() throws {
    let team = try Team(.submitted)
    let made = try team.shell(.maria, "cd .. && ssh-keygen -q -t ed25519 -N '' -C petra -f fresh")
    expect(made, 0)
    try team.git(.maria, "checkout", "-q", "-B", "arrival", "origin/main")
    let key = String(decoding: try team.sandbox.read("fresh.pub"), as: UTF8.self)
    let added = try team.countersign(
      .maria, "person", "add", "petra", "--email", "petra@acme.example", "--email", "p@home.example", "--role",
      "reviewer", "--role", "author", "--key", "-", input: key)
    expect(
      added, 0,
      out: [
        "+   petra: { emails: [petra@acme.example, p@home.example], roles: [reviewer, author] }",
        "+ petra@acme.example,p@home.example namespaces=\"git,countersign\" ssh-ed25519 ",
        "2 of jonas, lena, sofia: countersign approve policy",
      ])
    #expect(
      try team.git(.maria, "diff", "--numstat") == "1\t0\t.countersign/allowed_signers\n1\t0\t.countersign/policy.yaml")
    try land(team, "arrival")
    // Petra signs with her own key, in a clone of hers.
    expect(
      try team.shell(
        .jonas,
        """
        git fetch -q && git config user.email p@home.example && git config user.name petra
        git config user.signingkey \(team.sandbox.absolute("fresh.pub"))
        """), 0)
    let approved = try team.countersign(.jonas, "approve", "report", "-m", "Seen with fresh eyes")
    expect(approved, 0, out: ["petra approved"])
  }

  @Test("a compromised key counts for nothing, for ssh-keygen too, and what rests on it is named")
  func compromised() throws {
    let team = try Team(.released)
    let version = try team.version("report", at: "origin/main")
    expect(try team.shell(.jonas, "echo hello >../note && ssh-keygen -q -Y sign -f ../keys/jonas -n git ../note"), 0)
    let verify =
      "ssh-keygen -Y verify -f .countersign/allowed_signers -I jonas@acme.example -n git -s ../note.sig"
      + " -O verify-time=20200101 $EXTRA <../note"
    try team.git(.sofia, "checkout", "-q", "-B", "lost-laptop", "origin/main")
    expect(try team.shell(.sofia, verify), 0)
    // Reviews of jonas are needed, so that a new key of his comes first.
    expect(
      try team.countersign(.sofia, "key", "compromised", "jonas"), 1, out: ["resting on it"], errors: ["[quorum.lost]"])
    expect(try team.shell(.sofia, "cd .. && ssh-keygen -q -t ed25519 -N '' -f fresh"), 0)
    expect(try team.countersign(.sofia, "key", "add", "jonas", "../fresh.pub"), 0)
    let old = try team.shell(.sofia, "ssh-keygen -lf ../keys/jonas.pub | cut -d' ' -f2").output
    let outcome = try team.countersign(.sofia, "key", "compromised", "jonas", "--key", old)
    expect(
      outcome, 0,
      out: [
        ".countersign/revoked_keys:1", "valid-before=", "main: report@\(version)", "prod: report@\(version)",
        "approved for prod", "countersign kill report --env prod", "by somebody else than jonas",
      ])
    expect(try team.shell(.sofia, verify), 0)
    let refused = try team.shell(.sofia, verify, environment: ["EXTRA": "-r .countersign/revoked_keys"])
    #expect(refused.status != 0 && (refused.output + refused.errors).contains("Could not verify"), "\(refused)")
    // Said again it changes nothing, and still says what rests on it.
    expect(
      try team.countersign(.sofia, "key", "compromised", "jonas", "--key", old), 0,
      out: ["nothing changes", "prod: report@"])
    // What was signed before that moment is not doubted, and counted.
    let later = try team.countersign(
      .sofia, "key", "compromised", "jonas", "--key", old, "--since", "2099-01-01T00:00:00Z")
    expect(
      later, 0, out: ["nothing that is in force or runs rests on it", "are not listed"], absent: ["prod: report@"])
    // A remote that does not answer is no reason to believe that nothing rests on it.
    try team.git(.sofia, "remote", "set-url", "origin", team.sandbox.absolute("nowhere.git"))
    expect(
      try team.countersign(.sofia, "key", "compromised", "jonas", "--key", old), 2, out: ["prod: report@"],
      errors: ["as of the last fetch"])
    expect(
      try team.countersign(.sofia, "key", "compromised", "jonas", "--key", old, "--local"), 0, out: ["prod: report@"])
    try team.git(.sofia, "add", ".countersign")
    expect(try team.countersign(.sofia, "check", "--staged"), 0)
    try team.expectSound()
  }

  @Test("reviews that wait are named when their key goes")
  func waiting() throws {
    let team = try Team(.submitted)
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    expect(try team.shell(.jonas, "cd .. && ssh-keygen -q -t ed25519 -N '' -f fresh"), 0)
    expect(try team.countersign(.jonas, "key", "add", "jonas", "../fresh.pub"), 0)
    let old = try team.shell(.jonas, "ssh-keygen -lf ../keys/jonas.pub | cut -d' ' -f2").output
    let outcome = try team.countersign(.jonas, "key", "retire", "jonas", "--key", old)
    expect(outcome, 0, out: ["no longer counted", "approved for main", "somebody else: countersign approve report"])
    let elsewhere = try Team(.founded)
    // Without a root nobody can say what rests on it: the change is there all the same.
    try elsewhere.git(.sofia, "config", "--unset", "countersign.root")
    let unknown = try elsewhere.countersign(.sofia, "key", "compromised", "sofia")
    expect(unknown, 2, out: ["revoked_keys"], errors: ["what rests on the key is not known"])
  }

  @Test("two at a time lose nothing")
  func raced() throws {
    let team = try Team(.founded)
    let script = """
      for n in 1 2 3 4 5 6; do ssh-keygen -q -t ed25519 -N '' -f ../k$n; done
      for n in 1 2 3 4 5 6; do countersign key add jonas ../k$n.pub >/dev/null & done; wait
      grep -c '^jonas@' .countersign/allowed_signers; ls .countersign
      """
    expect(try team.shell(.maria, script), 0, out: ["7\nallowed_signers\npolicy.yaml"])
  }

  private func land(_ team: Team, _ branch: String) throws {
    try team.git(.maria, "add", ".countersign")
    try team.git(
      .maria, "commit", "-q", "-m", "Change who is who", "-m", "Why: Somebody new begins on Monday\nTicket: OPS-9")
    try team.git(.maria, "push", "-q", "origin", branch)
    try team.must(.maria, "submit", "policy", "-m", "Somebody new begins")
    for person in [Person.jonas, .sofia] { try team.must(person, "approve", "policy", "-m", "Welcome") }
    try team.must(.maria, "land", branch)
  }
}

import PolicyModel
import Testing

@Suite("Questions to a policy")
struct QuestionTests {
  @Test(
    "an address belongs to one party, whatever its case",
    arguments: [
      ("maria@acme.example", Party.person("maria")), ("MARIA@Acme.Example", .person("maria")),
      ("j@home.example", .person("jonas")), ("ci@acme.example", .service("ci")), ("x@acme.example", nil), ("", nil),
      ("maria@acme.example ", nil), ("mari\u{0430}@acme.example", nil),
    ] as [(String, Party?)])
  func party(email: String, party: Party?) throws {
    let policy = try readPolicy(designExample)
    #expect(policy.party(email: email) == party)
    #expect(policy.parties[Policy.folded(address: email)] == party)
  }

  @Test(
    "in an area its roles stand in place of the general ones",
    arguments: [
      ("maria", "vendor-payment", ["author", "reviewer"]), ("jonas", "vendor-payment", ["policy-owner", "reviewer"]),
      ("sofia", "vendor-payment", ["policy-owner"]), ("sofia", "notify", ["policy-owner", "reviewer"]),
      ("lena", "vendor-payment", ["on-call", "policy-owner", "release-manager", "reviewer"]),
      ("lena", "notify", ["on-call", "policy-owner", "release-manager"]), ("ci", "notify", []), ("otto", "notify", []),
      ("maria", "twice", []), ("maria", "policy", ["author", "reviewer"]),
    ])
  func roles(person: String, workflow: String, roles: [String]) throws {
    let text =
      head.replacing("sofia@acme.example], roles: [security,", with: "sofia@acme.example], roles: [reviewer,")
        + """
        areas:
          finance: { workflows: ["vendor-*", twice], roles: { reviewer: [maria, jonas, lena] } }
          other: { workflows: ["twice*"], roles: { reviewer: [maria] } }

        """
    #expect(try readPolicy(text).roles(of: person, for: workflow).sorted() == roles)
  }

  @Test("who has a role, and the roles of a service")
  func holders() throws {
    let policy = try readPolicy(designExample)
    #expect(policy.people(with: "reviewer", for: "vendor-payment") == ["jonas", "maria"])
    #expect(policy.people(with: "auditor", for: "vendor-payment") == [])
    #expect(policy.roles(ofService: "ci", for: "notify-team") == ["tester"])
    #expect(policy.roles(ofService: "maria", for: "notify-team") == [])
  }

  @Test("areas never have a say in the policy itself")
  func reserved() throws {
    let policy = try readPolicy(head + "areas: { a: { workflows: [\"*\"], roles: { policy-owner: [maria] } } }\n")
    #expect(policy.areas(claiming: "vendor-payment").map(\.name) == ["a"])
    #expect(policy.areas(claiming: "policy") == [] && policy.areas(claiming: "all") == [])
    #expect(!policy.roles(of: "maria", for: "policy").contains("policy-owner"))
  }

  @Test("environments by name and by order")
  func environments() throws {
    let policy = try readPolicy(designExample)
    #expect(policy.environment(named: "main") == nil)
    #expect(policy.environments(after: "dev").map(\.name) == ["test"])
    #expect(policy.environments(after: "prod") == [])
  }

  @Test(
    "globs cover whole names",
    arguments: [
      ("vendor-*", "vendor-payment", true), ("vendor-*", "vendor-", true), ("vendor-*", "my-vendor-payment", false),
      ("*", "a", true), ("*-payment", "vendor-payment", true), ("*-payment", "vendor-payments", false),
      ("a*b*c", "abc", true),
      ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false), ("vendor", "vendor", true), ("vendor", "vendors", false),
      ("", "", true), ("", "a", false), ("**", "", true),
      ("*a*a*a*a*a*a*a*a*b", String(repeating: "a", count: 63), false),
    ])
  func globs(pattern: String, name: String, covers: Bool) {
    #expect(glob(pattern, matches: name) == covers)
  }
}

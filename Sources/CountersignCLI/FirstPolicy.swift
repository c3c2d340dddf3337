@_spi(_Unicode) import Swift
import Vocabulary

/// The first policy of a repository, as `init` writes it: one person who holds every role, and gates that one person can pass.
struct FirstPolicy: Hashable, Sendable {
  /// A random UUID.
  let repository: String
  /// The one person's name.
  let person: String
  let email: String
  /// The integration branch.
  let branch: String

  /// What the one person may do.
  static let roles = ["author", "reviewer", "tester", "policy-owner", "release-manager", "on-call", "security"]

  /// A version-4 UUID of 16 random bytes. Source: RFC 9562, section 5.4.
  static func uuid(_ random: [UInt8]) -> String {
    var bytes = random
    bytes[6] = bytes[6] & 0x0f | 0x40
    bytes[8] = bytes[8] & 0x3f | 0x80
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
  }

  /// A name for the policy out of one that a person bears: `Jörg Müller` is `jorg-muller`. nil: nothing of it can be kept.
  static func slug(_ name: String) -> String? {
    var slug = ""
    // Letters lose their accents: decomposed, these are characters of their own.
    for scalar in name.lowercased()._nfd {
      if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
        slug.unicodeScalars.append(scalar)
      } else if scalar.properties.generalCategory != .nonspacingMark, scalar != "'", slug.last != "-", !slug.isEmpty {
        slug += "-"
      }
    }
    slug = String(slug.prefix(Naming.longest))
    while slug.last == "-" { slug.removeLast() }
    return Naming.isName(slug) ? slug : nil
  }

  var text: String {
    """
    # Who works here, what a change needs before it lands on \(branch), and what a release needs before it runs.
    # `countersign init` wrote it for one person. What is missing is held; an unknown or misspelt setting is an error, never ignored.
    countersign: 1
    repository: \(repository)       # random; part of every statement, it never changes
    workflows: [workflows]                                 # each directory in it is one workflow

    # One entry for each human, with every address that they commit under. Keys are in allowed_signers.
    # Whoever leaves stays here with `roles: []`, so that history keeps its names.
    people:
      \(person): { emails: ["\(email)"], roles: [\(Self.roles.joined(separator: ", "))] }
      # jonas: { emails: [jonas@acme.example], roles: [author, reviewer, policy-owner] }

    # Machines. They never count as a peer, and those who operate them count as authors of what they write.
    # services:
    #   ci: { emails: [ci@acme.example], roles: [tester], operated-by: [\(person)] }

    # What every commit carries: a signature, a `Why:` trailer of at least so many characters, and a `Ticket:` where one is asked.
    commits:
      signed: true
      why: { min-length: 15 }
      # ticket: "OPS-[0-9]+"

    # What it takes to land on the integration branch, by risk class. Nobody approves a change of their own, so as long as one
    # person is here no gate can ask for an approval. Bring the second person and raise these gates in one and the same change.
    main:
    \(branch == "main" ? "" : "  branch: \(branch)                                       # fixed by the first landing\n")\
      low: {}                                              # two people: { approvals: 1 }
      medium: { tests: [unit] }                            # two people: { approvals: 1, tests: [unit] }
      high: { tests: [unit] }                              # three people: { approvals: [reviewer, security], tests: [unit, contract] }
      # critical has no gate: such a change is held until somebody writes one.

    # What it takes to change this file and everything beside it. Two people: { approvals: { count: 1, role: policy-owner } };
    # three and more: `count: 2`. 'countersign adopt' takes the approvals asked for here, so it waits for the second person.
    policy: {}

    # The class of a change is the highest of what its manifest declares and what follows from here.
    risk:
      unknown: high                                        # what cannot be classified
      raise:
        - { to: high, when: { actions: [payment, access, contract] } }
        - { to: high, when: { data: [financial, personal] } }

    recall: [security, release-manager]                    # who may bar a version that turned out bad
    # reviews: { access: 90d, security: 180d }             # records that must not be older

    environments:
      dev: { branch: env/dev, release: [author, release-manager], resume: { approvals: 1 }, all: {} }
      test:
        branch: env/test
        after: dev                                         # only what is in dev, or was
        release: [release-manager]
        resume: { approvals: 1 }
        low: {}
        medium: { tests: [unit] }
        high: { tests: [unit] }
      prod:
        branch: env/prod
        after: test
        release: [release-manager]
        rollback: [release-manager, on-call]
        kill: [release-manager, on-call]
        resume: { approvals: 1 }                           # whoever killed it is never the only one: this takes a second person
        # break-glass: { approvals: [on-call], for: 4h }   # somebody else pays its debt: this takes a second person, too
        low: { soak: 0s }
        medium: { soak: 4h, tests: { suites: [unit], within: 30d } }
        high: { soak: 24h, tests: { suites: [unit], within: 7d } }
        # three people:
        # high:
        #   approvals: [reviewer, security]
        #   tests: { suites: [unit, contract], within: 7d }
        #   soak: 24h
        #   separate: [author, approver, releaser]
        #   window: office-hours

    # windows:
    #   office-hours: { zone: Europe/Berlin, days: mon-thu, hours: "09:00-16:00" }
    # freezes:
    #   - { name: year-end, zone: Europe/Berlin, from: 2026-12-20, until: 2027-01-04, environments: [prod] }

    """
  }
}

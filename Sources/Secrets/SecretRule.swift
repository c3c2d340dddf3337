/// What a rule finds and what somebody does about it. All that is secret-like in it is assembled at run time.
package struct SecretRule: Sendable {
  /// What a rule is about, as the document groups them.
  package enum Topic: String, Hashable, Sendable, CaseIterable {
    case cloud = "Cloud"
    case payment = "Payment and commerce"
    case chat = "Chat and telephony"
    case forge = "Source forges and CI"
    case registry = "Package registries"
    case database = "Databases and connection strings"
    case mail = "Mail and marketing"
    case intelligence = "AI providers"
    case automation = "Automation and business applications"
    case vault = "Vaults and identity"
    case monitoring = "Monitoring and operations"
    case key = "Keys and tokens of any origin"
    case team = "Rules of the team"
  }

  /// Kebab-case and unique, `github-token`; a team's rule bears the id of its file.
  package let id: String
  /// In words, for messages: `GitHub personal access token`.
  package let kind: String
  package let topic: Topic
  /// What vectorscan looks for; where one of them ends, `pattern` is tried around it. Empty: by structure alone.
  let triggers: [Trigger]
  /// False: it is found by structure or by its path alone.
  let hasPattern: Bool
  let check: ValueCheck
  /// In bits per byte; what has less is a placeholder.
  let minimumEntropy: Double
  /// Where and how the secret is replaced.
  package let rotation: String
  private let makePattern: @Sendable () -> String
  private let makeFirstExample: (@Sendable () -> String)?
  private let makeExamples: @Sendable () -> [String]
  private let makeCounterexamples: @Sendable () -> [String]

  /// In PCRE2's syntax; the group `secret`, else the first one, else the whole match is the secret. Put together when it is asked
  /// for, as most runs need it of few rules.
  var pattern: String { makePattern() }
  /// The first of `examples` alone.
  var firstExample: String? { makeFirstExample.map { $0() } ?? examples.first }
  /// Texts that it finds, and texts that it does not; assembled when they are asked for, too.
  package var examples: [String] { makeExamples() }
  package var counterexamples: [String] { makeCounterexamples() }

  init(
    _ id: String, _ kind: String, _ topic: Topic, triggers: [Trigger],
    pattern: @autoclosure @escaping @Sendable () -> String, hasPattern: Bool = true,
    check: ValueCheck = .distinctive, minimumEntropy: Double = 2.5, rotation: String,
    firstExample: (@Sendable () -> String)? = nil,
    examples: @autoclosure @escaping @Sendable () -> [String],
    counterexamples: @autoclosure @escaping @Sendable () -> [String] = []
  ) {
    self.id = id
    self.kind = kind
    self.topic = topic
    self.triggers = triggers
    makePattern = pattern
    self.hasPattern = hasPattern
    self.check = check
    self.minimumEntropy = minimumEntropy
    self.rotation = rotation
    makeFirstExample = firstExample
    makeExamples = examples
    makeCounterexamples = counterexamples
  }
}

/// One expression of the database.
struct Trigger: Sendable {
  private let makeExpression: @Sendable () -> String
  let caseless: Bool
  /// How many bytes a match has; nil where matches differ.
  let width: Int?
  /// Whether one match in a text is enough, because the text is then looked at as a whole.
  let once: Bool
  /// How far before a match's end its rule may begin; nil: as far as any does.
  let reach: Int?
  /// What has to stand behind a match. Such a trigger is not `once`, as the next match may be the one.
  let following: Following

  /// Put together when it is asked for: a database that was kept needs none of them.
  var expression: String { makeExpression() }

  init(
    _ expression: @autoclosure @escaping @Sendable () -> String, caseless: Bool = false, width: Int? = nil,
    once: Bool = false, reach: Int? = nil, following: Following = .anything
  ) {
    makeExpression = expression
    self.caseless = caseless
    self.width = width
    self.once = once
    self.reach = reach
    self.following = following
  }
}

/// How a value that a pattern found is told from a placeholder.
enum ValueCheck: Hashable, Sendable {
  /// The form itself says what it is: only documented samples and fillers are left out.
  case distinctive
  /// The name beside it says so: the value has to look like a secret, too.
  case named
  /// As `named`, chosen by people: short values count.
  case password
  /// A long value of many letters, whatever it is called.
  case value
  /// `user:password` in base64.
  case basic
  /// The name is a part of the match and decides what the value has to look like.
  case assignment
  /// A team's rule: its own entropy and allowlists decide.
  case team
}

/// The letters that a token is made of.
enum Letters: String, Hashable, Sendable {
  case digits = "0-9"
  case hex = "0-9a-f"
  case anyHex = "0-9a-fA-F"
  case lower = "a-z0-9"
  case upper = "A-Z0-9"
  case base32 = "A-Z2-7"
  case alphanumeric = "A-Za-z0-9"
  case word = "A-Za-z0-9_"
  case url = "A-Za-z0-9_\\-"
  case base64 = "A-Za-z0-9+/"
  case dotted = "A-Za-z0-9_.\\-"

  var set: String { "[\(rawValue)]" }

  /// Made-up letters, the same on each run: what examples are assembled of.
  func sample(_ count: Int, seed: Int = 1) -> String {
    let letters =
      switch self {
      case .digits: "7302918465"
      case .hex: "7c0e9f1ab5d3842"
      case .anyHex: "7C0E9F1AB5D3842"
      case .lower: "q7x2m9k4t0zr5w8bv3hs6ndjpy1fgc"
      case .upper: "Q7X2M9K4T0ZR5W8BV3HS6NDJPY1FGC"
      case .base32: "Q7X2M6K4TZR5WABV3HSNDJPYFGC"
      case .alphanumeric, .word, .url, .base64, .dotted: "q7XmK9t2ZrW4bV0hN5sDj8PyF3gC6aLeT1uRo"
      }
    let all = Array(letters.utf8)
    var state = UInt64(truncatingIfNeeded: seed) &* 0x9e37_79b9_7f4a_7c15 | 1
    var text: [UInt8] = []
    text.reserveCapacity(count)
    for _ in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text.append(all[Int(state >> 33) % all.count])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// One file of the quality set: a definition with one secret planted in it, or with one trap.
struct QualityCase: Sendable, CustomStringConvertible {
  let name: String
  let path: String
  let text: String
  /// The secret; nil for a trap.
  let planted: String?

  var description: String { name }
}

/// The quality set: where people leave secrets in the definitions of every engine, and what looks like one there.
///
/// Every value is made up from a fixed seed and put together at run time.
enum QualitySet {
  static let all: [QualityCase] = {
    var cases: [QualityCase] = []
    for (index, place) in QualityPlaces.all.enumerated() {
      var made = MadeUp(seed: UInt64(index + 1))
      for kind in place.secrets {
        let value = made.secret(kind)
        cases.append(
          QualityCase(
            name: "\(place.name) holds a \(kind)", path: place.path, text: place.text(value, &made),
            planted: value))
      }
      for trap in place.traps {
        let value = made.trap(trap)
        cases.append(
          QualityCase(
            name: "\(place.name) holds a \(trap)", path: place.path, text: place.text(value, &made),
            planted: nil))
      }
    }
    for trap in QualityTraps.all {
      cases.append(QualityCase(name: trap.name, path: trap.path, text: trap.text, planted: nil))
    }
    return cases
  }()
}

/// What is planted.
enum SecretKind: String, Sendable, CaseIterable, CustomStringConvertible {
  case gitHub = "GitHub token"
  case slack = "Slack token"
  case stripe = "Stripe key"
  case openAI = "OpenAI key"
  case sendGrid = "SendGrid key"
  case gitLab = "GitLab token"
  case hubSpot = "HubSpot token"
  case telegram = "Telegram bot token"
  case plainKey = "key of 32 letters"
  case longKey = "key of 48 letters"
  case hexKey = "key of 40 hexadecimal digits"
  case uuidKey = "UUID as a key"
  case password = "password of a person"
  case strongPassword = "generated password"
  case jwt = "JSON Web Token"
  case base64Token = "GitHub token in base64"
  case connectionURL = "connection URL"
  case connectionString = "connection string"

  var description: String { rawValue }

  static let keys: [SecretKind] = [.gitHub, .plainKey, .longKey, .hexKey, .uuidKey, .openAI]
  static let tokens: [SecretKind] = [
    .gitHub, .slack, .stripe, .openAI, .sendGrid, .gitLab, .hubSpot, .telegram,
  ]
  static let headers: [SecretKind] = [.gitHub, .plainKey, .longKey, .hexKey, .jwt]
  static let passwords: [SecretKind] = [.password, .strongPassword, .gitHub]
}

/// What stands where a secret could, and is none.
enum TrapKind: String, Sendable, CaseIterable, CustomStringConvertible {
  case n8nExpression = "n8n expression"
  case actionsSecret = "GitHub Actions secret"
  case shellVariable = "shell variable"
  case braced = "variable in braces"
  case logicParameter = "Logic Apps parameter"
  case camundaSecret = "Camunda secret"
  case angle = "placeholder in angle brackets"
  case upperPlaceholder = "placeholder in capitals"
  case filler = "row of x"
  case changeMe = "word to be changed"
  case vault = "vault reference"
  case named = "name of a secret"
  case sample = "sample of the documentation"

  var description: String { rawValue }

  static let usual: [TrapKind] = [.braced, .angle, .upperPlaceholder, .filler, .changeMe, .vault]
}

/// A stream of made-up values.
struct MadeUp {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func letters(_ alphabet: String, _ count: Int) -> String {
    let all = Array(alphabet)
    var text = ""
    for _ in 0..<count { text.append(all[next(all.count)]) }
    return text
  }

  static let mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  static let hex = "0123456789abcdef"

  mutating func uuid() -> String {
    [8, 4, 4, 4, 12].map { letters(Self.hex, $0) }.joined(separator: "-")
  }

  private mutating func person() -> String {
    let words = [
      "Kranich", "Hafen", "Winter", "Laterne", "Quitte", "Bruecke", "Falke", "Garten", "Mantel",
      "Sommer",
    ]
    let marks = ["!", "#", "-", "+", "."]
    return words[next(words.count)] + marks[next(marks.count)] + "\(10 + next(90))"
      + words[next(words.count)].lowercased().prefix(3)
  }

  mutating func secret(_ kind: SecretKind) -> String {
    switch kind {
    case .gitHub: "gh" + "p_" + letters(Self.mixed, 36)
    case .slack:
      "xox" + "b-" + letters("123456789", 12) + "-" + letters("123456789", 13) + "-"
        + letters(Self.mixed, 24)
    case .stripe: "sk_" + "live_" + letters(Self.mixed, 32)
    case .openAI:
      "sk-" + "proj-" + letters(Self.mixed, 74) + "T3Bl" + "bkFJ" + letters(Self.mixed, 74)
    case .sendGrid: "SG" + "." + letters(Self.mixed, 22) + "." + letters(Self.mixed, 43)
    case .gitLab: "glp" + "at-" + letters(Self.mixed, 20)
    case .hubSpot: "pat-" + "eu1-" + uuid()
    case .telegram: letters("123456789", 10) + ":AA" + letters(Self.mixed, 33)
    case .plainKey: letters(Self.mixed, 32)
    case .longKey: letters(Self.mixed, 48)
    case .hexKey: letters(Self.hex, 40)
    case .uuidKey: uuid()
    case .password: person()
    case .strongPassword: letters(Self.mixed + "!#+-.", 18) + "7a"
    case .jwt:
      "eyJhbGciOiJSUzI1NiJ9" + ".eyJ" + letters(Self.mixed, 60) + "." + letters(Self.mixed, 86)
    case .base64Token: Base64Text.encode("{\"auth\":\"gh" + "p_" + letters(Self.mixed, 36) + "\"}")
    case .connectionURL:
      "postgresql://erp_app:" + letters(Self.mixed, 14) + "@db.acme.example:5432/erp"
    case .connectionString:
      "Server=tcp:db.acme.example,1433;Database=erp;User ID=app;Password=" + person()
        + ";Encrypt=True"
    }
  }

  mutating func trap(_ kind: TrapKind) -> String {
    switch kind {
    case .n8nExpression: "={{ $json.token }}"
    case .actionsSecret: "${{ secrets.BANK_TOKEN }}"
    case .shellVariable: "$BANK_TOKEN"
    case .braced: "${BANK_TOKEN}"
    case .logicParameter: "@parameters('bankToken')"
    case .camundaSecret: "{{secrets.BANK_TOKEN}}"
    case .angle: "<your-bank-token>"
    case .upperPlaceholder: "YOUR_API_KEY_HERE"
    case .filler: String(repeating: "x", count: 32)
    case .changeMe: "changeme"
    case .vault: "vault://kv/finance/bank#token"
    case .named: "bank-token-prod"
    case .sample: "AKI" + "AIOSFODNN7" + "EXAMPLE"
    }
  }
}

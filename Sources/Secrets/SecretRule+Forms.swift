/// The forms that most rules have: a token that its beginning gives away, and one that a name beside it does.
extension SecretRule {
  /// Not within a longer word; an escape of JSON (`\n`) or of a URL (`%3D`) ends a word, too.
  static let start = #"(?:(?<![A-Za-z0-9])|(?<=\\[nrtbf])|(?<=%[0-9A-Fa-f]{2}))"#
  /// From the end of a name to its value: `": "`, ` = '`, `=>`, `">`, in strings of JSON too; or the `value` of a pair.
  static let separator =
    #"(?:\\{0,3}["'`]?[\])]?\s{0,4}(?:=>|:=|={1,3}|:|>|,)\s{0,8}\\{0,3}["'`]?=?|"#
    + #"\\{0,3}["']\s{0,40},?\s{0,40}\\{0,3}["']?(?:value|source|defaultValue)\\{0,3}["']?\s{0,4}[:=]\s{0,4}\\{0,3}["']?=?)"#
    + #"(?:(?i:bearer|basic|token|apikey|api-key|key)\s{1,3})?"#

  /// A token that begins with one of `prefixes`, with `least` to `most` letters behind it.
  static func token(
    _ id: String, _ kind: String, _ topic: Topic, _ prefixes: String..., of letters: Letters,
    _ least: Int,
    to most: Int? = nil, then tail: String = "", tailSample: String = "", entropy: Double = 2.5,
    rotation: String
  ) -> SecretRule {
    token(
      id, kind, topic, prefixes: prefixes, of: letters, least, to: most, then: tail, tailSample: tailSample,
      entropy: entropy, rotation: rotation)
  }

  /// The same for a list of prefixes.
  static func token(
    _ id: String, _ kind: String, _ topic: Topic, prefixes: [String], of letters: Letters,
    _ least: Int,
    to most: Int? = nil, then tail: String = "", tailSample: String = "", entropy: Double = 2.5,
    rotation: String
  ) -> SecretRule {
    let seen = min(least, 12)
    let example = { @Sendable (index: Int) in
      "TOKEN: \"\(prefixes[index])\(letters.sample(least, seed: id.utf8.count &+ index &* 7))\(tailSample)\""
    }
    return SecretRule(
      id, kind, topic,
      triggers: prefixes.map { prefix in
        Trigger("\(escaped(prefix))\(letters.set){\(seen)}", width: prefix.utf8.count + seen)
      },
      pattern:
        "\(start)(?<secret>(?:\(prefixes.map { escaped($0) }.joined(separator: "|")))"
        + "\(letters.set)\(length(least, most))\(tail))(?!\(letters.set))",
      minimumEntropy: entropy, rotation: rotation, firstExample: { example(0) },
      examples: prefixes.indices.map { example($0) },
      counterexamples: prefixes.flatMap { prefix in
        [
          "\(prefix)\(letters.sample(max(0, least - 1)))!",
          "x\(prefix)\(letters.sample(least))\(tailSample)",
        ]
      } + (tailSample.isEmpty ? prefixes.map { "\"\($0)\(filler(letters, least))\"" } : []))
  }

  private static func length(_ least: Int, _ most: Int?) -> String {
    most.map { "{\(least),\($0)}" } ?? "{\(least)}"
  }

  /// A value of a form that says little, behind a name that says whose it is.
  static func named(
    _ id: String, _ kind: String, _ topic: Topic, _ names: String..., of letters: Letters,
    _ least: Int,
    to most: Int? = nil, then tail: String = "", tailSample: String = "", entropy: Double = 2.8,
    rotation: String
  ) -> SecretRule {
    let name = { @Sendable in names.map { escaped($0, loose: true) }.joined(separator: "|") }
    let word = "(?:key|token|secret|auth|pass|pwd|credential|access|api|sid|pat|webhook)"
    let form = { @Sendable (seed: Int) in letters.sample(least, seed: seed) + tailSample }
    return SecretRule(
      id, kind, topic,
      triggers: [
        Trigger(
          "(?:\(name()))[\\w.\\- ]{0,24}[\"'`\\\\\\s:=>,()\\[\\]]{1,12}(?:value[\"'\\\\\\s:=]{1,8})?"
            + "(?:(?:bearer|basic|token|key)\\s)?=?\(letters.set){\(min(least, 16))}",
          caseless: true)
      ],
      pattern:
        "(?i:(?:\(name()))(?=[\\w.\\- ]{0,24}\(word)|[^\\w]{0,8}[:=])[\\w.\\- ]{0,24})\(separator)"
        + "(?<secret>\(letters.set)\(length(least, most))\(tail))(?!\(letters.set))",
      check: .named, minimumEntropy: entropy, rotation: rotation,
      firstExample: { "\(names[0])_api_key = '\(form(3))'" },
      examples: [
        "\(names[0])_api_key = '\(form(3))'", "{\"\(names[0])ApiKey\": \"\(form(5))\"}",
        "{\"name\": \"\(names[0])-token\", \"value\": \"\(form(11))\"}",
      ],
      counterexamples: [
        "\(names[0])_api_key = '\(String(repeating: letters == .digits || letters == .hex ? "0" : "X", count: least))'",
        "\(names[0]) \(form(9))", "\(names[0])_api_key = '${API_KEY}'",
      ])
  }

  private static func filler(_ letters: Letters, _ count: Int) -> String {
    String(repeating: letters == .digits || letters == .hex ? "0" : "X", count: count)
  }

  /// A literal as an expression; `loose` lets `-`, `_`, `.` and nothing stand for each other.
  static func escaped(_ text: String, loose: Bool = false) -> String {
    var expression: [UInt8] = []
    expression.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      if loose, "-_ ".utf8.contains(byte) {
        expression += "[-_. ]?".utf8
      } else {
        if ".+*?()[]{}^$|\\/-".utf8.contains(byte) { expression.append(UInt8(ascii: "\\")) }
        expression.append(byte)
      }
    }
    return String(decoding: expression, as: UTF8.self)
  }
}

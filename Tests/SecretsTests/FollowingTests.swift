import Testing

@testable import Secrets

/// What `Following` leaves out must be nothing: each text is looked at with every match followed, too.
@Suite("secrets: which matches are followed")
struct FollowingTests {
  private struct Text {
    let path: String
    let text: String
    /// Whether a secret is in it.
    var holdsOne = true
  }

  @Test("what is found is the same as when every match is followed")
  func same() throws {
    let (quick, whole) = (try scanner(), try scanner())
    whole.followsAll = true
    var found = 0
    for text in Self.pairs + Self.mappings + Self.others {
      let (one, other) = (try told(text, quick), try told(text, whole))
      #expect(one == other, "\(text.path): \(text.text)")
      if text.holdsOne { #expect(!one.isEmpty, "\(text.path): \(text.text)") }
      found += one.count
    }
    for item in QualitySet.all {
      let text = Text(path: item.path, text: item.text)
      #expect(try told(text, quick) == told(text, whole), "\(item.name)")
    }
    #expect(found > 200)
  }

  @Test("for what most definitions hold beside names of secrets no structure is read")
  func passedOver() throws {
    let scanner = try scanner()
    for text in Self.common {
      let looked = try scanner.scan(Array(text.text.utf8), as: .definition(path: text.path)).looked
      #expect(!looked.structured, "\(text.text)")
    }
  }

  @Test(
    "many names without an end behind them cost no more than their bytes", arguments: ["<a>", "{\"a\": \"", "a:\n"])
  func bounded(head: String) throws {
    let text = head + String(repeating: ">name: b token x y z a b c d e f g h i j k l m n ", count: 20_000)
    let outcome = try scanner().scan(Array(text.utf8), as: .definition(path: "a.yaml"))
    #expect(outcome.findings.isEmpty)
  }

  private func scanner() throws -> SecretScanner {
    try SecretScanner(BuiltIn.engine.get(), options: SecretScanner.Options(key: [1]))
  }

  private func told(_ text: Text, _ scanner: SecretScanner) throws -> [String] {
    let subject: ScanSubject = text.path == "message" ? .message : .definition(path: text.path)
    return try scanner.scan(Array(text.text.utf8), as: subject).findings.map {
      "\($0.rule) \($0.hash) \($0.pointer ?? "in the text") \($0.range)"
    }
  }

  private static let key = Made.key
  private static let password = Made.password

  /// A name and its value in one object, in either order, near and far, in each writing.
  private static let pairs: [Text] = {
    var texts: [Text] = []
    let filler = (0..<40).map { "\"note\($0)\": \"a text of some length, to and fro, {[\"" }.joined(separator: ", ")
    let far = (0..<300).map { "\"n\($0)\": {\"a\": [1, \"}]\", \"a text that is a little longer than the others\"]}" }
      .joined(separator: ", ")
    for (nameKey, valueKey) in [
      ("name", "value"), ("key", "stringValue"), ("Name", "Value"), ("id", "default"),
    ] {
      for name in ["Authorization", "X-Api-Key", "BANK_TOKEN", "db.password", "Confluence API Key"] {
        let (left, right) = ("\"\(nameKey)\": \"\(name)\"", "\"\(valueKey)\": \"\(key)\"")
        for between in ["", "\"x\": {\"y\": [\"}\", \"\\\"\"]}, ", "\(filler), "]
          + (name == "BANK_TOKEN" ? ["\(far), "] : [])
        {
          texts.append(Text(path: "a.json", text: "{\"a\": [{\(left), \(between)\(right)}]}"))
          texts.append(Text(path: "a.json", text: "{\"a\": [{\(right), \(between)\(left)}]}"))
        }
        texts.append(Text(path: "a.json", text: "{\r\n\"a\":[{\r\n\(left),\r\n\(right)\r\n}]\r\n}"))
        texts.append(
          Text(
            path: "a.json",
            text: "{\"a\": \"{\\\"\(nameKey)\\\": \\\"\(name)\\\", \\\"\(valueKey)\\\": \\\"\(key)\\\"}\"}"))
        texts.append(Text(path: "a.yaml", text: "env:\n  - \(nameKey): \(name)\n    \(valueKey): \(key)\n"))
        texts.append(
          Text(path: "a.yaml", text: "env:\n- \(valueKey): \(key)\n  \(nameKey): \"\(name)\" # of the bank\n"))
        texts.append(
          Text(
            path: "a.yaml",
            text: "env:\n-   \(nameKey): '\(name)'\n\n    # more\n    x:\n      y: 1\n    \(valueKey): \(key)\n"))
        texts.append(Text(path: "a.yaml", text: "env: [{\(nameKey): \(name), \(valueKey): \(key)}]\n"))
        texts.append(Text(path: "a.yaml", text: "env:\n  - {x: \"a\", \(nameKey): \(name), \(valueKey): \"\(key)\"}\n"))
        texts.append(Text(path: "a.yaml", text: "\(nameKey): \(name)\n\(valueKey): \(key)\n"))
      }
    }
    return texts
  }()

  /// What stands below a name.
  private static let mappings: [Text] = {
    var texts: [Text] = []
    for name in ["password", "apiKey", "X-Api-Key", "client_secret"] {
      for own in ["value", "default", "defaultValue", "const", "Default"] {
        texts.append(Text(path: "a.json", text: "{\"\(name)\": {\"type\": \"string\", \"\(own)\": \"\(key)\"}}"))
        texts.append(
          Text(path: "a.json", text: "{\"\(name)\": {\n  \"a\": {\"b\": \"}\"},\n  \"\(own)\" : \"\(key)\"\n}}"))
        texts.append(Text(path: "a.yaml", text: "in:\n  \(name):\n    \(own): \(key)\n"))
        texts.append(
          Text(
            path: "a.yaml",
            text: "in:\n  \(name): # of the bank\n    type: string\n\n    deep:\n      er: 1\n    \(own): \"\(key)\"\n")
        )
        texts.append(Text(path: "a.yaml", text: "in:\n  \(name): {type: string, \(own): \"\(key)\"}\n"))
        texts.append(Text(path: "a.yaml", text: "- \(name):\n    description: a:b\n    \(own): \(key)\n"))
      }
      texts.append(Text(path: "a.yaml", text: "\(name):\n  \(key)\n"))
      texts.append(Text(path: "a.yaml", text: "\(name): |\n  \(key)\n"))
      texts.append(Text(path: "a.yaml", text: "\(name)s:\n- \(key)\n"))
      texts.append(Text(path: "a.yaml", text: "\(name)s:\n  - \(key)\n"))
      texts.append(Text(path: "a.yaml", text: "\(name):\r\n  value: \(key)\r\n"))
      texts.append(Text(path: "a.yaml", text: "\(name): \"\(key)\"\n"))
      texts.append(Text(path: "a.yaml", text: "\(name): \(key) # ours\n"))
      texts.append(Text(path: "a.json", text: "{\"\(name)\":\n\"\(key)\"}"))
      texts.append(Text(path: "a.json", text: "{\"\(name)\": [\"\(key)\"]}"))
    }
    return texts
  }()

  private static let others: [Text] = [
    Text(path: "a.yaml", text: "password: Kra\n  nich!47-Tau\n", holdsOne: false),
    Text(path: "a.yaml", text: "env: [\n  {\n    name: DB_PASSWORD, value: \(password)\n  }]\n"),
    Text(path: "a.yaml", text: "body: |\n  {\n    \"name\": \"api_token\", \"value\": \"\(key)\"\n  }\n"),
    Text(path: "a.yaml", text: "env:\n  - name:\n      DB_PASSWORD\n    value: \(password)\n"),
    Text(
      path: "a.json", text: "{\"env\": [\n  {name: 'DB_PASSWORD', value: '\(password)'}, // c\n], \"x\": 1}"),
    Text(path: "a.yaml", text: "password: 'Kran''ich47tau9'\n"),
    Text(path: "a.yaml", text: "db: {password: Kranich 47tau, tls: true, a: b}\n"),
    Text(path: "a.yaml", text: "password: \"Kranich\n  47-tau!9\"\n"),
    Text(path: "a.yaml", text: "password: {note: don't rotate, value: \(password), hint: it's old}\n"),
    Text(path: "a.yaml", text: "API key: \(key)\n", holdsOne: false),
    Text(path: "a.json", text: "{\"password\": \"\\u004bra\" , \"b\": \"\(password)\"}", holdsOne: false),
    Text(path: "a.json", text: "{\"password\": \"'\(password)'\"}"),
    Text(path: "a.json", text: "{\"token\": \"=Bearer \(key)\"}"),
    Text(path: "a.json", text: "{\"token\": \(Made.digits)}"),
    Text(path: "a.bpmn", text: "<a><name>db.password</name><value>\(password)</value></a>"),
    Text(path: "a.bpmn", text: "<p target=\"x-api-key\" source=\"\(key)\"/>"),
    Text(path: "a.json", text: "{\"authentication\": {\"type\": \"Raw\", \"value\": \"\(key)\"}}"),
    Text(path: "a.json", text: "{\"authentication\": {\n\"value\": \"\(key)\", \"type\": \"Raw\"}}"),
    Text(path: "message", text: "TOKEN: ${{ secrets.A || '\(key)' }}"),
    Text(path: "a.yaml", text: "password: ${{ secrets.A }}\nother: '\(key)'\n", holdsOne: false),
    Text(path: "a.json", text: "{\"name\": \"key\", \"in\": \"query\", \"value\": \"\(key)\"}", holdsOne: false),
  ]

  private static let common: [Text] = [
    Text(
      path: "a.json",
      text:
        "{\"credentials\": {\"slackApi\": {\"id\": \"7\", \"name\": \"Airtable Personal Access Token account\"}}, \"a\": 1}"
    ),
    Text(path: "a.json", text: "{\"name\": \"Authorization\", \"value\": \"=Bearer {{ $json.token }}\"}"),
    Text(path: "a.json", text: "{\"credentials\": {\"x\": {\"name\": \"Confluence API Key\", \"id\": \"1\"}}}"),
    Text(path: "a.yaml", text: "permissions:\n  id-token: write\n"),
    Text(path: "a.yaml", text: "with:\n  token: ${{ secrets.TOKEN }}\n  api_key: ${{ secrets.BANK_API_KEY }}\n"),
    Text(path: "a.yaml", text: "- name: Configure AWS Credentials\n  uses: a/b@v1\n"),
    Text(path: "a.yaml", text: "secret:\n  name: bank\n  key: secretkey\n"),
  ]
}

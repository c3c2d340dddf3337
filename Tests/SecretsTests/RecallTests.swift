import Cryptography
import Secrets
import Testing

/// Where people leave secrets that a first look passes over: each of these was missed once.
@Suite("secrets: forms that were missed once")
struct RecallTests {
  struct Form: CustomTestStringConvertible, Sendable {
    let path: String
    let text: String
    var testDescription: String { text }

    init(_ path: String, _ text: String) {
      self.path = path
      self.text = text
    }
  }

  private static let key = Made.key
  private static let password = Made.password
  private static let semicolon = "p@ss" + ";w0rT)7"

  @Test("words of a name are compared as words: `BACKEND_TOKEN` does not end in `endtoken`")
  func names() throws {
    for name in [
      "BACKEND_TOKEN", "TARGET_TOKEN", "WIDGET_SECRET", "BUDGET_TOKEN", "DEVELOPER_TOKEN", "SCRAPER_TOKEN",
      "CLICKHOUSE_SECRET", "WAREHOUSE_TOKEN", "DATASET_PASSWORD", "HELPER_PASS", "RESEND_TOKEN", "FB_PAGE_TOKEN",
      "REPO_SYNC_TOKEN", "OAUTH_CLIENT_TOKEN", "MD_API_KEY", "GITHUB_SHA_TOKEN", "X-Client-Token", "developer-token",
      "X-Auth", "NPM_AUTH", "API_KEY_BANK", "TOKEN_EU", "BANK_KEY", "SECRET_KEY_BASE", "SESSION_COOKIE", "kennwort",
    ] {
      let outcome = try BuiltIn.scan("\(name): \(Self.key)\n", as: .definition(path: "a.yaml"))
      #expect(!outcome.findings.isEmpty, "\(name)")
    }
    for name in [
      "nextPageToken", "itemsPerPass", "csrfToken", "ClientToken", "pageToken", "passwordHash", "encryptedPassword",
      "CACHE_KEY", "PUBLIC_KEY", "API_KEY_ID", "TOKEN_URL", "PASSWORD_FILE", "tokenSha256", "SSM_KEY", "partitionKey",
    ] {
      let outcome = try BuiltIn.scan("\(name): \(Self.key)\n", as: .definition(path: "a.yaml"))
      #expect(outcome.isClean, "\(name): \(outcome.findings.map(\.rule))")
    }
  }

  private static let structures: [Form] = [
    Form("a.yaml", "password: |\n  \(password)\n"), Form("a.yaml", "password: >-\n  \(password)\n"),
    Form("a.yaml", "password: &pw \(password)\nother: *pw\n"), Form("a.yaml", "password:             \(password)\n"),
    Form("a.yaml", "password:\n            \(password)\n"),
    Form("a.yaml", "a: &x 1\na: 2\nDB_PASSWORD: |\n  \(password)\n"),
    Form("a.yaml", "args:\n- --password\n- \(password)\n"),
    Form("a.yaml", "a: 1\na: 2\nargs:\n- --password\n- \(password)\n"),
    Form("a.yaml", "env: [{name: DB_PASSWORD, value: \"\(password)\"}]\n"),
    Form("a.yaml", "inputs:\n  token:\n    default: \(key)\n"),
    Form("a.bpmn", "<a><password>\(password)</password></a>"),
    Form("a.bpmn", "<a><password><![CDATA[\(password)]]></password></a>"),
    Form("a.bpmn", "<a><password kind='x'>\(password)</password></a>"),
    Form(
      "a.bpmn", "<f><camunda:field name='password'><camunda:string>\(password)</camunda:string></camunda:field></f>"),
    Form("a.bpmn", "<a source=\"={&quot;x-api-key&quot;:&quot;\(key)&quot;}\"/>"),
    Form("a.json", "{\"Environment\": [{\"Name\": \"BANK_TOKEN\", \"Value\": \"\(key)\"}]}"),
    Form("a.json", "{\"headers\": [{\"keyValue\": \"Authorization\", \"valueValue\": \"\(key)\"}]}"),
    Form("a.json", "{\"rules\": [{\"t\": \"set\", \"p\": \"headers.x-api-key\", \"to\": \"\(key)\"}]}"),
    Form("a.json", "{\"bankApiKey\": {\"type\": \"string\", \"defaultValue\": \"\(key)\"}}"),
    Form("a.json", "{\"sqlPassword\": {\"value\": \"\(password)\"}}"),
    Form("a.yaml", "a: 1\na: 2\npassword: | # of prod\n  \(password)\n"),
    Form("a.yaml", "args: [--password, \(password)]\n"),
    Form("a.yaml", "tokens:\n- changeme\n- \(key)\n"), Form("a.json", "{\"api_tokens\": [\"changeme\", \"\(key)\"]}"),
    Form("a.json", "{\"args\": [\n  \"\\u002d\\u002dpassword\",\n  \"\(password)\"\n]}"),
    Form("a.json", "{\"args\": [\n  \"--dbPassword\",\n  \"\(password)\"\n]}"),
    Form(
      "a.json", "{\"queryParameters\": {\"parameters\": [{\n  \"name\": \"k\\u0065y\",\n  \"value\": \"\(key)\"}]}}"),
    Form("a.json", "{\"BANK_KEY\": {\"value\": \"\(key)\"}}"), Form("a.yaml", "BANK_KEY: |\n  \(key)\n"),
    Form("a.env", "DB_PASSWORD_ERP_PROD=\(key)\n"), Form("a.env", "BANK_KEY_V2=\(key)\n"),
    Form("a.json", "{\"Name\": \"/prod/bank/password\", \"Value\": \"\(password)\"}"),
    Form("a.json", "{\"body\": \"{\\\"api_tokens\\\": [\\\"\(key)\\\"]}\"}"),
    Form("a.json", "{\"x-api-key\": [\"\(key)\"]}"), Form("a.json", "{\"api_tokens\": [\"\(key)\"]}"),
    Form("a.json", "{\"args\": [\"--password\", \"\(password)\"]}"),
    Form("a.json", "{\"queryParameters\": {\"parameters\": [{\"name\": \"key\", \"value\": \"\(key)\"}]}}"),
  ]

  private static let expressions: [Form] = [
    Form("a.json", "{\"apiKey\": \"@coalesce(parameters('apiKey'), '\(key)')\"}"),
    Form("a.json", "{\"Authorization\": \"Bearer @{coalesce(parameters('a'), '\(key)')}\"}"),
    Form("a.json", "{\"Authorization\": \"@concat('Bearer ', '\(key)')\"}"),
    Form("a.json", "{\"Authorization\": \"States.Format('Bearer {}', '\(key)')\"}"),
    Form("a.yaml", "token: '${ $secret.bank // \"\(key)\" }'\n"),
    Form("a.json", "{\"token\": \"={{ 'Bearer ' + '\(key)' }}\"}"),
    Form("a.yaml", "run: pay ${{ secrets['BANK_TOKEN'] || '\(key)' }}\n"),
    Form("a.yaml", "with:\n  use_token: ${{ inputs.t || '\(key)' }}\n"),
    Form("a.js", "const token = $env.BANK || '\(key)'"), Form("a.py", "token = env.get('T') or '\(key)'"),
    Form("a.py", "key = os.getenv('BANK_KEY', '\(key)')"), Form("a.js", "headers.set('X-Api-Key', '\(key)')"),
  ]

  private static let commands: [Form] = [
    Form("a.sh", "curl -u svc:\(password) https://a.example"), Form("a.sh", "mysql -h db -p\(password) erp"),
    Form("a.sh", "docker login -u bot -p \(password) r.example"), Form("a.sh", "pay --token \(key) now"),
    Form("a.sh", "machine a.example login bot password \(password)"),
    Form("a.sh", "echo \"\(password)\" | docker login -u bot --password-stdin"),
    Form("a.js", "fetch(u, {headers: {a: 'Basic ' + btoa('svc:\(password)')}})"),
    Form("a.py", "requests.get(u, auth=('svc', '\(password)'))"),
    Form("a.txt", "git clone https://\(key)\(key)@git.example/pay"),
    Form("a.txt", "https://\(key):x-oauth-basic@git.example/pay"),
    Form("a.txt", "POST https://acme.example/api/pay?code=\(key)"),
    Form("a.json", "{\"jsCode\": \"const password = '\(semicolon)'\"}"),
  ]

  @Test(
    "a secret in a structure, in an expression, on a command line or in code",
    arguments: structures + expressions + commands)
  func found(_ form: Form) throws {
    #expect(try !BuiltIn.scan(form.text, as: .definition(path: form.path)).findings.isEmpty)
  }

  @Test("base64: a last line of any length; UTF-16 in both orders and UTF-32, with a mark and without")
  func base64() throws {
    for before in 10...30 {
      let whole = Base64.encode(Array("\(String(repeating: "b", count: before)) \(Made.gitHub)".utf8))
      var lines: [String] = []
      for start in stride(from: 0, to: whole.utf8.count, by: 76) {
        lines.append(String(whole.dropFirst(start).prefix(76)))
      }
      for separator in ["\n", "\\n"] {
        let text = "{\"a\": \"\(lines.joined(separator: separator))\"}"
        #expect(try !BuiltIn.scan(text, as: .definition(path: "a.json")).findings.isEmpty, "\(before)")
      }
    }
    let forms: [([UInt8], [UInt8])] = [
      ([0xff, 0xfe], [1, 0]), ([0xfe, 0xff], [0, 1]), ([], [1, 0]), ([], [0, 1]), ([0xff, 0xfe, 0, 0], [1, 0, 0, 0]),
      ([0, 0, 0xfe, 0xff], [0, 0, 0, 1]), ([], [1, 0, 0, 0]), ([], [0, 0, 0, 1]),
    ]
    for (mark, form) in forms {
      let text = "a: \(Base64.encode(mark + widened("$t = '\(Made.gitHub)'", form)))\n"
      #expect(try !BuiltIn.scan(text, as: .definition(path: "a.yaml")).findings.isEmpty, "\(mark) \(form)")
    }
  }

  @Test(
    "no secret: names of resources, places of JSON, types, calls, samples of documentation",
    arguments: [
      Form("a.json", "{\"SecretId\": \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/bank-AbC123\"}"),
      Form("a.yaml", "secret-ids: |\n  arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/bank-AbC123\n"),
      Form("a.yaml", "SecretArn: arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/bank-AbC123\n"),
      Form("a.sh", "docker build --secret id=npmrc,src=.npmrc1 ."), Form("a.sh", "date -u +%Y-%m-%dT%H:%M:%SZ"),
      Form("a.txt", "the login form password field1 of"),
      Form("a.env", "GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D\n"),
      Form("a.json", "{\"token\":\"={{ $json.t }}\",\"mode\":\"={{ $json.m || 'Production\("-2b")' }}\"}"),
      Form("a.json", "{\"password\": \"$.creds[0].password\"}"), Form("a.yaml", "password: '!vault bank9'\n"),
      Form("a.yaml", "password: '%{env:BANK9}'\n"), Form("a.py", "password: Optional[str] = None"),
      Form("a.py", "def __init__(self, password: bytes):"), Form("a.swift", "let password: String? = nil"),
      Form("a.py", "token = base64.b64decode(rest).decode('utf-8')"),
      Form("a.py", "password = cfg[\"FrameworkConfiguration\"][\"Fabric\"]"),
      Form("a.json", "{\"token\": \"sk_" + "test_4eC39HqLyjWDarjtT1zdp7dc\"}"),
      Form(
        "a.yaml",
        "Account" + "Key=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1"
          + "OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==\n"),
    ])
  func harmless(_ form: Form) throws {
    let outcome = try BuiltIn.scan(form.text, as: .definition(path: form.path))
    #expect(outcome.isClean, "\(outcome.findings.map(\.rule)) \(outcome.undecided)")
  }
}

/// What looks like a secret in real definitions, and is none.
struct QualityTrap: Sendable {
  let name: String
  let path: String
  let text: String

  init(_ name: String, _ path: String, _ text: String) {
    self.name = name
    self.path = path
    self.text = text
  }
}

enum QualityTraps {
  static let all: [QualityTrap] = {
    var made = MadeUp(seed: 4_711)
    let hex = { (count: Int) in made.letters(MadeUp.hex, count) }
    let mixed = { (count: Int) in made.letters(MadeUp.mixed, count) }
    let json = { (name: String, member: String) in
      QualityTrap(
        name, "workflows/pay/flow.json", "{\"nodes\": [], \"connections\": {}, \(member)}")
    }
    let yaml = { (name: String, text: String) in
      QualityTrap(name, "workflows/pay/pay.yaml", text + "\n")
    }
    return [
      json("an instance id", "\"meta\": {\"instanceId\": \"\(hex(64))\"}"),
      json("a version id", "\"versionId\": \"\(made.uuid())\""),
      json("a webhook id", "\"webhookId\": \"\(made.uuid())\""),
      json(
        "a credential's id",
        "\"credentials\": {\"httpHeaderAuth\": {\"id\": \"\(mixed(16))\", \"name\": \"Bank token\"}}"
      ),
      json(
        "a credential's type",
        "\"nodeCredentialType\": \"stripeApi\", \"authentication\": \"predefinedCredentialType\""),
      json(
        "how many tokens",
        "\"maxTokens\": 4096, \"max_tokens\": 120000, \"tokens\": \"1234567890123\""),
      json(
        "where tokens come from",
        "\"accessTokenUrl\": \"https://login.acme.example/oauth2/v2.0/token\""),
      json("a page's token", "\"nextPageToken\": \"CAUQAA\(mixed(24))\""),
      json("a path to a token", "\"token\": \"/run/secrets/bank-token\""),
      json(
        "a name of a header",
        "\"headerParameters\": {\"parameters\": [{\"name\": \"Authorization\", \"value\": \"={{ 'Bearer ' + $json.access_token }}\"}]}"
      ),
      json(
        "a choice",
        "\"authType\": \"bearer\", \"tokenType\": \"Bearer\", \"secretType\": \"password\""),
      json(
        "a form's label",
        "\"formFields\": {\"values\": [{\"fieldLabel\": \"Password\", \"placeholder\": \"Enter your password\", \"fieldType\": \"password\"}]}"
      ),
      json(
        "text about a password",
        "\"content\": \"Reset your password: the secret is in the vault, ask the token desk.\""),
      json(
        "a picture",
        "\"icon\": \"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf\(mixed(120))\""),
      json(
        "a document's id",
        "\"documentId\": {\"__rl\": true, \"value\": \"1\(mixed(43))\", \"mode\": \"list\", \"cachedResultUrl\": \"https://docs.google.com/spreadsheets/d/1\(mixed(43))/edit\"}"
      ),
      json(
        "a digest", "\"sha256\": \"\(hex(64))\", \"md5\": \"\(hex(32))\", \"etag\": \"\(hex(32))\""),
      json(
        "a column named key",
        "\"keyField\": \"customer_key\", \"primaryKey\": \"\(made.uuid())\", \"cacheKey\": \"\(hex(32))\""
      ),
      json(
        "a token in an expression of code",
        "\"jsCode\": \"const token = items[0].json.access_token;\\nreturn [{json: {token}}];\""),
      json(
        "a call that gives a token",
        "\"jsCode\": \"const token = await getAccessToken(clientId);\\nheaders.token = token;\""),
      json(
        "an environment's variable in code",
        "\"jsCode\": \"const apiKey = process.env.BANK_API_KEY;\\nreturn [];\""),
      json(
        "a comparison with a token",
        "\"rightValue\": \"={{ $vars.webhook_token }}\", \"leftValue\": \"={{ $json.headers.token }}\""
      ),
      json(
        "a blank value",
        "\"value\": \"__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6\", \"password\": \"__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6\""
      ),
      json(
        "a sample of AWS's documentation",
        "\"accessKey\": \"AKI"
          + "AIOSFODNN7EXAMPLE\", \"secretKey\": \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\""),
      json("a row of stars", "\"password\": \"************\", \"token\": \"...\""),
      json("an empty secret", "\"password\": \"\", \"token\": null, \"apiKey\": false"),
      json(
        "base64 of a definition without a secret",
        "\"body\": \"\(Base64Text.encode("{\"invoice\": 4711, \"token\": \"{{ secrets.BANK }}\"}"))\""
      ),
      json(
        "a signature of a webhook that is checked",
        "\"options\": {\"signatureHeader\": \"x-hub-signature-256\", \"secretName\": \"hub\"}"),
      json(
        "a public key",
        "\"publicKey\": \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI\(mixed(43)) pay@acme\""),
      json(
        "a public certificate",
        "\"ca\": \"-----BEGIN CERTIFICATE-----\\nMIIB\(mixed(60))\\n-----END CERTIFICATE-----\""),
      json("a client id", "\"clientId\": \"\(made.uuid())\", \"tenantId\": \"\(made.uuid())\""),
      json(
        "a publishable key's name", "\"keyName\": \"bank-publishable\", \"keyId\": \"\(mixed(20))\""
      ),
      json(
        "a long URL",
        "\"url\": \"https://acme.example/files/\(mixed(40))/view?usp=sharing&gid=\(mixed(12))\""),
      json(
        "a URL with a placeholder for a password",
        "\"url\": \"postgres://app:${DB_PASSWORD}@db.acme.example/erp\""),
      json("a URL with a user alone", "\"url\": \"https://pay@erp.acme.example/api:8080/a\""),
      json(
        "a session's expression",
        "\"sessionKey\": \"={{ $('Chat').item.json.sessionId }}\", \"sessionIdType\": \"customKey\""
      ),
      yaml(
        "an action's commit",
        "steps:\n  - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020\n    with: {token: \"${{ github.token }}\"}"
      ),
      yaml(
        "secrets that are handed on",
        "jobs:\n  pay:\n    uses: ./.github/workflows/pay.yml\n    secrets: inherit\n    with: {token: \"${{ secrets.GITHUB_TOKEN }}\"}"
      ),
      yaml("permissions", "permissions:\n  id-token: write\n  contents: read"),
      yaml(
        "a reference to a Kubernetes secret",
        "env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef: {name: bank-credentials, key: password}"
      ),
      yaml(
        "a git secret's name",
        "git:\n  repo: https://git.acme.example/pay\n  passwordSecret: {name: git-creds-prod, key: password}"
      ),
      yaml("an image's digest", "image: registry.acme.example/pay@sha256:\(hex(64))"),
      yaml(
        "an annotation",
        "metadata:\n  annotations:\n    checksum/secret: \(hex(64))\n  uid: \(made.uuid())"),
      yaml(
        "a secret's mount",
        "volumes:\n  - name: bank-token\n    secret: {secretName: bank-token-v3}"),
      yaml(
        "a manifest's secret",
        "workflow: pay\nsecrets:\n  - { name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\", rotate: 90d }"
      ),
      yaml(
        "a cloud's references",
        "a: \"aws-sm://prod/bank/token\"\nb: \"azure-kv://acme/bank-token\"\nc: \"gcp-sm://acme/bank/7\"\npassword: \"op://finance/bank/password\""
      ),
      yaml(
        "an identifier of a role",
        "Credentials: {RoleArn: \"arn:aws:iam::123456789012:role/pay-cross-account\"}\ntoken: \"arn:aws:secretsmanager:eu-central-1:123456789012:secret:bank-Zr4bV0\""
      ),
      yaml(
        "a word of authentication",
        "auth: oauth2\nauthorization: required\npassword: required\ntoken: string"),
      yaml(
        "a task's token", "Parameters:\n  token.$: $$.Task.Token\n  taskToken: \"$$.Task.Token\""),
      yaml(
        "Azure's reference",
        "password: \"@Microsoft.KeyVault(SecretUri=https://acme.vault.azure.net/secrets/bank/7c0e9f1ab5d38427c0e9f1ab5d38427c)\""
      ),
      QualityTrap(
        "a diagram's ids", "workflows/pay/pay.bpmn",
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\"><process id=\"token_0f5c7abq7XmK9t2\"><serviceTask id=\"Activity_Zr4bV0h\" name=\"Get token\"/></process></definitions>"
      ),
      QualityTrap(
        "a secret by its name in FEEL", "workflows/pay/pay.bpmn",
        "<definitions><input source=\"=secrets.BANK_TOKEN\" target=\"authentication.token\"/><input source=\"{{secrets.BANK_PASSWORD}}\" target=\"authentication.password\"/></definitions>"
      ),
      QualityTrap(
        "a lock file", "workflows/pay/package-lock.json",
        "{\"packages\": {\"a\": {\"resolved\": \"https://registry.npmjs.org/a/-/a-1.0.0.tgz\", \"integrity\": \"sha512-\(mixed(86))==\"}}}"
      ),
      QualityTrap(
        "a Python file without a secret", "workflows/pay/pay.py",
        "token = os.environ[\"BANK_TOKEN\"]\npassword = getpass.getpass(\"password: \")\napi_key = config.get(\"bank\", \"api_key\")\n"
      ),
      QualityTrap(
        "a shell file without a secret", "workflows/pay/run.sh",
        "TOKEN=$(vault kv get -field=token kv/bank)\nPASSWORD=\"${1:?password}\"\nAPI_KEY_FILE=/run/secrets/bank\nread -rs secret\n"
      ),
      QualityTrap(
        "a test report", "report.xml",
        "<testsuite name=\"pay\" tests=\"1\"><testcase name=\"rejects a wrong password\" classname=\"TokenTests\"/><properties><property name=\"password\" value=\"********\"/></properties></testsuite>"
      ),
      QualityTrap(
        "a commit's message", "message",
        "pay: read the token from the vault\n\nWhy: the password was in the definition\nTicket: OPS-4711\nChange-Id: I\(hex(40))\n"
      ),
      QualityTrap(
        "an e-mail's id", "workflows/pay/flow.json",
        "{\"messageId\": \"<\(mixed(30))@mail.acme.example>\", \"threadId\": \"\(hex(16))\"}"),
      QualityTrap(
        "measures", "workflows/pay/data.json",
        "{\"tokens\": 4711, \"secret\": true, \"passwordLength\": 24, \"tokenCount\": \"12345678901234567\"}"
      ),
      QualityTrap(
        "an ETL's SQL", "workflows/pay/load.sql",
        "SELECT token, password_hash FROM users WHERE api_key = $1 AND secret IS NOT NULL;\n"),
      QualityTrap(
        "a JSON schema", "workflows/pay/schema.json",
        "{\"properties\": {\"password\": {\"type\": \"string\", \"minLength\": 12}, \"apiKey\": {\"type\": \"string\", \"description\": \"Key of the bank, 32 letters\"}}}"
      ),
    ]
  }()
}

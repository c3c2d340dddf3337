import Cryptography

extension BuiltInKinds {
  static let keys: [SecretRule] = [
    SecretRule(
      "private-key", "private key", .key,
      triggers: [Trigger("-----BEGIN[ A-Z0-9]{0,30} PRIVATE KEY(?: BLOCK)?-----")],
      pattern:
        "-----BEGIN[ A-Z0-9]{0,30} PRIVATE KEY(?: BLOCK)?-----(?<secret>[\\s\\\\A-Za-z0-9+/=:,.()-]{80,7900}?)"
        + "(?=-----END|[^\\s\\\\A-Za-z0-9+/=:,.()-]|$)",
      minimumEntropy: 3.0,
      rotation: .said("make a new key pair, and take the old public key off every host and service"),
      examples: [
        "-----BEGIN RSA PRIVATE " + "KEY-----\n" + Letters.base64.sample(64) + "\n" + Letters.base64.sample(64, seed: 3)
          + "\n-----END RSA PRIVATE KEY-----",
        "{\"key\": \"-----BEGIN PRIVATE " + "KEY-----\\n" + Letters.base64.sample(64) + "\\n"
          + Letters.base64.sample(60, seed: 9) + "\\n-----END PRIVATE KEY-----\\n\"}",
      ],
      counterexamples: [
        "-----BEGIN PRIV" + "ATE KEY-----\n...\n-----END PRIVATE KEY-----", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBg",
      ]),
    SecretRule(
      "putty-key", "PuTTY private key", .key,
      triggers: [Trigger("PuTTY-User-Key-File-[23]:")],
      pattern: "PuTTY-User-Key-File-[23]:[\\s\\S]{20,3000}?Private-Lines: \\d{1,3}\\s{1,2}"
        + "(?<secret>[A-Za-z0-9+/=\\s]{40,2000})",
      minimumEntropy: 3.0, rotation: .said("make a new key pair, and take the old public key off every host"),
      examples: [
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPublic-Lines: 2\n"
          + Letters.base64.sample(64)
          + "\nPrivate-Lines: 1\n" + Letters.base64.sample(48) + "\nPrivate-MAC: 7c0e"
      ],
      counterexamples: ["PuTTY-User-Key-File-3: ssh-ed25519"]),
    SecretRule(
      "jwt", "JSON Web Token", .key,
      triggers: [Trigger("eyJ[A-Za-z0-9_-]{12}", width: 15)],
      pattern:
        "(?:(?<![A-Za-z0-9_-])|(?<=\\\\[nrt]))(?<secret>eyJ[A-Za-z0-9_-]{14,600}\\.eyJ[A-Za-z0-9_-]{10,3000}\\.[A-Za-z0-9_-]{20,700})",
      minimumEntropy: 3.8,
      rotation: .said("revoke it at its issuer, or change the key that signed it: it is valid until it expires"),
      examples: [
        "Authorization: Bearer ey" + "JhbGciOiJIUzI1NiJ9" + ".eyJ" + Letters.alphanumeric.sample(40) + "."
          + Letters.alphanumeric.sample(43, seed: 3)
      ],
      counterexamples: ["eyJhbGciOiJIUzI1NiJ9." + "eyJ", "eyJ" + Letters.alphanumeric.sample(80)]),
    SecretRule(
      "basic-authorization", "user and password in a header", .key,
      triggers: [Trigger("basic\\s{1,3}[A-Za-z0-9+/]{10}", caseless: true)],
      pattern:
        "(?i:authorization\\\\{0,3}[\"']?(?:\\s{0,4}[:=,]\\s{0,4}\\\\{0,3}[\"']?(?:value\\\\{0,3}[\"']?\\s{0,4}[:=]\\s{0,4})?"
        + "\\\\{0,3}[\"']?=?){1,2}basic)\\s{1,3}(?<secret>[A-Za-z0-9+/]{10,400}={0,2})(?![A-Za-z0-9+/=])",
      check: .basic, minimumEntropy: 2.5,
      rotation: .said("set a new password for that user, and let the engine's credentials give the header"),
      examples: ["Authorization: Basic " + Base64Sample.of("svc-pay:Kranich" + "!47tau")],
      counterexamples: ["Authorization: Basic " + Base64Sample.of("user:password"), "Authorization: Basic ${AUTH}"]),
    SecretRule(
      "bearer-authorization", "token in a header", .key,
      triggers: [
        Trigger(
          "bearer\\s{1,3}(?:\\\\{0,3}[\"'`]\\s{0,3}\\+\\s{0,3}\\\\{0,3}[\"'`])?[A-Za-z0-9_.~+/-]{16}", caseless: true)
      ],
      pattern:
        "(?i:bearer)\\s{1,3}(?:\\\\{0,3}[\"'`]\\s{0,3}\\+\\s{0,3}\\\\{0,3}[\"'`])?(?<secret>[A-Za-z0-9_.~+/-]{16,2000}={0,2})",
      check: .value, minimumEntropy: 3.0,
      rotation: .said("revoke the token at its issuer, and let the engine's credentials give the header"),
      examples: [
        "curl -H 'Authorization: Bearer " + Letters.alphanumeric.sample(32) + "'",
        "headers: { Authorization: 'Bearer ' + '" + Letters.alphanumeric.sample(32, seed: 5) + "' }",
      ],
      counterexamples: [
        "Authorization: Bearer ${TOKEN}", "bearer authentication-with-tokens", "Bearer your-token-goes-here",
      ]),
    SecretRule(
      "generic-secret", "secret behind a name that says so", .key,
      triggers: [
        Trigger(
          "\(StructureTriggers.names)\(StructureTriggers.tail)\\\\{0,3}[\"'`]?[\\])]?\\*{0,2}\\s{0,3}(?:=>|:=|[!=]={1,2}|[:=])\\*{0,2}\\s{0,4}"
            + "(?:[frbu@$]{0,2}\\\\{0,3}[\"'`])?=?[^\\s\"'`={}$<>%,;()\\[\\]\\\\][^\\s\"'`{}$<>\\\\]{5}",
          caseless: true, reach: 96,
          following: .value(6)),
        Trigger(
          "\(StructureTriggers.shouted)\\\\{0,3}[\"'`]?[\\])]?\\s{0,3}[:=]\\s{0,4}\\\\{0,3}[\"'`]?=?[^\\s\"'`={}$<>%,;()\\[\\]\\\\]{6}",
          reach: 96, following: .value(6)),
      ],
      pattern:
        "(?:(?i:\(StructureTriggers.names)\(StructureTriggers.tail)(?![\\w]))|\(StructureTriggers.shouted)(?![\\w]))\\\\{0,3}[\"'`]?[\\])]?\\*{0,2}\\s{0,3}"
        + "(?:=>|:=|[!=]={1,2}|=|:(?!-))\\*{0,2}\\s{0,4}(?:[frbuFRBU@$]{0,2}\\\\{0,3}[\"'`]=?(?<secret>[^\"'`\\\\\\n]{6,400})\\\\{0,3}[\"'`]|(?<plain>[^\\s\"'`,;<>&\\\\]{6,400}))",
      check: .assignment, minimumEntropy: 2.0,
      rotation: .said("replace it where it was issued, and name it where a vault keeps it"),
      examples: [
        "DB_PASSWORD=Kranich" + "!47-Tau", "BANK_KEY=" + Letters.alphanumeric.sample(32),
        "const apiKey = '" + Letters.alphanumeric.sample(32) + "'", "API key: " + Letters.alphanumeric.sample(32),
        "**Token:** " + Letters.alphanumeric.sample(32), "password = r'Kranich" + "!47-Tau'",
        "if (headers['x-api-key'] !== '" + Letters.alphanumeric.sample(32) + "')",
      ],
      counterexamples: [
        "SecretId: arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/bank-AbC123",
        "password: Optional[str] = None",
        "def login(self, password: bytes9):", "CACHE_KEY: node-modules-7c0e9f1a", "API_KEY_HEADER=X-Api-Key-2024b",
        "max_tokens: 4096", "password: ${DB_PASSWORD}", "token = response.body.token", "secretName: bank-token",
        "password = changeme", "api_key: <your-api-key>",
      ]),
    SecretRule(
      "element-secret", "secret in an element of XML", .key,
      triggers: [
        Trigger("\(StructureTriggers.names)\(StructureTriggers.tail)>[^\\s<>]{6}", caseless: true, reach: 96),
        Trigger("<[\\w.:-]{0,40}\(StructureTriggers.names)\\s[^<>]{1,200}>[^\\s<>]{6}", caseless: true),
      ],
      pattern:
        "(?<=[<:\\w.-])(?i:\(StructureTriggers.names)\(StructureTriggers.tail))(?:\\s[^<>]{1,200})?>(?<secret>[^<>\\s]{6,400})<\\\\{0,3}/",
      check: .assignment, minimumEntropy: 2.0,
      rotation: .said("replace it where it was issued, and let the engine's credentials give it"),
      examples: [
        "{\"body\": \"<wsse:Password>Kranich" + "!47-Tau</wsse:Password>\"}",
        "<apiKey kind='x'>" + Letters.alphanumeric.sample(32) + "</apiKey>",
      ],
      counterexamples: ["<password>${db.password}</password>", "<token>changeme</token>", "<p>the password></p>"]),
    SecretRule(
      "variable-default", "secret that stands in for a variable", .key,
      triggers: [
        Trigger(
          "\(StructureTriggers.names)\(StructureTriggers.tail)\\\\{0,3}[\"'`]?\\s{0,3}(?:=>|:=|[:=])\\s{0,4}"
            + "\\\\{0,3}[\"'`]?=?\\$\\{\\w{1,80}:?[-=][^\\s\"'`{}$\\\\]{6}", caseless: true),
        Trigger(
          "\\$\\{\\w{0,60}\(StructureTriggers.names)\(StructureTriggers.tail):?[-=][^\\s\"'`{}$\\\\]{6}", caseless: true
        ),
        // ${{ secrets.X || 'literal' }} behind a name, or where the variable has one. What is within the braces is left to the pattern,
        // as vectorscan would need long for it.
        Trigger(
          "\(StructureTriggers.names)\(StructureTriggers.tail)\\\\{0,3}[\"'`]?\\s{0,3}(?:=>|:=|[:=])\\s{0,4}"
            + "\\\\{0,3}[\"'`]?=?(?:(?:bearer|basic|token|key)\\s)?\\$?\\{\\{", caseless: true, reach: 96,
          following: .quoted),
        Trigger(
          "\(StructureTriggers.names)\(StructureTriggers.tail)(?:\\\\{0,3}[\"']\\])?\\)?\\s{0,4}(?:\\|\\||\\?\\?)\\s{0,4}\\\\{0,3}[\"'`]{1,2}[^\\s\"'`]{6}",
          caseless: true),
      ],
      pattern:
        "(?i:\(StructureTriggers.names)\(StructureTriggers.tail)(?!\\w))\\\\{0,3}[\"'`]?\\s{0,3}(?:=>|:=|[:=])\\s{0,4}"
        + "\\\\{0,3}[\"'`]?=?(?:\\$\\{\\w{1,80}:?[-=](?<secret>[^\\s\"'`{}$\\\\]{6,400})\\}"
        + "|(?:\\w{1,12}\\s)?(?<expression>\\$?\\{\\{[^}]{1,400}+(?:\\}(?!\\})[^}]{1,400}+){0,8}+\\}\\}))"
        + "|(?i:secrets|env|vars)(?:\\.|\\[\\\\{0,3}[\"'])(?i:\\w{0,60}\(StructureTriggers.names)\(StructureTriggers.tail)(?!\\w))(?:\\\\{0,3}[\"']\\])?\\)?\\s{0,4}"
        + "(?:\\|\\||\\?\\?)\\s{0,4}\\\\{0,3}[\"'`]{1,2}(?<other>[^\"'`\\\\\\n]{6,400})\\\\{0,3}[\"'`]"
        + "|\\$\\{(?i:\\w{0,60}\(StructureTriggers.names)\(StructureTriggers.tail)):?[-=](?<own>[^\\s\"'`{}$\\\\]{6,400})\\}",
      check: .assignment, minimumEntropy: 2.0,
      rotation: .said("replace it where it was issued, and let the program stop where the variable is not set: ${X:?}"),
      examples: [
        "password: ${PG:-Kranich" + "!47-Tau}", "url: \"db?key=${DB_PASSWORD:-Kranich" + "!47-Tau}\"",
        "password: ${{ secrets.PG || 'Kranich" + "!47-Tau' }}",
        "run: pay ${{ secrets.DB_PASSWORD || 'Kranich" + "!47-Tau' }}",
        "run: pay ${{ secrets['DB_PASSWORD'] || 'Kranich" + "!47-Tau' }}",
      ],
      counterexamples: [
        "password: ${DB_PASSWORD:-changeme}", "password: ${DB_PASSWORD:?not set}", "host: ${DB_HOST:-db.acme.example}",
        "password: ${DB_PASSWORD:-${OTHER}}", "${MAX_TOKENS:-4096000}",
        "password: ${{ secrets.DB_PASSWORD || 'changeme' }}", "password: ${{ secrets.A || secrets.B || '' }}",
      ]),
  ]

  /// What only a structure shows; the definitions' keys, headers and models are looked at in `StructureWalk`.
  static let structures: [SecretRule] = [
    SecretRule(
      "field-secret", "literal in a field for a secret", .key, triggers: [], pattern: "", hasPattern: false,
      check: .named,
      rotation: .said("replace it where it was issued, and name it where a vault keeps it"), examples: []),
    SecretRule(
      "header-secret", "literal in a header or variable for a secret", .key, triggers: [], pattern: "",
      hasPattern: false, check: .named,
      rotation: .said("replace it where it was issued, and let the engine's credentials give the header"), examples: []),
    SecretRule(
      "kubernetes-secret", "value of a Kubernetes Secret", .key, triggers: [], pattern: "", hasPattern: false,
      check: .named,
      rotation: .said("replace it, and let an operator make the Secret from a vault"), examples: []),
  ]
}

/// Base64 of what examples assemble.
enum Base64Sample {
  static func of(_ text: String) -> String { Base64.encode(Array(text.utf8)) }
}

/// Secrets on command lines, in code and in addresses, where no field bears their name.
extension BuiltInKinds {
  static let commands: [SecretRule] = [
    SecretRule(
      "command-login", "user and password on a command line", .key,
      triggers: [
        Trigger("\\s(?:-u|--user|--proxy-user)[\\s=]{1,3}\\\\{0,2}[\"']?[\\w.@${}-]{1,80}:[^\\s\"'`$\\\\]{4}")
      ],
      pattern:
        "\\s(?:-u|--user|--proxy-user)[\\s=]{1,3}\\\\{0,2}[\"']?[\\w.@${}-]{1,80}:(?<secret>[^\\s\"'`\\\\]{4,200})",
      check: .password, minimumEntropy: 1.8,
      rotation: .said("set a new password for that user, and let the program take it from the environment or a file"),
      examples: ["curl -u svc-pay:Kranich" + "!47tau https://api.bank.example"],
      counterexamples: [
        "docker run -u 1000:1000 alpine", "date -u +%Y-%m-%dT%H:%M:%SZ", "a line as `curl -u user:pass`, or",
        "curl -u user:password https://a.example", "curl -u \"$USER:$PASSWORD\" x",
      ]),
    SecretRule(
      "command-password", "password on a command line", .key,
      triggers: [
        Trigger("(?:mysql|mariadb|7z)[^\\n|;&]{0,200}\\s-p[^\\s\"'$\\\\]{5}", caseless: true),
        Trigger(
          "(?:docker|podman|helm|crane|az|oc)[^\\n|;&]{0,80}\\slogin[^\\n|;&]{0,200}\\s-p[\\s=]{1,3}[\"']?[^\\s\"'$\\\\]{5}"
        ),
        Trigger("redis-cli[^\\n|;&]{0,200}\\s-a\\s{1,3}[\"']?[^\\s\"'$\\\\]{5}"),
        Trigger("aws\\s{1,3}configure\\s{1,3}set\\s{1,3}[\\w.-]{0,60}secret[\\w.-]{0,40}\\s{1,3}[^\\s\"'$\\\\]{5}"),
        Trigger("(?:npm|yarn|pnpm)\\s{1,3}config\\s{1,3}set[^\\n]{0,120}_authToken[\\s=]{1,3}[^\\s\"'$\\\\]{5}"),
        Trigger("gh\\s{1,3}secret\\s{1,3}set[^\\n]{0,120}\\s(?:--body|-b)[\\s=]{1,3}[\"']?[^\\s\"'$\\\\]{5}"),
        Trigger(
          "(?:ldap(?:search|modify|add|delete)[^\\n|;&]{0,200}\\s-w|(?:zip|mosquitto_[ps]ub|sqlcmd)[^\\n|;&]{0,200}\\s-P)\\s{1,3}[\"']?[^\\s\"'$\\\\]{5}"
        ),
        Trigger("ConvertTo-SecureString\\s{1,3}(?:-String\\s{1,3})?[\"'][^\\s\"'$]{5}", caseless: true),
        Trigger("(?:sqlplus\\s{1,3}|jdbc:oracle:thin:)[\\w.-]{1,60}/[^\\s\"'$@/\\\\]{5}"),
        Trigger("machine\\s{1,3}[^\\s]{1,120}\\s{1,9}login\\s{1,3}[^\\s]{1,80}\\s{1,9}password\\s{1,3}[^\\s$]{5}"),
        Trigger(
          "echo\\s{1,3}(?:-n\\s{1,3})?\\\\{0,2}[\"']?[^\\s\"'$\\\\]{6}[^\\n|]{0,200}\\|[^\\n|]{0,120}(?:--password-stdin|--with-token|sudo\\s-S|kinit)"
        ),
        Trigger("(?:--password-stdin|--with-token)\\s{0,3}<<<\\s{0,3}\\\\{0,2}[\"']?[^\\s\"'$\\\\]{6}"),
        Trigger(
          "(?:put-parameter|create-secret|put-secret-value|update-secret|keyvault\\s{1,3}secret\\s{1,3}set)[^\\n]{0,200}\\s--(?:value|secret-string)[\\s=]{1,3}\\\\{0,2}[\"']?[^\\s\"'$\\\\]{6}"
        ),
        Trigger("(?:password|identified\\s{1,3}by)\\s{1,3}'[^\\s'$\\\\]{5}", caseless: true),
        Trigger("::add-mask::[^\\s\"'$\\\\]{6}"),
        Trigger("mongo(?:sh|dump|restore|import|export)?\\s[^\\n|;&]{0,200}\\s-p[\\s=]{1,3}[\"']?[^\\s\"'$\\\\]{5}"),
      ],
      pattern: "(?|(?i:mysql|mariadb|7z)[^\\n|;&]{0,200}?\\s-p(?<secret>[^\\s\"'$\\\\]{5,200})"
        + "|(?:docker|podman|helm|crane|az|oc)[^\\n|;&]{0,80}?\\slogin[^\\n|;&]{0,200}?\\s-p[\\s=]{1,3}\\\\{0,2}[\"']?(?<secret>[^\\s\"'$\\\\]{5,400})"
        + "|redis-cli[^\\n|;&]{0,200}?\\s-a\\s{1,3}\\\\{0,2}[\"']?(?<secret>[^\\s\"'$\\\\]{5,200})"
        + "|aws\\s{1,3}configure\\s{1,3}set\\s{1,3}[\\w.-]{0,60}secret[\\w.-]{0,40}\\s{1,3}(?<secret>[^\\s\"'$\\\\]{5,200})"
        + "|(?:npm|yarn|pnpm)\\s{1,3}config\\s{1,3}set[^\\n]{0,120}?_authToken[\\s=]{1,3}(?<secret>[^\\s\"'$\\\\]{5,400})"
        + "|gh\\s{1,3}secret\\s{1,3}set[^\\n]{0,120}?\\s(?:--body|-b)[\\s=]{1,3}\\\\{0,2}[\"']?(?<secret>[^\\s\"'$\\\\]{5,400})"
        + "|(?:ldap(?:search|modify|add|delete)[^\\n|;&]{0,200}?\\s-w|(?:zip|mosquitto_[ps]ub|sqlcmd)[^\\n|;&]{0,200}?\\s-P)\\s{1,3}\\\\{0,2}[\"']?(?<secret>[^\\s\"'$\\\\]{5,200})"
        + "|(?i:ConvertTo-SecureString)\\s{1,3}(?i:-String\\s{1,3})?\\\\{0,2}[\"'](?<secret>[^\"'$\\\\]{5,200})"
        + "|(?:sqlplus\\s{1,3}|jdbc:oracle:thin:)[\\w.-]{1,60}/(?<secret>[^\\s\"'$@/\\\\]{5,120})@"
        + "|machine\\s{1,3}[^\\s]{1,120}\\s{1,9}login\\s{1,3}[^\\s]{1,80}\\s{1,9}password\\s{1,3}(?<secret>[^\\s\"'$\\\\]{5,200})"
        + "|echo\\s{1,3}(?:-n\\s{1,3})?\\\\{0,2}[\"']?(?<secret>[^\\s\"'$\\\\]{6,400})\\\\{0,2}[\"']?\\s{0,3}\\|[^\\n|]{0,120}(?:--password-stdin|--with-token|sudo\\s-S|kinit)"
        + "|(?:--password-stdin|--with-token)\\s{0,3}<<<\\s{0,3}\\\\{0,2}[\"']?(?<secret>[^\\s\"'$\\\\]{6,400})"
        + "|(?:put-parameter|create-secret|put-secret-value|update-secret|keyvault\\s{1,3}secret\\s{1,3}set)[^\\n]{0,200}?\\s--(?:value|secret-string)[\\s=]{1,3}\\\\{0,2}[\"']?(?<secret>[^\\s\"'$\\\\]{6,400})"
        + "|(?i:password|identified\\s{1,3}by)\\s{1,3}'(?<secret>[^\\s'$\\\\]{5,200})'"
        + "|::add-" + "mask::(?<secret>[^\\s\"'$\\\\]{6,400})"
        + "|mongo(?:sh|dump|restore|import|export)?\\s[^\\n|;&]{0,200}?\\s-p[\\s=]{1,3}\\\\{0,2}[\"']?(?<secret>[^\\s\"'$\\\\]{5,200}))",
      check: .password, minimumEntropy: 2.0,
      rotation: .said("set a new password, and let the program take it from the environment, a file or its input"),
      examples: [
        "mysql -h db -u app -pKranich" + "!47tau erp",
        "docker login -u bot -p Kranich" + "!47tau registry.acme.example",
        "machine api.bank.example login bot password Kranich" + "!47tau",
        "echo Kranich" + "!47tau | docker login -u bot --password-stdin",
        "aws configure set aws_secret_access_key Kranich" + "!47tau",
        "npm config set //r.example/:_authToken Kranich" + "!47tau",
        "gh secret set BANK --body Kranich" + "!47tau", "ldapsearch -D cn=bot -w Kranich" + "!47tau",
        "ConvertTo-SecureString 'Kranich" + "!47tau' -AsPlainText", "sqlplus app/Kranich" + "!47tau@erp",
        "redis-cli -h cache -a Kranich" + "!47tau ping", "echo Kranich" + "!47tau | sudo -S reboot",
        "gh auth login --with-token <<< Kranich" + "!47tau",
        "aws ssm put-parameter --name /bank --value Kranich" + "!47tau",
        "CREATE USER pay WITH PASSWORD 'Kranich" + "!47tau';", "echo ::add-mask::Kranich" + "!47tau",
        "mongosh -u app -p Kranich" + "!47tau erp", "sqlcmd -S erp -P Kranich" + "!47tau",
      ],
      counterexamples: [
        "mysql -h db -u app -p\"$DB_PASSWORD\" erp", "docker login -u bot -p ${TOKEN}",
        "mysql --port 3306 -protocol tcp",
        "echo $TOKEN | docker login -u bot --password-stdin", "machine a login bot password changeme",
        "login form password field1 of the page", "ALTER ROLE pay PASSWORD 'changeme'", "echo ::add-mask::$TOKEN",
        "aws ssm put-parameter --name /bank --value \"$BANK\"",
      ]),
    SecretRule(
      "option-secret", "secret behind an option of a command", .key,
      triggers: [
        Trigger(
          "-\(StructureTriggers.names)\\s{1,3}\\\\{0,2}[\"']?[^\\s\"'`={}$<>%,;()\\[\\]\\\\|&-][^\\s\"'`{}$<>\\\\]{7}",
          caseless: true)
      ],
      pattern:
        "(?i:-\(StructureTriggers.names)(?![\\w-]))\\s{1,3}\\\\{0,2}[\"']?(?!id=)(?<secret>[^\\s\"'`\\\\$<>|&-][^\\s\"'`\\\\$<>]{7,400})",
      check: .assignment, minimumEntropy: 2.0,
      rotation: .said("replace it where it was issued, and let the program take it from the environment or a file"),
      examples: [
        "bank --api-key " + Letters.alphanumeric.sample(32) + " pay", "bank --db-passphrase Kranich" + "!47-Tau pay",
      ],
      counterexamples: [
        "bank --token $BANK_TOKEN pay", "gh auth login --with-token < file", "--password is asked for by the program",
        "bank --api-key <your-api-key>", "bank --use-token --retries 3", "docker build --secret id=npmrc,src=.npmrc1 .",
      ]),
    SecretRule(
      "call-secret", "secret beside its name in a call or a list", .key,
      triggers: [
        Trigger(
          "(?:\(StructureTriggers.names)\(StructureTriggers.tail))\\\\{0,3}[\"'`]\\s{0,3},\\s{0,3}(?:\\w{1,20}=)?\\\\{0,3}[\"'`][^\\s\"'`{}$<>\\\\]{6}",
          caseless: true, reach: 96),
        Trigger(
          "\(StructureTriggers.shouted)\\\\{0,3}[\"'`]\\s{0,3},\\s{0,3}\\\\{0,3}[\"'`][^\\s\"'`{}$<>\\\\]{6}", reach: 96
        ),
      ],
      pattern: "(?:(?i:\(StructureTriggers.names)\(StructureTriggers.tail)(?!\\w))|\(StructureTriggers.shouted)(?!\\w))"
        + "\\\\{0,3}[\"'`]\\s{0,3},\\s{0,3}(?:\\w{1,20}=)?\\\\{0,3}[\"'`](?<secret>[^\"'`\\\\\\n]{6,400})\\\\{0,3}[\"'`]",
      check: .assignment, minimumEntropy: 2.0,
      rotation: .said("replace it where it was issued, and name it where a vault keeps it"),
      examples: [
        "headers.set('X-Api-Key', '" + Letters.alphanumeric.sample(32) + "')",
        "parser.add_argument('--api-key', default='" + Letters.alphanumeric.sample(32, seed: 7) + "')",
        "key = os.getenv('BANK_KEY', '" + Letters.alphanumeric.sample(32, seed: 5) + "')",
      ],
      counterexamples: [
        "headers.set('X-Api-Key', key)", "required: ['password', 'username']", "os.getenv('BANK_TOKEN', 'changeme')",
        "fields('api_key', 'user_name_2')",
      ]),
    SecretRule(
      "fallback-secret", "secret that stands in for another value", .key,
      triggers: [
        Trigger(
          "(?:\(StructureTriggers.names)\(StructureTriggers.tail))\\\\{0,3}[\"'`]?\\]?\\s{0,3}[:=][^\\n;]{1,80}(?:\\|\\||\\?\\?|//|\\bor\\b)"
            + "\\s{0,4}\\\\{0,3}[\"'`][^\\s\"'`{}$<>\\\\]{6}", caseless: true)
      ],
      pattern:
        "(?i:\(StructureTriggers.names)\(StructureTriggers.tail)(?!\\w))\\\\{0,3}[\"'`]?\\]?\\s{0,3}[:=](?:(?![\"']\\s*,\\s*[\"'])[^\\n;]){1,80}?(?:\\|\\||\\?\\?|//|\\bor\\b)"
        + "\\s{0,4}\\\\{0,3}[\"'`](?<secret>[^\"'`\\\\\\n]{6,400})\\\\{0,3}[\"'`]",
      check: .assignment, minimumEntropy: 2.0,
      rotation: .said("replace it where it was issued, and let the program stop where the value is not set"),
      examples: [
        "const token = $env.BANK || '" + Letters.alphanumeric.sample(32) + "'",
        "token = env.get(\"T\") or '" + Letters.alphanumeric.sample(32, seed: 5) + "'",
      ],
      counterexamples: ["const token = $env.BANK || ''", "const token = a || 'changeme'", "token = x // 'see above 1'"]),
    SecretRule(
      "url-token", "token in an address", .key,
      triggers: [Trigger("https?://[A-Za-z0-9_-]{20,200}(?::x-oauth-basic)?@[A-Za-z0-9]")],
      pattern:
        "https?://(?<secret>[A-Za-z0-9_-]{20,200})(?::x-oauth-basic)?@(?!(?:o\\d+\\.ingest\\.|sentry\\.))[A-Za-z0-9]",
      check: .value, minimumEntropy: 3.0,
      rotation: .said("revoke it where it was issued, and let a credential helper or the engine give it"),
      examples: ["git clone https://" + Letters.alphanumeric.sample(40) + "@git.acme.example/pay.git"],
      counterexamples: [
        "dsn: https://7c0e9f1ab5d38427c0e9f1ab5d384271" + "@o4501.ingest.sentry.io/1",
        "https://your-token-goes-here-and-now@a.example",
      ]),
    SecretRule(
      "query-secret", "secret in the query of an address", .key,
      triggers: [Trigger("[?&](?:key|code|sig|auth|appid|k)=[A-Za-z0-9_%+/.-]{20}")],
      pattern:
        "https?://[^\\s\"'<>]{3,300}?[?&](?:key|code|sig|auth|appid|k)=(?<secret>[A-Za-z0-9_%+/.-]{20,200}={0,2})",
      check: .value, minimumEntropy: 3.3,
      rotation: .said(
        "replace it where it was issued, and let the engine's credentials give it: addresses are logged everywhere"),
      examples: ["https://acme.azurewebsites.example/api/pay?code=" + Letters.alphanumeric.sample(40)],
      counterexamples: ["https://a.example/x?key=customer-number-and-date", "https://a.example/?key=${API_KEY}&code=1"]),
    SecretRule(
      "code-login", "user and password in code", .key,
      triggers: [
        Trigger(
          "(?:btoa|Buffer\\.from|base64|b64encode|Base64Encode|base64_encode)\\(\\s{0,3}b?\\\\{0,3}[\"'`][^\"'`:\\n]{1,80}:[^\"'`\\n$]{4}"
        ),
        Trigger("[\"'`]\\.base64Encode\\("),
        Trigger(
          "(?:auth\\s{0,3}[=:]\\s{0,3}[(\\[]|HTTPBasicAuth\\()\\s{0,3}\\\\{0,3}[\"'][^\"'\\n]{1,80}[\"']\\s{0,3},\\s{0,3}\\\\{0,3}[\"'][^\"'\\n]{4}"
        ),
      ],
      pattern:
        "(?|\\\\{0,3}[\"'`][^\"'`:\\n]{1,80}:(?<secret>[^\"'`\\n\\\\]{4,200})\\\\{0,3}[\"'`]\\.base64Encode\\(|(?:btoa|Buffer\\.from|base64|b64encode|Base64Encode|base64_encode)\\(\\s{0,3}b?\\\\{0,3}[\"'`][^\"'`:\\n]{1,80}:(?<secret>[^\"'`\\n\\\\]{4,200})\\\\{0,3}[\"'`]"
        + "|(?:auth\\s{0,3}[=:]\\s{0,3}[(\\[]|HTTPBasicAuth\\()\\s{0,3}\\\\{0,3}[\"'][^\"'\\n\\\\]{1,80}\\\\{0,3}[\"']\\s{0,3},\\s{0,3}\\\\{0,3}[\"'](?<secret>[^\"'\\n\\\\]{4,200})\\\\{0,3}[\"'])",
      check: .password, minimumEntropy: 2.0,
      rotation: .said("set a new password for that user, and name it where a vault keeps it"),
      examples: [
        "btoa('svc-pay:Kranich" + "!47tau')", "requests.get(url, auth=('svc-pay', 'Kranich" + "!47tau'))",
        "={{ 'svc-pay:Kranich" + "!47tau'.base64Encode() }}", "HTTPBasicAuth('svc-pay', 'Kranich" + "!47tau')",
        "States.Base64Encode('svc-pay:Kranich" + "!47tau')",
      ],
      counterexamples: [
        "btoa('user:password')", "requests.get(url, auth=('user', 'password'))", "btoa(`${user}:${password}`)",
      ]),
    SecretRule(
      "code-key", "key of a signature or a cipher in code", .key,
      triggers: [
        Trigger(
          "(?:createHmac|create(?:De)?[cC]ipheriv|jwt\\.(?:sign|verify|encode|decode)|HmacSHA(?:1|256|512))\\(\\s{0,3}[^\\n]{1,120},\\s{0,3}b?\\\\{0,3}[\"'`][^\\s\"'`$\\\\]{6}"
        )
      ],
      pattern:
        "(?:createHmac|create(?:De)?[cC]ipheriv|jwt\\.(?:sign|verify|encode|decode)|HmacSHA(?:1|256|512))\\(\\s{0,3}(?:[^,()\\n]{1,80}|\\{[^}\\n]{0,100}\\}),\\s{0,3}b?\\\\{0,3}[\"'`](?<secret>[^\\s\"'`$\\\\]{6,400})\\\\{0,3}[\"'`]",
      check: .password, minimumEntropy: 2.0,
      rotation: .said(
        "make a new key, and name it where a vault keeps it: what the old one signed can be made by others"),
      examples: [
        "crypto.createHmac('sha256', 'Kranich" + "!47-Tau')", "jwt.sign({id: 1}, 'Kranich" + "!47-Tau')",
      ],
      counterexamples: [
        "crypto.createHmac('sha256', secret)", "jwt.verify(token, 'public-key')", "jwt.decode(t, 'changeme')",
      ]),
  ]
}

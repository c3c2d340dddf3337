import Cryptography

/// Where a value can stand in a file, and what of it is planted there.
struct QualityPlace: Sendable {
  let name: String
  let path: String
  let secrets: [SecretKind]
  let traps: [TrapKind]
  /// The file with the value in it; what surrounds it is full of ids.
  let text: @Sendable (String, inout MadeUp) -> String
}

/// Base64 of a text.
enum Base64Text {
  static func encode(_ text: String) -> String { Base64.encode(Array(text.utf8)) }
}

enum QualityPlaces {
  static let all: [QualityPlace] =
    n8n + actions + stepFunctions + logicApps + argo + nodeRED + bpmn + serverless + scripts

  /// A workflow of n8n with two other nodes, ids and credentials around `node`.
  private static func n8nFlow(_ node: String, _ made: inout MadeUp) -> String {
    """
    {
      "name": "Pay approved invoices",
      "nodes": [
        {"id": "\(made.uuid())", "name": "Start", "type": "n8n-nodes-base.webhook", "typeVersion": 2,
         "position": [240, 300], "webhookId": "\(made.uuid())",
         "parameters": {"path": "\(made.uuid())", "httpMethod": "POST", "options": {}}},
        \(node),
        {"id": "\(made.uuid())", "name": "Model", "type": "@n8n/n8n-nodes-langchain.lmChatOpenAi", "position": [700, 80],
         "parameters": {"model": {"__rl": true, "mode": "list", "value": "gpt-4.1-mini"}, "options": {"maxTokens": 4096}},
         "credentials": {"openAiApi": {"id": "\(made.letters(MadeUp.mixed, 16))", "name": "OpenAI account"}}}
      ],
      "connections": {"Start": {"main": [[{"node": "Pay", "type": "main", "index": 0}]]}},
      "settings": {"executionOrder": "v1"},
      "versionId": "\(made.uuid())",
      "meta": {"instanceId": "\(made.letters(MadeUp.hex, 64))", "templateCredsSetupCompleted": true},
      "pinData": {}, "tags": []
    }
    """
  }

  private static func node(_ type: String, _ parameters: String, _ made: inout MadeUp) -> String {
    "{\"id\": \"\(made.uuid())\", \"name\": \"Pay\", \"type\": \"n8n-nodes-base.\(type)\", \"typeVersion\": 4.2, "
      + "\"position\": [460, 300], \"parameters\": \(parameters)}"
  }

  private static func n8nPlace(
    _ name: String, _ type: String, _ secrets: [SecretKind], _ traps: [TrapKind],
    _ parameters: @escaping @Sendable (String) -> String
  ) -> QualityPlace {
    QualityPlace(
      name: "n8n: \(name)", path: "workflows/pay/flow.json", secrets: secrets, traps: traps
    ) { value, made in
      let node = node(type, parameters(value), &made)
      return n8nFlow(node, &made)
    }
  }

  private static let n8nTraps: [TrapKind] = [
    .n8nExpression, .upperPlaceholder, .filler, .angle, .vault,
  ]

  private static let n8n: [QualityPlace] = [
    n8nPlace("a bearer header", "httpRequest", SecretKind.headers, n8nTraps) {
      "{\"url\": \"https://api.bank.example/pay\", \"sendHeaders\": true, \"headerParameters\": {\"parameters\": ["
        + "{\"name\": \"Authorization\", \"value\": \"Bearer \($0)\"}]}, \"options\": {}}"
    },
    n8nPlace("an API key header", "httpRequest", SecretKind.keys, n8nTraps) {
      "{\"url\": \"https://api.bank.example/pay\", \"headerParametersUi\": {\"parameter\": ["
        + "{\"name\": \"accept\", \"value\": \"application/json\"}, {\"name\": \"X-Api-Key\", \"value\": \"\($0)\"}]}}"
    },
    n8nPlace(
      "a header with the value first", "httpRequest", [.plainKey, .hexKey, .gitHub], n8nTraps
    ) {
      "{\"headerParameters\": {\"parameters\": [{\"value\": \"\($0)\", \"name\": \"x-auth-token\"}]}}"
    },
    n8nPlace("a query parameter", "httpRequest", [.plainKey, .hexKey, .gitHub], n8nTraps) {
      "{\"url\": \"https://api.bank.example\", \"queryParameters\": {\"parameters\": [{\"name\": \"api_key\", \"value\": \"\($0)\"}]}}"
    },
    n8nPlace(
      "a URL's query", "httpRequest", [.plainKey, .hexKey, .gitHub], [.filler, .upperPlaceholder]
    ) {
      "{\"url\": \"https://api.bank.example/rates?base=EUR&access_key=\($0)&format=1\", \"options\": {}}"
    },
    n8nPlace(
      "a JSON body", "httpRequest", [.plainKey, .password, .gitHub, .hexKey],
      [.n8nExpression, .upperPlaceholder, .filler]
    ) {
      "{\"sendBody\": true, \"specifyBody\": \"json\", \"jsonBody\": "
        + "\"{\\n  \\\"grant_type\\\": \\\"client_credentials\\\",\\n  \\\"client_secret\\\": \\\"\($0)\\\"\\n}\"}"
    },
    n8nPlace(
      "a line of code", "code", SecretKind.keys + [.password],
      [.braced, .upperPlaceholder, .filler]
    ) {
      "{\"jsCode\": \"// pay\\nconst apiSecret = '\($0)';\\nreturn $input.all();\"}"
    },
    n8nPlace("a value that is set", "set", SecretKind.keys, n8nTraps) {
      "{\"assignments\": {\"assignments\": [{\"id\": \"a\", \"name\": \"apiToken\", \"type\": \"string\", \"value\": \"\($0)\"}]}}"
    },
    n8nPlace("an old value that is set", "set", [.plainKey, .gitHub], n8nTraps) {
      "{\"values\": {\"string\": [{\"name\": \"bank_api_key\", \"value\": \"\($0)\"}]}}"
    },
    n8nPlace("a sticky note", "stickyNote", SecretKind.tokens, [.filler, .upperPlaceholder]) {
      "{\"content\": \"## Bank\\nuse the token \($0) until the new one comes\", \"height\": 200}"
    },
    n8nPlace(
      "an imported curl", "httpRequest", SecretKind.headers,
      [.shellVariable, .angle, .upperPlaceholder]
    ) {
      "{\"curlImport\": \"curl -X POST https://api.bank.example -H 'Authorization: Bearer \($0)' -d '{}'\"}"
    },
    n8nPlace("base64 in a body", "httpRequest", [.base64Token], []) {
      "{\"body\": \"\($0)\", \"contentType\": \"raw\"}"
    },
    n8nPlace("a database URL", "code", [.connectionURL], []) {
      "{\"pythonCode\": \"engine = create_engine('\($0)')\\n\"}"
    },
  ]

  private static func workflow(_ steps: String) -> String {
    """
    name: release
    on:
      push: {branches: [main]}
    permissions: {contents: read}
    jobs:
      pay:
        runs-on: ubuntu-24.04
        timeout-minutes: 10
        steps:
          - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8  # v5.0.0
    \(steps)
    """
  }

  private static func actionsPlace(
    _ name: String, _ secrets: [SecretKind], _ traps: [TrapKind],
    _ steps: @escaping @Sendable (String) -> String
  ) -> QualityPlace {
    QualityPlace(
      name: "GitHub Actions: \(name)", path: ".github/workflows/pay.yml", secrets: secrets,
      traps: traps
    ) { value, _ in
      workflow(steps(value))
    }
  }

  private static let actionsTraps: [TrapKind] = [
    .actionsSecret, .changeMe, .filler, .upperPlaceholder, .named,
  ]

  private static let actions: [QualityPlace] = [
    actionsPlace("an environment variable", SecretKind.keys + [.password], actionsTraps) {
      "      - run: ./pay.sh\n        env:\n          LEVEL: debug\n          BANK_API_TOKEN: \($0)"
    },
    actionsPlace("a quoted variable", SecretKind.passwords, actionsTraps) {
      "      - run: ./pay.sh\n        env:\n          DB_PASSWORD: \"\($0)\""
    },
    actionsPlace("an input of an action", [.gitHub, .plainKey, .password], actionsTraps) {
      "      - uses: docker/login-action@v3\n        with:\n          username: acme\n          password: \($0)"
    },
    actionsPlace(
      "an export in a script", SecretKind.keys, [.actionsSecret, .braced, .shellVariable]
    ) {
      "      - run: |\n          export BANK_TOKEN=\($0)\n          ./pay.sh"
    },
    actionsPlace(
      "a header in a script", SecretKind.headers, [.actionsSecret, .shellVariable, .braced]
    ) {
      "      - run: curl -sf -H \"Authorization: Bearer \($0)\" https://api.bank.example/pay"
    },
    actionsPlace("a line of a script", SecretKind.tokens, [.filler]) {
      "      - run: ./pay.sh --to \($0) --really"
    },
  ]

  private static func machine(_ parameters: String) -> String {
    """
    {
      "Comment": "Pays approved invoices", "StartAt": "Pay",
      "States": {
        "Pay": {
          "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "TimeoutSeconds": 60,
          "Parameters": {"ApiEndpoint": "https://api.bank.example/pay", "Method": "POST",
            "Authentication": {"ConnectionArn": "arn:aws:events:eu-central-1:123456789012:connection/bank/0f5c"},
            \(parameters)},
          "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}], "End": true
        }
      }
    }
    """
  }

  private static func machinePlace(
    _ name: String, _ secrets: [SecretKind], _ traps: [TrapKind],
    _ parameters: @escaping @Sendable (String) -> String
  ) -> QualityPlace {
    QualityPlace(
      name: "Step Functions: \(name)", path: "workflows/pay/pay.asl.json", secrets: secrets,
      traps: traps
    ) { value, _ in
      machine(parameters(value))
    }
  }

  private static let stepFunctions: [QualityPlace] = [
    machinePlace("a header", SecretKind.headers, TrapKind.usual) {
      "\"Headers\": {\"Authorization\": \"Bearer \($0)\"}"
    },
    machinePlace("a key header", SecretKind.keys, TrapKind.usual) {
      "\"Headers\": {\"x-api-key\": \"\($0)\"}"
    },
    machinePlace("a body", SecretKind.passwords, TrapKind.usual) {
      "\"RequestBody\": {\"user\": \"svc-pay\", \"password\": \"\($0)\"}"
    },
    machinePlace("a body in a string", [.plainKey, .gitHub], [.filler]) {
      "\"RequestBody\": \"{\\\"client_secret\\\": \\\"\($0)\\\"}\""
    },
  ]
}

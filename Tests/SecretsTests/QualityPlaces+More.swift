extension QualityPlaces {
  private static func logic(_ inputs: String, parameters: String = "{}") -> String {
    """
    {
      "definition": {
        "$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
        "contentVersion": "1.0.0.0",
        "parameters": \(parameters),
        "triggers": {"manual": {"type": "Request", "kind": "Http"}},
        "actions": {"Pay": {"type": "Http", "inputs": {"method": "POST", "uri": "https://api.bank.example/pay", \(inputs)}, "runAfter": {}}}
      },
      "kind": "Stateful"
    }
    """
  }

  private static func logicPlace(
    _ name: String, _ secrets: [SecretKind], _ traps: [TrapKind],
    _ text: @escaping @Sendable (String) -> String
  ) -> QualityPlace {
    QualityPlace(
      name: "Logic Apps: \(name)", path: "workflows/pay/workflow.json", secrets: secrets,
      traps: traps
    ) { value, _ in text(value) }
  }

  private static let logicTraps: [TrapKind] = [
    .logicParameter, .angle, .upperPlaceholder, .filler, .changeMe,
  ]

  static let logicApps: [QualityPlace] = [
    logicPlace("basic authentication", SecretKind.passwords, logicTraps) {
      logic(
        "\"authentication\": {\"type\": \"Basic\", \"username\": \"svc-pay\", \"password\": \"\($0)\"}"
      )
    },
    logicPlace("raw authentication", SecretKind.headers, logicTraps) {
      logic("\"authentication\": {\"type\": \"Raw\", \"value\": \"Bearer \($0)\"}")
    },
    logicPlace("an OAuth client", SecretKind.keys, logicTraps) {
      logic(
        "\"authentication\": {\"type\": \"ActiveDirectoryOAuth\", \"tenant\": \"6a1f0c2e-53b8-4d7e-9a60-1c7be52f9d04\", "
          + "\"audience\": \"https://management.azure.com/\", \"clientId\": \"b7d0e3a1-2c4f-4b6a-8d19-5e0f7a92c6b3\", \"secret\": \"\($0)\"}"
      )
    },
    logicPlace("a header", SecretKind.keys, logicTraps) {
      logic(
        "\"headers\": {\"Ocp-Apim-Subscription-Key\": \"\($0)\", \"Content-Type\": \"application/json\"}"
      )
    },
    logicPlace("a secure parameter", SecretKind.passwords, [.angle, .changeMe, .filler]) {
      logic(
        "\"body\": {}",
        parameters: "{\"bank\": {\"type\": \"SecureString\", \"defaultValue\": \"\($0)\"}}")
    },
    logicPlace("a connection string", [.connectionString, .connectionURL], []) {
      logic("\"body\": {\"target\": \"\($0)\"}")
    },
  ]

  private static func argoFlow(_ template: String) -> String {
    """
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: pay
    spec:
      entrypoint: pay
      serviceAccountName: pay
      templates:
        - name: pay
          activeDeadlineSeconds: 600
    \(template)
    """
  }

  private static func argoPlace(
    _ name: String, _ secrets: [SecretKind], _ traps: [TrapKind],
    _ template: @escaping @Sendable (String) -> String
  ) -> QualityPlace {
    QualityPlace(
      name: "Argo: \(name)", path: "workflows/pay/pay.yaml", secrets: secrets, traps: traps
    ) { value, _ in
      argoFlow(template(value))
    }
  }

  private static let image =
    "      container:\n        image: acme/pay@sha256:9f3c2a1b04de7c0e9f1ab5d38427c0e9f1ab5d38427c0e9f1ab5d38427c0e9f1\n"

  static let argo: [QualityPlace] = [
    argoPlace("a variable of a container", SecretKind.keys + [.password], TrapKind.usual) {
      image + "        env:\n          - name: BANK_API_SECRET\n            value: \($0)"
    },
    argoPlace("a quoted variable", SecretKind.passwords, TrapKind.usual) {
      image
        + "        env:\n          - name: LEVEL\n            value: debug\n          - name: DB_PASSWORD\n            value: \"\($0)\""
    },
    argoPlace("a script", SecretKind.keys, [.braced, .shellVariable, .vault]) {
      "      script:\n        image: acme/pay:1.4\n        source: |\n          #!/bin/sh\n          API_TOKEN='\($0)'\n          pay --all"
    },
    argoPlace("a header", SecretKind.headers, TrapKind.usual) {
      "      http:\n        url: https://api.bank.example/pay\n        headers:\n          - name: Authorization\n            value: Bearer \($0)"
    },
    argoPlace("arguments", SecretKind.tokens, [.filler]) {
      image + "        args: [\"--key\", \"\($0)\"]"
    },
    QualityPlace(
      name: "Kubernetes: a Secret", path: "workflows/pay/secret.yaml",
      secrets: [.plainKey, .password, .gitHub],
      traps: [.changeMe, .angle, .braced]
    ) { value, _ in
      "apiVersion: v1\nkind: Secret\nmetadata:\n  name: bank\ntype: Opaque\nstringData:\n  value: \(value)\n"
    },
  ]

  private static func redFlow(_ node: String, _ made: inout MadeUp) -> String {
    let tab = made.letters(MadeUp.hex, 16)
    return
      "[{\"id\":\"\(tab)\",\"type\":\"tab\",\"label\":\"Pay\",\"env\":[]},{\"id\":\"\(made.letters(MadeUp.hex, 16))\",\"z\":\"\(tab)\","
      + "\"x\":240,\"y\":80,\"wires\":[[\"\(made.letters(MadeUp.hex, 16))\"]],\(node)},"
      + "{\"id\":\"\(made.letters(MadeUp.hex, 16))\",\"type\":\"mqtt-broker\",\"broker\":\"mqtt.acme.example\",\"port\":\"8883\",\"usetls\":true}]"
  }

  private static func redPlace(
    _ name: String, _ secrets: [SecretKind], _ traps: [TrapKind],
    _ node: @escaping @Sendable (String) -> String
  ) -> QualityPlace {
    QualityPlace(
      name: "Node-RED: \(name)", path: "workflows/pay/flows.json", secrets: secrets, traps: traps
    ) { value, made in
      redFlow(node(value), &made)
    }
  }

  static let nodeRED: [QualityPlace] = [
    redPlace("a header of a request", SecretKind.headers, TrapKind.usual) {
      "\"type\":\"http request\",\"url\":\"https://api.bank.example\",\"headers\":[{\"keyType\":\"Authorization\",\"keyValue\":\"\","
        + "\"valueType\":\"other\",\"valueValue\":\"Bearer \($0)\"}]"
    },
    redPlace("a function", SecretKind.keys, TrapKind.usual) {
      "\"type\":\"function\",\"func\":\"msg.headers = {};\\nmsg.headers['X-Api-Key'] = '\($0)';\\nreturn msg;\",\"outputs\":1"
    },
    redPlace("a variable", SecretKind.passwords, TrapKind.usual) {
      "\"type\":\"subflow:1\",\"env\":[{\"name\":\"BANK_PASSWORD\",\"value\":\"\($0)\",\"type\":\"str\"}]"
    },
    redPlace("a command", [.strongPassword, .gitHub], [.shellVariable]) {
      "\"type\":\"exec\",\"command\":\"sshpass -p '\($0)' ssh pay@erp.acme.example run\""
    },
    QualityPlace(
      name: "Node-RED: credentials in the clear", path: "workflows/pay/flows_cred.json",
      secrets: SecretKind.passwords, traps: [.changeMe]
    ) { value, made in
      "{\"\(made.letters(MadeUp.hex, 16))\": {\"user\": \"pay\", \"password\": \"\(value)\"}}"
    },
  ]

  private static func process(_ extensions: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
        xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="Definitions_0k3x9f1" targetNamespace="http://bpmn.io/schema/bpmn">
      <bpmn:process id="Process_1w2pay7" isExecutable="true">
        <bpmn:serviceTask id="Activity_0f5c7ab" name="Pay"><bpmn:extensionElements>
          \(extensions)
        </bpmn:extensionElements></bpmn:serviceTask>
      </bpmn:process>
    </bpmn:definitions>
    """
  }

  private static func processPlace(
    _ name: String, _ secrets: [SecretKind], _ traps: [TrapKind],
    _ extensions: @escaping @Sendable (String) -> String
  ) -> QualityPlace {
    QualityPlace(
      name: "BPMN: \(name)", path: "workflows/pay/pay.bpmn", secrets: secrets, traps: traps
    ) { value, _ in
      process(extensions(value.replacing("<", with: "&lt;").replacing(">", with: "&gt;")))
    }
  }

  private static let bpmnTraps: [TrapKind] = [
    .camundaSecret, .braced, .upperPlaceholder, .filler, .changeMe,
  ]

  static let bpmn: [QualityPlace] = [
    processPlace("a token of a connector", SecretKind.keys, bpmnTraps) {
      "<zeebe:ioMapping><zeebe:input source=\"\($0)\" target=\"authentication.token\"/></zeebe:ioMapping>"
    },
    processPlace("a password of a connector", SecretKind.passwords, bpmnTraps) {
      "<zeebe:ioMapping><zeebe:input target=\"authentication.password\" source=\"\($0)\"/></zeebe:ioMapping>"
    },
    processPlace("an input parameter", SecretKind.keys, bpmnTraps) {
      "<camunda:connector><camunda:inputOutput><camunda:inputParameter name=\"apiKey\">\($0)</camunda:inputParameter>"
        + "</camunda:inputOutput></camunda:connector>"
    },
    processPlace("a property", SecretKind.headers, bpmnTraps) {
      "<zeebe:properties><zeebe:property name=\"inbound.auth.token\" value=\"\($0)\"/></zeebe:properties>"
    },
  ]

  private static func serverlessPlace(
    _ name: String, _ secrets: [SecretKind], _ traps: [TrapKind],
    _ step: @escaping @Sendable (String) -> String
  ) -> QualityPlace {
    QualityPlace(
      name: "Serverless Workflow: \(name)", path: "workflows/pay/pay.yaml", secrets: secrets,
      traps: traps
    ) { value, _ in
      "document:\n  dsl: 1.0.1\n  namespace: acme\n  name: pay\n  version: 1.2.0\ndo:\n  - pay:\n\(step(value))\n"
    }
  }

  static let serverless: [QualityPlace] = [
    serverlessPlace("a bearer token", SecretKind.headers, TrapKind.usual) {
      "      call: http\n      with:\n        method: post\n        endpoint:\n          uri: https://api.bank.example/pay\n"
        + "          authentication:\n            bearer:\n              token: \($0)"
    },
    serverlessPlace("a basic password", SecretKind.passwords, TrapKind.usual) {
      "      call: http\n      with:\n        method: post\n        endpoint:\n          uri: https://api.bank.example/pay\n"
        + "          authentication:\n            basic:\n              username: pay\n              password: \($0)"
    },
    serverlessPlace("a header", SecretKind.keys, TrapKind.usual) {
      "      call: http\n      with:\n        method: get\n        endpoint: https://api.bank.example\n        headers:\n          X-API-Key: \($0)"
    },
  ]

  static let scripts: [QualityPlace] = [
    QualityPlace(
      name: "a shell script", path: "workflows/pay/run.sh",
      secrets: SecretKind.keys + SecretKind.passwords,
      traps: [.braced, .shellVariable, .angle, .changeMe]
    ) { value, _ in
      "#!/bin/sh\nset -eu\nBANK_SECRET=\"\(value)\"\npay --with \"$BANK_SECRET\"\n"
    },
    QualityPlace(
      name: "an .env file", path: "workflows/pay/.env",
      secrets: SecretKind.passwords + [.connectionURL],
      traps: [.changeMe, .braced, .upperPlaceholder]
    ) { value, _ in
      "LEVEL=debug\nDB_PASSWORD=\(value)\nPORT=8080\n"
    },
    QualityPlace(
      name: "a Python script", path: "workflows/pay/pay.py",
      secrets: SecretKind.keys + [.jwt, .stripe], traps: [.filler, .upperPlaceholder, .angle]
    ) { value, _ in
      "import os\nclient = Bank(api_key=\"\(value)\", timeout=30)\nclient.pay()\n"
    },
    QualityPlace(
      name: "a runbook", path: "workflows/pay/RUNBOOK.md", secrets: SecretKind.tokens,
      traps: [.upperPlaceholder, .filler]
    ) { value, _ in
      "# Runbook\n\nTo pause: `curl -H 'X-Token: \(value)' https://erp.acme.example/pause`.\n"
    },
  ]
}

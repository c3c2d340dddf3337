package import Documents

/// Every setting of a manifest, one table for each kind of map; the reader, the JSON Schema and docs/manifest.md agree on it.
package enum ManifestKeys {
  package static let all: [KeyTable] = [manifest, environment, secret, humanApproval, limits]

  static let manifest = KeyTable(
    "workflow", required: ["workflow", "title", "engine", "definition"],
    optional: [
      "owner", "escalation", "risk", "actions", "data", "identity", "permissions", "destinations", "secrets",
      "human-approval", "limits", "uses", "tests", "runbook", "environments",
    ])
  static let environment = KeyTable("environment", optional: ["identity", "destinations", "secrets"])
  static let secret = KeyTable("secret", required: ["name", "from"], optional: ["rotate"])
  static let humanApproval = KeyTable("human-approval", required: ["step"], optional: ["when"])
  static let limits = KeyTable("limits", optional: ["timeout", "retries"])
}

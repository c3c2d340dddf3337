package import Vocabulary

/// What `workflow.yaml` says about a workflow.
package struct Manifest: Hashable, Sendable {
  package static let fileName = "workflow.yaml"
  /// No manifest is larger, in bytes.
  package static let sizeLimit = 1 << 20

  package let workflow: String
  package let title: String
  /// A person of the policy; nil when the manifest names none, which holds every gate.
  package let owner: String?
  package let escalation: [String]
  package let engine: Engine
  /// The definition's path inside the workflow's directory.
  package let definition: String
  /// Declared; nil when the manifest does not say.
  package let risk: RiskClass?
  package let actions: [String]
  package let data: [String]
  package let permissions: [String]
  /// Identity, destinations and secrets where no environment has its own.
  package let general: Setting
  /// By environment name; an environment that is not named uses `general`.
  package let environments: [String: Setting]
  package let humanApproval: HumanApproval?
  package let limits: CallLimits?
  /// Names of workflows that this one calls.
  package let uses: [String]
  /// Suite to shell command.
  package let tests: [String: String]
  /// The runbook's path inside the workflow's directory.
  package let runbook: String?
}

/// What a workflow uses in one environment.
package struct Setting: Hashable, Sendable {
  package let identity: String?
  package let destinations: [String]
  package let secrets: [SecretReference]
  /// The same, each with its place in the manifest.
  package let holdings: [Manifest.Holding]
}

package struct SecretReference: Hashable, Sendable {
  package let name: String
  /// Where it is kept: `vault://kv/finance/bank#token`; never the secret itself.
  package let from: String
  package let rotate: Span?
}

package struct HumanApproval: Hashable, Sendable {
  package let step: String
  package let when: String?
}

package struct CallLimits: Hashable, Sendable {
  package let timeout: Span?
  package let retries: Int?
}

/// The format of a definition, by the name that manifests use.
package enum Engine: String, Hashable, Sendable, CaseIterable {
  case n8n
  case githubActions = "github-actions"
  case stepFunctions = "step-functions"
  case logicApps = "logic-apps"
  case argo
  case nodeRed = "node-red"
  case bpmn
  case serverlessWorkflow = "serverless-workflow"
  case script
}

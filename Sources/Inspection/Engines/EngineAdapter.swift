import StrictXML
import Workflows

/// Reads the definitions of one engine.
protocol EngineAdapter: Sendable {
  static var engine: Engine { get }

  /// Whether a document is one of this engine's definitions, or holds one.
  static func recognises(_ document: Document) -> Bool

  /// The workflows in a document that it recognises. What it does not understand goes into the models' unknowns.
  static func models(in document: Document) -> [Model]
}

/// What was read of a file.
struct Document {
  enum Content {
    /// The documents of a YAML file, or the one value of a JSON file.
    case parts([Part])
    case xml(XMLElement)
    case text(String)
  }

  let path: String
  let content: Content

  var parts: [Part] {
    if case .parts(let parts) = content { parts } else { [] }
  }

  /// The file's own name without what follows the first dot: what a workflow without a name is called.
  var name: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map(String.init) ?? file
  }

  /// The name of the directory that it lies in; nil at the top.
  var folder: String? {
    let steps = path.split(separator: "/")
    return steps.count > 1 ? String(steps[steps.count - 2]) : nil
  }
}

/// Every adapter, in the order in which they are asked whether a document is theirs.
enum EngineAdapters {
  static let all: [any EngineAdapter.Type] = [
    N8n.self, GitHubActions.self, StepFunctions.self, LogicApps.self, Argo.self, NodeRed.self, BPMN.self,
    ServerlessWorkflow.self, Script.self,
  ]

  static func adapter(for engine: Engine) -> (any EngineAdapter.Type)? { all.first { $0.engine == engine } }
}

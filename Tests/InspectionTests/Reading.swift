import Diagnostics
import Inspection
import Testing
import Workflows

/// Secrets that nobody has, put together here so that no scanner finds one in the files.
enum Made {
  static let password = "pw-Hq72" + "kLm9Zt"
  static let token = "tok-9f2K" + "d7Lq31Mz84Xw"
}

/// What is read of a text, told from its content unless an engine is named.
func inspected(_ text: String, path: String = "workflows/w/flow", engine: Engine? = nil) -> Inspected {
  Inspecting.inspect(Array(text.utf8), path: path, engine: engine)
}

/// The only workflow of a text.
func model(_ text: String, path: String = "workflows/w/flow", engine: Engine? = nil) throws -> Model {
  let inspected = inspected(text, path: path, engine: engine)
  try #require(inspected.findings.isEmpty, "\(inspected.findings.map(\.what))")
  try #require(inspected.models.count == 1)
  return inspected.models[0]
}

extension Model {
  func step(_ id: Step.ID) throws -> Step { try #require(steps.first { $0.id == id }, "\(steps.map(\.id))") }

  /// Ways as text: `a -> b`, `a -> b error`.
  var ways: [String] {
    edges.map { edge in
      let words = "\(edge.from) -> \(edge.to)"
      return switch edge.kind {
      case .normal: words
      case .condition(let text): "\(words) if \(text)"
      case .helper(let text): "\(words) helps as \(text)"
      case .error: "\(words) on error"
      case .timeout: "\(words) on timeout"
      case .compensation: "\(words) to undo"
      }
    }
  }

  /// Hosts of all steps, `?` for those that are not known.
  var hosts: [String] { steps.flatMap(\.destinations).map { $0.host.value ?? "?" } }

  /// References of all credentials, `!name` for literal ones, `?` for those that are not known.
  var secrets: [String] {
    steps.flatMap(\.credentials).map { $0.isLiteral ? "!\($0.name ?? "")" : $0.reference.value ?? "?" }
  }
}

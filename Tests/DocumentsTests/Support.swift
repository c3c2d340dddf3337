import Diagnostics
import Documents
import PolicyModel
import StrictYAML
import Workflows

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The kinds of document, with their schemas and readers.
enum Kind: String, CaseIterable, Sendable {
  case policy, workflow

  /// The ids of the findings; empty when the document was read.
  func findings(_ text: String) -> [String] {
    switch self {
    case .policy:
      switch PolicyReading.read(Array(text.utf8)) {
      case .success: []
      case .failure(let errors): errors.findings.map(\.rule.id)
      }
    case .workflow:
      switch ManifestReading.read(Array(text.utf8), source: "workflow.yaml", directory: "vendor-payment") {
      case .success: []
      case .failure(let errors): errors.findings.map(\.rule.id)
      }
    }
  }

  var tables: [KeyTable] {
    switch self {
    case .policy: PolicyKeys.all
    case .workflow: ManifestKeys.all
    }
  }

  /// The prefix of the ids of its rules.
  var topic: String { self == .policy ? "policy" : "manifest" }

  var template: String { "templates/\(rawValue).yaml" }
  var schema: String { "templates/\(rawValue).schema.json" }
}

struct FileMissing: Error {
  let path: String
}

/// The top of the package.
let packageDirectory = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
  separator: "/")

func contents(_ path: String) throws -> String {
  guard let file = fopen(packageDirectory + "/" + path, "r") else { throw FileMissing(path: path) }
  defer { fclose(file) }
  return text(file)
}

/// Everything that is left in a stream.
func text(_ file: UnsafeMutablePointer<FILE>) -> String {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += buffer[..<count]
  }
}

/// A document as JSON, its scalars meaning what our readers take them to mean. JSON is YAML, so they read it again.
func json(_ node: YAMLNode) -> String {
  switch node.content {
  case .scalar(let text, let plain):
    switch Scalar(text, plain: plain) {
    case .text(let text): quoted(text)
    case .number(let number): "\(number)"
    case .hugeNumber(let digits): digits
    case .boolean(let value): "\(value)"
    case .nothing: "null"
    }
  case .sequence(let items): "[" + items.map(json).joined(separator: ", ") + "]"
  case .mapping(let entries): "{" + entries.map { "\(quoted($0.key)): \(json($0.value))" }.joined(separator: ", ") + "}"
  }
}

func json(yaml text: String) throws -> String { json(try StrictYAML.read(Array(text.utf8))) }

func quoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": quoted += "\\\(scalar)"
    case _ where scalar.value < 0x20:
      quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}

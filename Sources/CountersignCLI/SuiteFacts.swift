import Diagnostics
import Documents
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Reporting
import StrictJSON
import StrictYAML
import Vocabulary
import Workflows

/// What a program of the team's own is told about a version: the JSON file that `COUNTERSIGN_FACTS` names.
///
/// Its schema is `templates/facts.schema.json`. What cannot be read is null, and never left out.
enum SuiteFacts {
  static let schema = "urn:countersign:facts:v1"
  static let variable = "COUNTERSIGN_FACTS"

  /// The bytes of the file, about a version and what the integration branch holds in its place.
  static func text(
    _ placed: Placed, base: Placed?, _ snapshot: PolicySnapshot, _ policy: Policy, _ collector: borrowing Collector
  ) throws(Finding) -> [UInt8] {
    do throws(GitError) {
      let tree = ObjectID(hex: placed.version.gitTree)
      let before = base.flatMap { ObjectID(hex: $0.version.gitTree) }
      let changed = try collector.repository.changes(from: before, to: tree).map {
        JSON.string(visible(bytes: $0.path))
      }
      let json = JSON.object([
        .init("schema", .string(schema)),
        .init("repository", .string(policy.repository)),
        .init("workflow", .string(placed.workflow)),
        .init("path", .string(placed.path)),
        .init("target", .string(Target.main.name)),
        .init("version", JSONReport.version(placed.version)),
        .init("base", JSONReport.version(base?.version)),
        .init("class", .string(collector.risk(of: placed.workflow, from: base, to: placed, policy).rawValue)),
        .init("manifest", try manifest(tree, collector)),
        .init("changed", .array(changed)),
        .init("policy", JSONReport.version(snapshot.version)),
      ])
      return Array((json.written(pretty: true) + "\n").utf8)
    } catch {
      throw error.finding
    }
  }

  /// The manifest with its own settings and values; null where it is not there or is no YAML.
  private static func manifest(_ tree: ObjectID?, _ collector: borrowing Collector) throws(GitError) -> JSON {
    guard let tree, let entry = try collector.repository.entry(at: Manifest.fileName, in: tree), entry.mode.isFile
    else { return .null }
    let bytes: [UInt8]
    do throws(GitError) {
      bytes = try collector.repository.blob(entry.id, limit: Manifest.sizeLimit)
    } catch .tooLarge {
      return .null
    }
    do throws(YAMLError) { return json(try StrictYAML.read(bytes)) } catch { return .null }
  }

  private static func json(_ node: YAMLNode) -> JSON {
    switch node.content {
    case .mapping(let entries): return .object(entries.map { .init($0.key, json($0.value)) })
    case .sequence(let items): return .array(items.map(json))
    case .scalar(let text, let plain):
      switch Scalar(text, plain: plain) {
      case .text(let text): return .string(text)
      case .number(let number): return .integer(Int64(number))
      case .hugeNumber(let digits): return .number(digits)
      case .boolean(let value): return .bool(value)
      case .nothing: return .null
      }
    }
  }
}

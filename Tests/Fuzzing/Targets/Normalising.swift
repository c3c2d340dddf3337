import StrictJSON
import Workflows

extension FuzzTarget {
  /// Normalising what is normalised changes nothing, and an n8n workflow keeps its nodes and connections.
  static let normalise = FuzzTarget("normalise") { bytes in
    for engine: Engine in [.n8n, .logicApps, .stepFunctions, .script] {
      guard let once = normalised(bytes, engine) else { continue }
      precondition(normalised(once, engine) == once, "normalising again changes the definition")
      precondition(once.last == UInt8(ascii: "\n"), "the last line is not ended")
      if engine == .n8n { requireKept(bytes, once) }
    }
  }

  private static func normalised(_ bytes: [UInt8], _ engine: Engine) -> [UInt8]? {
    do throws(NormalisingError) {
      return try Normalising.normalise(bytes, engine: engine)
    } catch {
      requireSafe(error.message)
      if let next = error.next { requireSafe(next) }
      return nil
    }
  }

  private static func requireKept(_ export: [UInt8], _ normalised: [UInt8]) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    var export = export[...]
    while export.starts(with: mark) { export = export.dropFirst(mark.count) }
    guard let before = node(Array(export)), let after = node(normalised) else {
      preconditionFailure("what was normalised is no JSON")
    }
    let workflow = before.array?.first ?? before
    for key in ["nodes", "connections", "settings"] {
      let texts = [workflow[key], after[key]].map { node in
        node.map { JSON($0).written(pretty: false, sortedKeys: true) } ?? ""
      }
      precondition(texts[0] == texts[1], "normalising changes what runs")
    }
    precondition(after["active"] == nil && after["versionId"] == nil, "a stamp of the server stays")
  }

  private static func node(_ bytes: [UInt8]) -> JSONNode? {
    do throws(JSONError) {
      return try StrictJSON.read(bytes)
    } catch {
      return nil
    }
  }
}

import StrictJSON
import Workflows

/// Tells the engine of a definition from its content.
enum EngineDetection {
  /// nil: it looks like none, or is damaged in a way that leaves nothing to tell by.
  static func engine(of bytes: [UInt8]) -> Engine? {
    let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    let text = bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(byteOrderMark.count)) : bytes
    if text.starts(with: "#!".utf8) { return .script }
    switch text.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) {
    case UInt8(ascii: "<"): return isBPMN(text) ? .bpmn : nil
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      do throws(JSONError) { return engine(of: try StrictJSON.read(text)) } catch { return nil }
    default: return engine(ofYAML: text)
    }
  }

  private static func engine(of node: JSONNode) -> Engine? {
    if let items = node.array {
      guard let first = items.first else { return nil }
      if isN8n(first) { return .n8n }
      return items.allSatisfy { $0["id"]?.string != nil && $0["type"]?.string != nil } ? .nodeRed : nil
    }
    if isN8n(node) { return .n8n }
    if node["StartAt"]?.string != nil, node["States"]?.members != nil { return .stepFunctions }
    let containers = [node, node["definition"], node["properties"]?["definition"]].compactMap { $0 }
    if containers.contains(where: { $0["$schema"]?.string?.contains("workflowdefinition") == true }) {
      return .logicApps
    }
    if node["document"]?["dsl"]?.string != nil { return .serverlessWorkflow }
    return node["apiVersion"]?.string?.hasPrefix("argoproj.io/") == true ? .argo : nil
  }

  private static func isN8n(_ node: JSONNode) -> Bool {
    node["nodes"]?.array != nil && node["connections"]?.members != nil
  }

  /// The beginning is enough: the namespace stands in the first element.
  private static func isBPMN(_ text: [UInt8]) -> Bool {
    let head = String(decoding: text.prefix(65_536), as: UTF8.self)
    return (head.contains("<definitions") || head.contains(":definitions"))
      && head.contains("http://www.omg.org/spec/BPMN/20100524/MODEL")
  }

  /// By the keys that stand at the left edge, whatever the YAML below them is: anchors and templates do not matter here.
  private static func engine(ofYAML text: [UInt8]) -> Engine? {
    var keys: [String: String] = [:]
    var isInDocument = false
    var hasDSL = false
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let line = String(decoding: line, as: UTF8.self)
      guard let first = line.first, first != "#" else { continue }
      guard first != " " else {
        let words = line.drop { $0 == " " }
        if isInDocument, words.hasPrefix("dsl:") { hasDSL = true }
        continue
      }
      guard let colon = line.firstIndex(of: ":") else { continue }
      let key = line[..<colon].filter { $0 != "\"" && $0 != "'" }
      isInDocument = key == "document"
      keys[key] = keys[key] ?? line[line.index(after: colon)...].filter { !"\"' \r".contains($0) }
    }
    if hasDSL { return .serverlessWorkflow }
    if keys["jobs"] != nil, keys["on"] != nil { return .githubActions }
    if keys["StartAt"] != nil, keys["States"] != nil { return .stepFunctions }
    return keys["apiVersion"]?.hasPrefix("argoproj.io/") == true ? .argo : nil
  }
}

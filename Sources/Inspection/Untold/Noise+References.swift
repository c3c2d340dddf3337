import Workflows

extension Noise {
  /// Whether a text at a place names a step, or what else bears an id, and nothing else: by its key, or as no person writes.
  func isReference(_ text: String, at trail: [String]) -> Bool {
    guard let key = trail.last(where: { $0 != "#" }) else { return false }
    switch engine {
    case .n8n, .script: return false
    case .githubActions: return key == "needs"
    case .stepFunctions: return ["Next", "Default", "StartAt"].contains(key)
    case .logicApps: return trail.dropLast().last { $0 != "#" } == "runAfter"
    case .argo: return ["template", "entrypoint", "onExit", "dependencies", "depends"].contains(key)
    case .nodeRed: return Noise.isReference(text, of: key) || key == "id" && trail.contains("wires")
    case .bpmn: return key.hasPrefix("@") && (key.hasSuffix("Ref") || key == "@default") || Noise.isMade(text)
    case .serverlessWorkflow: return key == "then"
    }
  }

  /// The same in Node-RED, for a property of a node.
  static func isReference(_ text: String, of key: some StringProtocol) -> Bool {
    isMade(text) || referring.contains(String(key)) || key == "type" && text.hasPrefix("subflow:")
  }

  /// Properties that hold ids, of the nodes that come with Node-RED, its dashboards and its databases.
  private static let referring: Set<String> = [
    "links", "scope", "wires", "z", "g", "broker", "tls", "proxy", "server", "client", "group", "tab", "page", "ui",
    "theme",
    "mydb", "mongodb",
  ]

  /// Whether a text is an id as editors make them: `f6f2187d.f17ca8`, `subflow:9a1b2c3d4e5f6071`, `Activity_0x1k2l3`. Digits alone may be
  /// anything, and longer ones an address of a ledger.
  static func isMade(_ text: String) -> Bool {
    let text = text.hasPrefix("subflow:") ? text.dropFirst(8) : text[...]
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isLong = parts.count == 1 && text.utf8.count == 16
    let isOld = parts.count == 2 && (4...8).contains(parts[0].count) && (4...8).contains(parts[1].count)
    if isLong || isOld, parts.allSatisfy({ $0.allSatisfy(isHexadecimal) }) {
      return text.utf8.contains { $0 > UInt8(ascii: "9") }
    }
    guard let mark = text.lastIndex(of: "_"), mark != text.startIndex else { return false }
    let end = text[mark...].dropFirst().utf8
    return end.count == 7 && end.allSatisfy(Ascii.isWord) && end.contains { $0 < UInt8(ascii: "A") }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

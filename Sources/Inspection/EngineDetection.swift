import Diagnostics
package import Workflows

/// Tells the engine of a definition from its content.
package enum EngineDetection {
  /// nil: it looks like none, or is damaged in a way that leaves nothing to tell by. `path` decides only where the content
  /// leaves it open.
  package static func engine(of bytes: [UInt8], path: String = "") -> Engine? {
    do throws(Finding) {
      return engine(of: try DefinitionReading.read(bytes, path: path), bytes)
    } catch {
      return engine(ofUnread: bytes)
    }
  }

  /// The same of a file that was read.
  static func engine(of document: Document, _ bytes: [UInt8]) -> Engine? {
    EngineAdapters.all.first { $0.recognises(document) }?.engine ?? engine(ofUnread: bytes)
  }

  /// The same of one that could not be read, or is of no engine's form. In YAML the first line of a program is a comment: what
  /// follows it can be a definition that an engine reads.
  static func engine(ofUnread bytes: [UInt8]) -> Engine? {
    bytes.starts(with: "#!".utf8) ? .script : engine(ofDamaged: bytes)
  }

  /// By the words that each format has to hold, whatever stops it from being read: an anchor, a template, a missing end.
  private static func engine(ofDamaged bytes: [UInt8]) -> Engine? {
    let head = bytes.prefix(1 << 20)
    func holds(_ words: String...) -> Bool { words.allSatisfy { contains(head, $0) } }
    switch DefinitionReading.form(of: bytes) {
    case .xml:
      return holds("http://www.omg.org/spec/BPMN/20100524/MODEL") ? .bpmn : nil
    case .json:
      if holds("nodes\"", "connections\"") || holds("nodes\\\"", "connections\\\"") { return .n8n }
      if holds("\"StartAt\"", "\"States\"") { return .stepFunctions }
      if holds("workflowdefinition.json") { return .logicApps }
      if holds("\"dsl\"", "\"do\"") { return .serverlessWorkflow }
      if holds("\"argoproj.io/") { return .argo }
      return holds("\"id\"", "\"type\"", "\"wires\"") ? .nodeRed : nil
    case .yaml:
      return engine(ofDamagedYAML: String(decoding: head, as: UTF8.self))
    }
  }

  /// By the keys that stand at the left edge, or just inside.
  private static func engine(ofDamagedYAML text: String) -> Engine? {
    var keys: Set<Substring> = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.drop { $0 == " " }
      guard line.count - words.count <= 4, let colon = words.firstIndex(of: ":") else { continue }
      let key = words[..<colon]
      keys.insert(key)
      if key == "apiVersion", words.contains("argoproj.io/") { return .argo }
    }
    if keys.isSuperset(of: ["document", "dsl", "do"]) { return .serverlessWorkflow }
    if keys.isSuperset(of: ["StartAt", "States"]) { return .stepFunctions }
    return keys.contains("jobs") && !keys.isDisjoint(with: ["on", "\"on\"", "'on'"]) ? .githubActions : nil
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ word: String) -> Bool {
    let word = Array(word.utf8)
    guard let first = word.first else { return true }
    var rest = bytes
    while let start = rest.firstIndex(of: first) {
      if rest[start...].starts(with: word) { return true }
      rest = rest[(start + 1)...]
    }
    return false
  }
}

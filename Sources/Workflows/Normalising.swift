package import StrictJSON

/// Writes an exported definition the one way it is kept in git, so that a version changes when the workflow does and not
/// when somebody saves it again.
///
/// What is dropped is not in the file that is deployed either, so nothing that was not reviewed runs. Normalising what is
/// normalised changes nothing.
package enum Normalising {
  /// - n8n: one workflow object, or a list of one; keys sorted, the editor's stamps dropped (`N8nExport`), indented.
  /// - Step Functions in JSON, Logic Apps, Node-RED: indented; the order of keys is kept, as people put states in theirs.
  /// - everything else is text: without byte order mark, lines end in LF, the last one too.
  package static func normalise(_ bytes: [UInt8], engine: Engine) throws(NormalisingError) -> [UInt8] {
    var text = bytes[...]
    // All of them: one that stayed would be dropped the next time.
    while text.starts(with: byteOrderMark) { text = text.dropFirst(byteOrderMark.count) }
    guard let first = text.first(where: { byte in !space.contains(byte) }) else { throw .empty }
    switch engine {
    case .n8n:
      return written(try N8nExport.workflow(in: try json(text)), sortedKeys: true)
    case .logicApps, .nodeRed:
      return written(JSON(try json(text)), sortedKeys: false)
    case .stepFunctions where first == UInt8(ascii: "{"):
      return written(JSON(try json(text)), sortedKeys: false)
    case .stepFunctions, .githubActions, .argo, .bpmn, .serverlessWorkflow, .script:
      return try lines(text)
    }
  }

  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
  private static let space: [UInt8] = [0x20, 0x09, 0x0a, 0x0d]

  private static func json(_ text: ArraySlice<UInt8>) throws(NormalisingError) -> JSONNode {
    do {
      return try StrictJSON.read(Array(text))
    } catch {
      throw .json(error)
    }
  }

  private static func written(_ value: JSON, sortedKeys: Bool) -> [UInt8] {
    Array((value.written(pretty: true, sortedKeys: sortedKeys) + "\n").utf8)
  }

  /// CRs before an LF go, however many; a CR elsewhere may mean something.
  private static func lines(_ text: ArraySlice<UInt8>) throws(NormalisingError) -> [UInt8] {
    guard String(validating: text, as: UTF8.self) != nil else { throw .notUTF8 }
    var lines: [UInt8] = []
    lines.reserveCapacity(text.count + 1)
    for byte in text {
      while byte == 0x0a, lines.last == 0x0d { lines.removeLast() }
      lines.append(byte)
    }
    if lines.last != 0x0a {
      while lines.last == 0x0d { lines.removeLast() }
      lines.append(0x0a)
    }
    return lines
  }
}

/// Why an exported definition cannot be normalised.
package enum NormalisingError: Error, Hashable, Sendable {
  case empty
  case json(JSONError)
  case notUTF8
  /// The export is something else than an n8n workflow; the kind is that of JSON: `a string`.
  case notAWorkflow(kind: String)
  /// A list of none, or of several workflows.
  case workflows(count: Int)

  /// One sentence without a full stop, safe to show.
  package var message: String {
    switch self {
    case .empty: "the file is empty"
    case .json(let error): error.message
    case .notUTF8: "the file is not text in UTF-8"
    case .notAWorkflow(let kind): "an n8n export is an object with 'nodes' and 'connections', and this is \(kind)"
    case .workflows(let count): "the export holds \(count) workflows, and a definition is one"
    }
  }

  /// What to do; nil when the message says it all.
  package var next: String? {
    switch self {
    case .empty, .json: nil
    case .notUTF8: "save it in UTF-8, and change what it says about its own encoding"
    case .notAWorkflow: "export one workflow: 'Download' in the editor, or 'n8n export:workflow --id=ID'"
    case .workflows: "export each by itself: 'n8n export:workflow --all --separate --output=FOLDER'"
    }
  }
}

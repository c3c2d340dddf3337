import Diagnostics
import StrictJSON
import StrictXML
import StrictYAML

/// Reads a file as what its first characters say that it is: XML, JSON or YAML.
enum DefinitionReading {
  static let xmlLimits = XMLLimits(bytes: 32 << 20, depth: 128, nodes: 2_000_000)

  static func read(_ bytes: [UInt8], path: String) throws(Finding) -> Document {
    do throws(Refusal) { return try attempt(bytes, path: path) } catch { throw error.finding }
  }

  /// Why a file could not be read.
  struct Refusal: Error {
    let finding: Finding
    /// Other readers may be less strict with it, so that it does what this one does not see.
    let isReadElsewhere: Bool
  }

  static func attempt(_ bytes: [UInt8], path: String) throws(Refusal) -> Document {
    switch form(of: bytes) {
    case .xml: Document(path: path, content: .xml(try xml(bytes, path)))
    case .json: Document(path: path, content: .parts([Part(.json(try json(bytes, path)))]))
    case .yaml: Document(path: path, content: .parts(try yaml(bytes, path).map { Part(.yaml($0)) }))
    }
  }

  enum Form: String {
    case json = "JSON"
    case xml = "XML"
    case yaml = "YAML"
  }

  static func form(of bytes: [UInt8]) -> Form {
    // UTF-16 is for XML only: readers of JSON and YAML elsewhere take UTF-8 alone.
    if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) { return .xml }
    let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes[3...] : bytes[...]
    switch text.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) {
    case UInt8(ascii: "<"): return .xml
    case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
    case UInt8(ascii: "/"): return .json
    default: return .yaml
    }
  }

  /// What stands against taking a file for the program that its manifest says it is; nil for whatever no engine would take for a
  /// definition.
  static func hidden(by refusal: Refusal, in bytes: [UInt8]) -> Finding? {
    guard refusal.isReadElsewhere else { return nil }
    let error = refusal.finding
    return Finding(
      error.rule, error.what, at: error.place,
      because: [
        "the manifest says 'script', and the file is written as \(form(of: bytes).rawValue): what an engine would do with it is not known"
      ],
      next: ["name the engine that runs it", "if it is a program, begin it with a line that says which runs it: #!…"])
  }

  /// Programs, too, begin with a comment; JSON does only where the file says that it has them.
  private static func isJSONElsewhere(_ bytes: [UInt8], _ path: String) -> Bool {
    let file = path.lowercased()
    let first = bytes.first { ![0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return first != UInt8(ascii: "/") || file.hasSuffix(".json5") || file.hasSuffix(".jsonc")
  }

  /// Whether others take YAML that this reader does not; a program is mostly no YAML at all.
  private static func isYAMLElsewhere(_ error: YAMLError) -> Bool {
    switch error {
    case .anchor, .alias, .tag, .mergeKey, .duplicateKey, .tooDeep, .tooManyNodes: true
    case .tooLarge, .notUTF8, .byteOrderMark, .controlCharacter, .tab, .syntax, .keyNotScalar, .severalDocuments,
      .directive, .empty, .outOfMemory:
      false
    }
  }

  private static func json(_ bytes: [UInt8], _ path: String) throws(Refusal) -> JSONNode {
    let file = path.lowercased()
    let comments = file.hasSuffix(".json5") || file.hasSuffix(".jsonc")
    do throws(JSONError) {
      return try StrictJSON.readDefinition(comments ? JSONComments.blanked(bytes) : bytes)
    } catch {
      throw Refusal(
        finding: unreadable(
          error.message, "JSON", Place(path, line: error.position?.line, column: error.position?.column)),
        isReadElsewhere: isJSONElsewhere(bytes, path))
    }
  }

  private static func yaml(_ bytes: [UInt8], _ path: String) throws(Refusal) -> [YAMLNode] {
    do throws(YAMLError) {
      return try StrictYAML.readDefinition(bytes)
    } catch {
      throw Refusal(
        finding: unreadable(
          error.message, "YAML", Place(path, line: error.position?.line, column: error.position?.column)),
        isReadElsewhere: isYAMLElsewhere(error))
    }
  }

  private static func xml(_ bytes: [UInt8], _ path: String) throws(Refusal) -> XMLElement {
    do throws(XMLError) {
      return try StrictXML.read(bytes, limits: xmlLimits)
    } catch {
      throw Refusal(
        finding: unreadable(
          error.message, "XML", Place(path, line: error.position?.line, column: error.position?.column)),
        isReadElsewhere: true)
    }
  }

  private static func unreadable(_ message: String, _ form: String, _ place: Place) -> Finding {
    Finding(
      .definitionUnreadable, message, at: place,
      because: ["it is read as \(form), and what it does is not known"],
      next: ["correct it there, or export the workflow again"])
  }
}

/// JSON5's comments and commas before a closing bracket, which editors of state machines keep.
enum JSONComments {
  /// The same text with spaces in their place, so that all places stay. What else JSON5 allows is left for the reader to refuse.
  static func blanked(_ bytes: [UInt8]) -> [UInt8] {
    var text = bytes
    var index = 0
    var comma: Int?
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\""):
        comma = nil
        index += 1
        while index < text.count, text[index] != UInt8(ascii: "\"") {
          index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
      case UInt8(ascii: "/") where index + 1 < text.count && text[index + 1] == UInt8(ascii: "/"):
        while index < text.count, text[index] != 0x0a {
          text[index] = 0x20
          index += 1
        }
        continue
      case UInt8(ascii: "/") where index + 1 < text.count && text[index + 1] == UInt8(ascii: "*"):
        index = blank(&text, from: index)
        continue
      case UInt8(ascii: ","): comma = index
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if let comma { text[comma] = 0x20 }
        comma = nil
      case 0x20, 0x09, 0x0a, 0x0d: break
      default: comma = nil
      }
      index += 1
    }
    return text
  }

  /// Blanks a comment from its opening; one that does not end stays, for the reader to refuse.
  private static func blank(_ text: inout [UInt8], from start: Int) -> Int {
    var end = start + 2
    while end + 1 < text.count, !(text[end] == UInt8(ascii: "*") && text[end + 1] == UInt8(ascii: "/")) { end += 1 }
    guard end + 1 < text.count else { return text.count }
    for index in start..<(end + 2) where text[index] != 0x0a { text[index] = 0x20 }
    return end + 2
  }
}

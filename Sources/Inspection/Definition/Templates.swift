/// How an engine writes what is filled in later: a value that holds such a template is unknown, neither absent nor literal.
struct Templates: Sendable {
  /// Openings and closings: `{{` and `}}`.
  let pairs: [(open: String, close: String)]
  /// A text that begins so is a template as a whole.
  let wholes: [String]
  /// Shell variables without braces: `$NAME`.
  let variables: Bool

  init(_ pairs: [(open: String, close: String)], wholes: [String] = [], variables: Bool = false) {
    self.pairs = pairs
    self.wholes = wholes
    self.variables = variables
  }

  /// What stands in place of a template in masked text; no text from a definition holds it where it matters.
  static let mark: Character = "\u{1}"

  func holds(_ text: String) -> Bool { masked(text).contains(Self.mark) }

  /// The text with each template replaced by the mark.
  func masked(_ text: String) -> String {
    if wholes.contains(where: text.hasPrefix) { return String(Self.mark) }
    guard text.utf8.contains(where: { mayOpen($0) }) else { return text }
    let bytes = Array(text.utf8)
    var masked: [UInt8] = []
    var index = 0
    scanning: while index < bytes.count {
      if mayOpen(bytes[index]) {
        for pair in pairs where starts(bytes, index, pair.open) {
          masked.append(1)
          index = end(bytes, index + pair.open.utf8.count, pair.close)
          continue scanning
        }
        if variables, bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count, isName(bytes[index + 1]) {
          masked.append(1)
          index += 1
          while index < bytes.count, isName(bytes[index]) { index += 1 }
          continue
        }
      }
      masked.append(bytes[index])
      index += 1
    }
    return String(decoding: masked, as: UTF8.self)
  }

  private func mayOpen(_ byte: UInt8) -> Bool {
    if variables, byte == UInt8(ascii: "$") { return true }
    return pairs.contains { $0.open.utf8.first == byte }
  }

  private func starts(_ bytes: [UInt8], _ index: Int, _ word: String) -> Bool {
    bytes[index...].starts(with: word.utf8)
  }

  /// Behind the closing; the end of the text where there is none.
  private func end(_ bytes: [UInt8], _ start: Int, _ close: String) -> Int {
    var index = start
    while index < bytes.count {
      if starts(bytes, index, close) { return index + close.utf8.count }
      index += 1
    }
    return index
  }

  private func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

extension Templates {
  static let none = Templates([])
  /// `{{ … }}` in a text that begins with `=`.
  static let n8n = Templates([("{{", "}}")])
  static let githubActions = Templates([("${{", "}}")])
  /// `${Name}` of a template around it, JSONata, intrinsic functions.
  static let stepFunctions = Templates([("${", "}"), ("{%", "%}")], wholes: ["States.", "$.", "$$.", "$states"])
  /// `@{…}` and `@…` of the workflow, `[…]` of the template around it.
  static let logicApps = Templates([("@{", "}")], wholes: ["@", "["])
  static let argo = Templates([("{{", "}}")])
  static let nodeRed = Templates([("{{", "}}"), ("${", "}")])
  static let bpmn = Templates([("${", "}"), ("#{", "}"), ("{{", "}}")], wholes: ["="])
  static let serverlessWorkflow = Templates([("${", "}"), ("{", "}")])
  static let shell = Templates(
    [("${{", "}}"), ("{{", "}}"), ("${", "}"), ("$(", ")"), ("`", "`"), ("<", ">")], variables: true)
}

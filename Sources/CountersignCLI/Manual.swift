package import StrictJSON

/// Manual pages out of the definitions that the help has, so that the two never differ: one for each command.
///
/// Source of the macros: man(7).
package struct Manual: Sendable {
  /// A file's name, `countersign-key-add.1`, and its text.
  package struct Page: Hashable, Sendable {
    package let file: String
    package let text: String
  }

  package let pages: [Page]

  /// - Parameters:
  ///   - structure: what the argument parser says of the commands, as JSON.
  ///   - version: what stands at the foot of each page.
  package init(_ structure: String, version: String) throws(JSONError) {
    let root = try StrictJSON.read(Array(structure.utf8))
    pages = root["command"].map { Self.pages(of: $0, above: [], version) } ?? []
  }

  private static func pages(of command: JSONNode, above: [String], _ version: String) -> [Page] {
    guard command["shouldDisplay"]?.bool ?? true, let name = command["commandName"]?.string else { return [] }
    let words = above + [name]
    let inner = (command["subcommands"]?.array ?? []).filter { $0["commandName"]?.string != "help" }
    let page = Page(file: words.joined(separator: "-") + ".1", text: text(command, words, inner, version))
    return [page] + inner.flatMap { pages(of: $0, above: words, version) }
  }

  private static func text(_ command: JSONNode, _ words: [String], _ inner: [JSONNode], _ version: String) -> String {
    let title = words.joined(separator: "-")
    let arguments = (command["arguments"]?.array ?? []).filter { $0["shouldDisplay"]?.bool ?? true }
    var roff = ".TH \"\(title.uppercased())\" 1 \"\" \"Countersign \(version)\" \"Countersign\"\n"
    roff += ".SH NAME\n\(escaped(title)) \\- \(escaped(command["abstract"]?.string ?? ""))\n"
    roff += ".SH SYNOPSIS\n.B \(escaped(words.joined(separator: " ")))\n"
    roff += inner.isEmpty ? arguments.map(synopsis).joined() : ".I command\n.RI [ options ]\n"
    roff += discussion(command["discussion"]?.string ?? "")
    if !inner.isEmpty {
      roff += ".SH COMMANDS\n"
      for command in inner where command["shouldDisplay"]?.bool ?? true {
        let name = (words + [command["commandName"]?.string ?? ""]).joined(separator: "\\-")
        roff += ".TP\n.BR \(name) (1)\n\(escaped(command["abstract"]?.string ?? ""))\n"
      }
    }
    if !arguments.isEmpty { roff += ".SH OPTIONS\n" + arguments.map(option).joined() }
    roff += """
      .SH EXIT STATUS
      0 passed or done, 1 held, 2 undecided (bad input, unreadable repository), 64 wrong usage.
      .SH SEE ALSO

      """
    let above = words.count > 1 ? words.dropLast().joined(separator: "\\-") : "git"
    return roff + ".BR \(above) (1)\n"
  }

  private static func synopsis(_ argument: JSONNode) -> String {
    let isOptional = argument["isOptional"]?.bool ?? false
    let more = argument["isRepeating"]?.bool == true ? " ..." : ""
    let word =
      argument["kind"]?.string == "positional"
      ? "\\fI\(value(argument))\\fR" : "\\fB\(name(argument["preferredName"]))\\fR\(valuePart(argument))"
    return isOptional ? "[\(word)\(more)]\n" : "\(word)\(more)\n"
  }

  private static func option(_ argument: JSONNode) -> String {
    let names = (argument["names"]?.array ?? []).map { "\\fB\(name($0))\\fR" }.joined(separator: ", ")
    let head = argument["kind"]?.string == "positional" ? "\\fI\(value(argument))\\fR" : names + valuePart(argument)
    var text = ".TP\n\(head)\n\(escaped(argument["abstract"]?.string ?? ""))\n"
    if let values = argument["allValues"]?.array, !values.isEmpty {
      text += "One of \(values.compactMap(\.string).map(escaped).joined(separator: ", ")).\n"
    }
    if let usual = argument["defaultValue"]?.string { text += "By default \\fB\(escaped(usual))\\fR\n" }
    return text
  }

  private static func valuePart(_ argument: JSONNode) -> String {
    argument["kind"]?.string == "option" ? " \\fI\(value(argument))\\fR" : ""
  }

  private static func value(_ argument: JSONNode) -> String { escaped(argument["valueName"]?.string ?? "value") }

  private static func name(_ node: JSONNode?) -> String {
    let isLong = node?["kind"]?.string == "long"
    return escaped((isLong ? "--" : "-") + (node?["name"]?.string ?? ""))
  }

  /// Paragraphs, and under EXAMPLES the lines as they are.
  private static func discussion(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let prose = lines.prefix { $0 != "EXAMPLES" }
    var roff = prose.allSatisfy(\.isEmpty) ? "" : ".SH DESCRIPTION\n"
    for line in prose { roff += line.isEmpty ? ".PP\n" : escaped(String(line)) + "\n" }
    while roff.hasSuffix(".PP\n") { roff.removeLast(4) }
    let examples = lines.dropFirst(prose.count).dropFirst()
    guard !examples.isEmpty else { return roff }
    return roff + ".SH EXAMPLES\n.nf\n" + examples.map { escaped(String($0)) + "\n" }.joined() + ".fi\n"
  }

  /// Text that no macro and no escape is read in, each dash one that can be copied, nothing beyond ASCII.
  private static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": safe += "\\e"
      case "-": safe += "\\-"
      // Not every device has it.
      case "…": safe += "..."
      case _ where scalar.isASCII: safe.unicodeScalars.append(scalar)
      default:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        safe += "\\[u\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)]"
      }
    }
    return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
  }
}

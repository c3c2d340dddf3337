import Diagnostics
import Gates

/// Annotations of GitHub Actions: one workflow command for each finding, the outcome first.
///
/// Source: GitHub, "Workflow commands for GitHub Actions"; the escapes are those of its toolkit (`packages/core/src/command.ts`).
package enum GitHubReport {
  package static func text(_ report: Report) -> String {
    let level: Finding.Level = report.outcome == .passed ? .note : .error
    var text = command(level, [("title", report.headline)], [report.summary])
    for entry in report.entries {
      var properties: [(String, String)] = []
      if let anchor = entry.anchor, let file = anchor.file {
        properties.append(("file", file))
        if let line = anchor.line { properties.append(("line", String(line))) }
        if let column = anchor.column { properties.append(("col", String(column))) }
      }
      properties.append(("title", entry.finding.rule.id))
      let elsewhere = entry.place.map { $0.file == nil ? ["at: \($0)"] : [] } ?? []
      text += command(entry.level, properties, entry.lines + elsewhere)
    }
    return text
  }

  private static func command(_ level: Finding.Level, _ properties: [(String, String)], _ lines: [String]) -> String {
    let words = properties.map { "\($0)=\(escaped($1, property: true))" }.joined(separator: ",")
    return "::\(name(level)) \(words)::\(escaped(lines.joined(separator: "\n"), property: false))\n"
  }

  private static func name(_ level: Finding.Level) -> String {
    switch level {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// By scalars: "\r\n" is one character.
  private static func escaped(_ text: String, property: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":" where property: escaped += "%3A"
      case "," where property: escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

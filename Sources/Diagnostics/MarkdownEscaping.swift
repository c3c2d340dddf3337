/// Text that Markdown and HTML take as text.
package func markdownEscaped(_ text: some StringProtocol) -> String {
  var escaped = ""
  for character in text {
    switch character {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "|", "*", "_", "`", "[", "]", "\\", "#", "@", "~", "!": escaped += "\\\(character)"
    default: escaped.append(character)
    }
  }
  return escaped
}

import Diagnostics
package import StrictYAML
import Vocabulary

extension DocumentReader {
  /// One word of a closed set; `noun` is what the words are: `risk class`.
  package func choice<Words: CaseIterable & RawRepresentable<String>>(
    _ field: Field, of words: Words.Type, noun: String
  ) -> Words? {
    guard let text = text(field) else { return nil }
    if let word = Words(rawValue: text) { return word }
    let known = Words.allCases.map(\.rawValue)
    report(
      rules.unknownValue, "\(field.subject) is no \(noun): \(shown(text))", at: field.position,
      because: ["they are \(listed(known))"], next: didYouMean(text, among: known).map { [$0] } ?? [])
    return nil
  }

  /// A name that the writer chooses, of what `noun` says.
  package func name(_ field: Field, noun: String) -> String? {
    guard let text = text(field) else { return nil }
    return isName(text, noun: noun, at: field.position) ? text : nil
  }

  /// Whether a map's key or a text is a name; reports it if not.
  package func isName(_ text: String, noun: String, at position: YAMLPosition) -> Bool {
    if Naming.isName(text) { return true }
    let lower = text.lowercased().map { $0 == "_" || $0 == " " ? "-" : String($0) }.joined()
    report(
      rules.malformed, "\(shown(text)) cannot be the name of \(article(noun)) \(noun)", at: position,
      because: [
        "names are lower-case letters and digits, in parts joined by single dashes, at most \(Naming.longest) characters"
      ],
      next: Naming.isName(lower) ? ["write \(quoted(lower))"] : [])
    return false
  }

  /// A relative path of clean components, at most 1,024 bytes: no `.`, no `..`, no backslash.
  package func path(_ field: Field) -> String? {
    guard let text = text(field, longest: 1024) else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let climbs = parts.contains { $0.elementsEqual("..".utf8) }
    let isClean = parts.allSatisfy { !$0.isEmpty && !$0.elementsEqual(".".utf8) }
    guard isClean, !climbs, !text.utf8.contains(UInt8(ascii: "\\")) else {
      return misformed(
        field, "a relative path below its directory",
        next: "write it from that directory on, with single slashes: 'flow.json' or 'tests/contract.sh'")
    }
    return text
  }
}

/// `a` or `an`, by the first letter.
private func article(_ noun: String) -> String {
  noun.first.map { "aeiou".contains($0) } == true ? "an" : "a"
}

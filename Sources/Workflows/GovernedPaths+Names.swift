import Diagnostics
@_spi(_Unicode) import Swift

/// What is refused in the name of one file or directory.
enum PathName {
  /// Characters that shells, git's own output or other file systems read as something else.
  private static let reserved: Set<UnicodeScalar> = ["\"", "'", "\\", ":", "*", "?", "<", ">", "|"]
  /// Names that git keeps for itself, in lower case; the second is what NTFS also calls the first.
  private static let gitsOwn: Set<String> = [".git", "git~1", ".", ".."]

  static func findings(_ name: [UInt8], at path: String) -> [Finding] {
    guard let text = String(validating: name, as: UTF8.self) else {
      return [
        Finding(
          .pathNotUTF8, "the name is not UTF-8", at: Place(path), because: ["it has no meaning that all systems share"],
          next: ["rename it"])
      ]
    }
    let scalars = Array(text.unicodeScalars)
    var findings: [Finding] = []
    func refuse(_ rule: Rule, _ what: String, _ because: String) {
      findings.append(Finding(rule, what, at: Place(path), because: [because], next: ["rename it"]))
    }
    if !text._nfc.elementsEqual(scalars) {
      refuse(.pathNotNFC, "the name is not in normal form NFC", "the same name could be written in two ways")
    }
    if let hidden = scalars.first(where: { hides($0) || $0.properties.isDefaultIgnorableCodePoint }) {
      refuse(
        .pathHiddenCharacter, "the name holds a character that cannot be seen",
        "it is U+\(String(hidden.value, radix: 16, uppercase: true))")
    }
    if let character = scalars.first(where: { reserved.contains($0) }) {
      refuse(
        .pathReservedCharacter, "the name holds the character \(character)", "shells or other systems read it otherwise"
      )
    }
    if let first = scalars.first, let last = scalars.last,
      first.properties.isWhitespace || last.properties.isWhitespace || last == "."
    {
      refuse(
        .pathEdgeSpaceOrDot, "the name begins or ends in a space, or ends in a dot",
        "nobody sees it, and Windows drops it")
    }
    if gitsOwn.contains(text.lowercased()) {
      refuse(.pathGitDirectory, "git keeps this name for itself", "a checkout would write into git's own directory")
    }
    return findings
  }

  /// The same for two names that differ only in case or in how their characters are composed.
  static func folded(_ name: String) -> String {
    let folded = name.uppercased().lowercased()
    var composed = String.UnicodeScalarView()
    composed.append(contentsOf: folded._nfc)
    return String(composed)
  }
}

extension GovernedPaths {
  /// Whether some file system opens the one name where the other is meant: without regard to case, to characters that cannot be
  /// seen (HFS+), to dots and spaces at the end, to streams, or by its short form (NTFS).
  package static func isTaken(_ name: String, for other: String) -> Bool {
    let (mine, theirs) = (plain(name), plain(other))
    if mine == theirs { return true }
    return isShort(mine, of: theirs)
  }

  /// Whether NTFS may call a long name so: six letters of it, or five, or two and four digits of a hash, then `~` and a number.
  private static func isShort(_ name: String, of long: String) -> Bool {
    let letters = long.filter { $0 != "." && $0 != " " }
    guard letters.count > 8 || letters.count < long.count, let tilde = name.lastIndex(of: "~") else { return false }
    let (stem, number) = (name[..<tilde], name[name.index(after: tilde)...])
    guard !number.isEmpty, number.allSatisfy(\.isNumber) else { return false }
    if stem.count >= 5, letters.hasPrefix(stem) { return true }
    return stem.count == 6 && stem.dropFirst(2).allSatisfy(\.isHexDigit) && letters.hasPrefix(stem.prefix(2))
  }

  private static func plain(_ name: String) -> String {
    var seen = String.UnicodeScalarView()
    seen.append(
      contentsOf: name.unicodeScalars.prefix { $0 != ":" }.filter { !$0.properties.isDefaultIgnorableCodePoint })
    while let last = seen.last, last == "." || last == " " { seen.removeLast() }
    return PathName.folded(String(seen))
  }
}

/// Names that Windows, or its file system NTFS, opens as something else than what they say.
enum WindowsName {
  /// Source: Microsoft, "Naming Files, Paths, and Namespaces"; git, compat/mingw.c, `is_valid_win32_path`.
  private static let devices: Set<String> = ["con", "prn", "aux", "nul", "conin$", "conout$"]
  private static let numbered = ["com", "lpt"]
  private static let numbers: Set<Character> = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"]

  /// Whether a name is that of a device, in any case and with any ending: `aux`, `NUL.json`, `com1 .tar.gz`.
  static func isDevice(_ name: String) -> Bool {
    var stem = name.prefix { $0 != "." && $0 != ":" }
    while stem.last == " " { stem.removeLast() }
    // Nothing longer is one.
    guard stem.utf8.count <= 7 else { return false }
    let plain = stem.lowercased()
    if devices.contains(plain) { return true }
    guard plain.count == 4, let number = plain.last else { return false }
    return numbers.contains(number) && numbered.contains(String(plain.dropLast()))
  }

  /// The names in one directory that look like a short one (`REPORT~1.JSO`), each with one beside it that NTFS may call so.
  static func shortTwins(among names: [String]) -> [(short: String, long: String)] {
    let shorts = names.compactMap { name in short(name).map { (name, $0) } }
    guard !shorts.isEmpty else { return [] }
    var longs: [Short: String] = [:]
    for name in names where short(name) == nil { for form in forms(of: name) { longs[form] = name } }
    return shorts.compactMap { name, form in
      if let long = longs[form] { return (name, long) }
      // Where many names begin alike: two letters, and four digits of a hash.
      guard form.stem.count > 4, form.stem.suffix(4).allSatisfy(\.isHexDigit),
        let long = longs[Short(stem: String(form.stem.dropLast(4)), ending: form.ending, isHashed: true)]
      else { return nil }
      return (name, long)
    }
  }

  /// What a short name says of the long one: how it begins, and three letters of its ending.
  private struct Short: Hashable {
    let stem: String
    let ending: String
    var isHashed = false
  }

  /// nil: no short name looks like this.
  private static func short(_ name: String) -> Short? {
    guard name.utf8.count <= 12, let tilde = name.lastIndex(of: "~") else { return nil }
    let stem = name[..<tilde]
    let rest = name[name.index(after: tilde)...].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let number = rest.first, !stem.isEmpty, stem.count + 1 + number.count <= 8, !number.isEmpty,
      number.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let ending = rest.count > 1 ? rest[1] : ""
    guard ending.count <= 3, !ending.contains(".") else { return nil }
    return Short(stem: stem.lowercased(), ending: ending.lowercased())
  }

  /// What the short names of a name may look like; none where it is short itself. Source: [MS-FSCC], 2.1.5.2.1.
  private static func forms(of name: String) -> [Short] {
    let letters = name.lowercased().drop { $0 == "." }
    let point = letters.lastIndex(of: ".") ?? letters.endIndex
    let stem = letters[..<point].filter { $0 != "." && $0 != " " }.map(plain)
    let ending = letters[point...].dropFirst().filter { $0 != " " }.map(plain)
    let isShort = letters.count == name.count && stem.count == letters[..<point].count && stem.count <= 8
    if isShort, ending.count <= 3, stem + ending == Array(letters.filter { $0 != "." }) { return [] }
    let three = String(ending.prefix(3))
    let most = min(6, stem.count)
    guard most > 0 else { return [] }
    // The longer the number, the fewer letters are before it.
    var forms = (min(4, most)...most).map { Short(stem: String(stem.prefix($0)), ending: three) }
    forms.append(Short(stem: String(stem.prefix(2)), ending: three, isHashed: true))
    return forms
  }

  /// What a short name cannot hold stands there as a line.
  private static func plain(_ letter: Character) -> Character { "+,;=[]".contains(letter) ? "_" : letter }
}

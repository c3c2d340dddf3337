/// Characters that can be taken for the letters of a trailer's key, or of a ref's name.
///
/// A part of Unicode's confusables that covers the keys that are read. Source: Unicode Technical Standard 39,
/// confusables.txt. What is not listed here makes a key unknown, which is held where the key is required.
package enum Confusables {
  /// Characters that look like a colon.
  static let colons: Set<UnicodeScalar> = [
    "\u{ff1a}", "\u{a789}", "\u{2236}", "\u{fe55}", "\u{02d0}", "\u{02f8}", "\u{0589}", "\u{05c3}", "\u{fe13}",
  ]

  /// A text as the eye reads it: two texts with one skeleton can be taken for each other.
  package static func skeleton(_ text: String) -> String { skeleton(text[...].unicodeScalars) }

  /// A word as the eye reads it: hidden characters, spaces and accents dropped, look-alikes replaced, in lower case.
  static func skeleton(_ text: Substring.UnicodeScalarView) -> String {
    var letters = String.UnicodeScalarView()
    for scalar in text {
      if scalar.isASCII {
        if scalar.value > 0x20, scalar.value != 0x7f { letters.append(plain(scalar)) }
        continue
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .spaceSeparator, .nonspacingMark, .enclosingMark, .unassigned, .privateUse: continue
      default: letters.append(plain(scalar))
      }
    }
    return String(letters).lowercased()
  }

  private static func plain(_ scalar: UnicodeScalar) -> UnicodeScalar {
    if scalar.isASCII { return scalar == "_" ? "-" : scalar }
    // The full-width forms of ASCII.
    if (0xff01...0xff5e).contains(scalar.value) { return UnicodeScalar(UInt8(scalar.value - 0xfee0)) }
    if scalar.properties.generalCategory == .dashPunctuation || scalar == "\u{2212}" { return "-" }
    return letters[scalar] ?? scalar
  }

  /// Letters of other scripts, and of ours with marks, by the ASCII letter that they look like.
  private static let letters: [UnicodeScalar: UnicodeScalar] = {
    let groups: [(UnicodeScalar, String)] = [
      ("a", "аαɑàáâãäåāăąΑА"), ("b", "ЬƄВΒ"), ("c", "сϲçćčϹС"), ("d", "ԁɗďđ"), ("e", "еҽéèêëēėęěΕЕ"), ("f", "ſƒ"),
      ("g", "ɡğġģ"), ("h", "һհНΗ"), ("i", "іιıìíîïīįΙІ"), ("j", "јЈ"), ("k", "кκΚК"), ("l", "ⅼӏłĺļľ"), ("m", "ⅿмΜМ"),
      ("n", "ոńñņňΝ"), ("o", "оοօòóôõöøōőΟО"), ("p", "рρΡР"), ("r", "гŕřꓣ"), ("s", "ѕśşšЅ"), ("t", "тτţťΤТ"),
      ("u", "υսùúûüūůűų"), ("v", "ѵνⅴ"), ("w", "ԝωѡŵԜ"), ("x", "хχΧХ"), ("y", "уγүýÿΥУҮ"), ("z", "źżžΖ"),
    ]
    var table: [UnicodeScalar: UnicodeScalar] = [:]
    for (letter, alike) in groups {
      for scalar in alike.unicodeScalars { table[scalar] = letter }
    }
    return table
  }()
}

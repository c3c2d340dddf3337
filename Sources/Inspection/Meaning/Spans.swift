/// Where two texts differ, by words: several places, so that one harmless change does not hide another behind it.
struct Spans {
  private let old: [Substring]
  private let new: [Substring]
  /// Of words of both, in order.
  private(set) var places: [(old: Range<Int>, new: Range<Int>)] = []

  /// So many are shown.
  private static let most = 12
  /// So many are counted.
  private static let mostCounted = 100
  /// So far ahead both are looked through for where they go on alike.
  private static let window = 48
  /// So many words alike are no chance.
  private static let alike = 3
  /// So much of a place is shown, from both of its ends.
  private static let longest = 100

  init(_ old: String, _ new: String) {
    self.old = Self.words(of: old)
    self.new = Self.words(of: new)
    find()
  }

  /// `…amount: 10… -> …amount: 100…; …to: a… -> …to: b…`
  var shown: String {
    var first = places[...]
    if places.count > Self.most {
      // What differs in blanks or capitals alone does not push out what differs in more.
      func bare(_ words: ArraySlice<Substring>) -> String { words.joined().lowercased().filter { !$0.isWhitespace } }
      let isSlight = places.map { bare(old[$0.old]) == bare(new[$0.new]) }
      first = (zip(places, isSlight).filter { !$1 } + zip(places, isSlight).filter { $1 }).map(\.0)[...]
    }
    var parts = first.prefix(Self.most).map { place in
      "\(text(old, place.old)) -> \(text(new, place.new))"
    }
    let more = places.count - parts.count
    if more > 0 {
      parts.append(
        "and \(more)\(places.count == Self.mostCounted ? " or more" : "") differences more: --lines shows all")
    }
    return parts.joined(separator: "; ")
  }

  /// Letters and digits are a word, and so is each other character.
  private static func words(of text: String) -> [Substring] {
    var words: [Substring] = []
    var start = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      if !(text[index].isLetter || text[index].isNumber) {
        if start < index { words.append(text[start..<index]) }
        words.append(text[index..<next])
        start = next
      }
      index = next
    }
    if start < text.endIndex { words.append(text[start...]) }
    return words
  }

  private mutating func find() {
    var back = 0
    while back < min(old.count, new.count), old[old.count - 1 - back] == new[new.count - 1 - back] { back += 1 }
    let (oldEnd, newEnd) = (old.count - back, new.count - back)
    var (a, b) = (0, 0)
    while places.count < Self.mostCounted {
      while a < oldEnd, b < newEnd, old[a] == new[b] {
        a += 1
        b += 1
      }
      if a >= oldEnd, b >= newEnd { return }
      let (goneOn, comeOn) = meeting(a, b, oldEnd, newEnd) ?? (oldEnd, newEnd)
      places.append((a..<goneOn, b..<comeOn))
      (a, b) = (goneOn, comeOn)
    }
  }

  /// Where both go on alike, the nearest such place; nil when there is none near.
  private func meeting(_ a: Int, _ b: Int, _ oldEnd: Int, _ newEnd: Int) -> (Int, Int)? {
    for distance in 1...2 * Self.window {
      for gone in max(0, distance - Self.window)...min(distance, Self.window) {
        let (x, y) = (a + gone, b + distance - gone)
        guard x + Self.alike <= oldEnd, y + Self.alike <= newEnd else { continue }
        if old[x..<x + Self.alike] == new[y..<y + Self.alike] { return (x, y) }
      }
    }
    return nil
  }

  /// A place with a little around it; of a long one both ends.
  private func text(_ words: [Substring], _ place: Range<Int>) -> String {
    let before = words[..<place.lowerBound].suffix(8).joined().suffix(24)
    let behind = words[place.upperBound...].prefix(6).joined().prefix(12)
    var middle = words[place].joined()
    if middle.count > Self.longest {
      middle = "\(middle.prefix(60))… (\(middle.count - 96) letters) …\(middle.suffix(36))"
    }
    let isFirst = place.lowerBound <= 8 && before.count == words[..<place.lowerBound].joined().count
    let isLast = words.count - place.upperBound <= 6 && behind.count == words[place.upperBound...].joined().count
    return (isFirst ? "" : "…") + before + middle + behind + (isLast ? "" : "…")
  }
}

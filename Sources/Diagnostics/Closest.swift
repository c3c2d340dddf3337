/// The candidate that was probably meant: the nearest by edits, at most a third of its length away; ties go to the first.
package func closest(to word: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(word.lowercased().unicodeScalars.prefix(64))
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let distance = edits(typed, Array(candidate.lowercased().unicodeScalars.prefix(64)))
    guard distance <= max(1, min(candidate.count, typed.count) / 3) else { continue }
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.candidate
}

/// Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment).
private func edits(_ a: [UnicodeScalar], _ b: [UnicodeScalar]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var least = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { least = min(least, beforeLast[j - 2] + 1) }
      row.append(least)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}

/// Whether `pattern`, in which `*` stands for any run of characters, none included, covers the whole of `name`.
package func glob(_ pattern: String, matches name: String) -> Bool {
  let (pattern, name) = (Array(pattern.utf8), Array(name.utf8))
  let star = UInt8(ascii: "*")
  var (p, n) = (0, 0)
  // Where to go on when what follows the last star does not fit: one character later.
  var retry: (pattern: Int, name: Int)?
  while n < name.count {
    if p < pattern.count, pattern[p] == star {
      retry = (p + 1, n)
      p += 1
    } else if p < pattern.count, pattern[p] == name[n] {
      p += 1
      n += 1
    } else if let last = retry {
      retry = (last.pattern, last.name + 1)
      (p, n) = (last.pattern, last.name + 1)
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == star }
}

/// Whether a policy may use the text as a glob: characters of workflow names, and stars.
func isGlob(_ text: String) -> Bool {
  !text.isEmpty && text.utf8.count <= 63
    && text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x2a }
}

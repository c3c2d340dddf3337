/// What a text for a shell tells without being run.
enum Shell {
  /// Addresses in it, with what the line says about certificates. Lines of comment do not count.
  static func destinations(in text: String, at spot: Spot) -> [Model.Destination] {
    guard text.holds("://") || text.holds("/dev/") else { return [] }
    var found: [Model.Destination] = []
    for (_, line) in lines(of: text) {
      let verified: Answer<Bool> = checksOff(line) ? .known(false) : .absent
      found += (Address.all(in: line, .shell) + sockets(in: line)).map { $0.destination(verified: verified, at: spot) }
    }
    return found
  }

  /// What a line opens by a name of the shell's own: `/dev/tcp/host/port`. Source: bash(1), "Redirection".
  private static func sockets(in line: String) -> [Address] {
    ["tcp", "udp"].flatMap { scheme in
      line.ranges(of: "/dev/\(scheme)/").compactMap { range in
        let words = line[range.upperBound...].prefix { !$0.isWhitespace && !"\"';|&<>()".contains($0) }
          .split(separator: "/", maxSplits: 1)
        guard let host = words.first else { return nil }
        return Address("\(scheme)://\(host)" + (words.count > 1 ? ":\(words[1])" : ""), .shell)
      }
    }
  }

  /// Lines that are no comment, those that a backslash goes on from joined, with the number of the first of each, from 0.
  static func lines(of text: String) -> [(Int, String)] {
    var lines: [(Int, String)] = []
    var open: (Int, String)?
    for (index, line) in text.lines.enumerated() {
      // A shell passes over blanks and tabs alone.
      let first = line.utf8.first { $0 != 0x20 && $0 != 0x09 }
      if open == nil, first == UInt8(ascii: "#") { continue }
      let (start, before) = open ?? (index, "")
      // Two of them are one that was meant.
      if !line.utf8.reversed().prefix(while: { $0 == UInt8(ascii: "\\") }).count.isMultiple(of: 2) {
        open = (start, before + line.dropLast() + " ")
      } else {
        lines.append((start, before + line))
        open = nil
      }
    }
    if let open { lines.append(open) }
    return lines
  }

  /// Whether a command of the line is told not to check certificates. Sources: curl(1), wget(1), git-config(1).
  static func checksOff(_ line: String) -> Bool {
    let words = line.split(at: { Ascii.isBlank($0) || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") })
    for (index, word) in words.enumerated() {
      if ["--insecure", "--no-check-certificate", "--proxy-insecure"].contains(word) { return true }
      if word.contains("NODE_TLS_REJECT_UNAUTHORIZED=0") || word.contains("GIT_SSL_NO_VERIFY")
        || word.contains("http.sslVerify=false")
      {
        return true
      }
      // Short options may stand together: `-skL`.
      guard word.hasPrefix("-"), !word.hasPrefix("--"), word.contains("k"), word.dropFirst().allSatisfy(\.isLetter)
      else { continue }
      if words[..<index].contains(where: { $0 == "curl" || $0.hasSuffix("/curl") || $0.hasSuffix("(curl") }) {
        return true
      }
    }
    return false
  }
}

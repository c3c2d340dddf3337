/// Names that differ only in case, or not at all: they fall together on other systems.
func caseTwins(_ names: [String]) -> [[String]] {
  Dictionary(grouping: names) { $0.lowercased() }.values.filter { $0.count > 1 }.map { $0.sorted() }
    .sorted { $0.joined() < $1.joined() }
}

/// The directories of a path, itself included.
func prefixes(of path: String) -> [String] {
  let parts = path.split(separator: "/")
  return (1...max(1, parts.count)).map { parts.prefix($0).joined(separator: "/") }
}

/// Whether a `.gitignore` keeps a name at the top out.
func ignores(_ name: String, by text: String) -> Bool {
  text.split(separator: "\n").contains { line in
    var pattern = Substring(line)
    if pattern.hasSuffix("/") { pattern.removeLast() }
    if pattern.hasPrefix("/") { pattern.removeFirst() }
    if pattern.hasSuffix("*") { return name.hasPrefix(pattern.dropLast()) }
    return name == pattern
  }
}

/// Paths of one machine: home directories and working places.
func foreignPaths(in text: String) -> [Offence] {
  // Put together here, so that this file holds none of them.
  let places = ["work", "root", "Users", "tmp/notes"].map { "/" + $0 + "/" } + ["/tmp/" + "h-", "/tmp/" + "build"]
  var offences: [Offence] = []
  for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    for place in places where line.contains(place) {
      // In the middle of a path it is a directory of somebody's own: `src/work/a`.
      let isAtStart = line.indices.contains { start in
        guard line[start...].hasPrefix(place) else { return false }
        guard start > line.startIndex else { return true }
        let before = line[line.index(before: start)]
        return !(before.isLetter || before.isNumber || "._-})/*".contains(before))
      }
      if isAtStart { offences.append(Offence(line: index + 1, what: String(line))) }
    }
  }
  return offences
}

/// Where a relative path leads from a file, from the top of the project; nil when it leaves the project.
func resolved(_ target: String, from file: String) -> String? {
  if target.hasPrefix("/") { return nil }
  var parts = file.split(separator: "/").dropLast().map(String.init)
  for part in target.split(separator: "/") where part != "." {
    if part != ".." {
      parts.append(String(part))
    } else if parts.popLast() == nil {
      return nil
    }
  }
  return parts.joined(separator: "/")
}

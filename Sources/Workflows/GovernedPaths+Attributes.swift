import Diagnostics
import Git

/// What a `.gitattributes` file may not do: give a checkout or an archive other bytes than the version has.
enum GitAttributes {
  static let fileName = ".gitattributes"
  /// Attributes that change content on the way out of git. Source: gitattributes(5).
  private static let refused: Set<String> = [
    "filter", "ident", "working-tree-encoding", "export-ignore", "export-subst",
  ]

  /// Whether git reads a file of this name, on any file system.
  static func isFileName(_ name: [UInt8]) -> Bool {
    String(decoding: name, as: UTF8.self).lowercased() == fileName
  }

  static func findings(
    _ id: ObjectID, at path: String, in repository: borrowing Repository
  ) throws(GitError) -> [Finding] {
    guard try repository.blobSize(id) <= GovernedPaths.attributesLimit else {
      return [
        Finding(
          .pathGitAttributes, "the file is too large to be read", at: Place(path),
          because: ["at most \(GovernedPaths.attributesLimit) bytes of attributes are read"])
      ]
    }
    return findings(in: try repository.blob(id, limit: GovernedPaths.attributesLimit), at: path)
  }

  /// Each line that sets a refused attribute. Source of the form: git, attr.c, parse_attr_line.
  static func findings(in content: [UInt8], at path: String) -> [Finding] {
    var findings: [Finding] = []
    let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      for attribute in attributes(Array(line)) {
        guard let name = refusedName(attribute) else { continue }
        findings.append(
          Finding(
            .pathGitAttributes, "the attribute '\(visible(name))' changes what a checkout gives",
            at: Place(path, line: index + 1), because: ["what is run would not be what was signed off"],
            next: ["remove the attribute"]))
      }
    }
    return findings
  }

  /// The words behind the pattern, which may be quoted; a line that defines a macro has them behind its name.
  private static func attributes(_ line: [UInt8]) -> [String] {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d || $0 == 0x0b || $0 == 0x0c }
    var rest = line.drop(while: isBlank)
    guard let first = rest.first, first != UInt8(ascii: "#") else { return [] }
    if first == UInt8(ascii: "\""), let behind = behindQuotes(rest) {
      rest = behind
    } else {
      rest = rest.drop { !isBlank($0) }
    }
    return rest.split(whereSeparator: isBlank).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What follows a quoted pattern; nil where git takes the quote for a part of the pattern: nothing closes it, or what stands in it
  /// is no escape. Source: git, quote.c, unquote_c_style.
  private static func behindQuotes(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var rest = line.dropFirst()
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return rest }
      guard byte == UInt8(ascii: "\\") else { continue }
      guard let escaped = rest.popFirst() else { return nil }
      if "abfnrtv\\\"".utf8.contains(escaped) { continue }
      let digits = rest.prefix(2)
      guard (0x30...0x33).contains(escaped), digits.count == 2, digits.allSatisfy({ (0x30...0x37).contains($0) })
      else { return nil }
      rest = rest.dropFirst(2)
    }
    return nil
  }

  /// The attribute, if this word sets one that is refused; `-name` and `!name` unset it.
  private static func refusedName(_ word: String) -> String? {
    guard !word.hasPrefix("-"), !word.hasPrefix("!") else { return nil }
    let name = String(word.prefix { $0 != "=" })
    return refused.contains(name) || word == "eol=crlf" ? name : nil
  }
}

/// The text that Git LFS puts in a file's place. Source: git-lfs, docs/spec.md.
enum LargeFilePointer {
  static let sizeLimit = 1024

  static func isPointer(_ content: [UInt8]) -> Bool {
    ["version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/"].contains {
      content.starts(with: $0.utf8)
    }
  }
}

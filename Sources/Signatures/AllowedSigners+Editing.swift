import Diagnostics
package import Vocabulary

extension AllowedSigners {
  /// The line that lets a key sign commits and statements for these addresses.
  package static func line(for principals: [String], _ key: SSHPublicKey) -> String {
    "\(principals.joined(separator: ",")) namespaces=\"git,countersign\" \(key.text)"
  }

  /// The text of a file with the line of one entry ending at a moment; everything else stays byte for byte.
  package static func ending(_ entry: Entry, at moment: Timestamp, in bytes: [UInt8]) -> [UInt8] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let number = entry.place.line, lines.indices.contains(number - 1) else { return bytes }
    lines[number - 1] = ending(lines[number - 1], at: moment)[...]
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  private static func ending(_ line: ArraySlice<UInt8>, at moment: Timestamp) -> [UInt8] {
    var fields = LineFields(line)
    guard let names = fields.next() else { return Array(line) }
    let ending = Array("valid-before=\"\(moment.signersForm)\"".utf8)
    guard let options = fields.next(), !SignerLine.looksLikeKey(options) else {
      return Array(line[..<names.endIndex]) + [UInt8(ascii: " ")] + ending + Array(line[names.endIndex...])
    }
    let kept = SignerOptions.parts(of: options).map(\.0).filter { part in
      let name = part.prefix { $0 != UInt8(ascii: "=") }
      return String(decoding: name, as: UTF8.self).lowercased() != "valid-before"
    }
    let edited = (kept.map { Array($0) } + [ending]).joined(separator: [UInt8(ascii: ",")])
    return Array(line[..<options.startIndex]) + Array(edited) + Array(line[options.endIndex...])
  }
}

extension AllowedSigners.Entry {
  /// The same line with another end.
  package func ending(at moment: Timestamp) -> AllowedSigners.Entry {
    AllowedSigners.Entry(
      principals: principals, namespaces: namespaces, validAfter: validAfter, validBefore: moment, key: key,
      place: place)
  }

  /// Whether the key may sign for this purpose at a moment.
  package func holds(for namespace: String, at moment: Timestamp) -> Bool {
    (namespaces?.contains(namespace) ?? true) && (validAfter.map { moment >= $0 } ?? true)
      && (validBefore.map { moment < $0 } ?? true)
  }
}

extension Timestamp {
  /// As `valid-before` has it: `20260312020000Z`.
  fileprivate var signersForm: String { description.filter { $0.isNumber } + "Z" }
}

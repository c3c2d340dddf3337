package import Diagnostics

extension AllowedSigners {
  /// Reads a file. Each line that is refused has a finding, and never counts.
  /// - Parameter source: what the places of findings and entries name.
  package static func read(_ bytes: [UInt8], source: String) -> (signers: AllowedSigners, findings: [Finding]) {
    var entries: [Entry] = []
    var findings: [Finding] = []
    for (number, line) in KeyFile.lines(of: bytes) {
      do throws(Finding) {
        if let entry = try SignerLine(line, number: number, source: source).entry() { entries.append(entry) }
      } catch {
        findings.append(error)
      }
    }
    return (AllowedSigners(entries: entries), findings)
  }
}

/// What `allowed_signers` and `revoked_keys` have in common.
enum KeyFile {
  /// The lines with their numbers, from 1; what follows the last newline is one if there is anything.
  static func lines(of bytes: [UInt8]) -> [(number: Int, line: ArraySlice<UInt8>)] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
      .map { ($0.offset + 1, $0.element) }
  }

  /// Whether a line says nothing: it is empty, or a comment.
  static func isSilent(_ line: ArraySlice<UInt8>) -> Bool {
    let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    return first == nil || first == UInt8(ascii: "#")
  }

  /// The first control character of a line, a tab aside: readers disagree on where a line with one ends.
  static func control(in line: ArraySlice<UInt8>) -> Int? {
    line.firstIndex { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7f }.map { $0 - line.startIndex + 1 }
  }
}

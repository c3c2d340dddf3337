import Diagnostics
import Signatures
import Vocabulary

extension FuzzTarget {
  /// Each line that says something is an entry or a finding, whatever the other lines are.
  static let allowedSigners = FuzzTarget("allowed-signers") { bytes in
    let (signers, findings) = AllowedSigners.read(bytes, source: "allowed_signers")
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for finding in findings {
      requireSound(finding, lines: lines.count)
      guard let line = finding.place?.line, let column = finding.place?.column else {
        preconditionFailure("a line is refused, and nobody says where")
      }
      precondition(column <= lines[line - 1].count + 1, "a finding is behind its line")
    }
    let told = signers.entries.compactMap(\.place.line) + findings.compactMap(\.place?.line)
    precondition(told.sorted() == speaking(lines), "a line counts twice, or not at all")
    for entry in signers.entries {
      let again = AllowedSigners.read(Array(text(of: entry).utf8), source: "allowed_signers").signers.entries
      precondition(again.count == 1, "an entry that was read cannot be read when it is written")
      precondition(
        again[0].principals == entry.principals && again[0].namespaces == entry.namespaces
          && again[0].validAfter == entry.validAfter && again[0].validBefore == entry.validBefore
          && again[0].key == entry.key, "an entry is read otherwise than written")
    }
  }

  /// A key that stands in the list is revoked, or the list is not known to be whole.
  static let revokedKeys = FuzzTarget("revoked-keys") { bytes in
    let (keys, findings) = RevokedKeys.read(bytes, source: "revoked_keys")
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for finding in findings { requireSound(finding, lines: lines.count) }
    precondition(findings.isEmpty == (keys.unreadable == nil), "a line is refused, and the list counts as whole")
    if let unreadable = keys.unreadable { requireSafe(unreadable) }
    guard keys.unreadable == nil else { return }
    precondition(keys.isEmpty == speaking(lines).isEmpty, "a line revokes nothing, and nobody says so")
    for line in lines {
      do throws(SignatureError) {
        let key = try SSHPublicKey(text: String(decoding: line, as: UTF8.self))
        precondition(keys.contains(key), "a key in the list is not revoked")
      } catch {
        requireSafe(error.message)
      }
    }
  }

  /// The numbers of the lines that are neither empty nor a comment.
  private static func speaking(_ lines: [ArraySlice<UInt8>]) -> [Int] {
    lines.enumerated().compactMap { index, line in
      let rest = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      return rest.isEmpty || rest.first == UInt8(ascii: "#") ? nil : index + 1
    }
  }

  private static func text(of entry: AllowedSigners.Entry) -> String {
    var options = entry.namespaces.map { ["namespaces=\"\($0.joined(separator: ","))\""] } ?? []
    options += entry.validAfter.map { ["valid-after=\"\(compact($0))\""] } ?? []
    options += entry.validBefore.map { ["valid-before=\"\(compact($0))\""] } ?? []
    let fields = [entry.principals.joined(separator: ",")] + (options.isEmpty ? [] : [options.joined(separator: ",")])
    return (fields + [entry.key.text]).joined(separator: " ")
  }

  /// `20270101000000Z`.
  private static func compact(_ moment: Timestamp) -> String {
    moment.description.filter { $0.isNumber } + "Z"
  }
}

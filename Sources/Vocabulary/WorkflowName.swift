/// The rules for names that people choose: workflows, environments, people, roles.
package enum Naming {
  /// What the workflow name of `.countersign` itself is; no workflow may bear it.
  package static let policy = "policy"
  /// What stands for every workflow in a kill; no workflow may bear it.
  package static let all = "all"
  package static let reserved: Set<String> = [policy, all]
  package static let longest = 63

  /// Whether `text` is `[a-z0-9]+(-[a-z0-9]+)*` and at most 63 long.
  package static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.count <= longest, bytes.first != dash, bytes.last != dash else { return false }
    for (index, byte) in bytes.enumerated() {
      if byte == dash {
        guard bytes[index - 1] != dash else { return false }
      } else {
        guard (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) else { return false }
      }
    }
    return true
  }

  private static let dash = UInt8(ascii: "-")
}

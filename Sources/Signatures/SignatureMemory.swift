/// What the mathematics said of signatures that were looked at already. It never changes; whose key it is and whether it holds is
/// asked each time.
package final class SignatureMemory {
  private var faults: [String: String?] = [:]
  /// Enough for one command; then all is forgotten, so that memory stays bounded.
  private static let most = 20_000

  package init() {}

  /// Where one signature is remembered: `id` names what was signed with its signature, by content.
  package struct Place {
    package let memory: SignatureMemory
    package let id: String

    package init(_ memory: SignatureMemory, _ id: String) {
      self.memory = memory
      self.id = id
    }
  }

  func fault(_ id: String, _ find: () -> String?) -> String? {
    if let known = faults[id] { return known }
    let fault = find()
    if faults.count >= Self.most { faults.removeAll() }
    faults[id] = .some(fault)
    return fault
  }
}

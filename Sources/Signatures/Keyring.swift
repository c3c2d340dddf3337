import Diagnostics
package import Vocabulary

/// The keys that count, and the judge of signatures by them.
package struct Keyring: Hashable, Sendable {
  package let allowed: AllowedSigners
  package let revoked: RevokedKeys
  private let lines: [SSHPublicKey: [AllowedSigners.Entry]]

  package init(allowed: AllowedSigners, revoked: RevokedKeys) {
    self.allowed = allowed
    self.revoked = revoked
    lines = Dictionary(grouping: allowed.entries, by: \.key)
  }

  /// Judges a signature in its armor.
  /// - Parameters:
  ///   - armored: nil is an absent one.
  ///   - namespace: what it must have been made for: `git` or `countersign`.
  ///   - signedAt: the date that stands in what was signed.
  ///   - judgedAt: the time of judging; a key must be valid at both.
  package func check(
    armored: [UInt8]?, message: [UInt8], namespace: String, signedAt: Timestamp, judgedAt: Timestamp,
    memory: SignatureMemory.Place? = nil
  ) -> SignatureStatus {
    guard let armored else { return .absent }
    return check(message: message, namespace: namespace, dates: [signedAt, judgedAt], memory) {
      () throws(SignatureError) in
      try SSHSignature(armored: armored)
    }
  }

  /// Judges a signature without armor.
  package func check(
    blob: [UInt8], message: [UInt8], namespace: String, signedAt: Timestamp, judgedAt: Timestamp,
    memory: SignatureMemory.Place? = nil
  ) -> SignatureStatus {
    check(message: message, namespace: namespace, dates: [signedAt, judgedAt], memory) { () throws(SignatureError) in
      try SSHSignature(blob: blob)
    }
  }

  private func check(
    message: [UInt8], namespace: String, dates: [Timestamp], _ memory: SignatureMemory.Place?,
    read: () throws(SignatureError) -> SSHSignature
  ) -> SignatureStatus {
    do throws(SignatureError) {
      return judge(try read(), message: message, namespace: namespace, dates: dates, memory)
    } catch {
      return error.isUnsupported ? .notChecked(because: error.message) : .bad(because: error.message)
    }
  }

  private func judge(
    _ signature: SSHSignature, message: [UInt8], namespace: String, dates: [Timestamp], _ memory: SignatureMemory.Place?
  ) -> SignatureStatus {
    guard signature.namespace.utf8.elementsEqual(namespace.utf8) else {
      return .bad(because: "it was made for '\(visible(signature.namespace))', not for '\(visible(namespace))'")
    }
    let fault =
      memory.map { $0.memory.fault($0.id) { signature.fault(over: message) } } ?? signature.fault(over: message)
    if let fault { return .bad(because: fault) }
    let key = signature.key
    if revoked.contains(key) { return .revoked(fingerprint: key.fingerprint) }
    guard let entries = lines[key] else { return .unknownKey(fingerprint: key.fingerprint) }
    var principals: [String] = []
    var objections: [String] = []
    for entry in entries {
      if let objection = entry.objection(to: namespace, at: dates) {
        objections.append("\(entry.place): \(objection)")
      } else {
        for principal in entry.principals where !principals.contains(principal) { principals.append(principal) }
      }
    }
    if principals.isEmpty {
      return .notValidThen(fingerprint: key.fingerprint, because: objections.joined(separator: "; "))
    }
    if let unreadable = revoked.unreadable { return .notChecked(because: unreadable) }
    return .good(Signer(principals: principals, key: key))
  }
}

extension AllowedSigners.Entry {
  /// Why this line does not hold for that purpose at one of those dates; nil when it holds.
  fileprivate func objection(to namespace: String, at dates: [Timestamp]) -> String? {
    if let namespaces, !namespaces.contains(where: { $0.utf8.elementsEqual(namespace.utf8) }) {
      return "the key may sign for \(namespaces.map { "'\($0)'" }.joined(separator: ", ")), not for '\(namespace)'"
    }
    for date in dates {
      if let validAfter, date < validAfter { return "the key holds from \(validAfter) on, not yet at \(date)" }
      if let validBefore, date >= validBefore { return "the key held until \(validBefore), no longer at \(date)" }
    }
    return nil
  }
}

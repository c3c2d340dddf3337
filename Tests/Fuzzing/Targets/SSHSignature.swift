import Signatures

extension FuzzTarget {
  /// A signature has one form in bytes, which is rebuilt here field by field, and one in the armor of `ssh-keygen`.
  static let sshsig = FuzzTarget("sshsig") { bytes in
    for signature in [blob(bytes), armored(bytes)].compactMap({ $0 }) {
      precondition(armored(signature.armored()) == signature, "the armor that was written holds another signature")
      precondition(blob(signature.blob) == signature, "the bytes hold another signature")
      requireStrict(signature)
      precondition(
        signature.fault(over: message) == signature.fault(over: message), "a signature is judged one way, then another")
      if let fault = signature.fault(over: message) { requireSafe(fault) }
    }
  }

  /// What the signatures among the seeds were made over.
  private static let message = Array("countersign\n".utf8)

  private static func blob(_ bytes: [UInt8]) -> SSHSignature? {
    read { () throws(SignatureError) in try SSHSignature(blob: bytes) }
  }

  private static func armored(_ bytes: [UInt8]) -> SSHSignature? {
    read { () throws(SignatureError) in try SSHSignature(armored: bytes) }
  }

  private static func read(_ make: () throws(SignatureError) -> SSHSignature) -> SSHSignature? {
    do throws(SignatureError) {
      return try make()
    } catch {
      requireSafe(error.message)
      return nil
    }
  }

  /// Source: OpenSSH PROTOCOL.sshsig and PROTOCOL.u2f.
  private static func requireStrict(_ signature: SSHSignature) {
    let head =
      Array("SSHSIG".utf8) + [0, 0, 0, 1] + wire(signature.key.blob) + wire(Array(signature.namespace.utf8)) + wire([])
      + wire(Array(signature.hash.rawValue.utf8))
    precondition(signature.blob.starts(with: head), "the fields are not those of the bytes")
    var rest = signature.blob.dropFirst(head.count)
    precondition(take(&rest).map { wire($0).count } == signature.blob.count - head.count, "bytes follow the signature")
    rest = signature.blob.dropFirst(head.count + 4)
    guard take(&rest) != nil, take(&rest) != nil else { preconditionFailure("the signature has not its two fields") }
    precondition(rest.count == (signature.key.algorithm.hasPrefix("sk-") ? 5 : 0), "bytes follow the proof")
  }

  private static func wire(_ content: [UInt8]) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: content.count >> $0) } + content
  }

  private static func take(_ bytes: inout ArraySlice<UInt8>) -> [UInt8]? {
    let count = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard bytes.count >= 4 + count else { return nil }
    defer { bytes = bytes.dropFirst(4 + count) }
    return Array(bytes.dropFirst(4).prefix(count))
  }
}

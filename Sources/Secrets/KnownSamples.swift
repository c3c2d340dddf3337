import Cryptography

/// Values that everybody has from documentation and from emulators, as digests: written out, they would make other scanners fire.
enum KnownSamples {
  static func has(_ value: [UInt8]) -> Bool {
    guard value.count >= 24 else { return false }
    // The token that jwt.io shows, whatever it is signed with.
    if value.starts(with: "eyJ".utf8), Placeholder.contains(value, johnDoe) { return true }
    return digests.contains(String(SHA256Digest.hex(of: value).prefix(32)))
  }

  /// `{"sub":"1234567890","name":"John Doe"`
  private static let johnDoe = Array(("eyJzdWIiOiIxMjM0NTY3ODkw" + "IiwibmFtZSI6IkpvaG4gRG9l").utf8)

  private static let digests: Set<String> = [
    // Stripe's documentation.
    "2cafc0970149a84f3b9e62eaf169f36f", "b1471f544ceeea31333bde7e1ecbaad6",
    // The accounts of the emulators of Azure Storage and of Cosmos DB.
    "0011cc25eb4320717494d2703e8cba85", "aa6547439583c3a275d4542a0df6c1ad",
  ]
}

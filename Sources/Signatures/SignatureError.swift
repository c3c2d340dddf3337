import Diagnostics

/// Why bytes are no key, or no signature, that can be judged.
package enum SignatureError: Error, Hashable, Sendable {
  /// The text is not exactly one SSH signature in its armor.
  case notArmored
  /// What should be base64 is not, or not as it is written.
  case notBase64
  /// Longer than any real one.
  case tooLarge
  /// A field is missing, or not of its form: `the namespace`.
  case field(String)
  /// More bytes follow where it should end: `after the signature`.
  case leftOver(String)
  case notSSHSIG
  case version(UInt32)
  case reservedUsed
  case hash(String)
  /// A kind of key that is not verified here.
  case keyKind(String)
  case certificate(String)
  /// The name before a key is not the one inside it.
  case keyName(said: String, holds: String)
  case keyTooShort(bits: Int)
  /// A signature algorithm that does not go with the key.
  case algorithm(String, key: String)
}

extension SignatureError {
  /// A phrase that can follow `because: `; safe for a terminal.
  package var message: String {
    switch self {
    case .notArmored: "it is not one SSH signature in its armor and nothing else"
    case .notBase64: "its base64 is not in the one form in which it is written"
    case .tooLarge: "it is longer than any signature or key"
    case .field(let field): "\(field) is missing, or not in its form"
    case .leftOver(let place): "bytes follow \(place), where it should end"
    case .notSSHSIG: "it does not begin as an SSH signature does"
    case .version(let version): "it is of version \(version) of the format, and only version 1 is known"
    case .reservedUsed: "the field that is reserved is used"
    case .hash(let name): "its digest is '\(visible(name))', and only sha256 and sha512 are accepted"
    case .keyKind(let name): "keys of the kind '\(visible(name))' are not verified"
    case .certificate(let name): "the key is a certificate ('\(visible(name))'), and only plain keys are accepted"
    case .keyName(let said, let holds): "the key is called '\(visible(said))' and is one of '\(visible(holds))'"
    case .keyTooShort(let bits): "the RSA key has \(bits) bits, and at least 2048 are needed"
    case .algorithm(let name, let key): "a key of the kind '\(key)' does not sign with '\(visible(name))'"
    }
  }

  /// Whether someone else's tool might judge it: then it was not checked, which is not the same as bad.
  var isUnsupported: Bool {
    switch self {
    case .version, .keyKind, .certificate: true
    default: false
    }
  }
}

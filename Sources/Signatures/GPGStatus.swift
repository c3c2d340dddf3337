import Diagnostics
import Vocabulary

/// What gpg said on its status descriptor. Source: GnuPG, doc/DETAILS, "Format of the --status-fd output".
struct GPGStatus {
  private let lines: [[Substring]]

  init(_ output: [UInt8]) {
    lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("[GNUPG:] ") }
      .map { $0.dropFirst("[GNUPG:] ".count).split(separator: " ") }
  }

  /// The primary fingerprints of keys that were taken, or were there already.
  var imported: [String] {
    lines.filter { $0.first == "IMPORT_OK" && $0.count > 2 }.map { String($0[2]) }
  }

  func judged(succeeded: Bool, owners: Owners) -> OpenPGPStatus {
    let status = judged(succeeded: succeeded, names: owners.names)
    if case .unknownKey = status, !owners.unreadable.isEmpty {
      return .notChecked(because: owners.unreadable.joined(separator: "; "))
    }
    return status
  }

  private func judged(succeeded: Bool, names: [String: Set<String>]) -> OpenPGPStatus {
    let verdicts = lines.filter { Self.verdicts.contains(String($0.first ?? "")) }
    guard let verdict = verdicts.first, verdict.count > 1 else {
      return .bad(because: "gpg finds no signature in it")
    }
    guard verdicts.count == 1, lines.count(where: { $0.first == "NEWSIG" }) <= 1 else {
      return .bad(because: "it holds more than one signature")
    }
    let id = String(verdict[1])
    switch verdict[0] {
    case "GOODSIG": return good(succeeded: succeeded, owners: names)
    case "EXPSIG": return .notValidThen(id: id, because: "the signature has expired")
    case "EXPKEYSIG": return .notValidThen(id: id, because: "the key has expired")
    case "REVKEYSIG": return .revoked(id: id)
    case "ERRSIG" where lines.contains { $0.first == "NO_PUBKEY" }: return .unknownKey(id: id)
    case "ERRSIG": return .notChecked(because: "gpg could not check the signature")
    default: return .bad(because: "the signature does not fit the key and what was signed")
    }
  }

  private func good(succeeded: Bool, owners: [String: Set<String>]) -> OpenPGPStatus {
    let valid = lines.filter { $0.first == "VALIDSIG" }
    // VALIDSIG: fingerprint, date, seconds, expiry, version, reserved, key algorithm, digest, class, primary fingerprint.
    guard succeeded, valid.count == 1, let fields = valid.first, fields.count > 10, let seconds = Int64(fields[3])
    else {
      return .notChecked(because: "gpg calls the signature good, and does not say by which key")
    }
    // Digests by RFC 4880, section 9.4: SHA-256, SHA-384, SHA-512; class 00 is a signature over bytes.
    guard ["8", "9", "10"].contains(fields[8]) else {
      return .bad(because: "it was made with a digest that is too weak")
    }
    guard fields[9] == "00" else { return .bad(because: "it is not a signature over bytes") }
    let fingerprint = String(fields[10])
    guard let names = owners[fingerprint] else { return .unknownKey(id: fingerprint) }
    guard names.count == 1, let owner = names.first else {
      let shown = names.sorted().map { "'\(visible($0))'" }.joined(separator: " and ")
      return .notChecked(because: "the key \(fingerprint) is listed by \(shown)")
    }
    return .good(OpenPGPSigner(owner: owner, fingerprint: fingerprint, madeAt: Timestamp(seconds: seconds)))
  }

  private static let verdicts: Set<String> = ["GOODSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "BADSIG", "ERRSIG"]
}

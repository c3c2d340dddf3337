import Diagnostics
import PolicyModel
import Workflows

extension FuzzTarget {
  /// A policy is read whole or not at all, and then there is a reason with a place.
  static let policy = FuzzTarget("policy") { bytes in
    switch PolicyReading.read(bytes) {
    case .failure(let errors):
      precondition(!errors.findings.isEmpty, "there is no policy, and no reason")
      for finding in errors.findings { requireSound(finding, lines: lineCount(bytes)) }
    case .success(let policy):
      let workflows = ["invoice-intake", "vendor-payment", "x"]
      let concerns = PolicyReading.concerns(of: policy) + PolicyReading.concerns(of: policy, workflows: workflows)
      for finding in concerns { requireSound(finding, lines: lineCount(bytes)) }
      precondition(PolicyReading.read(ended(byCRLF: bytes)).isSame(as: policy), "the end of a line changes the policy")
      precondition(PolicyReading.read(bytes + unknown).isFailure, "an unknown setting of a policy is ignored")
      for person in policy.people.values {
        for email in person.emails {
          precondition(policy.party(email: email) == .person(person.name), "an address belongs to someone else")
        }
      }
    }
  }

  /// A manifest is read whole or not at all, and bears the name of its directory.
  static let manifest = FuzzTarget("manifest") { bytes in
    switch ManifestReading.read(bytes, source: "workflow.yaml", directory: "vendor-payment") {
    case .failure(let errors):
      precondition(!errors.findings.isEmpty, "there is no manifest, and no reason")
      for finding in errors.findings { requireSound(finding, lines: lineCount(bytes)) }
    case .success(let manifest):
      precondition(manifest.workflow == "vendor-payment", "a manifest bears another name than its directory")
      for shared in manifest.shared {
        for text in [shared.user, shared.thing, shared.owner] { requireSafe(text) }
        if let line = shared.place.line {
          precondition((1...lineCount(bytes)).contains(line), "something is shared on a line that is not there")
        }
      }
      let again = ManifestReading.read(ended(byCRLF: bytes), source: "workflow.yaml", directory: "vendor-payment")
      precondition(again.isSame(as: manifest), "the end of a line changes the manifest")
      let more = ManifestReading.read(bytes + unknown, source: "workflow.yaml", directory: "vendor-payment")
      precondition(more.isFailure, "an unknown setting of a manifest is ignored")
    }
  }

  private static let unknown = Array("\nunknown-setting: 1\n".utf8)

  /// A pattern for tickets, and behind the first line feed a ticket: whatever they are, there is an answer in time.
  static let ticket = FuzzTarget("ticket") { bytes in
    let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    let texts = parts.map { String(decoding: $0, as: UTF8.self) }
    do throws(TicketPatternError) {
      let pattern = try TicketPattern(texts[0])
      let alternative = try TicketPattern("(?:\(texts[0]))|(?:)")
      let ticket = texts.last ?? ""
      precondition(alternative.matches(""), "an empty alternative does not match nothing")
      if pattern.matches(ticket) { precondition(alternative.matches(ticket), "an alternative takes a match away") }
    } catch {
      precondition((0...texts[0].unicodeScalars.count + 8).contains(error.offset), "an error is behind the pattern")
    }
  }
}

extension Result where Success: Equatable {
  fileprivate func isSame(as value: Success) -> Bool {
    if case .success(value) = self { true } else { false }
  }

  fileprivate var isFailure: Bool {
    if case .failure = self { true } else { false }
  }
}

/// The same text with each line ended as on Windows.
func ended(byCRLF bytes: [UInt8]) -> [UInt8] {
  var ended: [UInt8] = []
  for byte in bytes {
    if byte == UInt8(ascii: "\n"), ended.last != UInt8(ascii: "\r") { ended.append(UInt8(ascii: "\r")) }
    ended.append(byte)
  }
  return ended
}

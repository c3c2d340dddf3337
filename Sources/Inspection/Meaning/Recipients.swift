import Workflows

/// Settings that say whom or what a step reaches: people, mailboxes, accounts, documents, buckets, topics and queues. They go by their
/// names; the list is short, and what is not in it is another setting.
struct Recipients {
  private let names: Set<String>

  init(_ engine: Engine) {
    var names = Recipients.common
    switch engine {
    case .n8n: names.formUnion(["user", "userid", "fileid", "base", "application", "groupid"])
    case .stepFunctions: names.formUnion(["targetarn", "topicarn", "streamname", "deliverystreamname", "eventbusname"])
    case .logicApps: names.formUnion(["mailboxaddress", "driveid", "userid", "groupid"])
    case .nodeRed: names.insert("filename")
    case .bpmn, .githubActions, .argo, .serverlessWorkflow, .script: break
    }
    self.names = names
  }

  /// In lower case, letters and digits alone.
  private static let common: Set<String> = [
    "to", "cc", "bcc", "sendto", "mailto", "emailto", "replyto", "tolist", "cclist", "bcclist", "replytolist",
    "toemail",
    "ccemail", "bccemail", "toaddress", "toaddresses", "ccaddresses", "bccaddresses", "torecipients", "ccrecipients",
    "bccrecipients", "chatid", "channel", "channelid", "phonenumber", "account", "accountid", "accountnumber",
    "destinationaccount", "wallet", "documentid", "spreadsheetid", "folderid", "bucketname", "queueurl", "queuename",
    "topicname", "topicid",
  ]

  /// Last words of a name: `MAIL_TO`, `vendorIban`, `report-bucket`.
  private static let endings: Set<String> = [
    "cc", "bcc", "recipient", "recipients", "iban", "payee", "beneficiary", "mailbox", "bucket", "topic", "queue",
  ]

  /// - Parameter named: what the pair says that the setting is the value of.
  func contains(_ key: String, named: String? = nil) -> Bool {
    var words = key.split(separator: ".").filter { $0 != "$" && !$0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    if let named, words.last == "value" || words.isEmpty { return holds(named[...]) }
    // `documentId.value`: what the editor picked from a list.
    if words.count > 1, words.last == "value" { words.removeLast() }
    return words.last.map { holds($0.split(separator: "/").last ?? $0) } ?? false
  }

  private func holds(_ name: Substring) -> Bool {
    if names.contains(name.lowercased().filter { $0.isLetter || $0.isNumber }) { return true }
    let word = Recipients.lastWord(name)
    return Recipients.endings.contains(word) || word == "to" && name == name.uppercased()
  }

  private static func lastWord(_ name: Substring) -> String {
    guard name != name.uppercased() else {
      return String(name.split { !$0.isLetter }.last ?? name).lowercased()
    }
    var word = ""
    for character in name.reversed() {
      guard character.isLetter else { break }
      word.append(character)
      if character.isUppercase { break }
    }
    return String(word.reversed()).lowercased()
  }

  /// An account's number, by its check digits, or an address of a ledger. Sources: ISO 13616, ISO 7064 (MOD 97-10); EIP-55.
  static func isAccount(_ word: some StringProtocol) -> Bool {
    let bytes = Array(word.utf8)
    if bytes.count == 42, word.hasPrefix("0x") { return bytes.dropFirst(2).allSatisfy(Shown.isHexDigit) }
    guard (15...34).contains(bytes.count) else { return false }
    var rest = 0
    for (index, byte) in (bytes[4...] + bytes[..<4]).enumerated() {
      let isHead = index >= bytes.count - 4
      switch byte {
      case 0x30...0x39 where !isHead || index >= bytes.count - 2: rest = (rest * 10 + Int(byte - 0x30)) % 97
      case 0x41...0x5a where !isHead || index < bytes.count - 2: rest = (rest * 100 + Int(byte - 0x41) + 10) % 97
      default: return false
      }
    }
    return rest == 1
  }
}

/// An address as definitions write them, templates and all.
struct Address {
  let scheme: String?
  private(set) var host: Answer<String>
  let port: Int?
  /// Without user name, password and query, which may hold secrets; at most 200 characters.
  let written: String
  /// A password stands in front of the host.
  let holdsPassword: Bool

  /// nil for a text that is no address: nothing in it, or only a path.
  init?(_ text: String, _ templates: Templates) {
    let text = String(text.drop { $0.isWhitespace })
    let masked = templates.masked(text)
    guard !masked.isEmpty else { return nil }
    let scheme = Self.scheme(of: masked)
    let rest = scheme.map { masked.dropFirst($0.count + 3) } ?? masked[...]
    if scheme == nil, rest.first == "/" { return nil }
    let authority = rest.prefix { !"/?#\\ \t\n\r\"'".contains($0) }
    let at = authority.lastIndex(of: "@")
    let server = at.map { authority[authority.index(after: $0)...] } ?? authority
    self.scheme = scheme?.lowercased()
    holdsPassword =
      at.map { at in
        let user = authority[..<at].split(separator: ":", maxSplits: 1)
        return user.count == 2 && !user[1].contains(Templates.mark)
      } ?? false
    let (host, port) = Self.server(server)
    self.host = host
    self.port = port
    if host == .absent, scheme == nil { return nil }
    if scheme == nil, port == nil, let name = host.value, !name.contains("."), name != "localhost" {
      self.host = .unknown(because: "what is written here is no address")
    }
    written = Self.written(text)
  }

  private static func scheme(of masked: String) -> String? {
    guard let range = masked.firstIndex(of: ":"), masked[range...].hasPrefix("://") else { return nil }
    let scheme = masked[..<range]
    guard scheme.first?.isLetter == true, scheme.allSatisfy({ isSchemeCharacter($0) }) else { return nil }
    return String(scheme)
  }

  private static func server(_ text: Substring) -> (Answer<String>, Int?) {
    var host = text
    var port: Int?
    if text.first == "[", let end = text.firstIndex(of: "]") {
      host = text[text.index(after: text.startIndex)..<end]
      // An address of version 6 stands so, and nothing else does.
      let isNumber = host.allSatisfy { $0.isHexDigit || ":.%".contains($0) } && host.contains(":")
      if !isNumber { return (.unknown(because: "what is written here is no host"), nil) }
      port = text[end...].split(separator: ":").last.flatMap { Int($0) }
    } else if let colon = text.firstIndex(of: ":") {
      host = text[..<colon]
      port = Int(text[text.index(after: colon)...])
    }
    if host.contains(Templates.mark) { return (.unknown(because: "an expression decides the host"), port) }
    while host.last == "." { host = host.dropLast() }
    return host.isEmpty ? (.absent, port) : (.known(host.lowercased()), port)
  }

  private static func written(_ text: String) -> String {
    var shown = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    if let query = shown.firstIndex(of: "?"), !shown[..<query].contains("{") { shown = shown[..<query] + "?…" }
    if let start = shown.firstRange(of: "://")?.upperBound {
      let authority = shown[start...].prefix { !"/?#".contains($0) }
      if let at = authority.lastIndex(of: "@") { shown.removeSubrange(start...at) }
    }
    return String(shown.prefix(200))
  }

  /// The destination that it is. `verified`: whether the file says that certificates are checked; absent: it does not.
  func destination(verified: Answer<Bool> = .absent, at spot: Spot) -> Model.Destination {
    var answer = verified
    if verified == .absent, let scheme, ["https", "wss", "mqtts", "amqps", "ldaps", "ftps"].contains(scheme) {
      answer = .known(true)
    }
    let host: Answer<String> = host == .absent ? .unknown(because: "the address names no host") : host
    return Model.Destination(
      host: host, scheme: scheme, port: port, written: written, isVerified: answer, spot: spot)
  }
}

extension Address {
  /// The addresses with a scheme that stand in a text of any kind, in order, each once.
  static func all(in text: String, _ templates: Templates) -> [Address] {
    guard text.holds("://") else { return [] }
    let bytes = Array(text.utf8)
    var found: [Address] = []
    var seen: Set<String> = []
    var index = 0
    while index + 3 <= bytes.count {
      guard bytes[index] == UInt8(ascii: ":"), bytes[index + 1] == UInt8(ascii: "/"),
        bytes[index + 2] == UInt8(ascii: "/")
      else {
        index += 1
        continue
      }
      var start = index
      while start > 0, isSchemeCharacter(Character(Unicode.Scalar(bytes[start - 1]))) { start -= 1 }
      let scheme = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
      let end = end(bytes, from: index + 3, templates)
      index += 3
      guard schemes.contains(scheme) else { continue }
      let written = String(decoding: bytes[start..<end], as: UTF8.self)
      guard seen.insert(written).inserted, let address = Address(written, templates) else { continue }
      index = max(index, end)
      if case .known(let host) = address.host, names.contains(host) { continue }
      if address.host != .absent { found.append(address) }
    }
    return found
  }

  /// Schemes of what a program talks to.
  private static let schemes: Set<String> = [
    "http", "https", "ws", "wss", "ftp", "ftps", "sftp", "ssh", "mqtt", "mqtts", "amqp", "amqps", "postgres",
    "postgresql", "mysql", "mongodb", "mongodb+srv", "redis", "rediss", "smtp", "smtps", "ldap", "ldaps", "nats", "tcp",
    "grpc", "grpcs",
  ]

  /// Hosts in names that look like addresses and are never called.
  private static let names: Set<String> = [
    "www.w3.org", "schemas.xmlsoap.org", "schemas.microsoft.com", "json-schema.org", "schema.org",
    "schemas.openxmlformats.org",
    "schema.management.azure.com",
  ]

  /// Where an address ends; what a template holds is part of it.
  private static func end(_ bytes: [UInt8], from start: Int, _ templates: Templates) -> Int {
    var index = start
    scanning: while index < bytes.count {
      for pair in templates.pairs
      where pair.open != "`" && pair.open != "<" && bytes[index...].starts(with: pair.open.utf8) {
        var close = index + pair.open.utf8.count
        while close < bytes.count, !bytes[close...].starts(with: pair.close.utf8) {
          if bytes[close] == 0x0a { break scanning }
          close += 1
        }
        index = min(bytes.count, close + pair.close.utf8.count)
        continue scanning
      }
      if bytes[index] <= 0x20 || Array("\"'`<>)]}|\\,;^".utf8).contains(bytes[index]) { break }
      index += 1
    }
    while index > start, Array(".:!".utf8).contains(bytes[index - 1]) { index -= 1 }
    return index
  }
}

private func isSchemeCharacter(_ character: Character) -> Bool {
  character.isASCII && (character.isLetter || character.isNumber || "+.-".contains(character))
}

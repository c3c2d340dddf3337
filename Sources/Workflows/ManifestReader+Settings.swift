import Diagnostics
import Documents
import StrictYAML
import Vocabulary

extension ManifestReader {
  /// Identity, destinations and secrets, of the manifest itself or of one environment.
  func setting(_ fields: Fields, of environment: String? = nil) -> Setting {
    let identity = fields["identity"].flatMap(self.identity)
    let destinations = fields["destinations"].flatMap { document.distinct($0, destination) } ?? []
    let secrets = fields["secrets"].map { self.secrets($0.confidential) } ?? []
    func holding(_ kind: Manifest.Holding.Kind, _ name: String, _ position: YAMLPosition) -> Manifest.Holding {
      Manifest.Holding(kind: kind, name: name, environment: environment, place: document.place(position))
    }
    var holdings: [Manifest.Holding] = []
    if let identity, let field = fields["identity"] { holdings.append(holding(.identity, identity, field.position)) }
    holdings += destinations.map { holding(.destination, $0.text, $0.position) }
    holdings += secrets.map { holding(.secret, $0.reference.from, $0.position) }
    return Setting(
      identity: identity, destinations: destinations.map(\.text), secrets: secrets.map(\.reference),
      holdings: holdings)
  }

  /// What an environment leaves out it does not have; nothing is taken over from the general setting.
  func environments(_ field: Field) -> [String: Setting] {
    var settings: [String: Setting] = [:]
    for entry in document.map(of: field, noun: "environment") ?? [] {
      guard document.isName(entry.key, noun: "environment", at: entry.keyPosition) else { continue }
      if entry.key == "main" || entry.key == Naming.all {
        document.report(
          document.rules.malformed, "\(quoted(entry.key)) cannot be the name of an environment",
          at: entry.keyPosition, because: ["'main' and 'all' stand for something else wherever a target is named"],
          next: ["name an environment of the policy"])
      }
      guard let fields = document.fields(of: entry.value, ManifestKeys.environment) else { continue }
      settings[entry.key] = setting(fields, of: entry.key)
    }
    return settings
  }

  private func identity(_ field: Field) -> String? {
    guard let text = document.text(field, longest: 200) else { return nil }
    guard !text.unicodeScalars.contains(where: { $0.properties.isWhitespace }) else {
      return document.misformed(
        field, "a name without spaces", next: "write it as the engine knows it: 'svc-vendor-payment'")
    }
    return text
  }

  /// A host in lower-case, with or without a port, so that destinations can be compared.
  private func destination(_ field: Field) -> String? {
    guard let text = document.text(field, longest: 255) else { return nil }
    guard isHost(text) else {
      return document.misformed(
        field, "a host", because: ["destinations are compared with each other and with the definition"],
        next: "write it in lower-case without scheme, path or wildcard: 'api.bank.example' or 'erp.acme.example:8443'")
    }
    return text
  }

  private func secrets(_ field: Field) -> [(reference: SecretReference, position: YAMLPosition)] {
    var secrets: [(reference: SecretReference, position: YAMLPosition)] = []
    for item in document.list(field) ?? [] {
      guard let fields = document.fields(of: item.called("a secret"), ManifestKeys.secret) else { continue }
      let name = fields["name"].flatMap(secretName)
      let from = fields["from"].flatMap(reference)
      let rotate = fields["rotate"].flatMap { document.span($0, atLeast: Span(seconds: 1)) }
      guard let name, let from else { continue }
      if secrets.contains(where: { $0.reference.name == name }), let field = fields["name"] {
        document.report(
          document.rules.repeated, "two secrets are called \(quoted(name))", at: field.position,
          next: ["give each a name of its own"])
      }
      let reference = SecretReference(name: name, from: from, rotate: rotate)
      secrets.append((reference, fields["from"]?.position ?? item.position))
    }
    return secrets
  }

  /// A letter or an underscore, then letters, digits and `_ . -`.
  private func secretName(_ field: Field) -> String? {
    guard let text = document.text(field, longest: 128) else { return nil }
    let isName =
      text.utf8.first.map { isLetter($0) || $0 == UInt8(ascii: "_") } == true
      && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "_.-".utf8.contains($0) }
    guard isName else {
      return document.misformed(
        field, "the name of a secret", next: "write letters, digits, '_', '.' and '-', a letter first: 'BANK_TOKEN'")
    }
    return text
  }

  /// Where a secret is kept. A message never repeats what stands here: it may be the secret.
  private func reference(_ field: Field) -> String? {
    guard let text = document.text(field) else { return nil }
    guard isReference(text) else {
      document.report(
        .manifestLiteralSecret, "\(field.subject) does not refer to a place where secrets are kept", at: field.position,
        because: [
          "references begin with vault://, aws-sm://, azure-kv://, gcp-sm:// or env:, or are ${{ secrets.NAME }}"
        ],
        next: ["write such a reference; if a secret stood there, rotate it"])
      return nil
    }
    return text
  }
}

private func isReference(_ text: String) -> Bool {
  if text.hasPrefix("env:") { return isVariable(text.dropFirst(4)) }
  if text.hasPrefix("${{ secrets."), text.hasSuffix(" }}") { return isVariable(text.dropFirst(12).dropLast(3)) }
  for scheme in ["vault://", "aws-sm://", "azure-kv://", "gcp-sm://"] where text.hasPrefix(scheme) {
    // Without '@', so that no user name and password can stand before a host.
    let path = text.utf8.dropFirst(scheme.utf8.count)
    return path.first.map { isLetter($0) || isDigit($0) } == true
      && path.allSatisfy { isLetter($0) || isDigit($0) || "._~/:#?&=%+-".utf8.contains($0) }
  }
  return false
}

private func isVariable(_ text: Substring) -> Bool {
  text.utf8.first.map { isLetter($0) || $0 == UInt8(ascii: "_") } == true
    && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
}

/// `erp.acme.example`, `localhost:8080`, `[::1]:443`.
private func isHost(_ text: String) -> Bool {
  var host = text[...]
  if text.hasPrefix("[") {
    guard let end = text.firstIndex(of: "]") else { return false }
    let address = text[..<end].dropFirst().utf8
    guard address.contains(UInt8(ascii: ":")),
      address.allSatisfy({ isDigit($0) || (0x61...0x66).contains($0) || $0 == 0x3a })
    else { return false }
    let rest = text[end...].dropFirst()
    return rest.isEmpty || (rest.first == ":" && isPort(rest.dropFirst()))
  }
  if let colon = text.firstIndex(of: ":") {
    guard isPort(text[colon...].dropFirst()) else { return false }
    host = text[..<colon]
  }
  return host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
    !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
      && label.utf8.allSatisfy { (0x61...0x7a).contains($0) || isDigit($0) || $0 == 0x2d || $0 == 0x5f }
  }
}

private func isPort(_ text: Substring) -> Bool {
  text.utf8.count <= 5 && text.utf8.allSatisfy(isDigit) && Int(text).map { (1...65_535).contains($0) } == true
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) }

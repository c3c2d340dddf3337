import Cryptography

extension Part {
  /// The scalars in it as settings, keys joined by dots, in the order of the keys. `skipping` names keys, at any depth,
  /// that mean nothing or are told elsewhere. What may hold a secret is a digest.
  func settings(skipping: Set<String>, under prefix: String = "", limit: Int = 200) -> [Model.Setting] {
    var settings: [Model.Setting] = []
    var rest: [String] = []
    collect(prefix, skipping) { key, value, part in
      if settings.count < limit {
        settings.append(Model.Setting(key, value, spot: part.spot))
      } else {
        rest.append("\(key): \(value)")
      }
    }
    if !rest.isEmpty {
      settings.append(Model.Setting("\(rest.count) more", digest(rest.joined(separator: "\n")), spot: spot))
    }
    return settings.sorted { $0.key < $1.key }
  }

  private func collect(_ key: String, _ skipping: Set<String>, _ body: (String, String, Part) -> Void) {
    if let scalar {
      let name = key.split(separator: ".").last.map(String.init) ?? key
      let isSecret = Literals.isSecretName(name) || name == "value"
      body(key, isSecret || scalar.utf8.count > 400 ? hiding(scalar) : scalar, self)
    } else if isArray {
      for (index, element) in elements.enumerated() { element.collect("\(key).\(index)", skipping, body) }
    } else {
      for (name, value) in members where !skipping.contains(name) {
        value.collect(key.isEmpty ? name : "\(key).\(name)", skipping, body)
      }
    }
  }
}

/// A value that may be secret, so that two can be compared and none is shown; expressions say where a value comes from, and stay.
private func hiding(_ text: String) -> String {
  if text.utf8.count <= 400, text.contains("{{") || text.contains("${") || text.hasPrefix("@") { return text }
  if text.utf8.count <= 3 || Double(text) != nil && text.utf8.count < 8 { return text }
  return digest(text)
}

/// A short name of a text's content.
func digest(_ text: String) -> String { "sha256:" + SHA256Digest.hex(of: Array(text.utf8)).prefix(16) }

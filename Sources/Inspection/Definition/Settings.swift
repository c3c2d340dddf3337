import Cryptography

extension Part {
  /// The scalars in it as settings, keys joined by dots, in the order of the keys. What may hold a secret is a digest.
  ///
  /// - Parameters:
  ///   - skipping: what is told elsewhere, by its path from here: `catch.do`.
  ///   - anywhere: names that mean nothing wherever they stand.
  func settings(
    skipping: Set<String>, anywhere: Set<String> = [], under prefix: String = "", limit: Int = 200
  ) -> [Model.Setting] {
    var settings: [Model.Setting] = []
    collect("", prefix.split(separator: ".").last.map(String.init) ?? "", skipping, anywhere) { path, value, part in
      let key = prefix.isEmpty || path.isEmpty ? prefix + path : "\(prefix).\(path)"
      settings.append(Model.Setting(key, value, spot: part.spot))
    }
    settings.sort { $0.key < $1.key }
    guard settings.count > limit else { return settings }
    let rest = settings[limit...].map { "\($0.key): \($0.value)" }
    settings.removeSubrange(limit...)
    return settings + [Model.Setting("\(rest.count) more", digest(rest.joined(separator: "\n")), spot: spot)]
  }

  /// A longer text is compared by its digest.
  private static var longest: Int { 1 << 18 }

  /// - Parameter name: the nearest key above; of the value of a pair, what the pair names.
  private func collect(
    _ path: String, _ name: String, _ skipping: Set<String>, _ anywhere: Set<String>,
    _ body: (String, String, Part) -> Void
  ) {
    func inner(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    if let scalar {
      body(path, Literals.isSecretName(name) || scalar.utf8.count > Self.longest ? hiding(scalar) : scalar, self)
    } else if isArray {
      for (index, element) in elements.enumerated() {
        var isSaid = false
        element.collect(inner("\(index)"), name, skipping, anywhere) {
          isSaid = true
          body($0, $1, $2)
        }
        // One that holds nothing has a place all the same: those behind it are counted with it.
        if !isSaid { body(inner("\(index)"), element.isArray ? "[]" : "{}", element) }
      }
    } else {
      // `{"name": "Authorization", "value": "…"}`
      let named = (self["name"]?.scalar ?? self["key"]?.scalar).flatMap { Literals.isSecretName($0) ? $0 : nil }
      for (key, value) in members where !anywhere.contains(key) && !skipping.contains(inner(key)) {
        value.collect(inner(key), key == "value" ? named ?? key : key, skipping, anywhere, body)
      }
    }
  }
}

/// A value that may be secret, so that two can be compared and none is shown; expressions say where a value comes from, and stay.
private func hiding(_ text: String) -> String {
  if text.utf8.count <= 400, text.contains("{{") || text.contains("${") || text.hasPrefix("@") { return text }
  if text.utf8.count <= 3 || ["true", "false"].contains(text) || Double(text) != nil && text.utf8.count < 8 {
    return text
  }
  return digest(text)
}

/// A short name of a text's content.
func digest(_ text: String) -> String { "sha256:" + SHA256Digest.hex(of: Array(text.utf8)).prefix(16) }

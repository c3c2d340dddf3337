extension Model.Step {
  /// What it does and with whom, as a digest: part of the name of a finding, so that a waiver of one is none of another that bears
  /// its name. Where it is drawn, the engine's id of it and how it is laid out are no part.
  var mark: String {
    var parts = [kind.rawValue, type]
    parts += risks.map { "risk \($0.rawValue)" }.sorted()
    parts += destinations.map { place in
      "to \(place.host.value ?? "?") \(place.scheme ?? "") \(place.port.map(String.init) ?? "") \(place.written)"
    }.sorted()
    parts += settings.map { "set \($0.key)\u{0}\($0.value)" }.sorted()
    parts += code.map { "code \($0.language)\u{0}\($0.text)" }
    parts += credentials.map { "with \($0.type)\u{0}\($0.reference.value ?? "?")" }.sorted()
    parts += calls.map { "runs \($0.kind.rawValue)\u{0}\($0.name.value ?? "?")" }.sorted()
    return digest(parts.map { "\($0.utf8.count):\($0)" }.joined(separator: "\n"))
  }

  /// Its name and what it does.
  var markedName: String { "\(name)\u{0}\(mark)" }
}

extension [Model.Step] {
  /// The steps that a finding is about, by name and what they do, in an order that the file does not decide.
  var marks: [String] { Set(map(\.markedName)).sorted() }
}

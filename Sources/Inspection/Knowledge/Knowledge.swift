/// What a kind of step is known to do, from its name alone.
struct Knowledge: Sendable {
  let kind: Model.Step.Kind
  let risks: Set<Model.Step.Risk>
  let hosts: Hosts

  enum Hosts: Hashable, Sendable {
    /// It talks to nobody, or says in the definition to whom.
    case none
    case known([String])
    /// It talks to somebody; who that is, is said outside the definition.
    case outside
  }

  /// Reads a table: a line is `name kind risks hosts`, the lists with commas; `-` is nothing, `?` a host said elsewhere;
  /// a host is asked by https where it does not say `http://`.
  static func table(_ text: String) -> [String: Knowledge] {
    var table: [String: Knowledge] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 4, let kind = Model.Step.Kind(rawValue: words[1]) else {
        preconditionFailure("a line of a table of knowledge is 'name kind risks hosts': \(line)")
      }
      let risks = words[2].split(separator: ",").filter { $0 != "-" }.map { word in
        guard let risk = Model.Step.Risk(rawValue: String(word)) else {
          preconditionFailure("a table of knowledge names the risk '\(word)'")
        }
        return risk
      }
      let hosts: Hosts =
        switch words[3] {
        case "-": .none
        case "?": .outside
        default: .known(words[3].split(separator: ",").map(String.init))
        }
      table[words[0]] = Knowledge(kind: kind, risks: Set(risks), hosts: hosts)
    }
    return table
  }
}

extension Knowledge {
  /// Destinations that the kind of a step implies.
  func destinations(of type: String, because: String, at spot: Spot) -> [Model.Destination] {
    switch hosts {
    case .none: return []
    case .known(let hosts):
      return hosts.map {
        let isPlain = $0.hasPrefix("http://")
        let host = isPlain ? String($0.dropFirst("http://".count)) : $0
        return Model.Destination(
          host: .known(host), scheme: isPlain ? "http" : "https", written: host,
          isVerified: isPlain ? .absent : .known(true), isImplied: true, spot: spot)
      }
    case .outside:
      return [Model.Destination(host: .unknown(because: because), written: type, isImplied: true, spot: spot)]
    }
  }
}

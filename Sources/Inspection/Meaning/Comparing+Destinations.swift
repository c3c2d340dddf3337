import Vocabulary

extension Comparing {
  /// A destination as it compares: where to, how, and whether the other side is checked.
  private struct Place: Hashable {
    let host: Answer<String>
    let scheme: String?
    let port: Int?
    let written: String
    let isVerified: Answer<Bool>

    init(_ destination: Model.Destination) {
      host = destination.host.isUnknown ? .unknown(because: "an expression decides") : destination.host
      scheme = destination.scheme?.lowercased()
      port = destination.port
      written = destination.written
      isVerified =
        destination.isVerified.isUnknown ? .unknown(because: "an expression decides") : destination.isVerified
    }

    /// What an allowlist names: the host, or the expression that decides.
    var name: String { host.value ?? "?\(written)" }

    var words: String {
      guard let host = host.value else {
        return written.isEmpty ? "a place that only a run knows" : "\(Shown.value(written)), which only a run knows"
      }
      return Shown.naming(host) + (port.map { ":\($0)" } ?? "") + (scheme.map { " (\(Shown.value($0)))" } ?? "")
    }

    /// Whether the way there is enciphered, as far as the scheme says.
    var isPlain: Bool { ["http", "ws", "ftp", "mqtt", "amqp", "smtp", "ldap", "redis", "tcp"].contains(scheme ?? "") }
  }

  private struct Use {
    let step: Int
    let place: Place
    let spot: Spot
  }

  mutating func compareDestinations() {
    let places = before.steps.flatMap { $0.destinations.map(Place.init) }
    let known = Set(places.map(\.name))
    let plain = Set(places.filter(\.isPlain).map(\.name))
    let current = Set(after.steps.flatMap { $0.destinations.map { Place($0).name } })
    var fresh: [String: [Use]] = [:]
    var order: [String] = []
    for step in after.steps.indices {
      for destination in after.steps[step].destinations {
        let place = Place(destination)
        if place.isVerified == .known(false), matching.oldOf[step] == nil {
          tell(
            .tlsOff, "\(after.label(step)) does not check the certificate of \(place.words)", step: after.label(step),
            after: destination.spot)
        }
        guard !known.contains(place.name) else { continue }
        if fresh[place.name] == nil { order.append(place.name) }
        fresh[place.name, default: []].append(Use(step: step, place: place, spot: destination.spot))
      }
    }
    for name in order { if let uses = fresh[name] { tellNew(uses) } }
    let (new, gone) = (Set(order), known.subtracting(current))
    for pair in pairs { compareDestinations(pair, fresh: new, gone: gone, plain: plain) }
    // A new step to a host that others use already says so in its own line.
    for step in added where !after.steps[step].isDisabled {
      for destination in after.steps[step].destinations where known.contains(Place(destination).name) {
        tell(
          .destinationChanged, "\(after.label(step)) sends to \(Place(destination).words), too",
          [written(Place(destination))].compactMap { $0 },
          step: after.label(step), after: destination.spot)
        if !plain.contains(Place(destination).name) {
          tellPlain(after.label(step), Place(destination), before: nil, at: destination.spot)
        }
      }
    }
    tellGone(gone)
  }

  /// About one more way to a host that was reached by enciphered ways alone.
  private mutating func tellPlain(_ name: String, _ place: Place, before: Spot?, at spot: Spot) {
    guard place.isPlain else { return }
    tell(
      .tlsOff, "\(name) sends to \(place.words) without TLS, and all that went there before had it", step: name,
      before: before, after: spot)
  }

  private func written(_ place: Place) -> String? {
    place.host.value == nil || place.written == place.host.value ? nil : Shown.value(place.written)
  }

  private mutating func tellNew(_ uses: [Use]) {
    guard let first = uses.first else { return }
    var seen: Set<Int> = []
    let steps = uses.map(\.step).filter { seen.insert($0).inserted }
    let names = steps.map { step in
      (matching.oldOf[step] == nil ? "the new step " : "") + after.label(step)
        + (after.steps[step].isDisabled ? ", which is switched off" : "")
    }
    let plain = first.place.isPlain ? ["it is not enciphered: \(Shown.value(first.place.scheme ?? ""))"] : []
    tell(
      .newDestination, "new destination: \(first.place.words), from \(Shown.list(names))",
      [written(first.place)].compactMap { $0 } + plain,
      step: after.label(first.step), after: first.spot)
  }

  private mutating func tellGone(_ gone: Set<String>) {
    var told: Set<String> = []
    for step in before.steps {
      for destination in step.destinations {
        let place = Place(destination)
        guard gone.contains(place.name), told.insert(place.name).inserted else { continue }
        tell(.destinationRemoved, "nothing goes to \(place.words) any more", before: destination.spot)
      }
    }
  }

  private mutating func compareDestinations(_ pair: Pair, fresh: Set<String>, gone: Set<String>, plain: Set<String>) {
    let replaced = Comparing.replaced(
      Comparing.surplus(of: pair.old.destinations.map(Place.init), over: pair.new.destinations.map(Place.init)),
      by: Comparing.surplus(of: pair.new.destinations.map(Place.init), over: pair.old.destinations.map(Place.init)),
      [{ [$0.name] }, { _ in [] }])
    let spots = Dictionary(
      replaced.pairs.isEmpty ? [] : pair.new.destinations.map { (Place($0), $0.spot) },
      uniquingKeysWith: { first, _ in first })
    for (was, place) in replaced.pairs {
      let spot = spots[place] ?? pair.new.spot
      guard let was else {
        if !fresh.contains(place.name) {
          tell(
            .destinationChanged, pair, "\(pair.name) sends to \(place.words), too", [written(place)].compactMap { $0 })
          if !plain.contains(place.name) { tellPlain(pair.name, place, before: pair.old.spot, at: spot) }
        }
        if place.isVerified == .known(false) { tellUnverified(pair, place, at: spot) }
        continue
      }
      compare(was, place, of: pair, at: spot, isFresh: fresh.contains(place.name))
    }
    for place in replaced.left where !gone.contains(place.name) {
      tell(.destinationRemoved, pair, "\(pair.name) no longer sends to \(place.words)")
    }
  }

  private mutating func compare(_ was: Place, _ now: Place, of pair: Pair, at spot: Spot, isFresh: Bool) {
    if was.isPlain != now.isPlain {
      tell(
        now.isPlain ? .tlsOff : .tlsOn,
        "\(pair.name) sends to \(now.words) \(now.isPlain ? "without TLS now" : "with TLS now")",
        ["\(was.scheme ?? "not said") -> \(now.scheme ?? "not said")"].map(Shown.value), step: pair.name,
        before: pair.old.spot,
        after: spot)
    } else if was.name != now.name {
      if isFresh {
        // The new destination has its line; this says what it took the place of.
        tell(
          .destinationChanged, pair, "\(pair.name) sends to \(now.words) instead of \(was.words)",
          [written(now)].compactMap { $0 })
      } else {
        tell(.destinationChanged, pair, "\(pair.name) sends to \(now.words) instead of \(was.words), as others do")
      }
    } else if was.written != now.written || was.port != now.port || was.scheme != now.scheme {
      let words = was.written != now.written ? Shown.change(was.written, now.written) : "\(was.words) -> \(now.words)"
      tell(.destinationChanged, pair, "address of \(pair.name): \(words)")
    }
    guard !was.isVerified.agrees(with: now.isVerified) else { return }
    // Where it goes is not known any more, and has its line: how it goes there follows from that.
    if was.host.value != nil, now.host.isUnknown, now.scheme == nil, now.isVerified != .known(false) { return }
    if now.isVerified == .known(true) || now.isVerified == .absent && was.isVerified == .known(false) {
      tell(.tlsOn, pair, "\(pair.name) checks the certificate of \(now.words)")
    } else if now.isVerified == .absent {
      tell(.tlsOff, pair, "\(pair.name) says no more that it checks the certificate of \(now.words)")
    } else {
      tellUnverified(pair, now, at: spot)
    }
  }

  private mutating func tellUnverified(_ pair: Pair, _ place: Place, at spot: Spot) {
    let how =
      place.isVerified.isUnknown
      ? "checks the certificate of \(place.words) only if a run says so"
      : "no longer checks the certificate of \(place.words)"
    tell(.tlsOff, "\(pair.name) \(how)", step: pair.name, before: pair.old.spot, after: spot)
  }
}

import Cryptography

/// The way of seeing by patterns: vectorscan says where a rule may match, PCRE2 whether it does.
extension SecretScanner {
  /// How far before a hit and behind it a pattern is tried.
  private static let before = 320
  private static let behind = 8_192
  /// How often something may be wrapped.
  private static let deepest = 2
  /// Of the text's own bytes, how many may be unwrapped in all.
  private static let mostUnwrapped = 8 << 20
  /// Of the text's own bytes, how many may be looked at again without their escapes.
  private static let mostUnescaped = 32 << 20

  func scan(layer: [UInt8], wrapped: Wrapped?, _ look: inout Look) throws(SecretsError) {
    if wrapped == nil { look.looked.texts += 1 }
    look.layer += 1
    let number = look.layer
    guard !layer.isEmpty else { return }
    var wantsStructure = false
    try unsafe layer.withUnsafeBufferPointer { (bytes) throws(SecretsError) in
      let (hits, complete) = try unsafe scratch.scan(bytes)
      if !complete {
        look.undecide("there are more matches than are kept in one text (\(Scratch.mostHits))")
      }
      // Up to where a rule is done with; one that needed too many steps is, for this text.
      var done: [Int: Int] = [:]
      for hit in hits where !look.isOver {
        let trigger = engine.triggers[hit.trigger]
        guard let rule = engine.owners[hit.trigger] else {
          wantsStructure = unsafe wantsStructure || followsAll || trigger.following.holds(in: bytes, at: hit.end)
          continue
        }
        if trigger.once {
          try unsafe tryWhole(rule, bytes, layer, wrapped, number, &look)
          continue
        }
        let covered = done[rule] ?? 0
        guard hit.end > covered, unsafe followsAll || trigger.following.holds(in: bytes, at: hit.end) else { continue }
        done[rule] = try unsafe tryAround(
          hit, trigger, rule, bytes, layer, wrapped, from: covered, &look)
      }
      for rule in engine.unprompted where !look.isOver {
        try unsafe tryWhole(rule, bytes, layer, wrapped, number, &look)
      }
    }
    guard !look.isOver else { return }
    if wantsStructure { try lookAtStructure(layer, wrapped, &look) }
    try scanEscapes(of: layer, wrapped, &look)
    guard (wrapped?.depth ?? 0) < Self.deepest, !look.isOver else { return }
    let (pieces, isAll) = unwrap(layer, most: Self.mostUnwrapped - look.looked.unwrappedBytes)
    if !isAll { look.undecide("more than \(Self.mostUnwrapped >> 20) MiB are wrapped in it") }
    for piece in pieces where !look.isOver {
      look.looked.texts += 1
      look.looked.unwrappedBytes += piece.text.count
      try scan(
        layer: piece.text,
        wrapped: wrapped?.around(piece.range, via: piece.wrapping) ?? Wrapped(range: piece.range, via: piece.wrapping),
        &look)
    }
  }

  /// Looks again at what is written with escapes; what is found stands where it is written.
  private func scanEscapes(of layer: [UInt8], _ wrapped: Wrapped?, _ look: inout Look) throws(SecretsError) {
    guard (wrapped?.escapes ?? 0) < Self.deepest, !look.isOver else { return }
    let (parts, isAll) = Escapes.parts(of: layer, most: Self.mostUnescaped - look.unescaped)
    if !isAll { look.undecide("more than \(Self.mostUnescaped >> 20) MiB of it are written with escapes") }
    for part in parts where !look.isOver {
      look.unescaped += part.text.count
      let inner = wrapped?.around(part.range, via: nil) ?? Wrapped(range: part.range, via: nil)
      let first = look.sightings.count
      try scan(layer: part.text, wrapped: inner, &look)
      look.relocate(from: first, inner, to: wrapped, part)
    }
  }

  /// Tries a rule where a trigger ended; gives the end of what is done with.
  private func tryAround(
    _ hit: Hit, _ trigger: Trigger, _ rule: Int, _ bytes: UnsafeBufferPointer<UInt8>,
    _ layer: [UInt8],
    _ wrapped: Wrapped?, from covered: Int, _ look: inout Look
  ) throws(SecretsError) -> Int {
    let pattern = try pattern(rule)
    var start = trigger.width.map { hit.end - $0 } ?? max(covered, hit.end - (trigger.reach ?? Self.before))
    let end = min(bytes.count, hit.end + Self.behind)
    while start < hit.end, !look.isOver {
      switch unsafe pattern.first(
        in: bytes, from: start, to: end, last: hit.end - 1, anchored: trigger.width != nil, paying: steps)
      {
      case .none: return hit.end
      case .limit:
        if steps.left > 0 { giveUp(rule, &look) } else { look.end(steps) }
        return .max
      case .found(let whole, let secret):
        try take(secret, named: whole, of: rule, in: layer, wrapped, &look)
        if whole.upperBound >= hit.end || trigger.width != nil {
          return max(whole.upperBound, hit.end)
        }
        start = max(whole.upperBound, start + 1)
      }
    }
    return hit.end
  }

  private func giveUp(_ rule: Int, _ look: inout Look) {
    look.undecide("the rule '\(engine.rules.rules[rule].id)' needs too many steps, and was given up")
  }

  /// Tries a rule on a whole text.
  private func tryWhole(
    _ rule: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ layer: [UInt8], _ wrapped: Wrapped?,
    _ number: Int,
    _ look: inout Look
  ) throws(SecretsError) {
    guard look.tried.insert(Look.Trial(rule: rule, layer: number)).inserted else { return }
    if let path = engine.rules.team[rule]?.path, look.subject != .object {
      guard let own = look.subject.path, try matches([path], Array(own.utf8)) else { return }
    }
    let pattern = try pattern(rule)
    // A team's rule takes nothing of what the others have.
    let before = steps.left
    let own = min(limits.rule, limits.text + limits.ruleByte * bytes.count, limits.whole - look.rules)
    steps.left = own
    defer {
      look.granted += own - steps.left
      look.rules += own - steps.left
      steps.left = before
    }
    var start = 0
    while start <= bytes.count, !look.isOver {
      switch unsafe pattern.first(in: bytes, from: start, to: bytes.count, paying: steps) {
      case .none: return
      case .limit:
        giveUp(rule, &look)
        return
      case .found(let whole, let secret):
        try take(secret, named: whole, of: rule, in: layer, wrapped, &look)
        start = max(whole.upperBound, start + 1)
      }
    }
  }

  /// Keeps what a rule found; of an expression behind a name the literals that may be its value.
  private func take(
    _ secret: Range<Int>, named whole: Range<Int>, of rule: Int, in layer: [UInt8],
    _ wrapped: Wrapped?,
    _ look: inout Look
  ) throws(SecretsError) {
    guard engine.rules.rules[rule].check == .assignment,
      layer[secret].starts(with: "{{".utf8) || layer[secret].starts(with: "${{".utf8)
    else { return try keep(secret, named: whole, of: rule, in: layer, wrapped, &look) }
    for literal in Expression.literals(in: layer[secret]) {
      try keep(literal, named: whole, of: rule, in: layer, wrapped, &look)
    }
  }

  /// Keeps a secret, unless it is a placeholder.
  private func keep(
    _ secret: Range<Int>, named whole: Range<Int>, of rule: Int, in layer: [UInt8],
    _ wrapped: Wrapped?,
    _ look: inout Look
  ) throws(SecretsError) {
    let value = Array(layer[secret])
    let what = engine.rules.rules[rule]
    var whole = whole
    if what.check == .assignment, layer[whole.lowerBound] != UInt8(ascii: "$") { whole = Self.withName(whole, layer) }
    let match = layer[whole]
    if what.check == .assignment {
      if Tree.isYAMLFile(look.subject.path), Self.isAlias(secret, layer) { return }
      if Self.isCode(secret, layer) || Self.isInResource(whole, layer) { return }
    }
    guard !value.isEmpty, entropy(of: value) >= what.minimumEntropy,
      isMeant(value, by: what, named: match)
    else { return }
    let isAsked = !engine.rules.team.isEmpty || !engine.rules.allowlists.isEmpty
    let find = TeamFind(
      rule: what.id, path: look.subject.path, secret: value, match: Array(match),
      line: isAsked ? Array(Lines(layer).text(at: secret)) : [])
    look.add(
      Sighting(
        rule: rule, secret: SecretBytes(value), range: secret, wrapped: wrapped, pointer: nil,
        allowance: try allowance(find, engine.rules.team[rule])))
  }

  /// A match that begins at the end of a name, with all of the name: a pattern that took it in would try each of its letters.
  private static func withName(_ match: Range<Int>, _ layer: [UInt8]) -> Range<Int> {
    var start = match.lowerBound
    let first = max(0, start - 60)
    while start > first, isNamePart(layer[start - 1]) { start -= 1 }
    return start..<match.upperBound
  }

  /// `*name` without quotes: in YAML the name of what stands elsewhere.
  private static func isAlias(_ secret: Range<Int>, _ layer: [UInt8]) -> Bool {
    guard let first = layer[secret].first, first == UInt8(ascii: "*"), secret.lowerBound > 0 else { return false }
    return layer[secret.lowerBound - 1] <= 0x20 && layer[secret].dropFirst().allSatisfy(isNamePart)
  }

  /// `password: Optional[str]`, `token = decode(rest).text`: what stands without quotes and has brackets in it is code.
  private static func isCode(_ secret: Range<Int>, _ layer: [UInt8]) -> Bool {
    guard secret.lowerBound > 0, !"\"'`".utf8.contains(layer[secret.lowerBound - 1]) else { return false }
    if layer[secret].last == UInt8(ascii: "?") { return layer[secret].dropLast().allSatisfy(isNamePart) }
    return layer[secret].contains { "([".utf8.contains($0) } || layer[secret].suffix(2).elementsEqual("):".utf8)
  }

  /// Within the name of a resource of AWS: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/bank`.
  private static func isInResource(_ match: Range<Int>, _ layer: [UInt8]) -> Bool {
    var start = match.lowerBound
    let first = max(0, start - 200)
    while start > first, layer[start - 1] > 0x20, !"\"'`=,".utf8.contains(layer[start - 1]) { start -= 1 }
    return layer[start..<match.lowerBound].starts(with: "arn:".utf8)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "_.-/".utf8.contains(byte)
    }
  }

  /// Whether a value that a pattern matched is one, by what the rule says of its values; `named`: the whole match.
  private func isMeant(_ value: [UInt8], by rule: SecretRule, named match: ArraySlice<UInt8>)
    -> Bool
  {
    switch rule.check {
    case .distinctive, .named: return !Placeholder.stands(in: value)
    case .password: return Placeholder.isPlausible(value, for: .password) && value.count >= 6
    case .value: return Placeholder.isPlausible(value, for: .token)
    case .team: return rule.minimumEntropy == 0 || entropy(of: value) > rule.minimumEntropy
    case .basic:
      guard let pair = Base64.decode(value), let colon = pair.firstIndex(of: UInt8(ascii: ":"))
      else { return false }
      return Placeholder.isPlausible(Array(pair[(colon + 1)...]), for: .password)
    case .assignment:
      // `${DB_PASSWORD:-literal}` alone
      let isVariable = match.starts(with: "${".utf8)
      let name =
        isVariable
        ? match.dropFirst(2).prefix { Self.isNamePart($0) && $0 != UInt8(ascii: "-") }
        : match.prefix(while: Self.isNamePart)
      // `API key: abc…`
      let words = match.prefix { Self.isNamePart($0) || $0 == 0x20 }
      let known = [name, words].lazy.compactMap { SensitiveName(String(decoding: $0, as: UTF8.self)) }.first
      return known.map { Placeholder.isPlausible(value, for: $0) } ?? false
    }
  }
}

/// One look at a text while it goes on.
struct Look {
  let subject: ScanSubject
  var looked = ScanOutcome.Looked()
  var sightings: [Sighting] = []
  var tried: Set<Trial> = []
  /// How many texts were looked at, unwrapped ones too.
  var layer = 0
  private(set) var undecided: [String] = []
  /// How many bytes were looked at again without their escapes.
  var unescaped = 0
  /// How many steps of matching this text may take.
  var granted = 0
  /// Steps that a team's rules took, each tried on all of it.
  var rules = 0
  /// Whether there is no more to be done: the steps are taken, or more secrets were found than are told.
  private(set) var isOver = false

  /// A rule that was tried on a whole text.
  struct Trial: Hashable {
    let rule: Int
    let layer: Int
  }

  /// More than this many in one text are not told one by one.
  static let most = 500

  init(subject: ScanSubject) { self.subject = subject }

  mutating func undecide(_ because: String) {
    if !undecided.contains(because) { undecided.append(because) }
  }

  /// Ends it where no steps are left.
  mutating func end(_ steps: Steps) {
    guard steps.left <= 0, !isOver else { return }
    isOver = true
    undecide("it needs more steps of matching than are taken for a text of its size (\(granted))")
  }

  mutating func add(_ sighting: Sighting) {
    guard sightings.count < Self.most else {
      isOver = true
      return undecide(
        "there are more than \(Self.most) secrets in one text: the others are not told")
    }
    sightings.append(sighting)
  }
}

/// A secret that was seen, before twins are left out.
struct Sighting {
  let rule: Int
  let secret: SecretBytes
  /// In the text where it was seen.
  var range: Range<Int>
  var wrapped: Wrapped?
  /// Where in the model; nil in text.
  var pointer: String?
  /// Why a team's allowlist lets it be; nil when none does.
  let allowance: String?

  /// Whether both are the same secret: the same bytes of one text, equal bytes that one wrapping holds, or a secret that is the
  /// wrapping of the other from end to end. What else a wrapping holds is another one.
  func isTwin(of other: Sighting) -> Bool {
    if wrapped == other.wrapped { return range.overlaps(other.range) }
    let outer = (wrapped?.range ?? range).overlaps(other.wrapped?.range ?? other.range)
    return outer && (secret.isSame(as: other.secret) || isWrapping(of: other) || other.isWrapping(of: self))
  }

  private func isWrapping(of other: Sighting) -> Bool {
    let own = wrapped?.steps ?? []
    guard let steps = other.wrapped?.steps, steps.count > own.count, steps.starts(with: own) else { return false }
    let inner = steps[own.count].range
    // `=` at the end is no letter of base64.
    return range.overlaps(inner) && abs(range.lowerBound - inner.lowerBound) <= 1
      && abs(range.upperBound - inner.upperBound) <= 3
  }
}

extension Look {
  /// Puts what was seen in a text without its escapes, or wrapped in it, to where it stands in the source.
  mutating func relocate(from first: Int, _ inner: Wrapped, to outer: Wrapped?, _ part: Unescaped) {
    let count = inner.steps.count
    for index in first..<sightings.count {
      guard let steps = sightings[index].wrapped?.steps, steps.starts(with: inner.steps) else { continue }
      if steps.count == count {
        sightings[index].range = part.source(of: sightings[index].range)
        sightings[index].wrapped = outer
      } else {
        let next = Wrapped.Step(range: part.source(of: steps[count].range), via: steps[count].via)
        sightings[index].wrapped = Wrapped((outer?.steps ?? []) + [next] + steps[(count + 1)...])
      }
    }
  }

  /// What is told of it: of sightings that overlap the one that says most.
  func outcome(of bytes: [UInt8], _ rules: SecretRules, _ options: SecretScanner.Options)
    -> ScanOutcome
  {
    // As most texts are.
    if sightings.isEmpty { return ScanOutcome(findings: [], allowed: [], undecided: undecided, looked: looked) }
    var findings: [SecretFinding] = []
    var allowed: [ScanOutcome.Allowed] = []
    let lines = Lines(bytes)
    var cursor = Lines.Cursor()
    for sighting in distinct(rules) {
      let rule = rules.rules[sighting.rule]
      let range = sighting.wrapped?.range ?? sighting.range
      let comment = lines.allowComment(at: range)
      let (line, column) = cursor.place(of: range.lowerBound, in: bytes)
      let place = subject.place + (sighting.pointer.map { "#\($0)" } ?? "")
      let finding = SecretFinding(
        rule: rule.id, kind: rule.kind, confidence: rule.check == .distinctive ? .certain : .likely,
        range: range,
        line: line, column: column, pointer: sighting.pointer, via: sighting.wrapped?.via ?? [],
        preview: sighting.secret.preview, hash: sighting.secret.hash(key: options.key),
        fingerprint: sighting.secret.fingerprint(rule: rule.id, place: place, key: options.key),
        removal: removal, rotation: rule.rotation, allowComment: options.honoursComments ? nil : comment)
      if options.honoursComments, let comment {
        allowed.append(
          ScanOutcome.Allowed(finding: finding, because: "the comment '\(comment)' on its line"))
      } else if let because = sighting.allowance {
        allowed.append(ScanOutcome.Allowed(finding: finding, because: because))
      } else {
        findings.append(finding)
      }
    }
    return ScanOutcome(findings: findings, allowed: allowed, undecided: undecided, looked: looked)
  }

  private var removal: String {
    switch subject {
    case .definition, .object:
      "take it out of the file, and let the definition name it where a vault keeps it (`vault://…`, `${{ secrets.X }}`, the engine's "
        + "own credentials)"
    case .message: "say it without the secret"
    case .name: "rename the branch or the tag, and delete the old name"
    case .fileName: "give the file or the directory another name, in each commit that has it"
    case .report: "make the report again without it: let the tests mask what they print"
    case .other: "take it out, and name it where a vault keeps it"
    }
  }

  /// Sorted by place; of several for the same bytes the one with the greater rank.
  private func distinct(_ rules: SecretRules) -> [Sighting] {
    let ranked = sightings.enumerated().sorted { left, right in
      // What an allowlist lets be hides nothing.
      let (leftAllowed, rightAllowed) = (
        left.element.allowance != nil, right.element.allowance != nil
      )
      if leftAllowed != rightAllowed { return rightAllowed }
      let (leftRank, rightRank) = (rank(left.element, rules), rank(right.element, rules))
      return leftRank != rightRank ? leftRank > rightRank : left.offset < right.offset
    }
    var kept: [Sighting] = []
    for (_, sighting) in ranked {
      guard let twin = kept.firstIndex(where: { $0.isTwin(of: sighting) }) else {
        kept.append(sighting)
        continue
      }
      // What a pattern found, the structure may place.
      if kept[twin].pointer == nil, kept[twin].wrapped == sighting.wrapped {
        kept[twin].pointer = sighting.pointer
      }
    }
    return kept.sorted {
      let (left, right) = ($0.wrapped?.range ?? $0.range, $1.wrapped?.range ?? $1.range)
      return (left.lowerBound, left.upperBound, rules.rules[$0.rule].id)
        < (right.lowerBound, right.upperBound, rules.rules[$1.rule].id)
    }
  }

  private func rank(_ sighting: Sighting, _ rules: SecretRules) -> Int {
    let rule = rules.rules[sighting.rule]
    let certainty =
      switch rule.check {
      case .distinctive: 40
      case .assignment: 0
      case .value: 10
      case .named where !rule.hasPattern: 12
      case .named, .password, .basic: 24
      case .team: 30
      }
    return certainty + (sighting.pointer == nil ? 0 : 10) + (sighting.wrapped == nil ? 5 : 0)
  }
}

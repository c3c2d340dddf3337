import Vocabulary

extension Comparing {
  mutating func compareSettings(_ pair: Pair) {
    let all = besidesTold(pair, settingLines(pair.old.settings, pair.new.settings, reaching: recipients(of: pair.new)))
    var others: [SettingLine] = []
    for line in compareAsked(pair, all) where !line.isVersion {
      if let kind = meaning(of: line, in: pair) {
        let words = [.disabled: "switched off: ", .enabled: "switched on: "][kind] ?? ""
        tell(kind, pair, "\(words)\(pair.name): \(line.text)")
      } else {
        others.append(line)
      }
    }
    let lines = others.map(\.text)
    let versions = all.filter(\.isVersion).map(\.text)
    let isBranch = pair.new.kind == .branch || pair.old.kind == .branch
    guard !lines.isEmpty || isBranch && !versions.isEmpty else {
      if let version = versions.first { self.versions.append((pair, version)) }
      return
    }
    compareSettings(pair, lines, versions, isBranch: isBranch)
  }

  /// What it runs and where it sends have lines of their own; another setting that was and is the same has none.
  private func besidesTold(_ pair: Pair, _ lines: [SettingLine]) -> [SettingLine] {
    let (old, new) = (pair.old.toldByThemselves, pair.new.toldByThemselves)
    let told = (old: old.subtracting(new), new: new.subtracting(old))
    let places = Set(pair.new.destinations.map(\.spot) + pair.new.calls.map(\.spot))
    let spots = Set(pair.new.settings.filter { places.contains($0.spot) }.map(\.key))
    var dropped: Set<Int> = []
    for (_, group) in Dictionary(grouping: lines.indices, by: { [lines[$0].gone, lines[$0].come] }) {
      let line = lines[group[0]]
      guard !line.gone.isEmpty, !line.come.isEmpty, told.old.isSuperset(of: line.gone),
        told.new.isSuperset(of: line.come)
      else { continue }
      let own = group.filter { spots.contains(lines[$0].path) }
      dropped.formUnion(own.isEmpty ? [group[0]] : own)
    }
    return lines.indices.filter { !dropped.contains($0) }.map { lines[$0] }
  }

  private mutating func compareSettings(_ pair: Pair, _ lines: [String], _ versions: [String], isBranch: Bool) {
    if pair.new.kind == .trigger, let list = lines.first(where: { $0.hasPrefix("options.ipWhitelist: ") }),
      pair.old.settings.contains(where: { $0.key == "options.ipWhitelist" })
    {
      tell(.triggerOpened, pair, "from where \(pair.name) may be called: \(list.drop { $0 != " " }.dropFirst())")
      if lines.count + versions.count == 1 { return }
    }
    let asked = isBranch && !lines.isEmpty ? asked(at: pair) : nil
    let kind: Change.Kind = asked != nil ? .approvalCondition : isBranch ? .conditionChanged : .settingChanged
    let what =
      (asked.map { "\($0) changed: " } ?? "") + (isBranch ? "condition of \(pair.name)" : "\(pair.name)")
    let all = lines + versions
    if all.count == 1 {
      tell(kind, pair, "\(what): \(all[0])")
    } else {
      tell(kind, pair, "\(what): \(all.count) settings changed", shortened(all))
    }
  }

  /// What says whom a step reaches; nil for one that reaches nobody, or only reads.
  func recipients(of step: Model.Step) -> Recipients? {
    [.trigger, .branch, .comment].contains(step.kind) || step.reads ? nil : Recipients(new.engine)
  }

  /// Steps in which nothing but the version of their kind changed: an editor brings many at once.
  mutating func tellVersions() {
    if versions.count == 1 {
      return tell(.settingChanged, versions[0].pair, "\(versions[0].pair.name): \(versions[0].line)")
    }
    guard !versions.isEmpty else { return }
    let groups = Dictionary(grouping: versions) { $0.line }.sorted { $0.key < $1.key }
    tell(
      .settingChanged, "\(versions.count) steps are of another version of their kind",
      groups.map { "\($0.key), of \(Shown.list($0.value.map(\.pair.name), most: 12))" })
  }

  /// Expressions that name a step which is gone: an editor would have rewritten or taken out both.
  mutating func compareNames() {
    for (step, names) in References.stale(old, new) {
      tell(
        .settingChanged,
        "expressions of \(after.label(step)) still name \(Shown.list(names.map(Shown.name))), which no step is called any more",
        step: after.label(step), after: after.steps[step].spot)
    }
  }

  /// One setting that changed, in words.
  struct SettingLine {
    /// Where it stands among the others.
    let key: String
    let text: String
    var isRecipient = false
    /// With the names of all that it lies in.
    let path: String
    let gone: [String]
    let come: [String]

    var isVersion: Bool { path == "typeVersion" }

    func under(_ list: String) -> Self {
      Self(key: list, text: text, isRecipient: isRecipient, path: path, gone: gone, come: come)
    }
  }

  /// What of a person's task decides who is asked, and what the answer is; the lines that are left.
  private mutating func compareAsked(_ pair: Pair, _ lines: [SettingLine]) -> [SettingLine] {
    guard pair.old.approval != nil, pair.new.approval != nil else { return lines }
    let kinds: [(prefix: String, kind: Change.Kind, what: String)] = [
      ("asked.", .approvalChanged, "who is asked at \(pair.name), and how many have to agree"),
      ("answer.", .approvalCondition, "what counts as a yes at \(pair.name)"),
    ]
    var left = lines
    for (prefix, kind, what) in kinds {
      let mine = left.filter { $0.text.hasPrefix(prefix) }.map { String($0.text.dropFirst(prefix.count)) }
      left.removeAll { $0.text.hasPrefix(prefix) }
      if mine.count == 1 { tell(kind, pair, "\(what): \(mine[0])") }
      if mine.count > 1 { tell(kind, pair, "\(what): \(mine.count) settings changed", shortened(mine)) }
    }
    return left
  }

  /// `key: old -> new` for each that differs. The parts of a list go by what they say, not by their number.
  ///
  /// - Parameter recipients: what says whom a step reaches; nil where that is not asked.
  func settingLines(
    _ old: [Model.Setting], _ new: [Model.Setting], reaching recipients: Recipients? = nil
  ) -> [SettingLine] {
    let keyed = { (settings: [Model.Setting]) in settings.map { (key: $0.key, value: $0.value) } }
    return settingLines(keyed(old), keyed(new), Place(stem: "", recipients: recipients))
  }

  private typealias Value = (key: String, value: String)

  /// Where settings stand, and what is asked of them.
  private struct Place {
    let stem: String
    let recipients: Recipients?

    func under(_ stem: String) -> Place { Place(stem: stem, recipients: recipients) }

    /// Whether a setting says whom a step reaches. `part`: what stands beside it in a part of a list.
    func reaches(_ key: String, _ values: [String], in part: [Value]) -> Bool {
      guard let recipients else { return false }
      return recipients.contains(Comparing.joined(stem, key), named: key == "value" ? named(in: part) : nil)
        || values.contains(where: Recipients.isAccount)
    }

    /// What a pair in a list says that its value is.
    func named(in part: [Value]) -> String? {
      stem.isEmpty ? nil : part.first { ["name", "key"].contains($0.key) }?.value
    }
  }

  private func settingLines(_ old: [Value], _ new: [Value], _ place: Place) -> [SettingLine] {
    var (was, now) = (Parted(old), Parted(new))
    for list in Set(was.lists.keys).union(now.lists.keys) where !was.isList(list) || !now.isList(list) {
      was.spread(list)
      now.spread(list)
    }
    var lines: [SettingLine] = Set(was.plain.keys).union(now.plain.keys).compactMap { key in
      line(key, was.plain[key, default: []], now.plain[key, default: []], place, in: new + old)
    }
    for list in Set(was.lists.keys).union(now.lists.keys) {
      lines += listLines(list, was.lists[list, default: [:]], now.lists[list, default: [:]], place)
        .map { $0.under(list) }
    }
    return lines.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element)
  }

  private func line(
    _ key: String, _ old: [String], _ new: [String], _ place: Place, in part: [Value]
  ) -> SettingLine? {
    var gone = Comparing.surplus(of: old, over: new)
    var come = Comparing.surplus(of: new, over: old)
    // Of several under one key each has its place: what only changed places, or takes another's, is told with all of them.
    if old != new, max(old.count, new.count) > 1, gone.isEmpty && come.isEmpty || Set(old + new).count <= 12 {
      (gone, come) = (old, new)
    }
    if gone.isEmpty, come.isEmpty { return nil }
    let reaches = place.reaches(key, gone + come, in: part)
    let name = key.isEmpty ? place.stem : key
    let isSecret = (gone + come).contains { Shown.isHidden($0, of: name) }
    let words = [gone, come].map { values in
      values.isEmpty
        ? "not set" : values.map { Shown.isHidden($0, of: name) ? Shown.digest($0) : $0 }.joined(separator: ", ")
    }
    let change =
      isSecret
      ? "\(words[0]) -> \(words[1])"
      : Shown.change(words[0], words[1], isNaming: reaches && !(gone + come).contains(where: Comparing.mayHoldMore))
    let path = Comparing.joined(place.stem, key)
    let named = key == "value" ? place.named(in: part).map { " (\(Shown.value($0)))" } ?? "" : ""
    return SettingLine(
      key: key, text: "\(Shown.value(path))\(named): \(change)", isRecipient: reaches, path: path, gone: gone,
      come: come)
  }

  /// Whether a value that says whom a step reaches may say more: a query, a connection string.
  private static func mayHoldMore(_ value: String) -> Bool {
    value.contains("://") || value.contains { "=?".contains($0) }
  }

  private static func joined(_ prefix: String, _ key: String) -> String {
    prefix.isEmpty || key.isEmpty ? prefix + key : "\(prefix).\(key)"
  }

  /// Settings that stand in lists, by the list and the part's number, and the others by their keys.
  private struct Parted {
    var plain: [String: [String]] = [:]
    var lists: [String: [Int: [Value]]] = [:]

    init(_ settings: [Value]) {
      for (key, value) in settings {
        let words = key.split(separator: ".", omittingEmptySubsequences: false)
        guard
          let at = words.firstIndex(where: {
            !$0.isEmpty && $0.utf8.count < 7 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
          }),
          let number = Int(words[at]), "\(number)" == words[at]
        else {
          plain[key, default: []].append(value)
          continue
        }
        lists[words[..<at].joined(separator: "."), default: [:]][number, default: []].append(
          (words[(at + 1)...].joined(separator: "."), value))
      }
    }

    /// Whether its parts are numbered as those of a list are. Keys of an object that are numbers mean what they say.
    func isList(_ name: String) -> Bool {
      guard let numbers = lists[name]?.keys else { return true }
      return numbers.allSatisfy { $0 < numbers.count }
    }

    /// Takes what is no list for what it is.
    mutating func spread(_ name: String) {
      for (number, values) in lists.removeValue(forKey: name) ?? [:] {
        let head = name.isEmpty ? "\(number)" : "\(name).\(number)"
        for (key, value) in values { plain[key.isEmpty ? head : "\(head).\(key)", default: []].append(value) }
      }
    }
  }

  /// Lists that are longer are compared number by number, as far as nothing in them is the same.
  private static let longestList = 40

  private func listLines(
    _ list: String, _ old: [Int: [Value]], _ new: [Int: [Value]], _ place: Place
  ) -> [SettingLine] {
    let content = { (part: [Value]) in part.map { "\($0.key)\u{0}\($0.value)" }.sorted() }
    var same = Lists(new.keys.sorted().map { (content(new[$0, default: []]), $0) })
    var taken: Set<Int> = []
    var pairs: [(was: Int, now: Int)] = []
    var gone: [Int] = []
    for number in old.keys.sorted() {
      if let place = same.pop(content(old[number, default: []]), besides: taken) {
        taken.insert(place)
        pairs.append((number, place))
      } else {
        gone.append(number)
      }
    }
    var come = new.keys.sorted().filter { !taken.contains($0) }
    let name = Comparing.joined(place.stem, list)
    var lines: [SettingLine] = []
    let changed = partners(&gone, &come, old, new)
    pairs = (pairs + changed).sorted { $0.was < $1.was }
    if zip(pairs, pairs.dropFirst()).contains(where: { $0.now > $1.now }) {
      let what = "\(changed.isEmpty ? "the same " : "")parts in another order"
      lines.append(
        SettingLine(key: name, text: "\(Shown.value(name)): \(what)", path: name, gone: [], come: []))
    }
    for (was, now) in changed {
      lines += settingLines(
        old[was, default: []], new[now, default: []], place.under(Comparing.joined(name, "\(now)")))
    }
    for (numbers, parts, isGone) in [(gone, old, true), (come, new, false)] {
      for number in numbers {
        let inner = place.under(Comparing.joined(name, "\(number)"))
        lines.append(whole(inner, parts[number, default: []], isGone: isGone))
      }
    }
    return lines
  }

  /// Of the parts that differ, those that share the most first; as many as there are on both sides.
  private func partners(
    _ gone: inout [Int], _ come: inout [Int], _ old: [Int: [Value]], _ new: [Int: [Value]]
  ) -> [(was: Int, now: Int)] {
    var pairs: [(was: Int, now: Int)] = []
    if max(gone.count, come.count) <= Comparing.longestList {
      var likes: [(shared: Int, was: Int, now: Int)] = []
      for was in gone {
        let words = Set(old[was, default: []].map { "\($0.key)\u{0}\($0.value)" })
        for now in come {
          let shared = new[now, default: []].count { words.contains("\($0.key)\u{0}\($0.value)") }
          if shared > 0 { likes.append((shared, was, now)) }
        }
      }
      likes.sort { ($1.shared, abs($0.was - $0.now), $0.was) < ($0.shared, abs($1.was - $1.now), $1.was) }
      for like in likes where gone.contains(like.was) && come.contains(like.now) {
        pairs.append((like.was, like.now))
        gone.removeAll { $0 == like.was }
        come.removeAll { $0 == like.now }
      }
    }
    let count = min(gone.count, come.count)
    pairs += zip(gone.prefix(count), come.prefix(count)).map { ($0, $1) }
    gone.removeFirst(count)
    come.removeFirst(count)
    return pairs.sorted { $0.now < $1.now }
  }

  /// A part of a list that is new or gone, in one line.
  private func whole(_ place: Place, _ part: [Value], isGone: Bool) -> SettingLine {
    let key = place.stem
    let words = part.prefix(8).map { word in
      let shown = Shown.value(word.value, of: word.key.isEmpty ? key : word.key)
      return word.key.isEmpty ? shown : "\(Shown.value(word.key)): \(shown)"
    }
    let text = words.joined(separator: "; ") + (part.count > 8 ? "; and \(part.count - 8) more" : "")
    return SettingLine(
      key: key, text: "\(Shown.value(key)): " + (isGone ? "\(text) -> not set" : "not set -> \(text)"),
      isRecipient: part.contains { place.reaches($0.key, [$0.value], in: part) }, path: key,
      gone: isGone ? part.map(\.value) : [], come: isGone ? [] : part.map(\.value))
  }

  /// The first of them, and which others there are.
  func shortened(_ lines: [String]) -> [String] {
    guard lines.count > 12 else { return lines }
    let keys = lines.dropFirst(11).map { String($0.prefix { $0 != ":" }) }
    return lines.prefix(11) + ["and \(lines.count - 11) more: \(Shown.list(keys, most: 12))"]
  }
}

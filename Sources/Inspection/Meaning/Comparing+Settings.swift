import Vocabulary

extension Comparing {
  mutating func compareSettings(_ pair: Pair) {
    let told = (
      old: pair.old.toldByThemselves.subtracting(pair.new.toldByThemselves),
      new: pair.new.toldByThemselves.subtracting(pair.old.toldByThemselves)
    )
    let all = settingLines(pair.old.settings, pair.new.settings) { gone, come in
      // What it runs and where it sends have lines of their own.
      told.old.isSuperset(of: gone) && told.new.isSuperset(of: come) && !gone.isEmpty && !come.isEmpty
    }
    let lines = compareAsked(pair, all)
    guard let first = lines.first else { return }
    if pair.new.kind == .trigger, let list = lines.first(where: { $0.hasPrefix("options.ipWhitelist: ") }),
      pair.old.settings.contains(where: { $0.key == "options.ipWhitelist" })
    {
      tell(.triggerOpened, pair, "from where \(pair.name) may be called: \(list.drop { $0 != " " }.dropFirst())")
      if lines.count == 1 { return }
    }
    let isBranch = pair.new.kind == .branch || pair.old.kind == .branch
    let asked = isBranch && lines.contains { !$0.hasPrefix("typeVersion: ") } ? asked(at: pair) : nil
    let kind: Change.Kind = asked != nil ? .approvalCondition : isBranch ? .conditionChanged : .settingChanged
    let what =
      (asked.map { "\($0) changed: " } ?? "") + (isBranch ? "condition of \(pair.name)" : "\(pair.name)")
    if lines.count == 1 {
      tell(kind, pair, "\(what): \(first)")
    } else {
      tell(kind, pair, "\(what): \(lines.count) settings changed", shortened(lines))
    }
  }

  /// What of a person's task decides who is asked, and what the answer is; the lines that are left.
  private mutating func compareAsked(_ pair: Pair, _ lines: [String]) -> [String] {
    guard pair.old.approval != nil, pair.new.approval != nil else { return lines }
    let kinds: [(prefix: String, kind: Change.Kind, what: String)] = [
      ("asked.", .approvalChanged, "who is asked at \(pair.name), and how many have to agree"),
      ("answer.", .approvalCondition, "what counts as a yes at \(pair.name)"),
    ]
    var left = lines
    for (prefix, kind, what) in kinds {
      let mine = left.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      left.removeAll { $0.hasPrefix(prefix) }
      if mine.count == 1 { tell(kind, pair, "\(what): \(mine[0])") }
      if mine.count > 1 { tell(kind, pair, "\(what): \(mine.count) settings changed", shortened(mine)) }
    }
    return left
  }

  /// `key: old -> new` for each that differs. The parts of a list go by what they say, not by their number.
  func settingLines(
    _ old: [Model.Setting], _ new: [Model.Setting], isTold: ([String], [String]) -> Bool = { _, _ in false }
  ) -> [String] {
    let keyed = { (settings: [Model.Setting]) in settings.map { (key: $0.key, value: $0.value) } }
    return settingLines(keyed(old), keyed(new), under: "", isTold)
  }

  private typealias Value = (key: String, value: String)

  private func settingLines(
    _ old: [Value], _ new: [Value], under prefix: String, _ isTold: ([String], [String]) -> Bool
  ) -> [String] {
    var (was, now) = (Parted(old), Parted(new))
    for list in Set(was.lists.keys).union(now.lists.keys) where !was.isList(list) || !now.isList(list) {
      was.spread(list)
      now.spread(list)
    }
    var lines: [(key: String, text: String)] = Set(was.plain.keys).union(now.plain.keys).compactMap { key in
      line(key, was.plain[key, default: []], now.plain[key, default: []], under: prefix, isTold).map { (key, $0) }
    }
    for list in Set(was.lists.keys).union(now.lists.keys) {
      lines += listLines(list, was.lists[list, default: [:]], now.lists[list, default: [:]], under: prefix, isTold)
        .map { (list, $0) }
    }
    return lines.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element.text)
  }

  private func line(
    _ key: String, _ old: [String], _ new: [String], under prefix: String, _ isTold: ([String], [String]) -> Bool
  ) -> String? {
    let gone = Comparing.surplus(of: old, over: new)
    let come = Comparing.surplus(of: new, over: old)
    if gone.isEmpty && come.isEmpty || isTold(gone, come) { return nil }
    let isSecret = Shown.isSecretLabel(key.isEmpty ? prefix : key)
    let words = [gone, come].map { values in
      values.isEmpty ? "not set" : values.map { isSecret ? Shown.digest($0) : $0 }.joined(separator: ", ")
    }
    return
      "\(Shown.value(joined(prefix, key))): \(isSecret ? "\(words[0]) -> \(words[1])" : Shown.change(words[0], words[1]))"
  }

  private func joined(_ prefix: String, _ key: String) -> String {
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
    _ list: String, _ old: [Int: [Value]], _ new: [Int: [Value]], under prefix: String,
    _ isTold: ([String], [String]) -> Bool
  ) -> [String] {
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
    let name = joined(prefix, list)
    var lines: [String] = []
    let changed = partners(&gone, &come, old, new)
    pairs = (pairs + changed).sorted { $0.was < $1.was }
    if zip(pairs, pairs.dropFirst()).contains(where: { $0.now > $1.now }) {
      lines.append("\(Shown.value(name)): \(changed.isEmpty ? "the same " : "")parts in another order")
    }
    for (was, now) in changed {
      lines += settingLines(
        old[was, default: []], new[now, default: []], under: joined(name, "\(now)"), isTold)
    }
    for number in gone { lines.append(whole(joined(name, "\(number)"), old[number, default: []], isGone: true)) }
    for number in come { lines.append(whole(joined(name, "\(number)"), new[number, default: []], isGone: false)) }
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
  private func whole(_ key: String, _ part: [Value], isGone: Bool) -> String {
    let words = part.prefix(8).map { word in
      let shown =
        Shown.isSecretLabel(word.key.isEmpty ? key : word.key) ? Shown.digest(word.value) : Shown.value(word.value)
      return word.key.isEmpty ? shown : "\(Shown.value(word.key)): \(shown)"
    }
    let text = words.joined(separator: "; ") + (part.count > 8 ? "; and \(part.count - 8) more" : "")
    return "\(Shown.value(key)): " + (isGone ? "\(text) -> not set" : "not set -> \(text)")
  }

  /// The first of them, and which others there are.
  func shortened(_ lines: [String]) -> [String] {
    guard lines.count > 12 else { return lines }
    let keys = lines.dropFirst(11).map { String($0.prefix { $0 != ":" }) }
    return lines.prefix(11) + ["and \(lines.count - 11) more: \(Shown.list(keys, most: 12))"]
  }

  func setting(_ setting: Model.Setting) -> String {
    Shown.isSecretLabel(setting.key) ? Shown.digest(setting.value) : Shown.value(setting.value)
  }
}

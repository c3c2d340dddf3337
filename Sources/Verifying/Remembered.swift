import Cryptography
import Gathering
import Git

/// What was verified once and held, so that only what came since is judged: made by this program, for this user, of this repository.
///
/// Nothing is believed of a file whose authentication code is not the key's. Its form is the tool's own business: another version
/// of the tool begins anew.
struct Remembered: Hashable, Sendable {
  var line: LineRecord
  /// The refs that were judged: the integration branch, the environments', the journals', by their full names.
  var refs: [String: ObjectID]
  var tally: Tally
  /// By workflow the latest date of a landing or step about it.
  var newest: [String: Newest]
  /// The latest date of a step of any environment.
  var newestStep: Int64
  /// What somebody recalled, whether that counts or not.
  var recalled: Set<Said.Recalled> = []
  /// See `LandedVersions`.
  var marks: [UInt64]

  /// When something last happened to a workflow.
  struct Newest: Hashable, Sendable {
    var landing = Int64.min
    var step = Int64.min
  }
}

/// Where a memory is kept, and by whom.
package struct Memory: Sendable {
  /// Who verifies with what: the version of the tool and the repository's path. Another one's memory is none.
  package let binding: String
  /// 32 secret bytes of the user's.
  package let key: [UInt8]

  package init(binding: String, key: [UInt8]) {
    self.binding = binding
    self.key = key
  }
}

extension Remembered {
  static let name = "verified"
  private static let head = "countersign verified 2"
  private static let tagLength = 32

  /// What the repository's file says; nil where there is none that counts.
  static func read(_ repository: borrowing Repository, _ memory: Memory) -> Remembered? {
    guard let bytes = repository.derived(name), bytes.count > tagLength + 8 else { return nil }
    let body = bytes[tagLength...]
    guard Authentication.isTag(bytes[..<tagLength], of: body, key: memory.key) else { return nil }
    let start = tagLength + 8
    // More than any file is long is no length.
    guard let length = Int(exactly: number(bytes, at: tagLength)), length <= bytes.count - start,
      (bytes.count - start - length) % 8 == 0
    else { return nil }
    let text = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
    var marks: [UInt64] = []
    marks.reserveCapacity((bytes.count - start - length) / 8)
    for offset in stride(from: start + length, to: bytes.count, by: 8) { marks.append(number(bytes, at: offset)) }
    return Remembered(text, marks, memory.binding)
  }

  func keep(_ repository: borrowing Repository, _ memory: Memory) {
    // A name that is two lines would read as something else.
    if newest.keys.contains(where: { $0.contains("\n") }) { return }
    let text = Array(self.text(memory.binding).utf8)
    var body = Self.bytes(UInt64(text.count)) + text
    body.reserveCapacity(body.count + marks.count * 8)
    for mark in marks { body += Self.bytes(mark) }
    repository.keepDerived(Self.name, Authentication.tag(body[...], key: memory.key) + body)
  }

  private static func number(_ bytes: [UInt8], at offset: Int) -> UInt64 {
    var number: UInt64 = 0
    for index in offset..<offset + 8 { number = number << 8 | UInt64(bytes[index]) }
    return number
  }

  private static func bytes(_ number: UInt64) -> [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
  }
}

extension Remembered {
  private func text(_ binding: String) -> String {
    var lines = [Self.head, "binding \(binding)", "root \(line.root.hex)", "tip \(line.tip.hex)"]
    lines.append("line \(line.count) \(line.newest) \(line.policyTree?.hex ?? "none") \(newestStep)")
    for policy in line.policies { lines.append("policy \(policy.from) \(policy.landing.hex)") }
    for kind in Tally.Kind.allCases { lines.append("count \(tally[kind]) \(kind.rawValue)") }
    for (name, id) in refs.sorted(by: { $0.key < $1.key }) { lines.append("ref \(id.hex) \(name)") }
    for (name, newest) in newest.sorted(by: { $0.key < $1.key }) {
      lines.append("newest \(newest.landing) \(newest.step) \(name)")
    }
    for one in recalled.sorted(by: { ($0.workflow, $0.tree.hex) < ($1.workflow, $1.tree.hex) }) {
      lines.append("recalled \(one.tree.hex) \(one.workflow)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How many blanks part one line: what stands behind the last of them is a name, and may hold some itself.
  private static func blanks(in line: Substring) -> Int {
    if line.hasPrefix("newest ") { return 3 }
    return line.hasPrefix("count ") || line.hasPrefix("recalled ") || line.hasPrefix("ref ") ? 2 : 4
  }

  /// Only ever text that `text` made: whoever could write another had the key.
  private init?(_ text: String, _ marks: [UInt64], _ binding: String) {
    let lines = text.split(separator: "\n")
    guard lines.count > 5, lines[0] == Self.head, lines[1] == "binding \(binding)" else { return nil }
    var root: ObjectID?
    var tip: ObjectID?
    var numbers: (count: Int, newest: Int64, policyTree: ObjectID?, step: Int64)?
    var policies: [MainLine.InForce] = []
    var tally = Tally()
    var refs: [String: ObjectID] = [:]
    var newest: [String: Newest] = [:]
    var recalled: Set<Said.Recalled> = []
    for line in lines.dropFirst(2) {
      let words = line.split(
        separator: " ", maxSplits: Self.blanks(in: line), omittingEmptySubsequences: false)
      switch words[0] {
      case "root": root = words.count == 2 ? ObjectID(hex: String(words[1])) : nil
      case "tip": tip = words.count == 2 ? ObjectID(hex: String(words[1])) : nil
      case "line":
        guard words.count == 5, let count = Int(words[1]), let date = Int64(words[2]), let step = Int64(words[4]) else {
          return nil
        }
        numbers = (count, date, ObjectID(hex: String(words[3])), step)
      case "policy":
        guard words.count == 3, let from = Int(words[1]), let landing = ObjectID(hex: String(words[2])) else {
          return nil
        }
        policies.append(.init(from: from, landing: landing))
      case "count":
        guard words.count == 3, let number = Int(words[1]), let kind = Tally.Kind(rawValue: String(words[2])) else {
          return nil
        }
        tally[kind] = number
      case "ref":
        guard words.count == 3, let id = ObjectID(hex: String(words[1])) else { return nil }
        refs[String(words[2])] = id
      case "newest":
        guard words.count == 4, let landing = Int64(words[1]), let step = Int64(words[2]) else { return nil }
        newest[String(words[3])] = Newest(landing: landing, step: step)
      case "recalled":
        guard words.count == 3, let tree = ObjectID(hex: String(words[1])) else { return nil }
        recalled.insert(.init(workflow: String(words[2]), tree: tree))
      default: return nil
      }
    }
    guard let root, let tip, let numbers else { return nil }
    self.init(
      line: LineRecord(
        root: root, tip: tip, count: numbers.count, newest: numbers.newest, policyTree: numbers.policyTree,
        policies: policies), refs: refs, tally: tally, newest: newest, newestStep: numbers.step, recalled: recalled,
      marks: marks)
  }
}

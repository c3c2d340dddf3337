import Cryptography
import Diagnostics
import StrictJSON
import Vocabulary

/// The members of one JSON object, taken one by one; what nobody took is an error, so that nothing is read otherwise than signed.
struct JSONFields {
  /// No two have the same key.
  private let members: [JSONMember]
  private var isTaken: [Bool]
  private let place: Place
  private let what: String
  private let isObject: Bool

  init(_ node: JSONNode, place: Place, what: String) {
    if case .object(let found) = node.content {
      members = found
      isObject = true
    } else {
      members = []
      isObject = false
    }
    isTaken = Array(repeating: false, count: members.count)
    self.place = place
    self.what = what
  }

  mutating func optional(_ key: String) -> JSONNode? {
    guard let place = members.firstIndex(where: { $0.key == key }) else { return nil }
    isTaken[place] = true
    return members[place].value
  }

  mutating func required(_ key: String) throws(Finding) -> JSONNode {
    guard isObject else { throw Finding(.statementMalformed, "\(what) is not an object", at: place) }
    guard let node = optional(key) else { throw Finding(.statementMalformed, "\(what) has no '\(key)'", at: place) }
    return node
  }

  mutating func string(_ key: String) throws(Finding) -> String {
    guard let text = try required(key).string else { throw wrong(key, "text") }
    return text
  }

  mutating func optionalString(_ key: String) throws(Finding) -> String? {
    guard let node = optional(key) else { return nil }
    guard let text = node.string else { throw wrong(key, "text") }
    return text
  }

  mutating func array(_ key: String) throws(Finding) -> [JSONNode] {
    guard let items = try required(key).array else { throw wrong(key, "a list") }
    return items
  }

  mutating func strings(_ key: String) throws(Finding) -> [String] {
    var texts: [String] = []
    for node in try array(key) {
      guard let text = node.string else { throw wrong(key, "a list of text") }
      texts.append(text)
    }
    return texts
  }

  mutating func bool(_ key: String) throws(Finding) -> Bool {
    guard let node = optional(key) else { return false }
    guard let value = node.bool else { throw wrong(key, "true or false") }
    return value
  }

  mutating func base64(_ key: String) throws(Finding) -> [UInt8] {
    guard let bytes = Base64.decode(try string(key)) else { throw wrong(key, "canonical base64") }
    return bytes
  }

  mutating func time(_ key: String) throws(Finding) -> Timestamp {
    guard let time = Timestamp(rfc3339: try string(key)) else { throw wrong(key, "a time like 2026-03-12T02:00:00Z") }
    return time
  }

  mutating func hex(_ key: String, digits: Int) throws(Finding) -> String {
    let text = try string(key)
    guard isHex(text, digits: digits) else { throw wrong(key, "\(digits) lower-case hex digits") }
    return text
  }

  mutating func fields(_ key: String, what: String) throws(Finding) -> JSONFields {
    JSONFields(try required(key), place: place, what: what)
  }

  func end() throws(Finding) {
    guard isObject else { throw Finding(.statementMalformed, "\(what) is not an object", at: place) }
    if let key = zip(members, isTaken).filter({ !$1 }).map(\.0.key).min() {
      throw Finding(.statementMalformed, "\(what) has a member '\(visible(key))' that nobody reads", at: place)
    }
  }

  func wrong(_ key: String, _ form: String) -> Finding {
    Finding(.statementMalformed, "'\(key)' of \(what) is \(form), and here it is not", at: place)
  }
}

func isHex(_ text: String, digits: Int) -> Bool {
  text.utf8.count == digits
    && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
}

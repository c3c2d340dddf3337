/// A value of a TOML text and the line where it starts.
struct TOMLValue {
  enum Content {
    case string(String)
    case integer(Int)
    case float(Double)
    case bool(Bool)
    case array([TOMLValue])
    case table(TOMLTable)
  }

  var content: Content
  /// From 1.
  let line: Int

  /// What it is, for messages.
  var kind: String {
    switch content {
    case .string: "a string"
    case .integer: "an integer"
    case .float: "a float"
    case .bool: "a Boolean"
    case .array: "an array"
    case .table: "a table"
    }
  }
}

/// The members of a table in the order of the text.
struct TOMLTable {
  struct Member {
    let key: String
    var value: TOMLValue
  }

  var members: [Member] = []
  /// Whether `[…]` named it already: a second time is an error.
  var isDefined = false
  /// Whether nothing may be added: an inline table.
  var isClosed = false

  subscript(key: String) -> TOMLValue? {
    for member in members where member.key == key { return member.value }
    return nil
  }
}

/// Why a text is not TOML as it is read here, and on which line.
struct TOMLError: Error, Hashable {
  let line: Int
  let problem: String
}

/// Reads TOML 1.0 without dates and times, which no rule needs: an error with its line for everything else.
enum TOML {
  static func read(_ bytes: [UInt8]) throws(TOMLError) -> TOMLTable {
    guard bytes.count <= 1 << 20 else {
      throw TOMLError(line: 1, problem: "it is larger than 1 MiB")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TOMLError(line: 1, problem: "it is not UTF-8")
    }
    var reader = TOMLReader(Array(text.unicodeScalars))
    return try reader.document()
  }
}

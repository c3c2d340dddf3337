/// Why a time zone cannot be used.
package enum ZoneError: Error, Hashable, Sendable {
  /// Not the form of a zone's name; it may hold anything, so it goes through `visible(_:)` before it is shown.
  case refusedName(String)
  /// A name that means another zone on another host: `localtime`.
  case hostDependent(String)
  /// No such file in the database; the suggestion is a name that is there and probably meant.
  case unknown(zone: String, suggestion: String?)
  /// The folder of the database is not there, or not a folder.
  case noDatabase(folder: String)
  /// The system's error number.
  case unreadable(zone: String, errno: Int32)
  case notAFile(zone: String)
  /// The limit is in bytes.
  case tooLarge(zone: String, limit: Int)
  case damaged(zone: String, ZoneDamage)

  /// One sentence without a full stop, safe to show.
  package var message: String {
    switch self {
    case .refusedName: "a time zone is named like 'Europe/Berlin', in letters, digits, '_', '+', '-' and '/'"
    case .hostDependent(let zone): "'\(zone)' is another time zone on every host, so it decides nothing"
    case .unknown(let zone, _): "the time zone database has no zone '\(zone)'"
    case .noDatabase: "there is no time zone database on this host; install the package 'tzdata'"
    case .unreadable(let zone, let errno): "the rules of time zone '\(zone)' cannot be read (error \(errno))"
    case .notAFile(let zone): "'\(zone)' in the time zone database is not a file of rules"
    case .tooLarge(let zone, let limit): "the rules of time zone '\(zone)' are larger than \(limit) bytes"
    case .damaged(let zone, let damage): "the rules of time zone '\(zone)' cannot be used: \(damage.message)"
    }
  }

  /// The name that was probably meant.
  package var suggestion: String? {
    if case .unknown(_, let suggestion) = self { suggestion } else { nil }
  }
}

/// What is wrong with the bytes of a zone file. Source of the conditions: RFC 8536, section 3.
package enum ZoneDamage: Error, Hashable, Sendable {
  case notTZif
  /// A file of version 1 has neither 64-bit times nor a rule for the future.
  case versionOne
  case truncated
  /// The counts of the header contradict each other or the size of the file.
  case counts
  /// The times count leap seconds, which a timestamp does not.
  case leapSeconds
  case transitionsUnordered
  case transitionType
  case localTimeType
  case footer
  /// Nothing says which time is in force after the last transition.
  case noFooter

  package var message: String {
    switch self {
    case .notTZif: "they do not start like a TZif file"
    case .versionOne: "they are of TZif version 1, without 64-bit times"
    case .truncated: "they end too early"
    case .counts: "the counts in the header contradict each other"
    case .leapSeconds: "they count leap seconds"
    case .transitionsUnordered: "the transitions are not in ascending order"
    case .transitionType: "a transition leads to a local time type that is not there"
    case .localTimeType: "a local time type is out of range"
    case .footer: "the rule for the future is not a TZ string with its dates"
    case .noFooter: "there is no rule for the time after the last transition"
    }
  }
}

import Cvectorscan

/// One compiled vectorscan database for whole texts. It never changes, so threads share it; each needs a `Scratch`.
@safe final class Database: Sendable {
  nonisolated(unsafe) let raw: OpaquePointer

  private init(owning raw: OpaquePointer) { unsafe self.raw = raw }

  deinit { unsafe hs_free_database(raw) }

  /// The library as it is loaded: version and date.
  static var libraryVersion: String {
    guard let text = unsafe hs_version() else { return "unknown" }
    return unsafe String(cString: text)
  }

  /// What vectorscan compiles for on this machine: a database of one processor may be none for another.
  static func platform() throws(SecretsError) -> String {
    var platform = hs_platform_info()
    try check("hs_populate_platform", unsafe hs_populate_platform(&platform))
    return "\(platform.tune).\(platform.cpu_features)"
  }

  /// Compiles triggers; the number of each is its index. The one that vectorscan does not take is named by its index.
  static func compile(_ triggers: [Trigger], name: (Int) -> String) throws(SecretsError) -> Database {
    // One after the other in one piece of memory, each with its zero.
    var texts: [CChar] = []
    var starts: [Int] = []
    for trigger in triggers {
      starts.append(texts.count)
      texts += trigger.expression.utf8CString
    }
    let flags = triggers.map { trigger in
      UInt32(trigger.caseless ? HS_FLAG_CASELESS : 0)
        | UInt32(trigger.once ? HS_FLAG_SINGLEMATCH : 0)
    }
    let ids = triggers.indices.map { UInt32($0) }
    var made: OpaquePointer?
    var problem: UnsafeMutablePointer<hs_compile_error_t>?
    let code = unsafe texts.withUnsafeBufferPointer { all in
      let expressions = unsafe starts.map { start in
        unsafe all.baseAddress.map { unsafe $0 + start }
      }
      return unsafe hs_compile_multi(
        expressions, flags, ids, UInt32(triggers.count), UInt32(HS_MODE_BLOCK), nil, &made, &problem
      )
    }
    defer { if let problem = unsafe problem { unsafe hs_free_compile_error(problem) } }
    if let problem = unsafe problem, code != HS_SUCCESS {
      let index = Int(unsafe problem.pointee.expression)
      let words =
        unsafe problem.pointee.message.map { unsafe String(cString: $0) } ?? "no reason given"
      throw .expression(
        rule: triggers.indices.contains(index) ? name(index) : "all", problem: words)
    }
    try check("hs_compile_multi", code)
    guard let made = unsafe made else { throw .outOfMemory }
    return unsafe Database(owning: made)
  }

  /// The database as bytes, for `init(serialized:)` of the same library on the same kind of processor.
  func serialized() throws(SecretsError) -> [UInt8] {
    var text: UnsafeMutablePointer<CChar>?
    var count = 0
    try check("hs_serialize_database", unsafe hs_serialize_database(raw, &text, &count))
    guard let text = unsafe text else { throw .outOfMemory }
    defer { unsafe countersign_free(text) }
    return unsafe UnsafeRawBufferPointer(start: text, count: count).map { $0 }
  }

  /// What one thread needs besides; the caller frees it.
  func newScratch() throws(SecretsError) -> OpaquePointer {
    var made: OpaquePointer?
    try check("hs_alloc_scratch", unsafe hs_alloc_scratch(raw, &made))
    guard let made = unsafe made else { throw .outOfMemory }
    return unsafe made
  }

  /// Takes bytes that `serialized` gave, and no others: vectorscan believes what it is given. `DatabaseCache` sees to it.
  static func trusting(serialized bytes: UnsafeRawBufferPointer) throws(SecretsError) -> Database {
    var made: OpaquePointer?
    let text = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    try check("hs_deserialize_database", unsafe hs_deserialize_database(text, bytes.count, &made))
    guard let made = unsafe made else { throw .outOfMemory }
    return unsafe Database(owning: made)
  }
}

/// Where a trigger's match ends.
struct Hit: Hashable {
  let trigger: Int
  /// Behind the last byte.
  let end: Int
}

/// What one thread needs to look at texts, and the hits of the last one.
@safe final class Scratch {
  private let database: Database
  private let raw: OpaquePointer
  private var hits: [Hit] = []
  /// For each trigger the end of its last match: an open end matches at each byte, one of them is enough.
  private var last: [Int]
  private var overflow = false
  /// More hits than this in one text are not kept.
  static let mostHits = 200_000

  init(_ database: Database, triggers: Int) throws(SecretsError) {
    self.database = database
    unsafe raw = try database.newScratch()
    last = Array(repeating: -2, count: triggers)
  }

  deinit { unsafe hs_free_scratch(raw) }

  /// The hits in the order of their ends; `complete` is false when there were more than are kept.
  func scan(_ bytes: UnsafeBufferPointer<UInt8>) throws(SecretsError) -> (
    hits: [Hit], complete: Bool
  ) {
    hits.removeAll(keepingCapacity: true)
    overflow = false
    guard bytes.count <= Int(UInt32.max) else { return ([], false) }
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    let code = unsafe bytes.withMemoryRebound(to: CChar.self) { text in
      unsafe hs_scan(database.raw, text.baseAddress, UInt32(text.count), 0, raw, noteMatch, context)
    }
    for hit in hits { last[hit.trigger] = -2 }
    if code != HS_SCAN_TERMINATED { try check("hs_scan", code) }
    return (hits, !overflow)
  }

  fileprivate func note(_ trigger: Int, _ end: Int) -> Bool {
    let before = last[trigger]
    last[trigger] = end
    if end == before || end == before + 1 { return true }
    if hits.count >= Self.mostHits {
      overflow = true
      return false
    }
    hits.append(Hit(trigger: trigger, end: end))
    return true
  }
}

private let noteMatch: match_event_handler = { id, _, to, _, context in
  guard let context = unsafe context else { return 1 }
  let scratch = unsafe Unmanaged<Scratch>.fromOpaque(context).takeUnretainedValue()
  return scratch.note(Int(id), Int(to)) ? 0 : 1
}

/// Throws what the library says went wrong.
func check(_ call: String, _ code: hs_error_t) throws(SecretsError) {
  if code == HS_NOMEM { throw .outOfMemory }
  guard code == HS_SUCCESS else { throw .library(call: call, code: Int(code)) }
}

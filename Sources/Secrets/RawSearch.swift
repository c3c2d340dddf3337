import Cvectorscan

/// `hs_scan` alone with an engine's database, and nothing done with what it finds: what any search with these expressions takes at
/// least. The benchmark has it beside `SecretScanner`.
@safe package final class RawSearch {
  private let engine: SecretEngine
  private let scratch: OpaquePointer

  package init(_ engine: SecretEngine) throws(SecretsError) {
    self.engine = engine
    unsafe scratch = try engine.database.newScratch()
  }

  deinit { unsafe hs_free_scratch(scratch) }

  package func scan(_ bytes: [UInt8]) throws(SecretsError) {
    let code = unsafe bytes.withUnsafeBytes { text in
      unsafe hs_scan(
        engine.database.raw, text.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(text.count), 0, scratch,
        { _, _, _, _, _ in 0 }, nil)
    }
    try check("hs_scan", code)
  }
}

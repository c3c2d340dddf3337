#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One decoder of outside bytes, and what holds of it for any bytes. What does not hold stops the process.
struct FuzzTarget: Sendable {
  /// That of the folder of its seeds, too.
  let name: String
  let take: @Sendable ([UInt8]) -> Void
  /// What is made once, before the time of an input counts.
  let prepare: @Sendable () -> Void

  init(
    _ name: String, preparing prepare: @escaping @Sendable () -> Void = {},
    _ take: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.name = name
    self.take = take
    self.prepare = prepare
  }

  /// In the order of their names.
  static let all: [FuzzTarget] = [
    .allowedSigners, .commit, .envelope, .inspect, .json, .junit, .manifest, .normalise, .policy, .revokedKeys, .rules,
    .secrets, .sshsig, .statement, .ticket, .trailers, .tree, .xml, .yaml, .zone,
  ]

  /// The one that the environment names.
  static let chosen: FuzzTarget = {
    let name = getenv("COUNTERSIGN_FUZZ").map { String(cString: $0) } ?? ""
    guard let target = all.first(where: { $0.name == name }) else {
      preconditionFailure("COUNTERSIGN_FUZZ names no target; they are \(all.map(\.name).joined(separator: ", "))")
    }
    return target
  }()
}

/// What libFuzzer calls once. Source: llvm.org/docs/LibFuzzer.html, "Startup initialization".
@_cdecl("LLVMFuzzerInitialize")
func initialize(_ count: UnsafeMutableRawPointer?, _ words: UnsafeMutableRawPointer?) -> CInt {
  FuzzTarget.chosen.prepare()
  return 0
}

/// What libFuzzer calls with every input. Source: llvm.org/docs/LibFuzzer.html, "Fuzz Target".
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzTarget.chosen.take(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

import Glibc
import Secrets

/// How fast texts are searched for secrets, beside what vectorscan alone takes for the same texts with the same expressions.
extension Bench {
  /// Megabytes a second of processor time, one thread each, in turns.
  struct Speeds {
    var ours: [Double] = []
    var raw: [Double] = []
    /// Secrets that were found, so that nothing found cannot look fast.
    var found = 0
    var bytes = 0

    var ratio: Double { Sample.median(ours) / Sample.median(raw) }
    var text: String { Self.text(ours) }
    var rawText: String { Self.text(raw) }

    private static func text(_ speeds: [Double]) -> String {
      "\(Sample.text(speeds)) MB/s"
    }
  }

  /// Searches all files below a directory, each as often as makes `most` bytes in all.
  static func search(_ directory: String, most: Int, rounds: Int) throws -> Speeds {
    let files = try Spawn.must(["find", directory, "-type", "f", "-not", "-path", "*/.git/*"], in: directory).output
    let texts = try files.split(separator: "\n").sorted().map {
      (path: String($0), bytes: try Files.bytes(String($0)))
    }
    let once = texts.reduce(0) { $0 + $1.bytes.count }
    guard once > 0 else { throw Trouble("there is nothing to search in \(directory)") }
    let times = max(1, most / once)
    let engine = try SecretEngine(SecretRules.builtIn)
    let vectorscan = try RawSearch(engine)
    var speeds = Speeds()
    speeds.bytes = once * times
    for round in 0...rounds {
      let before = Self.processor()
      for _ in 0..<times { for text in texts { try vectorscan.scan(text.bytes) } }
      let between = Self.processor()
      var found = 0
      let scanner = try SecretScanner(engine, options: SecretScanner.Options(key: [1]))
      for _ in 0..<times {
        for text in texts { found += try scanner.scan(text.bytes, as: .definition(path: text.path)).findings.count }
      }
      let after = Self.processor()
      if round == 0 { continue }
      speeds.found = found / times
      speeds.raw.append(Double(speeds.bytes) / (between - before) / 1e6)
      speeds.ours.append(Double(speeds.bytes) / (after - between) / 1e6)
    }
    return speeds
  }

  /// Milliseconds on the clock until the kept database of the built-in rules is read, checked and ready, in one process after another
  /// load; `directory` is where it is kept.
  static func loads(in directory: String, rounds: Int) throws -> [Double] {
    _ = try SecretEngine(.builtIn, cache: directory)
    return try (0..<rounds).map { _ in
      let before = clock(CLOCK_MONOTONIC)
      guard try SecretEngine(.builtIn, cache: directory).fromCache else { throw Trouble("the database was not kept") }
      return (clock(CLOCK_MONOTONIC) - before) * 1000
    }
  }

  /// The rows of the search: the definitions of a directory, and rules that are kept in another.
  static func searchRows(_ directory: String, rules: String, isSmoke: Bool) throws -> [Row] {
    let speeds = try search(directory, most: isSmoke ? 1 : 100_000_000, rounds: isSmoke ? 1 : 3)
    let loads = try loads(in: rules, rounds: 21)
    return [
      Row(
        "search for secrets, \(speeds.bytes / 1_000_000) MB of definitions, one core", words: speeds.text,
        beside: "raw vectorscan \(speeds.rawText), \(Sample.short(speeds.ratio)) of it", target: "≥ 0.5",
        isMet: speeds.ratio >= 0.5),
      Row(
        "the rules' database, kept, until it is ready", words: "\(Sample.text(loads)) ms", target: "≤ 1 ms",
        isMet: Sample.median(loads) <= 1),
    ]
  }

  /// Seconds of processor time of this thread.
  private static func processor() -> Double { clock(CLOCK_THREAD_CPUTIME_ID) }

  private static func clock(_ id: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(id, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

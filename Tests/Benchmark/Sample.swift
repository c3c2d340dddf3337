/// Several runs of the same thing.
struct Sample {
  private(set) var runs: [Run]

  init(_ runs: [Run]) { self.runs = runs }

  /// Runs it `rounds` times after one that does not count: what is cached is there, as in daily use.
  static func of(_ rounds: Int, before: () throws -> Void = {}, _ run: () throws -> Run) throws -> Sample {
    var runs: [Run] = []
    for round in 0...rounds {
      try before()
      let one = try run()
      if round > 0 { runs.append(one) }
    }
    return Sample(runs)
  }

  /// Of the wall clock, in milliseconds.
  var median: Double { Self.median(runs.map(\.seconds)) * 1000 }
  var least: Double { (runs.map(\.seconds).min() ?? 0) * 1000 }
  var most: Double { (runs.map(\.seconds).max() ?? 0) * 1000 }
  /// Of user and system time, in milliseconds: what other work on the machine changes least.
  var processor: Double { Self.median(runs.map(\.processor)) * 1000 }
  var megabytes: Double { Double(runs.map(\.bytes).max() ?? 0) / 1_048_576 }

  /// `12.3 (11.9–14.0)`
  var text: String { "\(Self.short(median)) (\(Self.short(least))–\(Self.short(most)))" }

  /// The same of values of any unit.
  static func text(_ values: [Double]) -> String {
    "\(short(median(values))) (\(short(values.min() ?? 0))–\(short(values.max() ?? 0)))"
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    if sorted.isEmpty { return 0 }
    return sorted.count % 2 == 1
      ? sorted[sorted.count / 2] : (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
  }

  /// Three digits that count.
  static func short(_ value: Double) -> String {
    if value >= 100 { return String(Int(value.rounded())) }
    let factor: Double = value >= 10 ? 10 : 100
    let scaled = Int((value * factor).rounded())
    let (whole, rest) = (scaled / Int(factor), scaled % Int(factor))
    let digits = factor == 10 ? "\(rest)" : (rest < 10 ? "0\(rest)" : "\(rest)")
    return "\(whole).\(digits)"
  }
}

/// One line of the table.
struct Row {
  let what: String
  let ours: String
  var processor = ""
  var memory = ""
  var beside = ""
  var target = ""
  /// nil where there is no target, or it could not be measured.
  var isMet: Bool?

  init(
    _ what: String, _ sample: Sample, beside: String = "", target: String = "", isMet: Bool? = nil
  ) {
    self.what = what
    ours = "\(sample.text) ms"
    processor = "\(Sample.short(sample.processor)) ms"
    memory = "\(Sample.short(sample.megabytes)) MB"
    self.beside = beside
    self.target = target
    self.isMet = isMet
  }

  init(_ what: String, words: String, beside: String = "", target: String = "", isMet: Bool? = nil) {
    self.what = what
    ours = words
    self.beside = beside
    self.target = target
    self.isMet = isMet
  }

  static let heading = """
    | what | median (least–most) | processor | memory | beside it, in the same run | target | met |
    |---|---|---|---|---|---|---|
    """

  var line: String {
    let met = isMet.map { $0 ? "yes" : "**no**" } ?? ""
    return "| \(what) | \(ours) | \(processor) | \(memory) | \(beside) | \(target) | \(met) |"
  }
}

import Glibc

let usage = """
  usage: benchmark [--quick | --smoke] [--countersign PROGRAM] [--scratch DIRECTORY] [--rounds N]
         benchmark make SHAPE DIRECTORY
         benchmark search DIRECTORY

  """

func failed(_ what: String, _ status: Int32) -> Never {
  Files.say("benchmark: \(what)", to: 2)
  exit(status)
}

do {
  var words = Array(CommandLine.arguments.dropFirst())
  var buffer = [CChar](repeating: 0, count: 4096)
  let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
  let program = String(decoding: buffer.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  let folder = program.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  if words.first == "make", words.count == 3 {
    Spawn.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"]
    try Files.makeDirectory(words[2])
    Spawn.scratch = words[2].split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try Site(shape: try Shape.named(words[1]), path: words[2]).make()
    exit(0)
  }
  if words.first == "search", words.count == 2 {
    let speeds = try Bench.search(words[1], most: 100_000_000, rounds: 3)
    Files.say(
      "\(speeds.bytes) bytes, \(speeds.found) secrets: \(speeds.text), raw vectorscan \(speeds.rawText), "
        + "\(Sample.short(speeds.ratio)) of it", to: 1)
    exit(0)
  }
  // For the tables alone, which run it.
  if words.first == "rows", words.count >= 3 {
    for row in try Bench.searchRows(words[1], rules: words[2], isSmoke: words.count > 3) { Files.say(row.line, to: 1) }
    exit(0)
  }
  var size = Size.whole
  var options = ["--countersign": "\(folder)/countersign", "--scratch": "", "--rounds": ""]
  while let word = words.first {
    words.removeFirst()
    if word == "--quick" || word == "--smoke" {
      size = word == "--quick" ? .quick : .smoke
    } else if options[word] != nil, let value = words.first {
      options[word] = value
      words.removeFirst()
    } else {
      failed("'\(word)' is no option\n\(usage)", 64)
    }
  }
  let scratch = options["--scratch"] ?? ""
  guard scratch.hasPrefix("/") else { failed("--scratch needs an absolute directory\n\(usage)", 64) }
  let bench = try Bench(
    countersign: options["--countersign"] ?? "", scratch: scratch,
    rounds: Int(options["--rounds"] ?? "") ?? size.rounds, program: program)
  try bench.everything(size)
} catch let trouble as Trouble {
  failed(trouble.what, 2)
} catch {
  failed("\(error)", 2)
}

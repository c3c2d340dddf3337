import Glibc

/// Takes the figures: commands on repositories that were made, and rivals beside them.
final class Bench {
  let countersign: String
  let scratch: String
  let rounds: Int
  /// The program itself, which makes repositories in a process of its own.
  let program: String
  /// Commands that this build does not have are left out and named.
  private(set) var missing: Set<String> = []

  init(countersign: String, scratch: String, rounds: Int, program: String) throws {
    self.countersign = countersign
    self.scratch = scratch
    self.rounds = rounds
    self.program = program
    try Files.makeDirectory(scratch)
    Spawn.scratch = scratch
    Spawn.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C", "NO_COLOR": "1"]
    guard Files.exists(countersign) else { throw Trouble("there is no \(countersign): build it first") }
  }

  /// The repository of a shape, made where it is not there yet.
  func site(_ name: String) throws -> Site {
    let site = Site(shape: try Shape.named(name), path: "\(scratch)/\(name)")
    if site.isMade { return site }
    let run = try Spawn.must([program, "make", name, site.path], in: "/")
    talk("made \(name): \(site.shape.commits) commits on main's side, in \(Sample.short(run.seconds)) s")
    return site
  }

  func talk(_ text: String) {
    Files.say(text, to: 2)
  }

  func tell(_ text: String) {
    Files.say(text, to: 1)
  }

  /// Whether this build knows a command.
  func knows(_ command: String) throws -> Bool {
    let help = try Spawn.must([countersign, "--help"], in: scratch).output
    let isThere = help.split(separator: "\n").contains { $0.split(separator: " ").first == command[...] }
    if !isThere { missing.insert(command) }
    return isThere
  }

  /// One command, which must end with 0: a figure of something that did not work is none.
  func ours(
    _ words: [String], at site: Site, in directory: String? = nil, input: String = "", extra: [String: String] = [:],
    rounds count: Int? = nil, before: () throws -> Void = {}
  ) throws -> Sample {
    try Sample.of(count ?? rounds, before: before) {
      try Spawn.must(
        [countersign] + words, in: directory ?? site.work, input: input, extra: site.environment().merging(extra) { $1 }
      )
    }
  }

  func git(
    _ words: [String], at site: Site, in directory: String? = nil, extra: [String: String] = [:],
    rounds count: Int? = nil,
    before: () throws -> Void = {}
  ) throws -> Sample {
    try Sample.of(count ?? rounds, before: before) {
      try Spawn.must(
        ["git"] + words, in: directory ?? site.hub, extra: site.environment().merging(extra) { $1 })
    }
  }
}

/// Commands on three sizes of one thing.
struct Growth {
  let what: String
  let sizes: [String]
  let commands: [String]
  var isQuick = false

  static let all: [Growth] = [
    Growth(
      what: "workflows", sizes: ["workflows-100", "workflows-1000", "workflows-5000"],
      commands: ["status", "gate", "promote", "log", "sync", "pre-commit", "pre-receive"], isQuick: true),
    Growth(
      what: "commits", sizes: ["commits-1000", "commits-10000", "commits-100000"],
      commands: ["status", "gate", "promote", "log", "sync", "pre-commit", "pre-receive", "verify"]),
    Growth(
      what: "statements in one journal", sizes: ["journal-500", "journal-5000", "journal-50000"],
      commands: ["status", "gate", "promote", "log", "sync"]),
    Growth(
      what: "records in one journal", sizes: ["records-10", "records-100", "records-1000"],
      commands: ["gate", "promote"], isQuick: true),
    Growth(
      what: "releases on five environments", sizes: ["releases-200", "releases-2000", "releases-20000"],
      commands: ["status", "gate", "promote", "log", "sync"]),
    Growth(
      what: "branches", sizes: ["refs-500", "refs-5000", "refs-50000"],
      commands: ["status", "gate", "promote", "sync", "pre-receive"]),
  ]
}

extension Bench {
  func grow(_ table: Growth, isWhole: Bool) throws {
    var sites: [Site] = []
    for name in table.sizes { sites.append(try site(name)) }
    let numbers = table.sizes.map { $0.split(separator: "-").last.map(String.init) ?? $0 }
    tell("\n| \(table.what): | \(numbers.joined(separator: " | ")) | memory |")
    tell("|---" + String(repeating: "|---", count: sites.count + 1) + "|")
    for command in table.commands {
      guard try knows(command.hasPrefix("pre-") ? "hook" : command) else { continue }
      var samples: [Sample] = []
      for site in sites { samples.append(try measure(command, site)) }
      let cells = samples.map { "\($0.text) ms" }.joined(separator: " | ")
      let memory = samples.map { Sample.short($0.megabytes) }.joined(separator: ", ")
      tell("| `\(command)` | \(cells) | \(memory) MB |")
    }
  }

  private func measure(_ command: String, _ site: Site) throws -> Sample {
    switch command {
    case "status": try status(site)
    case "gate": try gate(site)
    case "promote": try promote(site)
    case "log": try log(site)
    case "sync": try sync(site)
    case "pre-commit": try preCommit(site)
    case "pre-receive": try preReceive(site, "one-commit")
    case "verify": try verify(site, again: true)
    default: throw Trouble("nobody measures '\(command)'")
    }
  }

  /// All of history, or with `again` one more landing (where the shape has pushes) on top of what was remembered.
  func verify(_ site: Site, again: Bool) throws -> Sample {
    let own = site.environment()
    guard again else {
      return try ours(["verify"], at: site, rounds: min(3, rounds)) {
        try Spawn.must(["rm", "-rf", "\(site.work)/.git/countersign"], in: site.work, extra: own)
      }
    }
    // Where no landing waits nothing is new.
    guard site.shape.pushes else { return try ours(["verify"], at: site) }
    let push = "\(site.path)/pushes/one-commit"
    let line = try Files.text("\(push)/line").split(separator: " ").map(String.init)
    let main = "refs/remotes/origin/main"
    try Spawn.must(
      ["sh", "-c", "cp -n '\(push)'/objects/pack/* .git/objects/pack/"], in: site.work, extra: own)
    try Spawn.must([countersign, "verify"], in: site.work, extra: own)
    let memory = "\(site.work)/.git/countersign/verified"
    try Spawn.must(["cp", memory, memory + ".before"], in: site.work, extra: own)
    try Spawn.must(["git", "update-ref", main, line[1]], in: site.work, extra: own)
    let sample = try ours(["verify"], at: site) {
      try Spawn.must(["cp", memory + ".before", memory], in: site.work, extra: own)
    }
    try Spawn.must(["git", "update-ref", main, line[0]], in: site.work, extra: own)
    try Spawn.must(["mv", memory + ".before", memory], in: site.work, extra: own)
    return sample
  }
}

import Evidence
import Git

/// A repository that was made, where it lies, and how commands are run on it.
struct Site {
  let shape: Shape
  /// Absolute; holds hub.git, work, pushes, keys and home.
  let path: String

  var hub: String { "\(path)/hub.git" }
  var work: String { "\(path)/work" }

  /// Changes with what the generator writes.
  private static let edition = "2"

  var isMade: Bool {
    do { return try Files.text("\(path)/edition") == Self.edition } catch { return false }
  }

  /// The environment of one person: no configuration but their own.
  func environment(_ person: String = "lena") -> [String: String] {
    [
      "HOME": "\(path)/home/\(person)", "GIT_CONFIG_GLOBAL": "\(path)/home/\(person)/.gitconfig",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
    ]
  }

  /// Makes it anew.
  func make() throws {
    let town = try Town(shape)
    try town.found()
    try town.chatter()
    for number in 0..<shape.landings { try town.land(number) }
    let pushes = shape.pushes ? try town.pushes() : []
    _ = try Spawn.must(["rm", "-rf", path], in: "/")
    for folder in ["keys", "pushes", "home"] { try Files.makeDirectory("\(path)/\(folder)") }
    try keep(town.team)
    let own = environment()
    try Spawn.must(["git", "init", "-q", "--bare", "-b", "main", hub], in: path, extra: own)
    try town.pack.write(to: "\(hub)/objects")
    let refs = town.allRefs().sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let lines = refs.map { "\($0.value.hex) \($0.key)\n" }.joined()
    try Files.write(Array(("# pack-refs with: peeled fully-peeled sorted \n" + lines).utf8), to: "\(hub)/packed-refs")
    // What a server's own upkeep leaves, so that the rivals are at their best.
    try Spawn.must(["git", "commit-graph", "write", "--reachable"], in: hub, extra: own)
    for (key, value) in [
      ("countersign.root", town.root.hex), ("receive.unpackLimit", "1"), ("gc.auto", "0"),
      ("receive.autogc", "false"), ("uploadpack.allowAnySHA1InWant", "true"),
    ] {
      try Spawn.must(["git", "config", key, value], in: hub, extra: own)
    }
    for push in pushes {
      let objects = "\(path)/pushes/\(push.name)/objects"
      try push.pack.write(to: objects)
      try Files.write(
        Array("\(push.old.hex) \(push.new.hex) refs/heads/main\n".utf8), to: "\(path)/pushes/\(push.name)/line")
    }
    if shape.clone { try makeClone(own) }
    let next = town.workflows[max(0, shape.landings - 1) % shape.workflows].name
    try Files.write(Array(next.utf8), to: "\(path)/next")
    try Files.write(Array(Self.edition.utf8), to: "\(path)/edition")
  }

  /// A clone as a person has it after `countersign clone`: everything fetched, the journals too.
  private func makeClone(_ own: [String: String]) throws {
    try Spawn.must(["git", "clone", "-q", "--shared", hub, work], in: path, extra: own)
    for (key, value) in [("countersign.root", try root()), ("gc.auto", "0")] {
      try Spawn.must(["git", "config", key, value], in: work, extra: own)
    }
    let refspecs = ["refs/countersign/journal/*:refs/countersign/journal/*", "refs/heads/*:refs/remotes/origin/*"]
    try Spawn.must(["git", "fetch", "-q", "origin"] + refspecs, in: work, extra: own)
    try Spawn.must(["git", "pack-refs", "--all"], in: work, extra: own)
  }

  func root() throws -> String {
    let said = try Spawn.must(["git", "config", "countersign.root"], in: hub, extra: environment()).output
    return said.split(separator: "\n").first.map(String.init) ?? ""
  }

  /// The workflow whose last landing was not released yet.
  func next() throws -> String { try Files.text("\(path)/next") }

  private func keep(_ team: Team) throws {
    try Files.write(Array(team.signers.utf8), to: "\(path)/signers")
    for person in team.all {
      let key = "\(path)/keys/\(person.name)"
      try Files.write(Array(person.privateFile.utf8), to: key, mode: 0o600)
      try Files.write(Array("\(person.publicText)\n".utf8), to: "\(key).pub")
      try Files.makeDirectory("\(path)/home/\(person.name)")
      let text = """
        [user]
          name = \(person.name)
          email = \(person.email)
          signingkey = \(key).pub
        [gpg]
          format = ssh
        [gpg "ssh"]
          allowedSignersFile = \(path)/signers
        [safe]
          directory = *

        """
      try Files.write(Array(text.utf8), to: "\(path)/home/\(person.name)/.gitconfig")
    }
  }
}

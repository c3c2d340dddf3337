import Diagnostics
import Gathering
import Git

/// What makes a bare repository one that says no: the two hooks, the root of trust, git's own checks.
enum ServerSetup {
  /// Settings that a server gains where its owner has not decided otherwise.
  private static let settings = [
    // Malformed objects never get in.
    ("receive.fsckObjects", "true"),
    // The hook judges sizes from headers; git itself stops a pack that is larger than any honest one.
    ("receive.maxInputSize", "512m"),
    ("core.logAllRefUpdates", "true"),
    // A cut-off history would cut off the server's own.
    ("receive.shallowUpdate", "false"),
  ]

  /// Sets up the repository. Gives whether all is in place, the root included.
  static func install(root: String?, _ place: borrowing Workplace) throws(Finding) -> Ending {
    guard place.repository.isBare else {
      throw Finding(
        .hooksServer, "a server's repository is bare", at: Place(place.repository.gitDirectory),
        because: ["a push would move the branch that is checked out here"],
        next: ["git clone --bare, then run this there", "countersign hooks install, in a clone to work in"])
    }
    let isWritten = try writeHooks(place)
    for (key, value) in settings { try set(key, value, place) }
    let pinned = try pin(root, place)
    return (isWritten ? Ending.done : .held).worse(pinned)
  }

  private static func writeHooks(_ place: borrowing Workplace) throws(Finding) -> Bool {
    let folder = try HookFolder.find(place)
    guard folder.isOwn else { throw SettingUp.elsewhere(folder) }
    try Files.makeDirectory(folder.path)
    var isComplete = true
    for name in HookScripts.serverNames {
      switch folder.state(name) {
      case .installed: place.console.line("hook \(name): in place")
      case .chained: place.console.line("hook \(name): called by the one that is there")
      case .missing, .outdated:
        try Files.write(Array(HookScripts.text(name).utf8), to: folder.file(name), mode: 0o755)
        place.console.line("hook \(name): installed")
      case .foreign:
        place.console.tell(SettingUp.foreign(name, folder))
        isComplete = false
      }
    }
    return isComplete
  }

  private static func set(_ key: String, _ value: String, _ place: borrowing Workplace) throws(Finding) {
    do throws(GitError) {
      guard try place.repository.configuration(key, from: .repository) == nil else { return }
      try place.repository.setConfiguration(key, value)
    } catch {
      throw error.finding
    }
    place.console.line("\(key): \(value)")
  }

  /// The root may be named before its commit is there: the first push has to bring it.
  private static func pin(_ root: String?, _ place: borrowing Workplace) throws(Finding) -> Ending {
    guard let root else {
      if let pinned = try Pinning.pinned(place) {
        place.console.line("the root of trust is pinned: \(visible(pinned))")
        return .done
      }
      place.console.tell(
        Finding(
          .trustNoRoot, "no root of trust is pinned, so every push is refused", level: .warning,
          next: ["countersign hooks install --server --root ID, with the whole id of the first policy's landing"]))
      return .undecided
    }
    guard let id = ObjectID(hex: root) else {
      throw Finding(
        .trustNoRoot, "'\(visible(root))' is not a whole commit id",
        next: ["git rev-parse main, where the policy was made"])
    }
    let isHere: Bool
    do throws(GitError) { isHere = try place.repository.kind(of: id) != nil } catch { throw error.finding }
    if isHere { return try Pinning.pin(id, place) }
    if let before = try Pinning.pinned(place), before != id.hex { return Pinning.refuse(before, id, place) }
    do throws(GitError) { try place.repository.setConfiguration(Collector.rootKey, id.hex) } catch {
      throw error.finding
    }
    place.console.line("pinned the root of trust: \(id.hex)")
    place.console.talk("it is not here yet: the first push has to bring it, on the integration branch and alone")
    return .done
  }
}

extension Rule {
  static let hooksServer = Rule(
    "hooks.server", "The server's hook belongs in a bare repository.",
    "It judges what others push. Whoever works in a clone has four hooks of their own: 'countersign hooks install'.")
}

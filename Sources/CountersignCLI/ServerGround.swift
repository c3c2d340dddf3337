import Diagnostics
import Gathering
import Git
import Glibc
import Programs
import Receiving

/// What the server's two hooks go by: the repository that git names, its own configuration, and nothing of whoever pushes.
enum ServerGround {
  /// More threads would take memory from other pushes, and gain little.
  private static let mostThreads = 4

  /// Reads through what git names in the environment of its hooks.
  static func collector(_ environment: HookEnvironment) throws(Finding) -> Collector {
    guard environment.gitDirectory != nil else {
      throw Finding(
        .pushInput, "git did not run this: GIT_DIR is not set",
        next: ["let git receive-pack run this hook: countersign hooks install --server"])
    }
    let clock = Workplace.now()
    // Whoever pushes may choose the rest of the environment, on some servers.
    let programs = Programs(environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"])
    let open: @Sendable (CommonMemory, Crew?) throws(GitError) -> sending Collector = { common, crew throws(GitError) in
      Collector(
        try Repository.openFromEnvironment(environment), view: View(remote: nil, isServer: true), programs: programs,
        zoneFolder: "/usr/share/zoneinfo", clock: clock, common: common, crew: crew)
    }
    do throws(GitError) {
      try Repository.forgetUserConfiguration()
      let crew = Crew(threads: min(Workplace.processors, mostThreads)) { common in
        do throws(GitError) { return try open(common, nil) } catch { return nil }
      }
      return try open(crew.common, crew)
    } catch {
      throw error.finding
    }
  }

  /// The whole of standard input, within bounds.
  static func input(limit: Int) throws(Finding) -> [UInt8] {
    var input: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Finding(.pushInput, "the list of refs cannot be read", next: ["run the push again"])
      }
      if count == 0 { return input }
      input += buffer[..<count]
      guard input.count <= limit else {
        throw Finding(
          .pushTooLarge, "the push moves too many refs", because: ["the list of them is over \(limit) bytes"],
          next: ["push in parts"])
      }
    }
  }

  /// What a push is told where git does not run the second hook; nil: it lies where git looks for it.
  static func secondHookMissing(_ repository: borrowing Repository) -> Finding? {
    let name = HookScripts.transaction
    let folder: String
    do throws(GitError) {
      let path = try repository.configuration("core.hooksPath", from: .repository) ?? "hooks"
      folder = path.hasPrefix("/") ? path : repository.commonDirectory + path
    } catch {
      return error.finding
    }
    if access("\(folder)/\(name)", X_OK) == 0 { return nil }
    return Finding(
      .hooksTransaction, "the server has no hook \(name): two pushes at once do not see each other", level: .note,
      next: ["on the server, where it can have it: countersign hooks install --server (docs/server.md)"])
  }
}

extension Rule {
  static let hooksTransaction = Rule(
    "hooks.transaction", "The server lacks the hook that judges again when refs move.",
    """
    pre-receive judges a push before git moves its refs, and another may come between. 'reference-transaction' judges under the \
    locks of the refs. Hosts that manage git's hooks themselves may have no place for it: docs/server.md says which.
    """)
}

import ArgumentParser
import Diagnostics
import Facts
import Gathering
import Git
import Glibc
import PolicyModel
import Signatures
import Vocabulary

/// What the shell offers behind TAB: names from the repository, as they lie there. Nothing is judged, verified or fetched, and
/// where something cannot be read, nothing is offered.
enum Completing {
  @Sendable static func workflows(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offering(words) { place, policy throws(GitError) in try names(place, policy) }
  }

  /// Workflows, and `all` or `policy` where that is meant.
  @Sendable static func workflowsOrPolicy(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offering(words) { place, policy throws(GitError) in try names(place, policy) + [Naming.policy] }
  }

  @Sendable static func environments(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offering(words) { _, policy throws(GitError) in policy.environments.map(\.name) }
  }

  @Sendable static func environmentsOrAll(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    environments(words, index, prefix) + [Naming.all]
  }

  @Sendable static func targets(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    [Target.main.name] + environments(words, index, prefix)
  }

  /// Versions of the workflow that the line names, newest first: what main and the environments hold or held.
  @Sendable static func versions(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offering(words) { place, policy throws(GitError) in
      let known = Set(try names(place, policy))
      guard let workflow = words.first(where: known.contains) else { return [] }
      var found: [String] = []
      for branch in [policy.integrationBranch] + policy.environments.map(\.branch) {
        for root in policy.roots {
          let tip = try place.repository.reference(place.collector.view.ref(ofBranch: branch))
          for step in try place.collector.transitions(of: "\(root)/\(workflow)", from: tip, most: mostVersions) {
            guard let tree = step.new else { continue }
            let name = try place.collector.version(ofTree: tree).shortName
            if !found.contains(name) { found.append(name) }
          }
        }
      }
      return found
    }
  }

  @Sendable static func people(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offering(words) { _, policy throws(GitError) in policy.people.keys.sorted() }
  }

  @Sendable static func parties(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offering(words) { _, policy throws(GitError) in (Array(policy.people.keys) + policy.services.keys).sorted() }
  }

  @Sendable static func roles(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offering(words) { _, policy throws(GitError) in Set(policy.people.values.flatMap(\.roles)).sorted() }
  }

  /// Fingerprints of the keys of whom the line names.
  @Sendable static func keys(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offering(words) { place, policy throws(GitError) in
      let snapshot = try snapshot(place)
      return snapshot.keyring.allowed.entries.filter { entry in
        entry.principals.contains { address in
          switch policy.party(email: address) {
          case .person(let name)?, .service(let name)?: words.contains(name)
          case nil: false
          }
        }
      }.map(\.key.fingerprint)
    }
  }

  /// Suites that manifests name are free texts; what a gate asks for are the ones that count.
  @Sendable static func suites(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    offering(words) { _, policy throws(GitError) in
      let gates = ([policy.main] + policy.environments.map(\.gates)).flatMap {
        Array($0.byClass.values) + [$0.all].compactMap(\.self)
      }
      return Set(gates.flatMap { $0.tests?.suites ?? [] }).sorted()
    }
  }

  /// How far back versions are looked for on each branch.
  private static let mostVersions = 20

  private static func offering(
    _ words: [String], _ names: (borrowing Workplace, Policy) throws(GitError) -> [String]
  ) -> [String] {
    do {
      var common = Common()
      common.directory = directory(words)
      let place = try Workplace.open(common, Console(color: .never, environment: processEnvironment()))
      let known = try snapshot(place).policy
      guard case .known(let policy) = known else { return [] }
      return try names(place, policy)
    } catch {
      // A completion that fails offers nothing and says nothing: the command itself will.
      return []
    }
  }

  /// What `-C` names on the line that is being typed.
  private static func directory(_ words: [String]) -> String {
    guard let at = words.lastIndex(where: { $0 == "-C" || $0 == "--directory" }), at + 1 < words.count else {
      return "."
    }
    return words[at + 1]
  }

  /// The policy at the tip of the integration branch, else the one that HEAD has; it is not asked whether it is in force.
  private static func snapshot(_ place: borrowing Workplace) throws(GitError) -> PolicySnapshot {
    for ref in [place.collector.view.ref(ofBranch: "main"), "refs/heads/main"] {
      guard let tip = try place.repository.reference(ref) else { continue }
      return try place.collector.snapshot(inRootTree: try place.repository.commit(tip).tree)
    }
    guard let head = try place.repository.head().id else {
      return try PolicySnapshot.read(nil, version: nil, in: place.repository)
    }
    return try place.collector.snapshot(inRootTree: try place.repository.commit(head).tree)
  }

  /// Workflows on main, in the environments and in the work tree.
  private static func names(_ place: borrowing Workplace, _ policy: Policy) throws(GitError) -> [String] {
    var found: Set<String> = []
    for branch in [policy.integrationBranch] + policy.environments.map(\.branch) {
      guard let tip = try place.repository.reference(place.collector.view.ref(ofBranch: branch)) else { continue }
      let tree = try place.repository.commit(tip).tree
      for root in policy.roots {
        guard let entry = try place.repository.entry(at: root, in: tree), entry.mode == .tree else { continue }
        found.formUnion(try place.repository.tree(entry.id).filter { $0.mode == .tree }.compactMap(\.text))
      }
    }
    if let directory = place.repository.workDirectory {
      found.formUnion(directories(in: policy.roots.map { directory + $0 }))
    }
    return found.filter(Naming.isName).sorted()
  }

  /// The directories in some directories that could be workflows, sorted; one that cannot be opened has none.
  static func directories(in roots: [String]) -> [String] {
    var names: Set<String> = []
    for root in roots {
      guard let stream = opendir(root) else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        var status = stat()
        if Naming.isName(name), lstat("\(root)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
          names.insert(name)
        }
      }
    }
    return names.sorted()
  }
}

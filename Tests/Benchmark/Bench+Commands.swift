import Glibc

/// What is measured of one command on one repository.
extension Bench {
  func status(_ site: Site) throws -> Sample { try ours(["status"], at: site) }

  /// A version that is on main and could be released in the first environment.
  func gate(_ site: Site) throws -> Sample {
    try ours(["gate", try site.next(), "--for", "dev"], at: site)
  }

  func log(_ site: Site) throws -> Sample { try ours(["log", try site.next()], at: site) }

  /// Nothing new on either side.
  func sync(_ site: Site) throws -> Sample { try ours(["sync"], at: site) }

  /// A release that is judged, signed by `ssh-keygen` and written; taken back each time.
  func promote(_ site: Site) throws -> Sample {
    let words = ["promote", try site.next(), "--env", "dev", "-m", "a reason that is long enough", "--ticket", "OPS-9"]
    return try ours(words + ["--local"], at: site) {
      try Spawn.must(["git", "update-ref", "-d", "refs/heads/env/dev"], in: site.work, extra: site.environment())
    }
  }

  /// One changed file in the index.
  func preCommit(_ site: Site) throws -> Sample {
    let file = "workflows/flow-0003/run.sh"
    let text = Team.script("flow-0003", 1_000_000)
    try Files.write(Array(text.utf8), to: "\(site.work)/\(file)")
    try Spawn.must(["git", "add", file], in: site.work, extra: site.environment())
    return try ours(["hook", "pre-commit"], at: site)
  }

  /// The server's hook alone, with the push in quarantine as `git receive-pack` has it.
  func preReceive(_ site: Site, _ push: String) throws -> Sample {
    let objects = "\(site.path)/pushes/\(push)/objects"
    try putBack(site, push)
    return try ours(
      ["hook", "pre-receive"], at: site, in: site.hub, input: try Files.text("\(site.path)/pushes/\(push)/line"),
      extra: [
        "GIT_DIR": ".", "GIT_QUARANTINE_PATH": objects, "GIT_OBJECT_DIRECTORY": objects,
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "\(site.hub)/objects",
      ])
  }

  /// The whole push, over a pipe to this machine, to a server without hooks or with both of them.
  func push(_ site: Site, _ push: String, hooks: Bool) throws -> Sample {
    let words = try Files.text("\(site.path)/pushes/\(push)/line").split(separator: " ").map(String.init)
    let from = "\(site.path)/pushes/\(push)/from.git"
    let own = site.environment("maria")
    if !Files.exists(from) {
      try Spawn.must(["git", "init", "-q", "--bare", "-b", "none", from], in: site.path, extra: own)
      let alternates = "\(site.hub)/objects\n\(site.path)/pushes/\(push)/objects\n"
      try Files.write(Array(alternates.utf8), to: "\(from)/objects/info/alternates")
      try Spawn.must(["git", "update-ref", "refs/heads/main", words[1]], in: from, extra: own)
    }
    let folder = "\(site.path)/hooks"
    try Files.makeDirectory(folder)
    for hook in ["pre-receive", "reference-transaction"] {
      let script = "#!/bin/sh\nexec '\(countersign)' hook \(hook) \"$@\"\n"
      try Files.write(Array(script.utf8), to: "\(folder)/\(hook)", mode: 0o755)
    }
    let receive = "git -c core.hooksPath=\(hooks ? folder : "/dev/null") receive-pack"
    let sample = try git(["push", "-q", "--receive-pack", receive, site.hub, "main"], at: site, in: from, extra: own) {
      try putBack(site, push)
    }
    try putBack(site, push)
    return sample
  }

  /// main as it was before the push.
  private func putBack(_ site: Site, _ push: String) throws {
    let old = try Files.text("\(site.path)/pushes/\(push)/line").prefix { $0 != " " }
    try Spawn.must(
      ["git", "-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", String(old)], in: site.hub,
      extra: site.environment())
  }

  /// A C program that opens the repository with the system's shared libgit2.
  func opener(_ site: Site) throws -> Sample {
    let source = "\(scratch)/open.c"
    let text = """
      #include <git2.h>
      int main(int count, char **words) {
        git_repository *repository = 0;
        git_libgit2_init();
        int code = git_repository_open_ext(&repository, count > 1 ? words[1] : ".", 0, 0);
        git_repository_free(repository);
        git_libgit2_shutdown();
        return code != 0;
      }

      """
    try Files.write(Array(text.utf8), to: source)
    try Spawn.must(["cc", "-O2", "-o", "\(scratch)/open", source, "-lgit2"], in: scratch)
    return try Sample.of(rounds * 3) { try Spawn.must(["\(scratch)/open", site.work], in: site.work) }
  }
}

import Glibc
import TestSupport
import Testing

/// THREATS, "Git itself": what lies on the server or around the hook: replace refs, grafts, forged indexes, a hostile
/// environment. G3, G4, G18.
extension GitAttacks {
  @Test("G3: nobody pushes a replace ref: held")
  func replaceRefs() throws {
    let team = try Team(.founded)
    let good = try team.greeting()
    for ref in ["refs/replace/\(team.root)", "refs/replace/x", "refs/Replace/\(team.root)", "refs/replac\u{435}/x"] {
      try team.expectHeld(.maria, ["\(good):\(ref)"], ["push.reserved"])
    }
    try team.expectTaken(.maria, ["\(good):refs/heads/replaced"])
  }

  @Test("G3: a replace ref on the server shows git another commit, and the raw one is judged: held")
  func replacedOnServer() throws {
    let team = try Team(.founded)
    let bad = try team.greeting("echo bad", signedBy: nil)
    let good = try team.greeting("echo good")
    try team.expectTaken(.maria, ["\(bad):refs/heads/bad", "\(good):refs/heads/good"])
    try team.git(.lena, "update-ref", "refs/replace/\(bad)", good, in: "hub.git")
    try team.expectHeld(.maria, ["\(bad):refs/heads/main"], ["metadata.unsigned"])
    try team.git(.lena, "update-ref", "-d", "refs/replace/\(bad)", in: "hub.git")
    // The other way round a good commit stays good.
    try team.git(.lena, "update-ref", "refs/replace/\(good)", bad, in: "hub.git")
    try team.expectTaken(.maria, ["\(good):refs/heads/main"])
  }

  @Test("G3: a policy replaced on the server is not the policy that judges: held")
  func replacedPolicy() throws {
    let team = try Team(.founded)
    let lax = TeamFiles.policy.replacing("ticket: \"OPS-[0-9]+\"", with: "ticket: \".*\"")
    let id = try team.object(.maria, "blob", Array(lax.utf8))
    try team.expectTaken(.maria, ["\(id):refs/tags/lax"])
    let policy = try team.git(.lena, "rev-parse", "main:.countersign/policy.yaml", in: "hub.git")
    try team.git(.lena, "update-ref", "refs/replace/\(policy)", id, in: "hub.git")
    let bad = try team.greeting {
      $0.message = Array("Say hello\n\nWhy: A reason that is long enough\nTicket: none\n".utf8)
    }
    try team.expectHeld(.maria, ["\(bad):refs/heads/main"], ["metadata.ticket"])
  }

  @Test(
    "G3: a grafted, shallow or partial server decides nothing: undecided",
    arguments: [
      ("git rev-parse main >info/grafts", "git.grafts"), ("git rev-parse main >shallow", "git.shallow"),
      ("git config extensions.partialClone origin", "git.partial-clone"),
      ("git config remote.origin.url x; git config remote.origin.promisor true", "git.partial-clone"),
    ])
  func grafted(change: String, rule: String) throws {
    let team = try Team(.founded)
    let good = try team.greeting()
    expect(try team.shell(.lena, "cp config ../config.kept; mkdir -p info; \(change)", in: "hub.git"), 0)
    let before = try team.hubRefs()
    let outcome = try team.push(.maria, ["\(good):refs/heads/main"])
    expect(outcome, 1, errors: ["[\(rule)]"], absent: ["countersign: passed"])
    #expect(try team.hubRefs() == before)
    expect(try team.shell(.lena, "rm -f info/grafts shallow; cp ../config.kept config", in: "hub.git"), 0)
    try team.expectTaken(.maria, ["\(good):refs/heads/main"])
  }

  @Test("G3: a push out of a shallow clone brings no cut-off history in; one that fits is judged like any other")
  func shallowClone() throws {
    let team = try Team(.founded)
    let good = try team.greeting("echo one")
    try team.expectTaken(.maria, ["\(good):refs/heads/main"])
    let hub = "file://" + team.sandbox.absolute("hub.git")
    expect(try team.shell(.jonas, "git clone -q --depth 1 \(hub) ../cut"), 0)
    let commit =
      "echo 'echo two' >workflows/greet/run.sh; git commit -q -a -m 'Say two' -m 'Why: Two is more than one\nTicket: OPS-7'"
    expect(try team.shell(.jonas, "\(commit) && git push -q origin HEAD:main", in: "cut"), 0)
    try team.git(.lena, "config", "receive.shallowUpdate", "true", in: "hub.git")
    let before = try team.hubRefs()
    // Of a history that the server does not have, its end alone: the parent of what is pushed is nowhere.
    let hidden = try team.greeting("echo hidden") { $0.parents = [good] }
    let end = try team.greeting("echo end") { $0.parents = [hidden] }
    try team.git(.maria, "branch", "-f", "end", end)
    let clone = "git clone -q --depth 1 -b end file://\(team.sandbox.absolute("maria")) ../end"
    let cut = try team.shell(.jonas, "\(clone) && cd ../end && git push --no-verify ../hub.git end:main")
    #expect(cut.status == 1, "\(cut.errors)")
    #expect(!cut.errors.contains("countersign: passed"), "\(cut.errors)")
    #expect(try team.hubRefs() == before)
  }

  @Test("G4: a forged commit-graph and a damaged bitmap are not believed: held, and the honest push is taken")
  func commitGraph() throws {
    let team = try Team(.founded)
    let first = try team.greeting("echo one")
    let side = try team.greeting("echo side")
    try team.expectTaken(.maria, ["\(first):refs/heads/main", "\(side):refs/heads/side"])
    expect(
      try team.shell(
        .lena, "git repack -q -a -d --write-bitmap-index && git commit-graph write --reachable", in: "hub.git"), 0)
    try forge(team, child: side, parent: first)
    #expect(
      try team.git(.lena, "-c", "core.commitGraph=true", "log", "-1", "--format=%P", side, in: "hub.git") == first,
      "git itself believes the forged graph")
    try team.expectHeld(.maria, ["--force", "\(side):refs/heads/main"], ["push.rewinds"])
    expect(
      try team.shell(
        .lena, "for f in objects/pack/*.bitmap objects/info/commit-graph; do chmod u+w $f; echo junk >$f; done",
        in: "hub.git"), 0)
    try team.expectHeld(.maria, ["--force", "\(side):refs/heads/main"], ["push.rewinds"])
    let next = try team.greeting("echo two") { $0.parents = [first] }
    try team.expectTaken(.maria, ["\(next):refs/heads/main"])
  }

  /// Gives a commit another parent in the hub's commit-graph. Source of the form: gitformat-commit-graph(5).
  private func forge(_ team: Team, child: String, parent: String) throws {
    let path = "hub.git/objects/info/commit-graph"
    var bytes = try team.sandbox.read(path)
    func number(_ at: Int, _ width: Int) -> Int { bytes[at..<(at + width)].reduce(0) { $0 << 8 | Int($1) } }
    var chunks: [String: Int] = [:]
    for row in 0..<Int(bytes[6]) {
      let at = 8 + row * 12
      chunks[String(decoding: bytes[at..<(at + 4)], as: UTF8.self)] = number(at + 4, 8)
    }
    let fan = try #require(chunks["OIDF"])
    let ids = try #require(chunks["OIDL"])
    let data = try #require(chunks["CDAT"])
    let count = number(fan + 255 * 4, 4)
    func position(_ id: String) -> Int? {
      (0..<count).first { row in bytes[(ids + row * 20)..<(ids + row * 20 + 20)].map(hexDigits).joined() == id }
    }
    let target = try #require(position(parent))
    let field = data + (try #require(position(child))) * 36 + 20
    for index in 0..<4 { bytes[field + index] = UInt8(target >> (24 - 8 * index) & 0xff) }
    let body = Array(bytes.dropLast(20))
    team.sandbox.environment = team.environment(.lena)
    let sum = try team.sandbox.run("sha1sum", [], input: body).output.prefix(40)
    var digest: [UInt8] = []
    var rest = sum[...]
    while let byte = UInt8(rest.prefix(2), radix: 16), rest.count >= 2 {
      digest.append(byte)
      rest = rest.dropFirst(2)
    }
    _ = try team.sandbox.run("rm", ["-f", path])
    try team.sandbox.write(path, body + digest)
  }

  static let surroundings: [(String, String)] = [
    (
      "a HOME whose configuration pins another root",
      """
      mkdir -p ../evil; printf '[countersign]\\n\\troot = %040d\\n[safe]\\n\\tdirectory = *\\n[extensions]\\n\\tpartialClone = x\\n' 4 >../evil/.gitconfig
      export HOME=$PWD/../evil XDG_CONFIG_HOME=$PWD/../evil; unset GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM
      """
    ),
    (
      "configuration by the environment",
      """
      export GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=countersign.root GIT_CONFIG_VALUE_0=4444444444444444444444444444444444444444
      export GIT_CONFIG_KEY_1=core.useReplaceRefs GIT_CONFIG_VALUE_1=true
      export GIT_CONFIG_PARAMETERS="'countersign.root=4444444444444444444444444444444444444444'"
      """
    ),
    (
      "a system's configuration of somebody's choice",
      """
      printf '[countersign]\\n\\troot = 4444\\n' >../system; export GIT_CONFIG_SYSTEM=$PWD/../system GIT_CONFIG=$PWD/../system; unset GIT_CONFIG_NOSYSTEM
      """
    ),
    (
      "a graft file, a shallow file and a replace base",
      """
      git rev-parse main >../grafts; cp ../grafts ../cut
      export GIT_GRAFT_FILE=$PWD/../grafts GIT_SHALLOW_FILE=$PWD/../cut GIT_REPLACE_REF_BASE=refs/heads/ GIT_NO_REPLACE_OBJECTS=
      """
    ),
    (
      "another work tree, index, namespace and common directory",
      """
      mkdir -p ../other; export GIT_WORK_TREE=$PWD/../other GIT_INDEX_FILE=$PWD/../other/index GIT_NAMESPACE=x GIT_COMMON_DIR=$PWD/../other
      export GIT_CEILING_DIRECTORIES=/ GIT_DISCOVERY_ACROSS_FILESYSTEM=1 GIT_PREFIX=x/
      """
    ),
    (
      "push options",
      """
      export GIT_PUSH_OPTION_COUNT=2 GIT_PUSH_OPTION_0=countersign.root=x GIT_PUSH_OPTION_1=--no-verify COUNTERSIGN_SKIP=1 COUNTERSIGN_NOW=0
      """
    ),
    (
      "another zone, language and terminal",
      """
      export TZ=Pacific/Kiritimati LC_ALL=de_DE.UTF-8 LANG=xx TERM=xterm COLUMNS=1 FORCE_COLOR=1 CLICOLOR_FORCE=1 TMPDIR=/nowhere
      """
    ),
    (
      "tools of somebody's choice",
      """
      mkdir -p ../tools; for t in git gpg ssh-keygen; do printf '#!/bin/sh\\nexit 0\\n' >../tools/$t; chmod +x ../tools/$t; done
      export GIT_EXEC_PATH=$PWD/../tools GNUPGHOME=$PWD/../tools SSH_AUTH_SOCK=/nowhere GIT_SSH_COMMAND=false GIT_TRACE=$PWD/../trace
      """
    ),
    (
      "somebody else's objects beside the server's own",
      """
      git init -q --bare ../elsewhere.git; export GIT_ALTERNATE_OBJECT_DIRECTORIES="$GIT_ALTERNATE_OBJECT_DIRECTORIES:$PWD/../elsewhere.git/objects"
      """
    ),
  ]

  @Test(
    "G18: a hostile environment changes no verdict: the bad push is held, the good one taken",
    arguments: surroundings.indices)
  func environment(row: Int) throws {
    let team = try Team(.founded)
    try team.git(.lena, "config", "receive.advertisePushOptions", "true", in: "hub.git")
    let preface = Self.surroundings[row].1
    // The shell's own git calls before it see the plain surroundings.
    try team.prefaceHook(preface + "\nexport PATH=\(team.sandbox.absolute("bin")):\(Team.tools)")
    let bad = try team.greeting("echo bad", signedBy: nil)
    let good = try team.greeting("echo good")
    let options = ["--push-option=countersign.root=\(bad)", "--push-option=--no-verify"]
    try team.expectHeld(.maria, options + ["\(bad):refs/heads/main"], ["metadata.unsigned"])
    try team.expectTaken(.maria, options + ["\(good):refs/heads/main"])
  }

  @Test("G18: an object that only somebody else's objects hold is missing: undecided")
  func alternates() throws {
    let team = try Team(.founded)
    let good = try team.greeting()
    let script = """
      f=objects/$(git rev-parse main:.countersign/policy.yaml | sed 's#..#&/#')
      git init -q --bare ../elsewhere.git; mkdir -p "../elsewhere.git/${f%/*}"; mv "$f" "../elsewhere.git/$f"
      """
    expect(try team.shell(.lena, script, in: "hub.git"), 0)
    let other = team.sandbox.absolute("elsewhere.git/objects")
    try team.prefaceHook(
      "export GIT_ALTERNATE_OBJECT_DIRECTORIES=\"$GIT_ALTERNATE_OBJECT_DIRECTORIES:\(other)\"")
    try team.expectUndecided(
      .maria, ["\(good):refs/heads/main"], ["git.missing-object"], says: ["is not in the repository"])
    // What the server's owner has written down counts.
    try team.sandbox.write("hub.git/objects/info/alternates", other + "\n")
    try team.expectTaken(.maria, ["\(good):refs/heads/main"])
    expect(
      try team.countersign(.lena, "doctor", in: "hub.git"), 0,
      out: ["warning repository: objects are borrowed from another repository", "not searched for secrets"])
  }

  @Test("G18: a server whose git does not look at objects: doctor says so, and what turns it on")
  func uncheckedObjects() throws {
    let team = try Team(.founded)
    func doctor() throws -> String {
      let lines = try team.countersign(.lena, "doctor", in: "hub.git").output.split(separator: "\n")
      let first = try #require(lines.firstIndex { $0.contains("receive.fsckObjects: ") })
      return lines[first...].prefix(2).joined(separator: "\n")
    }
    #expect(try doctor().hasPrefix("ok "), "hooks install --server turns it on")
    try team.trustObjects()
    #expect(try doctor().hasPrefix("warning receive.fsckObjects: it is off"))
    #expect(try doctor().hasSuffix("next: git config receive.fsckObjects true"))
    // What the owner has said stays, until they say otherwise.
    _ = try team.countersign(.lena, "hooks", "install", "--server", in: "hub.git")
    #expect(try doctor().hasPrefix("warning "))
    try team.git(.lena, "config", "--unset", "receive.fsckObjects", in: "hub.git")
    #expect(try doctor().hasPrefix("warning receive.fsckObjects: neither it nor transfer.fsckObjects is on"))
    try team.git(.lena, "config", "transfer.fsckObjects", "yes", in: "hub.git")
    #expect(try doctor().hasPrefix("ok "))
    #expect(try !team.countersign(.lena, "doctor").output.contains("fsckObjects"), "a clone takes no pushes")
  }

  @Test("G14: somebody's branch is dated a century ahead: a warning of doctor; one's own: its clock is wrong")
  func century() throws {
    let team = try Team(.founded)
    let ahead = try team.greeting { $0.committed = 4_102_444_800 }
    try team.expectTaken(.maria, ["\(ahead):refs/heads/ahead"])
    try team.git(.jonas, "fetch", "-q", "origin")
    expect(
      try team.countersign(.jonas, "doctor"), 0,
      out: ["warning clock: ", "on somebody's branch is of 2100-01-01T00:00:00Z"])
    expect(try team.countersign(.lena, "doctor", in: "hub.git"), 0, out: ["ok      clock: "])
    try team.git(.jonas, "branch", "mine", "origin/ahead")
    expect(try team.countersign(.jonas, "doctor"), 1, out: ["wrong   clock: ", "is of 2100-01-01T00:00:00Z"])
  }

  @Test(
    "G18: the hook outside of a push, or with what git never gives it: undecided",
    arguments: [
      ("printf 'a b c\\n'", "push.input"), ("printf 'main\\n'", "push.input"), ("printf '\\0\\0\\n'", "push.input"),
      ("echo $(git rev-parse main) $(git rev-parse main) 'refs/heads/../x'", "push.name"),
      ("echo $(git rev-parse main) $(git rev-parse main) main", "push.name"),
    ])
  func input(line: String, rule: String) throws {
    let team = try Team(.founded)
    let outcome = try team.shell(.lena, "{ \(line); } | GIT_DIR=. hooks/pre-receive", in: "hub.git")
    #expect([1, 2].contains(outcome.status))
    expect(outcome, outcome.status, errors: ["[\(rule)]"])
    let none = try team.shell(.lena, "GIT_DIR=. hooks/pre-receive </dev/null", in: "hub.git")
    #expect(none.status != 0, "a push without refs has passed nothing")
  }
}

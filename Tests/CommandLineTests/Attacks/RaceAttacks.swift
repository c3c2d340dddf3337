import TestSupport
import Testing

/// What comes between: a push is judged, and moves its refs later. The competing push is made by the hub's hook `update`, which
/// git runs after pre-receive and before it moves the ref, so that it always comes exactly there.
@Suite("what comes between judging and moving")
struct RaceAttacks {
  /// Lets a person run a script when the hub is about to move the ref of a push that was judged already.
  private func between(_ team: Team, _ ref: String, _ person: Person, _ script: String) throws {
    let variables = team.environment(person).sorted { $0.key < $1.key }.map { "export \($0.key)='\($0.value)'" }
    let hook = """
      #!/bin/sh
      [ "$1" = \(ref) ] && [ ! -e ../between ] || exit 0
      here=$PWD
      unset $(env | sed -n 's/^\\(GIT_[A-Z_]*\\)=.*/\\1/p')
      \(variables.joined(separator: "\n"))
      cd ../\(person.rawValue) && { \(script); } >"$here/../said" 2>&1
      echo $? >"$here/../between"
      exit 0

      """
    try team.sandbox.write("hub.git/hooks/update", Array(hook.utf8), executable: true)
  }

  /// What was to come between has come.
  private func expectCameBetween(_ team: Team, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let status = String(decoding: try team.sandbox.read("between"), as: UTF8.self)
    let said = String(decoding: try team.sandbox.read("said"), as: UTF8.self)
    #expect(status == "0\n", "\(said)", sourceLocation: sourceLocation)
  }

  /// The push was judged and taken by pre-receive, and its ref did not move.
  private func expectStays(
    _ team: Team, _ outcome: Outcome, _ ref: String, _ before: String, rule: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expectCameBetween(team, sourceLocation: sourceLocation)
    #expect(outcome.status != 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    expect(
      outcome, outcome.status, errors: ["countersign: passed", "the ref does not move", "[\(rule)]"],
      sourceLocation: sourceLocation)
    #expect(try team.hub(ref) == before, sourceLocation: sourceLocation)
    try team.expectSound(sourceLocation: sourceLocation)
  }

  /// A policy with the environment `stage`, on the branch `stage`, approved and not landed.
  private func stagePolicy(_ team: Team) throws {
    let text = TeamFiles.policy.replacing(
      "environments:\n", with: "environments:\n  stage: { branch: env/stage, release: [release-manager], all: {} }\n")
    try team.change(.maria, "stage", [".countersign/policy.yaml": text])
    for owner in [Person.jonas, .sofia] {
      try team.must(owner, "approve", "policy", "--rev", "origin/stage", "-m", "Agreed")
    }
    try team.nextSecond()
  }

  private func journal(_ workflow: String) -> String { "refs/countersign/journal/\(workflow)" }

  /// A no that lies in sofia's clone alone.
  private func keptNo(_ team: Team, _ words: [String]) throws {
    try team.must(.sofia, "sync")
    expect(try team.run(.sofia, Team.binary, ["reject"] + words + ["-m", "No", "--local"]), 0)
    try team.nextSecond()
  }

  @Test("a branch that was judged before the landing that makes it an environment's: does not move")
  func environmentBetween() throws {
    let team = try Team(.adopted)
    try stagePolicy(team)
    let junk = try team.greeting("echo evil", signedBy: nil)
    try between(team, "refs/heads/env/stage", .maria, "\(Team.binary) land stage")
    let outcome = try team.push(.maria, ["\(junk):refs/heads/aside", "\(junk):refs/heads/env/stage"])
    try expectStays(team, outcome, "refs/heads/env/stage", "", rule: "release.form")
    #expect(outcome.errors.contains("[push.overtaken]"))
    // The environment is free for what passes its gate.
    expect(
      try team.countersign(.lena, "promote", "greet", "--env", "stage", "-m", "For the stage", "--ticket", "OPS-7"), 0)
  }

  @Test("the same branch with nothing between: taken, and then the landing waits until it is gone")
  func environmentBefore() throws {
    let team = try Team(.adopted)
    try stagePolicy(team)
    let junk = try team.greeting("echo evil", signedBy: nil)
    try team.expectTaken(.maria, ["\(junk):refs/heads/env/stage"])
    expect(try team.countersign(.maria, "land", "stage"), 1, errors: ["[push.look-alike]"])
    try team.expectTaken(.maria, [":refs/heads/env/stage"])
    expect(try team.countersign(.maria, "land", "stage"), 0)
  }

  @Test("a no to a policy, dated before it landed: not appended after")
  func policyBetween() throws {
    let team = try Team(.adopted)
    try stagePolicy(team)
    try keptNo(team, ["policy", "--rev", "origin/stage"])
    let ref = journal("policy")
    let before = try team.hub(ref)
    try between(team, ref, .maria, "\(Team.binary) land stage")
    try expectStays(team, try team.push(.sofia, [ref]), ref, before, rule: "push.dated")
    expect(try team.countersign(.lena, "doctor", in: "hub.git"), 0, out: ["policy: in force"])
    expect(
      try team.countersign(.lena, "promote", "greet", "--env", "stage", "-m", "For the stage", "--ticket", "OPS-7"), 0)
  }

  @Test("a no to a policy before it lands: taken, and the policy is held")
  func policyBefore() throws {
    let team = try Team(.adopted)
    try stagePolicy(team)
    try keptNo(team, ["policy", "--rev", "origin/stage"])
    try team.expectTaken(.sofia, [journal("policy")])
    expect(try team.countersign(.maria, "land", "stage"), 1)
    #expect(try team.hub("refs/heads/main") == team.root)
  }

  @Test("a no to a change, dated before it landed: not appended after")
  func landingBetween() throws {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Heard it")
    try team.nextSecond()
    try keptNo(team, ["report", "--rev", "origin/louder"])
    let ref = journal("report")
    let before = try team.hub(ref)
    try between(team, ref, .maria, "\(Team.binary) land louder")
    try expectStays(team, try team.push(.sofia, [ref]), ref, before, rule: "push.dated")
  }

  @Test("a no to what an environment adopts, dated before it did: not appended after")
  func adoptionBetween() throws {
    let team = try Team(.founded)
    try team.must(
      .jonas, "approve", "*", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "As it runs today")
    try keptNo(team, ["greet", "--for", "dev", "--rev", "origin/main"])
    let ref = journal("greet")
    let before = try team.hub(ref)
    try between(team, ref, .lena, "\(Team.binary) adopt --env dev")
    try expectStays(team, try team.push(.sofia, [ref]), ref, before, rule: "push.dated")
  }

  // MARK: Another that is prepared at the same time

  /// Holds the lock of a ref in the hub, as git does while it moves it: `since` as `touch -d` reads it.
  private func hold(_ team: Team, _ ref: String, since: String = "1 minute ago") throws {
    let script = "mkdir -p $(dirname \(ref)) && touch -d '\(since)' \(ref).lock"
    expect(try team.shell(.lena, script, in: "hub.git"), 0)
  }

  private func release(_ team: Team, _ ref: String) throws {
    expect(try team.shell(.lena, "rm \(ref).lock", in: "hub.git"), 0)
  }

  /// The push waits for a lock that is not given back, and is told to come again; given back, it is taken.
  private func expectWaits(_ team: Team, _ person: Person, _ what: String, for lock: String) throws {
    let before = try team.hubRefs()
    try hold(team, lock)
    let outcome = try team.push(person, [what])
    #expect(outcome.status != 0)
    expect(outcome, outcome.status, errors: ["[push.overtaken]", "\(lock) since", "push again"])
    try release(team, lock)
    #expect(try team.hubRefs() == before)
    // A younger one has to wait itself.
    try hold(team, lock, since: "1 hour")
    try team.expectTaken(person, [what])
    try release(team, lock)
  }

  @Test("a landing waits for what is being said about it, and a landing of a policy for branches that are being made")
  func landingWaits() throws {
    let team = try Team(.founded)
    try expectWaits(
      team, .maria, "\(try team.greeting("echo one")):refs/heads/main", for: journal("greet"))
    try stagePolicy(team)
    try team.git(.maria, "fetch", "-q", "origin")
    try team.git(.maria, "checkout", "-q", "-B", "main", "origin/main")
    try team.git(.maria, "merge", "-q", "--no-ff", "stage", "-m", "Land it")
    try expectWaits(team, .maria, "main:refs/heads/main", for: "refs/heads/env/stage/x")
  }

  @Test("what is said, and a branch that is made, wait for a landing; a branch that is there does not")
  func othersWait() throws {
    let team = try Team(.founded)
    let work = try team.greeting("echo one")
    try expectWaits(team, .maria, "\(work):refs/heads/work", for: "refs/heads/main")
    try keptNo(team, ["greet", "--for", "dev", "--rev", "origin/main"])
    try expectWaits(team, .sofia, journal("greet"), for: "refs/heads/main")
    try hold(team, "refs/heads/main")
    try team.expectTaken(.maria, ["+\(try team.greeting("echo two")):refs/heads/work"])
    try team.expectTaken(.maria, [":refs/heads/work"])
  }

  @Test("a kill and a rollback wait for nobody")
  func killWaitsForNobody() throws {
    let team = try Team(.released)
    let old = try team.version("report", at: team.root)
    try hold(team, "refs/heads/main")
    try hold(team, journal("report"))
    expect(try team.countersign(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at night"), 0)
    expect(
      try team.countersign(
        .lena, "rollback", "report", "--env", "prod", "--version", old, "-m", "It was calm before", "--execute"), 0)
    try release(team, "refs/heads/main")
    try release(team, journal("report"))
  }

  @Test("a release waits for what is being said about its workflow")
  func releaseWaits() throws {
    let team = try Team(.adopted)
    try team.landFiles("two", ["workflows/greet/run.sh": "#!/bin/sh\necho 2\n"])
    let step = try team.craftStep(
      .lena, "dev", [.take("workflows/greet", from: "origin/main")], try team.stepTrailers("greet", to: "dev"))
    try expectWaits(team, .lena, "\(step):refs/heads/env/dev", for: journal("greet"))
  }

  @Test("an elder that is through in time is waited for, and then it is judged what is there")
  func waitsAndGoesOn() throws {
    let team = try Team(.founded)
    try hold(team, "refs/heads/main")
    let work = try team.greeting("echo one")
    let script = "( sleep 0.3; rm ../hub.git/refs/heads/main.lock ) & git push --no-verify origin \(work):"
    expect(try team.shell(.maria, script + "refs/heads/work"), 0, errors: ["countersign: passed"])
    #expect(try team.hub("refs/heads/work") == work)
  }

  // MARK: The hook itself

  @Test("the second hook killed, or without its program: the ref does not move, and the hub is whole")
  func broken() throws {
    let team = try Team(.founded)
    let path = "hub.git/hooks/reference-transaction"
    let hook = String(decoding: try team.sandbox.read(path), as: UTF8.self)
    let work = try team.greeting("echo one")
    let before = try team.hubRefs()
    for (line, says) in [("kill -9 $$", ""), ("PATH=/nowhere", "not on PATH here, so no ref moves")] {
      let spoiled = hook.replacing("command -v", with: "\(line)\ncommand -v")
      try team.sandbox.write(path, Array(spoiled.utf8), executable: true)
      for ref in ["refs/heads/work", "refs/heads/main"] {
        let outcome = try team.push(.maria, ["\(work):\(ref)"])
        #expect(outcome.status != 0)
        expect(outcome, outcome.status, errors: [says, "ref updates aborted by hook"])
        #expect(try team.hubRefs() == before)
      }
    }
    try team.expectSound()
    try team.sandbox.write(path, Array(hook.utf8), executable: true)
    try team.expectTaken(.maria, ["\(work):refs/heads/main"])
  }

  @Test("git may tidy up, and an administrator may go round the hook; nobody else deletes what only grows")
  func tidying() throws {
    let team = try Team(.adopted)
    let before = try team.git(.lena, "for-each-ref", in: "hub.git")
    for words in [["pack-refs", "--all"], ["gc", "-q", "--prune=now"], ["pack-refs", "--all"]] {
      expect(try team.run(.lena, "git", words, in: "hub.git"), 0)
      #expect(try team.git(.lena, "for-each-ref", in: "hub.git") == before)
    }
    #expect(try team.hubRefs().hasPrefix("packed-refs:"), "they really are packed")
    let outcome = try team.tryGit(.lena, "update-ref", "-d", "refs/heads/main", in: "hub.git")
    expect(outcome, 128, errors: ["[push.rewinds]"])
    #expect(try team.git(.lena, "for-each-ref", in: "hub.git") == before)
    let good = try team.greeting("echo one")
    try team.expectTaken(.maria, ["\(good):refs/heads/main"])
    try team.git(
      .lena, "-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", team.root, in: "hub.git")
  }

  @Test("a server without the second hook says so with each push, and doctor and install mend it")
  func missing() throws {
    let team = try Team(.founded)
    let note = "[hooks.transaction]"
    expect(try team.push(.maria, ["\(try team.greeting()):refs/heads/one"]), 0, absent: [note])
    _ = try team.sandbox.run("rm", ["hub.git/hooks/reference-transaction"])
    expect(try team.push(.maria, ["\(try team.greeting()):refs/heads/two"]), 0, errors: [note])
    let doctor = try team.countersign(.lena, "doctor", in: "hub.git")
    expect(doctor, 1, out: ["reference-transaction is not in place"])
    let installed = try team.countersign(.lena, "hooks", "install", "--server", in: "hub.git")
    #expect(installed.output.contains("hook reference-transaction: installed"))
    expect(try team.push(.maria, ["\(try team.greeting()):refs/heads/three"]), 0, absent: [note])
  }

  @Test("more refs than are judged at once: held; as many as that: taken")
  func manyRefs() throws {
    let team = try Team(.founded)
    let good = try team.greeting()
    let refs = (0...1000).map { "\(good):refs/tags/many/\($0)" }
    try team.expectHeld(.maria, refs, ["push.too-large"], says: ["the push moves 1001 refs"])
    try team.expectTaken(.maria, Array(refs.dropLast()))
  }
}

import TestSupport
import Testing

@Suite("several at once, and none to the end", .serialized)
struct ConcurrencyTests {
  @Test("two people at once in one clone, and in two clones of one hub: no word is lost", arguments: [1, 2])
  func approvals(clones: Int) throws {
    let team = try Team(.submitted)
    let sofia = clones == 1 ? "jonas" : "sofia"
    let before = try team.statements("report")
    let rounds = 10
    for round in 1...rounds {
      let outcome = try team.shell(
        .jonas,
        """
        countersign approve report -m "Jonas \(round)" >../one.out 2>&1 & one=$!
        HOME=../home/sofia GIT_CONFIG_GLOBAL=../home/sofia/.gitconfig \
          countersign -C ../\(sofia) approve report -m "Sofia \(round)" >../two.out 2>&1 & two=$!
        wait $one; a=$?; wait $two; b=$?
        cat ../one.out ../two.out; echo "$a $b"
        """)
      #expect(outcome.output.hasSuffix("0 0"), "round \(round): \(outcome.output)\(outcome.errors)")
    }
    #expect(try team.statements("report") == before + 2 * rounds)
    let parents = try team.git(
      .lena, "log", "--format=%P", "refs/countersign/journal/report", in: "hub.git")
    #expect(parents.split(separator: "\n").allSatisfy { !$0.contains(" ") }, "a journal is a chain")
    try team.expectSound()
  }

  @Test("two promotions at once: one release, and the other one sees it")
  func promotions() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    let before = try team.hub("refs/heads/env/dev")
    let outcome = try team.shell(
      .lena,
      """
      countersign promote greet --env dev -m "Lena was first" --ticket OPS-8 >../one.out 2>&1 & one=$!
      HOME=../home/maria GIT_CONFIG_GLOBAL=../home/maria/.gitconfig \
        countersign -C ../maria promote greet --env dev -m "Maria was first" --ticket OPS-8 >../two.out 2>&1 & two=$!
      wait $one; a=$?; wait $two; b=$?
      cat ../one.out ../two.out; echo "$a $b"
      """)
    #expect(["0 1", "1 0"].contains(String(outcome.output.suffix(3))), "\(outcome.output)")
    #expect(outcome.output.contains("released greet@") && outcome.output.contains("dev holds greet@"))
    #expect(try team.git(.lena, "rev-list", "--count", "\(before)..env/dev", in: "hub.git") == "1")
    try team.expectSound()
  }

  @Test("two releases of two workflows at once: both are there, one after the other")
  func twoWorkflows() throws {
    let team = try Team(.adopted)
    let hello = "#!/bin/sh\necho hello\n"
    try team.change(.maria, "hello", ["workflows/greet/run.sh": hello, "workflows/spare/run.sh": hello])
    try team.must(.maria, "land", "hello")
    let before = try team.hub("refs/heads/env/dev")
    let outcome = try team.shell(
      .lena,
      """
      countersign promote greet --env dev -m "For the developers" --ticket OPS-8 >../one.out 2>&1 & one=$!
      HOME=../home/maria GIT_CONFIG_GLOBAL=../home/maria/.gitconfig \
        countersign -C ../maria promote spare --env dev -m "For the developers" --ticket OPS-8 >../two.out 2>&1 & two=$!
      wait $one; a=$?; wait $two; b=$?
      cat ../one.out ../two.out; echo "$a $b"
      """)
    #expect(outcome.output.hasSuffix("0 0"), "\(outcome.output)")
    #expect(try team.git(.lena, "rev-list", "--count", "\(before)..env/dev", in: "hub.git") == "2")
    for name in ["greet", "spare"] {
      expect(try team.countersign(.lena, "sync"), 0)
      expect(try team.countersign(.lena, "admit", name, "--env", "dev"), 0)
    }
    try team.expectSound()
  }

  struct Killed: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let person: Person
    let command: [String]
    /// What of the hub may move, by one step and no more.
    let ref: String
  }

  static let killed = [
    Killed(
      testDescription: "approve", person: .jonas, command: ["approve", "report", "-m", "Yes"],
      ref: "refs/countersign/journal/report"),
    Killed(
      testDescription: "promote", person: .lena,
      command: ["promote", "greet", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-8"],
      ref: "refs/heads/env/dev"),
    Killed(testDescription: "land", person: .maria, command: ["land", "bye"], ref: "refs/heads/main"),
  ]

  @Test(
    "killed at any moment: the ref is old or new, the repository whole, and the command run again works",
    arguments: killed)
  func sigkill(killed: Killed) throws {
    let team = try Team(.submitted)
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    try team.change(.maria, "bye", ["workflows/spare/run.sh": "#!/bin/sh\necho bye\n"])
    try team.must(killed.person, "sync")
    let old = try team.hub(killed.ref)
    for round in 0..<10 {
      // From the first instruction to about the end of the run.
      let delay = "0.\(["00", "01", "02", "03", "05", "07", "09", "12", "16", "22"][round])"
      let words = killed.command.map { "'\($0)'" }.joined(separator: " ")
      _ = try team.shell(
        killed.person,
        "countersign \(words) >../killed.out 2>&1 & p=$!; sleep \(delay); kill -9 $p 2>/dev/null; wait $p 2>/dev/null; sleep 0.05"
      )
      let fsck = try team.tryGit(killed.person, "fsck", "--strict", "--no-dangling")
      #expect(fsck.status == 0, "\(fsck.errors)")
      let now = try team.hub(killed.ref)
      let ahead = try team.git(.lena, "rev-list", "--count", "\(old)..\(now)", in: "hub.git")
      let isStep = now == old || ahead != "0"
      #expect(isStep, "the ref is neither where it was nor after it")
    }
    var again = try team.run(killed.person, Team.binary, killed.command)
    if again.status == 2, again.errors.contains(".lock'") {
      // The signal came while a ref was locked: the message says which file to remove, and then it works.
      #expect(again.errors.contains("next: try again; if no other git program runs, remove the file"))
      _ = try team.shell(killed.person, "find .git -name '*.lock' -delete")
      again = try team.run(killed.person, Team.binary, killed.command)
    }
    let isThere = again.status == 1 && (again.errors.contains("already"))
    #expect(again.status == 0 || isThere, "\(again.output)\n\(again.errors)")
    let new = try team.hub(killed.ref)
    #expect(new != old)
    if killed.person != .jonas {
      #expect(try team.git(.lena, "rev-list", "--count", "--first-parent", "\(old)..\(new)", in: "hub.git") == "1")
    }
    let fsck = try team.tryGit(.lena, "fsck", "--strict", "--no-dangling", in: "hub.git")
    #expect(fsck.status == 0, "\(fsck.errors)")
  }

  @Test("a stale lock is named, and what to do about it")
  func staleLock() throws {
    let team = try Team(.submitted)
    try team.must(.jonas, "sync")
    try team.sandbox.write("jonas/.git/refs/countersign/journal/report.lock", "")
    let before = try team.statements("report")
    let outcome = try team.countersign(.jonas, "approve", "report", "-m", "Yes")
    expect(outcome, 2, errors: ["error: ", "refs/countersign/journal/report", "lock", "next: "])
    #expect(try team.statements("report") == before)
    _ = try team.sandbox.run("rm", ["jonas/.git/refs/countersign/journal/report.lock"])
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    #expect(try team.statements("report") == before + 1)
  }
}

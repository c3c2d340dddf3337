import Glibc
import TestSupport
import Testing

/// What happens to a push when its judge dies, or has not what it needs: never a yes that is none, never a broken hub.
@Suite("faults of the server's hook", .serialized)
struct FaultTests {
  /// A hub that follows the test's own script up to the call of the judge.
  private func team(_ lines: String = "", call: String = "exec countersign hook pre-receive") throws -> Team {
    let team = try Team(.adopted)
    try setHook(team, lines, call: call)
    return team
  }

  private func setHook(
    _ team: Team, _ lines: String, call: String = "exec countersign hook pre-receive", path: String? = nil
  ) throws {
    let path = path ?? "\(team.sandbox.absolute("bin")):\(Team.tools)"
    try team.sandbox.write(
      "hub.git/hooks/pre-receive", Array("#!/bin/sh\nPATH=\(path)\n\(lines)\n\(call)\n".utf8), executable: true)
  }

  /// A commit on the hub's main that passes, or one that says no reason; the hub has not heard of it.
  private func commit(_ team: Team, _ number: Int, isGood: Bool) throws -> String {
    let reason = isGood ? "Why: The number is to be \(number)\nTicket: OPS-7" : "It has no reason"
    try team.git(.maria, "fetch", "-q", "origin")
    try team.git(.maria, "checkout", "-q", "-B", "numbers", "origin/main")
    try team.sandbox.write("maria/workflows/greet/run.sh", "#!/bin/sh\necho number \(number)\n")
    try team.git(.maria, "commit", "-q", "--no-verify", "-a", "-m", "Number \(number)", "-m", reason)
    return try team.git(.maria, "rev-parse", "HEAD")
  }

  /// Pushes to main with a limit on the time; 124 is a hang.
  private func push(_ team: Team, _ commit: String, hub: String? = nil) throws -> Outcome {
    let hub = hub ?? team.sandbox.absolute("hub.git")
    return try team.shell(.maria, "timeout 60 git push --no-verify '\(hub)' \(commit):refs/heads/main 2>&1")
  }

  /// The hub is whole, and nothing is left that would stop the next push.
  private func expectWhole(_ team: Team, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let fsck = try team.tryGit(.lena, "fsck", "--strict", "--no-dangling", in: "hub.git")
    #expect(fsck.status == 0, "\(what): \(fsck.errors)", sourceLocation: sourceLocation)
    let leftovers = try team.shell(
      .lena, "find . -name '*.lock' -o -name 'tmp_obj*' -o -name 'incoming-*' -o -name '*.tmp'", in: "hub.git")
    #expect(leftovers.output == "", "\(what)", sourceLocation: sourceLocation)
  }

  /// With the server's own hook back, the good passes and the bad does not.
  private func expectGoesOn(_ team: Team, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try setHook(team, "")
    let bad = try push(team, try commit(team, 9001, isGood: false))
    #expect(bad.status == 1 && bad.output.contains("[metadata.why]"), "\(bad.output)", sourceLocation: sourceLocation)
    let good = try commit(team, 9002, isGood: true)
    let outcome = try push(team, good)
    #expect(outcome.status == 0, "\(outcome.output)", sourceLocation: sourceLocation)
    #expect(try team.hub("refs/heads/main") == good, sourceLocation: sourceLocation)
    try expectWhole(team, "at the end", sourceLocation: sourceLocation)
  }

  @Test("killed at any moment of a push: the refs are where they were, the hub is whole, the next push is judged")
  func sigkill() throws {
    // Only who waits for the judge knows that the signal was what ended it: it can be sent to one that is through already. The hook then
    // dies as its judge did.
    let team = try team(
      call: """
        sh -c 'echo $$ >"$GIT_DIR/../judge.new"; mv "$GIT_DIR/../judge.new" "$GIT_DIR/../judge"; exec countersign hook pre-receive'
        status=$?
        [ $status -ne 137 ] || { : >"$GIT_DIR/../killed"; kill -9 $$; }
        exit $status
        """)
    var killed = 0
    for round in 0..<12 {
      let isGood = round % 2 == 0
      let commit = try commit(team, round, isGood: isGood)
      let before = try team.hubRefs()
      // From the first instruction to about the end of the run.
      let delay = "0.\(String(1000 + round / 2 * 12).dropFirst())"
      let outcome = try team.shell(
        .maria,
        """
        rm -f ../judge ../killed
        ( i=0; while [ ! -s ../judge ] && [ $i -lt 5000 ]; do sleep 0.001; i=$((i+1)); done
          sleep \(delay); kill -9 $(cat ../judge) ) 2>/dev/null & killer=$!
        timeout 60 git push --no-verify origin \(commit):refs/heads/main 2>&1; status=$?
        wait $killer; [ -f ../killed ] && echo KILLED
        exit $status
        """)
      #expect(outcome.status != 124, "a hang")
      let isKilled = outcome.output.hasSuffix("KILLED")
      killed += isKilled ? 1 : 0
      #expect(outcome.status == (isKilled || !isGood ? 1 : 0), "round \(round): \(outcome.output)")
      if outcome.status != 0 {
        #expect(try team.hubRefs() == before, "round \(round): a ref moved")
      }
      try expectWhole(team, "round \(round)")
    }
    #expect(killed >= 3, "the judge was through before the signal in all but \(killed) rounds")
    try expectGoesOn(team)
  }

  struct Shortage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: String
    var call = "exec countersign hook pre-receive"
    /// Blocked for certain; else it may be enough for a good push, and never for a bad one.
    var isBlocked = true
  }

  static let shortages =
    [4, 16, 32].map { Shortage(testDescription: "\($0) MiB of memory", lines: "ulimit -v \($0 << 10)") }
    + [48, 64, 96, 128, 256, 512].map {
      Shortage(testDescription: "\($0) MiB of memory", lines: "ulimit -v \($0 << 10)", isBlocked: false)
    } + [
      Shortage(testDescription: "four files open at most", lines: "ulimit -n 4"),
      Shortage(testDescription: "eight files open at most", lines: "ulimit -n 8", isBlocked: false),
      Shortage(testDescription: "a stack of 64 KiB", lines: "ulimit -s 64", isBlocked: false),
      Shortage(testDescription: "no file may be written", lines: "ulimit -f 0", isBlocked: false),
      Shortage(testDescription: "no input", lines: "exec <&-"),
      Shortage(testDescription: "an empty input", lines: "", call: "exec countersign hook pre-receive </dev/null"),
      Shortage(
        testDescription: "half of a line of input", lines: "",
        call: "head -c 60 | countersign hook pre-receive"),
      Shortage(testDescription: "nobody who hears it", lines: "exec 2>&-", isBlocked: false),
      Shortage(testDescription: "no program", lines: "PATH=/nowhere"),
      Shortage(testDescription: "no repository named", lines: "unset GIT_DIR"),
      Shortage(testDescription: "no quarantine named", lines: "unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY"),
    ]

  @Test("with too little of what it needs: blocked, or judged right; the hub is whole", arguments: shortages)
  func shortage(shortage: Shortage) throws {
    let team = try team(shortage.lines, call: shortage.call)
    let before = try team.hub("refs/heads/main")
    let bad = try push(team, try commit(team, 1, isGood: false))
    #expect(bad.status == 1, "\(bad.output)")
    #expect(try team.hub("refs/heads/main") == before)
    let commit = try commit(team, 2, isGood: true)
    let good = try push(team, commit)
    if shortage.isBlocked { #expect(good.status == 1, "\(good.output)") }
    #expect([0, 1].contains(good.status), "\(good.output)")
    #expect(try team.hub("refs/heads/main") == (good.status == 0 ? commit : before))
    try expectWhole(team, shortage.testDescription)
    try expectGoesOn(team)
  }

  // MARK: What needs a file system of its own

  private static let mounting =
    "mounting a small file system in a namespace of its own is not allowed here (unshare -rm), so a full disk and a "
    + "read-only one are not tried"

  private static let canMount: Bool = {
    do {
      let sandbox = try Sandbox()
      return try sandbox.run("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", sandbox.path]).status == 0
    } catch {
      return false
    }
  }()

  @Test(
    "with the disk full: refused, nothing half written, and with room again it goes on",
    .enabled(if: canMount, "\(mounting)"))
  func full() throws {
    let team = try team()
    let bad = try commit(team, 1, isGood: false)
    let good = try commit(team, 2, isGood: true)
    let before = try team.hub("refs/heads/main")
    try team.sandbox.makeDirectory("small")
    let outcome = try team.shell(
      .maria,
      """
      exec unshare -rm sh -c '
        set -e
        mount -t tmpfs -o size=16m tmpfs ../small
        cp -r ../hub.git ../small/hub.git
        hub=$PWD/../small/hub.git
        main() { git --git-dir=$hub rev-parse refs/heads/main; }
        for room in 0 4 8 12 16 24 32 48 64; do
          rm -f ../small/filler
          cat /dev/zero >../small/filler 2>/dev/null || true
          size=$(stat -c %s ../small/filler); truncate -s $((size - room * 1024)) ../small/filler
          for commit in \(bad) \(good); do
            status=0; timeout 60 git push -q --no-verify $hub $commit:refs/heads/main >../push.out 2>&1 || status=$?
            now=$(main)
            rm -f ../small/filler.gone; git --git-dir=$hub fsck --strict --no-dangling >../fsck.out 2>&1 || echo "BROKEN $room $(cat ../fsck.out)"
            echo "room $room $commit status $status now $now"
            if [ $status != 0 ] && [ $now != \(before) ]; then echo "MOVED"; fi
            if [ $status = 0 ]; then break 2; fi
          done
        done
        rm -f ../small/filler
        find $hub -name "*.lock" -o -name "incoming-*" -o -name "tmp_obj*" | sed "s/^/LEFT /"
        if [ $(main) = \(before) ]; then timeout 60 git push -q --no-verify $hub \(good):refs/heads/main || echo "STUCK"; fi
        echo "end $(main)"
      '
      """)
    #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("room 0 \(good) status 1") || $0.hasPrefix("room 0 \(good) status 128") })
    #expect(!lines.contains { $0.contains("\(bad) status 0") }, "\(outcome.output)")
    #expect(!lines.contains { $0.contains("status 124") }, "a hang: \(outcome.output)")
    for word in ["BROKEN", "MOVED", "LEFT", "STUCK"] {
      #expect(!lines.contains { $0.hasPrefix(word) }, "\(outcome.output)\n\(outcome.errors)")
    }
    #expect(lines.last == "end \(good)", "\(outcome.output)\n\(outcome.errors)")
  }

  @Test("with a read-only repository: refused, and writable again it goes on", .enabled(if: canMount, "\(mounting)"))
  func readOnly() throws {
    let team = try team()
    let good = try commit(team, 1, isGood: true)
    let before = try team.hubRefs()
    let outcome = try team.shell(
      .maria,
      """
      exec unshare -rm sh -c '
        mount --bind ../hub.git ../hub.git && mount -o remount,bind,ro ../hub.git || exit 99
        cd ../maria && timeout 60 git push --no-verify origin \(good):refs/heads/main
      '
      """)
    #expect(outcome.status == 1 || outcome.status == 128, "\(outcome.output)\n\(outcome.errors)")
    #expect(try team.hubRefs() == before)
    try expectGoesOn(team)
  }

  // MARK: Many at once

  /// Runs shell lines at once; gives each one's exit status.
  private func atOnce(_ team: Team, _ lines: [String]) throws -> [String] {
    let started = lines.enumerated().map { "( timeout 120 \($1) >../many.\($0) 2>&1; echo $? >../status.\($0) ) &" }
    let outcome = try team.shell(.maria, started.joined(separator: "\n") + "\nwait\n")
    #expect(outcome.status == 0)
    return try lines.indices.map {
      String(decoding: try team.sandbox.read("status.\($0)"), as: UTF8.self).split(separator: "\n").joined()
    }
  }

  @Test("ten pushes to one branch at once: one wins, the others are refused, the hub is whole")
  func oneBranch() throws {
    let team = try team()
    let commits = try (0..<10).map { try commit(team, $0, isGood: true) }
    let hub = team.sandbox.absolute("hub.git")
    let statuses = try atOnce(team, commits.map { "git push --no-verify '\(hub)' \($0):refs/heads/main" })
    #expect(statuses.filter { $0 == "0" }.count == 1, "\(statuses)")
    #expect(statuses.allSatisfy { ["0", "1"].contains($0) }, "\(statuses)")
    let winner = try team.hub("refs/heads/main")
    #expect(statuses.firstIndex(of: "0").map { commits[$0] } == winner)
    #expect(try team.git(.lena, "rev-parse", "main^", in: "hub.git") == team.root)
    try expectGoesOn(team)
  }

  @Test("ten pushes to different branches at once: each is judged, the bad are held, the hub is whole")
  func manyBranches() throws {
    let team = try team()
    let main = try commit(team, 0, isGood: true)
    let bad = try commit(team, 1, isGood: false)
    var trailers: StepTrailers = [
      "Kill": "greet", "Environment": "prod", "Policy": team.root, "Why": Team.stepWhy,
    ]
    let edits = [TreeEdit.put(".countersign/killed/greet.yaml", "killed: greet\n")]
    let kill = try team.craftStep(.lena, "prod", edits, trailers)
    trailers["Environment"] = "test"
    let wrong = try team.craftStep(.lena, "test", edits, trailers.merging(["Kill": "spare"]) { $1 })
    trailers["Environment"] = "dev"
    let stranger = try team.craftStep(.ci, "dev", edits, trailers)
    let hub = team.sandbox.absolute("hub.git")
    let pushes: [(directory: String, what: String, status: String)] = [
      ("maria", "\(main):refs/heads/main", "0"), ("maria", "\(bad):refs/heads/free", "0"),
      ("lena", "\(kill):refs/heads/env/prod", "0"), ("lena", "\(wrong):refs/heads/env/test", "1"),
      ("ci", "\(stranger):refs/heads/env/dev", "1"), ("maria", "\(bad):refs/tags/main", "1"),
      ("maria", "\(bad):refs/replace/\(main)", "1"), ("maria", "\(main):refs/heads/other", "0"),
      ("maria", "+\(bad):refs/countersign/journal/greet", "1"), ("maria", "\(main):refs/heads/main/sub", "1"),
    ]
    let statuses = try atOnce(
      team, pushes.map { "git -C ../\($0.directory) push --no-verify '\(hub)' \($0.what)" })
    for (index, push) in pushes.enumerated() {
      let said = String(decoding: try team.sandbox.read("many.\(index)"), as: UTF8.self)
      #expect(statuses[index] == push.status, "\(push.what): \(said)")
      #expect(said.contains("countersign: "), "\(push.what) was judged: \(said)")
    }
    #expect(try team.hub("refs/heads/main") == main)
    #expect(try team.hub("refs/heads/env/prod") == kill)
    try expectGoesOn(team)
  }
}

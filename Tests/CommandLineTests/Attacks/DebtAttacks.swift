import TestSupport
import Testing

@Suite("attacks: the debt that break-glass leaves (R10)")
struct DebtAttacks {
  @Test("the next release there is held until somebody pays who had no part in it; nothing else is held")
  func debt() throws {
    let scene = try Emergency()
    let team = scene.team
    let id = try scene.breakGlass()
    expect(try scene.promote(id), 0)
    let tip = try team.hub("refs/heads/env/prod")
    try scene.next()
    let version = try team.digests("greet", at: "origin/main")
    expect(
      try team.countersign(.lena, "promote", "greet", "--env", "prod", "-m", "The louder one", "--ticket", "OPS-9"), 1,
      out: ["unmet debt", "[debt.open]", "jonas: countersign approve greet --debt \(id.prefix(12)) --env prod"],
      absent: ["unmet approvals", "countersign break-glass"])
    try team.expectHeld("debt.open") { try team.pushStep(.lena, try scene.release(nil), "prod") }
    // No exception is signed, nor taken, while a debt is open.
    expect(
      try team.countersign(
        .sofia, "break-glass", "greet", "--env", "prod", "--lift", "approvals", "--until", "1h", "--ticket", "OPS-9",
        "-m", "It greets nobody until then"), 1, errors: ["[debt.open]"])
    let more = try scene.append(.exception("greet", version, base: scene.version, lifts: ["approvals"]), by: .sofia)
    try team.expectHeld("debt.open") { try team.pushStep(.lena, try scene.release(more), "prod") }
    // Whoever signed it, released it or wrote it does not pay.
    for (person, why) in [(Person.sofia, "signed the exception"), (.lena, "wrote the release"), (.maria, "author of")] {
      expect(
        try team.countersign(person, "approve", "greet", "--debt", id, "--env", "prod", "-m", "Fine by me"), 1,
        errors: ["[review.no-peer]", why])
      _ = try scene.append(.answer("greet", scene.version, base: scene.base, to: id), by: person)
      try team.expectHeld("debt.open") { try team.pushStep(.lena, try scene.release(nil), "prod") }
    }
    _ = try scene.append(.answer("greet", scene.version, base: scene.base, to: id), by: .ci)
    // Nor does a look at it before there was anything to look at.
    var early = RawStatement.answer("greet", scene.version, base: scene.base, to: id)
    early.seconds -= 3000
    _ = try scene.append(early, by: .jonas)
    try team.expectHeld("debt.open") { try team.pushStep(.lena, try scene.release(nil), "prod") }
    // Nor a review in the same push.
    let file = try team.file(.answer("greet", scene.version, base: scene.base, to: id), by: .jonas)
    let spec = try team.journal(.lena, "greet", adding: [file])
    let commit = try scene.release(nil) { $0["Journal"] = String(spec.prefix(40)) }
    try team.expectHeld("push.evidence-first") {
      try team.push(.lena, ["--atomic", spec, "\(commit):refs/heads/env/prod"])
    }
    // Other workflows, kills, resumes and rollbacks go on.
    try team.must(.lena, "kill", "greet", "--env", "prod", "-m", "Stop it for now")
    let kill = try team.hub("refs/heads/env/prod")
    try team.must(.jonas, "approve", "greet", "--resume", kill, "--env", "prod", "-m", "Go on")
    try team.must(.lena, "resume", "greet", "--env", "prod", "-m", "It may go on")
    try team.must(.jonas, "sync")
    expect(
      try team.countersign(.jonas, "approve", "greet", "--debt", id, "--env", "prod", "-m", "It was right"), 0,
      out: ["jonas approved greet@"])
    expect(
      try team.countersign(.jonas, "approve", "greet", "--debt", id, "--env", "prod", "-m", "It was right"), 1,
      errors: ["[review.no-debt]", "paid by jonas"])
    expect(try team.countersign(.jonas, "status"), 0, absent: ["owes a review"])
    try team.nextSecond()
    expect(
      try team.countersign(.lena, "promote", "greet", "--env", "prod", "-m", "The louder one", "--ticket", "OPS-9"), 0,
      out: ["released greet@"])
    #expect(try team.hub("refs/heads/env/prod") != tip)
    try team.expectSound()
  }

  @Test("what a release with an open debt put there is nothing to roll back to; paid, it is")
  func rollback() throws {
    let scene = try Emergency()
    let team = scene.team
    let id = try scene.breakGlass()
    expect(try scene.promote(id), 0)
    let short = String(scene.version.dirHash.prefix(12))
    try team.must(
      .lena, "rollback", "greet", "--env", "prod", "--version", String(scene.base.dirHash.prefix(12)), "-m",
      "The old one", "--execute")
    let words = ["rollback", "greet", "--env", "prod", "--version", short, "-m", "The new one", "--execute"]
    expect(try team.run(.lena, Team.binary, words), 1, out: ["[healthy.doubtful]"])
    let trailers: StepTrailers = [
      "Rollback": "greet@\(short)", "Environment": "prod", "Source": try team.hub("refs/heads/main"),
      "Policy": try team.hub("refs/heads/main"), "Why": Team.stepWhy,
    ]
    let commit = try team.craftStep(.lena, "prod", [.take("workflows/greet", from: "origin/main")], trailers)
    try team.expectHeld("healthy.doubtful", says: ["debt"]) { try team.pushStep(.lena, commit, "prod") }
    try team.must(.jonas, "approve", "greet", "--debt", id, "--env", "prod", "-m", "It was right")
    expect(try team.run(.lena, Team.binary, words), 0, out: ["rolled back to greet@\(short)"])
  }

  @Test("several approvals of an exception: each by another person, and none of them pays")
  func several() throws {
    let policy = Emergency.policy.replacing(
      "approvals: [{ any: [on-call, security] }], for: 4h", with: "approvals: [on-call, security], for: 4h")
    let scene = try Emergency(policy: policy)
    let team = scene.team
    let id = try scene.breakGlass(.sofia)
    expect(try scene.promote(id), 1, out: ["[break-glass.approvals]", "lena: countersign approve greet --exception"])
    try team.expectHeld("break-glass.approvals") { try team.pushStep(.lena, try scene.release(id), "prod") }
    expect(
      try team.countersign(.jonas, "approve", "greet", "--exception", id, "--env", "prod", "-m", "Yes"), 1,
      errors: ["[review.no-peer]"])
    _ = try scene.append(.answer("greet", scene.version, base: scene.base, to: id), by: .jonas)
    try team.expectHeld("break-glass.approvals") { try team.pushStep(.lena, try scene.release(id), "prod") }
    try team.must(.lena, "approve", "greet", "--exception", id, "--env", "prod", "-m", "It cannot wait")
    try team.nextSecond()
    expect(try scene.promote(id), 0, out: ["released greet@"])
    for person in [Person.sofia, .lena] {
      expect(
        try team.countersign(person, "approve", "greet", "--debt", id, "--env", "prod", "-m", "It was right"), 1,
        errors: ["[review.no-peer]", "jonas can"])
    }
    // What jonas said before had no say in it: he may look at it now.
    expect(
      try team.countersign(.jonas, "approve", "greet", "--debt", id, "--env", "prod", "-m", "It was right"), 0)
  }
}

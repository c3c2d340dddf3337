import Glibc
import TestSupport
import Testing

@Suite("command line: gate --at")
struct GateAtTests {
  private func ready(expires: String? = nil) throws -> Team {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    let expiry = expires.map { ["--expires", $0] } ?? []
    let outcome = try team.run(.jonas, Team.binary, ["approve", "report", "-m", "Heard it"] + expiry)
    expect(outcome, 0)
    try team.must(.maria, "sync")
    return team
  }

  @Test("a forecast judges as of then, and says that it decides nothing")
  func forecast() throws {
    let team = try ready(expires: "2d")
    expect(
      try team.countersign(.maria, "gate", "report", "--for", "main", "--at", "1d"), 0, out: ["passed: report@"],
      errors: ["forecast for ", "it decides nothing"])
    expect(
      try team.countersign(.maria, "gate", "report", "--for", "main", "--at", "3d"), 1,
      out: ["[approvals.expired]", "then author maria: countersign land BRANCH"], errors: ["forecast for "])
    // What is forecast is not remembered as so.
    expect(try team.countersign(.maria, "gate", "report", "--for", "main"), 0, absent: ["forecast"])
  }

  @Test("a gate that begins at the end of one second and goes on in the next asks all that is asked at a door")
  func acrossSeconds() throws {
    let team = try Team(.founded)
    try team.git(.jonas, "checkout", "-q", "-b", "rules")
    try team.sandbox.write("jonas/.countersign/rules/a.toml", "[[rules]]\nid = 'a'\nregex = '('\n")
    try team.commit(.jonas)
    for early in stride(from: 4_000_000, through: 46_000_000, by: 2_000_000) {
      var moment = timespec()
      clock_gettime(CLOCK_REALTIME, &moment)
      let left = 1_000_000_000 - early - moment.tv_nsec
      usleep(UInt32((left < 0 ? left + 1_000_000_000 : left) / 1000))
      expect(
        try team.countersign(.jonas, "gate", "--changed", "origin/main..HEAD", "--for", "main"), 1,
        out: ["[secret.rule-unusable]"])
    }
  }

  @Test("looking back judges by what was there, said and released then")
  func back() throws {
    let team = try Team(.released)
    let landed = try team.git(.lena, "log", "-1", "--format=%cI", "origin/main")
    let released = try team.git(.lena, "log", "-1", "--format=%cI", "origin/env/test")
    // When it had landed it was in no environment, and nobody had spoken for prod.
    let then = try team.countersign(.lena, "gate", "report", "--for", "prod", "--rev", "origin/main", "--at", landed)
    expect(then, 1, out: ["[approvals.missing]", "[after.skipped]"], errors: ["looking back to "])
    let later = try team.countersign(
      .lena, "gate", "report", "--for", "prod", "--rev", "origin/main", "--at", released)
    expect(later, 1, absent: ["[after.skipped]"])
    // Now it is there.
    expect(
      try team.countersign(.lena, "gate", "report", "--for", "prod", "--rev", "origin/main"), 1,
      errors: ["prod holds report@"])
    expect(
      try team.countersign(.lena, "gate", "report", "--for", "prod", "--at", "2001-01-01T00:00:00Z"), 2,
      errors: ["nothing was governed here yet"])
  }

  @Test("a window, a freeze and a soak are those of then")
  func calendar() throws {
    let team = try Team(.released)
    let text = TeamFiles.policy.replacing(
      "medium: { approvals: 1, soak: 1s }", with: "medium: { window: office, soak: 4h }")
    try team.landPolicy(
      "hours",
      text + """
        windows: { office: { zone: Europe/Berlin, days: mon-thu, hours: "09:00-16:00" } }
        freezes: [{ name: winter, zone: Europe/Berlin, from: 2089-12-20, until: 2090-01-04, environments: [prod] }]

        """)
    try team.change(.maria, "quiet", ["workflows/report/run.sh": "#!/bin/sh\necho 3\n"])
    try team.must(.maria, "submit", "report", "-m", "It has to be quiet again")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/quiet")
    try team.must(.jonas, "approve", "report", "-m", "Heard nothing")
    try team.must(.maria, "land", "quiet")
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "It has to be quiet", "--ticket", "OPS-7")
    }
    func gate(_ moment: String) throws -> Outcome {
      try team.countersign(.lena, "gate", "report", "--for", "prod", "--at", moment)
    }
    expect(try gate("1h"), 1, out: ["[soak.short]", "earliest: "])
    // A Monday, by the clock in Berlin, in winter and in summer.
    expect(try gate("2089-03-21T08:59+01:00"), 1, out: ["[window.closed]", "it opens at 2089-03-21T08:00:00Z"])
    expect(try gate("2089-03-21T09:00+01:00"), 0)
    expect(try gate("2089-03-28T06:59:59Z"), 1, out: ["it opens at 2089-03-28T07:00:00Z"])
    expect(try gate("2089-03-28T09:00+02:00"), 0)
    expect(
      try gate("2089-12-20T12:00Z"), 1, out: ["[freeze.on]", "earliest: 2090-01-05T08:00:00Z"], absent: ["[soak.short]"]
    )
  }
}

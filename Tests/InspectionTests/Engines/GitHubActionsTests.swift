import Inspection
import Testing
import Workflows

/// A workflow with one job of these steps.
private func workflow(_ steps: String, job: String = "", top: String = "on: push\n") -> String {
  let lines = steps.split(separator: "\n", omittingEmptySubsequences: false).map { "      \($0)" }.joined(
    separator: "\n")
  return "\(top)jobs:\n  build:\n    runs-on: ubuntu-latest\n\(job)    steps:\n\(lines)\n"
}

@Suite("GitHub Actions")
struct GitHubActionsTests {
  @Test("'on' is a key, plain or quoted, as a word, a list or a map")
  func on() throws {
    let jobs = "jobs: {a: {runs-on: x, steps: [{run: ls}]}}\n"
    #expect(try model("on: push\n" + jobs).triggers.map(\.type) == ["push"])
    #expect(try model("'on': [push, workflow_dispatch]\n" + jobs).triggers.map(\.kind) == [.event, .manual])
    let map = try model("on:\n  pull_request_target:\n  schedule: [{cron: '0 3 * * *'}, {cron: '5 4 * * *'}]\n" + jobs)
    #expect(map.triggers.map(\.detail) == ["", "0 3 * * *", "5 4 * * *"])
    #expect(map.triggers.map(\.bringsForeignInput) == [true, false, false])
  }

  @Test("jobs hold their steps, steps follow each other, jobs those that they need")
  func order() throws {
    let model = try model(
      """
      on: push
      jobs:
        a: {runs-on: x, steps: [{run: one}, {name: Two, run: two}, {id: three, run: three, if: failure()}]}
        b: {runs-on: x, needs: a, steps: [{run: four}]}
        c: {uses: acme/flows/.github/workflows/x.yml@v1, needs: [a, gone], secrets: inherit}
      """)
    #expect(model.steps.map(\.id) == ["a", "a/step 1", "a/Two", "a/three", "b", "b/step 1", "c"])
    #expect(model.ways == ["a/step 1 -> a/Two", "a/Two -> a/three on error", "a -> b", "a -> c"])
    #expect(model.unknowns.count == 1)
    #expect(try model.step("c").calls.map(\.isPinned) == [.known(false)])
    #expect(try model.step("c").credentials.map(\.reference.value) == [nil], "all secrets are handed on")
    #expect(Graph(model, .regular).unguarded(by: ["a/Two"]) == ["a", "a/step 1"])
    #expect(Graph(model).unguarded(by: ["a"]) == [], "what needs a job runs after its yes")
  }

  @Test("a job that runs also when the one that it needs failed runs after a no, too")
  func anyway() throws {
    for test in ["always()", "${{ !cancelled() }}", "success() || failure()"] {
      let model = try model(
        """
        on: push
        jobs:
          ask: {runs-on: x, environment: prod, steps: [{run: one}]}
          pay: {runs-on: x, needs: ask, if: "\(test)", steps: [{run: two}]}
        """)
      #expect(Graph(model).unguarded(by: ["ask"]).contains("pay"), "\(test)")
    }
  }

  @Test("timeouts: of a job, of a step, none, an expression")
  func timeouts() throws {
    let model = try model(
      workflow(
        "- {run: a, timeout-minutes: 2}\n- run: b\n- {run: c, timeout-minutes: \"${{ vars.T }}\"}",
        job: "    timeout-minutes: 10\n"))
    #expect(model.steps.prefix(3).map(\.timeout) == [.known(600), .known(120), .absent])
    #expect(model.steps[3].timeout.value == nil && model.steps[3].timeout != .absent)
  }

  @Test("permissions: not said, all, some; complete only where each job has them")
  func permissions() throws {
    let plain = try model(workflow("- run: a"))
    #expect(plain.permissions.isEmpty && plain.permissionsAreComplete == .absent)
    let all = try model(workflow("- run: a", top: "on: push\npermissions: write-all\n"))
    #expect(all.permissions.map(\.isWide) == [true] && all.permissionsAreComplete == .known(true))
    let some = try model(
      workflow("- run: a", job: "    permissions: {contents: read, issues: none, id-token: write}\n"))
    #expect(some.permissions.map(\.name) == ["contents: read", "id-token: write"])
    #expect(some.permissions.map(\.step) == ["build", "build"])
  }

  @Test("destinations from commands, with what they say about certificates")
  func destinations() throws {
    let model = try model(
      workflow(
        """
        - run: |
            # curl https://comment.example
            curl -sk https://api.example.com/pay
            curl -H "k: v" \\
              https://two.example.com/$ID
            wget "http://$HOST/x"
        """))
    #expect(model.hosts == ["api.example.com", "two.example.com", "?"])
    #expect(model.steps[1].destinations.map(\.isVerified) == [.known(false), .known(true), .absent])
  }

  @Test("secrets: by name, in brackets, picked by an expression, the job's token, written out")
  func secrets() throws {
    let model = try model(
      workflow(
        """
        - run: a
          env: {A: "${{ secrets.BANK }}", B: "${{ secrets['LEDGER'] }}", C: "${{ secrets[matrix.s] }}"}
        - run: b
          env: {T: "${{ github.token }}", DB_PASSWORD: \(Made.password), NAME: x, API_KEY: "${{ vars.K }}"}
        """))
    #expect(model.secrets == ["BANK", "LEDGER", "?", "GITHUB_TOKEN", "!DB_PASSWORD"])
  }

  @Test("what the environment at the top holds, every job has; beyond two hundred, that there is more")
  func shared() throws {
    let top =
      "on: push\nenv: {KEY: '${{ secrets.BANK }}', URL: 'https://bank.example/v1', DB_PASSWORD: \(Made.password)}\n"
    let two = try model(top + "jobs: {a: {runs-on: x, steps: [{run: ls}]}, b: {runs-on: x, steps: [{run: ls}]}}\n")
    #expect(two.secrets == ["BANK", "!DB_PASSWORD", "BANK", "!DB_PASSWORD"])
    #expect(two.hosts == ["bank.example", "bank.example"])
    let many = (0..<300).map { "  E\($0): 'https://h\($0).example ${{ secrets.S\($0) }}'\n" }.joined()
    let model = try model("on: push\nenv:\n\(many)jobs: {a: {runs-on: x, steps: [{run: ls}]}}\n")
    #expect(model.secrets.count == 201 && model.secrets.last == "?")
    #expect(model.hosts.count == 201 && model.hosts.last == "?")
  }

  @Test(
    "actions and images are pinned by a commit id or a digest",
    arguments: [
      ("actions/checkout@v4", false), ("actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3", true),
      ("./.github/actions/x", true), ("docker://alpine:3", false),
      ("docker://alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000", true),
    ])
  func pins(uses: String, isPinned: Bool) throws {
    #expect(try model(workflow("- uses: \(uses)")).steps[1].calls.map(\.isPinned) == [.known(isPinned)])
  }

  @Test(
    "what strangers write in a command",
    arguments: [
      ("${{ github.event.issue.title }}", true), ("${{ github.head_ref }}", true), ("${{ github.sha }}", false),
      ("${{ github.event.pull_request.number }}", false), ("${{ inputs.name }}", true), ("${{ secrets.A }}", false),
    ])
  func foreign(expression: String, isForeign: Bool) throws {
    let step = try model(workflow("- run: echo \"\(expression)\"".replacing("\"", with: "'"))).steps[1]
    #expect(step.code.map(\.foreignInput) == [isForeign ? [expression] : []])
  }

  @Test("an environment names who may approve elsewhere; errors may be passed over")
  func approval() throws {
    let model = try model(
      workflow("- {run: a, continue-on-error: true}", job: "    environment: {name: prod, url: 'https://x.example'}\n"))
    #expect(try model.step("build").approval?.hasRejectPath.value == nil)
    #expect(model.steps[1].onError == .swallow)
    #expect(model.hosts.isEmpty, "the address of a deployment is not called")
  }

  @Test("an action of several steps, and one in another file")
  func actions() throws {
    let composite = try model(
      "name: x\nruns:\n  using: composite\n  steps:\n    - {run: ls, shell: bash}\n", path: "action.yml")
    #expect(composite.steps.map(\.id) == ["step 1"] && composite.triggers.map(\.kind) == [.call])
    let node = try model("name: x\nruns: {using: node20, main: dist/index.js}\n", path: "action.yml")
    #expect(node.unknowns.count == 1 && node.steps.map(\.risks) == [[.command]])
  }

  @Test("anchors are followed; a job that is no map is told, and does not stop the rest")
  func odd() throws {
    let model = try model("on: push\njobs:\n  a: &a {runs-on: x, steps: [{run: ls}]}\n  b: *a\n  c: 3\n")
    #expect(model.steps.map(\.id) == ["a", "a/step 1", "b", "b/step 1"])
    #expect(model.unknowns.count == 1)
  }
}

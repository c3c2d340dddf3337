import Glibc
import Programs
import Synchronization
import Testing

private let programs = Programs(environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"])
private let large = [UInt8](repeating: UInt8(ascii: "x"), count: 8 << 20)

@Suite("programs: what does not work")
struct ProgramsRefusing {
  @Test("a program that is not there is named")
  func notFound() {
    #expect(throws: ProgramError.notFound(name: "no-such-program")) { try programs.run("no-such-program", []) }
    #expect(throws: ProgramError.notFound(name: "/no/such/program")) { try programs.run("/no/such/program", []) }
    #expect(throws: ProgramError.notFound(name: "")) { try programs.run("", []) }
    #expect(throws: ProgramError.notFound(name: "/usr")) { try programs.run("/usr", []) }
    #expect(throws: ProgramError.notFound(name: "/etc/passwd")) { try programs.run("/etc/passwd", []) }
  }

  @Test("PATH is the environment's own, its relative entries are skipped")
  func path() throws {
    #expect(Programs(environment: ["PATH": "/nowhere"]).find("cat") == nil)
    let folder = try scratch()
    defer { remove(folder) }
    _ = try programs.run("sh", ["-c", "printf '#!/bin/sh\\necho planted\\n' >tool; chmod +x tool"], directory: folder)
    let planted = Programs(environment: ["PATH": ".::bin:/usr/bin"])
    #expect(throws: ProgramError.notFound(name: "tool")) { try planted.run("tool", [], directory: folder) }
    #expect(planted.find("cat") == "/usr/bin/cat")
    #expect(try programs.run("./tool", [], directory: folder).outputText == "planted\n")
  }

  @Test("a directory that is not there is told apart from a program that is not there")
  func directory() {
    #expect(throws: ProgramError.noDirectory(name: "true", directory: "/no/such/place")) {
      try programs.run("true", [], directory: "/no/such/place")
    }
  }

  @Test("a file that is no program is not started by a shell")
  func noProgram() throws {
    let folder = try scratch()
    defer { remove(folder) }
    _ = try programs.run("sh", ["-c", "echo exit 0 >tool; chmod +x tool"], directory: folder)
    #expect(throws: ProgramError.cannotStart(name: "\(folder)/tool", because: "Exec format error")) {
      try programs.run("\(folder)/tool", [])
    }
  }

  @Test("a zero byte would cut an argument short", arguments: ["a\0b"])
  func zero(_ text: String) {
    #expect(throws: ProgramError.cannotStart(name: "echo", because: "'a\\0b' holds a zero byte")) {
      try programs.run("echo", [text])
    }
    #expect(throws: ProgramError.self) { try programs.run("env", [], extra: ["X": text]) }
    #expect(programs.find("cat\0") == nil)
  }

  @Test("too much output stops the program, on either stream")
  func tooMuch() {
    #expect(throws: ProgramError.outputTooLarge(name: "yes", limit: 100_000)) {
      try programs.run("yes", [], output: .captured(limit: 100_000))
    }
    #expect(throws: ProgramError.outputTooLarge(name: "sh", limit: 9)) {
      try programs.run("sh", ["-c", "printf 1234567890 >&2; sleep 60"], errors: .captured(limit: 9))
    }
    #expect(throws: Never.self) { try programs.run("printf", ["123456789"], output: .captured(limit: 9)) }
  }

  @Test("an exit status and a signal are told apart, and neither is success")
  func status() throws {
    let exited = try programs.run("sh", ["-c", "exit 9"])
    #expect(exited.status == .exited(9))
    #expect(!exited.succeeded)
    let killed = try programs.run("sh", ["-c", "kill -9 $$"])
    #expect(killed.status == .signalled(9))
    #expect(!killed.succeeded)
  }
}

@Suite("programs: what works")
struct ProgramsRunning {
  @Test("input and both outputs flow at the same time, however large")
  func largeBothWays() throws {
    let result = try programs.run(
      "sh", ["-c", "tee /dev/stderr"], input: large, output: .captured(limit: large.count),
      errors: .captured(limit: large.count))
    #expect(result.succeeded)
    #expect(result.output == large)
    #expect(result.errors == large)
  }

  @Test("a program that does not read its input does not end us")
  func inputUnread() throws {
    #expect(try programs.run("true", [], input: large).succeeded)
    #expect(try programs.run("head", ["-c", "3"], input: large).outputText == "xxx")
    #expect(try programs.run("sh", ["-c", "exec <&-; sleep 0.2; echo done"], input: large).outputText == "done\n")
  }

  @Test("the signal of a broken pipe is ours again afterwards, and the program's own from the start")
  func brokenPipe() throws {
    _ = try programs.run("true", [], input: large)
    var mask = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &mask)
    #expect(sigismember(&mask, SIGPIPE) == 0)
    var pending = sigset_t()
    sigpending(&pending)
    #expect(sigismember(&pending, SIGPIPE) == 0)
    let seen = try programs.run("sh", ["-c", "kill -PIPE $$; echo alive"], input: large)
    #expect(seen.status == .signalled(SIGPIPE))
  }

  @Test("without input there is an empty one")
  func noInput() throws {
    #expect(try programs.run("cat", []).output.isEmpty)
    #expect(try programs.run("cat", [], input: []).output.isEmpty)
  }

  @Test("the environment is the given one and nothing else")
  func environment() throws {
    let few = Programs(environment: ["PATH": "/usr/bin:/bin", "A": "1", "B": "two words"])
    #expect(try few.run("env", []).outputText == "A=1\nB=two words\nPATH=/usr/bin:/bin\n")
    let changed = try few.run("env", [], extra: ["A": nil, "C": "=3"])
    #expect(changed.outputText == "B=two words\nC==3\nPATH=/usr/bin:/bin\n")
  }

  @Test("arguments arrive as they are")
  func arguments() throws {
    let odd = ["", " ", "a b", "$HOME", "`x`", "ü\n", "--", "*"]
    let result = try programs.run("printf", ["%s\\0"] + odd)
    #expect(result.outputText == odd.map { $0 + "\0" }.joined())
  }

  @Test("it runs where it is told to")
  func directory() throws {
    #expect(try programs.run("pwd", [], directory: "/usr/bin").outputText == "/usr/bin\n")
  }

  @Test("no descriptor of ours reaches the program")
  func descriptors() throws {
    let ours = open("/etc/passwd", O_RDONLY | O_CLOEXEC)
    defer { close(ours) }
    let seen = try programs.run("sh", ["-c", "ls -l /proc/$$/fd"])
    #expect(seen.succeeded)
    #expect(!seen.outputText.contains("/etc/passwd"))
    // Ends of other runs' pipes: sh has its two outputs, ls none of its own.
    #expect(seen.outputText.split(separator: "\n").count { $0.contains("pipe:") } >= 2)
  }

  @Test("what a program leaves running behind it is not waited for")
  func leftBehind() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try programs.run("sh", ["-c", "sleep 20 & echo first"])
    #expect(result.outputText == "first\n")
    #expect(clock.now - start < .seconds(10))
  }

  @Test("output that is not captured is not kept")
  func discarded() throws {
    let result = try programs.run("sh", ["-c", "echo out; echo err >&2"], output: .discarded, errors: .discarded)
    #expect(result == ProgramResult(status: .exited(0), output: [], errors: []))
  }

  @Test("bytes that are not UTF-8 are kept, and repaired in the text")
  func notText() throws {
    let result = try programs.run("printf", ["a\\377b"])
    #expect(result.output == [0x61, 0xff, 0x62])
    #expect(result.outputText == "a\u{fffd}b")
  }

  @Test("blocking calls from more tasks than there are threads all come back")
  func manyTasks() async throws {
    let done = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<24 {
        group.addTask { await blocking("\(number)") }
      }
      var count = 0
      for await good in group where good { count += 1 }
      return count
    }
    #expect(done == 24)
  }

  @concurrent
  private func blocking(_ text: String) async -> Bool {
    do {
      return try programs.run("cat", [], input: Array(text.utf8)).outputText == text
    } catch {
      return false
    }
  }

  @Test("each error has one sentence that names the program")
  func messages() {
    let errors: [ProgramError] = [
      .notFound(name: "gpg"), .noDirectory(name: "gpg", directory: "/x"), .cannotStart(name: "gpg", because: "why"),
      .outputTooLarge(name: "gpg", limit: 3), .lost(name: "gpg", because: "why"),
    ]
    for error in errors {
      #expect(error.name == "gpg")
      #expect(error.message.contains("'gpg'"))
      #expect(!error.message.hasSuffix("."))
    }
  }
}

private func scratch() throws -> String {
  try programs.run("mktemp", ["-d"]).outputText.split(separator: "\n").map(String.init)[0]
}

private func remove(_ folder: String) {
  do {
    _ = try programs.run("rm", ["-rf", folder])
  } catch {
    Issue.record(error)
  }
}

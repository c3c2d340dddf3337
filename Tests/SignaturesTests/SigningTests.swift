import Diagnostics
import Programs
import Signatures
import Testing
import Vocabulary

private func configuration(
  _ key: String?, format: String? = "ssh", program: String? = nil, command: String? = nil, home: String? = nil
) -> SigningConfiguration {
  SigningConfiguration(format: format, key: key, sshProgram: program, defaultKeyCommand: command, home: home)
}

@Suite("signing: what does not work")
struct SigningRefusing {
  @Test("each reason is told apart, and its finding says how to mend it")
  func reasons() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    try sandbox.makeKey("key", ["-t", "ed25519"])
    try sandbox.makeKey("alone", ["-t", "ed25519"])
    try sandbox.run("rm", ["alone.pub"])
    try sandbox.write(Array("junk\n".utf8), as: "junk.pub")
    func error(_ configuration: SigningConfiguration) -> SigningError? {
      do throws(SigningError) {
        _ = try Signing(configuration, programs: sandbox.programs).sign(message, namespace: "git")
        return nil
      } catch {
        return error
      }
    }
    let rows: [(SigningConfiguration, SigningError, String)] = [
      (configuration(nil), .noKey, "signing.no-key"),
      (configuration(""), .noKey, "signing.no-key"),
      (configuration(nil, command: "false"), .noKey, "signing.no-key"),
      (configuration(nil, command: "true"), .noKey, "signing.no-key"),
      (configuration("key", format: nil), .notSSH(format: "openpgp"), "signing.format"),
      (configuration("key", format: "x509"), .notSSH(format: "x509"), "signing.format"),
      (
        configuration("/no/key"),
        .keyUnreadable(path: "/no/key", because: "there is no such file, or it may not be read"),
        "signing.key"
      ),
      (
        configuration("~/key"), .keyUnreadable(path: "~/key", because: "'~' cannot be resolved to a home directory"),
        "signing.key"
      ),
      (
        configuration("\(sandbox.path)/alone"),
        .keyUnreadable(
          path: "\(sandbox.path)/alone",
          because: "it is the private half, and there is no \(sandbox.path)/alone.pub beside it"), "signing.key"
      ),
      (
        configuration("\(sandbox.path)/junk.pub"),
        .keyUnreadable(
          path: "\(sandbox.path)/junk.pub", because: "the key after its kind is missing, or not in its form"),
        "signing.key"
      ),
      (
        configuration("\(sandbox.path)/key", program: "/no/such/ssh-keygen"), .toolMissing(name: "/no/such/ssh-keygen"),
        "signing.tool-missing"
      ),
    ]
    for (configuration, expected, rule) in rows {
      #expect(error(configuration) == expected)
      #expect(expected.finding.rule.id == rule)
      #expect(!expected.finding.next.isEmpty)
    }
  }

  /// Scripts in place of `ssh-keygen`; `$last` is the file to sign.
  static let tools: [(String, String)] = [
    ("exit 0", "signing.tool"), ("echo no >&2; exit 1", "signing.tool"), ("kill -9 $$", "signing.tool"),
    ("echo 'sign_and_send_pubkey: agent refused operation' >&2; exit 255", "signing.agent-refused"),
    (": >$last.sig", "signing.wrong-signature"), ("echo junk >$last.sig", "signing.wrong-signature"),
    ("ssh-keygen -q -Y sign -n git -f other $last", "signing.wrong-signature"),
    ("ssh-keygen -q -Y sign -n file -f key $last", "signing.wrong-signature"),
    ("echo more >>$last; ssh-keygen -q -Y sign -n git -f key $last", "signing.wrong-signature"),
    ("ssh-keygen -q -Y sign -n git -f key $last; echo junk >>$last.sig", "signing.wrong-signature"),
    ("dd if=/dev/zero of=$last.sig bs=1024 count=100", "signing.tool"),
  ]

  @Test("what the program gives is believed only when it verifies", arguments: tools)
  func untrusted(_ script: String, _ rule: String) throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    try sandbox.makeKey("key", ["-t", "ed25519"])
    try sandbox.makeKey("other", ["-t", "ed25519"])
    try sandbox.write(
      Array("#!/bin/sh\ncd \(sandbox.path)\nfor last in \"$@\"; do :; done\n\(script)\n".utf8), as: "tool")
    try sandbox.run("chmod", ["+x", "tool"])
    let signing = Signing(
      configuration("\(sandbox.path)/key.pub", program: "\(sandbox.path)/tool"), programs: sandbox.programs)
    do throws(SigningError) {
      _ = try signing.sign(message, namespace: "git")
      Issue.record("it was believed")
    } catch {
      #expect(error.finding.rule.id == rule, "\(error)")
    }
    #expect(try sandbox.run("sh", ["-c", "ls | grep countersign-"]).output.isEmpty)
  }

  @Test("a key behind a passphrase that nobody gives")
  func passphrase() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let made = try sandbox.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "secret", "-f", "key"])
    try #require(made.succeeded)
    var environment = sandbox.programs.environment
    environment["SSH_ASKPASS"] = "/bin/false"
    environment["SSH_ASKPASS_REQUIRE"] = "force"
    let signing = Signing(configuration("\(sandbox.path)/key"), programs: Programs(environment: environment))
    #expect(throws: SigningError.self) { try signing.sign(message, namespace: "git") }
  }

  @Test("no place for the message")
  func scratch() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    try sandbox.makeKey("key", ["-t", "ed25519"])
    var environment = sandbox.programs.environment
    environment["TMPDIR"] = "/no/such/place"
    let signing = Signing(configuration("\(sandbox.path)/key"), programs: Programs(environment: environment))
    #expect(throws: SigningError.noScratch(because: "No such file or directory")) {
      try signing.sign(message, namespace: "git")
    }
  }

  @Test("a public key whose private half is nowhere")
  func privateHalfMissing() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", ["-t", "ed25519"])
    try sandbox.run("rm", ["key"])
    for configured in ["\(sandbox.path)/key.pub", "key::\(key.text)", key.text] {
      #expect(throws: SigningError.self) {
        try Signing(configuration(configured), programs: sandbox.programs).sign(message, namespace: "git")
      }
    }
  }
}

@Suite("signing: what works")
struct SigningWorking {
  @Test(
    "every kind of key signs, from its private or its public path, and nothing is left behind",
    arguments: [["-t", "ed25519"], ["-t", "ecdsa", "-b", "384"], ["-t", "rsa", "-b", "2048"]])
  func kinds(_ kind: [String]) throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", kind)
    for path in ["~/key", "~/key.pub"] {
      let signing = Signing(configuration(path, home: sandbox.path), programs: sandbox.programs)
      #expect(try signing.publicKey() == key)
      let armored = try signing.sign(message, namespace: "countersign")
      let ring = keyring("maria@acme.example namespaces=\"countersign\" \(key.text)\n")
      #expect(ring.check(armored, namespace: "countersign").isGood)
      #expect(!ring.check(armored).isGood)
    }
    #expect(try sandbox.run("sh", ["-c", "ls | grep countersign-"]).output.isEmpty)
  }

  @Test("a key in the agent signs, given literally or by a command")
  func agent() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", ["-t", "ed25519"])
    let started = try sandbox.run("ssh-agent", ["-a", "\(sandbox.path)/agent"])
    let process = try #require(started.outputText.split { !$0.isNumber }.map(String.init).last)
    defer {
      do { try sandbox.run("kill", [process]) } catch { Issue.record(error) }
    }
    var environment = sandbox.programs.environment
    environment["SSH_AUTH_SOCK"] = "\(sandbox.path)/agent"
    let programs = Programs(environment: environment)
    try #require(try programs.run("ssh-add", ["-q", "\(sandbox.path)/key"]).succeeded)
    try sandbox.run("rm", ["key"])
    for configured in [
      configuration("key::\(key.text)"), configuration(key.text), configuration("\(sandbox.path)/key.pub"),
      configuration(nil, command: "ssh-add -L"), configuration(nil, command: "echo key::'\(key.text)'"),
    ] {
      let armored = try Signing(configured, programs: programs).sign(message, namespace: "git")
      #expect(keyring("maria@acme.example \(key.text)\n").check(armored).isGood)
    }
    try #require(try programs.run("ssh-add", ["-q", "-D"]).succeeded)
    #expect(throws: SigningError.self) {
      try Signing(configuration(key.text), programs: programs).sign(message, namespace: "git")
    }
  }

  @Test("git calls a commit good that was signed here")
  func commit() throws {
    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let key = try sandbox.makeKey("key", ["-t", "ed25519"])
    try sandbox.write(Array("maria@acme.example \(key.text)\n".utf8), as: "signers")
    try sandbox.run("git", ["init", "-q", "."])
    let tree = try sandbox.run("git", ["mktree"], input: []).outputText.filter { $0 != "\n" }
    let person = "Maria <maria@acme.example> \(noon.seconds) +0000"
    let head = "tree \(tree)\nauthor \(person)\ncommitter \(person)\n"
    let payload = Array("\(head)\nthe message\n".utf8)
    let signing = Signing(configuration("\(sandbox.path)/key"), programs: sandbox.programs)
    let armored = String(decoding: try signing.signCommit(payload), as: UTF8.self)
    let folded = armored.split(separator: "\n").joined(separator: "\n ")
    let commit = Array("\(head)gpgsig \(folded)\n\nthe message\n".utf8)
    let id = try sandbox.run("git", ["hash-object", "-t", "commit", "-w", "--stdin"], input: commit).outputText
    let verified = try sandbox.run(
      "git", ["-c", "gpg.ssh.allowedSignersFile=\(sandbox.path)/signers", "verify-commit", id.filter { $0 != "\n" }])
    #expect(verified.succeeded, "\(verified.errorText)")
  }
}

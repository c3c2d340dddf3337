import Workflows

/// A plain program: what its text tells without being run. The manifest says the rest.
///
/// Of a shell's script each command that talks to somebody is a step, in their order, as commands follow each other; all of it
/// is code of the first step. Of other languages, addresses and names in the environment are read, and no more.
enum Script: EngineAdapter {
  static let engine = Engine.script

  static func recognises(_ document: Document) -> Bool {
    if case .text = document.content { true } else { false }
  }

  static func models(in document: Document) -> [Model] {
    guard case .text(let text) = document.content else { return [] }
    var reading = ScriptReading(text, path: document.path, name: document.name)
    reading.readAll()
    return [reading.draft.finished()]
  }
}

/// The reading of one script.
struct ScriptReading {
  let text: String
  let language: String
  /// Without comments, and joined where a backslash joins them.
  let lines: [(Int, String)]
  var draft: Draft

  init(_ text: String, path: String, name: String) {
    self.text = text
    lines = Shell.lines(of: text)
    language = Self.language(text, path)
    draft = Draft(.script, name: name, at: Spot(pointer: "", line: 1, column: 1, offset: 0))
  }

  /// By its first line, then by the end of its name; a shell's where nothing says it.
  private static func language(_ text: String, _ path: String) -> String {
    let first = String(Substring(text.utf8.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }))
    let words =
      first.hasPrefix("#!") ? first.dropFirst(2).split(whereSeparator: { $0 == " " || $0 == "/" }).map(String.init) : []
    let ending = path.split(separator: ".").last.map(String.init) ?? ""
    let endings = [
      "py": "python", "js": "javascript", "mjs": "javascript", "ts": "typescript", "rb": "ruby", "pl": "perl",
      "ps1": "powershell", "go": "go",
    ]
    guard let program = words.last(where: { !$0.hasPrefix("-") && $0 != "env" }) else {
      return endings[ending] ?? "shell"
    }
    let name = program.prefix { $0.isLetter }
    switch name {
    case "sh", "bash", "dash", "ash", "zsh", "ksh": return "shell"
    case "node", "deno", "bun": return "javascript"
    default: return String(name)
    }
  }

  mutating func readAll() {
    let spot = draft.model.spot
    var whole = Model.Step(id: "script", name: draft.model.name, kind: .code, type: language, spot: spot)
    whole.risks = [.command]
    whole.code = [Model.Code(language: language, text: text, foreignInput: foreignInput, spot: spot)]
    whole.canHang = true
    whole.credentials = credentials()
    guard language == "shell" else {
      whole.destinations = Address.all(in: text, .code).map { address in
        address.destination(
          verified: text.contains("verify=False") || text.contains("rejectUnauthorized: false")
            ? .known(false) : .absent, at: spot)
      }
      draft.add(whole)
      return draft.note(
        "of a program in \(short(language)) only addresses and names of the environment are read", at: spot)
    }
    whole.timeout = .unknown(because: "each command has its own")
    draft.add(whole)
    readCommands()
  }

  private mutating func readCommands() {
    var previous = "script"
    var stops = false
    var offsets = [0]
    var offset = 0
    for byte in text.utf8 {
      offset += 1
      if byte == UInt8(ascii: "\n") { offsets.append(offset) }
    }
    for (index, line) in lines {
      if let change = Shell.errorExit(line) { stops = change }
      for command in Shell.commands(in: line) {
        let spot = Spot(pointer: "", line: index + 1, column: 1, offset: index < offsets.count ? offsets[index] : nil)
        guard let step = step(command, line, stops: stops, at: spot) else { continue }
        draft.add(step)
        draft.link(previous, step.id, at: spot)
        previous = step.id
      }
    }
  }

  /// A command that talks to somebody; nil for all others.
  private func step(_ command: String, _ line: String, stops: Bool, at spot: Spot) -> Model.Step? {
    let words = command.words
    guard let program = Shell.program(words) else { return nil }
    let known = Knowledge.programs[program]
    var destinations = Shell.destinations(in: command, at: spot)
    guard known != nil || !destinations.isEmpty else { return nil }
    if destinations.isEmpty, let known {
      destinations = known.destinations(of: program, because: "its arguments or settings decide the host", at: spot)
      if destinations.isEmpty, known.kind == .http {
        destinations = [
          Model.Destination(
            host: .unknown(because: "a variable decides the address"), written: short(command, 120), spot: spot)
        ]
      }
    }
    let host = destinations.first?.host.value
    var step = Model.Step(
      id: draft.free([program, host].compactMap { $0 }.joined(separator: " ")), name: short(command.trimmed, 100),
      kind: known?.kind ?? .command,
      type: program, spot: spot)
    step.destinations = destinations
    step.risks = known?.risks ?? [.command]
    step.canHang = true
    step.timeout = Shell.timeout(words, program)
    step.retries = Shell.retries(words, program)
    step.onError = Shell.swallows(line) || !stops ? .swallow : .stop
    step.settings = [Model.Setting("command", Shell.hidingSecrets(whole(command.trimmed)), spot: spot)]
    return step
  }

  /// Arguments of the script are what its caller brings.
  private var foreignInput: [String] {
    guard language == "shell", text.holds("eval ") else { return [] }
    return text.lines.filter { $0.holds("eval ") && $0.utf8.contains(UInt8(ascii: "$")) && !$0.hasPrefix("#") }.map {
      short($0.description.trimmed, 200)
    }
  }

  /// Names of secrets in the environment, and what is written out.
  private func credentials() -> [Model.Credential] {
    var found: [Model.Credential] = []
    var seen: Set<String> = []
    for (index, line) in lines {
      let spot = Spot(pointer: "", line: index + 1, column: 1)
      for name in Shell.variables(in: line, language) where Literals.isSecretName(name) && seen.insert(name).inserted {
        found.append(Model.Credential(type: "environment", reference: .known(name), name: name, spot: spot))
      }
      for name in Shell.literals(in: line) {
        found.append(Model.Credential(type: "literal", reference: .absent, name: name, isLiteral: true, spot: spot))
      }
    }
    return found
  }
}

extension Knowledge {
  /// Programs that talk to others. Source: their manual pages.
  static let programs = table(
    """
    curl http - -
    wget http - -
    http http - -
    https http - -
    ssh command command ?
    scp connector data-change ?
    sftp connector data-change ?
    rsync connector data-change ?
    ftp connector data-change ?
    nc connector - ?
    psql sql data-change ?
    mysql sql data-change ?
    sqlcmd sql data-change ?
    mongosh sql data-change ?
    redis-cli connector data-change ?
    mail message communication ?
    mailx message communication ?
    sendmail message communication ?
    msmtp message communication ?
    aws connector data-change ?
    az connector data-change ?
    gcloud connector data-change ?
    kubectl connector data-change ?
    helm connector data-change ?
    terraform connector data-change,access ?
    ansible-playbook command command,data-change ?
    docker command command ?
    git connector data-change ?
    gh connector data-change api.github.com
    stripe connector payment api.stripe.com
    ldapmodify connector access ?
    vault connector access ?
    """)
}

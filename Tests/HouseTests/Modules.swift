/// A module and what it may import.
struct Module: Hashable, Comparable {
  let name: String
  /// Of this package and of others, sorted.
  let needs: [String]
  /// Of the system, sorted.
  let system: [String]

  init(_ name: String, needs: [String] = [], system: [String] = []) {
    self.name = name
    self.needs = needs.sorted()
    self.system = system.sorted()
  }

  static func < (earlier: Module, later: Module) -> Bool { earlier.name < later.name }
}

/// Who may import what. Package.swift and docs/architecture.md hold the same table.
///
/// A module without an entry under `system` reads no file and no clock and starts no program: judges are among them.
let allowedModules = [
  Module("Diagnostics"),
  Module("Vocabulary"),
  Module("StrictYAML", needs: ["Clibyaml"]),
  Module("StrictJSON"),
  Module("StrictXML", needs: ["Cexpat"]),
  Module("Cryptography", needs: ["Crypto", "CryptoExtras"]),
  Module("Programs", system: ["Darwin", "Glibc", "Synchronization"]),
  Module("Workers", needs: ["Diagnostics"], system: ["Darwin", "Glibc", "Synchronization"]),
  Module("Documents", needs: ["Diagnostics", "StrictYAML", "Vocabulary"]),
  Module("Calendars", needs: ["Vocabulary"], system: ["Darwin", "Glibc"]),
  Module("Git", needs: ["Clibgit2", "Cryptography", "Diagnostics"], system: ["Darwin", "Glibc", "Synchronization"]),
  Module(
    "Signatures", needs: ["Cryptography", "Diagnostics", "Programs", "Vocabulary"],
    system: ["Darwin", "Glibc", "Synchronization"]),
  Module("PolicyModel", needs: ["Calendars", "Diagnostics", "Documents", "StrictYAML", "Vocabulary"]),
  Module(
    "Workflows",
    needs: ["Cryptography", "Diagnostics", "Documents", "Git", "StrictJSON", "StrictYAML", "Vocabulary"],
    system: ["Darwin", "Glibc"]),
  Module(
    "Evidence", needs: ["Cryptography", "Diagnostics", "Git", "StrictJSON", "StrictXML", "Vocabulary"],
    system: ["Synchronization"]),
  Module(
    "Inspection",
    needs: ["Cryptography", "Diagnostics", "StrictJSON", "StrictXML", "StrictYAML", "Vocabulary", "Workflows"]),
  Module(
    "Secrets",
    needs: ["Cpcre2", "Cryptography", "Cvectorscan", "Diagnostics", "StrictJSON", "StrictXML", "StrictYAML"],
    system: ["Darwin", "Glibc", "Synchronization"]),
  Module("Facts", needs: ["Calendars", "Diagnostics", "Evidence", "PolicyModel", "Vocabulary", "Workflows"]),
  Module(
    "Gathering",
    needs: [
      "Calendars", "Diagnostics", "Evidence", "Facts", "Gates", "Git", "PolicyModel", "Programs", "Secrets",
      "Signatures",
      "Vocabulary", "Inspection", "Workers", "Workflows",
    ], system: ["Synchronization"]),
  Module(
    "Gates", needs: ["Calendars", "Diagnostics", "Evidence", "Facts", "PolicyModel", "Vocabulary", "Workflows"]),
  Module(
    "Releases",
    needs: [
      "Diagnostics", "Evidence", "Facts", "Gates", "Gathering", "Git", "PolicyModel", "Programs", "Signatures",
      "Vocabulary", "Workflows",
    ], system: ["Glibc"]),
  Module(
    "Receiving",
    needs: [
      "Diagnostics", "Evidence", "Facts", "Gates", "Gathering", "Git", "PolicyModel", "Secrets", "Vocabulary",
      "Workflows",
    ]),
  Module(
    "Verifying",
    needs: [
      "Cryptography", "Diagnostics", "Evidence", "Facts", "Gates", "Gathering", "Git", "PolicyModel", "Receiving",
      "Vocabulary", "Workers", "Workflows",
    ], system: ["Darwin", "Glibc", "Synchronization"]),
  Module(
    "Reporting", needs: ["Diagnostics", "Facts", "Gates", "Receiving", "StrictJSON", "Verifying", "Vocabulary"]),
  Module(
    "CountersignCLI",
    needs: [
      "ArgumentParser", "Calendars", "Cryptography", "Diagnostics", "Documents", "Evidence", "Facts", "Gates",
      "Gathering", "Git", "Inspection", "PolicyModel", "Programs", "Receiving", "Releases", "Reporting", "Secrets",
      "Signatures", "StrictJSON", "StrictYAML", "Verifying", "Vocabulary", "Workers", "Workflows",
    ], system: ["Darwin", "Glibc", "Synchronization"]),
  Module("countersign", needs: ["CountersignCLI"]),
]

/// Each library of others, and the one module that knows it.
let libraries = [
  "Clibgit2": "Git", "Clibyaml": "StrictYAML", "Cexpat": "StrictXML", "Crypto": "Cryptography",
  "CryptoExtras": "Cryptography", "Cvectorscan": "Secrets", "Cpcre2": "Secrets", "ArgumentParser": "CountersignCLI",
]

/// The modules that a file imports, whatever stands before the word.
func imports(in text: String) -> Set<String> {
  let kinds: Set<String> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
  let tokens = Source(text).tokens
  var found: Set<String> = []
  for (index, token) in tokens.enumerated() where token.word == "import" {
    // `.import` is a member, not the keyword.
    if index > 0, tokens[index - 1].isMark(".") || tokens[index - 1].isMark("`") { continue }
    let words = tokens[(index + 1)...].prefix(2).compactMap(\.word)
    if let first = words.first { found.insert(kinds.contains(first) ? words.last ?? first : first) }
  }
  return found
}

/// What a file imports without leave.
func strayImports(in text: String, of module: Module) -> [String] {
  imports(in: text).subtracting(module.needs).subtracting(module.system).subtracting(["Swift"]).sorted()
}

/// The modules that a manifest declares by `module(…)` or `.executableTarget(…)`; system libraries and tests are left out.
func modules(inManifest text: String) -> [Module] {
  let tokens = Source(text).tokens
  var modules: [Module] = []
  for index in tokens.indices.dropLast() {
    let isModule = tokens[index].word == "module" && !(index > 0 && tokens[index - 1].word == "func")
    guard isModule || tokens[index].word == "executableTarget", tokens[index + 1].isMark("(") else { continue }
    let group = Array(tokens[(index + 1)..<tokens.end(ofGroupAt: index + 1)])
    guard let name = group.lazy.compactMap(\.string).first else { continue }
    modules.append(Module(name, needs: list(labelled: isModule ? "needs" : "dependencies", in: group)))
  }
  return modules
}

/// The names in `label: ["A", .product(name: "B", package: "c")]`.
private func list(labelled label: String, in tokens: [Token]) -> [String] {
  guard let start = tokens.firstIndex(where: { $0.word == label }), start + 2 < tokens.count else { return [] }
  let items = tokens[(start + 2)..<tokens.end(ofGroupAt: start + 2)]
  var names: [String] = []
  var previous: String?
  for item in items {
    if let name = item.string, previous != "package" { names.append(name) }
    if let word = item.word { previous = word }
    if item.isMark(")") { previous = nil }
  }
  return names
}

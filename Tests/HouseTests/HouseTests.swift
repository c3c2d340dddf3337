import Testing

@Suite("house: modules")
struct ModuleTests {
  @Test("the table is Package.swift's, and the document's")
  func agree() throws {
    let project = try Project()
    let manifest = modules(inManifest: try project.text("Package.swift"))
    #expect(manifest.count > 15, "the manifest was not understood")
    #expect(manifest.sorted() == allowedModules.map { Module($0.name, needs: $0.needs) }.sorted())
    let rows = try #require(table(["module", "imports"], in: try project.text("docs/architecture.md")))
    let documented = try rows.map { row in
      try #require(row.count == 3 && !row[2].isEmpty, "a row of \(row.count) cells, or without words: \(row)")
      return [row[0]] + codeSpans(in: row[1]).sorted()
    }
    let held = allowedModules.map { ["`\($0.name)`"] + ($0.needs + $0.system).sorted() }
    #expect(documented.sorted { $0[0] < $1[0] } == held.sorted { $0[0] < $1[0] })
  }

  @Test("every folder of Swift in Sources is a module of the table")
  func folders() throws {
    let folders = Set(try Project().sources().map { module(of: $0.path) })
    #expect(folders == Set(allowedModules.map(\.name)))
  }

  @Test("no module imports what the table does not give it", arguments: allowedModules)
  func importing(allowed: Module) throws {
    let files = try Project().sources().filter { module(of: $0.path) == allowed.name }
    #expect(!files.isEmpty)
    for file in files { #expect(strayImports(in: file.text, of: allowed).isEmpty, "\(file.path)") }
  }

  @Test("each library of others is known to one module, and Foundation to none")
  func others() throws {
    var users: [String: Set<String>] = [:]
    for file in try Project().sources() {
      for name in imports(in: file.text) { users[name, default: []].insert(module(of: file.path)) }
    }
    for (library, owner) in libraries { #expect(users[library] == [owner], "\(library)") }
    #expect(users.keys.filter { $0.hasPrefix("Foundation") }.isEmpty)
    for allowed in allowedModules {
      for library in libraries.keys where allowed.needs.contains(library) {
        #expect(libraries[library] == allowed.name)
      }
    }
  }

  @Test(
    "what judges reaches no file, no clock and no program", arguments: ["Facts", "Gates", "PolicyModel", "Reporting"])
  func pure(name: String) throws {
    let module = try #require(allowedModules.first { $0.name == name })
    #expect(module.system.isEmpty)
    #expect(Set(module.needs).isDisjoint(with: ["Git", "Programs", "Signatures", "Gathering", "Releases"]))
  }
}

@Suite("house: sources")
struct SourceTests {
  @Test("nothing turns an error into nothing or a doubt into a crash")
  func language() throws {
    for file in try Project().sources() {
      let found = forbidden(in: file.text)
      #expect(found.isEmpty, "\(file.path)")
    }
  }

  @Test("messages say what, not that something is wrong")
  func messages() throws {
    for file in try Project().sources() {
      let found = emptyWords(in: file.text)
      #expect(found.isEmpty, "\(file.path)")
    }
  }

  @Test("what a check cuts ends in '…', by which a secret that was cut is known")
  func cuts() throws {
    for file in try Project().sources() where file.path.hasPrefix("Sources/Inspection/Checks/") {
      for line in file.text.split(separator: "\n") where line.contains(".prefix(") && line.contains("visible(") {
        Issue.record("\(file.path): \(line)")
      }
    }
  }

  @Test("no file is over 400 lines")
  func length() throws {
    for file in try Project().sources() {
      #expect(file.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 401, "\(file.path)")
    }
  }

  @Test("no two files of a module have one name")
  func names() throws {
    let files = try Project().sources().map(\.path)
    for (module, paths) in Dictionary(grouping: files, by: module(of:)) {
      #expect(caseTwins(paths.map { String($0.split(separator: "/").last ?? "") }).isEmpty, "\(module)")
    }
  }
}

@Suite("house: commands")
struct CommandTests {
  /// The parser asks all commands for their names at each start, and works out one that is missing from the type, for milliseconds.
  @Test("each command says its name")
  func names() throws {
    let opening = "CommandConfiguration("
    var count = 0
    for file in try Project().sources() {
      for part in file.text.split(separator: opening, omittingEmptySubsequences: false).dropFirst() {
        count += 1
        #expect(part.drop { $0.isWhitespace }.hasPrefix("commandName: \""), "\(file.path)")
      }
    }
    #expect(count > 40)
  }
}

@Suite("house: rules")
struct RuleTests {
  @Test("each rule has an id of its own, in form")
  func ids() throws {
    let declared = try Project().sources().flatMap { rules(in: $0.text).declared }
    #expect(declared.count > 100, "the declarations were not understood")
    let template = ruleTemplate(in: try Project().text(Self.template))
    let prefixes = try Project().sources().flatMap { ruleTemplate(in: $0.text).prefixes }
    #expect(!template.ends.isEmpty && prefixes.count > 1, "the template was not understood")
    let made = prefixes.flatMap { prefix in template.ends.map { prefix + $0 } }
    for (id, twins) in Dictionary(grouping: declared.map(\.id) + made, by: \.self) {
      #expect(isRuleID(id), "\(id)")
      #expect(twins.count == 1, "\(id)")
    }
  }

  /// The one place where rules are made from a prefix: those that policy and manifest share.
  private static let template = "Sources/Documents/ShapeRules.swift"

  @Test("rules are made where they are declared, and nowhere else")
  func strays() throws {
    for file in try Project().sources() where file.path != Self.template {
      #expect(rules(in: file.text).stray.isEmpty, "\(file.path)")
    }
  }

  @Test("each rule is in a list, each list of a module in the catalogue")
  func lists() throws {
    let sources = try Project().sources()
    let listed = sources.reduce(into: Set<String>()) { $0.formUnion(listedRules(in: $1.text)) }
    for file in sources {
      for rule in rules(in: file.text).declared {
        #expect(listed.contains(rule.name), "\(rule.id) in \(file.path) is in no list")
      }
    }
    let catalogue = try #require(sources.first { $0.path.hasSuffix("/Catalogue.swift") })
    let words = Set(Source(catalogue.text).tokens.compactMap(\.word))
    let lists = sources.flatMap { ruleLists(in: $0.text) }
    #expect(lists.count > 5, "the lists were not understood")
    for list in lists { #expect(words.contains(list), "\(list) is not in the catalogue") }
  }
}

@Suite("house: the tree")
struct TreeTests {
  @Test("no two paths differ only in case")
  func twins() throws {
    let paths = Set(try Project().entries().flatMap { prefixes(of: $0.path) })
    #expect(caseTwins(Array(paths)).isEmpty)
  }

  @Test("what a build makes is not kept", arguments: [".build", "Package.resolved"])
  func ignored(name: String) throws {
    #expect(ignores(name, by: try Project().text(".gitignore")))
  }

  @Test("nothing names a path of one machine, and no link leaves the project")
  func paths() throws {
    let project = try Project()
    for entry in try project.entries() {
      if let link = entry.link {
        #expect(resolved(link, from: entry.path) != nil, "\(entry.path)")
        continue
      }
      guard let text = String(validating: try project.bytes(entry.path), as: UTF8.self) else { continue }
      let found = foreignPaths(in: text)
      #expect(found.isEmpty, "\(entry.path)")
    }
  }

  @Test("links between documents lead to files of the project")
  func links() throws {
    let project = try Project()
    for entry in try project.entries() where entry.path.hasSuffix(".md") && entry.link == nil {
      for link in fileLinks(in: try project.text(entry.path)) {
        let target = try #require(resolved(link, from: entry.path), "\(entry.path) links to \(link)")
        #expect(project.exists(target), "\(entry.path) links to \(link)")
      }
    }
  }

  @Test(
    "files that the architecture and the contributing guide name are there",
    arguments: ["architecture", "contributing"])
  func named(document: String) throws {
    let project = try Project()
    let spans = codeSpans(in: try project.text("docs/\(document).md"))
    let paths = spans.filter { ["Sources/", "Tests/", "docs/", "templates/"].contains(where: $0.hasPrefix) }
    #expect(paths.count > 5)
    for path in paths where !path.contains("NAME") { #expect(project.exists(path), "\(path)") }
  }
}

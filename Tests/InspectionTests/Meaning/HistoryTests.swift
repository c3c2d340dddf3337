import Inspection
import Testing
import Vocabulary
import Workflows

/// Changes as they come: somebody works in an editor, and among what the editor stirs up by itself stands what matters.
@Suite("meaning: histories with something planted")
struct HistoryTests {
  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/") + "/Histories"

  /// A history, and words that a reviewer has to read there.
  struct History: CustomTestStringConvertible, Sendable {
    let name: String
    let ending: String
    let engine: Engine
    let needed: [String]
    var testDescription: String { name }

    init(_ name: String, _ engine: Engine, _ needed: String..., ending: String = "json") {
      self.name = name
      self.engine = engine
      self.needed = needed
      self.ending = ending
    }
  }

  static let histories = [
    History("n8n-approval-led-past", .n8n, "! without anybody's yes can run now", "'Pay invoice'"),
    History("n8n-copy-to-a-stranger", .n8n, "! new destination: hooks.collect.example"),
    History("n8n-a-no-pays-too", .n8n, "! the answer false at 'Approve payment' leads to", "'Pay invoice' now, too"),
    History("n8n-credential-and-certificate", .n8n, "no longer checks the certificate", "! new credential"),
    History("n8n-one-line-of-code", .n8n, "code of 'Work out the amount'", "+ return", "- return"),
    History("n8n-open-webhook-and-captured-data", .n8n, "headerAuth -> anyone", "! live data"),
    History("n8n-quiet-failures", .n8n, "goes on as if nothing had happened", "switched off: 'Note the payment'"),
    History(
      "actions-permissions-and-pin", .githubActions, "! new permission: write-all", "pinned -> not pinned",
      ending: "yml"),
    History(
      "actions-approval-gone-and-strangers", .githubActions, "! approval removed", "! new trigger",
      "takes in what strangers write", ending: "yml"),
    History(
      "step-functions-timeout-grants", .stepFunctions, "! without anybody's yes can run now: 'Grant access' (access)",
      "AdministratorAccess"),
    History(
      "argo-approval-becomes-a-pause", .argo, "! approval removed", "0 3 1 * * -> 0 * * * *", "without an end",
      ending: "yml"),
    History(
      "bpmn-legal-is-skipped", .bpmn, "! without anybody's yes can run now: 'Sign contract'",
      "! a literal instead of secret 'SIGN_TOKEN'", ending: "bpmn"),
    History(
      "node-red-a-badge-for-all", .nodeRed, "no longer checks the certificate of doors.acme.example",
      "+ if (msg.payload.badge === '0000'"),
    History(
      "logic-apps-plain-http-and-a-password", .logicApps, "without TLS now", "! a literal stands in 'Make_account'",
      "as if nothing had happened"),
    History("n8n-layout-alone", .n8n, "nothing changed in what it does"),
  ]

  private static func side(_ history: History, _ name: String) throws -> Side {
    let manifest = try ManifestReading.read(
      Array(
        "workflow: flow\ntitle: Flow\nengine: \(history.engine.rawValue)\ndefinition: flow.\(history.ending)\n".utf8),
      source: "workflow.yaml", directory: "flow"
    ).get()
    let bytes = Array(
      String(decoding: try Disk.read("\(folder)/\(history.name)/\(name).\(history.ending)"), as: UTF8.self)
        .replacing("MADE-UP-TOKEN", with: Made.token).replacing("MADE-UP-PASSWORD", with: Made.password).utf8)
    return Side(
      manifest: .read(manifest),
      definitions: [
        Side.Definition(
          path: "flow.\(history.ending)", bytes: bytes, in: "flow.\(history.ending)", engine: history.engine)
      ], others: [:])
  }

  @Test("a reviewer who reads only the difference catches it", arguments: histories)
  func told(history: History) throws {
    let difference = Difference.between(try Self.side(history, "before"), try Self.side(history, "after"))
    let text = difference.lines.map(\.text).joined(separator: "\n") + "\n"
    for words in history.needed { #expect(text.contains(words), "\(text)") }
    try Disk.compare(text, "\(Self.folder)/\(history.name)/expected.txt")
  }

  @Test("a history read the other way round and against itself ends, and the latter is empty", arguments: histories)
  func backwards(history: History) throws {
    let (before, after) = (try Self.side(history, "before"), try Self.side(history, "after"))
    #expect(Difference.between(before, before).changes == [])
    #expect(Difference.between(after, after).changes == [])
    let back = Difference.between(after, before)
    #expect(back.changes.isEmpty == Difference.between(before, after).changes.isEmpty)
  }

  @Test("as lines for git one changed step is one changed line", arguments: histories)
  func canon(history: History) throws {
    let lines = try ["before", "after"].map { name in
      let side = try Self.side(history, name)
      let file = try #require(side.definitions.first)
      return try #require(Canon.lines(file, masks: Masks()))
    }
    // The first line names the content.
    let changed = Set(lines[0].dropFirst()).symmetricDifference(lines[1].dropFirst())
    #expect(changed.isEmpty == (history.name == "n8n-layout-alone"))
    #expect(changed.count < 14, "\(changed)")
  }
}

import StrictJSON

/// What of an n8n export is the workflow, and what the server and the editor wrote beside it.
///
/// What changes behaviour stays. That includes two things that look like decoration: the `position` of nodes, as with
/// `executionOrder` v1 branches run from the top of the canvas to the bottom, then from left to right; and the order of
/// `nodes`, as the first one of a kind is the start where there are several. `active` goes: whether a server has the
/// workflow switched on is a state of that server, n8n's own source control leaves it out, and here a release, a kill and
/// a resume say it. Sources: docs.n8n.io, "Understand execution order"; n8n, source-control export.
enum N8nExport {
  /// The workflow of an export: an object, or the only one of a list.
  static func workflow(in node: JSONNode) throws(NormalisingError) -> JSON {
    guard let exports = node.array else { return try workflow(node) }
    guard exports.count == 1 else { throw .workflows(count: exports.count) }
    return try workflow(exports[0])
  }

  private static func workflow(_ node: JSONNode) throws(NormalisingError) -> JSON {
    guard node["nodes"]?.array != nil, node["connections"]?.members != nil, case .object(let members) = JSON(node)
    else {
      throw .notAWorkflow(kind: node.members == nil ? node.kind : "another object")
    }
    return .object(
      members.compactMap { member in
        stamps.contains(member.key) ? nil : cleaned(member.key, member.value).map { JSON.Member(member.key, $0) }
      })
  }

  /// Dropped from the workflow itself, wherever its own keys stand; a node's parameters may be called the same and stay.
  private static let stamps: Set<String> = [
    // Written at each save, activation or publication.
    "createdAt", "updatedAt", "versionId", "versionCounter", "versionMetadata", "activeVersion", "activeVersionId",
    "triggerCount", "active",
    // What runs left behind: the state of triggers, and items that the editor pinned, which only manual runs use.
    "staticData", "pinData",
    // What the server tells about whom a workflow is shared with, for the person who asked.
    "shared", "sharedWithProjects", "homeProject", "usedCredentials", "scopes",
  ]

  /// The value without stamps; nil when nothing is left of it.
  private static func cleaned(_ key: String, _ value: JSON) -> JSON? {
    switch (key, value) {
    case ("meta", .null), ("tags", .null): nil
    case ("meta", .object(let members)): nonEmpty(without(["instanceId", "templateCredsSetupCompleted"], members))
    case ("tags", .array(let tags)): tags.isEmpty ? nil : .array(tags.map(cleanedTag).sorted(by: precedes))
    default: value
    }
  }

  private static func cleanedTag(_ tag: JSON) -> JSON {
    guard case .object(let members) = tag else { return tag }
    return .object(without(["createdAt", "updatedAt"], members))
  }

  private static func without(_ keys: Set<String>, _ members: [JSON.Member]) -> [JSON.Member] {
    members.filter { member in !keys.contains(member.key) }
  }

  private static func nonEmpty(_ members: [JSON.Member]) -> JSON? { members.isEmpty ? nil : .object(members) }

  /// Tags are a set: the server gives them in any order.
  private static func precedes(_ first: JSON, _ second: JSON) -> Bool {
    let texts = [first, second].map { tag in tag.written(pretty: false, sortedKeys: true) }
    return texts[0].utf8.lexicographicallyPrecedes(texts[1].utf8)
  }
}

import Workflows

/// What of a definition means nothing to its engine: where an editor shows things, ids that it gives anew, notes, and what an
/// export says about itself. And what the model holds whole, whatever it is called there.
///
/// Short on purpose: what is not in here and differs is told, by a line of its own where no other tells it.
struct Noise {
  let engine: Engine
  /// By the last word; `#` is a place in a list, `*` any word.
  private let paths: [String: [[Substring]]]
  /// Keys that mean nothing wherever they stand.
  private let anywhere: Set<String>

  private init(_ engine: Engine, _ paths: String, anywhere: Set<String> = []) {
    self.engine = engine
    self.anywhere = anywhere
    var byLast: [String: [[Substring]]] = [:]
    for path in paths.split(whereSeparator: \.isWhitespace) {
      let words = path.split(separator: ".")
      if let last = words.last { byLast[String(last), default: []].append(words) }
    }
    self.paths = byLast
  }

  private func isTop(_ trail: [String]) -> Bool {
    trail.count == 1 && trail[0] != "workflow" && trail[0] != "#"
      || trail.count == 2 && ["workflow", "#"].contains(trail[0])
  }

  /// Of `pinData` the model has digests. Source: n8n, packages/workflow/src/interfaces.ts, `IWorkflowBase`.
  private static let known: Set<String> = ["name", "active", "isArchived", "nodes", "settings"]

  /// Whether small and capital letters are one there.
  func isCaseless(_ trail: [String]) -> Bool { engine == .logicApps && trail.suffix(3).contains("runAfter") }

  /// A path that begins with `^` stands at the top, all others end as it says.
  func drops(_ trail: [String], _ value: Part) -> Bool {
    guard let key = trail.last else { return false }
    if anywhere.contains(key) { return true }
    if engine == .argo, trail.count > 2, trail[trail.count - 3] == "metadata",
      ["labels", "annotations"].contains(trail[trail.count - 2]),
      Noise.bookkeeping.contains(where: key.hasPrefix)
    {
      return true
    }
    // What n8n does not know at the top it leaves out when it takes a file in.
    if engine == .n8n, isTop(trail), !Noise.known.contains(key) || value.bool == false { return true }
    // n8n takes what is not there for these.
    if engine == .n8n, trail.count > 2, trail[trail.count - 3] == "nodes",
      value.isNull || value.bool == false || value.isObject && value.members.isEmpty
    {
      return true
    }
    return (paths[key] ?? []).contains { isEnd($0, of: trail) }
  }

  /// Labels and annotations that say who wrote a resource of Kubernetes, and what it is about. Others may give rights.
  private static let bookkeeping = [
    "workflows.argoproj.io/description", "workflows.argoproj.io/title", "workflows.argoproj.io/version",
    "kubectl.kubernetes.io/",
    "argocd.argoproj.io/", "helm.sh/", "meta.helm.sh/", "app.kubernetes.io/",
  ]

  private func isEnd(_ words: [Substring], of trail: [String]) -> Bool {
    let isWhole = words[0] == "^"
    let words = isWhole ? words.dropFirst() : words[...]
    guard isWhole ? trail.count == words.count : trail.count >= words.count else { return false }
    return zip(words.reversed(), trail.reversed()).allSatisfy { $0 == "*" || $0 == $1 }
  }

  // MARK: XML

  func drops(attribute name: String, _ value: String, of part: XMLPart) -> Bool {
    // Who exported it, and from where; in BPMN's own elements, what ways and places are made of: the model has the ways.
    if part.name == "definitions", ["id", "name", "targetNamespace", "exporter", "exporterVersion"].contains(name) {
      return true
    }
    if ["schemaLocation", "modelerTemplateIcon"].contains(name) { return true }
    guard part.namespace == BPMN.namespace else { return false }
    if name == "name" { return ["sequenceFlow", "participant"].contains(part.name) }
    // `xsi:type`, with whatever prefix the file has for BPMN.
    return name == "type" && value.hasSuffix("tFormalExpression") || Noise.ids.contains(name)
  }

  private static let ids: Set<String> = [
    "id", "sourceRef", "targetRef", "default", "attachedToRef", "processRef", "dataObjectRef",
  ]

  func drops(element child: XMLPart, in part: XMLPart) -> Bool {
    child.name == "BPMNDiagram" || child.namespace == BPMN.namespace && Noise.drawn.contains(child.name)
  }

  private static let drawn: Set<String> = [
    "BPMNDiagram", "documentation", "textAnnotation", "association", "group", "category", "incoming", "outgoing",
    "laneSet", "collaboration",
  ]

  // MARK: ids

  /// By id, what stands for what bears it where others name it.
  func names(in document: Document) -> [String: String] {
    var names: [String: String] = [:]
    switch (engine, document.content) {
    case (.nodeRed, .parts(let parts)):
      for node in parts.flatMap({ $0.elements + ($0["flows"]?.elements ?? []) }) {
        guard let id = node["id"]?.scalar else { continue }
        let name = [node["name"]?.scalar, node["label"]?.scalar].compactMap { $0 }.first { !$0.isEmpty }
        names[id] = "the \(node["type"]?.scalar ?? "node")\(name.map { " \($0)" } ?? "")"
        names["subflow:\(id)"] = "the subflow \(name ?? "")"
      }
    case (.bpmn, .xml(let root)):
      for part in XMLPart(root).children where Noise.referred.contains(part.name) {
        guard let id = part["id"] else { continue }
        let code = part["errorCode"] ?? part["escalationCode"]
        names[id] = [part.name, part["name"] ?? code].compactMap { $0 }.joined(separator: " ")
      }
    default: break
    }
    return names
  }

  private static let referred: Set<String> = ["message", "signal", "error", "escalation"]

  // MARK: engines

  static func of(_ engine: Engine) -> Noise {
    switch engine {
    case .n8n: n8n
    case .githubActions: githubActions
    case .stepFunctions: stepFunctions
    case .logicApps: logicApps
    case .argo: argo
    case .nodeRed: nodeRed
    case .serverlessWorkflow: serverlessWorkflow
    case .bpmn, .script: Noise(engine, "")
    }
  }

  /// The model has all of `connections`, which is none of the known keys here; what runs left behind in `staticData` nobody wrote.
  private static let n8n = Noise(
    .n8n,
    """
    nodes.#.position nodes.#.id nodes.#.webhookId nodes.#.notes nodes.#.notesInFlow nodes.#.color nodes.#.issues nodes.#.cid
    parameters.columns.schema parameters.notice conditions.#.id assignments.#.id
    """, anywhere: N8nType.shown)

  private static let githubActions = Noise(
    .githubActions,
    "^.run-name ^.description ^.author ^.branding ^.inputs.*.description ^.outputs.*.description ^.on.*.inputs.*.description"
  )

  /// A state without `Next` ends, whether it says so or not.
  private static let stepFunctions = Noise(
    .stepFunctions,
    """
    ^.Comment States.*.Comment States.*.End Choices.#.Comment ^.AWSTemplateFormatVersion ^.Description ^.Metadata
    Resources.*.Metadata.aws:cdk:path Resources.*.Metadata.SamResourceId Resources.*.Metadata.AWS::CloudFormation::Designer
    ^.Parameters.*.Description ^.Parameters.*.ConstraintDescription ^.Outputs.*.Description
    """)

  private static let logicApps = Noise(
    .logicApps,
    """
    contentVersion actions.*.description triggers.*.description properties.changedTime properties.createdTime
    properties.popularity properties.iconUri properties.brandColor ^.changedTime ^.createdTime ^.popularity
    """, anywhere: ["$schema", "metadata", "iconUri", "brandColor", "iconBrandColor"])

  /// The model has what each place calls, whatever the template is called there.
  private static let argo = Noise(
    .argo,
    """
    metadata.creationTimestamp metadata.resourceVersion metadata.uid
    metadata.generation metadata.managedFields metadata.selfLink ^.status
    templates.#.name tasks.#.template steps.#.#.template
    """)

  /// Who is wired to whom the model has, except at the edge of a subflow.
  private static let nodeRed = Noise(
    .nodeRed,
    """
    x y w h z g id l wires info icon inputLabels outputLabels color style name label nodes category
    in.#.x in.#.y out.#.x out.#.y status.x status.y
    """.split(whereSeparator: \.isWhitespace).map { "^.#.\($0) ^.flows.#.\($0)" }.joined(separator: " "))

  private static let serverlessWorkflow = Noise(
    .serverlessWorkflow, "^.document.version ^.document.title ^.document.summary ^.document.tags ^.document.metadata")
}

import Vocabulary
import Workflows

extension Comparing {
  private struct Way: Hashable {
    let from: Int
    let to: Int
    let kind: Model.Edge.Kind
  }

  private struct Ends: Hashable {
    let from: Int
    let to: Int
  }

  /// Routes between steps that both sides have. What leads to or from a step that is new or gone stands in that step's line.
  mutating func compareEdges() {
    let was = ways(before) { matching.newOf[$0] }
    let now = ways(after) { matching.oldOf[$0] == nil ? nil : $0 }
    let (newOf, oldOf) = (matching.newOf, matching.oldOf)
    var bridges = Bridges(before, over: newOf) { newOf[$0] }
    var inserted = Bridges(after, over: oldOf) { oldOf[$0] == nil ? nil : $0 }
    var gone = Comparing.surplus(of: was, over: now).filter { !inserted.explains($0.from, $0.to, $0.kind) }
    var come = Comparing.surplus(of: now, over: was).filter { !bridges.explains($0.from, $0.to, $0.kind) }
    tellJoined(Set(was), &inserted, &bridges)
    retell(&gone, &come) {
      Ends(from: $0.from, to: $0.to)
    } told: { comparing, was, now in
      let asked = comparing.asked(at: now.from)
      comparing.tell(
        asked == nil ? .conditionChanged : .approvalCondition,
        (asked.map { "\($0) changed: " } ?? "")
          + "the way from \(comparing.after.label(now.from)) to \(comparing.after.label(now.to)): \(comparing.words(was.kind)) -> \(comparing.words(now.kind))",
        step: comparing.after.label(now.from), after: comparing.after.steps[now.from].spot)
    }
    retell(&gone, &come) {
      Way(from: $0.from, to: -1, kind: $0.kind)
    } told: { comparing, was, now in
      comparing.tell(
        .flowChanged,
        "after \(comparing.after.label(now.from))\(comparing.suffix(now.kind)) comes \(comparing.after.label(now.to)) instead of \(comparing.after.label(was.to))",
        step: comparing.after.label(now.from), after: comparing.after.steps[now.from].spot)
    }
    for way in come { tell(way, "leads to", "now, too") }
    for way in gone { tell(way, "no longer leads to", "") }
    compareOrder()
    compareStarts()
    compareDangling()
  }

  /// Where several ways are gone one after the other, which is first.
  private mutating func compareStarts() {
    guard old.engine == .n8n, new.engine == .n8n else { return }
    for pair in pairs {
      let was = ways(before.out[pair.a]) { matching.newOf[$0] }
      let now = ways(after.out[pair.b]) { matching.oldOf[$0] == nil ? nil : $0 }
      for kind in now.order {
        let (olds, news) = (was.by[kind] ?? [], now.by[kind] ?? [])
        let shared = Set(olds).intersection(news)
        let orders = [olds, news].map { list in list.filter(shared.contains).map { after.label($0) } }
        guard orders[0].count == orders[1].count, orders[0] != orders[1] else { continue }
        tell(
          .flowChanged, pair, "what follows on \(pair.name)\(suffix(kind)) runs in another order",
          ["before: \(Shown.list(orders[0], most: 12))", "now: \(Shown.list(orders[1], most: 12))"])
      }
    }
  }

  /// The steps that ways of one kind lead to, in their order.
  private func ways(
    _ links: [StepGraph.Link], _ place: (Int) -> Int?
  ) -> (by: [Model.Edge.Kind: [Int]], order: [Model.Edge.Kind]) {
    var (by, order) = ([Model.Edge.Kind: [Int]](), [Model.Edge.Kind]())
    for link in links {
      if case .helper = link.kind { continue }
      guard let to = place(link.step), by[link.kind]?.contains(to) != true else { continue }
      if by[link.kind] == nil { order.append(link.kind) }
      by[link.kind, default: []].append(to)
    }
    return (by, order)
  }

  /// Ways that one condition led to and another leads to now, too, by new steps between.
  private mutating func tellJoined(_ was: Set<Way>, _ inserted: inout Bridges, _ bridges: inout Bridges) {
    for entrance in inserted.conditions {
      let others = Set(was.filter { $0.from == entrance.from && $0.kind != entrance.kind }.map(\.to))
      for to in inserted.exits(of: entrance).intersection(others).sorted() {
        if was.contains(Way(from: entrance.from, to: to, kind: entrance.kind)) { continue }
        if bridges.explains(entrance.from, to, entrance.kind) { continue }
        let asked = asked(at: entrance.from)
        tell(
          asked == nil ? .flowChanged : .approvalCondition,
          "\(asked.map { "\($0) changed: " } ?? "")\(after.label(entrance.from))\(suffix(entrance.kind)) leads to \(after.label(to)) now, too, by way of what is new",
          step: after.label(entrance.from), after: after.steps[entrance.from].spot)
      }
    }
  }

  /// Where the first condition that holds decides, their order does, too.
  private mutating func compareOrder() {
    for pair in pairs where triesInOrder(old.engine, pair.old) && triesInOrder(new.engine, pair.new) {
      let was = conditions(before.out[pair.a]) { matching.newOf[$0] }
      let now = conditions(after.out[pair.b]) { matching.oldOf[$0] == nil ? nil : $0 }
      let shared = Set(was).intersection(now)
      let asked = asked(at: pair)
      let orders = (was: was.filter(shared.contains), now: now.filter(shared.contains))
      guard orders.was.count == orders.now.count, orders.was != orders.now else { continue }
      tell(
        asked == nil ? .conditionChanged : .approvalCondition, pair,
        "\(asked.map { "\($0) changed: " } ?? "")\(pair.name) tries its conditions in another order",
        ["before: \(order(orders.was))", "now: \(order(orders.now))"])
    }
  }

  /// Source: states-language.net, "Choice State"; Serverless Workflow, "Switch"; BPMN 2.0, 13.4.2, "Exclusive Gateway".
  private func triesInOrder(_ engine: Engine, _ step: Model.Step) -> Bool {
    switch engine {
    case .stepFunctions, .serverlessWorkflow: step.kind == .branch
    case .bpmn: step.type == "exclusiveGateway"
    case .n8n, .githubActions, .logicApps, .argo, .nodeRed, .script: false
    }
  }

  private func conditions(_ links: [StepGraph.Link], _ place: (Int) -> Int?) -> [Way] {
    links.compactMap { link in
      guard case .condition(let test) = link.kind, test != "default", let to = place(link.step) else { return nil }
      return Way(from: 0, to: to, kind: link.kind)
    }
  }

  private func order(_ ways: [Way]) -> String {
    Shown.list(ways.map { "\(after.label($0.to)) \(words($0.kind))" })
  }

  private func ways(_ graph: StepGraph, _ place: (Int) -> Int?) -> [Way] {
    var ways: [Way] = []
    for (from, links) in graph.out.enumerated() {
      guard let from = place(from) else { continue }
      for link in links { if let to = place(link.step) { ways.append(Way(from: from, to: to, kind: link.kind)) } }
    }
    return ways
  }

  /// Takes out of both lists what agrees in a key, and tells each such pair as one change.
  private mutating func retell<Key: Hashable>(
    _ gone: inout [Way], _ come: inout [Way], by key: (Way) -> Key, told: (inout Comparing, Way, Way) -> Void
  ) {
    var there = Lists(come.indices.map { (key(come[$0]), $0) })
    var taken: Set<Int> = []
    var left: [Way] = []
    for was in gone {
      if let index = there.pop(key(was), besides: taken) {
        taken.insert(index)
        told(&self, was, come[index])
      } else {
        left.append(was)
      }
    }
    gone = left
    come = come.indices.filter { !taken.contains($0) }.map { come[$0] }
  }

  private mutating func tell(_ way: Way, _ verb: String, _ end: String) {
    tell(
      .flowChanged,
      "\(after.label(way.from))\(suffix(way.kind)) \(verb) \(after.label(way.to))\(end.isEmpty ? "" : " \(end)")",
      step: after.label(way.from), after: after.steps[way.from].spot)
  }

  private mutating func compareDangling() {
    let key: (Model.Edge) -> [String] = { [$0.from, $0.to, "\($0.kind)"] }
    let was = before.dangling.map(key)
    let now = after.dangling.map(key)
    for edge in Comparing.surplus(of: now, over: was) {
      tell(.flowChanged, "a way from \(Shown.name(edge[0])) to \(Shown.name(edge[1])), one of which is not there")
    }
    for edge in Comparing.surplus(of: was, over: now) {
      tell(
        .flowChanged,
        "the way from \(Shown.name(edge[0])) to \(Shown.name(edge[1])), one of which was not there, is gone")
    }
  }

  func suffix(_ kind: Model.Edge.Kind) -> String { kind == .normal ? "" : " [\(words(kind))]" }

  private func words(_ kind: Model.Edge.Kind) -> String {
    switch kind {
    case .normal: "always"
    case .error: "when it goes wrong"
    case .condition(let condition): "if \(Shown.value(condition))"
    case .helper(let what): "as its \(Shown.value(what))"
    case .timeout: "when time runs out"
    case .compensation: "to undo it"
    }
  }
}

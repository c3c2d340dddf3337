package import Workflows

/// What one workflow does, in the same words for every engine. Adapters fill it, checks and the difference in meaning read it.
///
/// Nothing here is a judgement. What an adapter does not understand goes into `unknowns`, never away.
package struct Model: Hashable, Sendable {
  package let engine: Engine
  /// The workflow's own name; the file's where it has none.
  package let name: String
  /// Where in the file this workflow stands: a file may hold several.
  package let spot: Spot
  /// No for a drawing or a library that never runs by itself.
  package var isExecutable = true
  package var triggers: [Trigger] = []
  /// In the order of the file, those of nested scopes after the one that holds them.
  package var steps: [Step] = []
  /// Steps where a run begins, when neither a trigger nor the ways between steps say it.
  package var starts: [Step.ID] = []
  package var edges: [Edge] = []
  package var permissions: [Permission] = []
  /// Whether all that the workflow may do stands in the file: `known(true)`; `absent`: the engine's default; `unknown`: it is decided outside.
  package var permissionsAreComplete: Answer<Bool> = .unknown(because: "permissions lie outside the definition")
  /// For one whole run, in seconds.
  package var timeout: Answer<Double> = .absent
  /// Where failures of the whole run go: another workflow's name or id, a handler step.
  package var errorHandler: Answer<String> = .absent
  /// Everything else that decides what a run does, for comparing.
  package var settings: [Setting] = []
  /// Live data that an editor kept in the definition.
  package var captured: [Spot] = []
  /// Of these, what takes the place of a step's answer while somebody tries the workflow out.
  package var pinned: [Pinned] = []
  package var unknowns: [Unknown] = []
  /// What is no step and bears an id by which steps refer to it.
  package var aliases: [Alias] = []

  package init(engine: Engine, name: String, spot: Spot) {
    self.engine = engine
    self.name = name
    self.spot = spot
  }
}

extension Model {
  /// What starts a run.
  package struct Trigger: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
      case manual, schedule, webhook, message, event, mail, form, call, error, other
    }

    package let kind: Kind
    /// The step that it is in the graph; nil where triggers stand outside the steps.
    package let step: Step.ID?
    /// As the engine writes it: `n8n-nodes-base.webhook`, `pull_request_target`.
    package let type: String
    /// In words that can be compared: a cron line, an interval, a path, an event's filter.
    package let detail: String
    /// Whether a caller has to prove who it is; absent: the engine lets anyone. Nothing for what nobody outside can call.
    package let authentication: Answer<String>
    /// Whether strangers can call it or decide what it brings in.
    package let bringsForeignInput: Bool
    package let isDisabled: Bool
    package let spot: Spot

    package init(
      _ kind: Kind, step: Step.ID? = nil, type: String, detail: String = "", authentication: Answer<String> = .absent,
      bringsForeignInput: Bool = false, isDisabled: Bool = false, spot: Spot
    ) {
      self.kind = kind
      self.step = step
      self.type = type
      self.detail = detail
      self.authentication = authentication
      self.bringsForeignInput = bringsForeignInput
      self.isDisabled = isDisabled
      self.spot = spot
    }
  }

  /// A way from one step to the next.
  package struct Edge: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      case normal
      case error
      /// With the condition or the branch's name: `true`, `amount > 1000`, `default`.
      case condition(String)
      /// From a model, memory or tool to the agent that uses it.
      case helper(String)
      case timeout
      case compensation
    }

    package let from: Step.ID
    package let to: Step.ID
    package let kind: Kind
    package let spot: Spot

    package init(from: Step.ID, to: Step.ID, _ kind: Kind = .normal, spot: Spot) {
      self.from = from
      self.to = to
      self.kind = kind
      self.spot = spot
    }
  }

  /// What the workflow, or a step of it, is allowed to do, where the definition says so.
  package struct Permission: Hashable, Sendable {
    /// `contents: write`, `s3:DeleteObject`, an account's or role's name.
    package let name: String
    /// Everything, or everything of a kind.
    package let isWide: Bool
    package let step: Step.ID?
    package let spot: Spot

    package init(_ name: String, isWide: Bool = false, step: Step.ID? = nil, spot: Spot) {
      self.name = name
      self.isWide = isWide
      self.step = step
      self.spot = spot
    }
  }

  /// Data that an editor kept in place of a step's answer.
  package struct Pinned: Hashable, Sendable {
    /// The step's name.
    package let step: String
    package let digest: String
    package let spot: Spot

    package init(step: String, digest: String, spot: Spot) {
      self.step = step
      self.digest = digest
      self.spot = spot
    }
  }

  /// What steps refer to by an id that says nothing by itself.
  package struct Alias: Hashable, Sendable {
    package let id: String
    /// Its kind, and what people call it.
    package let name: String
    /// Of what it says.
    package let digest: String

    package init(id: String, name: String, digest: String) {
      self.id = id
      self.name = name
      self.digest = digest
    }
  }

  /// A part that was not understood: what it might do is not known.
  package struct Unknown: Hashable, Sendable {
    package let what: String
    package let spot: Spot

    package init(_ what: String, spot: Spot) {
      self.what = what
      self.spot = spot
    }
  }
}

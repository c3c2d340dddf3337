extension Model {
  /// One thing that a run does.
  package struct Step: Hashable, Sendable {
    /// Unique in its model: the engine's own id or name, with the scope's in front where names are scoped.
    package typealias ID = String

    package enum Kind: String, Hashable, Sendable, CaseIterable {
      case http, connector, code, command, sql, message, subworkflow, wait, approval, branch, loop, data, trigger,
        comment, scope, other
    }

    /// What goes wrong when it goes wrong.
    package enum Risk: String, Hashable, Sendable, CaseIterable {
      case payment, access, contract, communication
      /// Changes data somewhere.
      case dataChange = "data-change"
      /// Reads or holds data about people.
      case personal
      /// Runs a program or code of its own on the engine's machine.
      case command
    }

    package enum ErrorHandling: Hashable, Sendable {
      /// The run fails.
      case stop
      /// It goes on as if nothing had happened.
      case swallow
      /// A way of its own leads on.
      case branch
    }

    package enum Retries: Hashable, Sendable {
      case none
      case times(Int)
      case unbounded
      /// Of the engine; nil: not known.
      case engineDefault(Int?)
      case unknown(because: String)
    }

    package var id: ID
    /// What people call it.
    package let name: String
    package var kind: Kind
    /// As the engine writes it: `n8n-nodes-base.stripe`, `arn:aws:states:::lambda:invoke`.
    package var type: String
    package let spot: Spot
    /// The engine's own id where it is not the `id` here, and stays when people rename or move the step.
    package var identity: String?
    /// The step that it lies in; nil at the top.
    package var scope: ID?
    package var isDisabled = false
    /// A condition of its own may leave it out, and the run goes on with what comes after it.
    package var mayBeSkipped = false
    package var destinations: [Destination] = []
    package var credentials: [Credential] = []
    /// For one call, in seconds.
    package var timeout: Answer<Double> = .absent
    /// Whether it waits for something that may never come: a call, a callback, a program.
    package var canHang = false
    package var retries = Retries.none
    package var onError = ErrorHandling.stop
    package var risks: Set<Risk> = []
    package var code: [Code] = []
    package var approval: Approval?
    /// What else it runs: another workflow, an action, an image, a module.
    package var calls: [Reference] = []
    /// Everything else that decides what it does, for comparing: `operation: delete`, in the order of the key.
    package var settings: [Setting] = []
    /// Whether it says itself what it may do, in place of what holds for the whole.
    package var statesPermissions = false
    /// Whether it is a call that is known to change nothing elsewhere, by what the engine goes by when it makes it.
    package var reads = false
    /// For a loop: whether something ends it. Known(false): nothing does.
    package var isBounded: Answer<Bool> = .absent

    package init(id: ID, name: String, kind: Kind, type: String, spot: Spot) {
      self.id = id
      self.name = name
      self.kind = kind
      self.type = type
      self.spot = spot
    }
  }

  /// Whether a method of HTTP, written out, changes nothing on the other side.
  static func isReading(method: String?) -> Bool {
    ["get", "head", "options"].contains(method?.lowercased())
  }

  /// Where a step sends to or reads from.
  package struct Destination: Hashable, Sendable {
    /// In lower case, without port; unknown where an expression or something at run time decides.
    package let host: Answer<String>
    /// `https`, `http`, `mqtt`, `wss` …; nil where it is not an address.
    package let scheme: String?
    package let port: Int?
    /// As it is written, at most 200 characters, without user name and password.
    package let written: String
    /// Whether the other side's certificate is checked.
    package let isVerified: Answer<Bool>
    /// Named by the kind of step alone (`api.stripe.com`), not written in the file.
    package let isImplied: Bool
    package let spot: Spot

    package init(
      host: Answer<String>, scheme: String? = nil, port: Int? = nil, written: String,
      isVerified: Answer<Bool> = .absent,
      isImplied: Bool = false, spot: Spot
    ) {
      self.host = host
      self.scheme = scheme
      self.port = port
      self.written = written
      self.isVerified = isVerified
      self.isImplied = isImplied
      self.spot = spot
    }
  }

  /// What a step proves itself with.
  package struct Credential: Hashable, Sendable {
    /// `httpHeaderAuth`, `secret`, `role`, `connection`.
    package let type: String
    /// How the engine refers to it: an id, a secret's name, a role. Never a secret's value.
    package let reference: Answer<String>
    /// What people call it.
    package let name: String?
    /// The value stands in the definition, where a reference belongs.
    package let isLiteral: Bool
    package let spot: Spot

    package init(type: String, reference: Answer<String>, name: String? = nil, isLiteral: Bool = false, spot: Spot) {
      self.type = type
      self.reference = reference
      self.name = name
      self.isLiteral = isLiteral
      self.spot = spot
    }
  }

  /// Code in a definition.
  package struct Code: Hashable, Sendable {
    /// `javascript`, `python`, `shell`, `sql`, `jq`, `expression` …
    package let language: String
    package let text: String
    /// Expressions in it that bring in what strangers write, as written.
    package let foreignInput: [String]
    package let spot: Spot

    package init(language: String, text: String, foreignInput: [String] = [], spot: Spot) {
      self.language = language
      self.text = text
      self.foreignInput = foreignInput
      self.spot = spot
    }
  }

  /// A person's yes that a step waits for.
  package struct Approval: Hashable, Sendable {
    package let approvers: Answer<String>
    /// In seconds.
    package let timeout: Answer<Double>
    /// Whether a no leads elsewhere than a yes. Known(false): both lead on.
    package let hasRejectPath: Answer<Bool>
    package let spot: Spot

    package init(
      approvers: Answer<String> = .absent, timeout: Answer<Double> = .absent, hasRejectPath: Answer<Bool>, spot: Spot
    ) {
      self.approvers = approvers
      self.timeout = timeout
      self.hasRejectPath = hasRejectPath
      self.spot = spot
    }
  }

  /// Something that is defined elsewhere and run from here.
  package struct Reference: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable { case workflow, action, image, module, function }

    package let kind: Kind
    /// `actions/checkout@v4`, `alpine:3`, a workflow's id.
    package let name: Answer<String>
    /// Whether the name means the same content tomorrow: a digest, a commit id. Absent where the engine has nothing to pin with.
    package let isPinned: Answer<Bool>
    package let spot: Spot

    package init(_ kind: Kind, name: Answer<String>, isPinned: Answer<Bool>, spot: Spot) {
      self.kind = kind
      self.name = name
      self.isPinned = isPinned
      self.spot = spot
    }
  }

  /// One setting that matters, for comparing two versions.
  package struct Setting: Hashable, Sendable {
    package let key: String
    /// At most 262,144 bytes; of more, and of what may hold a secret, a digest.
    package let value: String
    package let spot: Spot

    package init(_ key: String, _ value: String, spot: Spot) {
      self.key = key
      self.value = value
      self.spot = spot
    }
  }
}

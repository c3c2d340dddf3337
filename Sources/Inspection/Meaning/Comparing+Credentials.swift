import Vocabulary

extension Comparing {
  private struct Proof: Hashable {
    let type: String
    let reference: Answer<String>
    let name: String?
    let isLiteral: Bool

    init(_ credential: Model.Credential) {
      type = credential.type
      reference = credential.reference.isUnknown ? .unknown(because: "an expression decides") : credential.reference
      name = credential.name
      isLiteral = credential.isLiteral
    }

    /// Two with one identity are the same credential under another display name.
    var identity: [String] {
      [type, isLiteral ? "literal" : "", reference.value.map { "=" + $0 } ?? (reference.isUnknown ? "?" : "")]
    }

    var words: String {
      if isLiteral { return type == "literal" ? "a literal" : "a literal of the kind \(Shown.value(type))" }
      let reference = reference.words(absent: "without a reference") { Shown.name($0) }
      let shown = name.map {
        Shown.name($0) + (self.reference.value == nil || self.reference.value == name ? "" : " [\(reference)]")
      }
      return "\(Shown.value(type)) \(shown ?? reference)"
    }
  }

  mutating func compareCredentials() {
    let known = Set(before.steps.flatMap { $0.credentials.map { Proof($0).identity } })
    let current = Set(after.steps.flatMap { $0.credentials.map { Proof($0).identity } })
    var fresh: [[String]: [(step: Int, proof: Proof, spot: Spot)]] = [:]
    var order: [[String]] = []
    for step in after.steps.indices {
      for credential in after.steps[step].credentials {
        let proof = Proof(credential)
        guard !proof.isLiteral, !known.contains(proof.identity) else { continue }
        if fresh[proof.identity] == nil { order.append(proof.identity) }
        fresh[proof.identity, default: []].append((step, proof, credential.spot))
      }
      if matching.oldOf[step] == nil { tellAdded(step, known) }
    }
    for identity in order { tellNew(fresh[identity] ?? []) }
    let (new, gone) = (Set(order), known.subtracting(current))
    for pair in pairs { compareCredentials(pair, fresh: new, gone: gone) }
    var told: Set<[String]> = []
    for step in before.steps {
      for credential in step.credentials {
        let proof = Proof(credential)
        guard !proof.isLiteral, !current.contains(proof.identity), told.insert(proof.identity).inserted else {
          continue
        }
        tell(.credentialRemoved, "the credential \(proof.words) is used no more", before: credential.spot)
      }
    }
  }

  private mutating func tellAdded(_ step: Int, _ known: Set<[String]>) {
    let name = after.label(step)
    for credential in after.steps[step].credentials {
      let proof = Proof(credential)
      if proof.isLiteral {
        tell(
          .literalCredential, "\(proof.words) stands in the new step \(name), where a reference belongs", step: name,
          after: credential.spot)
      } else if known.contains(proof.identity) {
        tell(.credentialChanged, "\(name) uses the credential \(proof.words), too", step: name, after: credential.spot)
      }
    }
  }

  private mutating func tellNew(_ uses: [(step: Int, proof: Proof, spot: Spot)]) {
    guard let first = uses.first else { return }
    var seen: Set<Int> = []
    let names = uses.map(\.step).filter { seen.insert($0).inserted }.map { step in
      (matching.oldOf[step] == nil ? "the new step " : "") + after.label(step)
    }
    // No colon: behind one the search for secrets in what is shown would take the type for a secret.
    tell(
      .newCredential, "new credential \(first.proof.words), in \(Shown.list(names))", step: after.label(first.step),
      after: first.spot)
  }

  private mutating func compareCredentials(_ pair: Pair, fresh: Set<[String]>, gone: Set<[String]>) {
    let replaced = Comparing.replaced(
      Comparing.surplus(of: pair.old.credentials.map(Proof.init), over: pair.new.credentials.map(Proof.init)),
      by: Comparing.surplus(of: pair.new.credentials.map(Proof.init), over: pair.old.credentials.map(Proof.init)),
      [{ $0.identity }, { [$0.type] }, { _ in [] }])
    for (old, now) in replaced.pairs {
      if now.isLiteral {
        let there = old.map {
          $0.isLiteral ? "another \(now.words) stands in" : "\(now.words) instead of \($0.words) stands in"
        }
        tell(.literalCredential, pair, "\(there ?? "\(now.words) stands in") \(pair.name), where a reference belongs")
      } else if let old, old.identity == now.identity {
        tell(.renamed, pair, "the credential of \(pair.name) is called otherwise: \(old.words) -> \(now.words)")
      } else if let old {
        tell(.credentialChanged, pair, "\(pair.name) uses the credential \(now.words) instead of \(old.words)")
      } else if !fresh.contains(now.identity) {
        tell(.credentialChanged, pair, "\(pair.name) uses the credential \(now.words), too")
      }
    }
    for old in replaced.left where old.isLiteral || !gone.contains(old.identity) {
      tell(.credentialRemoved, pair, "\(pair.name) uses \(old.isLiteral ? "" : "the credential ")\(old.words) no more")
    }
  }
}

package import Diagnostics
package import PolicyModel
package import Vocabulary

/// What the raw object of one commit says about who, what, when and why.
package struct CommitFacts: Hashable, Sendable {
  /// 40 hex digits; empty for a message that is not a commit yet.
  package let id: String
  package let subject: String
  package let author: Stamp
  package let committer: Stamp
  /// Committer dates of the parents.
  package let parentDates: [Timestamp]
  package let trailers: [Trailer]
  /// Whatever is wrong with the object or its trailers as such: two signatures, a NUL, a folded or repeated trailer.
  package let problems: [Finding]
  package let signer: Signatory
  /// A merge that takes every governed directory unchanged from where it was: it contributes nobody.
  package let isCleanMerge: Bool
  /// Names of the workflows that it changes.
  package let touches: [String]

  package struct Stamp: Hashable, Sendable {
    package let name: String
    package let email: String
    package let date: Timestamp

    package init(name: String, email: String, date: Timestamp) {
      self.name = name
      self.email = email
      self.date = date
    }
  }

  package struct Trailer: Hashable, Sendable {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  package init(
    id: String, subject: String, author: Stamp, committer: Stamp, parentDates: [Timestamp], trailers: [Trailer],
    problems: [Finding], signer: Signatory, isCleanMerge: Bool, touches: [String]
  ) {
    self.id = id
    self.subject = subject
    self.author = author
    self.committer = committer
    self.parentDates = parentDates
    self.trailers = trailers
    self.problems = problems
    self.signer = signer
    self.isCleanMerge = isCleanMerge
    self.touches = touches
  }

  /// The value of the one trailer with this key; nil when there is none.
  package func trailer(_ key: String) -> String? { trailers.first { $0.key == key }?.value }

  /// `commit` and the first twelve digits; what a message that is no commit yet is called otherwise.
  package var place: Place { Place(id.isEmpty ? "the commit message" : "commit \(id.prefix(12))") }
}

/// One way in which someone had a hand in a change.
package struct Contribution: Hashable, Sendable {
  package enum Role: String, Hashable, Sendable {
    case author, committer
    case coAuthor = "co-author"
    case submitter
  }

  package let role: Role
  package let email: String
  /// nil: the policy does not know the address.
  package let party: Party?
  /// 40 hex digits; the statement's id for a submitter.
  package let commit: String

  package init(role: Role, email: String, party: Party?, commit: String) {
    self.role = role
    self.email = email
    self.party = party
    self.commit = commit
  }
}

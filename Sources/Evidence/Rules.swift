package import Diagnostics

package enum EvidenceRules {
  package static let all: [Rule] = [
    .statementMalformed, .statementMisplaced, .statementUnread, .journalAppendOnly, .journalStrayFile,
    .journalRewound, .journalTooLarge,
  ]
}

extension Rule {
  package static let statementMalformed = Rule(
    "statement.malformed", "A statement is not in the form that was agreed.",
    """
    Statements are in-toto Statements in DSSE envelopes, read strictly: no member that nobody reads, no duplicate key, digests \
    in lower-case hex. What does not read counts for nobody, and a push that brings it is held.
    """)
  package static let statementMisplaced = Rule(
    "statement.misplaced", "A statement lies where it does not belong.",
    """
    Its path in the journal is made of the dirHash of the version it speaks of and the SHA-256 of its file, in the journal of a \
    workflow that it names. A copy anywhere else is no evidence.
    """)
  package static let statementUnread = Rule(
    "statement.unread", "Somebody known signed a statement that this Countersign cannot read.",
    """
    It is in a newer format, or in none. It may be a no, so nothing that it could bear on is decided until a Countersign reads \
    it; a kill does not wait. What nobody known signed counts for nobody, and stands in nobody's way.
    """)
  package static let journalAppendOnly = Rule(
    "journal.append-only", "A journal was changed other than by adding to it.",
    "Each commit of a journal has one parent (the first has none) and only adds files. What was said stays said.")
  package static let journalStrayFile = Rule(
    "journal.stray-file", "A journal holds a file that is neither a statement nor an attachment.",
    "Statements lie below their version's dirHash or below records/, attachments below attachments/, all named by digest."
  )
  package static let journalRewound = Rule(
    "journal.rewound", "A remote dropped or rewound a journal that was seen before.",
    """
    Journals only grow. A remote that shows less than it showed lost data or hides it; nothing of the local copy is given up, \
    and pushing it again restores what was dropped. Find out who did it before you trust that host again.
    """)
  package static let journalTooLarge = Rule(
    "journal.too-large", "An attachment or statement is larger than a journal takes.",
    "Statements are at most 1 MiB, attachments at most 8 MiB.")
}

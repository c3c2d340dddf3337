package import Diagnostics

package enum VerifyingRules {
  package static let all: [Rule] = [
    .verifyNothing, .verifyHeld, .verifyLateNo, .verifyAttachment, .verifyNoJournals, .verifySignedDates,
    .verifyOffLine, .verifyJournalName, .verifyMore, .verifyNoBranch, .verifyGoneStep, .verifyGoneStatement,
    .verifyRecalled,
  ]
}

extension Rule {
  package static let verifyNothing = Rule(
    "verify.nothing", "There was nothing to verify.",
    "The root is believed and not judged. Where nothing has landed, been said or released since, nothing is proven either."
  )
  package static let verifyHeld = Rule(
    "verify.held", "Something in the history did not pass its gate.",
    "'countersign explain' has the rule of each reason; this one stands where the gate gives none.")
  package static let verifyLateNo = Rule(
    "verify.late-no", "A no is dated before a release, and reached the journal after it.",
    """
    The release named the journal as it was, and was right by that; the no was signed earlier and came later. Where a server \
    with the hook took it, it is dated within an hour of its receipt. Nothing is held by it: look at who kept it back.
    """)
  package static let verifyAttachment = Rule(
    "verify.attachment", "A statement names an attachment that its journal does not hold.",
    "What was signed for cannot be looked at: a report of a test run was left out or taken away. Another clone may have it."
  )
  package static let verifyNoJournals = Rule(
    "verify.no-journals", "There are no journals here.",
    "What was said about versions lies in refs/countersign/journal/. A plain clone does not fetch it: 'countersign sync' does."
  )
  package static let verifySignedDates = Rule(
    "verify.signed-dates", "Order rests on the dates that were signed.",
    """
    History shows no clock but those of the signers. Where a server with the hook took every push, statements and landings are \
    dated within an hour of their receipt, steps of environments within five minutes; elsewhere 'before' and 'after' are as \
    honest as whoever signed.
    """)
  package static let verifyOffLine = Rule(
    "verify.off-line", "An environment's branch goes on into another history.",
    "Its first commit has no parent: nothing but releases lies on it. What lies below was never a step of the environment."
  )
  package static let verifyJournalName = Rule(
    "verify.journal-name", "A journal bears the name of no workflow.",
    "Journals are named by workflows, 'policy' and 'all'. What lies in another one counts for nothing.")
  package static let verifyNoBranch = Rule(
    "verify.no-branch", "An environment of the policy in force has no branch here.",
    """
    One that nothing was released to yet has none. Where something that was signed or is known speaks of it, its branch was not \
    fetched, or somebody took it away: what runs there cannot be told.
    """)
  package static let verifyGoneStep = Rule(
    "verify.gone-step", "A review answers a step that is not on its environment's branch.",
    """
    Reviews for a resume name the kill that they answer. Where that kill is not on the branch, the branch was rewound or \
    replaced, or the kill was never pushed: a clone that has seen more knows.
    """)
  package static let verifyGoneStatement = Rule(
    "verify.gone-statement", "A no about several workflows is missing in the journal of one.",
    """
    A statement about several workflows lies in the journal of each, the same bytes everywhere. A reject, withdrawal, recall or red run \
    that is in one of them and not in another was left out there, or never pushed: what rests on that journal cannot be told.
    """)
  package static let verifyRecalled = Rule(
    "verify.recalled-runs", "A version that was recalled is still what an environment holds.",
    "A recall bars a version from every gate and from being rolled back to; it stops nothing. A kill or a rollback does."
  )
  package static let verifyMore = Rule(
    "verify.more", "There is more of the same than is told.",
    "Mend what is told, and verify again. The counts are of everything that was looked at.")
}

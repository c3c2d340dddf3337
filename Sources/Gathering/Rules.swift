package import Diagnostics

package enum GatheringRules {
  package static let all: [Rule] = [
    .trustNoRoot, .trustOtherHistory, .policyMissing, .policyNotInForce, .commitMalformed, .evidenceUnreadable,
    .releaseForm, .releaseOlderPolicy, .releaseOlderJournal, .manifestNoFile, .manifestTooLarge, .calendarZone,
    .workflowMoved,
  ]
}

extension Rule {
  package static let trustNoRoot = Rule(
    "trust.no-root", "No root of trust is pinned here.",
    """
    Trust starts at the landing that brought the first policy. 'countersign trust REV' pins it (git's configuration \
    countersign.root); compare the id with a colleague over another channel first. Without it nothing can be decided.
    """)
  package static let trustOtherHistory = Rule(
    "trust.other-history", "The integration branch does not descend from the pinned root.",
    """
    This is another history than the one that is trusted here: a wrong remote, a rewritten branch, or an attack. If it is \
    right, somebody who knows why pins the new root by hand.
    """)
  package static let policyMissing = Rule(
    "policy.missing", "There is no policy where one is needed.",
    "'.countersign/policy.yaml' lies on the integration branch; 'countersign init' writes a first one.")
  package static let policyNotInForce = Rule(
    "policy.not-in-force", "A policy landed that is not in force.",
    "It does not read, or did not pass the policy gate. The last good one stays in force until it is mended.")
  package static let commitMalformed = Rule(
    "commit.malformed", "A commit object or its message is not in order.",
    """
    Two signatures, text outside the signed part, a folded or repeated trailer, an encoding other than UTF-8, a NUL: each can \
    make two readers see two different commits. Write it again plainly.
    """)
  package static let evidenceUnreadable = Rule(
    "evidence.unreadable", "A statement in the journal cannot be read.",
    "It could be a no. What cannot be read blocks; 'countersign sync' fetches what is missing.")
  package static let releaseForm = Rule(
    "release.form", "A commit on an environment branch is not what it says.",
    """
    Each commit there is one release, rollback, kill, resume, freeze or adoption: it changes exactly what its trailers say, by content, \
    and nothing else. Use the commands, or the lines that 'countersign rollback' prints.
    """)
  package static let releaseOlderPolicy = Rule(
    "release.older-policy", "A release was judged by a policy that was not the newest.",
    "'Policy:' names main's tip before the release; never older than the one that the previous release named.")
  package static let releaseOlderJournal = Rule(
    "release.older-journal", "A release leaves out what was said before.",
    "'Journal:' descends from the journal that the previous release of the workflow there named, so that no later no can be left out."
  )
  package static let manifestNoFile = Rule(
    "manifest.no-file", "The manifest names a file that is not there.",
    "Definition and runbook lie in the workflow's own directory, so that they are part of its version.")
  package static let manifestTooLarge = Rule(
    "manifest.too-large", "The manifest is larger than what is read.",
    "A manifest declares; the definition lies in a file of its own. At most 1 MiB is read.")
  package static let workflowMoved = Rule(
    "workflow.moved", "A workflow moves from one governed root to another.",
    "Its name stands for its path in every environment. Bring it in under another name, release that, and remove the old one."
  )
  package static let calendarZone = Rule(
    "calendar.zone", "A time zone that the policy names cannot be read.",
    "Zones are names of the time zone database, such as Europe/Berlin. Without it a window or freeze cannot be decided."
  )
}

package import Diagnostics

package enum ReceivingRules {
  package static let all: [Rule] = [
    .pushInput, .pushName, .pushReserved, .pushLookAlike, .pushRewinds, .pushFoxtrot, .pushDated, .pushTooLarge,
    .pushNotJudged, .pushEvidenceFirst, .pushOvertaken, .pushStranded, .pushShallow, .statementStranger,
    .statementNoKill,
    .journalCrowded, .journalTooMany,
  ]
}

extension Rule {
  package static let pushInput = Rule(
    "push.input", "The server's hook was not given what git gives it.",
    "git receive-pack runs it with a line for each ref, and one for a ref, on standard input: docs/server.md.")
  package static let pushName = Rule(
    "push.name", "A ref of the push has a name that is not read here.",
    "Names are UTF-8, full, of at most 500 bytes, and follow 'git check-ref-format'.")
  package static let pushReserved = Rule(
    "push.reserved", "The push writes a ref that nobody pushes here.",
    """
    Below refs/countersign only journals are pushed; replace refs would show others something else than what is judged; and the \
    integration branch comes before everything else.
    """)
  package static let pushLookAlike = Rule(
    "push.look-alike", "A ref's name is too near to a protected branch.",
    """
    git resolves short names by rules that few people know: a tag 'main', or a branch 'refs/heads/main', is taken for main. So are \
    names that differ in case or by letters that look alike, and names that could not exist beside a protected branch.
    """)
  package static let pushRewinds = Rule(
    "push.rewinds", "A push deletes or rewinds a protected branch.",
    "It only grows: what landed there is what evidence and releases rest on. Undo a landing by landing its opposite.")
  package static let pushFoxtrot = Rule(
    "push.foxtrot", "A push brings the remote's branch in as a second parent.",
    """
    'git pull' merged the remote's branch into yours: by first parents history then runs through your commits, and the landings \
    that were there are off the line. Merge the other way round, with 'countersign land' or 'git merge --no-ff' on main.
    """)
  package static let pushDated = Rule(
    "push.dated", "What is pushed is dated too far from when it arrives, or from what it speaks of.",
    """
    Statements and landings of .countersign reach the server within an hour of their date, steps of an environment within five \
    minutes. What bears on a landing, an adoption or a rollback is dated after the last one that is there, so that nothing can be said \
    afterwards about what was judged before. What is dated ahead has to pass at its own date, too.
    """)
  package static let pushStranded = Rule(
    "push.stranded", "A root ends to be governed while an environment still runs workflows of it.",
    """
    Releases, rollbacks and kills are asked of workflows in governed roots. Release the removal of each to every environment first; then \
    the root can go.
    """)
  package static let pushTooLarge = Rule(
    "push.too-large", "The push brings more than is taken at once.",
    """
    Sizes are read from the objects' headers, on every branch, so that judging stays within bounds. What is only too much at once is \
    pushed in parts: first a commit in the middle, then the rest.
    """)
  package static let pushNotJudged = Rule(
    "push.not-judged", "So many steps of a ref do not pass that the ones after them were not judged.",
    "Nothing of a push is taken when one step does not pass; the report stays short enough to be read.")
  package static let journalCrowded = Rule(
    "journal.crowded", "One key has said more about one thing in a day than a journal takes.",
    """
    Everything that was said about a version is looked at whenever it is judged, so a key that leaked, or a job that runs wild, \
    could make every release slow. What was said stays; the same key can go on a day later, other keys at once.
    """)
  package static let journalTooMany = Rule(
    "journal.too-many", "One key has begun more journals in a day than workflows that have not landed need.",
    """
    No push removes a journal, and every command that fetches or pushes looks at all of them. Workflows on the integration branch \
    have theirs in any case; for those that are only on other branches, and for names that are on none, there is a limit for each \
    key and day. A branch that has the workflows, pushed before, is all that honest work needs.
    """)
  package static let pushShallow = Rule(
    "push.shallow", "The server's git takes pushes of histories that are cut off.",
    """
    With receive.shallowUpdate a push from a shallow clone makes git write down where the server's own history ends. Judging needs all \
    of it, so from then on nothing could be decided. Git's own default is false.
    """)
  package static let pushOvertaken = Rule(
    "push.overtaken", "Something that judging rests on moved while the push was judged.",
    "Two pushes at once could each be right alone and wrong together. Nothing was taken; push again.")
  package static let pushEvidenceFirst = Rule(
    "push.evidence-first", "Evidence was pushed beside what rests on it.",
    "Journals go in one push, the branch in the next. Every Countersign command that pushes does it in this order.")
  package static let statementStranger = Rule(
    "statement.stranger", "A statement is signed by nobody whom the policy knows, or for another repository.",
    "Only people and services with a key in .countersign/allowed_signers append to a journal.")
  package static let statementNoKill = Rule(
    "statement.no-kill", "A review answers a kill that is not on its environment's branch.",
    """
    A kill is pushed before anybody answers it. What answers one that the server never had would say later, to everybody who \
    verifies, that the branch was rewound.
    """)
}

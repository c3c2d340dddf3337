package import Diagnostics

package enum ReleasesRules {
  package static let all: [Rule] = [
    .remoteUnreachable, .remoteRefused, .remoteRewound, .remoteNone, .raceLost, .landConflict, .landNothing,
    .signNoIdentity, .localParted,
    .programMissing,
  ]
}

extension Rule {
  package static let remoteUnreachable = Rule(
    "remote.unreachable", "git could not talk to the remote.",
    "Nothing was changed there. git's own words say why: network, name, or access. '--local' works without a remote.")
  package static let remoteRefused = Rule(
    "remote.refused", "The remote did not take a push.",
    "Its hook judged the push and said no; what it said stands above. Nothing was changed there.")
  package static let remoteRewound = Rule(
    "remote.rewound", "A remote dropped or rewound a protected branch that was seen before.",
    """
    Protected branches only grow. What was seen is kept in this clone. Find out who rewound it; when it is right after all, \
    move the remote-tracking branch by hand (git fetch REMOTE +BRANCH:refs/remotes/REMOTE/BRANCH).
    """)
  package static let remoteNone = Rule(
    "remote.none", "There is no remote to talk to.", "'git remote add origin URL' names one; '--local' works without.")
  package static let raceLost = Rule(
    "race.lost", "Somebody else moved the branch again and again.", "Nothing was changed by this command. Run it again."
  )
  package static let landConflict = Rule(
    "land.conflict", "The branch does not merge without a hand.",
    "Merge main into the branch, settle the conflict there, and have the result reviewed: it is another version.")
  package static let landNothing = Rule(
    "land.nothing", "The branch brings nothing new.", "All its commits are on the integration branch already.")
  package static let localParted = Rule(
    "local.parted", "What is kept here alone does not go on from what the remote was last seen to have.",
    "'--local' lands and releases on this clone's own branches. One that has something else on it is not overwritten.")
  package static let signNoIdentity = Rule(
    "sign.no-identity", "git does not know who acts here.", "git config user.name and user.email say who you are.")
  package static let programMissing = Rule(
    "program.missing", "A program that is needed here could not be run.", "Install it, or put it on PATH.")
}

package import Diagnostics

extension Rule {
  package static let policyClaimedTwice = Rule(
    "policy.claimed-twice", "Two areas claim one workflow.",
    """
    In an area its roles stand in place of the general ones, so with two areas it is open who may approve, and the gate \
    holds. Narrow one of the globs.
    """)
  package static let policyFreezesOverlap = Rule(
    "policy.freezes-overlap", "Two freezes of one environment share days.",
    "Nothing is released on those days whichever applies; but whoever shortens one of them may think that it is over.")
  package static let policyLeftPerson = Rule(
    "policy.left-person", "An area or a slot names someone who has left.",
    """
    Whoever leaves stays in the policy with `roles: []`, so that history keeps its names. No area gives them a role back, and a \
    slot that names them is never filled: take them out, or give them a role.
    """)
  package static let policyLessForMore = Rule(
    "policy.less-for-more", "A gate asks less of a class than of a lower one.",
    """
    What may do more harm would pass more easily than what may do less. Most often `all` is meant for the classes below, and takes in \
    `critical`, too, because that has no gate of its own. Ask as much of the higher class, or name the lower ones and leave `all` out: \
    a class without a gate is held.
    """)
  package static let policyNobodyCan = Rule(
    "policy.nobody-can", "Nobody could write what the policy provides for in an environment.",
    """
    In an area its roles stand in place of the general ones, so an area that lists a role for nobody, or for people who have \
    left, takes it from everyone. A resume is written by a person, never by a service.
    """)
  package static let policyNoGate = Rule(
    "policy.no-gate", "A target has no gate at all, so that everything is held there.",
    """
    A missing gate holds; it never means that nothing is required. Write a gate for each risk class that may pass, `{}` \
    being one that asks only what is always asked.
    """)
  package static let policyPlaceholder = Rule(
    "policy.placeholder", "The repository's id is the one of the template.",
    """
    The id is part of every statement, so that a review for one repository is worth nothing in another. With the \
    template's id this protection is gone: write a random one, as `countersign init` does, before the first statement.
    """)
  package static let policyQuorum = Rule(
    "policy.quorum", "A gate asks for more approvals than there are people to give them.",
    """
    Each slot is filled by another person, and nobody fills two. Give the role to more people, or ask for fewer. Whoever \
    contributed to a change does not count, so that a quorum which just fits is held in practice.
    """)
  package static let policySoakWithoutSource = Rule(
    "policy.soak-without-source", "A gate asks for a soak in an environment that follows no other.",
    "A version soaks in the environment named by `after`; without one the time never begins, and the gate holds.")
  package static let policyUnheldRole = Rule(
    "policy.unheld-role", "A role is needed somewhere, and nobody could act in it.",
    """
    Only people fill slots of gates; services never count as peers. Give the role to a person, or name another one.
    """)
  package static let policyUnpayableDebt = Rule(
    "policy.unpayable-debt", "An exception would leave a debt that nobody could pay.",
    """
    The debt of break-glass is paid by somebody who neither signed nor approved the exception. Where everybody takes part in \
    one, the next release of the workflow there would be held for good.
    """)
  package static let policyUnusedWindow = Rule(
    "policy.unused-window", "No gate names this window, so that it limits nothing.",
    "Write `window: <name>` in the gates that it is meant for, or delete it.")
}

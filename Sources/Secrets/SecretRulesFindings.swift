package import Diagnostics

extension Rule {
  package static let secretFound = Rule(
    "secret.found", "Something stands here whose own form says that it is a secret",
    """
    A key, token or password of a known form was found. Git keeps for ever what is once committed, in every clone. Take it out, put a
    reference to a vault in its place, and replace it at its issuer: a secret that was pushed counts as known to others, also when the
    push was refused after it reached a server. `docs/secrets.md` lists the kinds.
    """)
  package static let secretLikely = Rule(
    "secret.likely", "A literal stands where a secret belongs",
    """
    The name of the key, header, variable or credential field says that a secret belongs here, and what stands there looks like one: no
    reference, no expression, no placeholder. Put a reference to a vault in its place; replace the secret if it ever was one. What is none
    can be waived by its fingerprint, which changes when the secret or its place changes.
    """)
  package static let secretUndecided = Rule(
    "secret.undecided", "Whether there is a secret could not be decided",
    """
    A limit was reached before all was looked at: a pattern that needs too many steps on this text, or more matches than are kept. What
    was not looked at is not clean. Split the text, or mend the team's rule that needs so long.
    """)
  package static let secretRuleUnusable = Rule(
    "secret.rule-unusable", "A secret rule of the team cannot be used",
    """
    A file in `.countersign/rules/` says something that cannot be read, or a rule of it that cannot be compiled. A rule that is left out
    finds nothing, so the file has to be mended before anything counts as scanned. `docs/secrets.md` says what is understood.
    """)
}

/// The rules of this module.
package enum SecretsRules {
  package static let all: [Rule] = [
    .secretFound, .secretLikely, .secretUndecided, .secretRuleUnusable,
  ]
}

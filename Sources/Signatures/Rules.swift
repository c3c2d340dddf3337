package import Diagnostics

extension Rule {
  package static let revokedKRL = Rule(
    "revoked.krl", "The file of revoked keys is a binary key revocation list.",
    """
    OpenSSH also knows revocation lists in a binary format, which no reviewer can read in a diff. List the compromised \
    public keys instead, one a line. Until then every signature is undecided.
    """)
  package static let revokedLine = Rule(
    "revoked.line", "A line of the file of revoked keys is not a public key.",
    """
    A line that cannot be read might be the one that revokes a key, so every signature is undecided until it is mended. \
    Each line is a public key as its .pub file holds it, a comment that begins with '#', or empty.
    """)
  package static let signersAuthority = Rule(
    "signers.authority", "A line of allowed_signers lists a certificate authority or a certificate.",
    """
    With an authority, who counts is decided by whoever holds its key, outside of the repository and without a review. \
    List each person's own public key.
    """)
  package static let signersKey = Rule(
    "signers.key", "The key on a line of allowed_signers cannot be used.",
    """
    Keys that count are ssh-ed25519, ecdsa-sha2-nistp256, -nistp384, -nistp521, ssh-rsa with at least 2048 bits, and the \
    security keys sk-ssh-ed25519@openssh.com and sk-ecdsa-sha2-nistp256@openssh.com. The line is the content of the \
    person's .pub file behind the address.
    """)
  package static let signersLine = Rule(
    "signers.line", "A line of allowed_signers holds a control character.",
    "Programs disagree on where such a line ends. Save the file with plain line feeds.")
  package static let signersLocalTime = Rule(
    "signers.local-time", "A time in allowed_signers has no Z and would be local time.",
    """
    ssh-keygen reads a time without Z in the zone of the machine it runs on, so the same signature would be good on one \
    and not on another. Add Z, which means UTC.
    """)
  package static let signersOption = Rule(
    "signers.option", "An option on a line of allowed_signers is unknown, doubled or has no proper value.",
    """
    Options stand between the addresses and the key: namespaces="git,countersign", valid-after="20260101Z", \
    valid-before="20270101Z", apart by commas, without space.
    """)
  package static let signersPrincipal = Rule(
    "signers.principal", "A line of allowed_signers does not begin with e-mail addresses.",
    "A line begins with the addresses that the policy lists for the person, in ASCII, apart by commas, without space.")
  package static let signersWildcard = Rule(
    "signers.wildcard", "A line of allowed_signers uses a pattern.",
    """
    A pattern would let one key speak for addresses that nobody has reviewed. Write each address, and each namespace, out.
    """)
  package static let signingAgent = Rule(
    "signing.agent-refused", "The agent that holds the key did not sign.",
    "It is locked, the key is not in it, or a confirmation was declined. `ssh-add -l` lists what it holds.")
  package static let signingFormat = Rule(
    "signing.format", "Git's configuration asks for a kind of signature that is not used here.",
    """
    Statements are signed with SSH keys, commits with SSH or OpenPGP keys. `git config gpg.format ssh` and \
    `git config user.signingkey ~/.ssh/id_ed25519.pub` set up the first.
    """)
  package static let signingKey = Rule(
    "signing.key", "The key to sign with cannot be read.",
    "Beside the private key lies its public half, KEY.pub. `ssh-keygen -y -f KEY > KEY.pub` writes it anew.")
  package static let signingNoKey = Rule(
    "signing.no-key", "Git's configuration names no key to sign with.",
    "Countersign signs as git does: with the key that user.signingkey names, or gpg.ssh.defaultKeyCommand prints.")
  package static let signingScratch = Rule(
    "signing.scratch", "There is no place for the files that signing needs.",
    "The message to sign is written to a private directory below $TMPDIR, or /tmp, and removed again.")
  package static let signingTool = Rule(
    "signing.tool", "The program that signs did not.",
    "Signing goes through the user's own programs: ssh-keygen, or what gpg.ssh.program and gpg.program name.")
  package static let signingToolMissing = Rule(
    "signing.tool-missing", "The program that signs is not installed.",
    "ssh-keygen is in the package openssh-client, gpg in gnupg. gpg.ssh.program and gpg.program may name others.")
  package static let signingWrong = Rule(
    "signing.wrong-signature", "The program that signs gave something that is not the signature asked for.",
    "Each signature is verified before it is used; this one is by another key, over something else, or none.")
}

/// The rules of this module, by id.
package enum SignaturesRules {
  package static let all: [Rule] = [
    .revokedKRL, .revokedLine, .signersAuthority, .signersKey, .signersLine, .signersLocalTime, .signersOption,
    .signersPrincipal, .signersWildcard, .signingAgent, .signingFormat, .signingKey, .signingNoKey, .signingScratch,
    .signingTool, .signingToolMissing, .signingWrong,
  ]
}

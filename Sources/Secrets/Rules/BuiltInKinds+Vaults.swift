extension BuiltInKinds {
  static let vaults: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      .token(
        "vault-token", "HashiCorp Vault token", .vault, "hvs.", "hvb.", "hvr.", of: .url, 24, to: 300,
        rotation: .at("vault token revoke")))
    rules.append(
      .named(
        "vault-old-token", "HashiCorp Vault token of the old form", .vault, "vault-token", "x-vault-token", "vault",
        of: .dotted, 24, to: 30, entropy: 3.4, rotation: .at("vault token revoke")))
    rules.append(
      .named(
        "vault-secret-id", "HashiCorp Vault AppRole secret id", .vault, "secret-id", "vault-secret-id", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-2c0e-4f1a-b5d3-8427c0e9f1b2",
        rotation: .at("vault write -f auth/approle/role/NAME/secret-id")))
    rules.append(
      .token(
        "doppler-token", "Doppler token", .vault, "dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit.",
        of: .alphanumeric, 40, to: 44, rotation: .at("dashboard.doppler.com")))
    rules.append(
      .token(
        "doppler-config-token", "Doppler service token of a configuration", .vault, "dp.st.dev.", "dp.st.prd.",
        "dp.st.stg.", "dp.st.prod.", of: .alphanumeric, 40, to: 44, rotation: .at("dashboard.doppler.com")))
    rules.append(
      .token(
        "onepassword-token", "1Password service account token", .vault, "ops_eyJ", of: .base64, 250, to: 1200,
        then: "={0,2}", rotation: .at("my.1password.com/developer-tools")))
    rules.append(
      SecretRule(
        "onepassword-secret-key", "1Password secret key", .vault,
        triggers: [Trigger("A3-[A-Z0-9]{6}-[A-Z0-9]{5}")],
        pattern:
          "\(SecretRule.start)(?<secret>A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5})(?![A-Z0-9])",
        minimumEntropy: 3.4, rotation: .at("my.1password.com, Regenerate secret key"),
        examples: [
          "A3-" + Letters.upper.sample(6) + "-" + Letters.upper.sample(6, seed: 2) + "-"
            + Letters.upper.sample(5, seed: 3) + "-" + Letters.upper.sample(5, seed: 4) + "-"
            + Letters.upper.sample(5, seed: 5) + "-" + Letters.upper.sample(5, seed: 6)
        ],
        counterexamples: ["A3-XXXXXX-XXXXXX-XXXXX-XXXXX-XXXXX-XXXXX"]))
    rules.append(
      .named(
        "bitwarden-secret", "Bitwarden API secret", .vault, "bitwarden", "bw-clientsecret", of: .alphanumeric, 30,
        rotation: .at("vault.bitwarden.com, Security, Keys")))
    rules.append(
      .token(
        "infisical-token", "Infisical service token", .vault, "st.", of: .hex, 24,
        then: "\\.[0-9a-f]{32}\\.[0-9a-f]{32}",
        tailSample: ".\(Letters.hex.sample(32, seed: 5)).\(Letters.hex.sample(32, seed: 5))",
        rotation: .at("app.infisical.com, Access control")))
    rules.append(
      .token(
        "age-secret-key", "age secret key", .vault, "AGE-SECRET-KEY-1", of: .upper, 58,
        rotation: .at("age-keygen: make a new key and encrypt again")))
    rules.append(
      .named(
        "okta-named-token", "Okta token", .vault, "okta", "ssws", of: .url, 42,
        rotation: .at("Okta, Security, API, Tokens")))
    rules.append(
      .named(
        "auth0-secret", "Auth0 client secret", .vault, "auth0", of: .url, 64, to: 70,
        rotation: .at("manage.auth0.com, Applications")))
    rules.append(
      .named(
        "onelogin-secret", "OneLogin or JumpCloud key", .vault, "onelogin", "jumpcloud", of: .hex, 40, to: 64,
        rotation: .at("the service, API credentials")))
    rules.append(
      .named(
        "keycloak-secret", "Keycloak client secret", .vault, "keycloak", of: .alphanumeric, 32,
        rotation: .at("Keycloak, Clients, Credentials")))
    rules.append(
      .token(
        "tailscale-key", "Tailscale key", .vault, "tskey-auth-", "tskey-api-", "tskey-client-", "tskey-scim-",
        "tskey-webhook-", of: .url, 20, to: 70, rotation: .at("login.tailscale.com/admin/settings/keys")))
    rules.append(
      .token(
        "akeyless-token", "Akeyless access key", .vault, "p-", of: .lower, 12, then: "/[A-Za-z0-9+/]{43}=",
        tailSample: "/\(Letters.alphanumeric.sample(43, seed: 5))=", rotation: .at("console.akeyless.io")))
    rules.append(
      SecretRule(
        "ansible-vault-password", "Password of a keystore or a vault file on a command line", .vault,
        triggers: [
          Trigger(
            "(?:-storepass|-keypass|-passin pass:|--vault-pass" + "word|(?:PGPASSWORD|MYSQL_PWD)=|sshpass -p|"
              + "--password[= ]|--pass[= ])\\s{0,2}[\"']?[^\\s$\"'<{]{6}"
          )
        ],
        pattern:
          "(?:-storepass|-keypass|-passin pass:|--vault-pass" + "word|(?:PGPASSWORD|MYSQL_PWD)=|sshpass -p|"
          + "--password[= ]|--pass[= ])\\s{0,2}\\\\{0,2}[\"']?(?<secret>[^\\s$\"'<{\\\\,;]{6,200})",
        check: .password, minimumEntropy: 2.2,
        rotation: .said("set a new password, and let the command read it from a file or the environment"),
        examples: ["sshpass -p 'Kranich" + "!47-Tau' ssh host"],
        counterexamples: ["sshpass -p $PASSWORD ssh host", "mysql --password=changeme"]))
    return rules
  }()
}

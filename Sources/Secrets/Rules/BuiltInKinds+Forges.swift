extension BuiltInKinds {
  static let forges: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      .token(
        "github-token", "GitHub personal access token", .forge, "ghp_", of: .alphanumeric, 36, to: 255,
        rotation: .at("github.com/settings/tokens")))
    rules.append(
      .token(
        "github-app-token", "GitHub app, OAuth or refresh token", .forge, "gho_", "ghu_", "ghs_", "ghr_",
        of: .alphanumeric, 36, to: 255, rotation: .at("github.com/settings/apps")))
    rules.append(
      .token(
        "github-fine-grained", "GitHub fine-grained token", .forge, "github_pat_", of: .word, 82,
        rotation: .at("github.com/settings/personal-access-tokens")))
    rules.append(
      .token(
        "gitlab-token", "GitLab personal access token", .forge, "glpat-", of: .url, 20, to: 64,
        then: "(?:\\.[0-9a-z]{2}\\.[0-9a-z]{7,9})?", rotation: .at("gitlab.com/-/user_settings/personal_access_tokens"))
    )
    rules.append(
      .token(
        "gitlab-other-token", "GitLab deploy, runner or pipeline token", .forge, "gldt-", "glrt-", "glptt-", "glcbt-",
        "glft-", "glsoat-", "glimt-", "glagent-", "gloas-", "glffct-", "GR1348941", of: .url, 20, to: 70,
        rotation: .at("GitLab, Settings, of the project or group")))
    rules.append(
      .token(
        "bitbucket-token", "Atlassian API token", .forge, "ATATT3", "ATCTT3", "ATBB", of: .url, 24, to: 220,
        then: "=?[A-F0-9]{0,8}", rotation: .at("id.atlassian.com/manage-profile/security/api-tokens")))
    rules.append(
      .named(
        "bitbucket-secret", "Bitbucket client secret", .forge, "bitbucket", of: .url, 32, to: 64,
        rotation: .at("bitbucket.org, Workspace settings, OAuth consumers")))
    rules.append(
      .named(
        "gitea-token", "Gitea, Forgejo or Codeberg token", .forge, "gitea", "forgejo", "codeberg", of: .hex, 40,
        rotation: .at("Gitea, Settings, Applications")))
    rules.append(
      .token(
        "gitea-prefixed-token", "Gitea token with a prefix", .forge, "gta_", "forgejo_", of: .hex, 40,
        rotation: .at("Gitea, Settings, Applications")))
    rules.append(
      .token(
        "circleci-token", "CircleCI token", .forge, "CCIPAT_", "CCIPRJ_", of: .url, 40, to: 90,
        rotation: .at("app.circleci.com/settings/user/tokens")))
    rules.append(
      .named(
        "circleci-old-token", "CircleCI token of the old form", .forge, "circleci", "circle-token", of: .hex, 40,
        rotation: .at("app.circleci.com/settings/user/tokens")))
    rules.append(
      .named(
        "travis-token", "Travis CI token", .forge, "travis", of: .url, 20, to: 24,
        rotation: .at("app.travis-ci.com/account/preferences")))
    rules.append(
      .token(
        "buildkite-token", "Buildkite token", .forge, "bkua_", "bkat_", "bkct_", of: .lower, 40,
        rotation: .at("buildkite.com/user/api-access-tokens")))
    rules.append(
      .named(
        "jenkins-token", "Jenkins API token", .forge, "jenkins", of: .hex, 32, to: 34,
        rotation: .at("Jenkins, User, Security")))
    rules.append(
      .named(
        "drone-token", "Drone or Woodpecker token", .forge, "drone", "woodpecker", of: .alphanumeric, 32, to: 64,
        rotation: .at("Drone, Account settings")))
    rules.append(
      .named(
        "codecov-token", "Codecov upload token", .forge, "codecov", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-2c9d-4e6b-a810-5f7b3c0d9e21",
        rotation: .at("app.codecov.io, Settings of the repository")))
    rules.append(
      .token(
        "sonar-token", "SonarQube or SonarCloud token", .forge, "sqp_", "squ_", "sqa_", of: .hex, 40,
        rotation: .at("SonarQube, My account, Security")))
    rules.append(
      .named(
        "sonar-old-token", "SonarCloud token of the old form", .forge, "sonar", of: .hex, 40,
        rotation: .at("sonarcloud.io/account/security")))
    rules.append(
      .named(
        "snyk-token", "Snyk token", .forge, "snyk", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-8d2e-4b7f-9a61-c37e05f1b9d8",
        rotation: .at("app.snyk.io/account")))
    rules.append(
      .token(
        "harness-token", "Harness token", .forge, "pat.", "sat.", of: .url, 22,
        then: "\\.[0-9a-f]{24}\\.[A-Za-z0-9]{20}", tailSample: ".7c0e9f1ab5d38427c0e9f1ab.q7XmK9t2ZrW4bV0hN5sD",
        rotation: .at("app.harness.io, Profile")))
    rules.append(
      .token(
        "octopus-key", "Octopus Deploy API key", .forge, "API-", of: .upper, 26, to: 30,
        rotation: .at("Octopus Deploy, Profile, My API keys")))
    rules.append(
      .token(
        "spacelift-token", "Spacelift token", .forge, "spl_", of: .alphanumeric, 32, to: 90,
        rotation: .at("the service, API keys")))
    rules.append(
      .token(
        "launchdarkly-key", "LaunchDarkly key", .forge, "sdk-", "api-", "mob-", of: .hex, 8,
        then: "-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-6c0e-4f1a-b5d3-8427c0e9f1ab",
        rotation: .at("app.launchdarkly.com/settings/authorization")))
    return rules
  }()
}

extension BuiltInKinds {
  static let registries: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      .token(
        "npm-token", "npm token", .registry, "npm_", of: .alphanumeric, 36, rotation: .at("npmjs.com, Access tokens")))
    rules.append(
      SecretRule(
        "npmrc-auth", "Registry password in .npmrc", .registry,
        triggers: [Trigger(":_(?:authToken|auth|password)\\s{0,2}=\\s{0,2}[^\\s$]{6}")],
        pattern: ":_(?:authToken|auth|password)\\s{0,2}=\\s{0,2}[\"']?(?<secret>[A-Za-z0-9+/=_.-]{16,300})",
        check: .named, minimumEntropy: 2.8, rotation: .said("make a new token at the registry"),
        examples: ["//npm.acme.example/:_authToken=" + Letters.alphanumeric.sample(36)],
        counterexamples: ["//npm.acme.example/:_authToken=${NPM_TOKEN}"]))
    rules.append(
      .token(
        "pypi-token", "PyPI token", .registry, "pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw", of: .url, 50,
        to: 1000, rotation: .at("pypi.org/manage/account/token")))
    rules.append(
      .token(
        "rubygems-key", "RubyGems key", .registry, "rubygems_", of: .hex, 48,
        rotation: .at("rubygems.org/profile/api_keys")))
    rules.append(
      .token("nuget-key", "NuGet API key", .registry, "oy2", of: .lower, 43, rotation: .at("nuget.org/account/apikeys"))
    )
    rules.append(
      .token(
        "crates-token", "crates.io token", .registry, "cio", of: .alphanumeric, 32,
        rotation: .at("crates.io/settings/tokens")))
    rules.append(
      .token(
        "dockerhub-token", "Docker Hub token", .registry, "dckr_pat_", "dckr_oat_", of: .url, 27, to: 40,
        rotation: .at("app.docker.com/settings/personal-access-tokens")))
    rules.append(
      SecretRule(
        "docker-auth", "Registry password in Docker's configuration", .registry,
        triggers: [Trigger("\"auth\"\\s{0,3}:\\s{0,3}\"[A-Za-z0-9+/]{12}")],
        pattern: "\"auth\"\\s{0,3}:\\s{0,3}\"(?<secret>[A-Za-z0-9+/]{16,400}={0,2})\"",
        check: .named, minimumEntropy: 3.0,
        rotation: .said("make a new token at the registry, and let docker use a credential helper"),
        examples: ["{\"auths\": {\"registry.acme.example\": {\"auth\": \"" + Letters.base64.sample(32) + "\"}}}"],
        counterexamples: ["{\"auth\": \"none\"}"]))
    rules.append(
      .token(
        "artifactory-token", "JFrog Artifactory token", .registry, "AKCp", of: .alphanumeric, 69, to: 73,
        rotation: .at("Artifactory, Edit profile")))
    rules.append(
      .token(
        "artifactory-reference", "JFrog reference token", .registry, "cmVmdGtu", of: .alphanumeric, 56,
        rotation: .at("Artifactory, Access tokens")))
    rules.append(
      .token("clojars-token", "Clojars token", .registry, "CLOJARS_", of: .hex, 60, rotation: .at("clojars.org/tokens"))
    )
    rules.append(
      .token(
        "packagist-token", "Packagist token", .registry, "packagist_ort_", "packagist_uut_", "packagist_out_", of: .hex,
        68, rotation: .at("packagist.com, Settings")))
    rules.append(
      .token(
        "anaconda-token", "Anaconda token", .registry, "an-", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-1c0e-4f1a-b5d3-8427c0e9f1ac",
        rotation: .at("anaconda.org, Settings, Access")))
    return rules
  }()
}

extension BuiltInKinds {
  static let monitoring: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      .named(
        "datadog-api-key", "Datadog API key", .monitoring, "datadog", "dd-api-key", "dd", of: .hex, 32,
        rotation: .at("app.datadoghq.com/organization-settings/api-keys")))
    rules.append(
      .named(
        "datadog-app-key", "Datadog application key", .monitoring, "datadog-app", "dd-app-key", "dd-application-key",
        of: .hex, 40, rotation: .at("app.datadoghq.com/organization-settings/application-keys")))
    rules.append(
      .token(
        "newrelic-key", "New Relic key", .monitoring, "NRAK-", "NRII-", "NRIQ-", "NRAA-", of: .url, 27, to: 36,
        rotation: .at("one.newrelic.com/api-keys")))
    rules.append(
      .named(
        "newrelic-license", "New Relic license key", .monitoring, "newrelic", "new-relic", of: .alphanumeric, 36,
        then: "(?:NRAL|NRJS)?", rotation: .at("one.newrelic.com/api-keys")))
    rules.append(
      .token(
        "grafana-token", "Grafana service account token", .monitoring, "glsa_", of: .alphanumeric, 32,
        then: "_[0-9a-fA-F]{8}", tailSample: "_7c0e9f1a", rotation: .at("Grafana, Administration, Service accounts")))
    rules.append(
      .token(
        "grafana-cloud-token", "Grafana Cloud token", .monitoring, "glc_eyJ", of: .base64, 40, to: 400, then: "={0,2}",
        rotation: .at("grafana.com, Access policies")))
    rules.append(
      .token(
        "grafana-api-key", "Grafana API key", .monitoring, "eyJrIjoi", of: .alphanumeric, 60, to: 400, then: "={0,2}",
        rotation: .at("Grafana, Administration, API keys")))
    rules.append(
      .token(
        "sentry-token", "Sentry token", .monitoring, "sntrys_eyJ", "sntryu_", of: .base64, 60, to: 400,
        then: "[=_A-Za-z0-9+/]{0,60}", rotation: .at("sentry.io/settings/auth-tokens")))
    rules.append(
      .named(
        "sentry-old-token", "Sentry token of the old form", .monitoring, "sentry", of: .hex, 64,
        rotation: .at("sentry.io/settings/account/api/auth-tokens")))
    rules.append(
      .named(
        "pagerduty-token", "PagerDuty token", .monitoring, "pagerduty", "pager-duty", "pd-routing", of: .url, 20,
        to: 32, entropy: 3.0, rotation: .at("PagerDuty, Integrations, API access keys")))
    rules.append(
      .named(
        "opsgenie-key", "Opsgenie key", .monitoring, "opsgenie", "geniekey", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-1c0e-4f1a-b5d3-8427c0e9f1b3",
        rotation: .at("app.opsgenie.com/settings/api-key-management")))
    rules.append(
      .token(
        "dynatrace-token", "Dynatrace token", .monitoring, "dt0c01.", "dt0s01.", "dt0s02.", "dt0s16.", of: .upper, 24,
        then: "\\.[A-Z0-9]{64}", tailSample: ".\(Letters.upper.sample(64, seed: 5))",
        rotation: .at("Dynatrace, Access tokens")))
    rules.append(
      .named(
        "splunk-token", "Splunk HEC token", .monitoring, "splunk", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-7c0e-4f1a-b5d3-8427c0e9f1b4",
        rotation: .at("Splunk, Data inputs, HTTP Event Collector")))
    rules.append(
      .named(
        "sumologic-key", "Sumo Logic key", .monitoring, "sumologic", "sumo", of: .alphanumeric, 64,
        rotation: .at("service.sumologic.com, Security")))
    rules.append(
      .named(
        "honeycomb-key", "Honeycomb key", .monitoring, "honeycomb", "x-honeycomb-team", of: .alphanumeric, 22, to: 64,
        rotation: .at("ui.honeycomb.io, API keys")))
    rules.append(
      .named(
        "rollbar-token", "Rollbar token", .monitoring, "rollbar", of: .hex, 32,
        rotation: .at("rollbar.com, Project access tokens")))
    rules.append(
      .named(
        "bugsnag-key", "Bugsnag or Raygun key", .monitoring, "bugsnag", "raygun", of: .alphanumeric, 22, to: 40,
        rotation: .at("the service, API keys")))
    rules.append(
      .token(
        "posthog-key", "PostHog personal key", .monitoring, "phx_", of: .alphanumeric, 40, to: 60,
        rotation: .at("app.posthog.com/settings/user-api-keys")))
    rules.append(
      .named(
        "segment-key", "Segment write key", .monitoring, "segment", of: .alphanumeric, 32,
        rotation: .at("app.segment.com, Settings, API keys")))
    rules.append(
      .named(
        "mixpanel-secret", "Mixpanel or Amplitude secret", .monitoring, "mixpanel", "amplitude", of: .hex, 32,
        rotation: .at("the service, Project settings")))
    rules.append(
      .token(
        "checkly-token", "Checkly token", .monitoring, "cu_", of: .hex, 32,
        rotation: .at("app.checklyhq.com/settings/user/api-keys")))
    rules.append(
      .named(
        "uptimerobot-key", "UptimeRobot key", .monitoring, "uptimerobot", of: .url, 32, to: 40,
        rotation: .at("dashboard.uptimerobot.com/integrations")))
    return rules
  }()
}

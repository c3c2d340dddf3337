extension BuiltInKinds {
  static let automation: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      SecretRule(
        "n8n-api-key", "n8n API key", .automation,
        triggers: [
          Trigger(
            "(?:n8n_api_|X-N8N-API-KEY[\"'\\s:=,\\\\]{1,12}(?:value[\"'\\s:=\\\\]{1,8})?)[A-Za-z0-9_.-]{12}",
            caseless: true)
        ],
        pattern:
          "(?i:n8n_api_(?<secret>[0-9a-f]{40,80})(?![0-9a-f])|X-N8N-API-KEY\(SecretRule.separator)(?<key>[A-Za-z0-9_.\\-]{40,600}))",
        minimumEntropy: 3.0, rotation: .at("n8n, Settings, n8n API"),
        examples: ["n8n_api_" + Letters.hex.sample(80)], counterexamples: ["n8n_api_key"]))
    rules.append(
      .token(
        "airtable-token", "Airtable personal access token", .automation, "pat", of: .alphanumeric, 14,
        then: "\\.[0-9a-f]{64}", tailSample: ".\(Letters.hex.sample(64, seed: 5))",
        rotation: .at("airtable.com/create/tokens")))
    rules.append(
      .named(
        "airtable-key", "Airtable key of the old form", .automation, "airtable", of: .alphanumeric, 17,
        rotation: .at("airtable.com/create/tokens")))
    rules.append(
      .token(
        "notion-token", "Notion token", .automation, "ntn_", "secret_", of: .alphanumeric, 43, to: 50,
        rotation: .at("notion.so/profile/integrations")))
    rules.append(
      SecretRule(
        "hubspot-token", "HubSpot private app token", .automation,
        triggers: [Trigger("pat-(?:na|eu)[0-9]-[0-9a-f]{8}-", caseless: true)],
        pattern:
          "\(SecretRule.start)(?<secret>pat-(?:na|eu|ap)\\d-[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})(?![0-9a-fA-F-])",
        minimumEntropy: 3.0, rotation: .at("HubSpot, Settings, Integrations, Private apps"),
        examples: ["Bearer pat-" + "eu1-7c0e9f1a-b5d3-4842-97c0-e9f1ab5d3842"],
        counterexamples: ["pat-eu1-00000000-0000-0000-0000-000000000000"]))
    rules.append(
      .named(
        "hubspot-key", "HubSpot API key", .automation, "hapikey", "hubspot", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-4c0e-4f1a-b5d3-8427c0e9f1b0",
        rotation: .at("HubSpot, Settings, Integrations")))
    rules.append(
      .named(
        "pipedrive-token", "Pipedrive token", .automation, "pipedrive", of: .hex, 40,
        rotation: .at("app.pipedrive.com/settings/api")))
    rules.append(
      .token(
        "salesforce-token", "Salesforce session token", .automation, "00D", of: .alphanumeric, 12,
        then: "![A-Za-z0-9._]{80,120}", tailSample: "!\(Letters.alphanumeric.sample(96, seed: 5))",
        rotation: .at("Salesforce, Setup, Session management")))
    rules.append(
      .named(
        "salesforce-secret", "Salesforce consumer secret", .automation, "salesforce", "sfdc", of: .anyHex, 64,
        rotation: .at("Salesforce, Setup, App manager")))
    rules.append(
      .token(
        "asana-token", "Asana token", .automation, "1/", "2/", of: .digits, 14, to: 17,
        then: "(?:/[0-9]{14,17})?:[0-9a-f]{32}", tailSample: ":\(Letters.hex.sample(32, seed: 5))",
        rotation: .at("app.asana.com/0/my-apps")))
    rules.append(
      .token(
        "clickup-token", "ClickUp token", .automation, "pk_", of: .digits, 6, to: 9, then: "_[A-Z0-9]{32}",
        tailSample: "_\(Letters.upper.sample(32, seed: 5))", rotation: .at("app.clickup.com/settings/apps")))
    rules.append(
      .named(
        "trello-token", "Trello token or key", .automation, "trello", of: .alphanumeric, 32, to: 80,
        rotation: .at("trello.com/power-ups/admin")))
    rules.append(
      .token(
        "trello-app-token", "Trello token with a prefix", .automation, "ATTA", of: .hex, 64, to: 72,
        rotation: .at("trello.com/power-ups/admin")))
    rules.append(
      .token(
        "linear-key", "Linear API key", .automation, "lin_api_", "lin_oauth_", of: .alphanumeric, 40, to: 64,
        rotation: .at("linear.app/settings/api")))
    rules.append(
      .named(
        "monday-token", "monday.com token", .automation, "monday", of: .dotted, 100, to: 600,
        rotation: .at("monday.com, Developers, API token")))
    rules.append(
      .named(
        "jira-token", "Jira or Confluence token", .automation, "jira", "confluence", "atlassian", of: .alphanumeric, 24,
        rotation: .at("id.atlassian.com/manage-profile/security/api-tokens")))
    rules.append(
      .named(
        "servicenow-secret", "ServiceNow secret", .automation, "servicenow", of: .alphanumeric, 16, to: 64,
        rotation: .at("ServiceNow, Application registry")))
    rules.append(
      .token(
        "typeform-token", "Typeform token", .automation, "tfp_", of: .url, 44, to: 64,
        rotation: .at("admin.typeform.com/user/tokens")))
    rules.append(
      .named(
        "calendly-key", "Calendly token", .automation, "calendly", of: .dotted, 60, to: 600,
        rotation: .at("calendly.com/integrations/api_webhooks")))
    rules.append(
      .named(
        "make-token", "Make (Integromat) token", .automation, "make-api", "integromat", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-3c0e-4f1a-b5d3-8427c0e9f1b1",
        rotation: .at("make.com, Profile, API")))
    rules.append(
      SecretRule(
        "zapier-webhook", "Zapier, Make or IFTTT webhook", .automation,
        triggers: [
          Trigger(
            "(?:hooks\\.zapier\\.com/hooks/catch|hook\\.(?:eu[0-9]|us[0-9])\\.make\\.com|hook\\.integromat\\.com|maker\\.ifttt\\.com/trigger)/[A-Za-z0-9]{3}",
            caseless: true)
        ],
        pattern:
          "(?i:hooks\\.zapier\\.com/hooks/catch/(?<secret>\\d{4,9}/[a-z0-9]{5,9})|hook\\.(?:eu|us)\\d\\.make\\.com/(?<make>[a-z0-9]{24,40})|maker\\.ifttt\\.com/trigger/\\w{1,60}/(?:json/)?with/key/(?<ifttt>[A-Za-z0-9_-]{20,50}))",
        minimumEntropy: 2.5, rotation: .said("make a new webhook: its URL is the secret"),
        examples: ["https://hooks.zapier.com/hooks/catch/" + Letters.digits.sample(7) + "/" + Letters.lower.sample(7)],
        counterexamples: ["https://hooks.zapier.com/hooks/catch/"]))
    rules.append(
      .token(
        "postman-key", "Postman API key", .automation, "PMAK-", of: .hex, 24, then: "-[0-9a-f]{34}",
        tailSample: "-\(Letters.hex.sample(34, seed: 5))", rotation: .at("postman.co/settings/me/api-keys")))
    rules.append(
      .token(
        "figma-token", "Figma token", .automation, "figd_", "figo_", of: .url, 40, to: 60,
        rotation: .at("figma.com/settings")))
    rules.append(
      .named(
        "dropbox-secret", "Dropbox app secret", .automation, "dropbox", of: .lower, 15,
        rotation: .at("dropbox.com/developers/apps")))
    rules.append(
      .token(
        "dropbox-token", "Dropbox access token", .automation, "sl.", of: .url, 80, to: 1400,
        rotation: .at("dropbox.com/developers/apps")))
    rules.append(
      .named(
        "box-secret", "Box client secret", .automation, "box-client", "box-secret", of: .alphanumeric, 32,
        rotation: .at("app.box.com/developers/console")))
    rules.append(
      .named(
        "contentful-token", "Contentful token", .automation, "contentful", of: .url, 43,
        rotation: .at("app.contentful.com, API keys")))
    rules.append(
      .token(
        "contentful-pat", "Contentful management token", .automation, "CFPAT-", of: .url, 43,
        rotation: .at("app.contentful.com/account/profile/cma_tokens")))
    rules.append(
      .named(
        "algolia-key", "Algolia admin key", .automation, "algolia", of: .hex, 32,
        rotation: .at("dashboard.algolia.com/account/api-keys")))
    rules.append(
      .named(
        "todoist-token", "Todoist token", .automation, "todoist", of: .hex, 40,
        rotation: .at("app.todoist.com/app/settings/integrations")))
    rules.append(
      .named(
        "openweather-key", "OpenWeather key", .automation, "openweathermap", "openweather", "appid", of: .hex, 32,
        rotation: .at("home.openweathermap.org/api_keys")))
    rules.append(
      .named(
        "rapidapi-key", "RapidAPI key", .automation, "rapidapi", "x-rapidapi", of: .alphanumeric, 50,
        rotation: .at("rapidapi.com/developer/apps")))
    rules.append(
      SecretRule(
        "rapidapi-token", "RapidAPI key by its form", .automation,
        triggers: [Trigger("[0-9a-f]{10}msh[0-9a-f]{12}")],
        pattern: "\(SecretRule.start)(?<secret>[0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{6}jsn[0-9a-f]{12})(?![0-9a-f])",
        rotation: .at("rapidapi.com/developer/apps"),
        examples: [
          Letters.hex.sample(10) + "msh" + Letters.hex.sample(15) + "p1" + Letters.hex.sample(6) + "jsn"
            + Letters.hex.sample(12)
        ],
        counterexamples: [Letters.hex.sample(10) + "msh" + Letters.hex.sample(15)]))
    rules.append(
      .named(
        "odoo-key", "Odoo API key", .automation, "odoo", of: .hex, 40,
        rotation: .at("Odoo, Preferences, Account security")))
    rules.append(
      .token(
        "browserbase-key", "Browserbase key", .automation, "bb_live_", of: .url, 24, to: 44,
        rotation: .at("browserbase.com/settings")))
    rules.append(
      .token(
        "cal-key", "Cal.com key", .automation, "cal_live_", of: .hex, 32,
        rotation: .at("app.cal.com/settings/developer/api-keys")))
    rules.append(
      .token(
        "baserow-token", "Baserow token", .automation, "brsrw_", of: .alphanumeric, 32, to: 64,
        rotation: .at("the service, Settings, API tokens")))
    for (id, kind, prefixes, letters, least, page) in [
      (
        "mapbox-secret-token", "Mapbox secret token", ["sk.eyJ"], Letters.dotted, 40, "account.mapbox.com/access-tokens"
      ),
      ("easypost-key", "EasyPost API key", ["EZAK", "EZTK"], .alphanumeric, 54, "easypost.com/account/api-keys"),
      ("openshift-token", "OpenShift access token", ["sha256~"], .url, 43, "the cluster's console, Copy login command"),
      ("readme-key", "ReadMe API key", ["rdme_"], .lower, 70, "dash.readme.com, API Keys"),
      (
        "duffel-token", "Duffel access token", ["duffel_live_", "duffel_test_"], .url, 43, "app.duffel.com, Developers"
      ),
      ("vercel-blob-token", "Vercel Blob token", ["vercel_blob_rw_"], .word, 30, "vercel.com, Storage"),
      ("together-key", "Together AI key", ["tgp_v1_"], .url, 40, "api.together.ai/settings/api-keys"),
      ("wandb-key", "Weights & Biases key", ["wandb_v1_"], .word, 40, "wandb.ai/authorize"),
    ] {
      rules.append(
        .token(id, kind, .automation, prefixes: prefixes, of: letters, least, to: 400, rotation: .at(page)))
    }
    return rules
  }()
}

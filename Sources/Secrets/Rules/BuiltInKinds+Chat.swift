extension BuiltInKinds {
  static let chat: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      .token(
        "slack-bot-token", "Slack token", .chat, "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", of: .url, 24,
        to: 250, rotation: .at("api.slack.com/apps")))
    rules.append(
      .token(
        "slack-session-token", "Slack session or configuration token", .chat, "xoxc-", "xoxd-", "xoxe-", of: .url, 24,
        to: 400, rotation: .at("api.slack.com/apps")))
    rules.append(
      .token(
        "slack-app-token", "Slack app-level token", .chat, "xapp-", of: .url, 40, to: 250,
        rotation: .at("api.slack.com/apps, Basic information")))
    rules.append(
      SecretRule(
        "slack-webhook", "Slack incoming webhook", .chat,
        triggers: [Trigger("hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9]{6}", caseless: true)],
        pattern: "https?://(?i:hooks\\.slack\\.com)/(?:services|workflows|triggers)/(?<secret>[A-Za-z0-9+/]{40,90})",
        minimumEntropy: 3.2, rotation: .at("api.slack.com/apps, Incoming webhooks"),
        examples: [
          "curl https://hooks.slack.com/services/T" + Letters.upper.sample(9) + "/B" + Letters.upper.sample(9, seed: 4)
            + "/" + Letters.alphanumeric.sample(24)
        ],
        counterexamples: [
          "https://hooks.slack.com/services/" + "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
          "https://hooks.slack.com/services/",
        ]))
    rules.append(
      .named(
        "slack-signing-secret", "Slack signing secret", .chat, "slack-signing-secret", "slack", of: .hex, 32,
        rotation: .at("api.slack.com/apps, Basic information")))
    rules.append(
      SecretRule(
        "discord-webhook", "Discord webhook", .chat,
        triggers: [Trigger("discord(?:app)?\\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]{6}", caseless: true)],
        pattern: "(?i:discord(?:app)?\\.com)/api/(?:v\\d{1,2}/)?webhooks/(?<secret>\\d{17,20}/[A-Za-z0-9_-]{60,80})",
        minimumEntropy: 3.2, rotation: .at("Discord, Server settings, Integrations, Webhooks"),
        examples: [
          "https://discord.com/api/webhooks/" + Letters.digits.sample(18) + "/" + Letters.alphanumeric.sample(68)
        ],
        counterexamples: ["https://discord.com/api/webhooks/" + Letters.digits.sample(18)]))
    rules.append(
      SecretRule(
        "discord-bot-token", "Discord bot token", .chat,
        triggers: [Trigger("[MNO][A-Za-z0-9_-]{23,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{12}")],
        pattern:
          "\(SecretRule.start)(?<secret>[MNO][A-Za-z0-9_-]{23,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40})(?![A-Za-z0-9_-])",
        minimumEntropy: 3.8, rotation: .at("discord.com/developers/applications, Bot"),
        examples: [
          "Bot N" + Letters.alphanumeric.sample(23) + ".G" + Letters.alphanumeric.sample(5) + "."
            + Letters.alphanumeric.sample(38, seed: 2)
        ],
        counterexamples: ["Namespace.Class.method"]))
    rules.append(
      SecretRule(
        "telegram-bot-token", "Telegram bot token", .chat,
        triggers: [Trigger("[0-9]{8}:AA[A-Za-z0-9_-]{12}")],
        pattern:
          "(?:(?<![A-Za-z0-9])|(?<=bot)|(?<=\\\\[nrt]))(?<secret>\\d{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])",
        minimumEntropy: 3.2, rotation: .said("tell @BotFather /revoke, and take the new token from a vault"),
        examples: [
          "https://api.telegram.org/bot" + Letters.digits.sample(10) + ":AA" + Letters.alphanumeric.sample(33)
            + "/sendMessage"
        ],
        counterexamples: [Letters.digits.sample(10) + ":AA" + Letters.alphanumeric.sample(20)]))
    rules.append(
      SecretRule(
        "teams-webhook", "Microsoft Teams or Power Automate webhook", .chat,
        triggers: [
          Trigger("webhook\\.office\\.com/webhookb2/[0-9a-f]{8}", caseless: true),
          Trigger("(?:logic\\.azure\\.com|powerplatform\\.com)[:/].{0,200}sig=[A-Za-z0-9_-]{12}", caseless: true),
        ],
        pattern:
          "(?i:webhook\\.office\\.com)/webhookb2/(?<secret>[0-9a-fA-F-]{36}@[0-9a-fA-F-]{36}/IncomingWebhook/[0-9a-zA-Z]{32}/[0-9a-fA-F-]{36})|(?i:logic\\.azure\\.com|powerplatform\\.com)[:/][^\\s\"']{0,300}[?&](?<hidden>sig=[A-Za-z0-9_%-]{40,60})",
        minimumEntropy: 3.2,
        rotation: .said("delete the connector or the flow's trigger and make a new one: its URL is the secret"),
        examples: [
          "https://acme.webhook.office.com/webhookb2/7a1c0e9f-1ab5-4d38-8427-c0e9f1ab5d38@0e9f1ab5-7a1c-4d38-9427-f1ab5d38c0e9/IncomingWebhook/"
            + Letters.hex.sample(32) + "/9f1ab57a-1c0e-4d38-a427-ab5d38c0e9f1"
        ],
        counterexamples: ["https://acme.webhook.office.com/webhookb2/"]))
    rules.append(
      .token(
        "twilio-api-key", "Twilio API key id", .chat, "SK", of: .hex, 32, entropy: 3.0,
        rotation: .at("console.twilio.com, API keys")))
    rules.append(
      .named(
        "twilio-auth-token", "Twilio auth token", .chat, "twilio", "account-sid", of: .hex, 32, entropy: 3.0,
        rotation: .at("console.twilio.com, Auth tokens")))
    rules.append(
      .token(
        "messagebird-access-key", "MessageBird or Bird access key", .chat, "AccessKey ", of: .alphanumeric, 25,
        rotation: .at("dashboard.messagebird.com/developers/access")))
    rules.append(
      .named(
        "messagebird-key", "MessageBird key", .chat, "messagebird", of: .alphanumeric, 25,
        rotation: .at("dashboard.messagebird.com/developers/access")))
    rules.append(
      .named(
        "vonage-secret", "Vonage or Nexmo secret", .chat, "vonage", "nexmo", of: .alphanumeric, 16,
        rotation: .at("dashboard.nexmo.com/settings")))
    rules.append(
      .named(
        "plivo-token", "Plivo auth token", .chat, "plivo", of: .alphanumeric, 40, rotation: .at("console.plivo.com")))
    rules.append(
      .named(
        "zoom-secret", "Zoom client secret", .chat, "zoom", of: .alphanumeric, 32,
        rotation: .at("marketplace.zoom.us/user/build")))
    rules.append(
      .named(
        "webex-token", "Webex token", .chat, "webex", of: .url, 64, to: 110,
        rotation: .at("developer.webex.com/my-apps")))
    rules.append(
      .named(
        "mattermost-token", "Mattermost token", .chat, "mattermost", of: .lower, 26,
        rotation: .at("Mattermost, Profile, Security, Personal access tokens")))
    rules.append(
      .named(
        "rocketchat-token", "Rocket.Chat token", .chat, "rocketchat", "rocket-chat", of: .url, 43,
        rotation: .at("Rocket.Chat, My account, Personal access tokens")))
    rules.append(
      .named(
        "intercom-token", "Intercom access token", .chat, "intercom", of: .base64, 58, then: "={0,2}",
        rotation: .at("developers.intercom.com")))
    rules.append(
      .named(
        "zendesk-token", "Zendesk API token", .chat, "zendesk", of: .alphanumeric, 40,
        rotation: .at("Zendesk, Admin Center, APIs")))
    rules.append(
      .named(
        "freshdesk-key", "Freshdesk API key", .chat, "freshdesk", "freshservice", of: .alphanumeric, 20,
        rotation: .at("Freshdesk, Profile settings")))
    rules.append(
      .token(
        "facebook-token", "WhatsApp or Facebook access token", .chat, "EAAG", "EAAB", "EAAC", "EAAJ", "EAAL", "EAAM",
        of: .alphanumeric, 90, to: 300, rotation: .at("developers.facebook.com/apps")))
    rules.append(
      .named(
        "facebook-secret", "Facebook app secret", .chat, "facebook", "fb-app", "whatsapp", of: .hex, 32,
        rotation: .at("developers.facebook.com/apps, Basic settings")))
    rules.append(
      .named(
        "twitter-secret", "X or Twitter secret", .chat, "twitter", of: .alphanumeric, 35, to: 50,
        rotation: .at("developer.x.com/portal")))
    rules.append(
      SecretRule(
        "twitter-bearer", "X or Twitter bearer token", .chat,
        triggers: [Trigger("AAAAAAAAAAAAAAAAAAAAA[A-Za-z0-9%]{12}", width: 33)],
        pattern: "\(SecretRule.start)A{20,22}(?<secret>[A-Za-z0-9%+/]{60,160})",
        minimumEntropy: 3.0, rotation: .at("developer.x.com/portal"),
        examples: ["bearer: " + String(repeating: "A", count: 21) + Letters.alphanumeric.sample(92)],
        counterexamples: [String(repeating: "A", count: 120)]))
    rules.append(
      .named(
        "linkedin-secret", "LinkedIn client secret", .chat, "linkedin", of: .alphanumeric, 16,
        rotation: .at("linkedin.com/developers/apps")))
    return rules
  }()
}

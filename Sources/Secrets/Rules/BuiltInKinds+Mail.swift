extension BuiltInKinds {
  static let mail: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      SecretRule(
        "sendgrid-key", "SendGrid API key", .mail,
        triggers: [Trigger("SG\\.[A-Za-z0-9_-]{12}", width: 15)],
        pattern: "\(SecretRule.start)(?<secret>SG\\.[A-Za-z0-9_-]{20,24}\\.[A-Za-z0-9_-]{39,50})(?![A-Za-z0-9_-])",
        minimumEntropy: 3.5, rotation: .at("app.sendgrid.com/settings/api_keys"),
        examples: ["SENDGRID=SG." + Letters.alphanumeric.sample(22) + "." + Letters.alphanumeric.sample(43, seed: 2)],
        counterexamples: ["SG." + Letters.alphanumeric.sample(22)]))
    rules.append(
      SecretRule(
        "mailchimp-key", "Mailchimp API key", .mail,
        triggers: [Trigger("[0-9a-f]{12}-us[0-9]{1,2}")],
        pattern: "\(SecretRule.start)(?<secret>[0-9a-f]{32}-us\\d{1,2})(?![A-Za-z0-9])",
        minimumEntropy: 3.0, rotation: .at("admin.mailchimp.com/account/api"),
        examples: ["key: " + Letters.hex.sample(32) + "-us21"], counterexamples: [Letters.hex.sample(31) + "-us21"]))
    rules.append(
      .token("mandrill-key", "Mandrill API key", .mail, "md-", of: .url, 22, rotation: .at("mandrillapp.com/settings")))
    rules.append(
      .token(
        "mailgun-key", "Mailgun private key", .mail, "key-", of: .hex, 32,
        rotation: .at("app.mailgun.com/settings/api_security")))
    rules.append(
      .named(
        "mailgun-api-key", "Mailgun API key", .mail, "mailgun", of: .hex, 32, then: "-[0-9a-f]{8}-[0-9a-f]{8}",
        tailSample: "-7c0e9f1a-b5d38427", rotation: .at("app.mailgun.com/settings/api_security")))
    rules.append(
      .named(
        "mailjet-secret", "Mailjet key", .mail, "mailjet", of: .hex, 32,
        rotation: .at("app.mailjet.com/account/apikeys")))
    rules.append(
      .token(
        "mailersend-token", "MailerSend token", .mail, "mlsn.", of: .hex, 64,
        rotation: .at("app.mailersend.com/api-tokens")))
    rules.append(
      .token(
        "resend-key", "Resend API key", .mail, "re_", of: .alphanumeric, 8, then: "_[A-Za-z0-9]{24}",
        tailSample: "_q7XmK9t2ZrW4bV0hN5sDj8Py", rotation: .at("resend.com/api-keys")))
    rules.append(
      .token(
        "brevo-key", "Brevo (Sendinblue) key", .mail, "xkeysib-", "xsmtpsib-", of: .hex, 64, then: "-[A-Za-z0-9]{16}",
        tailSample: "-q7XmK9t2ZrW4bV0h", rotation: .at("app.brevo.com/settings/keys/api")))
    rules.append(
      .named(
        "postmark-token", "Postmark server token", .mail, "postmark", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-5c0e-4f1a-95d3-8427c0e9f1ad",
        rotation: .at("account.postmarkapp.com/servers")))
    rules.append(
      .named(
        "sparkpost-key", "SparkPost key", .mail, "sparkpost", of: .hex, 40,
        rotation: .at("app.sparkpost.com/account/api-keys")))
    rules.append(
      .named(
        "mailerlite-key", "MailerLite key", .mail, "mailerlite", of: .url, 100, to: 1200,
        rotation: .at("dashboard.mailerlite.com/integrations/api")))
    rules.append(
      .named(
        "activecampaign-key", "ActiveCampaign key", .mail, "activecampaign", of: .hex, 64, to: 72,
        rotation: .at("ActiveCampaign, Settings, Developer")))
    rules.append(
      .named(
        "convertkit-secret", "Kit (ConvertKit) secret", .mail, "convertkit", of: .url, 43,
        rotation: .at("app.kit.com/account_settings/developer_settings")))
    rules.append(
      .named(
        "klaviyo-named-key", "Klaviyo key", .mail, "klaviyo", of: .alphanumeric, 34,
        rotation: .at("klaviyo.com/settings/account/api-keys")))
    rules.append(
      .token(
        "klaviyo-key", "Klaviyo private key", .mail, "pk_", of: .hex, 34,
        rotation: .at("klaviyo.com/settings/account/api-keys")))
    rules.append(
      .named(
        "lemlist-key", "lemlist, Hunter or Apollo key", .mail, "lemlist", "hunter-io", "hunter", "apollo-io", "apollo",
        of: .alphanumeric, 22, to: 64, entropy: 3.2, rotation: .at("the service, Integrations, API")))
    rules.append(
      .named(
        "customerio-key", "Customer.io key", .mail, "customerio", "customer-io", of: .alphanumeric, 20, to: 40,
        rotation: .at("fly.customer.io/settings/api_credentials")))
    rules.append(
      .named(
        "smtp-password", "Mail server password", .mail, "smtp-password", "smtp-pass", "mail-password", "imap-password",
        "email-password", of: .alphanumeric, 12, to: 80, entropy: 3.0, rotation: .at("the mail provider")))
    return rules
  }()
}

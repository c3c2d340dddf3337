extension BuiltInKinds {
  static let payment: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      .token(
        "stripe-secret-key", "Stripe secret key", .payment, "sk_live_", "sk_test_", "rk_live_", "rk_test_",
        of: .alphanumeric, 24, to: 247, rotation: .at("dashboard.stripe.com/apikeys")))
    rules.append(
      .token(
        "stripe-webhook-secret", "Stripe webhook signing secret", .payment, "whsec_", of: .base64, 32, to: 64,
        then: "={0,2}", rotation: .at("dashboard.stripe.com/webhooks")))
    rules.append(
      .token(
        "square-access-token", "Square access token", .payment, "EAAA", of: .url, 60,
        rotation: .at("developer.squareup.com/apps")))
    rules.append(
      .token(
        "square-secret", "Square application secret", .payment, "sq0csp-", "sq0atp-", of: .url, 22, to: 43,
        rotation: .at("developer.squareup.com/apps")))
    rules.append(
      .named(
        "paypal-secret", "PayPal client secret", .payment, "paypal", of: .url, 80, entropy: 3.8,
        rotation: .at("developer.paypal.com/dashboard/applications")))
    rules.append(
      SecretRule(
        "braintree-token", "Braintree access token", .payment,
        triggers: [Trigger("access_token\\$(?:production|sandbox)\\$[0-9a-z]{12}")],
        pattern: "(?<secret>access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32})(?![0-9a-f])",
        rotation: .at("braintreegateway.com, Settings, API"),
        examples: ["access_token$production$" + Letters.lower.sample(16) + "$" + Letters.hex.sample(32)],
        counterexamples: ["access_token$production$" + Letters.lower.sample(16)]))
    rules.append(
      .token(
        "adyen-api-key", "Adyen API key", .payment, "AQE", of: .base64, 80, to: 400,
        then: "[A-Za-z0-9+/=\\-.@\\[\\]{}()~]{0,200}", rotation: .at("ca-live.adyen.com, Developers, API credentials")))
    rules.append(
      .token(
        "mollie-key", "Mollie API key", .payment, "live_", "test_", of: .alphanumeric, 30,
        rotation: .at("my.mollie.com/dashboard/developers/api-keys")))
    rules.append(
      .token(
        "mollie-access-token", "Mollie access token", .payment, "access_", of: .alphanumeric, 34,
        rotation: .at("my.mollie.com/dashboard/developers")))
    rules.append(
      .named(
        "gocardless-token", "GoCardless access token", .payment, "gocardless", of: .url, 40,
        rotation: .at("manage.gocardless.com/developers")))
    rules.append(
      .token(
        "gocardless-live-token", "GoCardless live token", .payment, "live_", of: .url, 40,
        rotation: .at("manage.gocardless.com/developers")))
    rules.append(
      .named(
        "klarna-password", "Klarna API password", .payment, "klarna", of: .alphanumeric, 16, to: 64,
        rotation: .at("portal.klarna.com")))
    rules.append(
      .token(
        "klarna-key", "Klarna API key", .payment, "klarna_live_api_", "klarna_test_api_", of: .base64, 50, to: 200,
        rotation: .at("portal.klarna.com")))
    rules.append(
      .named(
        "wise-token", "Wise API token", .payment, "transferwise", "wise", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-7a1c-4f0e-8b92-c05d31e6f7a4",
        rotation: .at("wise.com/settings/api-tokens")))
    rules.append(
      .named(
        "paddle-key", "Paddle API key", .payment, "paddle", of: .hex, 50, to: 64,
        rotation: .at("vendors.paddle.com/authentication-v2")))
    rules.append(
      .token(
        "paddle-token", "Paddle API key with a prefix", .payment, "pdl_live_apikey_", "pdl_sdbx_apikey_", of: .word, 50,
        to: 70, rotation: .at("vendors.paddle.com/authentication-v2")))
    rules.append(
      .token(
        "chargebee-live-key", "Chargebee API key", .payment, "live_cu", of: .alphanumeric, 26, to: 40,
        rotation: .at("app.chargebee.com/apikeys_and_webhooks")))
    rules.append(
      .token(
        "razorpay-key-id", "RazorPay key id", .payment, "rzp_live_", "rzp_test_", of: .alphanumeric, 14,
        rotation: .at("dashboard.razorpay.com/app/keys")))
    rules.append(
      .named(
        "razorpay-secret", "Razorpay secret", .payment, "razorpay", of: .alphanumeric, 24,
        rotation: .at("dashboard.razorpay.com/app/keys")))
    rules.append(
      .token(
        "flutterwave-key", "Flutterwave secret key", .payment, "FLWSECK-", "FLWSECK_TEST-", of: .lower, 32, then: "-X",
        tailSample: "-X", rotation: .at("dashboard.flutterwave.com/settings/apis")))
    rules.append(
      .named(
        "paystack-key", "Paystack secret", .payment, "paystack", of: .hex, 40,
        rotation: .at("dashboard.paystack.com/settings/developers")))
    rules.append(
      .token(
        "shopify-token", "Shopify token", .payment, "shpat_", "shpca_", "shppa_", "shpss_", "shptka_", of: .anyHex, 32,
        rotation: .at("admin.shopify.com, Apps, API credentials")))
    rules.append(
      SecretRule(
        "woocommerce-key", "WooCommerce consumer key or secret", .payment,
        triggers: [Trigger("c[ks]_[0-9a-f]{12}", width: 15)],
        pattern: "\(SecretRule.start)(?<secret>c[ks]_[0-9a-f]{40})(?![0-9a-f])",
        rotation: .at("WooCommerce, Settings, Advanced, REST API"),
        examples: ["consumer_secret=cs_" + Letters.hex.sample(40)], counterexamples: ["cs_" + Letters.hex.sample(39)]))
    rules.append(
      .named(
        "plaid-secret", "Plaid secret", .payment, "plaid", of: .hex, 30, rotation: .at("dashboard.plaid.com/team/keys"))
    )
    rules.append(
      .token(
        "plaid-access-token", "Plaid access token", .payment, "access-production-", "access-sandbox-",
        "access-development-", of: .hex, 8, then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        tailSample: "-6e1d-4a3b-b7c0-f0923d8e5a17", rotation: .at("dashboard.plaid.com/team/keys")))
    rules.append(
      .named(
        "coinbase-secret", "Coinbase API secret", .payment, "coinbase", of: .alphanumeric, 32, to: 64,
        rotation: .at("portal.cdp.coinbase.com")))
    rules.append(
      .named(
        "quickbooks-secret", "QuickBooks or Intuit client secret", .payment, "quickbooks", "intuit", of: .alphanumeric,
        38, to: 50, rotation: .at("developer.intuit.com, Keys and credentials")))
    rules.append(
      .named(
        "xero-secret", "Xero client secret", .payment, "xero", of: .url, 48,
        rotation: .at("developer.xero.com/app/manage")))
    rules.append(
      .named(
        "sumup-key", "SumUp key", .payment, "sumup", of: .alphanumeric, 28, to: 64,
        rotation: .at("me.sumup.com/developers")))
    return rules
  }()
}

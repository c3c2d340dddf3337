extension BuiltInKinds {
  static let cloud: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      .token(
        "aws-access-key", "AWS access key id", .cloud, "AKIA", "ASIA", "ABIA", "ACCA", of: .base32, 16, entropy: 2.8,
        rotation: .at("the IAM console, Users, Security credentials")))
    rules.append(
      .named(
        "aws-secret-key", "AWS secret access key", .cloud, "aws-secret-access-key", "aws-secret-key",
        "secret-access-key", "aws-secret", of: .base64, 40, entropy: 3.8,
        rotation: .at("the IAM console, Users, Security credentials")))
    rules.append(
      .named(
        "aws-session-token", "AWS session token", .cloud, "aws-session-token", of: .base64, 100, to: 2000,
        then: "={0,2}", entropy: 3.8, rotation: .at("the IAM console: revoke the sessions of the role")))
    rules.append(
      .token(
        "aws-bedrock-key", "Amazon Bedrock API key", .cloud, "ABSKQmVkcm9ja0FQSUtleS", of: .base64, 90, to: 269,
        then: "={0,2}", rotation: .at("the Amazon Bedrock console, API keys")))
    rules.append(
      .named(
        "azure-storage-key", "Azure storage account key", .cloud, "accountkey", "storage-account-key",
        "azure-storage-key", of: .base64, 86, then: "==", tailSample: "==", entropy: 3.8,
        rotation: .at("the Azure portal, Storage account, Access keys")))
    rules.append(
      SecretRule(
        "azure-app-secret", "Azure AD application secret by its form", .cloud,
        triggers: [Trigger("[78]Q~[A-Za-z0-9_.~-]{12}")],
        pattern: "(?<![A-Za-z0-9_.~-])(?<secret>[A-Za-z0-9_.~-]{3}[78]Q~[A-Za-z0-9_.~-]{31,34})(?![A-Za-z0-9_.~-])",
        minimumEntropy: 3.5, rotation: .at("the Entra admin centre, App registrations, Certificates and secrets"),
        examples: ["secret: " + Letters.alphanumeric.sample(3) + "8Q~" + Letters.alphanumeric.sample(34, seed: 2)],
        counterexamples: ["8Q~" + Letters.alphanumeric.sample(34)]))
    rules.append(
      .named(
        "azure-client-secret", "Azure AD client secret", .cloud, "azure-client-secret", "arm-client-secret",
        "aad-client-secret", of: .dotted, 32, to: 44, entropy: 3.3,
        rotation: .at("the Entra admin centre, App registrations, Certificates and secrets")))
    rules.append(
      .named(
        "azure-shared-access-key", "Azure Service Bus, Event Hubs or IoT key", .cloud, "sharedaccesskey", of: .base64,
        42, to: 43, then: "=", tailSample: "=", entropy: 3.5, rotation: .at("the Azure portal, Shared access policies"))
    )
    rules.append(
      .named(
        "azure-function-key", "Azure Functions key", .cloud, "x-functions-key", "azure-function-key", "functions-key",
        of: .url, 40, to: 56, then: "={0,2}", entropy: 3.4, rotation: .at("the Azure portal, Function App, App keys")))
    rules.append(
      .named(
        "azure-cognitive-key", "Azure AI services key", .cloud, "ocp-apim-subscription-key", "azure-openai",
        "azure-cognitive", "azure-search", of: .alphanumeric, 32, to: 84, entropy: 3.0,
        rotation: .at("the Azure portal, Keys and Endpoint")))
    rules.append(
      SecretRule(
        "azure-devops-pat", "Azure DevOps personal access token", .cloud,
        triggers: [Trigger("[A-Za-z0-9]{8}AZDO[A-Za-z0-9]{4}", reach: 96)],
        pattern: "(?<![A-Za-z0-9])(?<secret>[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4})(?![A-Za-z0-9])",
        minimumEntropy: 3.0, rotation: .at("dev.azure.com, User settings, Personal access tokens"),
        examples: ["PAT=" + Letters.alphanumeric.sample(76) + "AZDO" + Letters.alphanumeric.sample(4)],
        counterexamples: ["PAT=" + Letters.alphanumeric.sample(70) + "AZDO" + Letters.alphanumeric.sample(4)]))
    rules.append(
      SecretRule(
        "azure-signed-key", "Azure key that names its service", .cloud,
        triggers: [
          Trigger("[A-Za-z0-9+/]{8}\\+ASt[A-Za-z0-9+/]{6}==", reach: 120),
          Trigger("[A-Za-z0-9_-]{8}AzFu[A-Za-z0-9_-]{5}", reach: 96),
          Trigger("[A-Za-z0-9]{8}JQQJ9[9A-Z][A-Za-z0-9]{8}", reach: 96),
        ],
        pattern: "(?|(?<![A-Za-z0-9+/])(?<secret>[A-Za-z0-9+/]{76}\\+ASt[A-Za-z0-9+/]{6}==)"
          + "|(?<![A-Za-z0-9_-])(?<secret>[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]==)"
          + "|(?<![A-Za-z0-9])(?<secret>[A-Za-z0-9]{52}JQQJ9[9A-Z][A-Za-z0-9]{24,30})(?![A-Za-z0-9]))",
        minimumEntropy: 3.0, rotation: .at("the Azure portal, Access keys"),
        examples: [
          "x " + Letters.alphanumeric.sample(76) + "+ASt" + Letters.alphanumeric.sample(6) + "==",
          "x " + Letters.alphanumeric.sample(44) + "AzFu" + Letters.alphanumeric.sample(5) + "Q==",
          "x " + Letters.alphanumeric.sample(52) + "JQQJ99" + Letters.alphanumeric.sample(26),
        ],
        counterexamples: ["x " + Letters.alphanumeric.sample(40) + "JQQJ99" + Letters.alphanumeric.sample(26)]))
    rules.append(
      .token(
        "google-api-key", "Google API key", .cloud, "AIza", of: .url, 35, entropy: 3.2,
        rotation: .at("console.cloud.google.com/apis/credentials")))
    rules.append(
      .token(
        "google-oauth-secret", "Google OAuth client secret", .cloud, "GOCSPX-", of: .url, 28,
        rotation: .at("console.cloud.google.com/apis/credentials")))
    rules.append(
      .token(
        "google-oauth-token", "Google OAuth access token", .cloud, "ya29.", of: .url, 40, to: 400,
        rotation: .at("myaccount.google.com/permissions")))
    rules.append(
      .token(
        "google-refresh-token", "Google OAuth refresh token", .cloud, "1//0", of: .url, 38, to: 120,
        rotation: .at("myaccount.google.com/permissions")))
    rules.append(
      .token(
        "google-hmac-key", "Google Cloud Storage HMAC key id", .cloud, "GOOG1E", of: .upper, 55,
        rotation: .at("console.cloud.google.com/storage/settings")))
    rules.append(
      .named(
        "google-maps-secret", "Google Maps signing secret", .cloud, "maps-signing-secret", "google-maps-secret",
        of: .url, 27, then: "=?", rotation: .at("console.cloud.google.com/google/maps-apis")))
    rules.append(
      .token(
        "digitalocean-token", "DigitalOcean token", .cloud, "dop_v1_", "doo_v1_", "dor_v1_", of: .hex, 64,
        rotation: .at("cloud.digitalocean.com/account/api/tokens")))
    rules.append(
      .named(
        "digitalocean-spaces-key", "DigitalOcean Spaces secret", .cloud, "spaces-secret", "spaces-access-key",
        of: .base64, 43, rotation: .at("cloud.digitalocean.com/account/api/spaces")))
    rules.append(
      .named(
        "cloudflare-api-token", "Cloudflare API token", .cloud, "cloudflare", "cf-api-token", of: .url, 40,
        entropy: 3.5, rotation: .at("dash.cloudflare.com/profile/api-tokens")))
    rules.append(
      .named(
        "cloudflare-global-key", "Cloudflare global API key", .cloud, "x-auth-key", "cloudflare-api-key",
        "cloudflare-global", of: .hex, 37, rotation: .at("dash.cloudflare.com/profile/api-tokens")))
    rules.append(
      .token(
        "cloudflare-origin-ca", "Cloudflare Origin CA key", .cloud, "v1.0-", of: .hex, 24, then: "-[0-9a-f]{146}",
        tailSample: "-\(Letters.hex.sample(146, seed: 5))", rotation: .at("dash.cloudflare.com/profile/api-tokens")))
    rules.append(
      .token(
        "alibaba-access-key", "Alibaba Cloud access key id", .cloud, "LTAI", of: .alphanumeric, 20,
        rotation: .at("ram.console.aliyun.com")))
    rules.append(
      .named(
        "alibaba-secret-key", "Alibaba Cloud secret", .cloud, "alibaba", "aliyun", of: .alphanumeric, 30,
        rotation: .at("ram.console.aliyun.com")))
    rules.append(
      .token(
        "tencent-secret-id", "Tencent Cloud secret id", .cloud, "AKID", of: .alphanumeric, 32,
        rotation: .at("console.cloud.tencent.com/cam/capi")))
    rules.append(
      .named(
        "ibm-cloud-key", "IBM Cloud API key", .cloud, "ibm-cloud", "ibmcloud", "bluemix", of: .url, 44, entropy: 3.5,
        rotation: .at("cloud.ibm.com/iam/apikeys")))
    rules.append(
      .named(
        "oracle-auth-token", "Oracle Cloud auth token", .cloud, "oci-auth-token", "oracle-cloud", of: .url, 20, to: 40,
        rotation: .at("cloud.oracle.com, User settings, Auth tokens")))
    rules.append(
      .token(
        "scaleway-access-key", "Scaleway access key", .cloud, "SCW", of: .upper, 17,
        rotation: .at("console.scaleway.com/iam/api-keys")))
    rules.append(
      .named(
        "hetzner-token", "Hetzner Cloud token", .cloud, "hcloud", "hetzner", of: .alphanumeric, 64,
        rotation: .at("console.hetzner.cloud, Security, API tokens")))
    rules.append(
      .named(
        "linode-token", "Linode token", .cloud, "linode", of: .hex, 64, rotation: .at("cloud.linode.com/profile/tokens")
      ))
    rules.append(
      .named(
        "vultr-key", "Vultr API key", .cloud, "vultr", of: .upper, 36,
        rotation: .at("my.vultr.com/settings/#settingsapi")))
    rules.append(
      .token(
        "flyio-token", "Fly.io token", .cloud, "fo1_", of: .url, 43, rotation: .at("fly.io/user/personal_access_tokens")
      ))
    rules.append(
      .token(
        "flyio-macaroon", "Fly.io macaroon", .cloud, "FlyV1 fm1r_", "FlyV1 fm2_", of: .base64, 60, to: 1000,
        then: "={0,2}", rotation: .at("fly.io/user/personal_access_tokens")))
    rules.append(
      .named(
        "heroku-api-key", "Heroku API key", .cloud, "heroku", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-4b0d-4e7a-9c35-17f2ab60d84e",
        rotation: .at("dashboard.heroku.com/account")))
    rules.append(
      .token(
        "heroku-platform-key", "Heroku platform key", .cloud, "HRKU-AA", of: .url, 58,
        rotation: .at("dashboard.heroku.com/account")))
    rules.append(
      .named(
        "vercel-token", "Vercel token", .cloud, "vercel", of: .alphanumeric, 24, entropy: 3.3,
        rotation: .at("vercel.com/account/tokens")))
    rules.append(
      .token(
        "vercel-token-v2", "Vercel token with a prefix", .cloud, "vcp_", "vci_", "vca_", "vcr_", "vck_",
        of: .alphanumeric, 24, to: 60, rotation: .at("vercel.com/account/tokens")))
    rules.append(
      .token(
        "netlify-token", "Netlify token", .cloud, "nfp_", "nfo_", "nfc_", "nfu_", of: .alphanumeric, 36, to: 40,
        rotation: .at("app.netlify.com/user/applications")))
    rules.append(
      .token(
        "render-key", "Render API key", .cloud, "rnd_", of: .alphanumeric, 28, to: 36,
        rotation: .at("dashboard.render.com/u/settings")))
    rules.append(
      .named(
        "railway-token", "Railway token", .cloud, "railway", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-3d0c-4c8e-a1f7-92b64e05d7a3",
        rotation: .at("railway.com/account/tokens")))
    rules.append(
      .token(
        "supabase-token", "Supabase access token", .cloud, "sbp_", of: .hex, 40,
        rotation: .at("supabase.com/dashboard/account/tokens")))
    rules.append(
      .token(
        "supabase-secret-key", "Supabase secret key", .cloud, "sb_secret_", of: .url, 31, to: 42,
        rotation: .at("supabase.com/dashboard, API keys")))
    rules.append(
      .token(
        "pulumi-token", "Pulumi token", .cloud, "pul-", of: .hex, 40, rotation: .at("app.pulumi.com/account/tokens")))
    rules.append(
      SecretRule(
        "terraform-cloud-token", "Terraform Cloud token", .cloud,
        triggers: [Trigger("\\.atlasv1\\.[A-Za-z0-9]{12}")],
        pattern: "\(SecretRule.start)(?<secret>[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_\\-]{60,70})(?![A-Za-z0-9_-])",
        rotation: .at("app.terraform.io/app/settings/tokens"),
        examples: [
          "credentials = \"" + Letters.alphanumeric.sample(14) + ".atlasv1." + Letters.alphanumeric.sample(67, seed: 3)
            + "\""
        ],
        counterexamples: ["a.atlasv1." + Letters.alphanumeric.sample(67, seed: 3)]))
    return rules
  }()
}

extension BuiltInKinds {
  static let databases: [SecretRule] = [
    SecretRule(
      "connection-url", "password in a connection URL", .database,
      triggers: [Trigger("[a-z0-9]://[^\\s\"'<>@/:]{0,80}:[^\\s\"'<>@/]{3,120}@[A-Za-z0-9\\[{$<%]")],
      pattern:
        "(?i:(?:postgres(?:ql)?|mysql|mariadb|mongodb|mongodb\\+srv|rediss?|amqps?|mssql|sqlserver|oracle|clickhouse|cassandra|"
        + "couchbases?|couchdb|neo4j\\+?s?|bolt|nats|mqtts?|kafka|ldaps?|smtps?|imaps?|ftps?|sftp|ssh|elasticsearch|influxdb|jdbc:\\w+|"
        + "cockroachdb|snowflake|redshift|trino|presto|https?|git\\+https|wss?)(?:\\+\\w+)?)://"
        + "[^\\s\"'<>@/:\\\\]{0,80}:(?<secret>[^\\s\"'<>@/\\\\]{3,120})@[A-Za-z0-9\\[{$<%]",
      check: .password, minimumEntropy: 1.8,
      rotation: .said("set a new password for that user, and let a vault give the connection URL"),
      examples: [
        "postgres://app:" + "kranich" + "47tau@db.acme.example:5432/erp",
        "https://svc:kranich" + "47tau@${{ vars.HOST }}/v1",
      ],
      counterexamples: [
        "postgres://user:" + "password@localhost/db", "https://acme.example:8443/a@b",
        "postgres://app:${DB_PASSWORD}@db/erp",
        "redis://:$REDIS_PASSWORD@cache:6379",
      ]),
    SecretRule(
      "connection-string", "password in a connection string", .database,
      triggers: [
        Trigger(
          "(?:server|data source|host|endpoint|uid|user id|username|user|driver|database|initial catalog|account|addr(?:ess)?)"
            + "\\s?=[^;\"'\\n]{1,120};[^\"'\\n]{0,200}(?:password|pwd)\\s?=(?:\\{[^;\\s\"'$<{]{3}|[^;\\s\"'$<{]{4})",
          caseless: true)
      ],
      pattern: "(?i:(?<=[;\"'\\s])(?:password|pwd)\\s?=\\s?)(?:\\{(?!\\{))?(?<secret>[^;\\s\"'<>\\\\}]{4,120})",
      check: .password, minimumEntropy: 2.0,
      rotation: .said("set a new password for that user, and let a vault give the connection string"),
      examples: [
        "Driver={PostgreSQL};Server=db;UID=app;PWD={Kranich" + "!47tau};",
        "Server=db.acme.example;Database=erp;User Id=app;Password=" + "Kranich" + "!47tau;Encrypt=true",
      ],
      counterexamples: ["Server=db;User Id=app;Password=${DB_PASSWORD};", "Server=db;User Id=app;Password=<password>;"]),
    SecretRule(
      "azure-connection-string", "key in an Azure connection string", .database,
      triggers: [Trigger("(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{12}", caseless: true)],
      pattern: "(?i:(?:AccountKey|SharedAccessKey)=)(?<secret>[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)",
      minimumEntropy: 3.8, rotation: .at("the Azure portal, Access keys"),
      examples: [
        "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=" + Letters.base64.sample(86)
          + "==;EndpointSuffix=core.windows.net"
      ],
      counterexamples: ["AccountName=acme;AccountKey=<key>;"]),
    SecretRule(
      "azure-sas", "Azure shared access signature", .database,
      triggers: [Trigger("sig=[A-Za-z0-9%+/]{20}")],
      pattern:
        "(?i:[?&](?:sv|se|sp|sr|spr|st|ss|srt|api-version)=[^\\s\"'<>]{2,300})[?&]sig=(?<secret>[A-Za-z0-9%+/_-]{40,90}={0,2})",
      minimumEntropy: 3.5, rotation: .said("rotate the key that signed it: a signature cannot be revoked alone"),
      examples: [
        "https://acme.blob.core.windows.net/in?sv=2022-11-02&sp=r&se=2027-01-01&sig=" + Letters.alphanumeric.sample(43)
          + "%3D"
      ],
      counterexamples: ["https://acme.blob.core.windows.net/in?sv=2022-11-02&sig=" + "xxxx"]),
    .token(
      "planetscale-token", "PlanetScale password or token", .database, "pscale_pw_", "pscale_tkn_", "pscale_oauth_",
      of: .url, 32,
      to: 64, rotation: .at("app.planetscale.com, Settings, Passwords")),
    .token(
      "databricks-token", "Databricks token", .database, "dapi", of: .hex, 32, to: 34,
      rotation: .at("Databricks, User settings, Access tokens")),
    .named(
      "mongodb-atlas-key", "MongoDB Atlas private key", .database, "atlas-private-key", "mongodb-atlas", of: .hex, 8,
      then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-7c0e-4f1a-b5d3-8427c0e9f1b5",
      rotation: .at("cloud.mongodb.com, Access manager")),
    .named(
      "snowflake-password", "Snowflake password or token", .database, "snowflake", of: .url, 16, to: 80, entropy: 3.3,
      rotation: .at("Snowflake, Users")),
    .token(
      "neon-key", "Neon key", .database, "napi_", of: .alphanumeric, 60, to: 68,
      rotation: .at("console.neon.tech/app/settings")),
    .named(
      "upstash-token", "Upstash token", .database, "upstash", of: .alphanumeric, 40, to: 120,
      rotation: .at("console.upstash.com")),
    .named(
      "elasticsearch-key", "Elasticsearch key", .database, "elastic-api", "elasticsearch", of: .base64, 40, to: 80,
      then: "={0,2}",
      entropy: 3.6, rotation: .at("Kibana, Stack management, API keys")),
    .named(
      "qdrant-key", "Qdrant, Weaviate or Milvus key", .database, "qdrant", "weaviate", "milvus", "zilliz", of: .url, 32,
      to: 200,
      entropy: 3.3, rotation: .at("the service, API keys")),
  ]
}

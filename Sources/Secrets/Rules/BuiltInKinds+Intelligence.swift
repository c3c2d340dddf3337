extension BuiltInKinds {
  static let intelligence: [SecretRule] = {
    var rules: [SecretRule] = []
    rules.append(
      SecretRule(
        "openai-key", "OpenAI API key", .intelligence,
        triggers: [
          Trigger("sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{12}"), Trigger("T3BlbkFJ", width: 8),
        ],
        pattern:
          "\(SecretRule.start)(?<secret>sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{40,200}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}))(?![A-Za-z0-9_-])",
        minimumEntropy: 3.5, rotation: .at("platform.openai.com/api-keys"),
        examples: [
          "OPENAI_API_KEY=sk-proj-" + Letters.alphanumeric.sample(74) + "T3Blbk" + "FJ"
            + Letters.alphanumeric.sample(74, seed: 4)
        ],
        counterexamples: ["sk-proj-your-key", "task-" + Letters.alphanumeric.sample(20)]))
    rules.append(
      .token(
        "openai-old-key", "OpenAI-style API key", .intelligence, "sk-", of: .alphanumeric, 40, to: 64, entropy: 3.5,
        rotation: .at("platform.openai.com/api-keys")))
    rules.append(
      .token(
        "anthropic-key", "Anthropic API key", .intelligence, "sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-",
        "sk-ant-sid01-", of: .url, 80, to: 120, rotation: .at("console.anthropic.com/settings/keys")))
    rules.append(
      .token(
        "huggingface-token", "Hugging Face token", .intelligence, "hf_", "api_org_", of: .alphanumeric, 34, to: 40,
        rotation: .at("huggingface.co/settings/tokens")))
    rules.append(
      .token(
        "replicate-token", "Replicate token", .intelligence, "r8_", of: .alphanumeric, 37,
        rotation: .at("replicate.com/account/api-tokens")))
    rules.append(
      .token(
        "groq-key", "Groq API key", .intelligence, "gsk_", of: .alphanumeric, 52, rotation: .at("console.groq.com/keys")
      ))
    rules.append(
      .token(
        "openrouter-key", "OpenRouter key", .intelligence, "sk-or-v1-", of: .hex, 64,
        rotation: .at("openrouter.ai/settings/keys")))
    rules.append(
      .token(
        "perplexity-key", "Perplexity key", .intelligence, "pplx-", of: .alphanumeric, 48, to: 56,
        rotation: .at("perplexity.ai/settings/api")))
    rules.append(
      .token("xai-key", "xAI key", .intelligence, "xai-", of: .alphanumeric, 80, rotation: .at("console.x.ai")))
    rules.append(
      .token(
        "deepseek-key", "DeepSeek or compatible key", .intelligence, "sk-", of: .hex, 32, entropy: 3.0,
        rotation: .at("platform.deepseek.com/api_keys")))
    rules.append(
      .named(
        "cohere-key", "Cohere key", .intelligence, "cohere", "co-api", of: .alphanumeric, 40,
        rotation: .at("dashboard.cohere.com/api-keys")))
    rules.append(
      .named(
        "mistral-key", "Mistral AI key", .intelligence, "mistral", of: .alphanumeric, 32,
        rotation: .at("console.mistral.ai/api-keys")))
    rules.append(
      .token(
        "pinecone-key", "Pinecone key", .intelligence, "pcsk_", of: .word, 60, to: 80,
        rotation: .at("app.pinecone.io, API keys")))
    rules.append(
      .named(
        "pinecone-old-key", "Pinecone key of the old form", .intelligence, "pinecone", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-8c0e-4f1a-a5d3-8427c0e9f1ae",
        rotation: .at("app.pinecone.io, API keys")))
    rules.append(
      .named(
        "elevenlabs-named-key", "ElevenLabs key", .intelligence, "xi-api-key", "elevenlabs", "eleven-labs", of: .hex,
        32, rotation: .at("elevenlabs.io/app/settings/api-keys")))
    rules.append(
      .token(
        "elevenlabs-key", "ElevenLabs key", .intelligence, "sk_", of: .hex, 48,
        rotation: .at("elevenlabs.io/app/settings/api-keys")))
    rules.append(
      .named(
        "stability-key", "Stability AI key", .intelligence, "stability", of: .alphanumeric, 48, to: 52,
        rotation: .at("platform.stability.ai/account/keys")))
    rules.append(
      .named(
        "assemblyai-key", "AssemblyAI or Deepgram key", .intelligence, "assemblyai", "assembly-ai", "deepgram",
        of: .hex, 32, to: 40, rotation: .at("the service, API keys")))
    rules.append(
      .token(
        "langsmith-key", "LangSmith key", .intelligence, "lsv2_pt_", "lsv2_sk_", of: .hex, 32, then: "_[0-9a-f]{10}",
        tailSample: "_7c0e9f1ab5", rotation: .at("smith.langchain.com/settings")))
    rules.append(
      .token("tavily-key", "Tavily key", .intelligence, "tvly-", of: .url, 32, to: 50, rotation: .at("app.tavily.com")))
    rules.append(
      .token(
        "firecrawl-key", "Firecrawl key", .intelligence, "fc-", of: .hex, 32,
        rotation: .at("firecrawl.dev/app/api-keys")))
    rules.append(
      .token(
        "apify-token", "Apify token", .intelligence, "apify_api_", of: .alphanumeric, 36, to: 44,
        rotation: .at("console.apify.com/settings/integrations")))
    rules.append(
      .named(
        "serpapi-key", "SerpApi or ScraperAPI key", .intelligence, "serpapi", "serp-api", "scraperapi", "scrapingbee",
        of: .anyHex, 32, to: 84, rotation: .at("the service, API key")))
    rules.append(
      .token(
        "nvidia-key", "NVIDIA API key", .intelligence, "nvapi-", of: .url, 60, to: 80,
        rotation: .at("build.nvidia.com/settings/api-keys")))
    rules.append(
      .token(
        "fireworks-key", "Fireworks AI key", .intelligence, "fw_", of: .alphanumeric, 22, to: 30,
        rotation: .at("fireworks.ai/account/api-keys")))
    rules.append(
      .token(
        "voyage-key", "Voyage or Jina AI key", .intelligence, "pa-", "jina_", of: .url, 40, to: 70,
        rotation: .at("the service, API keys")))
    rules.append(
      .token("cerebras-key", "Cerebras key", .intelligence, "csk-", of: .lower, 48, rotation: .at("cloud.cerebras.ai")))
    rules.append(
      .token("e2b-key", "E2B key", .intelligence, "e2b_", of: .hex, 40, rotation: .at("e2b.dev/dashboard")))
    rules.append(
      .token(
        "langfuse-key", "Langfuse secret key", .intelligence, "sk-lf-", "pk-lf-", of: .hex, 8,
        then: "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", tailSample: "-9c0e-4f1a-b5d3-8427c0e9f1af",
        rotation: .at("cloud.langfuse.com, Settings")))
    return rules
  }()
}

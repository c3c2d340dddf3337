"""What looks like a secret in a definition, and is none."""

from cases import (
    Case, authentication, camunda_input, camunda_property, camunda_script, container, env, field, function, http, manifest, n8n,
    n8n_code, n8n_pair, node, parameter, passing, run, script, state, step, text_of, using, zeebe_header, zeebe_input,
)


def placeholders():
    """In the header of a key, and in the variable of a token."""
    texts = [
        "YOUR_API_KEY", "<YOUR_TOKEN>", "{{TOKEN}}", "PASTE_YOUR_OPENAI_KEY_HERE_2024", "TU_CLAVE_API_AQUI_2024",
        "HIER-API-KEY-EINTRAGEN", "sk-proj-XXXXXXXXXXXXXXXX", "API_KEY_FROM_DASHBOARD_V2", "ADD-TOKEN-FROM-STEP-2", "xxxxxxxxxxxxxxxxxxxx",
        "****************", "changeme", "REPLACE_ME_WITH_REAL_TOKEN", "insert-your-token-here-1", "[your api key]", "...", "TODO",
        "dummy-token-for-tests", "example_key_123", "n/a",
    ]
    cases = [n8n_pair(f"placeholder {text}", "X-API-Key", text) for text in texts]
    for text in ["%TOKEN%", "#{ApiKey}#", "__BANK_SECRET__", "{{password}}", "$(BankToken)", "@@TOKEN@@", "redacted", "not-used", "none"]:
        cases.append(env(f"placeholder {text}", "BANK_TOKEN", f"'{text}'"))
    return cases


def references():
    """Where the secret is kept, or which value it is."""
    actions = [
        "${{ secrets.BANK_TOKEN }}", "${{ secrets['DB_PASSWORD'] }}", "${{ secrets.A || github.token }}",
        "${{ inputs.token || github.token }}",
        "${{ steps.login.outputs.token }}", "${{ needs.login.outputs['token-v2'] }}", "${{ format('{0}', secrets.T) }}",
        "vault://kv/finance/bank#token", "op://finance/bank-2024/password",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:bank-AbC123", "projects/4711/secrets/bank-v2/versions/latest",
        "/run/secrets/bank_token_2024", "bank-token-prod-2024",
    ]
    n8n_texts = [
        "={{ $json.access_token }}", "={{ $('Config').item.json.apiKey }}", "={{ $env.BANK_TOKEN_2024 }}", "={{ $secrets.bank.token }}",
        "={{ $json['api-key-2024'] }}", "={{ $credentials.token }}",
    ]
    logic = [
        "@parameters('apiKey')", "@concat('Bearer ', body('Get_token_2024')?['access_token'])", "@{variables('bankToken2024')}",
        "@Microsoft.KeyVault(SecretUri=https://acme.vault.azure.net/secrets/bank-2024)", "[parameters('bankKey')]",
        "@listKeys(resourceId('x'), '2019-06-01').key1",
    ]
    asl = ["States.Format('Bearer {}', $.auth.token)", "$.auth.access_token_2024", "$$.Execution.Input.token"]
    jsonata = ["{% 'Bearer ' & $states.input.token2024 %}", "{% $token_2024 %}"]
    sw = ["${ $secret.bank_2024 }", "${ .auth.token2024 }", '${ "Bearer " + $secret.bank2024 }']
    return [
        *[using(f"reference {text}", "token", f'"{text}"') for text in actions],
        *[n8n_pair(f"reference {text}", "X-API-Key", text) for text in n8n_texts],
        *[http(f"reference {text}", {"headers": {"x-api-key": text}}) for text in logic],
        *[state(f"reference {text}", {"Headers": {"Authorization.$": text}}) for text in asl],
        *[state(f"reference {text}", {"Headers": {"Authorization": text}}) for text in jsonata],
        *[function(f"reference {text}", f"endpoint: https://api.acme.example\nheaders:\n  X-Api-Key: '{text}'") for text in sw],
        container("reference to a Secret", "env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: {name: bank, key: password-v2}"),
        container("reference to a parameter", "args: ['--password', '{{inputs.parameters.db-password-2024}}']"),
        camunda_input("reference ${bankToken2024}", "token", "${bankToken2024}"),
        zeebe_input("reference {{secrets.BANK_TOKEN_2024}}", "{{secrets.BANK_TOKEN_2024}}", "authentication.token"),
        zeebe_input("reference =bank.token2024", "=bank.token2024", "authentication.token"),
        authentication("name of a secret", "use: bank-credentials-2024"),
        node("reference ${BANK_TOKEN}", "http request", url="https://api.acme.example", token="${BANK_TOKEN_2024}"),
        node("reference msg.token", "change", rules=[{"t": "set", "p": "token", "to": "payload.access_token_2024", "tot": "msg"}]),
    ]


def n8n_ids():
    """What an export holds besides the workflow."""
    header = {"id": "<<token:16>>", "name": "Bank API Key"}
    slack = {"id": "<<token:16>>", "name": "Slack token prod 2024"}
    sheet = "https://docs.google.com/spreadsheets/d/<<token:44>>/edit?usp=drivesdk"
    return [
        Case("n8n", "meta.instanceId", {"meta": {"instanceId": "<<hex:64>>", "templateCredsSetupCompleted": True}}, "top"),
        Case("n8n", "versionId", {"versionId": "<<uuid>>", "id": "<<token:16>>"}, "top"),
        n8n("credentials by id", {}, credentials={"httpHeaderAuth": header, "slackApi": slack}),
        n8n("credentials by type", {"nodeCredentialType": "openAiApi", "authentication": "predefinedCredentialType"}),
        n8n("webhookId", {"path": "<<uuid>>"}, "webhook", webhookId="<<uuid>>"),
        n8n("sheet by address", {"documentId": {"__rl": True, "value": "<<token:44>>", "mode": "list", "cachedResultUrl": sheet}}),
        field("sheetId", "<<token:44>>"),
        field("folderId", "1<<token:32>>"),
        n8n("Airtable's ids", {"base": "app<<token:14>>", "table": "tbl<<token:14>>"}),
        n8n("Notion's page", {"pageId": "<<hex:32>>"}),
        n8n("Slack's channel", {"channelId": "C<<upper:10>>"}),
        n8n_pair("header Idempotency-Key", "Idempotency-Key", "<<uuid>>"),
        n8n_pair("header X-Request-Id", "X-Request-Id", "<<uuid>>"),
        n8n_pair("header If-Match", "If-Match", "<<hex:32>>"),
        n8n_pair("header X-CSRF-Token, to fetch one", "X-CSRF-Token", "Fetch"),
        n8n_pair("header X-Atlassian-Token", "X-Atlassian-Token", "no-check"),
        n8n("partitionKey", {"partitionKey": "tenant#4711-2024", "sortKey": "order#<<uuid>>"}),
        field("primaryKey", "id_<<hex:8>>"),
        field("cacheKey", "v2-<<hex:40>>"),
        field("nextToken", "<<base64:page:2:<<hex:20>>>>"),
        field("pageToken", "<<token:40>>"),
        field("syncToken", "<<token:30>>"),
        n8n("tag of Google's analytics", {"gtag": "G-<<upper:10>>"}),
        n8n("site key of a captcha", {"html": '<div class="g-recaptcha" data-sitekey="6Le<<token:37>>"></div>'}),
    ]


def settings():
    """A name with `token`, `password` or `key` in it, for something else."""
    asked = {"fieldLabel": "Password", "fieldType": "password", "placeholder": "At least 8 chars, 1 digit"}
    compared = {"value1": "={{ $json.body.token }}", "value2": "approved_transaction_2024"}
    properties = {"password": {"type": "string", "pattern": "^[a-z0-9]{8,}$1"}, "token": {"title": "Token2024"}}
    manager = "arn:aws:states:::aws-sdk:secretsmanager:getSecretValue"
    return [
        n8n("maxTokens", {"options": {"maxTokens": 4096, "tokenLimit": "128000"}}),
        n8n("stop_token", {"options": {"stop_token": "<|endoftext|>"}}),
        n8n("field of a form", {"formFields": {"values": [asked]}}),
        field("secretName", "prod/bank/api-token-v2"),
        field("passwordKey", "bank.password.prod.v2"),
        field("accessTokenUrl", "https://login.acme.example/oauth2/v2.0/token"),
        field("tokenEndpoint", "https://login.acme.example/t/<<hex:32>>"),
        field("tokenExpiry", "2026-11-30T16:00:00.000Z"),
        field("token_expires_at", 1764518400),
        field("password_changed", "2026-01-01T00:00:00Z"),
        field("passwordPolicy", "min12,upper1,lower1,digit1"),
        field("passwordPattern", "^(?=.*[A-Z])(?=.*[0-9]).{8,}$"),
        n8n("label of a password", {"<<join:pass|word>>": "Passwort eingeben (mind. 8 Zeichen)"}),
        n8n("label of a token", {"token": "API-Token von Seite 2"}),
        n8n("place in JSON, token", {"token": "$.auth.access_token"}),
        n8n("place in JSON, password", {"password": "$.creds[0].password"}),
        n8n("place in JSON, apiKey", {"apiKey": "$['api-key']"}),
        n8n("auth", {"auth": "basicAuth", "authentication": "headerAuth"}),
        field("password_auth", "enabled2"),
        n8n("compared literal", {"conditions": {"string": [compared]}}),
        parameter("parameter without a default", "pw", "SecureString", ""),
        parameter("parameter, newGuid", "pw", "SecureString", "[newGuid()]"),
        http("schema", {"schema": {"properties": properties}}),
        http("operationId", {"operationId": "GetToken_V2", "parameters": {"apiVersion": "2016-10-01"}}),
        http("path of a vault's secret", {"path": "/secrets/@{encodeURIComponent('bank-token-2024')}/value"}),
        state("SecretId", {"SecretId": "<<join:prod/bank|/api-token-2024>>"}, manager),
        state("TaskToken", {"TaskToken.$": "$$.Task.Token"}),
        state("KMS key", {"KeyId": "arn:aws:kms:eu-west-1:123456789012:key/<<uuid>>"}),
        state("ClientRequestToken", {"ClientRequestToken": "<<uuid>>"}),
        state("ETag", {"ETag": '"<<hex:32>>"'}),
        using("secret-name", "secret-name", "bank-token-2024"),
        using("session of a role", "role-session-name", "GitHubActions2024Deploy"),
        using("web-identity-token-file", "web-identity-token-file", "/var/run/secrets/token.2024"),
        using("key of a cache", "key", "linux-<<hex:40>>"),
        using("key of a cache, hashed", "key", "${{ runner.os }}-${{ hashFiles('**/lock') }}"),
        env("TOKEN_TYPE", "TOKEN_TYPE", "jwt-2024"),
        env("CLIENT_ID", "CLIENT_ID", "<<uuid>>"),
        env("GPG_KEY_ID", "GPG_KEY_ID", "<<upper:16>>"),
        env("ACCESS_KEY_ID_NAME", "ACCESS_KEY_ID_NAME", "deploy2024"),
        env("PUBLIC_KEY_PATH", "PUBLIC_KEY_PATH", "keys/deploy-2024.pub"),
        camunda_property("property's label", 'name="label" value="API-Token v2 holen"'),
        Case("bpmn", "comment with a word", "<!-- token: see page_4711 -->"),
        Case("bpmn", "id of a flow", '<PREFIX:documentation id="Flow_0<<hex:6>>">Enter password 4711x</PREFIX:documentation>'),
        node("id of a node", "debug", id="<<hex:16>>", z="<<hex:16>>", wires=[["<<hex:16>>"]]),
        node("topic", "mqtt in", topic="bank/token/refresh2024"),
    ]


def digests():
    return [
        field("commit", "<<hex:40>>"),
        field("etag", "<<hex:32>>"),
        field("digest", "sha256:<<hex:64>>"),
        field("checksum", "<<hex:64>>"),
        field("integrity", "sha512-<<bytes:64>>"),
        field("passwordHash", "$2b$10$<<token:53>>"),
        field("password_sha256", "<<hex:64>>"),
        field("image", "data:image/png;base64,<<bytes:3000>>"),
        n8n("public key", {"key": "-----BEGIN PUBLIC " + "KEY-----\n<<token:64>>\n-----END PUBLIC " + "KEY-----"}),
        n8n("certificate", {"cert": "-----BEGIN CERTIFICATE-----\n<<token:64>>\n<<token:64>>\n-----END CERTIFICATE-----"}),
        n8n("public key of ssh", {"ssh": "ssh-rsa AAAAB3NzaC1yc2E<<token:300>> a@b"}),
        step("action by its commit", "- uses: acme/checkout@<<hex:40>> # v4.1.1"),
        step("image by its digest", "- uses: docker://alpine@sha256:<<hex:64>>"),
        run("package by its digest", "pip install x==1 --hash=sha256:<<hex:64>>"),
        run("key from a server", "gpg --recv-keys <<upper:40>>"),
        env("host key", "HOST_KEY", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI<<token:43>>"),
        env("fingerprint of a key", "KEY_FINGERPRINT", "SHA256:<<token:43>>"),
        container("image by its digest", "imagePullPolicy: Always\nenv:\n- name: SIDECAR\n  value: acme.example/s@sha256:<<hex:64>>"),
        manifest("checksum of a configuration", "ConfigMap", "data:\n  checksum: <<hex:64>>"),
        zeebe_header("digest of a form", "formHash", "<<hex:64>>"),
    ]


def samples():
    """From documentation and of emulators, and passwords that everybody knows."""
    azurite = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=<<sample:azurite>>;"
    return [
        n8n_code("sample, key id of AWS", "AWS_ACCESS_KEY_ID=<<sample:aws-id>>"),
        n8n_code("sample, key of AWS", "AWS_SECRET_ACCESS_KEY=<<sample:aws-secret>>"),
        n8n_code("sample, Stripe", "const k = '<<sample:stripe>>'"),
        n8n("sample, JSON Web Token", {"note": "<<sample:jwt>>"}),
        n8n("sample, Azurite", {"conn": azurite}),
        n8n("sample, bearer of the RFC", {"note": "Authorization: Bearer <<sample:rfc6750>>"}),
        n8n("sample, basic of the RFC", {"note": "Authorization: Basic <<sample:rfc2617>>"}),
        n8n("sample, user:pass", {"url": "https://user:" + "pass@example.com/"}),
        n8n("local PostgreSQL", {"url": "postgres://postgres:" + "postgres@localhost:5432/db"}),
        n8n("local Redis", {"url": "redis://default:" + "redispw@localhost:6379"}),
        n8n("note with samples", {"content": "set the header X-API-Key: your-key-123, or password: " + "hunter2"}, "stickyNote"),
        run("service with its usual password", "docker run -e POSTGRES_PASSWORD=" + "postgres postgres"),
        env("MYSQL_ROOT_PASSWORD of a test", "MYSQL_ROOT_PASSWORD", "root"),
        env("REDIS_PASSWORD of a test", "REDIS_PASSWORD", "test"),
        env("TEST_PASSWORD", "TEST_PASSWORD", "test-password-1"),
        env("DJANGO_SECRET_KEY of a test", "DJANGO_SECRET_KEY", "insecure-ci-key-not-used-1"),
        env("SECRET_KEY of a test", "SECRET_KEY", "ci-only-dummy-value-123"),
    ]


def code():
    """Code and commands that speak of secrets."""
    return [
        n8n_code("placeholder in code", "const apiKey = 'EnterYour" + "ApiKey1';"),
        n8n_code("password that everybody takes", "const password = 'Password" + "1!';"),
        n8n_code("token of an input", "const token = $input.first().json.token;"),
        n8n_code("random password", "const password = crypto.randomBytes(16).toString('hex');"),
        n8n_code("key of a function", "const apiKey = getKey('bank_v2');"),
        n8n_code("compared token", "if (token === 'undefined1') throw 1;"),
        n8n_code("text of an error", "throw new Error('Password: must have 8 characters and 1 digit');"),
        n8n_code("text of an answer", "const err = {token: 'Token has expired, get a new one 401'}"),
        n8n_code("tokenType", "const tokenType = 'Bearer2';"),
        n8n_code("tokens of a text", "const tokens = text.split(' '); const max_tokens = 409600;"),
        n8n_code("tokenizer", "const tokenizer = 'cl100k_base';"),
        script("token from a file", "token = open('/run/secrets/bank-2024').read()"),
        script("token from the environment", "token = os.environ['BANK_TOKEN_2024']"),
        script("type of an argument", "def login(user: str, password: Optional[str] = None): ..."),
        run("password from openssl", "PASSWORD=$(openssl rand -hex 16)"),
        run("token from a file", "TOKEN=`cat /run/secrets/token2024`"),
        run("key from a vault", 'export API_KEY="$(vault kv get -field=key kv/bank2024)"'),
        run("variable that must be set", "pw=${PW:?not set}"),
        run("kinds of tokens", "tool --token-type jwt-2024 --password-stdin --api-key-file=/run/k1"),
        run("name of a secret", "tool --secret-id=projects/1/secrets/bank-v2"),
        run("default that is no token", 'pay --token "${TOKEN:-none}"'),
        run("default that everybody knows", 'pay --pw "${DB_PASSWORD:-postgres}"'),
        run("default that says so", "pay --key ${API_KEY:=unset_value}"),
        run("mask of a token", 'echo "::add-mask::$TOKEN_2024"'),
        run("words about a password", "echo 'Password: see the runbook, page 12'"),
        using("names chosen by a condition", "token", "${{ inputs.env == 'prod' && 'bank-token-prod' || 'bank-token-dev' }}"),
        using("literal that says so", "password", "${{ inputs.x || 'not-used-1' }}"),
        step("compared variable", "- if: ${{ env.TOKEN != 'not-set-123' && secrets.T != '' }}\n  run: echo"),
        step("comment about a token", "# token: the token of the bank, see OPS-1234 and wiki/page_99\n- run: 'true'"),
        camunda_script("script that reads", 'def password = System.getenv("DB_PASSWORD_2024")'),
        node("function that reads", "function", func="msg.token = flow.get('bank-token-2024');\nreturn msg;"),
        node("template that is filled", "template", template='{"token":"{{flow.token2024}}"}'),
        passing("result that speaks of a token", Result=text_of({"token": "expired on 2024-01-01"})),
    ]


TRAPS = [*placeholders(), *references(), *n8n_ids(), *settings(), *digests(), *samples(), *code()]

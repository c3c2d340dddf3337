"""Where people leave secrets in the definitions of every engine."""

from cases import (
    Case, action, authentication, call, camunda_input, camunda_property, camunda_script, container, env, extension, function,
    http, job, jsonata, manifest, n8n, n8n_code, n8n_command, n8n_pair, node, parameter, passing, run, script, state, step,
    template, text_of, using, zeebe_header, zeebe_input,
)

KINDS = [
    "github", "gitlab", "slack", "stripe", "openai", "anthropic", "sendgrid", "hubspot", "telegram", "airtable", "google",
    "npm", "jwt",
]


def n8n_headers():
    names = [
        "X-API-Key", "X-Auth", "X-Auth-Token", "Api-Auth", "developer-token", "X-Widget-Token", "X-Client-Token",
        "PRIVATE-TOKEN", "X-Access", "Api-Credential", "apikey", "X-Acme-Secret", "Ocp-Apim-Subscription-Key",
    ]
    cases = [n8n_pair(f"header {name}", name, "<<!token>>") for name in names]
    return cases + [
        n8n_pair("header Authorization, bearer", "Authorization", "Bearer <<!token>>"),
        n8n_pair("header Authorization, token", "Authorization", "Token <<!hex>>"),
        n8n_pair("header Authorization, bare", "Authorization", "<<!token>>"),
        n8n_pair("header Authorization, basic", "Authorization", "Basic <<!base64:svc:<<password>>>>"),
        n8n_pair("header Authorization, in one literal", "Authorization", "={{ 'Bearer <<!token>>' }}"),
        n8n_pair("header Authorization, joined", "Authorization", "={{ 'Bearer ' + '<<!token>>' }}"),
        n8n_pair("header Authorization, or a literal", "Authorization", "={{ 'Bearer ' + ($env.BANK || '<<!token>>') }}"),
        n8n_pair("header Cookie", "Cookie", "session=<<!token>>; theme=dark"),
        n8n("headers as a list", {"headers": {"Authorization": ["Bearer <<!token>>"]}}),
        n8n("headers as a list, X-API-Key", {"headers": {"X-API-Key": ["<<!token>>"]}}),
        n8n("headers as JSON in a string", {"jsonHeaders": text_of({"X-API-Key": "<<!token>>"})}),
    ]


def n8n_addresses():
    keys = ["api_key", "key", "access_token", "code", "token", "apikey", "sig", "auth", "api-token", "secret", "client_secret"]
    cases = [n8n_pair(f"query field {key}", key, "<<!token:32>>", "query") for key in keys + ["k"]]
    cases.append(n8n_pair("query field appid", "appid", "<<!hex:32>>", "query"))
    for key in ["api_key", "key", "access_token", "code", "token", "auth", "sig"]:
        cases.append(n8n(f"address with {key}", {"url": f"https://api.acme.example/v1/pay?limit=10&{key}=<<!token:32>>"}))
    return cases + [
        n8n("address with appid", {"url": "https://api.acme.example/v1/pay?limit=10&appid=<<!hex:32>>"}),
        n8n("address with user and password", {"url": "https://svc-pay:<<!password>>@api.acme.example/v1"}),
        n8n("address with a token as user", {"url": "https://<<!token>>@git.acme.example/acme/repo.git"}),
        n8n("address of a bot", {"url": "https://api.telegram.org/bot<<!telegram>>/sendMessage"}),
        n8n("address of a web hook", {"url": "https://hooks.slack.com/services/T<<upper:10>>/B<<upper:10>>/<<!token:24>>"}),
    ]


def n8n_codes():
    return [
        n8n_code("code, constant", 'const apiKey = "<<!token>>";\nreturn items;'),
        n8n_code("code, template literal", "const api_key = `<<!token>>`;\nreturn items;"),
        n8n_code("code, header in a template", "headers: { Authorization: `Bearer <<!token>>` }"),
        n8n_code("code, header joined", "headers: { Authorization: 'Bearer ' + '<<!token>>' }"),
        n8n_code("code, user and password", "axios.get(u, { auth: { username: 'svc', password: '<<!password>>' } })"),
        n8n_code("code, btoa", "const h = 'Basic ' + btoa('svc-pay:<<!password>>')"),
        n8n_code("code, Buffer.from", "const h = 'Basic ' + Buffer.from('svc-pay:<<!password>>').toString('base64')"),
        n8n_code("code, argument of a client", "const c = new Client('<<!token>>')"),
        n8n_code("code, named argument of a client", "const c = new Client({ region: 'eu', apiKey: '<<!token>>' })"),
        n8n_code("code, or a literal, process.env", "const t = process.env.BANK_TOKEN || '<<!token>>'"),
        n8n_code("code, or a literal, $env", "const token = $env.BANK || '<<!token>>'"),
        n8n_code("code, ?? a literal", "const secret = config.secret ?? '<<!token>>'"),
        n8n_code("code, key in brackets", "opts['api_key'] = '<<!token>>';"),
        n8n_code("code, setRequestHeader", "x.setRequestHeader('X-API-Key', '<<!token>>')"),
        n8n_code("code, in a comment", "// curl -H 'X-API-Key: <<!token>>' https://api.acme.example\nreturn items;"),
        n8n_code("code, Python", 'API_KEY = os.getenv("BANK_KEY", "<<!token>>")', "pythonCode"),
        n8n_code("code, Python, environ", 'os.environ["BANK_TOKEN"] = "<<!token>>"', "pythonCode"),
        n8n_code("code, Python, auth=", 'requests.get(u, auth=("svc-pay", "<<!password>>"))', "pythonCode"),
    ]


def n8n_parts():
    set_value = {"id": "<<uuid>>", "name": "bankApiKey", "value": "<<!token>>", "type": "string"}
    return [
        n8n("body, JSON with expressions", {"jsonBody": '={\n "amount": {{ $json.amount }},\n "api_key": "<<!token>>"\n}'}),
        n8n("body, JSON", {"jsonBody": text_of({"auth": {"token": "<<!token>>"}})}),
        n8n("body, form", {"body": "grant_type=client_credentials&client_id=erp&client_secret=<<!token>>"}),
        n8n("body field", {"bodyParameters": {"parameters": [{"name": "password", "value": "<<!password>>"}]}}),
        n8n("set node", {"assignments": {"assignments": [set_value]}}, "set"),
        n8n("set node, old form", {"values": {"string": [{"name": "CLICKHOUSE_TOKEN", "value": "<<!token>>"}]}}, "set"),
        n8n("set node, ?? a literal", {"values": {"string": [{"name": "token", "value": "={{ $env.T ?? '<<!token>>' }}"}]}}, "set"),
        n8n("set node, raw JSON", {"mode": "raw", "jsonOutput": text_of({"dbPassword": "<<!password>>"})}, "set"),
        n8n("sticky note", {"content": "## Log in\nuser: svc-pay\npassword: <<!password>>"}, "stickyNote"),
        n8n("notes of a node", {"url": "https://api.acme.example"}, notes="test with token: <<!github>>"),
        n8n("connection string", {"connectionString": "Server=db.acme.example;Database=erp;User Id=app;Password=<<!password>>;"}),
        n8n("connection URL", {"query": "postgresql://erp_app:<<!token:14>>@db.acme.example:5432/erp"}),
        n8n("JSON in JSON in JSON", {"data": text_of({"a": text_of({"apiSecret": "<<!token:32>>"})})}),
        n8n("JSON in JSON in JSON, password", {"data": text_of({"a": text_of({"password": "<<!password>>"})})}),
        Case("n8n", "pinned data", {"pinData": {"Hook": [{"json": {"headers": {"authorization": "Bearer <<!token>>"}}}]}}, "top"),
        Case("n8n", "pinned data, password", {"pinData": {"Hook": [{"json": {"body": {"pwd": "<<!password>>"}}}]}}, "top"),
        Case("n8n", "static data", {"staticData": {"node:Poll": {"password": "<<!password>>"}}}, "top"),
        Case("n8n", "static data, token", {"staticData": {"node:Poll": {"accessToken": "<<!token>>"}}}, "top"),
        n8n_command("command, mysql -p", "mysql -u app -p<<!password>> erp -e 'select 1'"),
        n8n_command("command, curl -u", "curl -u svc-pay:<<!password>> https://api.acme.example/v1"),
        n8n_command("command, --password", "vendorctl login --user svc --password <<!password>>"),
        n8n_command("command, sshpass", "sshpass -p '<<!password>>' ssh admin@10.0.0.4 reboot"),
        n8n_command("command, PGPASSWORD", "PGPASSWORD=<<!password>> psql -h db -U app"),
        n8n_command("command, wget", "wget --header='Authorization: Bearer <<!token>>' https://api.acme.example"),
        n8n_command("command, redis-cli -a", "redis-cli -h cache.acme.example -a <<!token:24>> ping"),
        n8n_command("command, openssl -passin", "openssl rsa -in key.pem -passin pass:<<!password>>"),
        n8n_command("command, zip -P", "zip -P <<!password>> -r out.zip out"),
    ]


def n8n_wrapped():
    """In what a secret can be wrapped: always a GitHub token, whose form is known, so that only the wrapping is asked."""
    told = "token=<<!github>>"
    longer = text_of({"user": "svc-pay", "note": "for the bank", "auth": "<<!github>>"})
    wrapped = {
        "base64": f"<<base64:{told}>>",
        "base64, for addresses": f"<<base64-url:x?>{told}>>",
        "base64, in lines": f"<<base64-lines:{longer}>>",
        "base64 of UTF-8 with a mark": f"<<base64-mark:{told}>>",
        "base64 of UTF-16": f"<<base64-utf16le:{told}>>",
        "base64 of UTF-16 with a mark": f"<<base64-utf16le-mark:{told}>>",
        "base64 of UTF-16 with a mark, big end first": f"<<base64-utf16be-mark:{told}>>",
        "base64 twice": f"<<base64:<<base64:{told}>>>>",
        "base64 in percent-encoding": f"<<percent:<<base64:x>{told}>>>>",
        "base64 as a data address": f"data:application/json;base64,<<base64:{text_of({'k': '<<!github>>'})}>>",
        "percent-encoding of all": f"q=<<percent-all:{told}>>",
        "percent-encoding twice": f"q=<<percent:<<percent-all:{told}>>>>",
        "references of HTML": "<<references:<<!github>>>>",
        "base64 three times": f"<<base64:<<base64:<<base64:{told}>>>>>>",
        "hexadecimal digits": f"<<hex-digits:{told}>>",
    }
    return [n8n(f"wrapped, {name}", {"data": text}, "code") for name, text in wrapped.items()]


def known_forms():
    """Tokens that a form gives away, behind a name that says nothing."""
    cases = [n8n(f"{kind}, no name", {"options": {"value": f"<<!{kind}>>"}}, "noOp") for kind in KINDS]
    cases += [run(f"{kind} in a script", f"./pay.sh '<<!{kind}>>'") for kind in KINDS]
    cases.append(n8n("private key, escaped line ends", {"options": {"value": "<<!private:RSA>>"}}, "noOp"))
    return cases


def actions_variables():
    names = [
        "BANK_TOKEN", "BACKEND_TOKEN", "TARGET_TOKEN", "WIDGET_SECRET", "DEVELOPER_TOKEN", "DATASET_PASSWORD",
        "WAREHOUSE_TOKEN", "FB_PAGE_TOKEN", "REPO_SYNC_TOKEN", "SECRET_KEY_BASE", "API_KEY_BANK", "TOKEN_EU", "MD_API_KEY",
        "BANK_CREDENTIAL", "BANK_KEY", "SIGNING_SALT", "SESSION_COOKIE", "NPM_AUTH", "PASSWORD_HASH_KEY", "ENCRYPTION_KEY",
        "JWT_SECRET", "WEBHOOK_SECRET", "PGPASSWORD", "SMTP_PASS", "DB_PWD", "PASSPHRASE",
    ]
    cases = [env(f"variable {name}", name, "<<!token>>") for name in names]
    weak = {
        "digits": "<<!digits:8>>",
        "words and a year": "<<!join:Winter|-Sommer-|2024>>",
        "words": "<<!join:correct|-horse|-battery|-staple>>",
        "a word and a digit": "<<!join:Geh|eim1>>",
        "a word and a year": "<<!join:sommer|nacht|2024>>",
        "a dollar sign first": "'<<!join:$om|mer|2024>>'",
        "marks": "'<<!join:Abc(|9x!|f)Q>>'",
        "a semicolon": "'<<!join:p@s|s;w0|rT)>>'",
        "slashes": "'<<!join:/Kr4|nich/|Tau7>>'",
        "a space": '"<<!join:Kran|ich 47| tau>>"',
        "letters of another language": "'<<!join:Schlü|ssel|!42>>'",
    }
    cases += [env(f"password of {name}", "BANK_PASSWORD", value) for name, value in weak.items()]
    return cases + [
        env("block scalar, literal", "DB_PASSWORD", "|\n      <<!password>>"),
        env("block scalar, folded", "DB_PASSWORD", ">-\n      <<!password>>"),
        env("block scalar, token", "BANK_TOKEN", "|-\n      <<!token>>"),
        env("block scalar, JSON", "BANK_CONFIG", "|\n      {\n        \"user\": \"svc\",\n"
            '        "password": "<<!password>>"\n      }'),
        env("block scalar, lines of variables", "DOTENV", "|\n      MODE=prod\n      BANK_TOKEN=<<!token>>"),
        env("scalar with a tag", "DB_PASSWORD", "!!str <<!password>>"),
        env("scalar with an anchor", "DB_PASSWORD", "&pw <<!password>>"),
        env("scalar on the next line", "DB_PASSWORD", "\n      <<!password>>"),
        env("scalar, aligned", "DB_PASSWORD", "            <<!password>>"),
        env("scalar in quotes with escapes", "BANK_TOKEN", '"<<unicode-escapes:<<!github>>>>"'),
        step("flow mapping", "- uses: acme/pay@v1\n  with: { user: svc, password: <<!password>> }"),
        step("key in quotes", "- uses: acme/pay@v1\n  with:\n    'password': '<<!password>>'"),
        env("private key", "DEPLOY", "|\n      <<!private-block:6>>"),
        env("service account", "ACCOUNT", "'<<!json-account>>'"),
        job("service's variable", "services:\n  db:\n    image: postgres:16\n    env:\n      POSTGRES_PASSWORD: <<!password>>"),
        job("registry of a container", "container:\n  image: acme/pay:1\n  credentials:\n    username: ci\n    password: <<!password>>"),
    ]


def actions_expressions():
    return [
        using("or a literal, name in brackets", "token", "${{ secrets['X'] || '<<!token>>' }}"),
        run("or a literal, in a command", "pay ${{ secrets['BANK_TOKEN'] || '<<!token>>' }}"),
        using("or a literal, use_token", "use_token", "${{ inputs.t || '<<!token>>' }}"),
        using("or a literal, token", "token", "${{ inputs.t || '<<!token>>' }}"),
        using("condition and a literal", "token", "${{ github.ref == 'refs/heads/main' && '<<!token>>' || secrets.DEV }}"),
        using("format", "authorization", "${{ format('Bearer {0}', '<<!token>>') }}"),
        using("fromJSON", "token", "${{ fromJSON('{\"a\":\"<<!token>>\"}').a }}"),
        env("or a literal, in a variable", "BANK_PASSWORD", "${{ vars.BANK_PASSWORD || '<<!password>>' }}"),
        using("literal before an expression", "url", "https://svc:<<!password>>@${{ vars.HOST }}/v1"),
        using("plain password", "password", "<<!password>>"),
        using("plain key", "api-key", "<<!token>>"),
        using("credentials as JSON", "creds", "'" + text_of({"clientId": "<<uuid>>", "clientSecret": "<<!strong>>"}) + "'"),
    ]


def actions_commands():
    address = "https://api.acme.example"
    commands = {
        "curl with X-Auth-Token": f'curl -H "X-Auth-Token: <<!token>>" {address}',
        "curl with apikey": f"curl --header 'apikey: <<!token>>' {address}",
        "curl with a bearer": f"curl -H 'Authorization: Bearer <<!token>>' {address}",
        "curl -u": f"curl -u deploy:<<!password>> -T a.zip {address}/r/",
        "curl --user": f"curl --user <<join:'deploy|:>><<!password>>' {address}",
        "curl -d": f"curl -d 'user=svc&password=<<!password>>' {address}/login",
        "curl with JSON": f"curl -d '{text_of({'client_secret': '<<!token>>'})}' {address}/token",
        "docker login -p": "docker login -u ci -p <<!password>> registry.acme.example",
        "docker login --password=": "docker login -u ci --password=<<!password>> registry.acme.example",
        "echo into --password-stdin": 'echo "<<!password>>" | docker login -u ci --password-stdin registry.acme.example',
        "helm --set": "helm upgrade pay ./chart --set db.password=<<!password>>",
        "kubectl create secret": "<<join:kubectl>> create secret generic bank --from-literal=token=<<!token>>",
        "--token": "vendor deploy --token <<!token>> --prod",
        "--token=": "vendor deploy --token=<<!token>> --prod",
        "--api-key": "vendor deploy --api-key '<<!token>>'",
        "aws configure": "aws configure set aws_secret_access_key <<!token>>",
        "az login": "az login --service-principal -u <<uuid>> -p <<!strong>> --tenant <<uuid>>",
        "npm config": "npm config set //registry.acme.example/:_authToken <<!token>>",
        "gh secret": "<<join:gh>> secret set BANK_TOKEN --body <<!token>>",
        "export": "export BANK_TOKEN=<<!token>>\n./pay.sh",
        "variable before a command": "BANK_TOKEN=<<!token>> ./pay.sh",
        "into GITHUB_ENV": 'echo "BANK_TOKEN=<<!token>>" >> $GITHUB_ENV',
        "default of the shell": 'pay --with "${BANK_TOKEN:-<<!token>>}"',
        "npmrc": 'echo "//registry.acme.example/:_authToken=<<!token>>" > ~/.npmrc',
        "git clone": "git clone https://oauth2:<<!token>>@git.acme.example/acme/r.git",
        "git extraheader": "git config http.extraheader 'AUTHORIZATION: basic <<!base64:x:<<github>>>>'",
        "here document": 'cat << E > c.json\n{"client_secret": "<<!token>>"}\nE',
        "netrc": "printf 'machine api.acme.example login svc password <<!password>>' > ~/.netrc",
        "docker run -e": "docker run -e MYSQL_ROOT_PASSWORD=<<!password>> mysql",
        "mysqldump": "mysqldump --user=app --password='<<!password>>' erp > erp.sql",
        "psql": "psql 'host=db user=app password=<<!password>> dbname=erp'",
        "sqlplus": "sqlplus app/<<!password>>@erp",
        "ansible": "ansible-playbook site.yml -e 'ansible_become_pass=<<!password>>'",
        "terraform -var": "terraform apply -var 'db_password=<<!password>>'",
        "PowerShell": "$token = '<<!token>>'\nInvoke-RestMethod $url -Headers @{ 'X-Api-Key' = $token }",
        "ConvertTo-SecureString": "$p = ConvertTo-SecureString '<<!password>>' -AsPlainText -Force",
        "keytool": "keytool -list -keystore k.jks -storepass <<!password>>",
        "gpg --passphrase": "gpg --batch --passphrase '<<!password>>' -d a.gpg",
        "base64 -d": "echo <<base64:token=<<!github>>>> | base64 -d > c",
        "in a comment": "true # curl -H 'X-Auth-Token: <<!token>>'",
    }
    cases = [run(f"command, {name}", text) for name, text in commands.items()]
    return cases + [
        step("step that is commented out", "# - uses: acme/pay@v1\n#   with:\n#     token: <<!github>>\n- run: 'true'"),
        step("variable that is commented out", "- run: 'true'\n  # env: { BANK_TOKEN: <<!token>> }"),
    ]


def connections():
    """Connection strings, each as a variable of a step."""
    strings = {
        "of libpq": "'host=db user=app password=<<!password>> dbname=erp'",
        "of SQL Server": '"Server=tcp:db.acme.example,1433;Database=erp;User ID=app;Password=<<!password>>;Encrypt=True"',
        "of SQL Server, Pwd": '"Server=db.acme.example;Uid=app;Pwd=<<!password>>;"',
        "of JDBC": "jdbc:mysql://db.acme.example:3306/erp?user=app&password=<<!password>>",
        "of JDBC, Oracle": "jdbc:oracle:thin:app/<<!password>>@db.acme.example:1521/erp",
        "of PostgreSQL": "postgres://app:<<!password>>@db.acme.example/erp",
        "of MongoDB": "mongodb+srv://<<join:app|:>><<!password>>@cl.abc.mongodb.net/erp",
        "of Redis": "redis://:<<!token:24>>@cache.acme.example:6379/0",
        "of RabbitMQ": "amqps://app:<<!password>>@mq.acme.example/erp",
        "of a mail server": "smtp://svc%40acme.example:<<!password>>@mail.acme.example:587",
        "of SFTP": "sftp://svc:<<!password>>@files.acme.example/in",
        "of a storage": "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=<<!bytes:64>>;EndpointSuffix=core.windows.net",
        "of a service bus": "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=<<!bytes:32>>",
        "of ODBC": '"Driver={ODBC Driver 18};Server=db;UID=app;PWD={<<!password>>};"',
        "of LDAP": "'ldapsearch -D cn=svc,dc=acme -w <<!password>> -H ldaps://dir.acme.example'",
        "of SQLAlchemy": "mssql+pyodbc://app:<<!password>>@db.acme.example/erp?driver=ODBC",
    }
    cases = [env(f"connection {name}", "ERP_CONNECTION", text) for name, text in strings.items()]
    cases.append(env("key id and key of AWS", "KEYS", '"<<!aws>> / <<!token:40>>"'))
    return cases


def step_functions():
    variables = [{"Environment": [{"Name": "BANK_TOKEN", "Value": "<<!token>>"}]}]
    batch = "arn:aws:states:::batch:submitJob.sync"
    return [
        state("header", {"ApiEndpoint": "https://api.acme.example", "Headers": {"Authorization": "Bearer <<!token>>"}}),
        state("header as a list", {"Headers": {"x-api-key": ["<<!token>>"]}}),
        state("States.Format", {"Headers": {"Authorization.$": "States.Format('Bearer {}', '<<!token>>')"}}),
        jsonata("JSONata", {"Headers": {"Authorization": "{% 'Bearer <<!token>>' %}"}}),
        jsonata("JSONata, joined", {"Headers": {"x-api-key": "{% 'v1.' & '<<!token>>' %}"}}),
        jsonata("JSONata, ?:", {"token": "{% $exists($t) ? $t : '<<!token>>' %}"}),
        state("query", {"QueryParameters": {"api_key": "<<!token>>"}}),
        state("body", {"RequestBody": {"user": "svc", "password": "<<!password>>"}}),
        state("variable of a batch", {"ContainerOverrides": {"Environment": [{"Name": "DB_PASSWORD", "Value": "<<!password>>"}]}}, batch),
        state("variable of a container", {"Overrides": {"ContainerOverrides": variables}}),
        passing("result that is JSON in a string", Result=text_of({"user": "svc", "password": "<<!password>>"})),
        passing("result of a pass", Result={"apiKey": "<<!token>>"}, ResultPath="$.auth"),
        passing("assigned variable", Assign={"bankToken": "<<!token>>"}),
        state("argument of a job", {"Arguments": {"--api_key": "<<!token>>"}}, "arn:aws:states:::glue:startJobRun"),
        state("address in a payload", {"Payload": {"url": "https://api.acme.example/v1?token=<<!token>>"}}),
        state("command as a list", {"Command": ["pay", "--token", "<<!token>>"]}),
        state("command as a list, =", {"Command": ["pay", "--token=<<!token>>"]}),
        state("connection of a database", {"Payload": {"dsn": "postgresql://app:<<!password>>@db.acme.example/erp"}}),
        passing("comment", Comment="test with password: <<!password>>"),
    ]


def argo():
    item = "env:\n- name: {}\n  value: {}"
    return [
        container("variable", item.format("BANK_TOKEN", '"<<!token>>"')),
        container("variable without quotes", item.format("DB_PASSWORD", "<<!password>>")),
        container("variable BACKEND_TOKEN", item.format("BACKEND_TOKEN", '"<<!token>>"')),
        container("variable, block scalar", item.format("DB_PASSWORD", "|-\n    <<!password>>")),
        container("variable in a flow mapping", 'env: [{name: DB_PASSWORD, value: "<<!password>>"}]'),
        container("variable, value first", 'env:\n- value: "<<!token>>"\n  name: BANK_TOKEN'),
        container("arguments", 'args: ["--user", "svc", "--password", "<<!password>>"]'),
        container("arguments, =", 'args: ["--user=svc", "--password=<<!password>>"]'),
        container("arguments in lines", "args:\n- --password\n- <<!password>>"),
        container("command of a shell", 'command: [sh, -c, "curl -u svc:<<!password>> https://api.acme.example"]'),
        container("or a literal in an expression", item.format("DB_PASSWORD", "\"{{=inputs.parameters.p ?? '<<!password>>'}}\"")),
        script("script, header", 'import requests\nrequests.get(u, headers={"Authorization": "Bearer <<!token>>"})'),
        script("script, constant", 'TOKEN = "<<!token>>"'),
        script("script, dictionary", 'config = {"host": "db", "password": "<<!password>>"}'),
        script("script, keyword argument", 'connect(host="db", user="app", password="<<!password>>")'),
        script("script, lines joined", 'token = (\n    "<<!token>>"\n)'),
        template("parameter's default", "suspend: {}\ninputs:\n  parameters:\n  - name: bank-token\n    default: <<!token>>"),
        template("parameter's value", "suspend: {}\ninputs:\n  parameters:\n  - name: db-password\n    value: <<!password>>"),
        template("HTTP header", "http:\n  url: https://api.acme.example\n  headers:\n  - name: X-API-Key\n    value: <<!token>>"),
        manifest("Secret, data", "Secret", "data:\n  token: <<base64:<<!github>>>>"),
        manifest("Secret, data, a password", "Secret", "data:\n  pw: <<!base64:<<password>>>>"),
        manifest("Secret, stringData", "Secret", "stringData:\n  pw: <<!password>>"),
        manifest("Secret, stringData, a file", "Secret", "stringData:\n  app.ini: |\n    [db]\n    password = <<!password>>"),
        manifest("ConfigMap, properties", "ConfigMap", "data:\n  app.properties: |\n    spring.datasource.password=<<!password>>"),
        manifest("ConfigMap, JSON", "ConfigMap", "data:\n  app.json: |\n    {\"apiKey\": \"<<!token>>\"}"),
    ]


def logic_apps():
    oauth = {"type": "ActiveDirectoryOAuth", "tenant": "<<uuid>>", "clientId": "<<uuid>>", "secret": "<<!token:34>>~."}
    hook = "https://prod-01.westeurope.logic.azure.com:443/workflows/<<hex:32>>/triggers/manual/paths/invoke"
    variable = {"name": "bankToken", "type": "string", "value": "<<!token>>"}
    return [
        http("header", {"headers": {"x-api-key": "<<!token>>"}}),
        http("header, subscription", {"headers": {"Ocp-Apim-Subscription-Key": "<<!hex:32>>"}}),
        http("authentication, basic", {"authentication": {"type": "Basic", "username": "svc", "password": "<<!password>>"}}),
        http("authentication, raw", {"authentication": {"type": "Raw", "value": "Bearer <<!token>>"}}),
        http("authentication, OAuth", {"authentication": oauth}),
        http("authentication, certificate", {"authentication": {"type": "ClientCertificate", "pfx": "<<!bytes:400>>"}}),
        http("coalesce", {"headers": {"x-api-key": "@coalesce(parameters('apiKey'),'<<!token>>')"}}),
        http("if", {"headers": {"Authorization": "@if(empty(parameters('t')), 'Bearer <<!token>>', parameters('t'))"}}),
        http("concat", {"headers": {"Authorization": "@concat('Bearer ', '<<!token>>')"}}),
        http("in a text", {"headers": {"Authorization": "Bearer @{coalesce(variables('t'),'<<!token>>')}"}}),
        http("base64 of user and password", {"headers": {"Authorization": "@concat('Basic ', base64('svc:<<!password>>'))"}}),
        parameter("parameter, SecureString", "bank", "SecureString", "<<!token>>"),
        parameter("parameter, string", "bankApiKey", "string", "<<!token>>"),
        parameter("parameter, object", "bank", "object", {"password": "<<!password>>"}),
        action("variable", "InitializeVariable", {"variables": [variable]}),
        action("compose", "Compose", {"apiKey": "<<!token>>"}),
        http("address with a code", {"uri": "https://acme.azurewebsites.net/api/pay?code=<<!token:54>>=="}),
        http("address with a signature", {"uri": f"{hook}?api-version=2016-10-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=<<!token:43>>"}),
        http("body that is JSON in a string", {"body": text_of({"username": "svc", "password": "<<!password>>"})}),
        http("body of a form", {"body": "grant_type=password&username=svc&password=<<!password>>"}),
        http("query", {"queries": {"api_key": "<<!token>>"}}),
        action("code", "JavaScriptCode", {"code": 'var token = "<<!token>>";\r\nreturn token;'}),
    ]


def node_red():
    header = {"keyType": "other", "keyValue": "X-API-Key", "valueType": "other", "valueValue": "<<!token>>"}
    rule = {"t": "set", "p": "headers.authorization", "pt": "msg", "to": "Bearer <<!token>>", "tot": "str"}
    return [
        node("credentials", "mqtt-broker", broker="mqtt.acme.example", credentials={"user": "svc", "password": "<<!password>>"}),
        node("headers", "http request", headers=[header]),
        node("function, header", "function", func="msg.headers['Authorization'] = 'Bearer <<!token>>';\nreturn msg;"),
        node("function, key in brackets", "function", func='msg.headers["x-api-key"] = "<<!token>>";\nreturn msg;'),
        node("function, or a literal", "function", func="const token = env.get('T') || '<<!token>>';"),
        node("function, flow.set", "function", func="flow.set('apiKey', '<<!token>>');"),
        node("rule of a change", "change", rules=[rule]),
        node("rule of a change, key", "change", rules=[{"t": "set", "p": "apiKey", "pt": "flow", "to": "<<!token>>", "tot": "str"}]),
        node("variable of a tab", "tab", env=[{"name": "BANK_TOKEN", "value": "<<!token>>", "type": "str"}]),
        node("variable that is a credential", "subflow", env=[{"name": "PIN", "value": "<<!token:12>>", "type": "cred"}]),
        node("injected property", "inject", props=[{"p": "payload"}, {"p": "token", "v": "<<!token>>", "vt": "str"}]),
        node("injected payload", "inject", payload=text_of({"password": "<<!password>>"}), payloadType="json"),
        node("address", "http request", url="https://api.acme.example/?access_token=<<!token>>"),
        node("template", "template", template='{"apikey":"<<!token>>","n":{{payload}}}'),
        node("command", "exec", command="mosquitto_pub -u svc -P", addpay="", append="<<!password>>"),
        node("command, one text", "exec", command="mosquitto_pub -u svc -P <<!password>> -t pay -m 1"),
        node("description", "comment", info="user svc, password <<!password>>"),
    ]


def bpmn():
    entry = '<camunda:map><camunda:entry key="Authorization">Bearer <<!token>></camunda:entry></camunda:map>'
    address = "jdbc:postgresql://db/erp?user=app&amp;password=<<!password>>"
    string = '<camunda:field name="password"><camunda:string>{}</camunda:string></camunda:field>'
    return [
        camunda_input("input", "password", "<<!password>>"),
        camunda_input("input, CDATA", "password", "<![CDATA[<<!password>>]]>"),
        camunda_input("entry of a map", "headers", entry),
        camunda_input("words", "doc", "log in as svc, password: <<!password>>"),
        camunda_input("expression", "token", '${execution.getVariable("t") ?: "<<!token>>"}'),
        camunda_script("script", 'def password = "<<!password>>"'),
        camunda_property("property", 'name="token" value="<<!token>>"'),
        camunda_property("property, value first", 'value="<<!token>>" name="token"'),
        camunda_property("connection URL", f'name="db" value="{address}"'),
        extension("field", string.format("<<!password>>")),
        extension("field, CDATA", string.format("<![CDATA[<<!password>>]]>")),
        extension("field, attribute", '<camunda:field name="apiKey" stringValue="<<!token>>"/>'),
        zeebe_input("FEEL, one literal", "=&#34;Bearer <<!token>>&#34;", "headers.Authorization"),
        zeebe_input("FEEL, target", "<<!token>>", "authentication.token"),
        zeebe_input("FEEL, map", "={&#34;x-api-key&#34;:&#34;<<!token>>&#34;}", "headers"),
        zeebe_input("FEEL, map with names", "={&quot;x-api-key&quot;:&quot;<<!token>>&quot;}", "headers"),
        zeebe_header("header of a task", "apiKey", "<<!token>>"),
        Case("bpmn", "comment", "<!-- curl -u svc:<<!password>> https://api.acme.example -->"),
        Case("bpmn", "documentation", "<PREFIX:documentation>token: <<!github>></PREFIX:documentation>"),
    ]


def serverless_workflow():
    endpoint = "endpoint: https://api.acme.example\nheaders:\n  {}: {}"
    return [
        authentication("basic", "basic:\n  username: svc\n  password: <<!password>>"),
        authentication("bearer", "bearer:\n  token: <<!token>>"),
        authentication("digest", "digest:\n  username: svc\n  password: <<!password>>"),
        authentication("OAuth client", "oauth2:\n  client:\n    id: erp\n    secret: <<!token>>"),
        authentication("OAuth password", "oauth2:\n  grant: password\n  username: svc\n  password: <<!password>>"),
        function("header", endpoint.format("X-Api-Key", "<<!token>>")),
        function("header, in quotes", endpoint.format("X-Api-Key", '"<<!token>>"')),
        function("header, expression", endpoint.format("Authorization", '${ "Bearer <<!token>>" }')),
        function("header, // a literal", endpoint.format("X-Api-Key", '${ $secret.bank // "<<!token>>" }')),
        function("address", "endpoint: https://api.acme.example/{id}?apikey=<<!token>>"),
        function("body", "endpoint: https://api.acme.example\nbody:\n  user: svc\n  password: <<!password>>"),
        function("query", "endpoint: https://api.acme.example\nquery:\n  api_key: <<!token>>"),
        call("variable of a shell", "run:\n  shell:\n    command: ./pay.sh\n    environment:\n      BANK_TOKEN: <<!token>>"),
        call("script", "run:\n  script:\n    language: js\n    code: |\n      const apiKey = '<<!token>>'"),
    ]


LEAKS = [
    *n8n_headers(), *n8n_addresses(), *n8n_codes(), *n8n_parts(), *n8n_wrapped(), *known_forms(),
    *actions_variables(), *actions_expressions(), *actions_commands(), *connections(), *step_functions(), *argo(),
    *logic_apps(), *node_red(), *bpmn(), *serverless_workflow(),
]

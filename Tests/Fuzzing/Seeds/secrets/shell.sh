export API_TOKEN="$TOKEN"
curl -H "Authorization: Basic dXNlcjpwYXNzd29yZA==" https://u:${P}@acme.example/?a=%3Cb%3E&sig=x
-----BEGIN PRIVATE KEY-----
...

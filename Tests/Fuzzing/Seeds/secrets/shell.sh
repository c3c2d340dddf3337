export API_TOKEN="$TOKEN"
curl -H "Authorization: Basic $AUTH" https://u:${P}@acme.example/?a=%3Cb%3E&sig=x
-----BEGIN PRIVATE
...

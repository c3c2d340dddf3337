import Secrets
import Testing

@Suite("secrets: literals of expressions")
struct ExpressionTests {
  private static let lit = Made.password

  private static let written: [(path: String, text: String)] = [
    ("a.yaml", "password: ${{ secrets.PG || '\(lit)' }}\n"),
    ("a.yaml", "password: ${{secrets.PG||'\(lit)'}}\n"),
    ("a.yaml", "password: '${{ secrets.PG || ''\(lit)'' }}'\n"),
    ("a.yaml", "env:\n  DB_PASSWORD: \"${{ secrets.A || secrets.B || '\(lit)' }}\"\n"),
    ("a.yaml", "password: ${{ github.ref == 'refs/heads/main' && secrets.PG || '\(lit)' }}\n"),
    ("a.yaml", "password: ${{ inputs.live && '\(lit)' || 'changeme' }}\n"),
    ("a.yaml", "password: ${{ inputs.live && 'changeme' || ('\(lit)') }}\n"),
    ("a.yaml", "password: ${{ format('{0}', '\(lit)') }}\n"),
    ("a.yaml", "password: ${{ format('{0}', secrets.PG || '\(lit)') }}\n"),
    ("a.yaml", "Authorization: Bearer ${{ secrets.PG || '\(Made.key)' }}\n"),
    ("a.yaml", "env:\n- name: DB_PASSWORD\n  value: ${{ secrets.PG || '\(lit)' }}\n"),
    ("a.yaml", "run: pay --with ${{ secrets.DB_PASSWORD || '\(lit)' }} --now\n"),
    ("a.json", "{\"password\": \"={{ $env.PG || '\(lit)' }}\"}"),
    ("a.json", "{\"password\": \"={{ $env.PG ?? \\\"\(lit)\\\" }}\"}"),
    ("a.json", "{\"password\": \"={{ $env.PG ? $env.PG : '\(lit)' }}\"}"),
    ("a.json", "{\"p\": [{\"name\": \"X-Api-Key\", \"value\": \"={{ $env.X || '\(Made.key)' }}\"}]}"),
    ("a.json", "{\"p\": [{\"name\": \"Authorization\", \"value\": \"=Bearer {{ $vars.X || '\(Made.key)' }}\"}]}"),
    ("a.js", "const p = process.env.DB_PASSWORD || '\(lit)';\n"),
    ("a.yaml", "apiVersion: v1\nkind: Secret\nstringData:\n  pg: \"{{ $env.PG || '\(lit)' }}\"\n"),
  ]

  @Test("one that stands in for a secret is found, once, and where it stands", arguments: written)
  func found(_ path: String, _ text: String) throws {
    let findings = try BuiltIn.scan(text, as: .definition(path: path)).findings
    #expect(findings.count == 1, "\(findings.map(\.rule))")
    let range = try #require(findings.first).range
    let bytes = String(decoding: Array(text.utf8)[range], as: UTF8.self)
    #expect(bytes == Self.lit || bytes == Made.key)
  }

  @Test(
    "references, fillers, what is compared, joined or looked up is none",
    arguments: [
      "password: ${{ secrets.PG || '' }}", "password: ${{ secrets.PG || 'none' }}",
      "password: ${{ secrets.PG || 'false' }}",
      "password: ${{ secrets.PG || 'changeme' }}", "password: ${{ secrets.PG || secrets.OTHER }}",
      "password: ${{ secrets.PG || '<your-password>' }}", "token: ${{ secrets.PG || github.token }}",
      "token: ${{ github.repository == 'acme/Pay7-Flow' && secrets.PG || '' }}",
      "token: ${{ 'acme/Pay7-Flow' == github.repository && secrets.PG || '' }}",
      "token: ${{ fromJSON(needs.a.outputs.b)['Pay7-flow-X1'] }}",
      "token: ${{ hashFiles('Pay7-Flow-X1.lock') || 'x' }}",
      "token: ${{ contains(github.ref, 'Pay7-Flow-X1') && secrets.A || secrets.B }}",
      "token: ${{ format('Key{0}=Pay7-Flow-X1', secrets.A) }}", "password: ${{ format('{0}', secrets.PG) }}",
      "password: '={{ $env.PG || \"\" }}'", "password: '={{ $(\"Read Pay7-Flow-X1\").item.json.token }}'",
      "password: '={{ $node[\"Pay7-Flow-X1\"].json[\"token\"] || $env.PG }}'",
      "Authorization: '={{ \"AWS4-HMAC-SHA256 Credential=\" + $json.id }}'",
      "password: \"@coalesce(parameters('a'), 'changeme')\"", "password: \"@{body('Read_Pay7-Flow-X1')['token']}\"",
      "password: \"@if(equals(parameters('a'), 'Pay7-Flow-X1'), parameters('b'), '')\"",
      "password: '${ $secret.bank }'",
      "host: ${{ secrets.HOST || '\(Made.password)' }}",
      "password: ${{ secrets.PG || 'unclosed", "password: ${{ secrets.PG || '\\",
      "const apiKey = process.env.API_KEY || 'your-api-key'", "const p = process.env.DB_PASSWORD || config.password;",
    ])
  func harmless(_ text: String) throws {
    for path in ["a.yaml", "a.json", "a.txt"] {
      let outcome = try BuiltIn.scan(text + "\n", as: .definition(path: path))
      #expect(outcome.isClean, "\(outcome.findings.map(\.rule))")
    }
    let pair = "name: X-Api-Key\nvalue: \(text.split(separator: ": ", maxSplits: 1).last ?? "")\n"
    if !text.hasPrefix("host") { #expect(try BuiltIn.scan(pair, as: .definition(path: "a.yaml")).isClean) }
  }
}

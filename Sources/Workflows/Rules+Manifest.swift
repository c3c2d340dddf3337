package import Diagnostics
import Documents

extension ShapeRules {
  static let manifest = ShapeRules(prefix: "manifest", document: "the manifest", reference: "docs/manifest.md")
}

extension Rule {
  package static let manifestLiteralSecret = Rule(
    "manifest.literal-secret", "A secret's 'from' does not say where the secret is kept.",
    """
    A manifest names secrets and never holds them: what is once in git stays in every clone. Write a reference to the \
    place where it is kept (vault://, aws-sm://, azure-kv://, gcp-sm://, env:NAME or ${{ secrets.NAME }}). If a real \
    secret stood there, it is out: rotate it.
    """)
  package static let manifestSelfUse = Rule(
    "manifest.self-use", "A workflow lists itself under 'uses'.",
    "Each used workflow must be released before the one that uses it, which nothing can be to itself.")
  package static let manifestWorkflowName = Rule(
    "manifest.workflow-name", "The manifest is not that of the directory that it lies in.",
    """
    A workflow's name is the name of its directory, so that evidence about one workflow is never read as evidence about \
    another. 'all' and 'policy' are reserved.
    """)
}

/// The rules about manifests.
package enum ManifestRules {
  /// In the order of their ids.
  package static let all: [Rule] =
    (ShapeRules.manifest.all + [.manifestLiteralSecret, .manifestSelfUse, .manifestWorkflowName])
    .sorted { $0.id < $1.id }
}

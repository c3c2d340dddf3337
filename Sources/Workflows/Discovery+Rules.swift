package import Diagnostics

extension Rule {
  package static let workflowStrayFile = Rule(
    "workflow.stray-file", "A file in a governed root belongs to no workflow.",
    "What lies outside every workflow has no owner, no version and no gate, and could still be run or imported. Move it "
      + "into a workflow's directory, or out of the governed root.")
  package static let workflowNoManifest = Rule(
    "workflow.no-manifest", "A directory in a governed root has no 'workflow.yaml'.",
    "A workflow is a directory with a manifest, which names its owner, its engine and its risk. 'countersign new' writes "
      + "one.")
  package static let workflowName = Rule(
    "workflow.name", "A directory in a governed root has a name that no workflow may have.",
    "Names are words of lower-case letters and digits joined by single hyphens, at most 63 characters, so that they are "
      + "the same in refs, in paths and in every file system.")
  package static let workflowReservedName = Rule(
    "workflow.reserved-name", "A workflow is named 'all' or 'policy'.",
    "'all' stands for every workflow in a kill, 'policy' for .countersign itself.")
  package static let workflowDoubleName = Rule(
    "workflow.double-name", "Two governed roots hold workflows of the same name.",
    "Evidence is kept by workflow name: a review of one would speak for the other.")
  package static let directoryUnreadable = Rule(
    "directory.unreadable", "A directory on disk cannot be read as a version.",
    "A version is named by all of its files. What cannot be read, is no file or is too large leaves the version "
      + "unknown, and nothing is decided on it.")
}

/// The rules about what lies in governed roots, and about directories on disk.
package enum DiscoveryRules {
  package static let all: [Rule] = [
    .directoryUnreadable, .workflowDoubleName, .workflowName, .workflowNoManifest, .workflowReservedName,
    .workflowStrayFile,
  ]
}

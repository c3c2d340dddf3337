extension ActionsReading {
  mutating func readTriggers() {
    guard let on = root["on"] else { return }
    for (name, spot) in names(on) { add(name, nil, spot) }
    for (name, filter) in on.members {
      guard name == "schedule" else {
        add(name, filter, filter.spot)
        continue
      }
      for line in filter.elements {
        let cron = line["cron"]
        draft.add(
          Model.Trigger(
            .schedule, type: name,
            detail: [cron?.string, line["timezone"]?.string].compactMap { $0 }.joined(separator: " "),
            spot: (cron ?? line).spot))
      }
    }
  }

  private mutating func add(_ name: String, _ filter: Part?, _ spot: Spot) {
    let kind: Model.Trigger.Kind =
      switch name {
      case "workflow_dispatch": .manual
      case "schedule": .schedule
      case "workflow_call": .call
      case "repository_dispatch": .webhook
      default: .event
      }
    let authentication: Answer<String> = .known("GitHub")
    draft.add(
      Model.Trigger(
        kind, type: name, detail: filter?.summary() ?? "", authentication: authentication,
        bringsForeignInput: Self.foreign.contains(name), spot: spot))
  }

  /// Events that people without rights in the repository can cause, and that run with rights, or bring what they write.
  /// Source: docs.github.com, "Events that trigger workflows", "Secure use reference".
  private static let foreign: Set<String> = [
    "pull_request_target", "pull_request", "issues", "issue_comment", "discussion", "discussion_comment", "fork",
    "watch", "workflow_run", "pull_request_review", "pull_request_review_comment", "gollum",
  ]
}

extension Knowledge {
  /// Actions by `owner/repo`. Source: the actions' own descriptions.
  static let githubActions = table(
    """
    actions/checkout data - github.com
    actions/setup-node other - nodejs.org,registry.npmjs.org
    actions/setup-python other - github.com
    actions/setup-java other - api.adoptium.net
    actions/setup-dotnet other - builds.dotnet.microsoft.com
    actions/setup-go other - go.dev
    ruby/setup-ruby other - github.com
    actions/configure-pages other - api.github.com
    actions/upload-pages-artifact data - -
    github/codeql-action other - api.github.com
    actions/cache data - -
    actions/upload-artifact data - -
    actions/download-artifact data - -
    actions/github-script code data-change api.github.com
    actions/deploy-pages connector data-change -
    actions/create-release connector data-change api.github.com
    actions/stale connector data-change api.github.com
    actions/labeler connector data-change api.github.com
    actions/first-interaction connector communication api.github.com
    softprops/action-gh-release connector data-change api.github.com
    aws-actions/configure-aws-credentials connector access sts.amazonaws.com
    aws-actions/amazon-ecr-login connector access ?
    aws-actions/amazon-ecs-deploy-task-definition connector data-change ?
    aws-actions/aws-cloudformation-github-deploy connector data-change,access ?
    azure/login connector access login.microsoftonline.com
    azure/webapps-deploy connector data-change ?
    azure/functions-action connector data-change ?
    azure/k8s-deploy connector data-change ?
    azure/cli command command,data-change management.azure.com
    google-github-actions/auth connector access sts.googleapis.com,iamcredentials.googleapis.com
    google-github-actions/deploy-cloudrun connector data-change run.googleapis.com
    google-github-actions/get-gke-credentials connector access container.googleapis.com
    docker/login-action connector access ?
    docker/build-push-action command command,data-change ?
    hashicorp/setup-terraform other - releases.hashicorp.com
    hashicorp/vault-action connector access ?
    pypa/gh-action-pypi-publish connector data-change upload.pypi.org
    slackapi/slack-github-action message communication slack.com
    8398a7/action-slack message communication hooks.slack.com
    dawidd6/action-send-mail message communication ?
    nick-fields/retry command command -
    nick-invision/retry command command -
    appleboy/ssh-action command command ?
    appleboy/scp-action connector data-change ?
    peter-evans/create-pull-request connector data-change api.github.com
    cloudflare/wrangler-action connector data-change api.cloudflare.com
    """)
}

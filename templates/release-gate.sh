#!/bin/sh
# The release gate as a CI job: what every forge's job calls, and what stands alone elsewhere. docs/forges.md describes it.
#
#   release-gate.sh check     is what a change brings in order: who, what, when, why, content
#   release-gate.sh test      runs its suites, without a key, and leaves what came of them in COUNTERSIGN_OUT/results
#   release-gate.sh record    signs what lies there with the key of the service; runs nothing of the change
#   release-gate.sh gate      may it land
#   release-gate.sh promote   on the integration branch: gates and releases to COUNTERSIGN_ENVIRONMENTS
#
# Exit status: 0 passed, 1 held, 2 undecided or not set up, 64 wrong usage. Nothing but 0 is a pass.
#
# Take this file from the integration branch or an image, never from the change that it judges. Set for every job:
#   COUNTERSIGN_ROOT          the root of trust, by its whole id: a protected variable
#   COUNTERSIGN_HEAD          the commit that is judged, by its whole id
#   COUNTERSIGN_REF           where the forge keeps it, if a fetch of all branches does not bring it (refs/pull/7/head)
#   COUNTERSIGN_BASE          the integration branch; main by default
#   COUNTERSIGN_REMOTE_URL    where to fetch and push, in place of the checkout's origin
#   COUNTERSIGN_TOKEN         what an https remote asks for, with COUNTERSIGN_TOKEN_USER; ssh needs neither
#   COUNTERSIGN_OUT           where reports are left; countersign-out by default
#   COUNTERSIGN_SUMMARY       a file that Markdown is added to
#   COUNTERSIGN_RUN           the address of this run, for what is recorded
# For test and record:  COUNTERSIGN_SUITES ("unit" by default)
# For test:  COUNTERSIGN_PASS, names of variables that the suites need: they see PATH and no other of the job's
# For record and promote:  COUNTERSIGN_EMAIL, and COUNTERSIGN_KEY (the text) or COUNTERSIGN_KEY_FILE
# For promote:  COUNTERSIGN_ENVIRONMENTS, in order; COUNTERSIGN_WHY, COUNTERSIGN_TICKET
set +x # A trace would show keys and tokens.
set -eu
umask 077

refuse() {
  echo "release-gate: $1" >&2
  exit 2
}

# The worst of two exit statuses.
worse() { if [ "$1" -gt "$2" ]; then echo "$1"; else echo "$2"; fi; }

summarise() { # adds standard input to the summary
  if [ -n "${COUNTERSIGN_SUMMARY:-}" ]; then cat >>"$COUNTERSIGN_SUMMARY"; else cat >/dev/null; fi
}

# Whatever is said between these two is text to the forge, and no command to its runner.
quote() {
  mark=
  if [ "${GITHUB_ACTIONS:-}" = true ]; then
    mark=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    echo "::stop-commands::$mark"
  fi
}

unquote() { if [ -n "$mark" ]; then echo "::$mark::"; fi; }

# One repository, whole, with the journals; a configuration of its own that is gone afterwards.
prepare() {
  for tool in git countersign; do
    command -v "$tool" >/dev/null || refuse "'$tool' is not on PATH here; next: install it in the image of this job"
  done
  case ${COUNTERSIGN_ROOT:-} in
    '' | *[!0-9a-f]*) refuse "COUNTERSIGN_ROOT names no root of trust; next: set it to the id of the landing that brought the first policy" ;;
  esac
  case ${COUNTERSIGN_HEAD:-} in
    '' | *[!0-9a-f]*) refuse "COUNTERSIGN_HEAD names no commit, so there is nothing to judge" ;;
  esac
  base=${COUNTERSIGN_BASE:-main}
  out=${COUNTERSIGN_OUT:-countersign-out}
  [ ! -L "$out" ] || refuse "$out is a link, and might lead anywhere"
  mkdir -p "$out"
  out=$(cd "$out" && pwd)
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  trap 'exit 2' HUP INT TERM
  GIT_CONFIG_GLOBAL=$scratch/gitconfig
  GIT_TERMINAL_PROMPT=0
  export GIT_CONFIG_GLOBAL GIT_TERMINAL_PROMPT
  git config --global safe.directory "$(pwd)"
  if [ -n "${COUNTERSIGN_TOKEN:-}" ]; then
    # git asks, and reads the token from the environment: it stands in no argument and in no file.
    export COUNTERSIGN_TOKEN COUNTERSIGN_TOKEN_USER="${COUNTERSIGN_TOKEN_USER:-x-access-token}"
    # shellcheck disable=SC2016
    git config --global credential.helper \
      '!f() { test "$1" != get || printf "username=%s\npassword=%s\n" "$COUNTERSIGN_TOKEN_USER" "$COUNTERSIGN_TOKEN"; }; f'
  fi
  if [ -n "${COUNTERSIGN_REMOTE_URL:-}" ]; then git remote set-url origin "$COUNTERSIGN_REMOTE_URL"; fi
  git config --local countersign.root "$COUNTERSIGN_ROOT"
  if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
    git fetch --quiet --unshallow origin || refuse "the whole history cannot be fetched"
  fi
  # No clone fetches journals by itself. In a clone that is kept, this also notices one that was rewound.
  countersign sync >&2 || refuse "branches and journals are not in step with origin"
  if [ -n "${COUNTERSIGN_REF:-}" ]; then
    git fetch --quiet --no-tags origin "$COUNTERSIGN_REF" || refuse "$COUNTERSIGN_REF cannot be fetched"
    [ "$(git rev-parse FETCH_HEAD)" = "$COUNTERSIGN_HEAD" ] ||
      refuse "$COUNTERSIGN_REF is not at $COUNTERSIGN_HEAD any more; next: let the job of the newer commit judge"
  fi
  head=$(git rev-parse --verify --quiet "$COUNTERSIGN_HEAD^{commit}") || refuse "$COUNTERSIGN_HEAD is not here"
  # What judges is the fetched state alone, not what somebody had checked out.
  git rev-parse --verify --quiet "refs/remotes/origin/$base" >/dev/null || refuse "origin has no branch '$base'"
}

# The key of the service, for git and for statements, in a file that is gone afterwards.
identify() {
  [ -n "${COUNTERSIGN_EMAIL:-}" ] || refuse "COUNTERSIGN_EMAIL is not set; next: an address of the service in the policy"
  if [ -n "${COUNTERSIGN_KEY_FILE:-}" ]; then
    cat "$COUNTERSIGN_KEY_FILE" >"$scratch/key" || refuse "COUNTERSIGN_KEY_FILE cannot be read"
  elif [ -n "${COUNTERSIGN_KEY:-}" ]; then
    printf '%s\n' "$COUNTERSIGN_KEY" >"$scratch/key"
  else
    refuse "neither COUNTERSIGN_KEY nor COUNTERSIGN_KEY_FILE is set, so nothing can be signed"
  fi
  unset COUNTERSIGN_KEY
  # Forges like to add carriage returns, or to take the last line feed.
  { tr -d '\r' <"$scratch/key"; echo; } >"$scratch/clean"
  mv "$scratch/clean" "$scratch/key"
  ssh-keygen -y -P '' -f "$scratch/key" >"$scratch/key.pub" 2>/dev/null ||
    refuse "the key does not read; next: an OpenSSH private key without a passphrase, all lines of it"
  git config --global user.name "${COUNTERSIGN_NAME:-ci}"
  git config --global user.email "$COUNTERSIGN_EMAIL"
  git config --global gpg.format ssh
  git config --global user.signingkey "$scratch/key.pub"
  git config --global commit.gpgsign true
}

# tell NAME COMMAND…: one question in every form that somebody reads; the worst answer counts.
# Functions of a POSIX shell share their variables, so those of this one have names of their own.
tell() {
  told_name=$1 told=0
  shift
  forms='text json junit sarif markdown'
  if [ "${GITHUB_ACTIONS:-}" = true ]; then forms="$forms github"; fi
  for form in $forms; do
    answer=0
    "$@" --format "$form" >"$scratch/answer" 2>"$scratch/errors" || answer=$?
    told=$(worse "$answer" "$told")
    case $form in
      text) quote && cat "$scratch/answer" && cat "$scratch/errors" >&2 && unquote ;;
      github) cat "$scratch/answer" ;;
      junit) cp "$scratch/answer" "$out/$told_name.junit.xml" ;;
      markdown) cp "$scratch/answer" "$out/$told_name.md" && summarise <"$scratch/answer" ;;
      *) cp "$scratch/answer" "$out/$told_name.$form" ;;
    esac
  done
  return "$told"
}

# The workflows that the change gives another version; those that it removes have nothing to run.
changed() {
  # Held is what tests are for. Without a verdict there is no list.
  countersign gate --changed "refs/remotes/origin/$base..$head" --for main --format json >"$scratch/changed" || :
  grep -q '^  "verdicts": \[$' "$scratch/changed" || refuse "what the change brings cannot be told"
  # Every member of a verdict stands on a line of its own, six spaces in; nothing else does.
  awk '/^      "workflow": "[a-z0-9-]+",$/ { split($0, part, "\""); name = part[4] }
       /^      "version": \{$/ && name != "" && name != "policy" { print name }
       /^    }/ { name = "" }' "$scratch/changed" | sort -u
}

check() { tell check countersign check "refs/remotes/origin/$base..$head"; }

gate() { tell gate countersign gate --changed "refs/remotes/origin/$base..$head" --for main; }

# What runs here is the change's own: of the environment it gets what is listed here, so no key, no token and no say in what the
# forge's runner does next.
run_suites() {
  rm -rf "$out/results"
  mkdir -p "$out/results"
  changed >"$scratch/workflows"
  # git wants somebody to act, and nobody signs.
  git config --global user.name nobody
  git config --global user.email nobody@example.invalid
  mkdir "$scratch/home"
  set -- "PATH=$PATH" "HOME=$scratch/home" "TMPDIR=${TMPDIR:-/tmp}" "LANG=${LANG:-C.UTF-8}" "GIT_CONFIG_GLOBAL=$GIT_CONFIG_GLOBAL"
  for variable in ${COUNTERSIGN_PASS:-}; do
    case $variable in *[!A-Za-z0-9_]*) refuse "COUNTERSIGN_PASS names what is no variable" ;; esac
    eval "set -- \"\$@\" \"$variable=\${$variable-}\""
  done
  quote
  worst=0
  while read -r workflow; do
    for suite in ${COUNTERSIGN_SUITES:-unit}; do
      status=0
      env -i "$@" countersign test "$workflow" --suite "$suite" --rev "$head" --local \
        --unsigned "$out/results/$workflow/$suite" </dev/null 2>"$scratch/errors" || status=$?
      cat "$scratch/errors" >&2
      if [ "$status" -gt 1 ] && grep -qF '[test.no-command]' "$scratch/errors"; then
        echo "$workflow has no suite '$suite': the gate says whether it is asked for"
        status=0
      fi
      worst=$(worse "$status" "$worst")
    done
  done <"$scratch/workflows"
  unquote
  [ -s "$scratch/workflows" ] || echo "the change brings no version of a workflow, so there is nothing to run"
  return "$worst"
}

# Signs what another job ran. What lies there came out of the change's own code: it is read as data, and with care.
record() {
  changed >"$scratch/workflows"
  identify
  worst=0 count=0
  for directory in "$out"/results/*/*/; do
    [ -e "$directory/status" ] || continue
    suite=$(basename "$directory")
    workflow=$(basename "$(dirname "$directory")")
    # Code of one workflow must not speak for another, nor for a suite that nobody ran.
    grep -qxF -e "$workflow" "$scratch/workflows" || refuse "a result lies there for what the change does not bring"
    case " ${COUNTERSIGN_SUITES:-unit} " in *" $suite "*) ;; *) refuse "a result lies there for a suite that was not to run" ;; esac
    if [ -n "$(find "$directory" ! -type f ! -type d)" ]; then refuse "a result of $workflow is no plain file"; fi
    ended=$(head -c 2 "$directory/status")
    case $ended in 0 | 1) ;; *) refuse "the result of $suite on $workflow says neither 0 nor 1" ;; esac
    ran=$(head -c 1000 "$directory/command" | head -n 1 | tr -cd '[:print:]')
    set --
    for report in "$directory"report-*.xml; do
      [ -f "$report" ] || refuse "the run of $suite on $workflow left no report"
      set -- "$@" --junit "$report"
    done
    status=0
    # The command ends as the run did; what it was and where it ran stand beside it in the statement.
    # shellcheck disable=SC2016
    countersign test "$workflow" --suite "$suite" --rev "$head" "$@" -- \
      sh -c 'exit "$1"' "$ran${COUNTERSIGN_RUN:+, in $COUNTERSIGN_RUN}" "$ended" || status=$?
    worst=$(worse "$status" "$worst")
    count=$((count + 1))
  done
  echo "results recorded: $count"
  return "$worst"
}

promote() {
  identify
  [ -n "${COUNTERSIGN_ENVIRONMENTS:-}" ] || refuse "COUNTERSIGN_ENVIRONMENTS names no environment"
  why=${COUNTERSIGN_WHY:-"Landing $(git rev-parse --short=12 "$head") reached $base${COUNTERSIGN_RUN:+, $COUNTERSIGN_RUN}"}
  ticket=${COUNTERSIGN_TICKET:-$(ticket_of_landing)}
  worst=0
  for environment in $COUNTERSIGN_ENVIRONMENTS; do
    status=0
    countersign promote '*' --env "$environment" -m "$why" ${ticket:+--ticket "$ticket"} >"$scratch/said" 2>&1 || status=$?
    quote && cat "$scratch/said" && unquote
    # Indented, so that nothing that was said is Markdown.
    { printf '## promote to %s: exit status %s\n\n' "$environment" "$status" && sed 's/^/    /' "$scratch/said" && echo; } | summarise
    worst=$(worse "$status" "$worst")
  done
  # A push need not have moved what this clone remembers of origin.
  countersign sync >&2 || worst=$(worse 2 "$worst")
  countersign status >"$scratch/said"
  { echo '## status' && echo && sed 's/^/    /' "$scratch/said" && echo; } | summarise
  return "$worst"
}

# The ticket of the landing, else of the newest commit that it brought.
ticket_of_landing() {
  parent=$(git rev-parse --verify --quiet "$head^") || parent=
  git log --format='%(trailers:key=Ticket,valueonly)' --max-count=100 "$head" ${parent:+"^$parent"} |
    sed -n '/./{p;q;}'
}

case ${1:-} in
  check | gate | test | record | promote)
    prepare
    if [ "$1" = test ]; then run_suites; else "$1"; fi
    ;;
  *)
    echo "usage: release-gate.sh check | test | record | gate | promote" >&2
    exit 64
    ;;
esac

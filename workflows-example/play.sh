#!/usr/bin/env bash
# Plays the whole story of the example in a throw-away directory: a gate that holds, a sign-off, tests, dev, test and prod,
# a bad change noticed, the kill switch, the rollback. Four people and a CI identity with fresh keys, a bare repository as
# the server, real commands with their real output. Nothing sets a clock and nothing outside the directory is touched.
#
#   workflows-example/play.sh            builds Countersign, system packages included, and plays the story
#   KEEP=1 workflows-example/play.sh     the same, and the directory stays for a look around
#
# COUNTERSIGN names a program that is built already; then nothing is installed or built.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${COUNTERSIGN:-}" ]; then
  bash "$here/../.ci/setup"
  echo "building Countersign (some minutes the first time) …" >&2
  swift build --package-path "$here/.." -c release --product countersign --static-swift-stdlib >&2
  COUNTERSIGN=$(swift build --package-path "$here/.." -c release --static-swift-stdlib --show-bin-path)/countersign
fi
countersign=$(command -v "$COUNTERSIGN") || {
  echo "$COUNTERSIGN was not found" >&2
  exit 2
}
for tool in git ssh-keygen python3; do
  command -v "$tool" >/dev/null || { echo "this story needs $tool" >&2; exit 2; }
done

work=$(mktemp -d "${TMPDIR:-/tmp}/countersign-story.XXXXXX")
if [ -z "${KEEP:-}" ]; then trap 'rm -rf "$work"' EXIT; else echo "everything happens in $work"; fi
mkdir "$work/bin"
ln -s "$countersign" "$work/bin/countersign"
# Nobody's own configuration has a say here.
unset $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p') SSH_AUTH_SOCK 2>/dev/null || true
export PATH="$work/bin:$PATH" GIT_CONFIG_NOSYSTEM=1 LC_ALL=C TZ=UTC NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1

chapter() { printf '\n\n== %s\n' "$*"; }
tell() { printf '\n# %s\n' "$*"; }

# be PERSON: from here on commands are this person's, in this person's clone.
be() {
  person=$1
  export HOME="$work/home/$person" GIT_CONFIG_GLOBAL="$work/home/$person/.gitconfig"
  cd "$work/$person" 2>/dev/null || cd "$work"
}

# run COMMAND…: shows the command and its output; it must end well.
run() {
  printf '\n%s$ %s\n' "$person" "$(shown "$@")"
  "$@" 2>&1 | sed "s|$work|~|g"
}

# held COMMAND…: shows the command and its output; it must be held, with exit status 1.
held() {
  printf '\n%s$ %s\n' "$person" "$(shown "$@")"
  local status=0
  { "$@" 2>&1 || status=$?; echo "$status" >"$work/status"; } | sed "s|$work|~|g"
  status=$(cat "$work/status")
  echo "(exit status $status)"
  if [ "$status" != 1 ]; then
    echo "the story expected this to be held" >&2
    exit 3
  fi
}

# held_by COUNT COMMAND…: the same, and by so many different requirements, going by the rules that stand in brackets.
held_by() {
  local count=$1 topics
  shift
  held "$@" | tee "$work/verdict"
  topics=$(grep -oE '\[[a-z-]+\.[a-z-]+\]' "$work/verdict" | tr -d '[' | cut -d. -f1 | sort -u | tr '\n' ' ')
  printf '# held by: %s\n' "$topics"
  if [ "$(wc -w <<<"$topics")" -lt "$count" ]; then
    echo "the story expected at least $count requirements to hold this" >&2
    exit 3
  fi
}

# shown WORD…: the words as they would be typed.
shown() {
  local text='' word
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_./@:=,+-]*) word="'${word//\'/\'\\\'\'}'" ;;
    esac
    text="$text${text:+ }$word"
  done
  printf '%s' "$text" | sed "s|$work|~|g"
}

identity() {
  mkdir -p "$work/home/$1"
  be "$1"
  ssh-keygen -q -t ed25519 -N '' -C "$1@acme.example" -f "$HOME/key"
  git config --global user.name "$1"
  git config --global user.email "$1@acme.example"
  git config --global gpg.format ssh
  git config --global user.signingkey "$HOME/key.pub"
  git config --global commit.gpgsign true
  git config --global init.defaultBranch main
  git config --global advice.detachedHead false
}

change() { # change FILE PYTHON-EXPRESSION: edits a JSON definition as its editor would save it
  python3 - "$1" "$2" <<'PY'
import json, sys
path, expression = sys.argv[1], sys.argv[2]
flow = json.load(open(path))
exec(expression)
open(path, "w").write(json.dumps(flow, indent=2, ensure_ascii=False) + "\n")
PY
}

limit() { # limit AMOUNT: the amount above which a person approves a payment
  change workflows/vendor-payment/flow.json "
def walk(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == 'rightValue' and isinstance(inner, (int, float)) and inner >= 1000: value[key] = $1
            else: walk(inner)
    elif isinstance(value, list):
        for inner in value: walk(inner)
walk(flow)"
}

for who in maria jonas sofia lena ci; do identity "$who"; done

chapter "A repository, its policy, and the root of trust"
tell "Lena brings the team's seven workflows and the first policy, with everybody's keys."
git init -q --bare "$work/hub.git"
mkdir "$work/lena"
be lena
git init -q .
cp -R "$here/.countersign" "$here/workflows" .
for who in maria jonas sofia lena ci; do
  printf '%s@acme.example namespaces="git,countersign" %s\n' "$who" "$(cut -d' ' -f1,2 "$work/home/$who/key.pub")"
done >.countersign/allowed_signers
git add .
git commit -q -m "Start the automation repository" -m "Why: Every change of our workflows is to be explained and signed off
Ticket: OPS-1"
root=$(git rev-parse HEAD)
git remote add origin "$work/hub.git"
git push -q origin main
git -C "$work/hub.git" symbolic-ref HEAD refs/heads/main
git fetch -q origin
run countersign trust HEAD
run countersign hooks install
run countersign check
for who in maria jonas sofia ci; do
  be "$who"
  countersign clone "$work/hub.git" "$work/$who" --root "$root" >"$work/clone.log" 2>&1 || { cat "$work/clone.log"; exit 3; }
done
tell "Everybody else clones, with the root that Lena told them: countersign clone ~/hub.git --root ${root:0:12}…"

chapter "What runs today is the baseline"
tell "Two policy owners vouch for what runs today; everything after that is gated."
be jonas
run countersign approve '*' --adoption --for dev --for test --for prod --rev origin/main -m "This is what runs today"
be lena
run countersign adopt --env dev
run countersign adopt --env test
run countersign adopt --env prod
run countersign status

chapter "A change is explained"
tell "Maria lets payments up to 15,000 EUR pass without a person."
be maria
git checkout -q -b raise-limit origin/main
limit 15000
sed -i 's/amount > 10000 EUR/amount > 15000 EUR/' workflows/vendor-payment/workflow.yaml
grep -rl '10,000\|10000\|10_000' workflows/vendor-payment/tests workflows/vendor-payment/RUNBOOK.md 2>/dev/null |
  xargs -r sed -i 's/10,000/15,000/g; s/10000/15000/g; s/10_000/15_000/g'
tell "A commit that does not say why is refused on the spot."
held git commit -q -a -m "Raise the limit for payments without a person"
run git commit -q -a -m "Raise the limit for payments without a person" -m "Why: Suppliers wait two days for small amounts
Ticket: OPS-142"
run git push -q origin raise-limit
run countersign diff vendor-payment
run countersign submit vendor-payment -m "Small amounts shall not wait for treasury, as agreed with the CFO"

chapter "The gate holds, and says who must do what"
held countersign gate vendor-payment --for main

chapter "Tests and sign-off"
be ci
git fetch -q origin
run countersign test vendor-payment --suite unit --rev origin/raise-limit
run countersign test vendor-payment --suite contract --rev origin/raise-limit
tell "Maria cannot approve her own change: her approval is there, and does not count."
be maria
run countersign approve vendor-payment -m "Looks good to me"
be jonas
git fetch -q origin
run countersign approve vendor-payment -m "Checked the limit against the payment directive"
held countersign gate vendor-payment --for main --rev origin/raise-limit
be sofia
git fetch -q origin
run countersign approve vendor-payment -m "No new destination, no new permission"
be maria
run countersign sync
run countersign gate vendor-payment --for main --explain-all
run countersign land raise-limit

chapter "Release: dev, test, prod"
be lena
run countersign sync
tell "Straight to prod? Maria tries. The gate says all that is missing at once, and who can do what about it."
be maria
run countersign sync
held_by 5 countersign promote vendor-payment --env prod --rev origin/main -m "Suppliers get small amounts the same day"
tell "One after the other, then. Rotations and reviews are on record, or nothing is released anywhere."
be lena
for secret in BANK_TOKEN ERP_TOKEN SMTP_PASSWORD; do run countersign record vendor-payment rotation "$secret"; done
run countersign record vendor-payment access -m "Two people who changed teams were removed"
be sofia
run countersign record vendor-payment security -m "Yearly review, nothing open"
be lena
run countersign promote vendor-payment --env dev -m "The new limit, for the developers" --ticket OPS-142
run countersign promote vendor-payment --env test -m "The new limit, against the bank's sandbox" --ticket OPS-142
tell "Prod is a gate of its own: approvals for prod, by people who neither wrote nor release it."
for who in jonas sofia; do
  be "$who"
  run countersign approve vendor-payment --for prod -m "Ran in test with the sandbox"
done
sleep 2.2
be lena
run countersign sync
run countersign gate vendor-payment --for prod --explain-all
run countersign promote vendor-payment --env prod -m "Suppliers get small amounts the same day" --ticket OPS-142
run countersign status vendor-payment notify-finance
run countersign admit vendor-payment --env prod

chapter "Two at night: a bad change is noticed"
tell "Payments of 12,000 EUR leave twice. One person, one command, and it runs no more."
run countersign kill vendor-payment --env prod -m "Invoices above 10,000 EUR are paid twice, OPS-150"
held countersign admit vendor-payment --env prod
tell "Back to what was healthy before: what can be chosen, the plain git commands, and the one command."
run countersign rollback vendor-payment --env prod
run countersign rollback vendor-payment --env prod --version previous -m "Back to the limit of 10,000 EUR, OPS-150"
run countersign rollback vendor-payment --env prod --version previous -m "Back to the limit of 10,000 EUR, OPS-150" --execute
bad=$(git rev-parse HEAD >/dev/null; countersign releases --env prod --judge 0 | sed -n 's/^.*  released  *vendor-payment@\([0-9a-f]*\).*$/\1/p' | head -1)
tell "The bad version is barred, here and everywhere, for good."
run countersign recall vendor-payment --version "$bad" -m "Pays an invoice twice when the bank answers late"
tell "It runs again when two people say so about this very kill."
kill=$(git log -1 --format=%H --grep '^Kill: vendor-payment$' env/prod)
held countersign resume vendor-payment --env prod -m "Rolled back; the old limit is in force"
be jonas
run countersign sync
run countersign approve vendor-payment --resume "$kill" --env prod -m "Saw the old limit work in prod's log"
be lena
run countersign resume vendor-payment --env prod -m "Rolled back; the old limit is in force"
run countersign admit vendor-payment --env prod

chapter "What happened, for whoever asks"
run countersign log vendor-payment
run git log --show-signature --format='%h %s' -4 env/prod
run git fsck --strict
run countersign scan --history
run countersign verify
printf '\nThe story is told: held, signed off, released, killed, rolled back, resumed.\n'

#!/bin/sh
# What a pipeline does with one stack, for any CI:
#
#   ci/pipeline.sh preview STACK   what an update would change; 0 also when there are changes, 1 when the preview fails
#   ci/pipeline.sh up STACK        updates; 1 when something fails
#   ci/pipeline.sh drift STACK     what differs from what was delivered last; 2 when something does, 1 when nobody can tell
#
# Each leaves a report as Markdown in FLOTILLA_REPORT (flotilla-report.md in the current folder when not set): it begins with a
# hidden line by which a comment is found again, and is short enough for one. Pulumi finds its state and secrets as always:
# PULUMI_BACKEND_URL or PULUMI_ACCESS_TOKEN, PULUMI_CONFIG_PASSPHRASE.
set -eu

FAILED=1
DRIFTED=2
# GitHub takes comments of 65,536 characters; `flotilla diff` keeps to that by itself.
LONGEST=60000

usage() {
  echo "usage: $0 preview|up|drift STACK" >&2
  exit "$FAILED"
}

# Leaves a report of a title and, where there was any, the end of what was printed, and shows it: TITLE.
report_output() {
  {
    printf '<!-- flotilla %s %s -->\n## %s: %s\n\n~~~~~~~~text\n' "$command" "$stack" "$stack" "$1"
    tail -c "$LONGEST" "$output"
    printf '\n~~~~~~~~\n'
  } >"$report"
  cat "$report"
}

# Leaves what `flotilla diff` wrote as the report, and shows it.
report_changes() {
  {
    printf '<!-- flotilla %s %s -->\n' "$command" "$stack"
    cat "$changes"
  } >"$report"
  cat "$report"
}

# Runs a command with both its streams kept; what it exits with is in `status`.
keep() {
  status=0
  "$@" >"$output" 2>&1 || status=$?
}

preview() {
  keep npx flotilla diff --output markdown --out "$changes"
  if [ "$status" -ne 0 ]; then
    report_output "the preview failed"
    exit "$FAILED"
  fi
  report_changes
}

up() {
  keep npx pulumi up --stack "$stack" --yes --skip-preview --non-interactive --color never
  if [ "$status" -ne 0 ]; then
    report_output "the update failed"
    exit "$FAILED"
  fi
  report_output "updated"
}

# 2 and 3 of `flotilla diff --exit-code` are changes.
drift() {
  keep npx flotilla diff --refresh --exit-code --output markdown --out "$changes"
  case $status in
    0) report_changes ;;
    2 | 3)
      report_changes
      exit "$DRIFTED"
      ;;
    *)
      report_output "nobody can tell whether it has drifted"
      exit "$FAILED"
      ;;
  esac
}

[ "$#" -eq 2 ] || usage
command=$1
stack=$2
report=${FLOTILLA_REPORT:-flotilla-report.md}
case $report in /*) ;; *) report=$(pwd)/$report ;; esac
PULUMI_STACK=$stack
export PULUMI_STACK
cd "$(dirname -- "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit "$FAILED"' HUP INT TERM
output=$scratch/output
changes=$scratch/changes

case $command in
  preview) preview ;;
  up) up ;;
  drift) drift ;;
  *) usage ;;
esac

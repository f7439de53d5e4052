#!/bin/sh
# Is the committed front end what its sources build, and within its budgets? Needs node and npm.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --silent
node build.mjs --check

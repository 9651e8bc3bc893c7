#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# page_test.sh BUILT_PAGE [NODE_MODULES]: the page of `xsksim report` in headless Chromium.
# NODE_MODULES: where npm put the test's packages; by default where the build of the page has them.
set -euo pipefail

page=$(realpath -m "${1:?usage: page_test.sh BUILT_PAGE [NODE_MODULES]}")
modules=$(realpath -m "${2:-$(dirname "$page")/report-page/node_modules}")

not_run() {
  echo "not run: $1"
  exit 77
}

node=$(command -v node || command -v nodejs) || not_run "Node.js is not installed"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  not_run "chromium is not installed"
[ -s "$page" ] || not_run "$page is not there or empty: xsksim was built without the page"
[ -d "$modules/puppeteer-core" ] || not_run "no puppeteer-core in $modules"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PAGE=$page MODULES=$modules CHROMIUM=$chromium WORK=$work \
  "$node" "$(dirname "${BASH_SOURCE[0]}")/page_test.mjs"

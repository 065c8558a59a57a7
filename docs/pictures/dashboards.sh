#!/bin/sh
# Takes the picture of a dashboard from what DashboardsIT draws in its incidents. Needs Chromium, and an engine for containers.
set -eu
cd "$(dirname "$0")/../.."

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "Chromium is needed: install it (Debian: chromium)." >&2
    exit 3
}
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
rm -f target/dashboards/*.html
./prodhealth test -Dtest=DashboardFilesTest -Dit.test=DashboardsIT
for dashboard in prodhealth-oncall; do
    picture=docs/pictures/$dashboard.png
    rm -f "$picture"
    "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$temporary/profile" --hide-scrollbars \
        --window-size=1420,1190 --screenshot="$PWD/$picture" "file://$PWD/target/dashboards/$dashboard.html" \
        >"$temporary/chromium" 2>&1 || true
    [ -s "$picture" ] || {
        cat "$temporary/chromium" >&2
        exit 1
    }
    echo "$picture is taken"
done

#!/bin/sh
# Takes the pictures of the documentation from the demo, a minute into its incidents. Needs Chromium.
set -eu
cd "$(dirname "$0")/../.."

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "Chromium is needed: install it (Debian: chromium)." >&2
    exit 3
}
temporary=$(mktemp -d)
./prodhealth demo --port 0 >"$temporary/demo" &
demo=$!
trap 'kill "$demo" 2>/dev/null || true; wait "$demo" || true; rm -rf "$temporary"' EXIT
trap 'exit 1' INT TERM HUP

until grep -qs 'Ctrl-C ends it' "$temporary/demo"; do
    kill -0 "$demo"
    sleep 1
done
rm -f docs/pictures/status-page.png
page=$(sed -n 's/^ *status page *//p' "$temporary/demo")
sleep 60
"$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --user-data-dir="$temporary/profile" --hide-scrollbars \
    --window-size=1280,2460 --screenshot="$PWD/docs/pictures/status-page.png" "$page" >"$temporary/chromium" 2>&1 || true
# Chromium calls a page that it cannot reach a success.
if ! kill -0 "$demo" || [ ! -s docs/pictures/status-page.png ]; then
    cat "$temporary/chromium" >&2
    exit 1
fi
echo "docs/pictures/status-page.png is taken"

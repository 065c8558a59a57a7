#!/bin/sh
# Builds the image twice from nothing and compares the layers: all but the last, the ahead-of-time cache, must be the same.
# Arguments go to docker build, as with deploy/image.sh. Takes twice as long as a first build.
set -eu
cd "$(dirname "$0")/.."

layers() { # $1: name of an image; one layer a line
    docker image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' "$1" | grep .
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"; docker image rm -f prodhealth-test/once prodhealth-test/again >/dev/null 2>&1 || true' EXIT
for name in once again; do
    echo "building it $name" >&2
    sh deploy/image.sh "prodhealth-test/$name" --no-cache "$@" >"$folder/log" 2>&1 || { tail -n 30 "$folder/log" >&2; exit 1; }
    layers "prodhealth-test/$name" >"$folder/$name"
done
sed '$d' "$folder/once" >"$folder/expected"
sed '$d' "$folder/again" >"$folder/actual"
if diff "$folder/expected" "$folder/actual"; then
    echo "the same in all $(grep -c . "$folder/expected") layers below the cache:"
    cat "$folder/expected"
else
    echo "the layers differ" >&2
    exit 1
fi

#!/bin/sh
# Builds the agent's image from what Maven has made in target/: ./prodhealth image does both.
# Usage: deploy/image.sh [NAME] [ARGUMENTS OF DOCKER BUILD]; the name is prodhealth:VERSION unless given.
set -eu
cd "$(dirname "$0")/.."

stop() {
    echo "image: $*" >&2
    exit 3
}
command -v docker >/dev/null 2>&1 || stop "docker is needed to build an image: install it (Debian: docker.io)."
for file in prodhealth.jar prodhealth-sbom.json test-classes/io/prodhealth/bench; do
    [ -e "target/$file" ] || stop "there is no target/$file: ./prodhealth image makes it first."
done
# What the jar was built from, as it says itself: "prodhealth VERSION", then "revision: REVISION".
said=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar target/prodhealth.jar version)
version=$(echo "$said" | sed -n 's/^prodhealth //p')
revision=$(echo "$said" | sed -n 's/^ *revision: *//p')
name=prodhealth:$version
case ${1:-} in
'' | -*) ;;
*) name=$1; shift ;;
esac
# Docker's own command cannot build by itself any more, and Debian has it without the part that can.
docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0
exec docker build --file deploy/Dockerfile --tag "$name" \
    --build-arg "VERSION=$version" --build-arg "REVISION=$revision" "$@" .

#!/bin/sh
# Takes the pictures of the documentation from the simulated cluster of the demo, in health and in an incident. Needs
# Chromium, and a quarter of an hour: the plots shall have something to show.
set -eu
cd "$(dirname "$0")/../.."

sh src-test/containers/setup.sh
CI=true mvn -B -ntp test -Dtest=PicturesCheck "$@"
echo "docs/pictures is taken: look at every picture before you commit it"

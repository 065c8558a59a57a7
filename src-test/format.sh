#!/bin/sh
# Lays out the Java sources as FormatTest wants them: `bash src-test/format.sh [file.java …]`, all of them by default.
set -eu
cd "$(dirname "$0")/.."

java_25() {
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /opt/*25* "$HOME"/.sdkman/candidates/java/25*; do
        if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
            echo "$home/bin/java"
            return
        fi
    done
    echo "Formatting needs a JDK 25: install one (Debian: openjdk-25-jdk-headless) or set JAVA_HOME." >&2
    return 1
}
java=$(java_25)

# The class path costs a start of Maven, so it is kept until the pom changes.
classpath=target/test.classpath
if [ ! -s "$classpath" ] || [ pom.xml -nt "$classpath" ]; then
    mvn -q -B -ntp dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$classpath"
fi

exports=
for package in api file parser tree util code; do
    exports="$exports --add-exports jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED"
done
# shellcheck disable=SC2086 # one word each
exec "$java" -XX:TieredStopAtLevel=1 $exports --class-path "$(cat "$classpath")" \
    src-test/java/io/prodhealth/SourceFormat.java "$@"

#!/bin/sh
# Makes a Docker engine, the images of the container tests and a Chromium available, and writes their names to
# target/containers.env. Does nothing twice: seconds when all is there, a few minutes on an empty Debian machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
env_file=$here/../../target/containers.env
base=prodhealth-test/debian:trixie
engine_log=/var/log/prodhealth-dockerd.log

# The upstream images, in the versions that Debian trixie has too. Set these to use others.
: "${DEBIAN_IMAGE:=debian:trixie-slim}"
: "${PROMETHEUS_IMAGE:=prom/prometheus:v2.53.3}"
: "${ALERTMANAGER_IMAGE:=prom/alertmanager:v0.28.1}"
: "${MOTO_IMAGE:=motoserver/moto:5.1.1}"
: "${CHROMIUM:=}"

say() { echo "containers: $*"; }
stop() {
    say "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
engine_answers() { timeout 20 docker info >/dev/null 2>&1; }
on_debian_as_root() { [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && have apt-get; }

install_packages() {
    on_debian_as_root ||
        stop "$1 is missing: install it (Debian calls it $2) and run this again. As root on Debian this is done for you."
    say "installing $2 with apt-get"
    log=$(mktemp)
    # shellcheck disable=SC2086 # one word each
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $2; } >"$log" 2>&1 ||
        { tail -n 20 "$log" >&2; stop "apt-get could not install $2"; }
    rm -f "$log"
}

wait_for_engine() { # $1: process id of dockerd; fails when it ends or 60 s pass
    waited=0
    while ! engine_answers; do
        [ "$waited" -lt 60 ] && kill -0 "$1" 2>/dev/null || return 1
        sleep 1
        waited=$((waited + 1))
    done
}

start_engine() {
    if [ -d /run/systemd/system ]; then
        systemctl start docker || stop "systemd could not start the docker service"
        engine_answers || stop "the docker service runs, but 'docker info' fails"
        return
    fi
    # Sandboxes differ in what they allow: first as intended, then with less of the kernel.
    for options in "" "--iptables=false --ip6tables=false" "--iptables=false --ip6tables=false --storage-driver=vfs"; do
        say "starting dockerd $options"
        # A file of an engine that died would make the next one refuse to start.
        [ ! -f /var/run/docker.pid ] || kill -0 "$(cat /var/run/docker.pid)" 2>/dev/null || rm -f /var/run/docker.pid
        # shellcheck disable=SC2086 # one word each
        setsid dockerd $options >"$engine_log" 2>&1 </dev/null 9>&- &
        engine=$!
        if wait_for_engine "$engine" && engine_runs_containers; then
            return
        fi
        kill "$engine" 2>/dev/null || true
        wait "$engine" 2>/dev/null || true
    done
    tail -n 20 "$engine_log" >&2
    stop "dockerd does not start here, see $engine_log"
}

# An engine can answer and yet be unable to run a container. Here one of an empty image has its network, its port and
# its control groups made and then misses its program: 127 says that only the program was missing.
engine_runs_containers() {
    tar -cf - -T /dev/null | docker import - prodhealth-test/probe >>"$engine_log" 2>&1 || return 1
    result=0
    docker run --rm -p 127.0.0.1::9 prodhealth-test/probe /none >>"$engine_log" 2>&1 || result=$?
    docker rmi -f prodhealth-test/probe >/dev/null 2>&1
    [ "$result" = 127 ]
}

engine() {
    if have docker && engine_answers; then
        say "the Docker engine $(docker version --format '{{.Server.Version}}') answers"
        return
    fi
    if have dockerd && [ "$(id -u)" = 0 ]; then
        :
    elif have docker && ! on_debian_as_root; then
        stop "docker is installed, but its engine does not answer: start it ('docker info' says more) and run this again."
    else
        install_packages "A Docker engine" docker.io
    fi
    # Since trixie the command is a package of its own.
    have docker || install_packages "The docker command" docker-cli
    start_engine
    say "the Docker engine $(docker version --format '{{.Server.Version}}') answers"
}

present() { docker image inspect "$1" >/dev/null 2>&1; }

# The Debian archive that this host's apt uses, so a mirror or a frozen archive is used here as well.
archive() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null |
        head -n 1
}

build_base() {
    have debootstrap || install_packages debootstrap debootstrap
    [ -n "$(archive)" ] || apt-get update >/dev/null 2>&1 || true
    archive=$(archive)
    [ -n "$archive" ] || stop "no Debian archive is configured in apt, and the stand-in images are made from one"
    say "building a Debian trixie base image (about half a minute)"
    root=$(mktemp -d)
    # Not only for its owner: it becomes the image's /.
    chmod 755 "$root"
    include=
    case $archive in https:*) include=--include=ca-certificates ;; esac
    # shellcheck disable=SC2086 # no word when empty
    if ! debootstrap --variant=minbase $include trixie "$root" "$archive" >"$root.log" 2>&1; then
        tail -n 20 "$root.log" >&2
        rm -rf "$root" "$root.log"
        stop "debootstrap failed"
    fi
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
    # Proxy and date checks as on the host: what its apt can read, the image's can.
    apt-config dump --format '%f "%v";%n' | grep -E '^Acquire::(Check-|https?::Proxy)' \
        >"$root/etc/apt/apt.conf.d/90host" || true
    tar -C "$root" -cf - . | docker import - "$base" >/dev/null
    rm -rf "$root" "$root.log"
}

build_stand_in() { # $1: name of a Dockerfile here, $2: name of the image, $3: the Debian it is made from
    [ "$3" != "$base" ] || present "$base" || build_base
    say "building $2 from Debian packages"
    log=$(mktemp)
    # The host's network: name servers and routes that work for its apt work here.
    DOCKER_BUILDKIT=0 docker build --network host --build-arg BASE="$3" -t "$2" - \
        <"$here/$1.Dockerfile" >"$log" 2>&1 || { tail -n 30 "$log" >&2; stop "building $2 failed"; }
    rm -f "$log"
}

registry_answers=yes

choose_image() { # $1: name, $2: upstream image; sets $chosen
    chosen=$2
    if present "$2"; then
        return
    fi
    # The checksum in the tag makes a changed Dockerfile a new image.
    chosen=prodhealth-test/$1:trixie-$(cksum <"$here/$1.Dockerfile" | cut -d ' ' -f 1)
    if present "$chosen"; then
        return
    fi
    if [ "$registry_answers" = yes ]; then
        say "pulling $2"
        if timeout 120 docker pull "$2" >/dev/null 2>&1; then
            chosen=$2
            return
        fi
        say "$2 cannot be pulled here: stand-ins are made from Debian packages"
        registry_answers=no
    fi
    build_stand_in "$1" "$chosen" "$base"
}

# What the agent's image is built on and in: Debian, and a Debian with a JDK.
choose_debian() { # sets $debian and $jdk
    debian=$DEBIAN_IMAGE
    if ! present "$debian" && ! { [ "$registry_answers" = yes ] && timeout 120 docker pull "$debian" >/dev/null 2>&1; }; then
        debian=$base
        present "$base" || build_base
    fi
    # The checksum in the tag makes a changed Dockerfile, and another Debian, a new image.
    jdk=prodhealth-test/jdk:25-$({ echo "$debian"; cat "$here/jdk.Dockerfile"; } | cksum | cut -d ' ' -f 1)
    present "$jdk" || build_stand_in jdk "$jdk" "$debian"
}

find_browser() { # sets $CHROMIUM, unless it is set
    for browser in chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$CHROMIUM" ] || CHROMIUM=$(command -v "$browser") || true
    done
}

browser() {
    find_browser
    if [ -z "$CHROMIUM" ] && on_debian_as_root; then
        # With a font: a page without any letters has no width to test.
        install_packages "A Chromium" "chromium fonts-dejavu-core"
        find_browser
    fi
    if [ -n "$CHROMIUM" ]; then
        say "the browser is $CHROMIUM"
    else
        say "no Chromium is found, and tests in a browser will not run: install it (Debian calls it chromium) and run this" \
            "again, or name another in the variable CHROMIUM. As root on Debian this is done for you." >&2
    fi
}

# One at a time on this machine. The engine must not inherit the lock.
if have flock; then
    exec 9>"${TMPDIR:-/tmp}/prodhealth-containers-$(id -u).lock"
    flock 9
fi
engine
choose_image prometheus "$PROMETHEUS_IMAGE"
prometheus=$chosen
choose_image alertmanager "$ALERTMANAGER_IMAGE"
alertmanager=$chosen
choose_image moto "$MOTO_IMAGE"
moto=$chosen
choose_debian
browser

mkdir -p "$(dirname "$env_file")"
cat >"$env_file" <<TEXT
PROMETHEUS_IMAGE=$prometheus
ALERTMANAGER_IMAGE=$alertmanager
MOTO_IMAGE=$moto
DEBIAN_IMAGE=$debian
JDK_IMAGE=$jdk
CHROMIUM=$CHROMIUM
TEXT
say "ready: $prometheus, $alertmanager, $moto, $debian, $jdk"

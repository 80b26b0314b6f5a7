# shellcheck shell=bash
# What has to be there before anything starts: a JDK, Maven, and the three programs. The JDK is looked for first,
# because nothing else makes sense without it.

PROGRAM_JARS=(agent/daemon/target/kvmherd-agent.jar controller/server/target/kvmherd-controller.jar
    controller/cli/target/kvmherd-cli.jar)

require_java() {
    # shellcheck source=/dev/null
    . "$ROOT/deploy/bin/java-25"
    find_java
    JAVA_HOME="$(dirname "$(dirname "$(readlink -f "$JAVA")")")"
    export JAVA_HOME
}

# True if the programs are there and no source is newer than the oldest of them.
is_built() {
    local jar
    for jar in "${PROGRAM_JARS[@]}"; do
        [ -s "$ROOT/$jar" ] || return 1
        [ -z "$(cd "$ROOT" && find pom.xml common agent controller \( -name target -o -name node_modules \) -prune -o \
            \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$jar" -print -quit)" ] || return 1
    done
}

require_maven() {
    ! command -v mvn >/dev/null || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        tell "installing Maven"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends maven \
            >"$WORK/apt.log" 2>&1 && return 0
    fi
    fail_with "there is no Maven" "kvmherd has to be built first" "install it (Debian: apt-get install maven)"
}

# run_build OPTIONS...: everything goes to the log; the reader sees which module is being built.
run_build() {
    (cd "$ROOT" && mvn -B -ntp -Dstyle.color=never "$@" -DskipTests package 2>&1) | tee "$WORK/build.log" |
        sed -un 's/^\[INFO\] Building \(kvmherd.*[^ ]\) *\(\[[0-9]*\/[0-9]*\]\)$/  \2 \1/p'
}

# Without the network if Maven has everything already.
build_programs() {
    if is_built; then
        tell "kvmherd is built"
        return
    fi
    [ -x "$JAVA_HOME/bin/javac" ] || fail_with "the Java at $JAVA_HOME cannot compile" \
        "it is a runtime, and kvmherd has not been built yet" "install a JDK 25 (Eclipse Temurin, package temurin-25-jdk)"
    require_maven
    tell "building kvmherd with mvn -DskipTests package; one to three minutes (log: $WORK/build.log)"
    run_build -o || { tell "not everything is here yet; once more with the network" && run_build; } ||
        fail_with "the build failed" "$(grep -m1 ERROR "$WORK/build.log")" "see $WORK/build.log"
    # Maven leaves a jar as old as it is if nothing in it changes.
    (cd "$ROOT" && touch -c "${PROGRAM_JARS[@]}")
    is_built || fail_with "the build made no programs" "one of ${PROGRAM_JARS[*]} is missing" "see $WORK/build.log"
}

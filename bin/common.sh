# Shared by warren and warrenctl: finds Java, builds what has not been built, and composes the class path. Sourced, not run.
# Sets: home (where it is installed, or the checkout), java (the program), java_feature (17, 21, ...), java_update (15 of 17.0.15), dist (what the build made), class_path, archive_key.

die() {
    echo "$program: $*" >&2
    exit 1
}

find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || die "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it"
    else
        java=$(command -v java) || die "needs Java 17 or newer; on Debian: apt-get install openjdk-17-jdk"
    fi
    java_dir=$(dirname "$(dirname "$(readlink -f "$java")")")
    # the file that every JDK carries: reading it is much faster than asking the JVM
    if [ -r "$java_dir/release" ]; then
        release=$(<"$java_dir/release")
    else
        release="JAVA_VERSION=\"$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')\""
    fi
    [[ $release =~ JAVA_VERSION=\"([0-9]+)(\.[0-9]+\.([0-9]+))? ]] || die "cannot tell the version of $java"
    java_feature=${BASH_REMATCH[1]}
    java_update=${BASH_REMATCH[3]:-0}
    [ "$java_feature" -ge 17 ] ||
        die "needs Java 17 or newer, but $java is $java_feature; on Debian: apt-get install openjdk-17-jdk"
    archive_key=$(cksum <<<"$release $java_dir")
    archive_key=java$java_feature-${archive_key%% *}
}

# The first run in a fresh checkout: compile, without the tests and checks that "mvn verify" runs.
build() {
    command -v mvn >/dev/null || die "has not been built yet, which needs Maven; on Debian: apt-get install maven"
    [ -x "$java_dir/bin/javac" ] || die "has not been built yet, which needs a JDK; on Debian: apt-get install openjdk-17-jdk"
    echo "$program: building Warren (once, takes a minute or two) ..." >&2
    local log
    log=$(mktemp)
    if ! (cd "$home" && JAVA_HOME=$java_dir mvn -B -pl server -am package -Dmaven.test.skip=true \
        -Dspotless.check.skip=true -Dcheckstyle.skip=true -Dwarren.packages.skip=true 2>&1 | tee "$log" |
        sed -un "s/^\[INFO\] Building \(Warren.*\) .*\[\(.*\)\]$/$program:   \2 \1/p" >&2; exit "${PIPESTATUS[0]}"); then
        grep -E '^\[(ERROR|FATAL)' "$log" | head -n 20 >&2
        die "the build failed; the whole log is $log"
    fi
    rm -f "$log"
}

# What an installation says of itself: see src/package/deb/warren.default.
read_environment() {
    if [ -r "$home/environment" ]; then
        . "$home/environment"
        export WARREN_DATA_DIR
    fi
}

require_build() {
    if [ -d "$home/lib" ]; then
        dist=$home
        return
    fi
    dist=$home/server/target/dist
    if ! compgen -G "$dist/lib/warren-server-*.jar" >/dev/null; then
        mkdir -p "$home/server/target"
        (
            # of several first runs at the same time one builds and the others wait
            flock 9 2>/dev/null || true
            compgen -G "$dist/lib/warren-server-*.jar" >/dev/null || build
        ) 9>"$home/server/target/build.lock" || exit 1
    fi
}

# A class path of jars by name, the first one in front: class data sharing works for exactly the class path that it was made with.
compose_class_path() {
    local first=$1 jar
    class_path=$first
    for jar in "${@:2}"; do
        [ "$jar" = "$first" ] || class_path=$class_path:$jar
    done
}

# True when this archive of loaded classes is there and as new as the jars.
is_fresh() {
    [ -s "$1" ] && [ -z "$(find "$dist/lib" -name '*.jar' -newer "$1" -print -quit)" ]
}

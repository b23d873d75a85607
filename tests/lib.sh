# TAP for tests in sh. Source it:  . "$OFFHOOK_TOP/tests/lib.sh"
#
# Every case prints one line. Nothing sleeps for luck: wait_for polls a
# condition until its deadline. What was started is stopped at the end.

tap_n=0
tap_failed=0
tap_started=

# ok TEXT COMMAND...: the command succeeds
ok() {
	tap_text=$1
	shift
	if "$@" >&2; then
		tap_pass "$tap_text"
	else
		tap_fail "$tap_text" "failed: $*"
	fi
}

# is GOT WANT TEXT
is() {
	if [ "$1" = "$2" ]; then
		tap_pass "$3"
	else
		tap_fail "$3" "got:    $1" "wanted: $2"
	fi
}

# like GOT REGEX TEXT; some line of GOT matches
like() {
	if printf '%s\n' "$1" | grep -Eq -- "$2"; then
		tap_pass "$3"
	else
		tap_fail "$3" "got:    $1" "wanted: /$2/"
	fi
}

# unlike GOT REGEX TEXT
unlike() {
	if printf '%s\n' "$1" | grep -Eq -- "$2"; then
		tap_fail "$3" "got:    $1" "not:    /$2/"
	else
		tap_pass "$3"
	fi
}

# between VALUE LOW HIGH TEXT; any real numbers
between() {
	if awk -v v="$1" -v a="$2" -v b="$3" \
		'BEGIN { exit !(v != "" && v + 0 >= a && v + 0 <= b) }'; then
		tap_pass "$4"
	else
		tap_fail "$4" "got:    $1" "wanted: $2 to $3"
	fi
}

# skip WHY TEXT
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $2 # SKIP $1"
}

# skip_all WHY: nothing in this file can run here
skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

# need PROGRAM...: skip this file where one is missing
need() {
	for tap_p; do
		command -v "$tap_p" >/dev/null ||
			skip_all "$tap_p is not installed"
	done
}

# need_terminal: skip this file where script(1) gets no pseudo terminal, as
# in a container without /dev/pts
need_terminal() {
	need script
	script -qec true /dev/null >/dev/null 2>&1 </dev/null ||
		skip_all "no pseudo terminals here"
}

# run COMMAND...: sets status, out (its stdout) and err (its stderr)
run() {
	status=0
	"$@" >run.out 2>run.err || status=$?
	out=$(cat run.out)
	err=$(cat run.err)
	{ echo "# status $status of: $*"; sed 's/^/# /' run.err; } >&2
}

# field FILTER: of the last line that the last run printed, by jq
field() {
	tail -n 1 run.out | jq -r "$1"
}

# start NAME COMMAND...: in the background, into NAME.out and NAME.err
start() {
	tap_name=$1
	shift
	: >"$tap_name.out"
	: >"$tap_name.err"
	env --default-signal=INT,QUIT "$@" \
		>"$tap_name.out" 2>"$tap_name.err" </dev/null &
	eval "${tap_name}_pid=$!"
	tap_started="$tap_started $tap_name"
}

# signal NAME SIGNAL
signal() {
	eval "kill -$2 \$${1}_pid"
}

# finish NAME SECONDS: wait for its end; sets status, out and err. What is
# not over in time is killed, and status is 124.
finish() {
	eval "tap_pid=\$${1}_pid"
	status=0
	tap_late=
	wait_for "$2" tap_is_over "$tap_pid" || tap_late=1
	[ -z "$tap_late" ] || kill -KILL "$tap_pid" 2>/dev/null
	wait "$tap_pid" || status=$?
	[ -z "$tap_late" ] || status=124
	out=$(cat "$1.out")
	err=$(cat "$1.err")
	cp "$1.out" run.out
	sed 's/^/# /' "$1.err" >&2
	tap_started=$(echo " $tap_started " | sed "s/ $1 / /")
}

# stop NAME: SIGTERM, and its end within 10 s
stop() {
	signal "$1" TERM 2>/dev/null || :
	finish "$1" 10
}

# wait_for SECONDS COMMAND...: until the command succeeds
wait_for() {
	tap_until=$(($(date +%s) + $1 + 1))
	shift
	while ! "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -le "$tap_until" ] || return 1
		sleep 0.05
	done
}

# done_testing: prints the plan; without it the file counts as failed
done_testing() {
	echo "1..$tap_n"
	exit $((tap_failed != 0))
}

tap_is_over() {
	# A zombie is over, too; it waits for our wait.
	[ ! -e "/proc/$1" ] || grep -q '^State:[[:space:]]*[ZX]' \
		"/proc/$1/status"
}

tap_pass() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1"
}

tap_fail() {
	tap_n=$((tap_n + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_n - $1"
	shift
	printf '%s\n' "$@" | sed 's/^/#   /'
}

tap_end() {
	for tap_name in $tap_started; do
		signal "$tap_name" KILL 2>/dev/null
	done
}

trap tap_end EXIT
trap 'exit 130' INT TERM HUP

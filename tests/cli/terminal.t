#!/bin/sh
# What a person at a terminal sees of numbers: the question before money is
# spent, and a line that tells what is waited for.
. "$OFFHOOK_TOP/tests/lib.sh"
need jq script

export XDG_CONFIG_HOME="$PWD/config" XDG_CACHE_HOME="$PWD/cache"
export XDG_STATE_HOME="$PWD/state" XDG_RUNTIME_DIR="$PWD/run" TERM=xterm
mkdir -m 700 run

start sim pstn-sim --listen 127.0.0.1:0 --rest 127.0.0.1:0 --events \
	--operation-time 2s
wait_for 10 grep -q ready sim.out
OFFHOOK_CONNECTION_STRING=$(jq -r 'select(.event == "ready").connection' \
	sim.out)
export OFFHOOK_CONNECTION_STRING

# at_terminal ANSWER COMMAND: stdin, stdout and stderr are one
at_terminal() {
	status=0
	echo "$1" | script -qec "$2" typescript >/dev/null || status=$?
	# Without the lines of script itself, ends of lines as everywhere
	out=$(sed '/^Script /d' typescript | tr -d '\r')
	echo "$out" | sed 's/^/# /' >&2
}


at_terminal "" "numbers search US --type geographic"
is "$status" 0 "a search that takes 2 s"
like "$(cat typescript)" 'search running, 1 s' "tells what it waits for"
like "$(tr '\r' '\n' <typescript)" '^.\[Ksearch +[0-9a-f-]+$|^search +[0-9a-f]+-' \
	"the line is gone before the answer"
id=$(sed -n 's/.*numbers buy \([0-9a-f-]*\).*/\1/p' typescript)

at_terminal "" "numbers search US --type geographic --quiet"
unlike "$(cat typescript)" running "--quiet shows no progress"
run numbers search US --type geographic
unlike "$err" running "nor does stderr that is no terminal"

at_terminal no "numbers buy $id"
is "$status" 30 "no is no"
like "$out" 'buy \+1206.*1\.00 USD a month; with the 0 numbers you have' \
	"what it costs is asked first"
like "$out" 'not confirmed: nothing was done' "and nothing is done"
at_terminal y "numbers buy $id"
is "$status" 30 "only yes is yes"
run numbers
is "$status,$out" 1, "nothing was bought"

at_terminal yes "numbers buy $id"
is "$status" 0 "yes buys"
run numbers --json
like "$(field .number)" '^\+1206' "the number is there"
number=$(field .number)
at_terminal no "numbers release $number"
is "$status" 30 "a number is not given back by mistake"
at_terminal yes "numbers release $number"
is "$status" 0 "yes gives it back"
run numbers
is "$status,$out" 1, "and it is gone"

stop sim
done_testing

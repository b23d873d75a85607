#!/bin/sh
# At a terminal: a question before money is spent, of which only "yes" is a
# yes, and one line that tells how it goes.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/numbers.sh"
need jq
need_terminal

sell sim --operation-time 1s

# terminal NAME COMMAND: at one of its own; type NAME presses its keys
terminal() {
	mkfifo "$1.keys"
	start "$1" sh -c 'exec script -qefc "$1" /dev/null <"$2"' sh "$2" \
		"$1.keys"
	exec 9>"$1.keys"
}
typed() {
	printf '%b' "$1" >&9
}
asked() {
	grep -q 'type yes' "$1.out"
}

found US --type geographic
terminal no "numbers buy $search"
wait_for 10 asked no
like "$(cat no.out)" "buy \\$number: 1.00 USD a month; with the 0 numbers" \
	"buy: the question has the price"
typed 'y\n'
finish no 10
is "$status" 30 "y is no yes"
exec 9>&-
is "$(requests sim 'POST .*:purchase')" 0 "nothing was sent"

terminal wait "numbers buy $search"
wait_for 10 asked wait
typed '\0003'
finish wait 10
is "$status" 130 "Ctrl-C at the question"
exec 9>&-
is "$(requests sim 'POST .*:purchase')" 0 "nothing was sent"

terminal late "numbers buy $search --timeout 500ms"
finish late 10
is "$status" 124 "--timeout at the question"
exec 9>&-

terminal yes "TERM=xterm numbers buy $search"
wait_for 10 asked yes
typed 'yes\n'
finish yes 20
is "$status" 0 "yes is one"
exec 9>&-
like "$out" 'purchase running' "how it goes is told while one waits"
like "$(tail -n 1 yes.out)" "\\$number +US" "and then the number"
like "$(tr '\r' '\n' <yes.out)" '^.\[KNUMBER ' \
	"on a line of its own: the progress is gone"
run numbers --json
is "$(field .number)" "$number" "it was bought"

terminal release "numbers release $number"
wait_for 10 asked release
like "$(cat release.out)" "give \\$number back to carrier simulated\\?" \
	"release: the question"
typed 'yes\n'
finish release 20
is "$status" 0 "yes gives it back"
unlike "$out" 'release running' "a dumb terminal gets no such line"
exec 9>&-
run numbers
is "$status" 1 "it was"

stop sim
done_testing

#!/bin/sh
# The line phone at a terminal that takes no output for a while: it goes on,
# can be ended, and tells what has happened when it is read again.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq python3
trap 'tmux_does CONT; screen_end' EXIT

network '+14255550311  answer, echo'
without_handset

# tmux_does SIGNAL: it is who reads
tmux_does() {
	[ -z "$tmux_pid" ] || kill -"$1" "$tmux_pid"
}

# stuck NAME OPTION...: a phone with a call, whose terminal has no room
stuck() {
	window "$1" 80x24 "phone --config ./phone.conf --timeout 100 $2"
	sees "$1" 'the phone is ready'
	keys "$1" 'call +14255550311' Enter
	sees "$1" 'is on the line'
	tmux_pid=$(tmux display -p '#{pid}')
	tty=$(tmux display -p -t "$1" '#{pane_tty}')
	phone=$(pgrep -P "$(tmux display -p -t "$1" '#{pane_pid}')" phone)
	tmux_does STOP
	python3 -c '
import os, sys
fd = os.open(sys.argv[1], os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
try:
    while True:
        os.write(fd, b"filled\r\n" * 32)
except BlockingIOError:
    pass' "$tty"
}

is_over() {
	tap_is_over "$phone"
}

# on_hold, resumed: as seen from elsewhere
on_hold() {
	run command call list --json
	run hold --call "$(field .call)"
}

for way in '' --plain; do
	ok "stuck${way:+, $way}" stuck a "$way"
	on_hold
	is "$status" 0 "what happens meanwhile"
	live_are "+14255550311 held;" "happens"
	tmux_does CONT
	ok "is told when it is read again" sees a 'is on hold'
	keys a 'resume' Enter
	ok "lines are done" sees a '^ok resume'
	keys a 'quit now' Enter
	ended a
	is "$status" 0 "and it leaves"
	is "$(cat a.before)" "$(cat a.after)" "the terminal is what it was"
	close a
	ok "the telephone goes, too" wait_for 10 no_phone

	for signal in TERM HUP; do
		ok "stuck again" stuck b "$way"
		on_hold
		live_are "+14255550311 held;" "something is to be told"
		kill -"$signal" "$phone"
		ok "SIG$signal: it ends though nobody reads" \
			wait_for 6 is_over
		ok "hung up, and nothing is left" wait_for 10 no_phone
		tmux_does CONT
		ended b
		is "$status" 143 "read again: the status"
		is "$(cat b.before)" "$(cat b.after)" \
			"the terminal is what it was"
		close b
	done
done
done_testing

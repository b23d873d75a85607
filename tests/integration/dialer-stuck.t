#!/bin/sh
# A terminal that takes no output for a while: nobody reads it. The dialer
# goes on, can be ended, and shows how things stand when it is read again.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq
trap 'tmux_does CONT; screen_end' EXIT

network '+14255550311  answer, echo'
without_handset

# tmux_does SIGNAL: it is who reads
tmux_does() {
	[ -z "$tmux_pid" ] || kill -"$1" "$tmux_pid"
}

# stuck NAME: a screen with a call, whose terminal takes no more: as pictures
# of another size each are drawn whole, there is soon no room for one
stuck() {
	screen "$1" 80x24 4255550311
	sees "$1" 'up .*14255550311'
	tmux_pid=$(tmux display -p '#{pid}')
	tty=$(tmux display -p -t "$1" '#{pane_tty}')
	dialer=$(pgrep -P "$(tmux display -p -t "$1" '#{pane_pid}')" dialer)
	tmux_does STOP
	for n in $(seq 40); do
		stty -F "$tty" rows "$((24 + n % 2))" cols "$((80 + n))"
		wait_for 2 drawn
	done
	full
}

# drawn: what the last resize asked for has been dealt with: it waits in its
# loop again
drawn() {
	grep -q '^State:[[:space:]]*S' "/proc/$dialer/status"
}

# full: the terminal has no room
full() {
	python3 -c '
import os, select, sys
fd = os.open(sys.argv[1], os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
sys.exit(bool(select.select([], [fd], [], 0)[1]))' "$tty"
}

is_over() {
	tap_is_over "$dialer"
}

need python3
ok "a terminal that takes no output" stuck a
live_are "+14255550311 up;" "the call is up"
run command call list --json
id=$(field .call)
run hold --call "$id"
is "$status" 0 "it is held from elsewhere"
# The size that tmux believes in, again
stty -F "$tty" rows 24 cols 80
tmux_does CONT
ok "read again, it is seen" sees a 'held .*14255550311'
keys a h
ok "keys count" sees a 'up .*14255550311'
keys a q x
ended a
is "$status" 0 "and it leaves"
is "$(cat a.before)" "$(cat a.after)" "the terminal is what it was"
close a
ok "the telephone goes, too" wait_for 10 no_phone

for signal in TERM HUP; do
	ok "stuck again" stuck b
	kill -"$signal" "$dialer"
	ok "SIG$signal: it ends though nobody reads" wait_for 5 is_over
	ok "hung up, and nothing is left" wait_for 10 no_phone
	tmux_does CONT
	ended b
	is "$status" 143 "read again: the status"
	is "$(cat b.before)" "$(cat b.after)" "the terminal is what it was"
	close b
done

ok "stuck again" stuck c
run dialer --detach
is "$status" 0 "dialer --detach"
ok "sends it away" wait_for 5 is_over
tmux_does CONT
ended c
is "$status" 0 "read again: the status"
live_are "+14255550311 up;" "the call goes on"
done_testing

#!/bin/sh
# A telephone process that does not answer, as one that is stopped: orders
# fail in time and say so, the screen says so, and all goes on when it does.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq
trap 'phoned_does CONT 2>/dev/null; screen_end' EXIT

network '+14255550311  answer, echo'
without_handset
lock=$XDG_RUNTIME_DIR/offhook/phoned.lock

phoned_does() {
	kill -"$1" "$(cat "$lock")"
}

# script: a phone that is told what to do, by order
script() {
	mkfifo s.in
	phone --config ./phone.conf --timeout 100 <s.in >s.out 2>s.err &
	s_pid=$!
	tap_started="$tap_started s"
	exec 7>s.in
}

order() {
	echo "$*" >&7
}

# told REGEX: by the script's phone, before long
told() {
	wait_for 15 grep -Eq -- "$1" s.out || { cat s.out s.err >&2; return 1; }
}

how='phoned does not answer; wait for it, or .kill -KILL [0-9]+. ends it'

# --- a script
script
order call +14255550311
order wait answer
ok "a script has a call" told 'ok wait: answered'
phoned_does STOP
begun=$(date +%s)
order hold
ok "an order to one that hangs fails, and what can be done is said" \
	told "^error hold: $how"
between "$(($(date +%s) - begun))" 3 9 "after some seconds"
ok "so is the event" told '^! phoned does not answer'
begun=$(date +%s)
order wait end
order quality
order mute
ok "others fail at once" told '^error mute: phoned does not answer'
ok "what would be waited for, too" told '^error wait: phoned does not answer'
ok "and what is measured" told '^error quality: phoned does not answer'
between "$(($(date +%s) - begun))" 0 2 "at once indeed"
order wait 100ms
ok "time passes all the same" told 'ok wait: time is over'
is "$(grep -c '^error' s.out)" 4 "each is told once"
phoned_does CONT
ok "it goes on: that is told" told '^\* phoned answers again'
order resume
ok "and orders are done" told '^ok resume'
live_are "+14255550311 up;" "the call is there"
phoned_does STOP
order wait end
ok "what is being waited for fails in time" eval \
	'wait_for 15 sh -c "[ \$(grep -c \"^error wait\" s.out) = 2 ]"'
exec 7>&-
finish s 3
is "$status" 69 "the end of the lines: left at once, with its status"
run timeout 20 phone --config ./phone.conf </dev/null
is "$status" 69 "a script that begins then"
like "$err" "^phone: $how" "says so"
phoned_does CONT
ok "when it goes on it hangs up, and leaves" wait_for 10 no_phone

# --- a screen
screen a 80x24 4255550311
ok "a screen has a call" sees a 'up .*14255550311'
phoned_does STOP
ok "one that hangs is seen" sees a 'PHONE DOES NOT ANSWER'
ok "and what can be done" sees a 'kill -KILL'
keys a h
ok "an order is refused" sees a 'hold: phoned does not answer'
keys a S
ok "S says what is in its way" sees a 'start: phoned does not answer'
keys a n C-u 4255550177
ok "a number can be typed" sees a '425.*555.*0177'
keys a C-u Escape
phoned_does CONT
ok "it goes on: that is seen" sees a 'handset none'
ok "not the other thing" misses a 'NOT ANSWER'
live_are "+14255550311 up;" "what was refused is not done"
keys a Tab h
live_are "+14255550311 held;" "keys count"
phoned_does STOP
ok "it hangs again" sees a 'PHONE DOES NOT ANSWER'
keys a q d
ended a
is "$status" 0 "detached all the same"
is "$(cat a.before)" "$(cat a.after)" "the terminal is what it was"
ok "and told that it hangs" sees a 'phoned does not answer'
close a
window b 80x24 "dialer --config ./phone.conf"
ended b
is "$status" 69 "a screen that would begin then"
ok "says so" sees b "^dialer: phoned does not answer"
phoned_does CONT
live_are "+14255550311 held;" "when it goes on, it has kept the call"
done_testing

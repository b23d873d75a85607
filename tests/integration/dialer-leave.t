#!/bin/sh
# Leaving the dialer, on purpose or not: who has the calls then, and how the
# terminal is left.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq

network '+14255550311  answer, echo'
without_handset

# up NAME: a call, from a new dialer
up() {
	screen "$1" 80x24 4255550311
	sees "$1" 'up .*14255550311'
}

# process NAME: of the dialer in that window
process() {
	pgrep -P "$(tmux display -p -t "$1" '#{pane_pid}')" dialer
}

# hung_up: the network was told so
hung_up() {
	[ "$(grep -c '"event":"ended"' net.out)" = "$1" ]
}

# --- detached, and back
ok "a number on the command line is called" up a
keys a q
ok "q asks while a call is up" sees a 'Leave, calls go on'
keys a Escape
ok "Esc stays" misses a 'Leave, calls go on'
keys a q d
ended a
is "$status" 0 "d: detached"
is "$(cat a.before)" "$(cat a.after)" "the terminal is what it was"
ok "it says what goes on" sees a '1 call goes on'
live_are "+14255550311 up;" "and it does"
close a
screen b 80x24
ok "a dialer comes back to it" sees b 'up .*14255550311'
run dialer --detach
is "$status" 0 "dialer --detach"
ended b
is "$status" 0 "sends that screen away"
live_are "+14255550311 up;" "the call goes on"
close b
screen c 80x24
sees c 'up .*14255550311'
keys c q x
ended c
is "$status" 0 "x: hung up and left"
ok "the network is told" wait_for 10 hung_up 1
close c
up d
screen e 80x24
sees e 'up .*14255550311'
keys e q x
ended e
ok "x hangs up though another screen looks on" wait_for 10 hung_up 2
ok "which stays" misses d '(up|held) .*14255550311'
keys d q
ended d
is "$status" 0 "until it leaves, too"
close e
close d
ok "the telephone goes, too" wait_for 10 no_phone
run dialer --detach
is "$status" 1 "dialer --detach without one"
like "$err" '^dialer: no phone is running' "says so"

# --- ended from outside
ok "another call" up k
kill -KILL "$(process k)"
ok "kill -9: hung up" wait_for 10 hung_up 3
ok "and nothing is left" wait_for 10 no_phone
close k
ok "another call" up t
kill -TERM "$(process t)"
ended t
is "$status" 143 "SIGTERM"
is "$(cat t.before)" "$(cat t.after)" "the terminal is what it was"
ok "hung up" wait_for 10 hung_up 4
ok "and nothing is left" wait_for 10 no_phone
close t
ok "another call" up s
kill -SEGV "$(process s)"
ended s
is "$status" 139 "a crash"
is "$(cat s.before)" "$(cat s.after)" "leaves the terminal as it was"
ok "not in the screen of its own" misses s 'Calls'
ok "hung up" wait_for 10 hung_up 5
ok "and nothing is left" wait_for 10 no_phone
close s
ok "another call" up w
close w
ok "a window that is closed: hung up" wait_for 10 hung_up 6
ok "and nothing is left" wait_for 10 no_phone

# --- stopped
window z 80x24 "PS1='ready> ' bash --norc -i"
sees z '^ready> *$'
keys z "dialer --config ./phone.conf --timeout ${screen_s}s 4255550311" Enter
ok "another call" sees z 'up .*14255550311'
keys z C-z
ok "Ctrl-Z gives the shell back" sees z 'Stopped'
live_are "+14255550311 up;" "and keeps the call"
keys z 'echo at the sh''ell' Enter
ok "which works" sees z '^at the shell'
keys z 'fg' Enter
ok "fg comes back" sees z 'up .*14255550311'
kill -TSTP "$(pgrep -n -f "dialer --config ./phone.conf --timeout ${screen_s}s 4255550311")"
ok "SIGTSTP does the same" sees z 'Stopped'
keys z 'fg' Enter
ok "and so does fg" sees z 'up .*14255550311'
keys z h
live_are "+14255550311 held;" "keys work again"

# --- the phone dies
kill -KILL "$(cat "$XDG_RUNTIME_DIR/offhook/phoned.lock")"
ok "a phone that dies is told of" sees z 'phone has gone'
keys z S
ok "S starts another" sees z 'handset'
live_are "" "without calls"
keys z n 4255550311 Enter
ok "which calls" sees z 'up .*14255550311'
keys z q x
ok "x leaves" sees z '^ready> *$'
ok "the telephone goes, too" wait_for 10 no_phone

# --- the far end dies
sed -i 's/^\[dial\]/[dial]\nsilence = 2s/' phone.conf
ok "another call" up f
kill -KILL "$net_pid"
ok "a far end that dies: the call ends" sees f 'ended .*14255550311'
ok "and it is said why" sees f 'no-media|silen|network'
keys f q
ended f
is "$status" 0 "left"
done_testing

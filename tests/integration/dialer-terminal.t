#!/bin/sh
# Terminals of all kinds and sizes: resized during a call, without colours,
# with characters of ASCII, pasted into; and those that will not do.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq

network '+14255550311  answer, echo'
without_handset

# --- sizes
screen a 80x24 4255550311
ok "80x24: a call" sees a 'up .*14255550311'
tmux resize-window -t a -x 40 -y 10
ok "40x10: says it is small" sees a '60'
ok "and shows the call" sees a '4255550311'
keys a h
live_are "+14255550311 held;" "keys count there"
tmux resize-window -t a -x 1 -y 1
tmux resize-window -t a -x 120 -y 40
ok "120x40, by way of 1x1: the call is there" sees a 'held .*14255550311'
ok "and more panes" sees a 'Contacts'
keys a h
live_are "+14255550311 up;" "keys, too"
tmux resize-window -t a -x 80 -y 24
ok "and back" sees a 'up .*14255550311'

# --- pasted: typed, not done
tmux set-buffer 'x'
tmux paste-buffer -p -t a
ok "a letter that is pasted is no key" sees a ':call x'
live_are "+14255550311 up;" "the call is up"
keys a Escape
tmux set-buffer "+1 (425) 555-0177
x"
tmux paste-buffer -p -t a
ok "a line end does nothing" sees a '425.*555'
live_are "+14255550311 up;" "the call is up"
keys a Escape
keys a n C-u
tmux set-buffer '+1 (425) 555-0177'
tmux paste-buffer -p -t a
ok "a number goes to the number entry" sees a '14255550177'
keys a C-u

# --- another process's calls
start other dial --config ./phone.conf --events --max 60 +14255550311
wait_for 10 happened other answered
keys a q d
ended a
close a
screen b 100x30 --attach
ok "--attach: the call of dial" sees b '1 call|2 calls'
two() { [ "$(shown b | grep -c 'up .*4255550311')" = 2 ]; }
ok "beside one's own" wait_for 10 two
keys b ":hold $(event other answered .call | tail -c 9)" Enter
held() { happened other held; }
ok "can be held" wait_for 10 held
keys b ':hangup all' Enter
finish other 10
live_are "" ":hangup all is for both"
keys b q
ended b
is "$status" 0 "q leaves"
close b

# --- colours and characters
# look TERM ENV OPTION: escape sequences of a screen, in look.raw
look() {
	window look 80x24 "script -qfec 'stty rows 24 cols 80; TERM=$1 $2 \
		dialer --config ./phone.conf $3' look.raw"
	wait_for 10 grep -q Leave look.raw
	sees look 'Leave' 
	keys look q
	ended look
	close look
}
colored='\[[0-9;]*(3|4)[0-7](;[0-9]+)*m|\[38;5'
for term in xterm-256color linux; do
	look $term "" ""
	ok "$term: colours" grep -aEq "$colored" look.raw
	is "$status" 0 "$term: left"
done
look vt100 "" ""
ok "vt100: none" sh -c "! grep -aEq '$colored' look.raw"
look xterm-256color NO_COLOR=1 ""
ok "NO_COLOR: none" sh -c "! grep -aEq '$colored' look.raw"
look xterm-256color NO_COLOR=1 --color=always
ok "--color=always: they are there" grep -aEq "$colored" look.raw
look xterm-256color "" --color=never
ok "--color=never: none" sh -c "! grep -aEq '$colored' look.raw"
look xterm LC_ALL=C ""
ok "a locale of ASCII: nothing else" sh -c \
	"! LC_ALL=C grep -aq '[^ -~[:cntrl:]]' look.raw"
look xterm LC_ALL=C.UTF-8 ""
ok "UTF-8: frames" grep -aq '─' look.raw

# --- keys and colours of one's own
cat phone.conf - >own.conf <<-'END'
	[keys]
	F9 = pane log
	x =
	[colors]
	bar = black on yellow
END
chmod 600 own.conf
window own 80x24 "dialer --config ./own.conf"
sees own 'Number'
keys own F9
ok "[keys]: another key" sees own '\[Log\]'
keys own q
ended own
close own
cat phone.conf - >bad.conf <<-'END'
	[keys]
	F99 = hold
	h = hodl
	[colors]
	bar = black on pink
	bra = red
END
chmod 600 bad.conf
run dialer --config ./bad.conf --print-keys
is "$status" 78 "faults of keys and colours"
line=$(($(wc -l <phone.conf) + 2))
like "$err" "bad.conf:$line: \\[keys\\]: F99: no such key" "a key"
like "$err" "bad.conf:$((line + 1)): \\[keys\\]: h: no such order" "an order"
like "$err" "bad.conf:$((line + 3)): \\[colors\\]: bar: not a colour" \
	"a colour"
like "$err" "bad.conf:$((line + 4)): \\[colors\\]: bra: nothing has" "a name"

# --- what will not do
run dialer
is "$status" 64 "no terminal"
like "$err" "terminal.*'phone'" "says so, and names phone"
window dumb 80x24 "TERM=dumb dialer"
ended dumb
is "$status" 64 "TERM=dumb"
ok "says so, and names phone" sees dumb "TERM=dumb.*'phone'"
close dumb
window bare 80x24 "env -u TERM dialer"
ended bare
is "$status" 64 "no TERM at all"
ok "says so" sees bare "TERM is not set.*'phone'"
close bare
window odd 80x24 "TERM=no-such dialer"
ended odd
is "$status" 64 "an unknown one"
ok "says so" sees odd 'TERM=no-such'
ok "no telephone was started" no_phone
run dialer --color=red
is "$status" 64 "--color=red"
run dialer --json
is "$status" 64 "--json"
run dialer "it's"
is "$status" 64 "what can be no number"
done_testing

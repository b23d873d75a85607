#!/bin/sh
# The line phone at a terminal: what happens does not destroy what is being
# typed; words are completed, lines kept; and text of strangers.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
. "$OFFHOOK_TOP/tests/lines.sh"
need socat ss

# line NAME: the last line that is not empty
line() {
	shown "$1" | sed '/^ *$/d' | tail -n 1
}

# stands NAME REGEX: the last line is like that
stands() {
	line "$1" | grep -Eq -- "$2"
}

window p 80x24 "phone --timeout 100"
ok "it is there" sees p 'the phone is ready'
ok "with a prompt" wait_for 5 stands p '^phone>'
keys p 'call Ni' Tab
ok "a name is completed, in quotes" wait_for 5 stands p "call 'Night desk'"
keys p Enter
ok "and called" sees p 'it rings at Night desk'
ok "the prompt tells of it" wait_for 5 stands p '^phone Night desk rings 0:0[0-9]>'
keys p 'hang' Tab Enter
ok "hung up" sees p 'ok hangup'
ok "the prompt is as before" wait_for 15 stands p '^phone>'

# --- somebody rings while a line is typed
keys p -l 'say half a sen'
ok "half a line" wait_for 5 stands p '> say half a sen$'
start ann pstn-sim call "sip:+14255550150@127.0.0.1:$port" \
	--from +14255550411 --for 60s
ok "somebody rings" sees p '^\* Anna Bell calls by sim'
ok "the line is there again, below" wait_for 5 stands p \
	'^phone Anna Bell rings 0:0[0-9]> say half a sen$'
keys p -l 'tence'
ok "and goes on" wait_for 5 stands p '> say half a sentence$'
keys p C-c
ok "Ctrl-C removes it" wait_for 5 stands p '^phone Anna Bell rings 0:[0-9]*> *$'
keys p 'answer' Enter
ok "answered" sees p 'Anna Bell is on the line'
ok "the prompt tells how long" wait_for 8 stands p '^phone Anna Bell 0:0[2-9]>'
keys p 'send-digits 4711' Enter
ok "keys" sees p 'ok send-digits'

# --- stopped and gone on
pid=$(pgrep -P "$(tmux display -p -t p '#{pane_pid}')" phone)
keys p C-z
stopped() {
	grep -q '^State:.*T' "/proc/$pid/status"
}
ok "Ctrl-Z stops it" wait_for 5 stopped
run offhook call list
like "$out" ' up .*\+14255550411' "the call goes on"
kill -CONT "$pid"
keys p 'calls' Enter
ok "continued" sees p '#2 .* up, from \+14255550411, Anna Bell'

# --- leaving
keys p C-c
ok "Ctrl-C with a call up says so" sees p '1 call is up: Ctrl-C again'
keys p 'quit' Enter
ok "quit asks, too, or hangs up" wait_for 10 test -e p.status
is "$(cat p.status)" 0 "the status"
wait_for 5 test -e p.after
is "$(cat p.before)" "$(cat p.after)" "the terminal is what it was"
finish ann 10
like "$out" answered "they were hung up"

# --- the lines are kept, for oneself, without keys
kept=$XDG_STATE_HOME/offhook/phone_history
is "$(stat -c %a "$kept")" 600 "the lines are nobody else's"
like "$(cat "$kept")" "^call 'Night desk'" "lines"
unlike "$(cat "$kept")" 4711 "but no keys"
window q 80x24 "phone --timeout 60"
sees q 'the phone is ready'
keys q Up Up
ok "are there the next time" wait_for 5 stands q '> calls$'
keys q C-c C-d
ok "Ctrl-D leaves" wait_for 10 test -e q.status
is "$(cat q.status)" 0 "with this status"

# --- plain, at a terminal: nothing but lines
window r 80x24 "phone --plain --timeout 60 | tee plain.out"
window s 80x24 "TERM=dumb script -qec 'phone --timeout 30' dumb.out"
sees s 'the phone is ready'
keys s 'help wait' Enter
ok "a dumb terminal" sees s '^wait TIME'
keys s C-d
ok "is left" wait_for 10 test -e s.status
unlike "$(cat dumb.out)" "$(printf '\033')" "without one sequence"

# --- text of strangers
start odd sh -c 'printf "%s\n" "wait incoming 20s" calls reject log | phone'
wait_for 10 test -S "$XDG_RUNTIME_DIR"/offhook/ctl/[0-9]*
# Where it listens for its trunk, which is on this machine
phoned=$(cat "$XDG_RUNTIME_DIR/offhook/phoned.lock")
at=$(ss -Hlunp 2>/dev/null | grep "pid=$phoned," | grep -o '127.0.0.1:[0-9]*' |
	head -n 1)
uri=sip:+14255550150@$at
bad=$(printf '\033]0;x\007\033[2J\342\200\256evil')
printf '%s\r\n' "INVITE $uri SIP/2.0" \
	"Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK$$;rport" \
	"From: \"$bad\" <sip:ann%1b%5b2Ja@127.0.0.1>;tag=1" \
	"To: <$uri>" "Call-ID: odd-$$" 'CSeq: 1 INVITE' 'Max-Forwards: 70' \
	'Contact: <sip:ann@127.0.0.1:9>' 'Content-Length: 0' '' |
	socat -t 3 - "UDP:$at" >odd.sip 2>&1 || :
sed 's/^/# /' odd.sip >&2
finish odd 30
like "$out" '^\* .* calls' "somebody with an odd name calls"
unlike "$out" "$(printf '\033|\007|\342\200\256')" "nothing of it is shown"
done_testing

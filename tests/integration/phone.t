#!/bin/sh
# The line phone told by scripts: calls that go out and come in, keys, holding,
# recording, transfer, conference; what it says, word for word.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/lines.sh"
need jq

# --- one call with all that belongs to it, word for word
told 60 '# a comment' '' 'call +14255550412' 'wait answer 10s' \
	'record start both.wav' 'wait 2s' 'hold' 'calls' 'resume' \
	'send-digits 1w2' 'mute' 'calls' 'unmute' 'record stop' hangup \
	'wait end 5s'
is "$status" 0 "a call"
sed "s/ [0-9a-f]\{8\}\( \|$\)/ ID\1/; s/, 0:0[0-9],/, TIME,/; s,$PWD/,,
	s/, [0-9.]* s,/, N s,/; s/, [0-9.]* seconds//" run.out >said
cat >want <<-'END'
	ok call: call ID
	* calling +14255550412 by sim
	* +14255550412 is on the line (PCMU/8000)
	ok wait: answered
	ok record: path both.wav
	* recording +14255550412 into both.wav
	ok wait: time is over
	ok hold
	* +14255550412 is on hold
	#1 ID held, to +14255550412, TIME, talking, recorded, PCMU/8000
	ok resume
	* +14255550412 is no longer on hold
	ok send-digits
	* sent to +14255550412: 1w2
	ok mute
	#1 ID up, to +14255550412, TIME, talking, muted, recorded, PCMU/8000
	ok unmute
	ok record: path both.wav
	ok hangup
	* the call with +14255550412 is over
	ok wait: the call is over
END
# A reply and the event of the same thing come in any order.
sort said >said.sorted
is "$(sort want | diff - said.sorted)" "" "in these words, and no others"
is "$(grep -v '^[*]' said)" "$(grep -v '^[*]' want)" "in this order"
unlike "$(cat run.out)" "$(printf '\033|\007')" "nothing moves a cursor"
ok "phoned has gone" wait_for 5 over_by_now
between "$(wavtool tone both.wav 1 700 0.5 1.5)" -1 1 "they are on the record"
is "$(event net digit .digit | tr -d '\n')" 12 "the keys were heard"

# --- what becomes of a call is the status
while IFS='|' read -r want orders; do
	eval "told 40 $orders"
	is "$status" "$want" "status of: $orders"
done <<-'END'
	10|'call +14255550110' 'wait answer'
	10|'call +14255550110' 'wait end'
	13|'call +14255550199' 'wait answer'
	30|'call 911' 'call +14255550412' 'wait answer'
	30|'look 911'
	0|'look +14255550411'
	0|'call "Anna Bell"' 'wait answer 10s'
	0|'call +14255550415' 'wait end 10s'
	19|'call +14255550415' 'wait answer' 'wait end' 'wait digit'
	124|'call "night desk"' 'wait answer 1s'
	124|'wait incoming 500ms'
	0|'wait 100ms'
	0|quit
	0|'help' 'help call' 'contacts' 'history' 'log' 'calls' 'status'
END
told 40 'call +14255550416' 'wait answer' 'wait digit 5s'
like "$out" '^ok wait: digits 7$' "a key of theirs is waited for"
told 40 'call +14255550411' 'wait answer 5s' 'wait 1200ms' quality
like "$out" '^ok quality: MOS 4\.[0-9], loss 0.0 %, jitter [0-9.]+ ms' \
	"quality of a call"
told 40 'call +14255550411' 'wait answer 5s' ladder 'ladder 0'
like "$out" '^0 0\.000 to 127.0.0.1:[0-9]+ INVITE sip:' "its SIP messages"
like "$out" '^ok ladder: [1-9][0-9]* messages$' "all of them"
like "$out" '^CSeq: .* INVITE$' "and the text of one"

# --- transfer, and two calls joined
told 40 'call +14255550411' 'wait answer 5s' 'transfer +14255550415' \
	'wait end 5s'
like "$out" '^ok transfer: text (referred|bridged)' "they are put through"
told 40 'call +14255550411' 'wait answer 5s' 'transfer +14255'
like "$out" "^error transfer: target: '\+14255': ." "what is no number, and why"
told 60 'call +14255550412' 'wait answer' 'call +14255550414' 'wait answer' \
	'wait 500ms' calls 'record start joined.wav' 'join #1 &' 'wait 2s' calls 'record stop'
is "$status" 0 "two calls joined"
like "$out" '^#1 .* held, to \+14255550412' "the first was held before"
is "$(grep -c ' up, to ' run.out)" 3 "then it is not"
like "$out" '^#1 .*, joined with #2, ' "and is told to be joined"
between "$(wavtool tone joined.wav 0 700 1.0 1.8)" -6 6 "one hears the other"

# --- somebody rings
# called_at: it speaks at once, and can be called when it is registered
called_at() {
	printf 'status\n' | phone | grep -q 'called at sip:'
}
ok "where it can be called" wait_for 15 called_at
wait_for 5 over_by_now
# ready_times N: each phone says once that it can be called
ready_times() {
	[ "$(grep -c 'ready: call' "$XDG_STATE_HOME/offhook/phoned.log")" = "$1" ]
}
before=$(grep -c 'ready: call' "$XDG_STATE_HOME/offhook/phoned.log")
start taker sh -c 'printf "%s\n" "wait incoming 20s" calls answer \
	"wait answer" "wait 1s" hangup "wait end" | phone'
ring() {
	before=$((before + 1))
	wait_for 10 ready_times "$before"
	start "$1" pstn-sim call "sip:+14255550150@127.0.0.1:$port" \
		--from "$2" --for 20s
}
ring ann +14255550411
finish taker 40
is "$status" 0 "a call comes and is taken"
like "$out" '^\* Anna Bell calls by sim$' "by whom"
like "$out" '^ok wait: Anna Bell$' "is waited for"
like "$out" '^#1 .* ringing, from \+14255550411, Anna Bell' "and listed"
finish ann 10
like "$out" answered "they were heard"
start refuser sh -c 'printf "%s\n" "wait incoming 20s" reject "wait end" |
	phone'
ring bob +14255550161
finish refuser 40
like "$out" '^ok reject$' "one is refused"
finish bob 10
is "$status" 10 "and told so"
done_testing

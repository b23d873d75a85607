#!/bin/sh
# Signals and deadlines: the call is cleared on the wire, the recording and
# the result are complete, and nothing is left behind.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

# has_sound NAME: half a second of its recording can be played
has_sound() {
	[ "$(wavtool length "$1.wav" | tr -d .)" -gt 500 ]
}

start net pstn-sim --listen 127.0.0.1:0 --events
wait_for 10 happened net ready
wavtool make-tone ten.wav 700 10 8000

call ring_int --trace +14255550111
call ring_term +14255550111
call up_int --trace --play ten.wav --loop 0 +14255550106
call up_term +14255550106
call up_hup +14255550106
call timeout --timeout 2 +14255550106
call ring_timeout --timeout 2s +14255550111
call two_int +14255550110 +14255550111 +14255550106

for n in ring_int ring_term ring_timeout two_int; do
	wait_for 10 happened $n ringing
done
for n in up_int up_term up_hup timeout; do
	wait_for 10 happened $n media
done
wait_for 10 has_sound up_int
signal ring_int INT
signal ring_term TERM
signal two_int INT
signal up_hup HUP
signal up_term TERM
signal up_int INT

# ended NAME STATUS CAUSE
ended() {
	over "$1"
	is "$status" "$2" "$1: status $2"
	is "$(field .schema)" offhook.result/1 "$1: the result is complete"
	is "$(field .cause)" "$3" "$1: $3"
	is "$(field .hangup_by)" us "$1: by us"
}
# recorded NAME: as long as the call
recorded() {
	is "$(field .recording_ok)" true "$1: the recording is complete"
	between "$(since "$(wavtool length "$1.wav")" "$(field .billsec)")" \
		-0.1 0.1 "$1: as long as the call"
	between "$(wavtool tone "$1.wav" 1 1004)" -1 0 "$1: playable"
}

ended ring_int 130 interrupted
is "$(field .answer)" null "ring_int: never answered"
like "$err" 'CANCEL sip' "ring_int: CANCEL on the wire"
like "$err" '487 ' "ring_int: confirmed"
ended ring_term 143 terminated
ended two_int 130 interrupted
is "$(field '.tries | length')" 2 "two_int: the third number is not tried"
ended up_int 130 interrupted
recorded up_int
like "$err" 'BYE sip' "up_int: BYE on the wire"
like "$err" '200 .*\(BYE\)' "up_int: confirmed"
ended up_term 143 terminated
recorded up_term
over up_hup
is "$status" 143 "up_hup: as SIGTERM"
recorded up_hup
ended timeout 124 timeout
recorded timeout
between "$(field .duration)" 1.8 2.3 "timeout: of the whole command"
ended ring_timeout 124 timeout

# Nobody there to confirm: 2 s, not longer. The second signal: at once.
call deaf +14255550106
call hasty --trace +14255550106
wait_for 10 happened deaf media
wait_for 10 happened hasty media
signal net STOP
signal hasty INT
wait_for 2 grep -q 'BYE sip' hasty.err
sleep 0.3 # sooner, it would count as the first again
begun=$(date +%s.%N)
signal deaf INT
signal hasty INT
over hasty
between "$(since "$begun" "$(date +%s.%N)")" 0 0.5 "a second signal: at once"
is "$status" 130 "with the same status"
over deaf
between "$(since "$begun" "$(date +%s.%N)")" 1.5 3 \
	"a far end that is dead is waited for 2 s"
is "$status" 130 "with the same status"
is "$(field .cause)" interrupted "and a complete result"
is "$(field .recording_ok)" true "and recording"
signal net CONT
stop net

# timeout(1) sends its signal twice
run timeout 2 dial --json +14255550111
is "$status" 124 "under timeout(1)"
is "$(field .cause)" terminated "the result is complete"

# kill -9: the recording is playable; the network that it had started goes
call killed +14255550106
wait_for 10 happened killed media
wait_for 10 has_sound killed
of_mine() { # processes of this test: its runtime folder is in their environ
	for p in $(pgrep -x pstn-sim); do
		grep -qz "^XDG_RUNTIME_DIR=$XDG_RUNTIME_DIR\$" \
			"/proc/$p/environ" 2>/dev/null && echo "$p"
	done
}
none_of_mine() { [ -z "$(of_mine)" ]; }
like "$(of_mine)" '^[0-9]+$' "a network was started"
signal killed KILL
over killed
is "$status" 137 "killed"
ok "the network goes, too" wait_for 10 none_of_mine
between "$(wavtool tone killed.wav 1 1004)" -1 0 "the recording is playable"
is "$(wavtool channels killed.wav)" 2 "both sides of it"

done_testing

#!/bin/sh
# baresip calls answer; both ends are heard.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/peer/baresip.sh"
need baresip jq sox bash

wavtool make-tone ours.wav 600 2 8000
wavtool make-tone long.wav 600 30 8000

# theirs RATE CHANNELS: what baresip says
theirs() {
	wavtool make-tone mono.wav 850 30 "$1"
	sox mono.wav -c "$2" theirs.wav
}

# ring NAME: it calls answer
ring() {
	baresip_do "$1" dial "sip:+14255550100@127.0.0.1:$port"
	wait_for 5 baresip_saw "$1" CALL_ESTABLISHED
}

# the INVITE of hold has been answered, and another one
resumed() {
	[ "$(grep -c '→  200 OK (INVITE)' desk.err)" -ge 3 ]
}

# both CODEC RATE CHANNELS
both() {
	theirs "$2" "$3"
	baresip_up handset "$1/$2/$3" theirs.wav
	rm -f both.wav
	answering desk --once --play ours.wav --record both.wav
	ring handset
	finish desk 15
	is "$status" 0 "$1: a prompt played to baresip"
	like "$(field .codec)" "^$1/" "in this codec"
	between "$(wavtool tone both.wav 1 850 0.4 1.8)" -1 0.1 \
		"baresip's tone in our recording"
	wait_for 5 baresip_saw handset CALL_CLOSED
	ok "baresip saw us hang up" baresip_saw handset CALL_CLOSED
	baresip_down handset
	between "$(wavtool tone "$(baresip_heard handset)" 0 600 0.3 1.6)" \
		-1 0.1 "our tone in baresip's"
}

both PCMU 8000 1
both PCMA 8000 1
both G722 16000 1
both opus 48000 2

# --- baresip's keys
theirs 8000 1
baresip_up handset PCMU/8000/1 theirs.wav
answering desk --once --gather 9 --play long.wav
ring handset
baresip_do handset sndcode '42*9#'
finish desk 20
is "$status" 0 "keys gathered"
is "$(field .digits)" '42*9' "they are those that baresip pressed"
baresip_down handset

# --- hold and resume, and they hang up
baresip_up handset PCMU/8000/1 theirs.wav
answering desk --once --play long.wav --record hold.wav --events
ring handset
wait_for 5 grep -q '"first' desk.out
baresip_do handset hold
wait_for 5 grep -q 'sendonly\|recvonly' desk.err
baresip_do handset resume
wait_for 5 resumed
baresip_do handset hangup
finish desk 10
is "$status" 19 "held, resumed, hung up by baresip"
is "$(field .hangup_by)" them "the result says so"
like "$err" '→  200 OK \(INVITE\).*recvonly' "hold was answered"
baresip_down handset

# --- refused
baresip_up handset PCMU/8000/1 theirs.wav
answering desk --reject 486
baresip_do handset dial "sip:+14255550100@127.0.0.1:$port"
wait_for 5 baresip_saw handset CALL_CLOSED
like "$(baresip_events handset CALL_CLOSED)" 486 "baresip hears 486"
stop desk
baresip_down handset

done_testing

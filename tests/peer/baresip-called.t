#!/bin/sh
# dial calls baresip; both ends are heard.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/peer/baresip.sh"
need baresip jq sox bash

wavtool make-tone ours.wav 600 2 8000

# theirs RATE CHANNELS: what baresip says; it hangs up at its end
theirs() {
	wavtool make-tone mono.wav 850 20 "$1"
	sox mono.wav -c "$2" theirs.wav
}

# both CODEC RATE CHANNELS
both() {
	theirs "$2" "$3"
	baresip_up called "$1/$2/$3" theirs.wav
	rm -f both.wav
	call --play ours.wav --record both.wav
	is "$(field '"\(.exit_code) \(.played)"')" "0 true" \
		"$1: a prompt played to baresip"
	like "$(field .codec)" "^$1/" "in this codec"
	is "$(field .rtp.lost)" 0 "no packet lost"
	between "$(wavtool tone both.wav 1 850 0.4 1.8)" -1 0.1 \
		"baresip's tone in our recording"
	between "$(wavtool level both.wav 1 0.4 1.8)" -12 -6 "as loud"
	baresip_down called
	between "$(wavtool tone "$(baresip_heard called)" 0 600 0.3 1.6)" \
		-1 0.1 "our tone in baresip's"
	between "$(wavtool level "$(baresip_heard called)" 0 0.3 1.6)" \
		-12 -6 "as loud"
}

both PCMU 8000 1
both PCMA 8000 1
both G722 16000 1
both opus 48000 2

# --- our keys
theirs 8000 1
baresip_up called PCMU/8000/1 theirs.wav
call --send-digits '42w9#' --max 3
is "$status" 21 "keys sent, and then --max"
baresip_down called
is "$(baresip_events called CALL_DTMF_START |
	tr -d '\n')" '429#' \
	"baresip was pressed these"

# --- an echo
baresip_up called PCMU/8000/1 echo
call --play ours.wav --record echo.wav
is "$status" 0 "a prompt into an echo"
between "$(wavtool tone echo.wav 1 600 0.4 1.6)" -1 0.1 "it comes back"
baresip_down called

done_testing

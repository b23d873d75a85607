#!/bin/sh
# What happens on the telephone: silence, loss, holds, forks, attacks.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

wavtool make-tone two.wav 700 2 8000
wavtool make-tone ten.wav 700 10 8000

call mute_play --play two.wav +14255550121
call mute_gather --gather 1 --timeout-first 2 --play two.wav +14255550121
call mute_record --max 3 +14255550121
call loss --play ten.wav --no-barge --gather 1 +14255550122
call twice --max 3 --trace +14255550127
call hold --max 7 --play ten.wav +14255550128
call cause --trace +14255550129
call attack --play two.wav --gather 1 +14255550130
call info --gather 1 +14255550133
call tones --gather 1 +14255550134

# 0121: no audio at all
over mute_gather
is "$status" 20 "0121: who waits for digits gets 20"
is "$(field .cause)" no-media "0121: no audio"
is "$(field .rtp.rx)" 0 "0121: not a packet"
is "$(field .media)" false "0121: and the result says so"
over mute_record
is "$(field .media)" false "0121: nor in a recording"
run dial --events --play two.wav +14255550121
is "$status" 0 "0121: who only plays is done"
is "$(field .played)" true "0121: with all of it"
like "$(field .warning)" 'audio' "0121: but is warned"
over mute_play

# 0122: 10 % loss both ways, jitter, reordering
over loss
is "$status" 0 "0122: the digit comes through"
is "$(field .digits)" 1 "0122: once"
is "$(event loss digit .digit)" 1 "0122: and only once"
between "$(field '100 * .rtp.lost / (.rtp.rx + .rtp.lost)')" 5 16 \
	"0122: about 10 % of their packets are lost"
between "$(field '100 * .rtp.remote_lost / .rtp.tx')" 3 18 \
	"0122: and of ours"
between "$(field .rtp.jitter_ms)" 5 60 "0122: they jitter"
between "$(field .rtp.mos)" 1 4 "0122: it sounds worse"
between "$(since "$(wavtool length loss.wav)" "$(field .billsec)")" \
	-0.15 0.15 "0122: loss does not shorten the recording"

# 0127: two forks answer
over twice
is "$status" 21 "0127: the first call is up"
is "$(printf '%s\n' "$err" | grep -c '200 OK (INVITE)')" 2 "0127: two answers"
between "$(printf '%s\n' "$err" | grep -c 'ACK sip')" 2 4 "0127: both ACKed"
is "$(printf '%s\n' "$err" | grep -c 'BYE sip')" 2 \
	"0127: the second one hung up at once, the first one in the end"
is "$(printf '%s\n' "$err" | grep -c '200 OK (BYE)')" 2 "0127: both say yes"
between "$(sounding twice.wav 1)" 0.3 1 "0127: one voice is heard"
is "$(field .rtp.dropped)" 0 "0127: and no other packets"

# 0128: hold and resume
over hold
is "$status" 21 "0128: the call stays up"
between "$(since "$(when hold answered)" "$(when hold held)")" 1.9 2.2 \
	"0128: held after 2 s"
between "$(since "$(when hold held)" "$(when hold resumed)")" 1.9 2.2 \
	"0128: for 2 s"
is "$(event hold held .by)" them "0128: by them"
between "$(wavtool tone hold.wav 0 700 0.1 1.9)" -1 0 "0128: we play before"
between "$(wavtool level hold.wav 0 2.2 3.8)" -101 -60 \
	"0128: send nothing meanwhile"
between "$(wavtool tone hold.wav 0 700 4.2 6.9)" -1 0 "0128: and play on"

# 0129: a BYE with a reason
over cause
is "$(field .hangup_by)" them "0129: hangs up"
is "$(field .q850)" 31 "0129: with cause 31"
is "$(event cause ended .q850)" 31 "0129: in the event, too"
between "$(field .billsec)" 0.9 1.2 "0129: after 1 s"
like "$err" 'BYE .*Q.850;cause=31' "0129: and in the trace"

# 0130: an attacker
over attack
is "$status" 0 "0130: the call is unharmed"
is "$(field .digits)" 1 "0130: and its digit"
between "$(field .rtp.dropped)" 20 100000 "0130: the attack was counted"
is "$(field .rtp.lost)" 0 "0130: not as loss"
between "$(sounding attack.wav 1)" 0.3 1 "0130: all we hear is hello"
between "$(wavtool level attack.wav 1 1 3)" -101 -60 "0130: then silence"

# 0133, 0134: digits by other ways
over info
is "$status" 0 "0133: done"
is "$(field .digits)" 5 "0133: presses 5"
is "$(event info digit .dtmf)" info "0133: by SIP INFO"
over tones
is "$status" 0 "0134: done"
is "$(field .digits)" 5 "0134: presses 5"
is "$(event tones digit .dtmf)" inband "0134: as tones"
is "$(field .dtmf)" inband "0134: as was agreed"

done_testing

#!/bin/sh
# What takes half a minute: a long ring, a whole tone, the default ring time.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

wavtool make-tone two.wav 700 2 8000
call slow --ring 30 --play two.wav --gather 1 +14255550120
call tone +14255550106
call patient +14255550111
call vanished --ring 60 +14255550124

over slow
is "$status" 0 "0120: answers in the end"
between "$(field .ring_s)" 19.9 20.5 "0120: after ringing 20 s"
is "$(field .digits)" 1 "0120: and presses 1"
between "$(sounding slow.wav 1)" 0.3 1 "0120: having said hello"

over patient
is "$status" 11 "25 s is how long we ring"
between "$(field .ring_s)" 24.9 25.5 "if nothing else is said"

over tone
is "$status" 0 "0106: nothing to do, and they hang up: done"
is "$(field .hangup_by)" them "0106: by their BYE"
between "$(field .billsec)" 29.9 30.5 "0106: after 30 s"
between "$(wavtool length tone.wav)" 29.9 30.5 "0106: all recorded"
between "$(wavtool tone tone.wav 1 1004 0.1 29.9)" -0.2 0 "0106: 1004 Hz"
between "$(field .rtp.rx)" 1490 1530 "0106: 50 packets per second"
between "$(field .rtp.rtt_ms)" 0 20 "0106: RTCP measured the round trip"

over vanished
is "$status" 32 "0124: the network does not reply"
between "$(field .duration)" 30 33 "0124: within 32 s (RFC 3261 timer B)"

done_testing

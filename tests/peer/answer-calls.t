#!/bin/sh
# answer, and SIPp as the one who calls.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq sox

wavtool make-tone a.wav 600 1 8000
wavtool make-tone long.wav 600 20 8000
answering desk --play a.wav

# --- a plain call
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
	To: tag=
	Contact: sip:
	Allow: INVITE, ACK, BYE
	body: m=audio [0-9]+ RTP/AVP 0 101
send ACK
recv BYE
	Reason: Q\.850;cause=16
	Max-Forwards:
send 200
END
is "$status" 0 "answered, played, hung up"
wait_for 5 grep -q schema desk.out
is "$(result desk '"\(.direction) \(.from) \(.exit_code) \(.played)"')" \
	"in +14255550177 0 true" "the result"

# --- the offer comes last
uac <<'END'
send INVITE
recv 100 optional=true
recv 180 optional=true
recv 200
	Content-Type: application/sdp
	body: m=audio [0-9]+ RTP/AVP 0
	body: telephone-event
send ACK sdp
recv BYE
send 200
END
is "$status" 0 "an INVITE without an offer: ours is in the 200"

# --- a codec of their wish, and none of ours
uac <<'END'
send INVITE sdp=8
recv 100 optional=true
recv 180 optional=true
recv 200
	body: m=audio [0-9]+ RTP/AVP 8 101
send ACK
recv BYE
send 200
END
is "$status" 0 "PCMA"

uac <<'END'
send INVITE
	|v=0
	|o=peer 1 1 IN IP4 127.0.0.1
	|s=-
	|c=IN IP4 127.0.0.1
	|t=0 0
	|m=audio 40000 RTP/AVP 18
recv 100 optional=true
recv 488
	To: tag=
send ACK
END
is "$status" 0 "no codec of ours: 488"

# --- the caller hangs up, twice
stop desk
is "$status" 143 "SIGTERM"
answering desk --play long.wav
uac -nr <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
send ACK
pause 200
send INVITE sdp sendonly
recv 200
	body: a=recvonly
send ACK
pause 200
send INVITE sdp
recv 200
	body: a=sendrecv
send ACK
send BYE
	Reason: Q.850;cause=31
recv 200
send BYE
recv 481
END
is "$status" 0 "held, resumed, BYE: 200, and BYE: 481"
wait_for 5 grep -q schema desk.out
is "$(result desk '"\(.exit_code) \(.hangup_by) \(.q850)"')" \
	"19 them 31" "the result"

# --- two at once are one too many
stop desk
answering desk --play long.wav --max-calls 1
cat >first.sipp <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
send ACK
pause 2500
send BYE
recv 200
END
cat >second.sipp <<'END'
send INVITE sdp
recv 100 optional=true
recv 486
	To: tag=
send ACK
END
caller first <first.sipp
wait_for 5 grep -q '^ACK' first.msg
uac <second.sipp
is "$status" 0 "the second finds it busy"
obeyed first "the first is not disturbed"
uac <first.sipp
is "$status" 0 "after that there is room again"
stop desk

done_testing

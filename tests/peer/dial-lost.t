#!/bin/sh
# dial, where packets are lost: what has no answer is said again.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

# SIPp's own notion of a repeated message (-nr: off) would hide ours.
uas deaf -nr <<'END'
recv INVITE
recv INVITE
	CSeq: INVITE
recv INVITE
send 200 sdp
recv ACK
recv BYE
send 200
END
call --max 1
is "$status" 21 "an INVITE unanswered twice"
obeyed deaf "it came three times"

uas ack -nr <<'END'
recv INVITE
send 200 sdp
recv ACK
pause 300
send 200 sdp to=INVITE
	To: [$local];tag=peer1
recv ACK
pause 300
send 200 sdp to=INVITE
	To: [$local];tag=peer1
recv ACK
recv BYE
send 200
END
call --max 2
is "$status" 21 "an ACK lost twice"
obeyed ack "every 200 is acknowledged"

uas bye -nr <<'END'
recv INVITE
send 200 sdp
recv ACK
recv BYE
recv BYE
recv BYE
send 200
END
call --max 1
is "$status" 21 "a BYE lost twice"
obeyed bye "it came three times"

uas dead -nr <<'END'
recv INVITE
send 200 sdp
recv ACK
recv BYE
recv BYE
recv BYE
END
begun=$(date +%s)
call --max 1
is "$status" 21 "nobody answers our BYE"
between $(($(date +%s) - begun)) 1 10 "and we do not wait for ever"
obeyed dead "it was sent again"

done_testing

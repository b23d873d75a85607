#!/bin/sh
# answer, and a caller who never acknowledges our 200: after 64 T1 it is over
# (RFC 3261, 13.3.1.4). This takes 32 s.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

wavtool make-tone a.wav 600 1 8000

answering desk --once --loop 0 --play a.wav
uac -nr -timeout 60 <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
xml <label id="more"/>
recv 200 optional=true next=more
recv BYE
send 200
END
is "$status" 0 "no ACK: in the end a BYE"
between "$(grep -c '^SIP/2.0 200 OK' uac.msg)" 10 13 \
	"until then 200 again and again, at most 4 s apart"
finish desk 10
unlike "$status" '^(0|124)$' "the call has failed"
is "$(field '"\(.hangup_by) \(.answer)"')" "network null" "the result says so"

done_testing

#!/bin/sh
# A call through a box, between two SIP programs that nobody here wrote: the
# caller's hold and resume reach the callee, each side has a session timer of
# its own, and a refresh of one is no business of the other.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

uas callee <<'END'
recv INVITE
	Supported: timer
	Session-Expires: [0-9]+
send 200 sdp
	Supported: timer
	Require: timer
	Session-Expires: 1800;refresher=uac
recv ACK
recv INVITE
	body: a=sendonly
send 200 sdp recvonly
recv ACK
recv INVITE
	body: a=sendrecv
send 200 sdp
recv ACK
recv BYE
send 200
END
{
	printf '[answer]\nlisten = 127.0.0.1:0\n'
	cat trunk.conf
	printf 'register = never\ncaller_id = +14255550160\nsession_expires = 1800\n'
} >box.conf
start box answer --events --trace --config box.conf --from-anyone \
	--forward +14255550106
wait_for 10 grep -q 'ready: ' box.err
port=$(sed -n 's/.*ready: .*127.0.0.1:\([0-9]*\).*/\1/p' box.err | head -n 1)

uac <<'END'
send INVITE sdp
	Supported: timer
	Session-Expires: 90;refresher=uac
recv 100 optional=true
recv 180 optional=true
recv 200
	Session-Expires: 90;refresher=uac
send ACK
pause 300
send INVITE sdp sendonly
	Supported: timer
	Session-Expires: 90;refresher=uac
recv 100 optional=true
recv 200
	Session-Expires: 90
	body: a=recvonly
send ACK
pause 500
send INVITE sdp
	Supported: timer
	Session-Expires: 90;refresher=uac
recv 100 optional=true
recv 200
	body: a=sendrecv
send ACK
pause 300
send UPDATE
	Supported: timer
	Session-Expires: 90;refresher=uac
recv 200
	Session-Expires: 90;refresher=uac
send BYE
recv 200
END
is "$status" 0 "the caller holds, resumes, refreshes and hangs up"
obeyed callee "the callee is held and resumed, and sees no refresh"
wait_for 10 sh -c '[ "$(grep -c offhook.result box.out)" = 2 ]'
is "$(jq -r 'select(.schema) | .cause' box.out | sort -u | wc -l)" 1 \
	"both calls end in one way"
stop box

done_testing

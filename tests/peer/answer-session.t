#!/bin/sh
# answer, and the session timer of who calls (RFC 4028): what our 2xx agree
# to, and a refresher who is in a hurry.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

# --- too brief: refused, whoever refreshes, and again with what we told
answering brief --ring 0 --max 3
uac <<'END'
send INVITE sdp
	Supported: timer
	Session-Expires: 60;refresher=uac
recv 422
	Min-SE: 90
	!Session-Expires: .
send ACK
send INVITE sdp
	Supported: timer
	Session-Expires: 90;refresher=uac
	Min-SE: 90
recv 100 optional=true
recv 180 optional=true
recv 200
	Session-Expires: 90;refresher=uac
	Require: timer
	Supported: timer
send ACK
pause 100
send UPDATE
	Supported: timer
	Session-Expires: 30;refresher=uac
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 422
	Min-SE: 90
send BYE
recv 200
END
is "$status" 0 "an interval of 60 s is refused, one of 90 s taken"
stop brief

# --- the caller refreshes, long before it must, by UPDATE and by re-INVITE
answering eager --ring 0
uac <<'END'
send INVITE sdp
	Supported: timer
	Session-Expires: 90;refresher=uac
recv 100 optional=true
recv 180 optional=true
recv 200
	Session-Expires: 90;refresher=uac
	Require: timer
send ACK
pause 150
send UPDATE
	Supported: timer
	Session-Expires: 90;refresher=uac
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 200
	CSeq: UPDATE
	Session-Expires: 90;refresher=uac
	Require: timer
pause 150
send UPDATE
	Supported: timer
	Session-Expires: 120;refresher=uac
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 200
	CSeq: UPDATE
	Session-Expires: 90;refresher=uac
pause 150
send INVITE sdp
	Supported: timer
	Session-Expires: 1800;refresher=uac
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 100 optional=true
recv 200
	CSeq: INVITE
	Session-Expires: 90;refresher=uac
	Require: timer
	body: m=audio
send ACK
pause 150
send BYE
recv 200
END
is "$status" 0 "each refresh is agreed to, and makes the interval no longer"
wait_for 10 test -s eager.out
is "$(result eager .hangup_by)" them "and the call outlives them"
stop eager

# --- the caller leaves it to us, or knows no timer
answering ours --ring 0
uac <<'END'
send INVITE sdp
	Supported: timer
	Session-Expires: 90;refresher=uas
recv 100 optional=true
recv 180 optional=true
recv 200
	Session-Expires: 90;refresher=uas
	Require: timer
send ACK
pause 100
send BYE
recv 200
END
is "$status" 0 "refresher=uas: that is us"
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
	!Require: timer
send ACK
pause 100
send BYE
recv 200
END
is "$status" 0 "who knows no timer is not required to"
stop ours

done_testing

#!/bin/sh
# dial, and the session timer: who asks, who refreshes, what UPDATE does.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

wavtool make-tone a.wav 600 2 8000

# --- they change the session by UPDATE, and refresh it so
uas updater -rtp_echo <<'END'
recv INVITE
	Supported: timer
	Allow: UPDATE
	!Session-Expires: .
send 200 sdp
	Session-Expires: 90;refresher=uas
	Require: timer
recv ACK
pause 300
send UPDATE
	Supported: timer
	Session-Expires: 90;refresher=uac
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 200
	Session-Expires: 90;refresher=uac
	Require: timer
	Contact: sip:
	Content-Length: 0
send UPDATE sdp sendonly
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 200
	body: a=recvonly
pause 300
send BYE
recv 200
END
call --play a.wav
is "$status" 19 "UPDATE with and without an offer"
obeyed updater "each is answered, the offer with an answer"

# --- we ask, and it is too brief for them
uas brief <<'END'
recv INVITE
	Session-Expires: 120;refresher=uac
send 422
	Min-SE: 600
recv ACK
recv INVITE
	Session-Expires: 600;refresher=uac
	Min-SE: 600
	CSeq: INVITE
send 200 sdp
	Session-Expires: 600;refresher=uac
recv ACK
pause 200
send BYE
recv 200
END
printf '%s\n' 'session_expires = 2m' 'refresher = us' >>trunk.conf
call --play a.wav
is "$status" 19 "422 is a matter of asking for more"
obeyed brief "asked again with their Min-SE"

# --- off
uas off <<'END'
recv INVITE
	!Supported: timer
send 200 sdp
recv ACK
pause 200
send UPDATE
	Require: timer
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 420
	Unsupported: timer
send REFER
	Refer-To: <sip:+19005550100@[local_ip]:[local_port]>
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 603
send NOTIFY
	Event: refer
	Subscription-State: active
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 481
send BYE
recv 200
END
echo 'session_expires = off' >>trunk.conf
call --play a.wav
is "$status" 19 "session_expires = off"
obeyed off "timer is unknown; nobody is referred; no NOTIFY is expected"

done_testing

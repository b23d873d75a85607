#!/bin/sh
# dial and answer over TCP.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

wavtool make-tone a.wav 600 1 8000

# tcp: the trunk of the last uas, over TCP
tcp() {
	trunk server=127.0.0.1 "port=$port" transport=tcp
}

uas plain -t t1 -rtp_echo <<'END'
recv INVITE
	Via: SIP/2.0/TCP
	Contact: transport=tcp
send 180
send 200 sdp
recv ACK
	Via: SIP/2.0/TCP
send INVITE sdp sendonly
recv 200
	body: a=recvonly
send ACK
send INVITE sdp
recv 200
send ACK
recv BYE
send 200
END
tcp
call --play a.wav
is "$status" 0 "a call over TCP"
obeyed plain "INVITE, a hold, BYE"

uas busy -t t1 <<'END'
recv INVITE
send 486
recv ACK
END
tcp
call
is "$status" 10 "busy over TCP"
obeyed busy "ACK to 486"

uas rings -t t1 <<'END'
recv INVITE
send 180
recv CANCEL
send 200
send 487 to=INVITE
recv ACK
END
tcp
call --ring 1
is "$status" 11 "given up over TCP"
obeyed rings "CANCEL, 487, ACK"

# --- nobody listens
trunk server=127.0.0.1 "port=$(free_ports)" transport=tcp
call
is "$status" 32 "a port where nobody listens"

# --- the other way
listen='sip:127.0.0.1:0;transport=tcp' answering desk --play a.wav
uac -t t1 <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
	Contact: transport=tcp
send ACK
recv BYE
send 200
END
is "$status" 0 "answer over TCP"
uac -t t1 <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
send ACK
send BYE
recv 200
END
is "$status" 0 "and again, by another connection"
stop desk
is "$status" 143 "SIGTERM"

done_testing

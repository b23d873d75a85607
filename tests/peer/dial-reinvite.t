#!/bin/sh
# dial, and a far end that changes the session while it lasts.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

wavtool make-tone a.wav 600 5 8000

uas holder -rtp_echo <<'END'
recv INVITE
send 200 sdp
recv ACK
pause 500
send INVITE sdp sendonly
recv 200
	body: a=recvonly
	Contact: sip:
send ACK
pause 500
send INVITE sdp
recv 200
	body: a=sendrecv
	body: m=audio [0-9]+ RTP/AVP 0
send ACK
pause 500
send BYE
	Reason: Q.850;cause=16
recv 200
END
call --play a.wav --record hold.wav
is "$status" 19 "held, resumed, hung up"
is "$(field '"\(.hangup_by) \(.q850)"')" "them 16" "by them, and why"
obeyed holder "recvonly to sendonly, then sendrecv"
between "$(wavtool tone hold.wav 1 600 0.1 0.4)" -1 0.1 "heard before"
between "$(wavtool level hold.wav 1 0.7 0.9)" -100 -60 "silence on hold"
between "$(wavtool tone hold.wav 1 600 1.2 1.4)" -1 0.1 "heard again"

uas codec -rtp_echo <<'END'
recv INVITE
send 200 sdp
recv ACK
pause 500
send INVITE sdp=8
recv 200
	body: m=audio [0-9]+ RTP/AVP 8
	body: a=rtpmap:8 PCMA/8000
send ACK
pause 700
send BYE
recv 200
END
call --play a.wav --record codec.wav
is "$(field .codec)" PCMA/8000 "PCMU becomes PCMA"
obeyed codec "the answer has PCMA"
between "$(wavtool tone codec.wav 1 600 0.1 0.4)" -1 0.1 "heard in PCMU"
between "$(wavtool tone codec.wav 1 600 0.7 1.1)" -1 0.1 "heard in PCMA"

uas delayed <<'END'
recv INVITE
send 200 sdp
recv ACK
pause 200
send INVITE
recv 200
	Content-Type: application/sdp
	body: m=audio [0-9]+ RTP/AVP
	body: telephone-event
send ACK sdp
pause 200
send BYE
recv 200
END
call --play a.wav
is "$status" 19 "a re-INVITE without an offer"
obeyed delayed "the offer is in our 200"

uas unfit <<'END'
recv INVITE
send 200 sdp
recv ACK
pause 200
send INVITE
	|v=0
	|o=peer 1 2 IN IP4 127.0.0.1
	|s=-
	|c=IN IP4 127.0.0.1
	|t=0 0
	|m=audio 40000 RTP/AVP 18
recv 488
send ACK
pause 200
send BYE
recv 200
END
call --play a.wav
is "$status" 19 "a re-INVITE with a codec we do not have"
obeyed unfit "488, and the call goes on"

# SRTP is taken back while the call lasts
uas clear <<'END'
recv INVITE
send 200
	|v=0
	|o=peer 1 1 IN IP4 127.0.0.1
	|s=-
	|c=IN IP4 127.0.0.1
	|t=0 0
	|m=audio 40000 RTP/AVP 0
	|a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB
recv ACK
pause 300
send INVITE sdp
recv 200
	body: m=audio [0-9]+ RTP/AVP 0
send ACK
pause 300
send BYE
recv 200
END
echo 'srtp = prefer' >>trunk.conf
call --play a.wav --events
is "$(jq -r 'select(.event == "answered").srtp' run.out)" \
	AES_CM_128_HMAC_SHA1_80 "encrypted at first"
is "$(field .srtp)" null "SRTP was taken back: the result does not claim it"
like "$(field .warning)" 'in the clear' "and warns"
obeyed clear "a re-INVITE without keys"

# A second offer before the first is settled (RFC 3261, 14.2)
uas hasty -nr <<'END'
recv INVITE
send 200 sdp
recv ACK
send INVITE sdp
recv 200
send INVITE sdp
recv 500
	Retry-After: [0-9]
send ACK
	CSeq: 2 ACK
send ACK
	CSeq: 1 ACK
	Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=z9hG4bK-[pid]-late
pause 100
send BYE
recv 200
END
call --play a.wav
is "$status" 19 "a re-INVITE into a re-INVITE"
obeyed hasty "500 and when to try again; the first is not harmed"

done_testing

#!/bin/sh
# Provisional answers that must arrive: PRACK both ways (RFC 3262).
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

wavtool make-tone a.wav 600 1 8000

# --- they say so: early media, twice sent, then ringing
uas early -rtp_echo <<'END'
recv INVITE
	Supported: 100rel
	Allow: PRACK
send 183 sdp
	Require: 100rel
	RSeq: 71
recv PRACK
	RAck: 71 [0-9]+ INVITE
	To: tag=peer1
send 183 sdp to=INVITE
	Require: 100rel
	RSeq: 71
send 200 to=PRACK
send 180 to=INVITE
	Require: 100rel
	RSeq: 72
recv PRACK
	RAck: 72 [0-9]+ INVITE
send 200
pause 200
send 200 to=INVITE
recv ACK
recv BYE
send 200
END
call --play a.wav --record early.wav
is "$status" 0 "a reliable 183 has the answer"
obeyed early "each has one PRACK, repeated or not"
between "$(wavtool tone early.wav 1 600 0.2 0.5)" -1 0.1 "both hear it"
is "$(grep -c '→  PRACK' run.err)" 2 "two PRACKs on the ladder"

# --- they change it before they answer
uas changed -rtp_echo <<'END'
recv INVITE
send 183 sdp
	Require: 100rel
	RSeq: 1
recv PRACK
send 200
send UPDATE sdp=8
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 200
	body: m=audio [0-9]+ RTP/AVP 8
send 200 to=INVITE
recv ACK
recv BYE
send 200
END
call --play a.wav
is "$status" 0 "an UPDATE before the answer"
obeyed changed "has an answer with PCMA"

# --- they require it of us
answering desk --ring 1 --max 1
uac <<'END'
send INVITE sdp
	Require: 100rel
recv 100 optional=true
recv 180
	Require: 100rel
	RSeq: [1-9]
send PRACK
recv 200
	CSeq: PRACK
recv 200
	CSeq: INVITE
	!Require: 100rel
send ACK
recv BYE timeout=8000
send 200
END
is "$status" 0 "180 with RSeq, repeated until PRACK, then 200"
stop desk

# --- and make no offer: ours is in the 180, their answer in the PRACK
answering late --ring 1 --max 1
uac <<'END'
send INVITE
	Require: 100rel
	Supported: 100rel
recv 100 optional=true
recv 180
	Require: 100rel
	body: m=audio [0-9]+ RTP/AVP
send PRACK sdp
recv 200
	CSeq: PRACK
send UPDATE sdp=8
	Contact: <sip:peer@[local_ip]:[local_port]>
recv 200
	CSeq: UPDATE
	body: m=audio [0-9]+ RTP/AVP 8
recv 200
	CSeq: INVITE
	Content-Length: 0
send ACK
recv BYE timeout=8000
send 200
END
is "$status" 0 "our offer goes with the 180, and not again with the 200"
is "$(result late .codec)" PCMA/8000 "an UPDATE before the answer counts"
stop late

done_testing

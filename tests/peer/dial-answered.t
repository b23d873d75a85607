#!/bin/sh
# dial, and a far end that answers: at once, by way of others, early.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

wavtool make-tone a.wav 600 1 8000

# --- answered
uas plain <<'END'
recv INVITE
	To: sip:\+14255550100@127\.0\.0\.1
	Max-Forwards: 70
	Contact: sip:
	body: m=audio [0-9]+ RTP/AVP .*0 8
send 180
send 200 sdp
recv ACK
	CSeq: ACK
recv BYE
	CSeq: BYE
	To: tag=peer1
	Reason: Q\.850;cause=16
send 200
END
call --play a.wav
is "$status" 0 "an answered call"
is "$(field .cause)" done "it is done"
obeyed plain "SIPp saw INVITE, ACK, BYE"

# --- early media, and two branches that ring
uas early -rtp_echo <<'END'
recv INVITE
send 100
send 180 tag=one
send 183 tag=two sdp
pause 600
send 200 tag=two sdp
recv ACK
	To: tag=two
recv BYE
	To: tag=two
send 200 tag=two
END
call --play a.wav
is "$status" 0 "180 here, 183 with SDP there, 200"
between "$(field .ring_s)" 0.5 2 "it rang as long as it did"
obeyed early "ACK and BYE went to the branch that answered"

# --- Trying, and nothing else
uas trying <<'END'
recv INVITE
send 100
recv CANCEL timeout=5000
	CSeq: CANCEL
	!To: tag=
send 200
send 487 to=INVITE
recv ACK
	To: tag=peer1
END
call --ring 2
is "$status" 32 "100 and nothing else is no ringing"
obeyed trying "CANCEL, 487, ACK"

# --- two answer: the second is thanked, and sent away (RFC 3261, 13.2.2.4)
uas forks <<'END'
recv INVITE
send 180 tag=one
send 180 tag=two
send 200 tag=one sdp
recv ACK
	To: tag=one
send 200 sdp to=INVITE
	To: [$local];tag=two
recv ACK
	To: tag=two
recv BYE
	To: tag=two
send 200
recv BYE
	To: tag=one
send 200
END
call --play a.wav
is "$status" 0 "two forks answer"
obeyed forks "ACK and BYE to the second, the call with the first"

# --- many at once
seq -f '+142555501%02.0f' 0 19 >numbers
uas many -m 20 -rtp_echo <<'END'
recv INVITE
send 180
pause 200
send 200 sdp
recv ACK
recv BYE
send 200
END
run dial --config trunk.conf --json --list numbers --concurrency 10 \
	--play a.wav
is "$status" 0 "a list of twenty, ten at once"
is "$(jq -r 'select(.played) | .to' run.out | sort | uniq | wc -l)" 20 \
	"each was played the prompt"
obeyed many "SIPp saw twenty calls from INVITE to BYE"

done_testing

#!/bin/sh
# dial, and a far end that will not: its answer becomes our exit status.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

# refused CODE [HEADER]: a call that is refused so
refused() {
	uas refuser <<END
recv INVITE
send 180
send $1
	X-Peer: yes
	${2-}
recv ACK
	To: tag=peer1
END
	call
}

refused 486 'Reason: Q.850;cause=17;text="user busy"'
is "$status $(field .cause)" "10 busy" "486 is busy"
is "$(field .q850)" 17 "with the Q.850 cause"
obeyed refuser "ACK to 486"

refused 480 'Reason: SIP;cause=480, Q.850;cause=1'
is "$status $(field .q850)" "13 1" "a Q.850 cause counts for more than 480"
obeyed refuser "ACK to 480"

refused 603
is "$status $(field .sip_status)" "12 603" "603 is declined"
obeyed refuser "ACK to 603"

refused 488
is "$status $(field .sip_status)" "20 488" "488 is no common codec"
obeyed refuser "ACK to 488"

refused 302 'Contact: <sip:+19005550100@127.0.0.1>'
is "$status $(field .sip_status)" "1 302" "302 is not followed"
obeyed refuser "ACK to 302"

# --- an answer that says nothing of use
uas broken <<'END'
recv INVITE
send 200
	Content-Type: application/sdp
	|v=0
	|o=peer 1 1 IN IP4 127.0.0.1
	|m=audio nine RTP/AVP zero
recv ACK
recv BYE
send 200
END
call
is "$status" 20 "200 with a broken SDP"
obeyed broken "it is acknowledged, then hung up"

# --- no codec of ours
uas foreign <<'END'
recv INVITE
send 200
	|v=0
	|o=peer 1 1 IN IP4 127.0.0.1
	|s=-
	|c=IN IP4 127.0.0.1
	|t=0 0
	|m=audio 40000 RTP/AVP 18
recv ACK
recv BYE
send 200
END
call
is "$status" 20 "200 with G.729 alone"
obeyed foreign "it is acknowledged, then hung up"

# --- nobody there
trunk server=127.0.0.1 "port=$(free_ports)"
call --ring 2
is "$status" 32 "a port where nobody listens"

done_testing

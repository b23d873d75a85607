#!/bin/sh
# Who rings at a name sees that name in Contact: the other end of direct
# routing compares it with our certificate.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

cat >box.conf <<-'END'
	[answer]
	fqdn = box.example:5071
	listen = 127.0.0.1:0
	[trunk peer]
	server = 127.0.0.1
	register = never
	caller_id = +14255550160
END
start box answer --events --config box.conf
listens() {
	jq -r 'select(.event == "ready") | .uri' box.out | grep -q '^sip:'
}
wait_for 10 listens
port=$(sed -n 's/.*ready: .*127.0.0.1:\([0-9]*\).*/\1/p' box.err | head -n 1)

uac <<'END'
send OPTIONS
recv 200
	Contact: <sip:[^@]*@?box\.example:5071
END
is "$status" 0 "in the answer to OPTIONS"
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
	Contact: <sip:[^@]*@?box\.example:5071
send ACK
send BYE
recv 200
END
is "$status" 0 "and to INVITE"
stop box

done_testing

#!/bin/sh
# Who calls: asserted to trusted trunks, believed of them alone.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

# busy NAME LINE...: a callee who looks at the INVITE, and is busy
busy() {
	peer_what=$1
	shift
	{
		echo 'recv INVITE'
		printf '\t%s\n' "$@"
		echo 'send 486'
		echo 'recv ACK'
	} >busy.in
	uas "$peer_what" <busy.in
	echo 'caller_id = +14255550123' >>trunk.conf
}

busy untold '!P-Asserted-Identity: .' '!Privacy: .' 'From: \+14255550123'
call
obeyed untold "nothing is asserted by default"

busy told 'P-Asserted-Identity: <sip:\+14255550123@127.0.0.1' '!Privacy: .'
echo 'trusted = yes' >>trunk.conf
call
obeyed told "who calls is asserted to a trusted trunk"

busy hidden 'P-Asserted-Identity: <sip:\+14255550123@127.0.0.1' \
	'Privacy: id' 'From: "Anonymous" <sip:anonymous@anonymous.invalid>'
echo 'trusted = yes' >>trunk.conf
call --anonymous
obeyed hidden "also when the one who is called shall not know"

busy nobody '!P-Asserted-Identity: .' 'Privacy: id' \
	'From: <sip:anonymous@anonymous.invalid>' '!msg: 5550123'
call --anonymous
obeyed nobody "but nobody else learns it"

# A payload {"attest":"B"} and a signature that is none
passport=e30.eyJhdHRlc3QiOiJCIn0.c2ln
invite() {
	uac <<END
send INVITE sdp
	P-Asserted-Identity: "X" <sip:+14255550177;verstat=TN-Validation-Passed@x>
	Diversion: <sip:+14255550166@x>;reason=no-answer
	Identity: $passport;info=<https://x/y>;alg=ES256;ppt=shaken
recv 100 optional=true
recv 180
recv 200
send ACK
recv BYE timeout=8000
send 200
END
}

answering stranger --ring 0 --max 1 --once
invite
finish stranger
is "$(result stranger '[.asserted, .diverted_from, .attestation, .verstat] |
	tojson')" '[null,"+14255550166","B",null]' \
	"a stranger asserts nothing that is believed"

uas registrar <<'END'
recv REGISTER
send 200
	Expires: 900
recv REGISTER
send 200
END
printf '%s\n' 'user = ali' 'trusted = yes' >>trunk.conf
start friend answer --config trunk.conf --json --trace --ring 0 --max 1 --once
wait_for 5 grep -q 'ready: ' friend.err
port=$(sed -n 's/^Contact:.*@127.0.0.1:\([0-9]*\).*/\1/p' registrar.msg |
	head -n 1)
invite
finish friend
is "$(result friend '[.asserted, .diverted_from, .attestation, .verstat] |
	tojson')" \
	'["+14255550177","+14255550166","B","TN-Validation-Passed"]' \
	"a trusted trunk is believed"
done_testing

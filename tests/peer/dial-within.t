#!/bin/sh
# dial, and requests that come while the call is up.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

uas info <<'END'
recv INVITE
send 200 sdp
recv ACK
pause 200
send INFO
	Content-Type: application/dtmf-relay
	|Signal=4
	|Duration=160
recv 200
send INFO
	Content-Type: application/dtmf-relay
	|Signal= 2
	|Duration= 160
recv 200
send INFO
	Content-Type: application/dtmf
	|#
recv 200
recv BYE
send 200
END
call --gather 9
is "$status $(field .digits)" "0 42" "digits by INFO"
obeyed info "each got its 200"

uas others <<'END'
recv INVITE
send 200 sdp
recv ACK
send OPTIONS
recv 200
	Allow: INVITE
	Accept: application/sdp
send MESSAGE
recv 405
	Allow: UPDATE
send FROBNICATE
recv 405
	Allow: BYE
send INFO
	Content-Type: text/plain
	|hello
recv 200
send BYE
recv 200
END
call
is "$status" 0 "OPTIONS, MESSAGE, FROBNICATE, INFO"
obeyed others "200, 405, 405, each with what is allowed, 200"

# --- requests that are none of this call's
uas stranger <<'END'
recv INVITE
send 200 sdp
recv ACK
send BYE
	To: <sip:nobody@127.0.0.1>;tag=wrong
recv 481
send BYE
	Reason: Q.850;cause=31
recv 200
END
call
is "$status $(field .q850)" "0 31" "hung up with cause 31"
obeyed stranger "a BYE with a wrong tag: 481"

# --- a number that runs backwards
uas backwards <<'END'
recv INVITE
send 200 sdp
recv ACK
send OPTIONS
	CSeq: 50 OPTIONS
recv 200
send OPTIONS
	CSeq: 7 OPTIONS
recv 500
send BYE
	CSeq: 51 BYE
recv 200
END
call
is "$status" 0 "a CSeq that runs backwards"
obeyed backwards "500 (RFC 3261, 12.2.2)"

done_testing

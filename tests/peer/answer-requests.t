#!/bin/sh
# answer, and requests that are no call, or no request at all.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq bash

answering desk --ring 1 --max 1

uac <<'END'
send OPTIONS
recv 200
	To: tag=
	Allow: INVITE, ACK, BYE, CANCEL
	Accept: application/sdp
END
is "$status" 0 "OPTIONS: 200, and what is allowed"

uac <<'END'
send FROBNICATE
recv 405
	Allow: INVITE, ACK, BYE, CANCEL
END
is "$status" 0 "an unknown method: 405"

uac <<'END'
send INVITE sdp
	Require: 100rel, hyperspace, replaces
	Replaces: 1;to-tag=2;from-tag=3
recv 100 optional=true
recv 420
	msg: Unsupported: hyperspace
	msg: Unsupported: replaces
	!Unsupported: 100rel
send ACK
END
is "$status" 0 "Require: hyperspace, replaces: 420"

uac <<'END'
send REFER
	Refer-To: <sip:+19005550100@127.0.0.1>
recv 603
END
is "$status" 0 "REFER outside a call: 603"

uac <<'END'
send NOTIFY
	Event: presence
	Subscription-State: active
recv 481
END
is "$status" 0 "NOTIFY that nobody subscribed to: 481"

uac <<'END'
send BYE
	To: <sip:nobody@127.0.0.1>;tag=nobody
recv 481
END
is "$status" 0 "BYE to no call: 481"

uac <<'END'
send INVITE sdp
	To: <sip:nobody@127.0.0.1>;tag=nobody
recv 100 optional=true
recv 481
	To: tag=nobody
send ACK
	To: <sip:nobody@127.0.0.1>;tag=nobody
END
is "$status" 0 "re-INVITE to no call: 481"

uac <<'END'
send INVITE
	Content-Type: text/plain
	|hello
recv 100 optional=true
recv 488
send ACK
END
is "$status" 0 "a body that is no SDP: 488"

uac <<'END'
send INVITE
	|v=0
	|m=audio
recv 100 optional=true
recv 488
send ACK
END
is "$status" 0 "a broken SDP: 488"

# --- what breaks the rules
bad() {
	uac <<END
send INVITE sdp
	$1
recv 400
send ACK
END
	is "$status" 0 "$2: 400"
}

bad 'CSeq: 4294967295 INVITE' "CSeq beyond 2^31"
bad '!Contact' "no Contact"
bad 'Contact: nobody' "a Contact that is no address"
bad 'From: <sip:peer@127.0.0.1>' "no tag in From"

# --- what is no request at all, and whether we are alive after it
datagram() {
	bash -c "cat >/dev/udp/127.0.0.1/$port"
}

printf 'INVITE\r\n\r\n' | datagram
printf '\r\n\r\n' | datagram
head -c 1400 /dev/urandom | datagram
printf '%s\r\n' 'INVITE sip:x SIP/2.0' \
	'Via: SIP/2.0/UDP 127.0.0.1:99999;branch=z9hG4bK-%n' \
	'From: <sip:' 'To: ;tag=' 'Call-ID:' 'CSeq: INVITE' \
	'Content-Length: -1' '' '' | datagram
printf '%s\r\n' 'SIP/2.0 200 OK' \
	'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK-none' \
	'From: <sip:a@127.0.0.1>;tag=1' 'To: <sip:b@127.0.0.1>;tag=2' \
	'Call-ID: none' 'CSeq: 1 INVITE' '' '' | datagram
uac <<'END'
send OPTIONS
recv 200
END
is "$status" 0 "garbage does no harm"
is "$(grep -c schema desk.out)" 0 "none of it was a call"

stop desk
is "$status" 143 "SIGTERM"

done_testing

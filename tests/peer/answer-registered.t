#!/bin/sh
# answer at a trunk: registered at SIPp, and rung by nobody else.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

(umask 077 && echo sesame >password)

# registering [KEY=VALUE]...: answer in the background, at the last uas
registering() {
	trunk "port=$port" user=ali auth_user=ali-baba \
		"password_file=$PWD/password" "${@:-server=127.0.0.1}"
	start desk answer --config trunk.conf --json --trace
}

# --- challenged, registered, refreshed before it expires, taken back
uas registrar <<'END'
recv REGISTER
	To: sip:ali@127\.0\.0\.1
	Contact: <sip:[^>]+@127\.0\.0\.1:[0-9]+>
	!Contact: \*
send 401
	WWW-Authenticate: Digest realm="cave", nonce="n1", qop="auth"
recv REGISTER
	auth: ali-baba sesame
send 200
	Contact: [$contact_REGISTER];expires=2
	Contact: <sip:another@192.0.2.1>;expires=3600
recv REGISTER timeout=4000
	auth: ali-baba sesame
	Authorization: nc=00000002
send 423
	Min-Expires: 900
recv REGISTER
	msg: Expires: 900|expires=900
send 200
	Expires: 900
recv REGISTER
	msg: Expires: 0|expires=0
	!Contact: \*
	!Contact: another
send 200
END
registering
wait_for 5 grep -q 'ready: ' desk.err
like "$(cat desk.err)" 'ready: ' "ready once it is registered"
wait_for 8 grep -q 'Min-Expires' registrar.msg
wait_for 8 grep -q '^Expires: 900' registrar.msg
stop desk
is "$status" 143 "SIGTERM"
obeyed registrar "401, 200, a refresh, 423, and our own Contact taken back"
is "$(sed -n 's/^Call-ID: *//p' registrar.msg | sort -u | wc -l)" 1 \
	"one Call-ID throughout (RFC 3261, 10.2)"
ok "CSeq counts up" sh -c "sed -n 's/^CSeq: *\([0-9]*\).*/\1/p' \
	registrar.msg | uniq | sort -nc"
unlike "$(cat registrar.msg desk.err desk.out)" sesame "no password is seen"

# --- refused
uas strict <<'END'
recv REGISTER
send 403
END
registering
finish desk 10
is "$status" 31 "nothing to wait for when the trunk refuses us"
like "$err" 'peer.*403' "and it says so"
obeyed strict "one try, not more at once"

# contact_port FILE: of the Contact that was registered
contact_port() {
	sed -n 's/^Contact: *<sip:[^>]*:\([0-9]*\).*/\1/p' "$1" | head -n 1
}

# --- who may ring: the trunk, and no stranger
uas carrier -i 127.0.0.2 <<'END'
recv REGISTER
send 200
	Expires: 900
recv REGISTER timeout=20000
	msg: Expires: 0|expires=0
send 200
END
registering server=127.0.0.2
wait_for 5 grep -q 'ready: ' desk.err
port=$(contact_port carrier.msg)
uac -recv_timeout 1500 <<'END'
send INVITE sdp
recv 100 optional=true
recv 180
END
is "$status" 1 "a stranger rings"
unlike "$(cat uac.msg)" '^SIP/2\.0' "and hears nothing at all"
uac -i 127.0.0.2 <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
send ACK
send BYE
recv 200
END
is "$status" 0 "the trunk's own address is answered"
stop desk
is "$(grep -c schema desk.out)" 1 "that was the only call"
obeyed carrier "REGISTER, and the Contact taken back"

# --- allow_from: others that may ring
uas carrier -i 127.0.0.2 <<'END'
recv REGISTER
send 200
	Expires: 900
recv REGISTER timeout=20000
send 200
END
registering server=127.0.0.2 allow_from=127.0.0.0/30
wait_for 5 grep -q 'ready: ' desk.err
port=$(contact_port carrier.msg)
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
send ACK
send BYE
recv 200
END
is "$status" 0 "allow_from lets a network ring"
stop desk

done_testing

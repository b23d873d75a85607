#!/bin/sh
# dial, and a far end that wants to know who calls.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

(umask 077 && echo sesame >password)

# known [FILE]: our trunk has credentials
known() {
	trunk server=127.0.0.1 "port=$port" user=ali "auth_user=ali-baba" \
		"password_file=$PWD/${1-password}"
}

# challenged CODE HEADER PARAMETERS CHECK: who is challenged so, and then gets in
challenged() {
	uas doorman <<END
recv INVITE
	!Authorization: Digest
	!Proxy-Authorization: Digest
send $1
	$2: Digest realm="cave", nonce="n1"$3
recv ACK
recv INVITE
	$4
send 200 sdp
recv ACK
recv BYE
send 200
END
	known
	call --max 1
}

right='auth: ali-baba sesame'
qop=', algorithm=MD5, qop="auth"'
challenged 401 WWW-Authenticate "$qop" "$right"
is "$status" 21 "401, MD5 with qop=auth"
obeyed doorman "SIPp reckons the same digest"

challenged 401 WWW-Authenticate '' "$right"
is "$status" 21 "401, without qop and algorithm"
obeyed doorman "SIPp reckons the same digest"

# SIPp verifies no Proxy-Authorization.
right='Proxy-Authorization: username="ali-baba".*response="[0-9a-f]{32}"'
challenged 407 Proxy-Authenticate "$qop" "$right.*nc=00000001"
is "$status" 21 "407"
obeyed doorman "answered where it was asked"

# --- a proxy, and the server behind it
uas behind <<'END'
recv INVITE
send 407
	Proxy-Authenticate: Digest realm="gate", nonce="n1", qop="auth"
recv ACK
recv INVITE
	Proxy-Authorization: realm="gate"
	!Authorization: realm="cave"
send 401
	WWW-Authenticate: Digest realm="cave", nonce="n2", qop="auth"
recv ACK
recv INVITE
	Proxy-Authorization: realm="gate".*nc=00000002
	msg: [^-]Authorization: Digest .*realm="cave".*nc=00000001
send 200 sdp
recv ACK
recv BYE
	Proxy-Authorization: realm="gate"
	msg: [^-]Authorization: Digest .*realm="cave"
send 200
END
known
call --max 1
is "$status" 21 "407, and then 401"
obeyed behind "both are answered, in the BYE, too"

# --- a nonce that has become stale in between
uas stale <<'END'
recv INVITE
send 401
	WWW-Authenticate: Digest realm="cave", nonce="old", qop="auth"
recv ACK
recv INVITE
	Authorization: nonce="old"
send 401
	WWW-Authenticate: Digest realm="cave", nonce="new", qop="auth", stale=true
recv ACK
recv INVITE
	Authorization: nonce="new"
	Authorization: nc=00000001
	auth: ali-baba sesame
send 200 sdp
recv ACK
recv BYE
send 200
END
known
call --max 1
is "$status" 21 "a stale nonce is replaced"
obeyed stale "three INVITE, the last one right"

# --- what is not right is not tried for ever
(umask 077 && echo simsim >wrong)
uas strict <<'END'
recv INVITE
send 401
	WWW-Authenticate: Digest realm="cave", nonce="n1", qop="auth"
recv ACK
recv INVITE
	Authorization: username="ali-baba"
send 401
	WWW-Authenticate: Digest realm="cave", nonce="n1", qop="auth"
recv ACK
END
known wrong
call
is "$status $(field .cause)" "31 auth" "a wrong password"
obeyed strict "one try"

# --- servers that forget to say stale get a second one, and no third
uas forgetful <<'END'
recv INVITE
send 401
	WWW-Authenticate: Digest realm="cave", nonce="n1", qop="auth"
recv ACK
recv INVITE
send 401
	WWW-Authenticate: Digest realm="cave", nonce="n2", qop="auth"
recv ACK
recv INVITE
send 401
	WWW-Authenticate: Digest realm="cave", nonce="n3", qop="auth"
recv ACK
END
known wrong
call
is "$status $(field .cause)" "31 auth" "always a new nonce"
obeyed forgetful "two tries"

# --- nobody gave us a password
uas secretive <<'END'
recv INVITE
send 401
	WWW-Authenticate: Digest realm="cave", nonce="n1", qop="auth"
recv ACK
END
call
is "$status" 31 "no password at all"
obeyed secretive "the 401 is acknowledged, and that is all"

unlike "$(cat ./*.msg run.out run.err)" 'sesame|simsim' \
	"the password is nowhere to be seen"

done_testing

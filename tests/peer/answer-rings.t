#!/bin/sh
# answer, before it answers: cancelled, refused, sent elsewhere, repeated.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

# --- the caller gives up
answering desk --ring 20
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180
	To: tag=
	!Require: 100rel
pause 200
send CANCEL
	Reason: SIP;cause=200;text="Call completed elsewhere"
recv 200
	CSeq: CANCEL
recv 487
	CSeq: INVITE
	To: tag=
send ACK
END
is "$status" 0 "CANCEL: 200, and 487 to the INVITE"
wait_for 5 grep -q schema desk.out
is "$(result desk '"\(.answer) \(.hangup_by)"')" "null them" \
	"the result: given up by them"
is "$(result desk '"\(.reason_sip) \(.reason_text)"')" \
	"200 Call completed elsewhere" "since another one took the call"

# --- a CANCEL for nothing
uac <<'END'
send CANCEL
recv 481
END
is "$status" 0 "CANCEL without a match: 481"

# --- the same INVITE, said again, is the same call
uac -nr <<'END'
send INVITE sdp
recv 100 optional=true
recv 180
send INVITE again sdp
recv 180
	CSeq: INVITE
send CANCEL
recv 200
recv 487
send ACK
END
is "$status" 0 "a repeated INVITE is answered as before"
is "$(grep -c schema desk.out)" 2 "and is no second call"
stop desk

# answered_for FILE: seconds from the first 200 to the INVITE to the fifth
answered_for() {
	awk '/^-+ / { split($3, t, ":"); now = t[1] * 3600 + t[2] * 60 + t[3] }
	/^SIP\/2.0 200/ && !n++ { first = now }
	/^SIP\/2.0 200/ && n == 5 { print now - first; exit }' "$1"
}

# --- an ACK that is lost: our 200 comes again, T1, 2 T1, 4 T1, T2 (13.3.1.4)
answering desk --max 20
uac -nr <<'END'
send INVITE sdp
recv 100 optional=true
recv 180
recv 200
recv 200
	CSeq: INVITE
recv 200
recv 200
recv 200
send ACK
send BYE
recv 200
END
is "$status" 0 "an ACK lost four times"
between "$(answered_for uac.msg)" 7 9 "within 0.5 + 1 + 2 + 4 s"
stop desk

# --- all are refused, or sent elsewhere
answering desk --reject 486
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 486
	To: tag=
send ACK
END
is "$status" 0 "--reject 486"
stop desk

answering desk --redirect sip:+14255550101@127.0.0.1
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 302
	Contact: <sip:\+14255550101@127\.0\.0\.1>
send ACK
END
is "$status" 0 "--redirect: 302"
stop desk

# --- one's own list
answering desk --deny +14255550177
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 603
send ACK
END
is "$status" 0 "--deny: 603"
stop desk

done_testing

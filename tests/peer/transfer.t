#!/bin/sh
# The verb transfer against a SIP program that nobody here wrote: a REFER that
# is taken, one that comes to nothing, one that is refused, and one that the
# guard does not let out.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

# to NUMBER [OPTION]...: a call whose flow puts them through; sets what run
# sets, and got: the verb's status
to() {
	rm -f got
	call -- sh -c 'transfer "$@"; echo $? >got; offhook call list --json >left' \
		sh "$@"
	got=$(cat got)
}

uas taken <<'END'
recv INVITE
send 200 sdp
	Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY
recv ACK
recv REFER
	Refer-To: <sip:\+14255550111@
send 202
send NOTIFY
	Event: refer
	Subscription-State: active;expires=60
	Content-Type: message/sipfrag
	|SIP/2.0 100 Trying
recv 200
send NOTIFY
	Event: refer
	Subscription-State: terminated;reason=noresource
	Content-Type: message/sipfrag
	|SIP/2.0 200 OK
recv 200
recv BYE
send 200
END
to +14255550111
is "$got" 0 "they have been put through"
is "$(field '"\(.cause) \(.hangup_by)"')" "done us" "and the call is over"
obeyed taken "REFER, what comes of it by NOTIFY, BYE"

uas nothing <<'END'
recv INVITE
send 200 sdp
	Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY
recv ACK
recv REFER
send 202
send NOTIFY
	Event: refer
	Subscription-State: terminated;reason=noresource
	Content-Type: message/sipfrag
	|SIP/2.0 486 Busy Here
recv 200
recv BYE
send 200
END
to +14255550111
is "$got" 22 "nothing came of it"
like "$err" 'they could not: 486' "and why"
is "$(jq -r .state left)" up "the call was still up"
obeyed nothing "busy is told by NOTIFY"

uas refused <<'END'
recv INVITE
send 200 sdp
	Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY
recv ACK
recv REFER
send 403 reason=Forbidden
recv BYE
send 200
END
to --refer +14255550111
is "$got" 22 "with --refer that is all"
obeyed refused "a REFER that is refused"

uas premium <<'END'
recv INVITE
send 200 sdp
	Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY
recv ACK
recv BYE
send 200
END
to +19005550100
is "$got" 30 "the guard refuses it"
like "$err" 'allow_premium' "and says how to allow it"
obeyed premium "a premium number leaves in no REFER"

uas emergency <<'END'
recv INVITE
send 200 sdp
	Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY
recv ACK
recv BYE
send 200
END
to 911
is "$got" 30 "nor is an emergency number"

done_testing

#!/bin/sh
# A menu puts them through: by a REFER to a SIP program that nobody here wrote.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

wavtool make-tone which.wav 700 0.3 8000
cat >person.menu <<'EOS'
[menu main]
prompt  = which.wav
default = transfer +14255550111
tries   = 1
timeout = 0.5
EOS

uas taken <<'EOS'
recv INVITE
send 200 sdp
	Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY
recv ACK
recv REFER
	Refer-To: <sip:\+14255550111@
send 202
send NOTIFY
	Event: refer
	Subscription-State: terminated;reason=noresource
	Content-Type: message/sipfrag
	|SIP/2.0 200 OK
recv 200
recv BYE
send 200
EOS
call --menu person.menu
is "$status $(field '"\(.cause) \(.hangup_by)"')" "0 done us" \
	"they are put through, and the call is over"
obeyed taken "REFER, what comes of it by NOTIFY, BYE"

done_testing

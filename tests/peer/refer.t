#!/bin/sh
# Transfers: REFER from a SIP program that nobody here wrote, through a box
# that forwards; what comes of it, by NOTIFY.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

printf '%s\n' '+14255550170  ring 1s, answer, tone 440/2s, hangup' \
	'911  answer, wait 1s, hangup' >plan
start net pstn-sim --listen 127.0.0.1:0 --events --numbers plan
wait_for 10 grep -q '"ready"' net.out
net=$(jq -r 'select(.event == "ready") | .uri' net.out | sed 's/.*://')

# config NAME REFER: two trunks, all but two numbers by the network; people
# here may call for help, which those who transfer are not
config() {
	cat >"$1" <<-END
	[dial]
	country = US
	trunk = net
	[guard]
	emergency = allow
	[trunk net]
	server = 127.0.0.1
	port = $net
	user = +14255550151
	caller_id = +14255550160
	refer = $2
	emergency = yes
	emergency_address = 12 Main Street, Springfield
	[trunk peer]
	server = 127.0.0.1
	port = ${peer:-9}
	caller_id = +14255550160
	refer = $2
	[route peer]
	pattern = ^\+1425555015[56]\$
	trunks = peer
	[route rest]
	pattern = .
	trunks = net
	END
}

# box NAME OPTIONS...: one that forwards; sets port
box() {
	box_name=$1
	shift
	start "$box_name" answer --events --trunk net \
		--listen 127.0.0.1:0 "$@"
	wait_for 10 listens
	port=$(jq -r 'select(.event == "ready") | .uri' "$box_name.out" |
		sed -n 's/^sip:127.0.0.1:\([0-9]*\)$/\1/p')
}
listens() {
	jq -r 'select(.event == "ready") | .uri' "$box_name.out" |
		grep -q '^sip:127.0.0.1:[0-9]*$' &&
		[ "$(grep -c '"ready"' "$box_name.out")" = 2 ]
}
# leg BOX DIRECTION FILTER: of the results that a box has printed
leg() {
	jq -r --arg d "$2" "select(.schema and .direction == \$d) | $3" \
		"$1.out"
}
# results BOX N
results() {
	[ "$(grep -c '"schema"' "$1.out")" -ge "$2" ]
}

config conf-on on
box box --config conf-on --forward +14255550106

# --- the caller wants the callee to have another one
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
	Allow: REFER
send ACK
pause 300
send REFER
	Contact: <sip:peer@[local_ip]:[local_port]>
	Refer-To: <sip:+14255550170@elsewhere.example;user=phone>
	Referred-By: <sip:+14255550177@elsewhere.example>
recv 202
	Contact: sip:
recv NOTIFY
	Event: refer
	Subscription-State: active
	Content-Type: message/sipfrag
	body: SIP/2.0 100 Trying
send 200
recv NOTIFY
	Subscription-State: active
	body: SIP/2.0 180 Ringing
send 200
recv NOTIFY
	Subscription-State: terminated
	body: SIP/2.0 200 OK
send 200
send BYE
recv 200
END
is "$status" 0 "REFER, 202, and three NOTIFYs"
wait_for 20 results box 3
is "$(leg box out .to | sort | tr '\n' ' ')" "+14255550106 +14255550170 " \
	"two calls were made"
is "$(leg box out .parent | sort -u)" "$(leg box in .id)" \
	"the parent of both is the call that came in"
is "$(jq -r 'select(.event == "transferred") |
	"\(.by) \(.ok) \(.sip_status)"' box.out)" "them true 200" "as events"

# --- or has hung up before it is there
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
send ACK
pause 300
send INVITE sdp sendonly
recv 100 optional=true
recv 200
	body: a=recvonly
send ACK
send REFER
	Refer-To: <tel:+1-425-555-0170>
recv 202
recv NOTIFY
	body: SIP/2.0 100 Trying
send 200
recv NOTIFY
	body: SIP/2.0 180 Ringing
send 200
send BYE
recv 200
END
is "$status" 0 "hold, REFER, and BYE at once"
wait_for 20 results box 6
is "$(leg box out '"\(.to) \(.hangup_by)"' | sort -u | tr '\n' ' ')" \
	"+14255550106 us +14255550170 them " \
	"the two others talk, until the new one has had enough"

# --- a target that cannot be: nothing happens to the call
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
send ACK
pause 300
send REFER
	Refer-To: <sip:+19005550100@127.0.0.1>
recv 403
send REFER
	Refer-To: <sip:+442079460000@127.0.0.1;user=phone>
recv 403
send REFER
	Refer-To: <sip:911@127.0.0.1>
recv 403
send REFER
	Refer-To: <sip:9%31%31@127.0.0.1>
recv 403
send REFER
	Refer-To: <tel:112>
recv 403
send REFER
	Refer-To: <sip:011442079460000@127.0.0.1>
recv 403
send REFER
	Refer-To: <sip:carol@127.0.0.1>
recv 404
send REFER
	Refer-To: <sip:*21*5550100%23@127.0.0.1>
recv 404
send REFER
	Refer-To: <sip:127.0.0.1>
recv 404
send REFER
	Refer-To: <http://127.0.0.1/>
recv 400
send REFER
	Refer-To: <sip:+14255550100@127.0.0.1;method=BYE>
recv 603
send REFER
recv 400
send REFER
	Refer-To: <sip:+14255550100@h?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>
recv 603
send NOTIFY
	Event: refer
	Subscription-State: terminated
recv 481
send INFO
recv 200
send BYE
recv 200
END
is "$status" 0 "premium, abroad, emergency, no number, none of ours: refused"
wait_for 20 results box 8
is "$(leg box out .to | sort | uniq -c | sed 's/^ *//' | tr '\n' ' ')" \
	"3 +14255550106 2 +14255550170 " "and nobody was called"

# --- the place of a call that there is not
uac <<'END'
send INVITE sdp
	Require: replaces
	Replaces: a;to-tag=b;from-tag=c
recv 100 optional=true
recv 481
send ACK
END
is "$status" 0 "Replaces: no such call"

# --- a target that does not answer
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
send ACK
pause 300
send REFER
	Refer-To: <sip:+14255550110@127.0.0.1>
recv 202
recv NOTIFY
	body: SIP/2.0 100 Trying
send 200
recv NOTIFY
	Subscription-State: terminated
	body: SIP/2.0 486 Busy Here
send 200
send INFO
recv 200
send BYE
recv 200
END
is "$status" 0 "busy: they talk on"
stop box

# --- not where it was not asked for
config conf-off off
box off --config conf-off --forward +14255550106
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
	!Allow: REFER
send ACK
pause 300
send REFER
	Refer-To: <sip:+14255550100@127.0.0.1>
recv 603
send BYE
recv 200
END
is "$status" 0 "refer = off: 603"
uac <<'END'
send INVITE sdp
	Replaces: a;to-tag=b;from-tag=c
recv 481
send ACK
END
is "$status" 0 "nor is anybody's place taken"
uac <<'END'
send INVITE sdp
	Require: replaces
recv 420
send ACK
END
is "$status" 0 "which is not known there"
stop off

# caller_of BOX NAME OPTIONS...: a caller by dial, in the background
caller_of() {
	printf '[dial]\ncountry = US\n[trunk box]\nserver = 127.0.0.1\n%s' \
		"port = $port
caller_id = +14255550177
" >"to-$1"
	caller_box=$1
	caller_name=$2
	shift 2
	start "$caller_name" dial --events --config "to-$caller_box" "$@" \
		+14255550199
}

# --- the callee wants the caller to have another one
uas callee <<'END'
recv INVITE
send 200 sdp
recv ACK
pause 300
send REFER
	Refer-To: <sip:+14255550106@127.0.0.1>
recv 202
recv NOTIFY
	body: SIP/2.0 100 Trying
send 200
recv NOTIFY
	Subscription-State: terminated
	body: SIP/2.0 200 OK
send 200
recv BYE
send 200
END
peer=$port
config conf-callee on
box callees --config conf-callee --forward +14255550155
caller_of callees talker --record talker.wav --stay --max 6
obeyed callee "who called is led to another one, and the callee let go"
finish talker 20
wait_for 20 results callees 3
stop callees
is "$(leg callees out .to | sort | tr '\n' ' ')" \
	"+14255550106 +14255550155 " "by the box"
is "$(leg callees out .parent | sort -u)" "$(leg callees in .id)" \
	"two more results, of the same parent"
between "$(wavtool tone talker.wav 1 1004 3 4)" -1 0 \
	"the caller hears the new one"

# --- the other side knows REFER, and routes lead to it: it is asked
uas asked <<'END'
recv INVITE
send 200 sdp
	Allow: INVITE, ACK, BYE, REFER
recv ACK
recv REFER
	Refer-To: <sip:\+14255550156@127\.0\.0\.1:[0-9]+;user=phone>
	Referred-By: <sip:\+14255550177@elsewhere\.example>
send 202
	Contact: <sip:peer@[local_ip]:[local_port]>
send NOTIFY
	Event: refer
	Subscription-State: active;expires=60
	Content-Type: message/sipfrag
	|SIP/2.0 180 Ringing
recv 200
pause 300
send NOTIFY
	Event: refer
	Subscription-State: terminated;reason=noresource
	Content-Type: message/sipfrag
	|SIP/2.0 200 OK
recv 200
recv BYE
send 200
END
peer=$port
config conf-asked on
box asks --config conf-asked --forward +14255550155
uac <<'END'
send INVITE sdp
recv 100 optional=true
recv 180 optional=true
recv 200
send ACK
pause 300
send REFER
	Refer-To: <sip:+14255550156@elsewhere.example>
	Referred-By: <sip:+14255550177@elsewhere.example>
recv 202
recv NOTIFY
	body: SIP/2.0 100 Trying
send 200
recv NOTIFY
	body: SIP/2.0 180 Ringing
send 200
recv NOTIFY
	Subscription-State: terminated
	body: SIP/2.0 200 OK
send 200
send BYE
recv 200
END
is "$status" 0 "what it says comes back"
obeyed asked "REFER is passed on, its target by our routes"
wait_for 20 results asks 2
stop asks
is "$(leg asks out .to)" +14255550155 "and no other call made"

done_testing

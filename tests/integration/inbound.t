#!/bin/sh
# A box between two networks that needs nothing but its configuration: who
# calls whom is told apart by trunk, by number and by caller.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need openssl

wavtool make-tone desk.wav 1200 4 8000
wavtool make-tone hello.wav 700 1.5 8000
# The carrier is at 127.0.0.2, the telephone system at 127.0.0.3.
start sbc pstn-sim --listen 127.0.0.2:0 --events
start pbx pstn-sim --listen 127.0.0.3:0 --events
wait_for 10 happened sbc ready
wait_for 10 happened pbx ready
port_of() {
	event "$1" ready .uri | head -n 1 | sed 's/.*:\([0-9]*\).*/\1/'
}

# write FILE: what the box reads
write() {
	cat >"$1" <<-END
	[dial]
	country = US
	[answer]
	listen = 127.0.0.1:0
	[trunk sbc]
	server = 127.0.0.2
	port = $(port_of sbc)
	number_format = e164
	caller_id = +14255550160
	register = never
	user = would.register
	[trunk pbx]
	server = 127.0.0.3
	port = $(port_of pbx)
	caller_id = +14255550170
	[route inside]
	pattern = ^\\+14255550104$
	trunks = pbx
	[route outside]
	pattern = ^\\+1
	trunks = sbc
	[inbound pest]
	from = ^\\+1206
	reject = unwanted
	[inbound desk]
	trunk = sbc
	pattern = ^\\+1425555(\\d{4})$
	forward = +1425555\$1
	[inbound out]
	trunk = pbx
	forward = \$0
	show_caller = yes
	[inbound closed]
	trunk = sbc
	pattern = ^\\+1425556
	reject = busy
	[inbound own]
	trunk = sbc
	pattern = ^\\+1425557
	answer = yes
	END
}
write box.conf
run offhook check --config box.conf
is "$status" 0 "the configuration has no faults"
like "$err" "2 trunks, 2 routes, 5 inbound" "and is counted"

start box setsid answer --events --config box.conf --play desk.wav
wait_for 10 happened box ready
port=$(port_of box)

# from ADDRESS NAME OPTIONS...: a call to the box from there
from() {
	from_addr=$1
	from_name=$2
	shift 2
	cat >"$from_name.conf" <<-END
	[trunk box]
	server = 127.0.0.1
	port = $port
	bind = $from_addr
	number_format = e164
	caller_id = ${from_id:-+14255550160}
	countries = all
	reply_timeout = 1s
	END
	call "$from_name" --config "$from_name.conf" "$@"
	over "$from_name"
}
# leg NAME DIRECTION FILTER
leg() {
	jq -r --arg d "$2" "select(.schema and .direction == \$d) | $3" \
		"$1.out"
}
last() {
	leg box "$1" "$2" | tail -n 1
}

from 127.0.0.2 did --play hello.wav +14255550104
is "$status" 0 "from the carrier: an extension answers"
is "$(event pbx incoming .number | head -n 1)" +14255550104 \
	"by the trunk of the telephone system"
is "$(last in '"\(.trunk) \(.to)"')" "sbc 14255550104" \
	"the trunk is known by its address"

from_id=+14255550101
from 127.0.0.3 outward --play hello.wav +14255550106
from_id=
is "$status" 0 "from the telephone system: out to the carrier"
is "$(last out '"\(.trunk) \(.to_rewritten) \(.from)"')" \
	"sbc 14255550106 14255550101" "with the caller's own number"

from 127.0.0.3 nobody sip:0@127.0.0.1
is "$status $(field .sip_status)" "13 404" "what is no number leads nowhere"

from 127.0.0.2 busy +14255560100
is "$status $(field .sip_status)" "10 486" "reject = busy"
from_id=+12065550100
from 127.0.0.2 pest +14255550104
from_id=
is "$(field .sip_status)" 607 "by caller, before anything else"
from 127.0.0.2 own --play hello.wav +14255570100
is "$status" 0 "answer = yes: the box does what its options say"
between "$(wavtool tone own.wav 1 1200 0.2 1.2)" -1 0 "and is heard"
from 127.0.0.2 none --play hello.wav +442079460000
is "$status" 0 "none matches: the same"
is "$(event sbc incoming .call | wc -l)" 1 \
	"the carrier cannot have the box call for it"
from 127.0.0.4 stranger --ring 2 --timeout 6 +14255550104
is "$status" 32 "a stranger gets no reply"
is "$(event sbc registered .call)$(jq -r 'select(.event == "ready") |
	.trunk' box.out | sort -u)" "" "register = never: nothing registers"

# Read again
sed 's/^reject = busy/reject = not-found/' box.conf >new.conf
cp new.conf box.conf
signal box HUP
wait_for 10 grep -q 'read again' box.err
from 127.0.0.2 gone +14255560100
is "$(field .sip_status)" 404 "SIGHUP: what has changed holds from then on"
stop box

# A trunk that has changed: registered anew beside the old one, whose call
# goes on; and a certificate that was renewed
new_cert() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-subj /CN=box -days 2 -keyout box.key -out box.pem 2>/dev/null
}
serial() {
	openssl s_client -connect "127.0.0.1:$1" </dev/null 2>/dev/null |
		openssl x509 -noout -serial
}
new_cert
cat >live.conf <<-END
	[answer]
	listen_tls = 127.0.0.1:0
	tls_cert = box.pem
	tls_key = box.key
	[trunk home]
	server = 127.0.0.2
	port = $(port_of sbc)
	user = +14255550151
END
cat >caller.conf <<-END
	[trunk net]
	server = 127.0.0.2
	port = $(port_of sbc)
	caller_id = +14255550160
END
# is_ready N: so often has it said so
is_ready() {
	[ "$(event live ready .uri | wc -l)" -ge "$1" ]
}
start live setsid answer --events --config live.conf
wait_for 10 is_ready 2
tls=$(event live ready .uri | sed -n 's/.*127.0.0.1:\([0-9]*\);transport=tls/\1/p')
before=$(serial "$tls")
call long --config caller.conf --stay +14255550151
wait_for 10 happened long answered
echo 'display = Changed' >>live.conf
new_cert
signal live HUP
wait_for 10 is_ready 3
unlike "$(serial "$tls")" "^$before\$" "SIGHUP: the new certificate is shown"
call short --config caller.conf --play hello.wav +14255550151
over short
is "$status" 0 "a call comes by the changed trunk"
is "$(jq -s 'map(select(.schema)) | length' long.out)" 0 \
	"the call under way goes on"
signal long INT
over long
wait_for 10 sh -c '[ "$(grep -c offhook.result live.out)" = 2 ]'
is "$(leg live in .hangup_by | tail -n 1)" them "until they hang up"
printf '[trunk home]\n' >live.conf
signal live HUP
wait_for 10 grep -q 'left as it was' live.err
call still --config caller.conf --play hello.wav +14255550151
over still
is "$status" 0 "a fault changes nothing"
printf '[answer]\nlisten = 127.0.0.1:0\n' >live.conf
signal live HUP
wait_for 10 sh -c '[ "$(grep -c "read again" live.err)" -ge 2 ]'
call gone_by --config caller.conf --ring 3 +14255550151
over gone_by
is "$((status != 0))" 1 "a trunk that is gone is not called by"
stop live
is "$status" 143 "and it ends as ever"

# Explained, listed, checked
run route --config box.conf --inbound 14255550104 --trunk sbc --from +1212
is "$status" 0 "route --inbound"
like "$out" "inbound *desk .box.conf:" "which one"
like "$out" "before *pest .box.conf:[0-9]*.: no match: from" "why no other"
like "$out" "forward to .14255550104" "and whom it would call"
run route --config box.conf --inbound +14255560100 --trunk sbc --json
is "$(printf '%s' "$out" | jq -r '"\(.inbound) \(.action) \(.sip_status)"')" \
	"closed reject 404" "as JSON"
run route --config box.conf --inbound +1425 --trunk no
is "$status" 78 "an unknown trunk"
run route list --config box.conf --inbound --json
is "$(printf '%s\n' "$out" | jq -r .name | tr '\n' ' ')" \
	"pest desk out closed own " "the list"
run route check --config box.conf
is "$status" 0 "all are reached"
printf '[inbound late]\ntrunk = pbx\nanswer = yes\n' >>box.conf
run route check --config box.conf
is "$status" 1 "one that is not"
like "$out" "inbound late: never reached: out .line" "and why"

# A pattern that would try for ever is passed over, and that is told
{
	cat caller.conf
	printf '%s\n' 'countries = all' '[route costly]' \
		'pattern = ^\+((\d+)+)+(\d+)+[x-z]$' 'trunks = net' \
		'[route rest]' 'pattern = ^\+1' 'trunks = net'
} >costly.conf
call costly --config costly.conf --play hello.wav +14255550104
over costly
is "$status" 0 "a route that is passed over"
like "$(field .warning)" "^route costly was passed over: its pattern takes" \
	"with a warning"

# Faults
printf '[inbound x]\nforward = $0\n' >bad.conf
run answer --config bad.conf
is "$status" 78 "anybody's number for anybody"
like "$err" "bad.conf:2: .*trunk must say who may" "needs a trunk"
printf '[trunk t]\nserver = 127.0.0.1\nport = 9\ncountries = all\n' >bad.conf
printf '[answer]\nlisten = 127.0.0.1:0\n[inbound x]\nforward = 911\n' \
	>>bad.conf
run answer --config bad.conf
is "$status" 30 "an emergency number is refused at the start"
like "$err" "bad.conf:7: .inbound x.: forward" "and who says so"
printf '[trunk t]\nserver = 127.0.0.1\nport = 9\n' >bad.conf
run answer --config bad.conf
is "$status" 32 "neither registered nor listening"
like "$err" "set listen in .answer." "and what to do"
printf '[answer]\nlisten_tls = 127.0.0.1:0\ntls_cert = none.pem\n' >bad.conf
run answer --config bad.conf
is "$status" 66 "no certificate"
like "$err" "none.pem" "which one"

done_testing

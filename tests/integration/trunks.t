#!/bin/sh
# Through trunks of a configuration: over UDP and TCP, with numbers as the
# trunk writes them, to a network whose plan is ours.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

cat >plan <<-'END'
	+14255550170  answer, tone 1500/2s, hangup
	+14255550100  reject 486
END
start net pstn-sim --listen 127.0.0.1:0 --events --numbers plan
wait_for 10 happened net ready
port=$(event net ready .uri | sed 's/.*://')
cat >conf <<-END
	[dial]
	country = US
	trunk = udp
	[trunk udp]
	server = 127.0.0.1
	port = $port
	caller_id = +14255550160
	[trunk tcp]
	server = 127.0.0.1
	port = $port
	transport = tcp
	codecs = PCMA
	number_format = e164
	[trunk dead]
	server = 127.0.0.1
	port = 1
	transport = tcp
END
call udp --config conf 4255550170
call tcp --config conf --trunk tcp +14255550170
call wide --config conf --gather 1 --timeout-first 1 +14255550102
call dead --config conf --trunk dead +14255550170
call changed --config conf +14255550100
start json pstn-sim numbers --numbers plan --json

over udp
is "$status" 0 "a number as one dials it at home"
is "$(field .to)" +14255550170 "is shown with its country"
is "$(field .trunk)" udp "by the default trunk"
is "$(field .from)" +14255550160 "with its caller ID"
between "$(wavtool tone udp.wav 1 1500 0.1 1.9)" -1 0 \
	"to a number that the plan adds"
over tcp
is "$status" 0 "over TCP"
is "$(field .to_rewritten)" 14255550170 "with the number as it wants it"
is "$(field .codec)" PCMA/8000 "and the only codec it has"
between "$(wavtool tone tcp.wav 1 1500 0.1 1.9)" -1 0 "the same tone"
over wide
is "$status" 18 "the rest of the plan is as it was"
over dead
is "$status" 32 "nobody listens there: 32"
is "$(field .cause)" network "a matter of the network"
over changed
is "$status" 10 "a number that the plan changes"
over json
is "$(jq -r 'select(.number == "+14255550170") | .number' json.out)" \
	+14255550170 "pstn-sim numbers shows it"
stop net
is "$(jq -r 'select(.event == "incoming") | .number' net.out | sort -u |
	wc -l)" 3 "the network saw them all"

run pstn-sim numbers
is "$(printf '%s\n' "$out" | grep -c '^+1425555')" 33 "the plan has 33 rows"
run pstn-sim numbers --numbers missing
is "$status" 66 "a plan that is not there"
printf '+14255550100  dance\n' >bad
run pstn-sim --listen 127.0.0.1:0 --numbers bad
is "$status" 65 "a plan that is not understood"
like "$err" 'bad:1: .*dance' "names file, line and word"

done_testing

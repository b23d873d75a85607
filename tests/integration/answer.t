#!/bin/sh
# Calls that come in: from the simulated network and from another command.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

wavtool make-tone us.wav 700 1 8000
wavtool make-tone them.wav 1200 6 8000

# desk NAME OPTIONS...: answer in the background; sets uri and number
desk() {
	desk_name=$1
	shift
	start "$desk_name" answer --events "$@"
	wait_for 10 happened "$desk_name" ready
	uri=$(event "$desk_name" ready .uri)
	number=$(event "$desk_name" ready .number)
}
# rings NAME OPTIONS...: the network calls the desk
rings() {
	rings_name=$1
	shift
	start "$rings_name" pstn-sim call "$uri" --from +14255550142 \
		--events "$@"
}

# A call from the network, with everything
desk one --once --play us.wav --gather 2 --no-barge --record one.wav
is "$(sed -n 's/.* ready: //p' one.err)" "call $number at $uri" \
	"ready: number and URI"
rings far --press 12 --play them.wav --for 5
over one
is "$status" 0 "answered, and done"
is "$(field .direction)" in "incoming"
is "$(field .from)" +14255550142 "the caller's number"
is "$(field .digits)" 12 "the keys that they pressed"
is "$(field .answer | grep -c T)" 1 "the time of the answer"
between "$(wavtool tone one.wav 0 700 0.2 0.9)" -1 0 "they hear our prompt"
between "$(wavtool length one.wav)" 0.9 3 "the recording is of the call"
over far
is "$status" 19 "the caller would have stayed longer"

desk two --once --max 3 --record two.wav
rings far2 --play them.wav --for 2
over two
is "$(field .hangup_by)" them "their time is over: they hang up"
between "$(wavtool tone two.wav 1 1200 0.3 1.8)" -1 0 \
	"what they play is in the right channel"
over far2

# dial in one command, answer in another: the same call from both sides
desk three --once --play us.wav --gather 3
call caller --send-digits 951 --max 6 "$number"
over three
is "$status $(field .digits)" "0 951" "answer: gets what dial sends"
is "$(field .from)" "$(event caller dialing .from)" "answer: who calls"
theirs=$(field .billsec)
over caller
is "$(field .answer | grep -c T)" 1 "dial: answered"
is "$(field .hangup_by)" them "dial: they hang up when they are done"
between "$(since "$theirs" "$(field .billsec)")" -0.2 0.2 \
	"both say how long it was"

# Refusals
# refuses OPTION... -- STATUS: what a caller gets
desk busy --reject 486
call busy_call "$number"
over busy_call
is "$status" 10 "--reject 486: busy"
is "$(field .sip_status)" 486 "as it was said"
stop busy
is "$status" 143 "SIGTERM ends the desk"

desk away --redirect sip:+14255550105@127.0.0.1
call away_call "$number"
over away_call
is "$(field .sip_status)" 302 "--redirect: 302"
is "$status" 1 "which nobody follows"
stop away

desk picky --allow '+1425555014*' --deny '+1 (425) 555-0142' --max 1
rings denied --for 1
call stranger "$number"
over denied
unlike "$status" '^0$' "--deny: refused"
unlike "$(cat picky.out)" '"event":"answered"' "by us"
over stranger
unlike "$status" '^0$' "--allow: not on the list"
start friend pstn-sim call "$uri" --from +14255550143 --for 1 --events
over friend
is "$status" 0 "--allow: on the list"
stop picky

desk slow --ring 2 --max 1
rings patient --for 1
over patient
stop slow
between "$(field .ring_s)" 1.9 2.4 "--ring: rings before it is answered"

desk full --max-calls 1
rings first --for 5
wait_for 10 happened full answered
call second "$number"
over second
is "$status" 10 "--max-calls: busy to the rest"
over first
is "$status" 0 "the first is unharmed"

# Unregistered when it ends: the number is nobody's again
stop full
is "$(jq -r 'select(.schema) | .sip_status' full.out | sort | tr '\n' ' ')" \
	"200 486 " "a result for each call"
call gone "$number"
over gone
is "$status" 13 "after its end the number is unknown again"

# Strangers: beside this machine itself, only a trunk's own addresses may ring
addr=$(hostname -I 2>/dev/null | cut -d' ' -f1)
case $addr in
*.*.*.*)
	printf '[trunk x]\nserver = 127.0.0.2\nuser = +14255550150\n' >conf
	start listen answer --events --config conf --trunk x \
		--listen "sip:$addr:0;transport=udp"
	wait_for 10 happened listen ready
	uri=$(event listen ready .uri)
	rings knock --for 1 --timeout 3
	over knock
	unlike "$status" '^0$' "a stranger does not ring"
	unlike "$(cat listen.out)" '"answered"' "and is not answered"
	stop listen ;;
*)
	skip "no address but loopback" "a stranger does not ring" ;;
esac

done_testing

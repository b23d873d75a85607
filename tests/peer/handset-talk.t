#!/bin/sh
# Several who talk at one handset: a conference as it is heard there, keys of
# a phone on the desk, and what is left of a process that was killed.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/peer/baresip.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/phone.sh"
need baresip jq socat

wavtool make-tone ours.wav 600 60 8000
cat >plan <<-'END'
	+14255550311  answer, tone 1004/60s
	+14255550312  answer, tone 700/60s
	+14255550313  answer, wait key 7, hangup
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan --events
wait_for 10 grep -q ready net.err
net=$(event net ready .uri | sed 's/.*://')

# conf HANDSET: phone.conf with it
conf() {
	cat >phone.conf <<-END
	[dial]
	country = US
	[phone]
	handset = $1
	[trunk sim]
	server = 127.0.0.1
	port = $net
	user = +14255550150
	caller_id = +14255550150
	END
	chmod 600 phone.conf
}

# heard HZ: in the last but one second at the handset [dB]
heard() {
	ear=$(ls ear/dump-*-dec.wav | tail -n 1)
	end=$(wavtool length "$ear")
	wavtool tone "$ear" 0 "$1" "$(since 2 "$end")" "$(since 1 "$end")"
}

handset_is() {
	ask one '{"do":"status"}'
	[ "$(of .handset_state)" = "$1" ]
}

# --- a conference, heard at the handset
conf baresip
mkdir ear
export OFFHOOK_HANDSET_DUMP="$PWD/ear"
phone desk --stay --audio-device "aufile,$PWD/ours.wav"
client one
ask one '{"do":"dial","number":"+14255550311"}'
first=$(of .call)
ask one '{"do":"dial","number":"+14255550312"}'
second=$(of .call)
ask one "{\"do\":\"talk\",\"calls\":[\"$first\",\"$second\"]}"
is "$(of .ok)" true "a conference of two calls"
wait_for 10 handset_is up
ask one "{\"do\":\"wait\",\"call\":\"$first\",\"for\":\"digit\",\
\"timeout\":3}"
stop desk
hang one
unset OFFHOOK_HANDSET_DUMP
between "$(heard 1004)" -4.5 -1.5 "the one is heard at the handset"
between "$(heard 700)" -4.5 -1.5 "and the other"
between "$(heard 600)" -100 -20 "one's own voice is not"

# --- keys of a phone on the desk
wavtool make-tone theirs.wav 850 60 8000
baresip_up phone PCMU/8000/1 theirs.wav
conf "sip:+14255550100@127.0.0.1:$port"
call keys --config phone.conf --talk +14255550313
wait_for 10 happened keys media
baresip_do phone sndcode 7
over keys
is "$(field .hangup_by)" them "a key of the desk phone gets there"
baresip_down phone

# --- a phone that is busy, one that rings in vain, one that is given up
# phone_is NAME OPTION...: it is an answer of ours
phone_is() {
	phone_name=$1
	shift
	start "$phone_name" answer --config none --listen sip:127.0.0.1:0 \
		--from-anyone --events "$@"
	wait_for 10 grep -q 'ready: ' "$phone_name.err"
	conf "$(sed -n 's/^answer: ready: call sip:/sip:desk@/p' \
		"$phone_name.err")"
}
phone_is engaged --reject 486
run dial --config phone.conf --talk +14255550311
is "$status" 69 "a phone that is busy"
like "$err" '^dial: sip:desk@127.0.0.1:[0-9]*: busy' "it is said so"
stop engaged

phone_is alone --ring 60s
call given --config phone.conf --talk +14255550311
wait_for 10 grep -q 'the handset rings' given.err
signal given INT
finish given 10
is "$status" 130 "Ctrl-C while it rings"
is "$(cat given.out)" "" "nobody was called"
ok "it rings no more" wait_for 5 happened alone ended
stop alone

phone_is alone --ring 60s
start taking answer --config phone.conf --listen sip:127.0.0.1:0 \
	--from-anyone --talk --events
wait_for 10 grep -q 'ready: ' taking.err
uri=$(sed -n 's/^answer: ready: call //p' taking.err)
start caller pstn-sim call "$uri" --from +14255550301 --for 3 --timeout 2
wait_for 10 happened alone incoming
ok "a caller who gives up: the phone rings no more" \
	wait_for 10 happened alone ended
finish caller 10
is "$(event taking answered .call)" "" "and nothing was answered"
start caller pstn-sim call "$uri" --from +14255550301 --for 3 --timeout 10
wait_for 10 sh -c '[ "$(grep -c "\"event\":\"incoming\"" alone.out)" = 2 ]'
is "$(grep -c '"event":"incoming"' alone.out)" 2 "the next one rings it again"
start third pstn-sim call "$uri" --from +14255550302 --for 3 --timeout 10
finish third 10
is "$(event taking ended '"\(.sip_status) \(.by)"' | tail -n 1)" \
	"486 us" "who rings meanwhile hears that it is busy"
signal caller INT
finish caller 10
stop taking
stop alone

# --- who is killed takes its handset along; the next one cleans up
conf baresip
call killed --config phone.conf --talk \
	--audio-device "aufile,$PWD/ours.wav" +14255550311
wait_for 10 happened killed media
child=$(for pid in $(cat "/proc/$killed_pid/task/$killed_pid/children"); do
	grep -q baresip "/proc/$pid/comm" && echo "$pid"
done)
like "$child" '^[0-9]+$' "a handset of its own"
signal killed KILL
finish killed 5
ok "baresip dies with who has started it" \
	wait_for 5 tap_is_over "$child"
is "$(ls -d "$XDG_RUNTIME_DIR"/offhook/handset-* | wc -l)" 1 \
	"its folder is left"
run dial --config phone.conf --talk --audio-device aubridge,x --max 500ms \
	+14255550311
is "$status" 21 "another call"
is "$(ls -d "$XDG_RUNTIME_DIR"/offhook/handset-* 2>/dev/null | wc -l)" 0 \
	"leaves nothing, and has removed what was left"
stop net

done_testing

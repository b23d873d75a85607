#!/bin/sh
# A person and two others: who hears whom while calls are joined, put through
# and left to each other, at the handset and at both far ends.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/phone.sh"
need jq socat baresip

wavtool make-tone voice.wav 700 120 8000
wavtool make-tone ann.wav 500 120 8000
wavtool make-tone ben.wav 1004 120 8000
network '+14255550312 answer, tone 1500/60s'
printf '[dial]\ncountry = US\n[trunk sim]\nserver = 127.0.0.1\nport = %s\n' \
	"$port" >far.conf

# far NAME NUMBER: somebody who calls us, says the tone of NAME.wav, and keeps
# what is heard in the other channel; its call here is $NAME
far() {
	echo "caller_id = $2" >"$1.caller"
	cat far.conf "$1.caller" >"$1.conf"
	start "$1" dial --config "./$1.conf" --play "$1.wav" \
		--record "$1.heard" --max 100 +14255550150 8>&- 9>&-
	ringing "$2"
	eval "$1=\$id"
	ask one "{\"do\":\"answer\",\"call\":\"$id\"}"
}

ear() {
	ls "$PWD"/ear/dump-*-dec.wav 2>/dev/null | tail -n 1
}

# size WHO: how much they have heard [10 ms]
size() {
	case $1 in
	me) echo $((($(wc -c <"$(ear)") - 44) / 160)) ;;
	*)  echo $((($(wc -c <"$1.heard") - 44) / 320)) ;;
	esac
}
has_heard() {
	[ "$(size "$1")" -ge "$2" ]
}

# phase NAME WHO..: a second of what they hear, one second from now
phase() {
	phase_name=$1
	shift
	eval "${phase_name}_ear=\$(ear)"
	for who; do
		eval "${phase_name}_$who=\$((\$(size $who) + 100))"
	done
	for who; do
		eval "wait_for 20 has_heard $who \$((${phase_name}_$who + 120))"
	done
}

# tones PHASE WHO: those that were heard, in Hz
tones() {
	eval "begin=\$${1}_$2 file=\$2.heard channel=1"
	[ "$2" != me ] || eval "file=\$${1}_ear channel=0"
	for hz in 500 700 1004 1500; do
		db=$(wavtool tone "$file" "$channel" $hz "${begin}e-2" \
			"$((begin + 100))e-2")
		case $db in
		-[0-7].*|[0-9].*) printf ' %s' $hz ;;
		esac
	done
}

# listen PHASE..: find the tones of all, at the same time
listen() {
	listen_pids=
	for at; do
		for who in me ann ben; do
			eval "[ -n \"\${${at}_$who-}\" ]" || continue
			tones "$at" "$who" >"$at.$who" &
			listen_pids="$listen_pids $!"
		done
	done
	wait $listen_pids
}

# hears PHASE WHO TONES TEXT: those tones and no others
hears() {
	is "$(cat "$1.$2")" "${3:+ $3}" "$4"
}

both() {
	become "+14255550401 $1;+14255550402 $2;" "$3"
}

# talk_to_ann: unless she was put through to somebody
talk_to_ann() {
	ask one "{\"do\":\"talk\",\"call\":\"$ann\"}"
	[ "$(of .ok)" = true ]
}

# through TEXT: they are put through to each other, until two hangs
through() {
	say two "$(jq -nc --arg a "$ann" --arg b "$ben" \
		'{do: "transfer", call: $a, attended: $b, mode: "bridge"}')"
	both "up false" "up false" "$1: the voice is with neither"
}

mkdir ear
export OFFHOOK_HANDSET_DUMP="$PWD/ear"
phone desk --stay --handset baresip --audio-device "aufile,$PWD/voice.wav"
client one
client two

far ann +14255550401
ok "a call is taken by the handset" wait_for 10 handset_is up
far ben +14255550402
both "held false" "up true" "another: the first is held"
phase consult me ann ben

# --- a conference, as a person makes it
printf '%s\n' "select $ben" "join $ann" detach | command phone >orders.out
like "$(cat orders.out)" '^ok join' "join"
both "up true" "up true" "all talk"
phase joined me ann ben
id=$ann
ask one "{\"do\":\"record-call\",\"call\":\"$ann\",\"action\":\"start\",
	\"path\":\"$PWD/record.wav\"}"
ask one '{"do":"mute-all"}'
phase muted me ann ben
ask one "{\"do\":\"record-call\",\"call\":\"$ann\",\"action\":\"stop\"}"
ask one '{"do":"mute-all","off":true}'

# --- the person leaves it for another call, and comes back
ask one '{"do":"dial","number":"+14255550312"}'
other=$(of .call)
become "+14255550312 up true;+14255550401 up false;+14255550402 up false;" \
	"another call: nobody of the conference is held"
phase away me ann ben
ask one "{\"do\":\"hangup\",\"call\":\"$other\"}"
ask one "{\"do\":\"talk\",\"call\":\"$ann\"}"
both "up true" "up true" "who talks to one of them is back"
phase back me ann ben
ask one "{\"do\":\"talk\",\"call\":\"$ben\"}"
both "held false" "up true" "one is taken aside"
phase aside me ann ben

# --- put through, after consulting
through consulted
phase through ann ben
hang two
both "held false" "up true" "given up: the one talked to before is again"

# --- a script joins the call that has the voice
ok "the other one is taken" talk_to_ann
ok "the handset is lifted" wait_for 10 handset_is up
both "up true" "held false" "one talks"
start script join --call "$ann" "$ben" 8>&- 9>&-
both "up true" "up true" "a script joins it with another"
phase script me ann ben
stop script
both "up true" "up false" "and leaves: the voice comes back"
phase parted me ann ben

# --- put through, out of a conference
rm -f two.in
client two
ask one "{\"do\":\"talk\",\"calls\":[\"$ann\",\"$ben\"],\"join\":true}"
both "up true" "up true" "a conference"
through conference
phase out ann ben
hang two
both "up true" "held false" "given up: one is talked to, the other is held"
ask one "{\"do\":\"talk\",\"calls\":[\"$ann\",\"$ben\"],\"join\":true}"
both "up true" "up true" "a conference"
ask one "{\"do\":\"hangup\",\"call\":\"$ann\"}"
become "+14255550402 up true;" "one is hung up: the other talks on"
phase last me ben
ask one "{\"do\":\"hangup\",\"call\":\"$ben\"}"
finish ann 10
finish ben 10
become "" "over"
stop desk
is "$status" 143 "SIGTERM"
hang one

listen consult joined muted away back aside through script parted out last
hears consult me 1004 "consulting: who is consulted is heard"
hears consult ann "" "consulting: who is held hears nothing"
hears consult ben 700 "consulting: who is consulted hears the handset"
for at in joined back script; do
	hears $at me "500 1004" "$at: both are heard"
	hears $at ann "700 1004" "$at: the first hears us and the other"
	hears $at ben "500 700" "$at: and the other us and the first"
done
hears muted me "500 1004" "muted: both are heard"
hears muted ann 1004 "muted: and we are not"
hears muted ben 500 "muted: by neither"
between "$(wavtool tone record.wav 0 1004 0.8 2)" -1 0 \
	"a recording in a conference: what they hear"
between "$(wavtool tone record.wav 1 500 0.8 2)" -1 0 "and what they say"
hears away me 1500 "away: the other call is heard"
hears away ann 1004 "away: they go on"
hears away ben 500 "away: with each other"
hears aside me 1004 "aside: one is heard"
hears aside ann "" "aside: the other is held"
hears aside ben 700 "aside: and does not hear us"
for at in through out; do
	hears $at ann 1004 "$at: the first hears the other alone"
	hears $at ben 500 "$at: and the other the first"
done
hears parted me 500 "parted: the voice is where it was"
hears parted ann 700 "parted: and heard"
hears parted ben "" "parted: by that one alone"
hears last me 1004 "last: the other is heard"
hears last ben 700 "last: and hears us"
done_testing

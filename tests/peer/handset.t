#!/bin/sh
# A person's voice on calls of dial and answer: baresip with a sound file in
# place of a microphone, a phone on the desk, and what goes wrong with either.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/peer/baresip.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need baresip jq sox

wavtool make-tone ours.wav 600 40 8000
mic=aufile,$PWD/ours.wav

# talk NAME [OPTION]...: dial with our tone for a voice; what is said at the
# handset is kept in NAME.d
talk() {
	mkdir -p "$1.d"
	talk_name=$1
	shift
	OFFHOOK_HANDSET_DUMP=$PWD/$talk_name.d call "$talk_name" --talk "$@"
}

# ear NAME: what was heard at the handset
ear() {
	ls "$1".d/dump-*-dec.wav | tail -n 1
}

# children NAME: of that command
children() {
	eval "cat /proc/\$${1}_pid/task/*/children"
}

# baresip_of NAME: the pid of its baresip
baresip_of() {
	for handset_pid in $(children "$1"); do
		grep -q baresip "/proc/$handset_pid/comm" 2>/dev/null &&
			echo "$handset_pid"
	done
}

clean() {
	! ls "$XDG_RUNTIME_DIR"/offhook/handset-* 2>/dev/null
}

# --- both directions, from dialling on
talk both --audio-device "$mic" --max 3 +14255550106
over both
is "$status" 21 "a tone is called, and talked to"
between "$(wavtool tone both.wav 0 600 0.5 2.5)" -1 0.1 \
	"they hear what is said at the handset"
between "$(wavtool tone both.wav 1 1004 0.5 2.5)" -1 0.1 "they speak"
end=$(wavtool length "$(ear both)")
between "$(wavtool tone "$(ear both)" 0 1004 "$(since 2 "$end")" "$end")" \
	-1 0.1 "and are heard at the handset"
unlike "$(cat both.out)" handset "the handset's call is no call"
is "$(event both dialing .number | wc -l)" 1 "one call is told of"
ok "baresip's folder is gone" clean

# --- ringing, until they answer
talk ring --audio-device "$mic" --max 1 +14255550100
over ring
between "$(wavtool tone "$(ear ring)" 0 440 0.3 0.9)" -4 -2 \
	"it rings at the handset: 440 Hz"
between "$(wavtool tone "$(ear ring)" 0 480 0.3 0.9)" -4 -2 "and 480 Hz"

# --- busy is heard, and is the result
talk busy --audio-device "$mic" +14255550110
over busy
is "$status" 10 "busy is busy"

# --- early media: what the network says
talk early --audio-device "$mic" +14255550115
over early
is "$status" 13 "an announcement, and no such number"
between "$(sox "$(ear early)" -n trim 0.15 0.3 stat 2>&1 |
	sed -n 's/^Rough *frequency: *//p')" 850 1050 \
	"is heard at the handset before the answer"

# --- one's own voice: a loop sends back what it hears
talk loop --audio-device aubridge,loop --max 3 +14255550106
over loop
is "$status" 21 "a loop is talked to"
between "$(wavtool tone loop.wav 0 1004 0.5 2.5)" -1 0.1 \
	"they hear themselves"

# --- the handset dies
talk killed --audio-device "$mic" +14255550106
wait_for 10 happened killed media
kill -KILL "$(baresip_of killed)"
over killed
is "$status" 20 "baresip is killed: the call has no audio any more"
like "$err" '^dial: baresip has died' "it is said why"
is "$(field .hangup_by)" us "we hang up"

# --- no sound device
talk none --audio-device alsa,nosuchcard +14255550106
begun=$(date +%s)
over none
between "$(($(date +%s) - begun))" 0 5 "a device that does not open: soon"
is "$status" 69 "nobody could speak"
like "$err" "^dial: audio device 'alsa,nosuchcard' does not open; choose" \
	"it is said which, and how to mend it"
is "$(cat none.out)" "" "nobody was called"
ok "baresip's folder is gone" clean

# --- one that runs away
talk flood --audio-device alsa,null +14255550106
over flood
# It is lifted before anybody is called, and a busy machine may notice later
if [ -s flood.out ]; then
	is "$status $(field .hangup_by)" "20 us" "a device that runs away is dropped"
else
	is "$status" 69 "a device that runs away is dropped"
fi
like "$err" "'alsa,null' runs away" "it is said so"

# --- no such driver, no such handset
run dial --talk --audio-device quux,1 +14255550106
is "$status" 69 "no such driver"
like "$err" "no driver 'quux'; 'offhook doctor audio' lists" "it is said so"
printf '[phone]\nhandset = none\n[trunk a]\nserver = 127.0.0.1\n' >none.conf
run dial --talk --config none.conf +14255550106
is "$status" 69 "no handset"
like "$err" '^dial: --talk: there is no handset: handset = none is what' \
	"it is said so, and why"
printf '[trunk a]\nserver = 127.0.0.1\n' >bare.conf
run env PATH=/nothing "$(command -v dial)" --talk --config bare.conf \
	+14255550106
is "$status" 69 "no baresip"
like "$err" 'baresip, .* is not installed; the package baresip-core has it' \
	"it is said, and which package has it"
if [ ! -e /dev/snd ]; then
	run dial --talk --config bare.conf +14255550106
	is "$status" 69 "no sound device"
	like "$err" 'no sound device; .*--audio-device alsa,default' \
		"it is said, and what gives one"
else
	skip "there is a sound device" "a machine without one"
fi

# --- what does not go together
while read -r options; do
	# shellcheck disable=SC2086
	run dial --talk $options +14255550106
	is "$status" 64 "dial --talk $options"
done <<-END
--play ours.wav
--gather 1
--exec ./flow
--all
--after-beep
END
run dial --audio-device "$mic" +14255550106
is "$status" 64 "--audio-device needs --talk"
run answer --talk --forward +14255550106
is "$status" 64 "answer --talk --forward"
run answer --talk --max-calls 2
is "$status" 64 "answer --talk --max-calls 2"

# --- keys of a terminal, and its Ctrl-D
terminal() {
	mkfifo "$1.keys"
	start "$1" sh -c 'exec script -qefc "$1" /dev/null <"$2"' sh "$2" \
		"$1.keys"
	exec 9>"$1.keys"
}
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	terminal keys "dial --talk --audio-device aubridge,x --events=keys.ev \
		+14255550119"
	wait_for 15 grep -q '"event":"media"' keys.ev
	printf 'x2' >&9
	finish keys 20
	exec 9>&-
	is "$(jq -r 'select(.event == "sent-digits") | .digits // .text' \
		keys.ev)" 2 "a key that is typed is sent"
	is "$(jq -r 'select(.event == "ended") | .by' keys.ev)" them \
		"it is the one that the menu waits for"
	terminal eof "dial --talk --audio-device aubridge,x --events=eof.ev \
		+14255550106"
	wait_for 15 grep -q '"event":"media"' eof.ev
	printf '\004' >&9
	finish eof 15
	exec 9>&-
	is "$status" 0 "Ctrl-D hangs up, and all went well"
else
	skip "no pseudo terminals here" "keys of a terminal"
fi

# --- answer
mkdir answer.d
OFFHOOK_HANDSET_DUMP=$PWD/answer.d start answer answer --talk --once \
	--listen sip:127.0.0.1:0 --from-anyone --json --record answer.wav \
	--audio-device "$mic"
wait_for 10 grep -q 'ready' answer.err
uri=$(sed -n 's/^answer: ready: call //p' answer.err)
wavtool make-tone theirs.wav 850 20 8000
start caller pstn-sim call "$uri" --from +14255550301 --play theirs.wav --for 3
finish answer 15
is "$(field .cause)" done "answer: a call is talked on, and they hang up"
between "$(wavtool tone answer.wav 0 600 0.5 2.5)" -1 0.1 \
	"they hear what is said at the handset"
end=$(wavtool length "$(ear answer)")
between "$(wavtool tone "$(ear answer)" 0 850 1 "$(since 0.5 "$end")")" \
	-1 0.1 "and are heard there"
finish caller 10

# --- answer, without a voice
start answer answer --talk --once --listen sip:127.0.0.1:0 --from-anyone \
	--json --audio-device alsa,nosuchcard
wait_for 10 grep -q 'ready' answer.err
uri=$(sed -n 's/^answer: ready: call //p' answer.err)
start caller pstn-sim call "$uri" --from +14255550301 --for 3
finish answer 15
like "$err" "'alsa,nosuchcard' does not open" "answer: no voice, it is said"
is "$(field .billsec)" 0 "the call is not answered"
finish caller 10

# --- a phone on the desk: it rings, is picked up, and rings us then
wavtool make-tone theirs.wav 850 30 8000
baresip_up desk PCMA/8000/1 theirs.wav
printf '[phone]\nhandset = sip:+14255550100@127.0.0.1:%s\n' "$port" >d.conf
cat >>d.conf <<-END
[dial]
country = us
[trunk sim]
server = 127.0.0.1
END
start sim pstn-sim --listen 127.0.0.1:0
wait_for 10 grep -q 'ready\|listen' sim.err sim.out
at=$(cat sim.err sim.out | sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' |
	head -n 1)
echo "port = $at" >>d.conf
call phone --config d.conf --talk --max 3 +14255550106
over phone
is "$status" 21 "a desk phone is talked by"
like "$err" 'the handset rings' "it rings first"
between "$(wavtool tone phone.wav 0 850 0.5 2.5)" -1 0.1 \
	"they hear what is said at the desk"
baresip_down desk
between "$(wavtool tone "$(baresip_heard desk)" 0 1004 1 2.5)" -1 0.1 \
	"and are heard there"

# --- who puts the phone down hangs up
baresip_up desk PCMU/8000/1 theirs.wav
sed "s/127.0.0.1:[0-9]*$/127.0.0.1:$port/" d.conf >e.conf
call down --config e.conf --talk +14255550106
wait_for 15 happened down media
baresip_do desk hangup
over down
is "$status" 0 "the desk phone is put down: the call is over, and went well"
baresip_down desk

# --- a phone that is not there
sed 's/^handset.*/handset = sip:desk@127.0.0.1:9/' d.conf >f.conf
call away --config f.conf --talk +14255550106
over away
is "$status" 69 "a phone that is not there"
like "$err" 'sip:desk@127.0.0.1:9: it cannot be reached' "it is said so"
stop sim

done_testing

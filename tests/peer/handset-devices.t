#!/bin/sh
# A microphone and a loudspeaker that are two devices: on the command line and
# in the configuration, one of them broken, and names that are no names.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need baresip jq sox

sox -n -r 8000 -b 16 -c 1 voice.wav synth 40 sine 600 vol 0.2
sox -n -r 8000 -b 16 -c 1 other.wav synth 40 sine 900 vol 0.2
mic=aufile,$PWD/voice.wav
network_conf() {
	cat >net.conf <<-END
	[dial]
	country = US
	[trunk sim]
	server = 127.0.0.1
	port = $(event net ready .uri | sed 's/.*://')
	[phone]
	END
	printf '%s\n' "$@" >>net.conf
	chmod 600 net.conf
}
start net pstn-sim --listen 127.0.0.1:0 --events
wait_for 10 happened net ready

# talk NAME [OPTION]...: whom we call plays 1004 Hz
talk() {
	mkdir "$1.d"
	talk_name=$1
	shift
	OFFHOOK_HANDSET_DUMP=$PWD/$talk_name.d call "$talk_name" \
		--config net.conf --talk --max 2 "$@" +14255550106
	over "$talk_name"
	is "$status" 21 "$talk_name: a call"
	ear=$(ls "$talk_name".d/dump-*-dec.wav | tail -n 1)
}

said() {
	between "$(wavtool tone "$talk_name.wav" 0 "$1" 0.5 1.5)" -1 0.1 \
		"$1 Hz is said"
}

# --- on the command line, and that goes before the configuration
network_conf "audio_device = aufile,$PWD/other.wav" \
	"audio_output = alsa,nosuchcard"
talk options --audio-input "$mic" --audio-output aubridge,ear
said 600
end=$(wavtool length "$ear")
between "$(wavtool tone "$ear" 0 1004 "$(since 1 "$end")" "$end")" -1 0.1 \
	"and they are heard"
talk both --audio-device "aufile,$PWD/other.wav"
said 900

# --- in the configuration: what is said of one side goes first
network_conf 'audio_device = aubridge,ear' "audio_input = $mic"
talk input
said 600
network_conf "audio_device = aufile,$PWD/other.wav" \
	'audio_output = aubridge,ear'
talk output
said 900
talk mixed --audio-input "$mic"
said 600

# --- the doctor
run offhook doctor audio --config net.conf
is "$status" 0 "doctor: two devices"
like "$out" "^handset baresip, microphone aufile,$PWD/other.wav, loudspeaker \
aubridge,ear\$" "both are shown"
run offhook doctor audio --audio-input "$mic" --audio-output aubridge,ear \
	--json
is "$status" 0 "and tried"
is "$(field '.input + " " + .output')" "$mic aubridge,ear" \
	"each is told to programs"

# --- one that does not open: which
broken() {
	broken_which=$1
	shift
	run offhook doctor audio "$@"
	is "$status" 69 "an $broken_which that does not open"
	like "$err" "^offhook: audio $broken_which 'alsa,nosuchcard' does not \
open; choose another with --audio-$broken_which or audio_$broken_which in" \
		"it is said which"
}
broken input --audio-input alsa,nosuchcard --audio-output aubridge,ear
broken output --audio-input "$mic" --audio-output alsa,nosuchcard
call deaf --talk --audio-input "$mic" --audio-output alsa,nosuchcard \
	+14255550106
over deaf
is "$status" 69 "dial: nobody is called who could not be heard"
is "$(cat deaf.out)" "" "not at all"
like "$err" "^dial: audio output 'alsa,nosuchcard' does not open" \
	"it is said which"
run offhook doctor audio --audio-input alsa,nocard \
	--audio-output alsa,nosuchcard
like "$err" "^offhook: audio input 'alsa,nocard' and output 'alsa,nosuchcard' \
do not open" "both"
run offhook doctor audio --audio-input "$mic" --audio-output "$mic.no"
like "$err" "^offhook: audio output '$mic.no': a file is a microphone" \
	"a file for a loudspeaker"
run offhook doctor audio --audio-input aufile,/no/such.wav \
	--audio-output aubridge,ear
like "$err" "^offhook: audio input 'aufile,/no/such.wav': No such file" \
	"a file that is not there"

# --- names that are none: baresip is not even started
lf='
'
for side in device input output; do
	for bad in "alsa,x${lf}module cons.so" "alsa,x module cons.so" \
		"../../tmp/x,y" '"alsa",x' "/tmp/x.so" ",x"; do
		run offhook doctor audio "--audio-$side" "$bad"
		is "$status" 69 "--audio-$side '$bad'"
		like "$err" "audio $side: DRIVER,DEVICE is wanted" \
			"it is said how"
	done
done
run offhook doctor audio --audio-device cons,x
like "$err" "audio device 'cons,x': baresip has no driver 'cons'" \
	"a module that opens a port is no driver"
run offhook doctor audio --audio-device "alsa,$(printf '%0128d' 0)"
like "$err" "audio device: that name is too long" "a name that is too long"
ok "nothing is left behind" test -z \
	"$(ls "$XDG_RUNTIME_DIR/offhook" | grep handset)"

# --- offhook check
network_conf 'audio_input = aubridge,x' 'audio_output = alsa,plughw:1,0'
run offhook check --config net.conf
is "$status" 0 "check: devices that baresip has drivers for"
network_conf 'audio_input = quux,1' 'audio_output = aubridge,x'
run offhook check --config net.conf
is "$status" 78 "check: one that it has not"
like "$err" "net.conf: \[phone\]: audio input 'quux,1': baresip has no driver" \
	"it is said which"
network_conf 'audio_device = aubridge,x' "audio_output = $mic"
run offhook check --config net.conf
like "$err" "\[phone\]: audio output '$mic': a file is a microphone" \
	"a file for a loudspeaker"
network_conf 'audio_output = alsa,x module cons.so'
run offhook check --config net.conf
is "$status" 78 "check: no name"
like "$err" 'net.conf:7: .*audio_output' "with its line"

# --- what does not go together
for option in --audio-device --audio-input --audio-output; do
	run dial "$option" aubridge,x +14255550106
	is "$status" 64 "$option needs --talk"
	run offhook check "$option" aubridge,x
	is "$status" 64 "$option is for the doctor"
done

# --- phoned, that a screen starts, is told of them
phoned_runs() {
	phoned=$(ls "$XDG_RUNTIME_DIR/offhook/ctl" | grep '^[0-9]*$')
	[ -n "$phoned" ] && grep -q phoned "/proc/$phoned/comm" 2>/dev/null
}
network_conf 'handset = baresip'
mkfifo lines.in
start lines sh -c 'exec "$@" <lines.in' sh phone --config net.conf --plain \
	--audio-device alsa,a --audio-input alsa,b --audio-output alsa,c
exec 9>lines.in
wait_for 10 phoned_runs
like "$(tr '\0' ' ' <"/proc/$phoned/cmdline")" \
	' --audio-device alsa,a --audio-input alsa,b --audio-output alsa,c ' \
	"phone hands them to phoned"
exec 9>&-
finish lines 20
is "$status" 0 "and leaves"
stop net

done_testing

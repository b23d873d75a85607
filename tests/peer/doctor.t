#!/bin/sh
# offhook doctor audio: what is listed, what is tried, and what is said of it
. "$OFFHOOK_TOP/tests/lib.sh"
need baresip jq sox

# --- a loop, in place of a sound device
run offhook doctor audio --audio-device aubridge,loop
is "$status" 0 "a loop works"
like "$out" '^sound devices$' "devices are listed"
like "$out" '^ .* aubridge( |$)' "drivers are"
like "$out" '^handset baresip by aubridge,loop$' "it says what is tried"
like "$out" '^  opened in [0-9.]* ms$' "and how soon it opens"
like "$out" '^  codec       G722, wideband$' "and that it is wide"
like "$out" '^  microphone  -1[0-9.]* dBov' "how loud it is"
like "$err" '^offhook: speak now' "somebody may speak"

run offhook doctor audio --audio-device aubridge,loop --json
is "$status" 0 "the same for programs"
between "$(field .round_trip_ms)" 20 400 "the round trip, in the loop"
between "$(field .level_dbov)" -20 -10 "the level of the bursts"
is "$(field .codec)" G722/8000 "the codec"
is "$(field '.input + " " + .output')" "aubridge,loop aubridge,loop" \
	"the device"
is "$(field '.schema, .opened, .error | tostring' | tr '\n' ' ')" \
	"offhook.audio/1 true null " "it opened, all is well"
is "$err" "" "nothing but that"

# --- without a way back
wavtool make-tone mic.wav 600 20 8000
run offhook doctor audio --audio-device "aufile,$PWD/mic.wav" --json
is "$status" 0 "a microphone that does not hear the loudspeaker works"
is "$(field .round_trip_ms)" null "the round trip is not known"
between "$(field .level_dbov)" -12 -6 "its level is"

# --- a dead microphone
sox -n -r 8000 -b 16 -c 1 silence.wav trim 0 20
run offhook doctor audio --audio-device "aufile,$PWD/silence.wav"
is "$status" 1 "a silent microphone"
like "$out" '^  codec       PCMU, narrowband$' "a file of 8 kHz is narrow"
like "$err" '^offhook: the microphone is silent' "it is said so"

# --- what does not open
run offhook doctor audio --audio-device alsa,nosuchcard
is "$status" 69 "a device that does not open"
like "$err" "^offhook: audio device 'alsa,nosuchcard' does not open" \
	"it is said which"
run offhook doctor audio --audio-device quux,1 --json
is "$status" 69 "a driver that is not there"
is "$(field .opened)" false "for programs, too"
like "$(field .error)" "no driver 'quux'" "with the reason"

# --- none at all
printf '[phone]\nhandset = none\n' >none.conf
run offhook doctor audio --config none.conf
is "$status" 69 "no handset"
like "$err" '^offhook: there is no handset: handset = none' "it is said why"
if [ ! -e /dev/snd ]; then
	run offhook doctor audio
	is "$status" 69 "a machine without a sound device"
	like "$out" '^  none$' "none is listed"
	like "$err" 'no sound device' "and it is said"
else
	skip "there is a sound device" "a machine without one"
fi

# --- the rest
run offhook doctor
is "$status" 0 "doctor alone"
like "$out" '^offhook doctor audio ' "lists what it can do"
run offhook doctor tea
is "$status" 64 "what it cannot look at"
run offhook check --audio-device aubridge,loop
is "$status" 64 "a device is for the doctor"
ok "nothing is left behind" test -z \
	"$(ls "$XDG_RUNTIME_DIR/offhook" | grep -E 'doctor|handset')"

done_testing

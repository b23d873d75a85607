#!/bin/sh
# Two people are put through to each other by who spoke with both: out of a
# conference, and from hold. They hear each other, and the handset no more.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/phone.sh"
need jq socat baresip

wavtool make-tone voice.wav 700 60 8000
network '+14255550311  answer, echo' \
	'+14255550312  answer, tone 1004/60s'

# both: an echo on hold, $echo, and a tone, $id, that has the voice
both() {
	ask one '{"do":"dial","number":"+14255550311"}'
	echo=$(of .call)
	become "+14255550311 up true;" "one"
	ask one '{"do":"dial","number":"+14255550312"}'
	tone=$(of .call)
	become "+14255550311 held false;+14255550312 up true;" "and another"
}

# through: the tone is put through to the echo
through() {
	say two "{\"do\":\"transfer\",\"call\":\"$tone\",\"attended\":\"$echo\",\"mode\":\"bridge\"}"
}

# hear NAME: what passes between them
hear() {
	id=$echo
	taped "$1-there.wav" 2
	between "$(wavtool tone "$1-there.wav" 0 1004 0.7 1.7)" -1 0 \
		"$1: the tone arrives at the echo"
	between "$(wavtool tone "$1-there.wav" 0 700 0.7 1.7)" -99 -30 \
		"$1: the handset does not"
	id=$tone
	taped "$1-back.wav" 2
	between "$(wavtool tone "$1-back.wav" 0 1004 0.7 1.7)" -1 0 \
		"$1: and comes back"
}

phone desk --stay --handset baresip --audio-device "aufile,$PWD/voice.wav"
client one
client two
both
ask one "{\"do\":\"talk\",\"calls\":[\"$tone\",\"$echo\"]}"
id=$echo
taped three.wav 1.5
between "$(wavtool tone three.wav 0 700 0.5 1.3)" -12 0 \
	"conference: the echo hears the handset"
between "$(wavtool tone three.wav 0 1004 0.5 1.3)" -12 0 \
	"conference: and the tone"
through
become "+14255550311 up false;+14255550312 up false;" "put through"
hear conference
ask one "{\"do\":\"hangup\",\"call\":\"$tone\"}"
ask one "{\"do\":\"hangup\",\"call\":\"$echo\"}"
become "" "over"

both
through
become "+14255550311 up false;+14255550312 up false;" \
	"who was on hold is put through, too"
hear held
hang one
hang two
done_testing

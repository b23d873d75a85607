#!/bin/sh
# A transfer that nothing comes of, or whose other end goes later: the person
# has them again, or they are held.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/phone.sh"
need jq socat baresip

wavtool make-tone voice.wav 700 60 8000
network '+14255550311  answer, echo' \
	'+14255550312  answer, tone 1004/60s' \
	'+14255550313  ring 0.2s, reject 486' \
	'+14255550314  ring' \
	'+14255550315  answer, tone 1400/60s'
first='+14255550311'

# through NUMBER: the first call; two has the reply when it is over
through() {
	say two "{\"do\":\"transfer\",\"call\":\"$echo\",\"target\":\"$1\",\"mode\":\"bridge\",\"id\":\"through $1\"}"
}

# came_of NUMBER: the reply
came_of() {
	wait_for 15 grep -q "\"id\":\"through $1\"" two.out || :
	reply=$(grep "\"id\":\"through $1\"" two.out)
}

# leave NUMBER: who is called there goes
leave() {
	ask one '{"do":"list"}'
	ask one "{\"do\":\"hangup\",\"call\":\"$(of ".calls[] |
		select(.to == \"$1\") | .call")\"}"
}

# heard NAME LOW HIGH TEXT: how much of the handset arrives at the first one
heard() {
	id=$echo
	taped "$1.wav" 1.5
	between "$(wavtool tone "$1.wav" 0 700 0.3 1.2)" "$2" "$3" "$4"
}

phone desk --stay --handset baresip --audio-device "aufile,$PWD/voice.wav"
client one
client two
ask one "{\"do\":\"dial\",\"number\":\"$first\"}"
echo=$(of .call)
wait_for 10 handset_is up
become "$first up true;" "one is talked to"

through +14255550313
came_of +14255550313
is "$(of .cause)" transfer "busy: nothing comes of it"
is "$(of .error)" "Busy Here" "and why is said"
become "$first up true;" "busy: they are talked to again"
heard busy -1 0 "busy: and hear the handset"

# --- the person talks to somebody else by then
through +14255550314
become "$first up false;+14255550314 ringing false;" "it rings there"
ask one '{"do":"dial","number":"+14255550312"}'
become "$first up false;+14255550312 up true;+14255550314 ringing false;" \
	"another one is talked to"
leave +14255550314
become "$first held false;+14255550312 up true;" "else: they are held"
leave +14255550312
ask one "{\"do\":\"talk\",\"call\":\"$echo\"}"
become "$first up true;" "until they are talked to"

# --- it answers, and goes later
through +14255550315
become "$first up false;+14255550315 up false;" "put through"
heard apart -200 -30 "put through: the handset is not heard"
between "$(wavtool tone apart.wav 0 1400 0.3 1.2)" -1 0 \
	"put through: the two hear each other"
leave +14255550315
came_of +14255550315
is "$(of .cause)" done "they have talked"
become "$first up true;" "the other one goes: they are back"
heard back -1 0 "back: and hear the handset"

# --- nobody is there, and who waited gives up
through +14255550314
become "$first up false;+14255550314 ringing false;" "nobody answers"
hang two
become "$first up true;" "given up: they are talked to again"
heard none -1 0 "given up: and hear the handset"
hang one
done_testing

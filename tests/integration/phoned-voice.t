#!/bin/sh
# A person talks: what goes into the handset arrives at the far end, and only
# where it shall; a handset that cannot be opened, or dies.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/phone.sh"
need jq socat baresip

wavtool make-tone voice.wav 700 60 8000
network '+14255550311  answer, echo' \
	'+14255550312  answer, tone 1004/60s'

phone desk --stay --handset baresip --audio-device "aufile,$PWD/voice.wav"
client one
ask one '{"do":"dial","number":"+14255550311"}'
id=$(of .call)
ok "the handset is lifted with the first call" wait_for 10 handset_is up
become "+14255550311 up true;" "which has the voice"
taped talk.wav 1.5
between "$(wavtool tone talk.wav 0 700 0.3 1.2)" -1 0 "what is said is sent"
between "$(wavtool tone talk.wav 1 700 0.3 1.2)" -1 0 "and has arrived there"

ask one '{"do":"mute-all"}'
taped muted.wav 1
between "$(wavtool level muted.wav 0 0.3 0.9)" -200 -60 "mute-all: silence"
ask one '{"do":"mute-all","off":true}'
other=$id
ask one '{"do":"dial","number":"+14255550312"}'
id=$(of .call)
become "+14255550311 held false;+14255550312 up true;" "another call"
taped second.wav 1.5
between "$(wavtool tone second.wav 0 700 0.3 1.2)" -1 0 "is talked on now"
ask one "{\"do\":\"talk\",\"calls\":[\"$id\",\"$other\"]}"
taped three.wav 1.5
between "$(wavtool tone three.wav 0 700 0.5 1.3)" -12 0 \
	"in a conference all hear the handset"
id=$other
taped three-too.wav 1.5
between "$(wavtool tone three-too.wav 0 1004 0.5 1.3)" -12 0 \
	"and each other"

# --- the handset dies; the calls do not
child=$(cat "/proc/$desk_pid/task/$desk_pid/children" | tr ' ' '\n' |
	while read -r pid; do
		grep -qz baresip "/proc/$pid/cmdline" && echo "$pid"
	done)
kill -KILL $child
ok "a handset that dies is told of" wait_for 5 handset_is failed
ask one '{"do":"status"}'
like "$(of .handset_why)" 'baresip' "with the reason"
is "$(calls)" "+14255550311 up false;+14255550312 up false;" \
	"the calls are there, without a voice"
ask one "{\"do\":\"talk\",\"call\":\"$id\"}"
is "$(of .ok)" true "who wants the voice again"
ok "gets another handset" wait_for 10 handset_is up
ask one "{\"do\":\"talk\",\"call\":\"$id\"}"
taped again.wav 1.5
between "$(wavtool tone again.wav 0 700 0.5 1.3)" -1 0 "and is heard"
stop desk
is "$status" 143 "SIGTERM"
is "$(pgrep -P "$desk_pid" baresip | wc -l)" 0 "no handset is left"
hang one

# --- none can be opened
phone dead --stay --handset baresip --audio-device aufile,/no/such.wav
rm -f one.in
client one
ask one '{"do":"dial","number":"+14255550311"}'
begun=$(date +%s)
ok "a device that cannot be opened" wait_for 6 handset_is failed
between "$(($(date +%s) - begun))" 0 5 "is told within 3 s or so"
ask one '{"do":"status"}'
like "$(of .handset_why)" . "in words"
like "$(cat dead.err)" '^phoned: .*handset: ' "on the standard error, too"
is "$(calls)" "+14255550311 up false;" "the call goes on"
hang one
done_testing

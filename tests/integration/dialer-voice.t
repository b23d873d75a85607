#!/bin/sh
# What a person at the dialer says is heard at the far end, and what is said
# there comes back; a handset that dies, and one that cannot be opened.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq baresip

wavtool make-tone voice.wav 700 60 8000
network '+14255550311  answer, echo' '+14255550312  answer, tone 1004/60s'

# tape FILE: the selected call for a while
tape() {
	keys d ":record start $1" Enter
	sees d 'r Stop record'
	wait_for 10 long_enough "$1"
	keys d r
	sees d 'r Record'
}
long_enough() {
	[ "$(wc -c <"$1")" -gt 64000 ]
}

# at_the_ear HZ: for some second of what the handset heard
at_the_ear() {
	ear=$(ls ear/dump-*-dec.wav | head -n 1)
	at=0
	while [ "$at" -lt "$(wavtool length "$ear" | sed 's/\..*//')" ]; do
		db=$(wavtool tone "$ear" 0 "$1" "$at" $((at + 1)))
		at=$((at + 1))
		case $db in
		-[0-9].*|-1[0-2].*|0.*) return 0 ;;
		esac
	done
	return 1
}

is_laid() {
	! ls "$XDG_RUNTIME_DIR"/offhook/handset-* 2>/dev/null
}

mkdir ear
export OFFHOOK_HANDSET_DUMP="$PWD/ear"
screen d 100x30 --handset baresip \
	--audio-device "aufile,$PWD/voice.wav" 4255550311
ok "a call, with the voice" sees d 'up +♪ +.*14255550311'
ok "the handset is up" sees d 'handset .*up|handset baresip'
tape talk.wav
between "$(wavtool tone talk.wav 0 700 0.5 1.5)" -3 0 "what is said is sent"
between "$(wavtool tone talk.wav 1 700 0.5 1.5)" -3 0 "and is there"
keys d m
ok "m is silence to them" sees d 'm Unmute'
tape mute.wav
between "$(wavtool level mute.wav 0 0.5 1.5)" -200 -60 "they hear nothing"
keys d m

# --- two, joined
keys d n 4255550312 Enter
ok "another call" sees d 'up +♪ +.*14255550312'
live_are "+14255550311 held;+14255550312 up;" "holds the first"
keys d c Space Up J
live_are "+14255550311 up;+14255550312 up;" "Space marks, J joins them"
tape three.wav
between "$(wavtool tone three.wav 0 1004 0.5 1.5)" -20 0 \
	"they hear each other"
keys d ':hangup all' Enter
live_are "" "all is hung up"
ok "the handset is laid down" wait_for 15 is_laid
ok "at it one's own echo was heard" at_the_ear 700
ok "and the other one's tone" at_the_ear 1004
ok "and nothing of another pitch" eval "! at_the_ear 1500"

# --- the handset dies
keys d n 4255550311 Enter
ok "another call" sees d 'up +♪ +.*14255550311'
phoned=$(cat "$XDG_RUNTIME_DIR/offhook/phoned.lock")
kill -KILL $(pgrep -P "$phoned" baresip)
ok "a handset that dies is told of" sees d 'baresip.*(failed|ended|gone|died)'
live_are "+14255550311 up;" "the call goes on"
keys d c Enter
ok "Enter takes the voice again" sees d 'up +♪ +.*14255550311'
keys d q x
ended d
is "$status" 0 "left"
close d
wait_for 10 no_phone

# --- none can be opened
screen e 100x30 --handset baresip --audio-device aufile,/no/such.wav \
	4255550311
ok "a device that cannot be opened is told of" sees e 'no/such.wav|device'
live_are "+14255550311 up;" "the call goes on"
keys e q x
ended e
done_testing

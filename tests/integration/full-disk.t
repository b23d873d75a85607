#!/bin/sh
# A disk that is full under the telephone: its records, its log, its
# recordings and the lines of phone. Calls go on, it is said once, and it ends;
# with room again all is written again.
. "$OFFHOOK_TOP/tests/lib.sh"
need jq unshare mount
if [ -z "$FULL_DISK" ]; then
	unshare -m true 2>/dev/null || skip_all "no mounts of our own here"
	FULL_DISK=1 exec unshare -m sh "$0"
fi
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"

mkdir small
mount -t tmpfs -o size=4m small small 2>/dev/null ||
	skip_all "no tmpfs can be mounted"
export XDG_STATE_HOME="$PWD/small"

network '+14255550311  answer, echo'
without_handset

# fill: not a byte more
fill() {
	dd if=/dev/zero of=small/fill bs=4k >/dev/null 2>&1
	[ "$(df --output=avail small | tail -n 1)" -eq 0 ]
}

# rows: calls that are in the records
rows() {
	cdr --json 2>/dev/null | jq -s length
}
has_rows() {
	[ "$(rows)" = "$1" ]
}

# --- a screen
screen a 80x24 4255550311
ok "a call" sees a 'up .*14255550311'
keys a ":record start $PWD/small/begun.wav" Enter
ok "its recording begins" sees a 'recording into'
ok "the disk is full" fill
ok "a recording that breaks off is told" \
	sees a 'recording ended early: No space left on'
keys a ":record start $PWD/small/other.wav" Enter
ok "one that cannot begin, too" sees a 'other.wav: No space left on'
live_are "+14255550311 up;" "the call goes on"
keys a h
live_are "+14255550311 held;" "and does what it is told"
keys a x
live_are "" "it is hung up"
ok "that it is not recorded is told" sees a 'No call records are written: .*full'
keys a n 4255550311 Enter
ok "there are more calls" sees a 'up .*14255550311'
keys a x
live_are "" "and their ends"
is "$(shown a | grep -c 'No call records')" 1 "that is still told"
keys a ":pane log" Enter
sees a 'Log'
is "$(shown a | grep -c '!.*no call records are written')" 1 "in the log, once"
before=$(rows)
rm small/fill
keys a :call Space 4255550311 Enter
sees a 'up .*14255550311'
keys a x
ok "with room again a call is recorded, as is told" \
	sees a '[cC]all records are written again'
ok "and not the other thing" misses a '^No call records'
ok "its record is there" wait_for 10 has_rows "$((before + 1))"
ok "what was recorded before can be played" \
	wavtool speech small/begun.wav 0
ok "full again" fill
keys a :call Space 4255550311 Enter
sees a 'up .*14255550311'
keys a q x
ended a
is "$status" 0 "it is left, and hangs up"
ok "the telephone goes, too" wait_for 10 no_phone
close a

# --- one that begins then, and lines
window b 80x24 "phone --config ./phone.conf"
ok "phone begins on a full disk" sees b 'the phone is ready'
keys b 'call +14255550311' Enter
ok "and calls" sees b 'is on the line'
ok "that a line is not kept is told" sees b \
	'^! lines are not kept in '
keys b 'calls' Enter
sees b '^#1'
keys b 'hangup' Enter
ok "and hangs up" sees b 'is over'
is "$(shown b | grep -c 'lines are not kept')" 1 "the former is told once"
keys b quit Enter
ended b
is "$status" 0 "it leaves"
ok "the telephone goes, too" wait_for 10 no_phone
rm small/fill
run cdr --json
is "$status" 0 "the records are whole"

# --- not a file can be made
rm -r small/offhook
mount -o remount,ro small
printf 'call +14255550311\nwait answer\nhangup\n' >orders
run phone --config ./phone.conf <orders
is "$status" 0 "a state folder that cannot be written: calls are made"
like "$err" 'phoned.log: .*: nothing is logged' "that there is no log is told"
like "$out" '^! no call records are written' "and that there are no records"
ok "the telephone goes, too" wait_for 10 no_phone
done_testing

#!/bin/sh
# Somebody who never saw the dialer, and reads nothing but the bottom line of
# a small screen: every key pressed here is looked up there.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq

network '+14255550311  answer, echo' '+14255550312  answer, tone 1004/60s'
without_handset

# key_for LABEL: what the bottom line names before it, as " h Hold  t .."
key_for() {
	shown d | sed '/^ *$/d' | tail -n 1 | sed 's/   */\n/g; s/^ //' |
		sed -n "s/^\([^ ]*\) $1\$/\1/p"
}

offers() {
	[ -n "$(key_for "$1")" ]
}

# press LABEL: as soon as it is there
press() {
	if ! wait_for 15 offers "$1"; then
		shown d >&2
		return 1
	fi
	keys d "$(key_for "$1" | sed 's/^Esc$/Escape/')"
}

screen d 80x24
is "$(key_for Number)" 0-9 "digits are a number"
keys d 4255550311
ok "it says how to call" press Call
live_are "+14255550311 up;" "and that is a call"
ok "how to hold" press Hold
live_are "+14255550311 held;" "and they are held"
ok "how to resume" press Resume
live_are "+14255550311 up;" "and they are back"
ok "how to transfer" press Transfer
keys d 4255550312
ok "and when the number is typed" press Done
live_are "+14255550311 up;+14255550312 up;" "and they are put through"
ok "how to hang up" press 'Hang up'
live_are "+14255550311 up;" "one has gone, and the other is back"
ok "how to hang up, again" press 'Hang up'
live_are "" "and it is over"
ok "how to leave" press Leave
ended d
is "$status" 0 "and it has left"

done_testing

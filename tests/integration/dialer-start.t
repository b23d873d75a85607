#!/bin/sh
# The dialer starts its telephone anew, while the screen goes on; one that
# does not come up is told of, with the reason.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need flock
trap 'release; screen_end' EXIT

network '+14255550311  answer, echo'
without_handset
lock=$XDG_RUNTIME_DIR/offhook/phoned.lock

# phone_dies: and it is seen
phone_dies() {
	kill -KILL "$(cat "$lock")"
	sees a 'phone has gone'
}

# hold: nobody can be the phone now
hold() {
	flock "$lock" sleep 60 &
	holder=$!
	wait_for 5 is_held
}

is_held() {
	! flock -n "$lock" true
}

release() {
	[ -z "$holder" ] || pkill -P "$holder"
	holder=
}

screen a 80x24
sees a 'handset none'

# --- what keeps it from coming up is told
ok "the phone dies" phone_dies
cp phone.conf good.conf
printf '[no-such-section]\nx = y\n' >>phone.conf
keys a S
ok "one that ends at once: told, and what to do" \
	sees a 'has ended at once; S starts it when this'
ok "and why" sees a '^no section \[no-such-section'
cp good.conf phone.conf
keys a S
ok "that mended, it is started" sees a 'has been started'
ok "and there" sees a 'handset none'
keys a 4255550311 Enter
ok "it calls" sees a 'up .*14255550311'
live_are "+14255550311 up;" "a call"

# --- it is not started for ever
ok "the phone dies" phone_dies
mv "$XDG_RUNTIME_DIR/offhook/ctl" ctl.kept
: >"$XDG_RUNTIME_DIR/offhook/ctl"
was=$(wc -l <"$XDG_STATE_HOME/offhook/phoned.log")
keys a S
ok "one that can have no socket: said why" sees a 'ended at once; S starts'
between "$(($(wc -l <"$XDG_STATE_HOME/offhook/phoned.log") - was))" 1 6 \
	"after some attempts"
rm "$XDG_RUNTIME_DIR/offhook/ctl"
mv ctl.kept "$XDG_RUNTIME_DIR/offhook/ctl"
keys a S
ok "that mended, it is started" sees a 'has been started'

# --- what takes its time does not keep the screen
ok "the phone dies" phone_dies
ok "and none can come" hold
keys a S
ok "it is said that one is started" sees a 'starting the phone'
keys a n C-u 4255550177
ok "keys work meanwhile" sees a '425.*555.*0177'
ok "it is not there yet" screen_lacks a 'handset none|does not speak'
keys a C-u S
ok "once is enough" sees a 'on its way'
ok "one that is late is told of" sees a 'phone does not speak'
release
keys a S
ok "nothing in its way, it comes" sees a 'handset none'
keys a q
ended a
is "$status" 0 "left"
ok "the telephone goes, too" wait_for 10 no_phone
done_testing

#!/bin/sh
# What Asterisk asks for in a call: elsewhere (REFER), silence (hold), signs
# of life (session timers).
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
. "$OFFHOOK_TOP/tests/asterisk/lib.sh"

# The network behind it: somebody there puts callers on hold
start net pstn-sim --listen 127.0.0.1:0 --events
wait_for 10 happened net ready
beyond=$(event net ready .uri | sed 's/^sip://')
asterisk_up

# refreshed WHO: a call of a minute that WHO keeps alive
refreshed() {
	from_asterisk session_expires=90 "refresher=$1"
	mv trunk.conf "$1.conf"
	start "$1" dial --config "$1.conf" --json --trace --max 50 \
		--header 'X-Endpoint: timers' +14255550106
}

refreshed us
refreshed them

# --- REFER
from_asterisk
to_asterisk plain +14255550104
like "$err" '← +REFER' "Asterisk transfers us"
like "$err" '→ +(403|405|501|603) .*\(REFER\)' "which we refuse"
ok "and it knows" asterisk_said 'transfer (FAILURE|UNSUPPORTED) end'
is "$(field .exit_code)" 0 "the call goes on"
unlike "$err" '19005550100' "nobody else is called"
: >"$ast/said"
desk --max 5
asterisk_calls plain +14255550104
finish desk 20
like "$err" '→ +(403|405|501|603) .*\(REFER\)' "answer refuses it, too"
ok "and it knows" asterisk_said 'transfer (FAILURE|UNSUPPORTED) end'

# --- hold: asked for beyond Asterisk, and passed on by it
held() {
	is "$(field .exit_code)" "$1" "a call that was put on hold"
	like "$err" '← +INVITE .*(sendonly|inactive)' "by Asterisk"
	is "$(printf '%s\n' "$err" | grep -c '→ .*200 OK (INVITE)')" "$2" \
		"twice we agree: hold, and resume"
}
to_asterisk plain +14255550105 --max 6
held 21 2
desk --max 6
asterisk_calls plain +14255550105
finish desk 20
held 21 3

for who in us them; do
	finish $who 60
	is "$(field .exit_code)" 21 "a call of a minute, refresher $who"
done
like "$(cat us.err)" '→ +(UPDATE|INVITE) sip:[^+]' "we refresh"
unlike "$(cat us.err)" '← +(UPDATE|INVITE) ' "and Asterisk does not"
like "$(cat them.err)" '← +(UPDATE|INVITE) ' "Asterisk refreshes"
unlike "$(cat them.err)" '→ +(UPDATE|INVITE) sip:[^+]' "and we do not"

asterisk_down
stop net
done_testing

#!/bin/sh
# scripts/examples/alarm: who is called, in which order, and what they hear.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq sox
. "$OFFHOOK_TOP/tests/spoken.sh"

alarm=$OFFHOOK_TOP/scripts/examples/alarm/alarm.sh
export ALARM_PAUSE=0
spoken alarm 700 'Disk full on db1. Press 1 if you take care of it.'

cat >plan <<-'END'
	+14255550301  ring 200ms, answer, wait spoken, press 2
	+14255550302  answer, say greeting, tone 1000/400ms, wait 30s, hangup
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan
wait_for 10 grep -q ready net.err

# Somebody who is a command, and can tell what was heard
start ann answer --once --record ann.wav --events \
	--send-digits WWW1 --stay
wait_for 10 happened ann ready
ann=$(event ann ready .number)

# said: what the last run has logged, without its times
said() {
	printf '%s\n' "$err" | sed -n 's/^[-0-9]* [:0-9]* alarm: //p'
}

run "$alarm" "Disk full on db1." +14255550110 +14255550113 +14255550301 \
	+14255550302 "$ann" +14255550100
is "$status" 0 "somebody acknowledges"
is "$(said)" "+14255550110 is busy
+14255550113: status 13
+14255550301 has not pressed 1
+14255550302 is a machine: left a message
$ann has acknowledged" "the fifth of those called"
is "$out" "" "stdout is for nobody"
over ann
is "$status" 0 "who was called until they had pressed the key"
like "$(heard ann.wav 1)" "^alarm" "and has heard the text"
run cdr list --json
is "$(printf '%s\n' "$out" | jq -r 'select(.direction == "out") |
	"\(.to[8:]) \(.cause)"' | sort | tr '\n' ' ')" \
	"0110 busy 0113 bad-number 0150 done 0301 no-digits 0302 machine " \
	"each call has its record, and 0100 was not called"

ALARM_ROUNDS=2 run "$alarm" "Disk full on db1." +14255550110 +14255550112
is "$status" 1 "nobody acknowledges"
is "$(said)" "+14255550110 is busy
+14255550112 does not answer
+14255550110 is busy
+14255550112 does not answer
nobody has acknowledged: Disk full on db1." "all are called twice"

run "$alarm" "Disk full on db1."
is "$status" 64 "nobody to call"
like "$err" '^usage: alarm.sh TEXT NUMBER' "says how"
OFFHOOK_CONFIG=missing.conf run "$alarm" "Disk full on db1." +14255550100
is "$status" 78 "a configuration that is not there is not tried again"

done_testing

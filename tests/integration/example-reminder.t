#!/bin/sh
# scripts/examples/reminder: a list, its answers, and who is not called again.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq sox
. "$OFFHOOK_TOP/tests/spoken.sh"

reminder=$OFFHOOK_TOP/scripts/examples/reminder/reminder.sh
export REMINDER_HOURS=0000-2400 REMINDER_OFFICE=+14255550310
spoken question 700 'Hello, Bob. You have an appointment on Thursday, November 26, at 09:30. *'
spoken question 700 'Hello, *'
spoken moment 800 'One moment*'
spoken nobody 900 'Nobody is free*'
spoken office 1900 'the tone of the plan'
spoken thanks 1100 'Thank you*'
spoken cancelled 1300 'It is cancelled*'

cat >plan <<-'END'
	+14255550301  answer, wait 500ms, press 1
	+14255550303  answer, wait 500ms, press 3, hangup
	+14255550304  answer, wait 500ms, press 2
	+14255550310  ring 200ms, answer, tone 1900/2s, hangup
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan
wait_for 10 grep -q ready net.err
start bob answer --once --record bob.wav --events --send-digits WW2 --stay
wait_for 10 happened bob ready
bob=$(event bob ready .number)

# list NAME...: the lines of these
cat >all <<-END
	name,number,time
	Ann,+14255550301,2026-11-26 09:00
	Bob,$bob,2026-11-26 09:30
	Carl,+14255550303,2026-11-26 10:00
	Dora,+14255550110,2026-11-26 10:30
	Eve,+14255550104,2026-11-26 11:00
	Fay,+14255550113,2026-11-26 11:30
	Guy,911,2026-11-26 12:00
	Hal,+14255550301,yesterweek
END
# remind OPTIONS...: runs it on list; came is what stands behind the names
remind() {
	run "$reminder" "$@" <list
	came=$(printf '%s\n' "$out" |
		awk -F, '{ printf "%s%s %s", sep, $1, $4; sep = "; " }')
}

cp all list
remind -n
is "$status $came" "1 Ann to-call; Bob to-call; Carl to-call; Dora to-call; \
Eve to-call; Fay to-call; Guy refused; Hal to-call" "dry run"
ok "calls nobody" sh -c '! cdr list --json | grep .'

REMINDER_HOURS=0000-0000 remind
is "$status $(printf '%s\n' "$out" | cut -d, -f4 | sort -u)" "1 later" \
	"nor is anybody called outside of the hours"

remind
is "$status" 1 "not all have answered"
is "$came" "Ann confirmed; Bob office; Carl cancelled; Dora busy; \
Eve no-key; Fay wrong-number; Guy refused; Hal wrong-time" "what came of each"
is "$(printf '%s\n' "$out" | sed -n 1p)" \
	"Ann,+14255550301,2026-11-26 09:00,confirmed" "a line of it"
over bob
is "$(heard bob.wav 1)" "question moment office" \
	"who wants to talk is asked to wait, and hears the office"

# Carl hung up before he was told, and what he pressed counts nevertheless
calls() { cdr list --json | jq -s 'map(select(.direction == "out")) | length'; }
before=$(calls)
grep -v -e Dora -e Eve -e Fay -e Guy -e Hal all >list
remind
is "$status" 0 "all of these have answered"
is "$came" "Ann confirmed; Bob office; Carl cancelled" "the same again"
is "$(calls)" "$before" "from memory: nobody was called"

printf '%s\n' "Ann,+14255550301,2026-12-03 09:00" \
	"Gil,+14255550304,2026-11-26 12:30" >list
REMINDER_OFFICE=+14255550110 remind
is "$status $came" "0 Ann confirmed; Gil call-back" \
	"another time is another call; an office that is busy calls back"

exec 8>>reminder.answers
flock -n 8
remind
is "$status" 75 "one at a time"
exec 8>&-

done_testing

#!/bin/sh
# scripts/examples/menu: each branch, open and closed.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq sox
. "$OFFHOOK_TOP/tests/spoken.sh"

flow=$OFFHOOK_TOP/scripts/examples/menu/menu.sh
export MENU_HOURS=0000-2400 MENU_DAYS=1234567 MENU_OFFICE=+14255550301
export VOICEMAIL_DIR="$PWD/box" VOICEMAIL_HOOK=true
spoken welcome 500 'Welcome to *'
spoken ask 600 'For our hours, *'
spoken hours 700 'We are open *'
spoken moment 800 'One moment*'
spoken nobody 900 'Nobody is free.'
spoken closed 1100 'The office is closed.'
spoken leave 1200 'Please leave a message *'
spoken office 1900 'the tone of the plan'

cat >plan <<-'END'
	+14255550301  ring 200ms, answer, tone 1900/2s, hangup
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan
wait_for 10 grep -q ready net.err

# desk NAME KEYS: a caller who presses them; heard_by tells what was heard
desk() {
	start "$1" answer --once --events -- "$flow"
	wait_for 10 happened "$1" ready
	call "$1_caller" "$(event "$1" ready .number)" --send-digits "$2" \
		--stay --max 20
}
left() {
	over "$1"
	over "$1_caller"
}

desk hours WWWW1
left hours
is "$(heard hours_caller.wav 1)" "welcome ask hours" "1: our hours"
is "$(event hours ended .by)" us "and that is all"

desk person WWWW2
left person
is "$(heard person_caller.wav 1)" "welcome ask moment office" "2: a person"

export MENU_OFFICE=+14255550110
desk nobody WWWW2
wait_for 20 happened nobody recording
signal nobody_caller TERM
left nobody
like "$(heard nobody_caller.wav 1)" "^welcome ask moment nobody leave" \
	"who is busy: a message"

desk wrong '9,9,9'
wait_for 20 happened wrong recording
signal wrong_caller TERM
left wrong

export MENU_DAYS=0
desk closed W
wait_for 20 happened closed recording
signal closed_caller TERM
left closed
like "$(heard closed_caller.wav 1)" "^welcome closed leave" \
	"on other days it is closed"
export MENU_DAYS=1234567 MENU_HOURS=0000-0000
desk late W
wait_for 20 happened late recording
signal late_caller TERM
left late
like "$(heard late_caller.wav 1)" "^welcome closed leave" \
	"as at other hours"

done_testing

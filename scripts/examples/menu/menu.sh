#!/bin/sh
# An office's menu: opening hours, a person, a message.
#
#	answer -- ./menu.sh
#
#	MENU_OFFICE  number of the person (+14255550100)
#	MENU_HOURS   when the office is open (0900-1700)
#	MENU_DAYS    and on which days, 1 is Monday (12345)
#
# A menu that needs no program is in office.menu; voicemail.sh is in a folder
# beside this one.
set -u
hours=${MENU_HOURS:-0900-1700}
days=${MENU_DAYS:-12345}

is_open() {
	now=$(date +%H%M)
	case $(date +%u) in [!$days]) return 1 ;; esac
	[ "$now" -ge "${hours%-*}" ] && [ "$now" -lt "${hours#*-}" ]
}

take_message() {
	exec "$(dirname "$0")/../voicemail/voicemail.sh"
}

# Keys they press before it is said count, too: who calls often knows them.
ask() {
	gather --digits 1 --match '[123]' --tries 3 --say "For our hours, \
press 1. For a person, 2. To leave a message, 3."
}

say "Welcome to Example Limited."
if ! is_open; then
	say "The office is closed."
	take_message
fi
case $(ask) in
1)	say "We are open from nine to five, Monday to Friday." ;;
2)	say "One moment, please."
	transfer "${MENU_OFFICE:-+14255550100}" || {
		say "Nobody is free."
		take_message
	} ;;
*)	take_message ;;
esac

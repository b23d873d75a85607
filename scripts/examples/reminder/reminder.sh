#!/bin/sh
# Remind people of appointments, and ask whether they will come.
#
#	reminder.sh [-n] <appointments.csv >answers.csv
#
# Lines are "name,number,time", as "Ann,+14255550100,2026-11-26 09:30". They
# are printed with what came of it: confirmed, cancelled, office (they were
# put through), call-back (nobody was there), or busy, no-answer, machine ...
# With -n nobody is called.
#
#	REMINDER_OFFICE    number to which they are put through (+14255550100)
#	REMINDER_HOURS     when people may be called (0900-2000)
#	REMINDER_ANSWERS   file that remembers answers (./reminder.answers)
#
# Who has given an answer is not called again for this appointment: run it as
# often as you like. Status 0: all have answered; 1: not yet.
set -u
here=$(dirname "$0")
hours=${REMINDER_HOURS:-0900-2000}
export REMINDER_ANSWERS="${REMINDER_ANSWERS:-reminder.answers}"
export REMINDER_OFFICE="${REMINDER_OFFICE:-+14255550100}"

may_call() {
	now=$(date +%H%M)
	[ "$now" -ge "${hours%-*}" ] && [ "$now" -lt "${hours#*-}" ]
}

# The last answer of a number for a time
answer() {
	grep -F -- "$1,$2," "$REMINDER_ANSWERS" | tail -n 1 | cut -d, -f3
}

# What came of a call without an answer, by its exit status
outcome() {
	case $1 in
	10)	echo busy ;;
	11|12)	echo no-answer ;;
	13)	echo wrong-number ;;
	16|17)	echo machine ;;
	18|19)	echo no-key ;;
	30)	echo refused ;;
	*)	echo "failed-$1" ;;
	esac
}

# remind NAME NUMBER TIME: call them
remind() {
	words=$(date -d "$3" '+%A, %B %-d, at %H:%M') ||
		{ echo wrong-time; return; }
	dial "$2" --quiet -- "$here/ask.sh" "$1" "$2" "$3" "$words" \
		</dev/null >/dev/null
	status=$?
	given=$(answer "$2" "$3")
	echo "${given:-$(outcome "$status")}"
}

# handle NAME NUMBER TIME: whatever is to be done about it
handle() {
	given=$(answer "$2" "$3")
	if [ -n "$given" ]; then
		echo "$given"
	elif [ -n "$dry" ]; then
		dial --dry-run --quiet "$2" </dev/null >/dev/null &&
			echo to-call || outcome $?
	elif may_call; then
		remind "$@"
	else
		echo later
	fi
}

dry=
[ "${1-}" != -n ] || dry=yes

# Two at once would call somebody twice.
exec 9>>"$REMINDER_ANSWERS"
flock -n 9 || { echo "reminder.sh: runs already" >&2; exit 75; }

all=0
while IFS=, read -r name number time; do
	[ "$number" != number ] || continue     # the heading
	came=$(handle "$name" "$number" "$time")
	echo "$name,$number,$time,$came"
	[ -n "$(answer "$number" "$time")" ] || all=1
done
exit "$all"

#!/bin/sh
# Call people one after the other until one of them acknowledges an alarm.
#
#	alarm.sh TEXT NUMBER...
#
#	./alarm.sh "Disk full on db1." +14255550110 +14255550117 +14255550100
#
# Each hears the text and is asked to press 1. Who is busy, is not there or
# presses nothing is passed over, and a machine gets the text after its beep.
# After the last number the first one is called again:
#
#	ALARM_ROUNDS   how often all are called (3)
#	ALARM_PAUSE    seconds between two rounds (60)
#
# Status 0: somebody has acknowledged; 1: nobody has. What happens is told on
# stderr, and calls are recorded: "cdr list". So cron mails it, and it serves
# as a notification command of Nagios, Uptime Kuma and their like.
set -u

log() {
	echo "$(date '+%F %T') alarm: $*" >&2
}

call() {
	dial "$1" --quiet --after-beep --gather 1 --match 1 --loop 2 \
		--say "$text Press 1 if you take care of it." >/dev/null
}

# call_all NUMBER...: until one has acknowledged
call_all() {
	for number; do
		call "$number"
		status=$?
		case $status in
		0)	log "$number has acknowledged"; return 0 ;;
		10)	log "$number is busy" ;;
		11|12)	log "$number does not answer" ;;
		16)	log "$number is a machine: left a message" ;;
		18|19)	log "$number has not pressed 1" ;;
		64|78)	exit "$status" ;;       # no call would be better
		*)	log "$number: status $status" ;;
		esac
	done
	return 1
}

if [ $# -lt 2 ]; then
	echo "usage: alarm.sh TEXT NUMBER..." >&2
	exit 64
fi
text=$1
shift

round=1
until call_all "$@"; do
	if [ "$round" -ge "${ALARM_ROUNDS:-3}" ]; then
		log "nobody has acknowledged: $text"
		exit 1
	fi
	round=$((round + 1))
	sleep "${ALARM_PAUSE:-60}"
done

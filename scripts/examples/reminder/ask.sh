#!/bin/sh
# What reminder.sh says on a call, and does with the answer.
#
#	dial NUMBER -- ./ask.sh NAME NUMBER TIME WORDS
#
# The answer is written down at once: they may hang up at any time.
set -u
trap '' HUP             # of that, the commands tell by status 19

answer() {
	echo "$number,$time,$1" >>"$REMINDER_ANSWERS"
}

number=$2
time=$3
key=$(gather --digits 1 --match '[123]' --tries 3 --say "Hello, $1. \
You have an appointment on $4. Press 1 to confirm it, \
2 to talk to us, 3 to cancel it.") || exit
case $key in
1)	answer confirmed
	say "Thank you. See you then." ;;
2)	say "One moment, please."
	answer office
	join --dial "$REMINDER_OFFICE"
	case $? in
	0|19)	;;                      # they have talked
	*)	answer call-back
		say "Nobody is free. We will call you back." ;;
	esac ;;
3)	answer cancelled
	say "It is cancelled. Good bye." ;;
esac

#!/bin/sh
# A script as Asterisk runs them: welcome who calls, ask for four digits and
# say them again.
#
#   answer --agi ./account.sh
#
# It finds its sounds without their suffix: welcome.wav and account.wav, here
# or in ~/.local/share/offhook/sounds.

while read -r line && [ -n "$line" ]; do
	case $line in
	agi_callerid:*) caller=${line#*: } ;;
	esac
done

# ask COMMAND: sets result, and ends with the call
ask() {
	echo "$*"
	read -r code result rest || exit
	result=${result#result=}
	[ "$code" = 200 ] && [ "$result" != -1 ] || exit
}

ask VERBOSE "\"$caller has called\""
ask STREAM FILE welcome '""'
ask GET DATA account 5000 4
digits=$result
[ -z "$digits" ] || ask SAY DIGITS "$digits" '""'
ask HANGUP

#!/bin/sh
# The smallest way: read and echo. They hang up while it waits.
trap 'echo "hup" >>"$AGI_TEST_LOG"' HUP

while read -r line && [ -n "$line" ]; do
	case $line in
	agi_callerid:*) from=${line#*: } ;;
	esac
done

ask() {
	echo "$1"
	# The signal may interrupt it.
	read -r answer || read -r answer
	echo "$1 -> $answer" >>"$AGI_TEST_LOG"
}

echo "from $from" >>"$AGI_TEST_LOG"
ask 'wait for digit 3000'
ask 'WAIT FOR DIGIT -1'
ask 'STREAM FILE welcome "#"'
ask 'SET VARIABLE LEFT yes'
ask 'GET VARIABLE LEFT'
echo "end" >>"$AGI_TEST_LOG"

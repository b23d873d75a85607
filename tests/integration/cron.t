#!/bin/sh
# The two lines in a crontab for which all of it is made; and two of them at
# the same minute. No configuration, no terminal, a bare environment.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

alarm() {
	start "n$1" sh -c "dial +1425555$1 \
--say 'Disk full on db1. Press 1 to confirm.' --gather 1 || {
	status=\$?; echo unconfirmed; exit \$status; }"
}
for n in 0100 0102 0110 0111 0113 0114; do
	alarm $n
done
# Begun at the same time, they have found one network
started() { cat n0*.err | grep -c 'started the simulated network'; }

confirmed() {
	over "n$1"
	is "$status" "$2" "$1: $3"
	like "$out" "^\\+1425555$1  " "$1: the outcome is printed"
	if [ "$2" = 0 ]; then
		unlike "$out" unconfirmed "$1: confirmed"
	else
		like "$out" '^unconfirmed$' "$1: unconfirmed"
	fi
}
confirmed 0100 0 "presses 1"
like "$out" 'key 1$' "0100: the digit is printed"
confirmed 0102 18 "presses nothing"
confirmed 0110 10 "busy"
confirmed 0113 13 "unknown number"
confirmed 0114 14 "congestion"
confirmed 0111 11 "rings for 25 s"
is "$(started)" 1 "one network for all of them"
is "$(cat n0*.err | grep -c 'joined the simulated network')" 5 \
	"which the others joined"

done_testing

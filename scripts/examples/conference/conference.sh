#!/bin/sh
# A conference: whoever knows the PIN hears all others.
#
#	CONFERENCE_PIN=4711 answer -- ./conference.sh
#
#	CONFERENCE_ROOM  its name (lobby)
#
# Who comes is told how many are in already; '#' leaves.
set -u
trap '' HUP             # of that, the commands tell by status 19

room=${CONFERENCE_ROOM:-lobby}
pin=${CONFERENCE_PIN:?}
in=${XDG_RUNTIME_DIR:-$HOME}/conference/$room   # a file for each call

# The PIN is compared here: arguments of a command can be seen by others.
admit() {
	for greeting in "Welcome. Your PIN, then pound, please." \
		"That is not the PIN. Once more, please." \
		"Nor is that. The last time."; do
		given=$(gather --digits 16 --secret --say "$greeting")
		[ $? -ne 19 ] || exit 19
		[ "$given" != "$pin" ] || return 0
	done
	say "Good bye."
	exit 18
}

# Calls that are in; files of others were left by who was killed
count() {
	n=0
	for f in "$in"/*; do
		if call show "${f##*/}" >/dev/null 2>&1; then
			n=$((n + 1))
		else
			rm -f "$f"
		fi
	done
	echo "$n"
}

admit
mkdir -p "$in" || exit
say "Others in the conference:" --number "$(count)"
: >"$in/$OFFHOOK_CALL"
join --room "$room" --leave '#'
status=$?
rm -f "$in/$OFFHOOK_CALL"
[ "$status" -ne 0 ] || say "You have left the conference. Good bye."
exit "$status"

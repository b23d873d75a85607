#!/bin/sh
# An audio bot: a program hears what they say, and speaks to them.
#
#	answer -- ./bot.sh [PROGRAM ARGS...]
#
# PROGRAM reads their audio and writes its own, as it comes: raw samples of 16
# bits, little endian, one channel, BOT_RATE (8000) a second. That may be a
# speech recogniser with a voice behind it; without one it is sox, which says
# what they say an octave higher. It ends when they hang up, or the other way
# round.
set -u
trap '' HUP             # of that, the commands tell

rate=${BOT_RATE:-8000}
if [ $# -eq 0 ]; then
	set -- sox -q --buffer 320 -t raw -r "$rate" -e signed -b 16 -c 1 - \
		-t raw - pitch 1200
fi

dir=$(mktemp -d) || exit
trap 'rm -r "$dir"' EXIT
mkfifo "$dir/answers" || exit

say "Speak, and I will answer." || exit
pipe --rate "$rate" <"$dir/answers" | "$@" >"$dir/answers"
exit 0

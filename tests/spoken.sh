# Speech by tones, for tests of what is said. Source it after call.sh.
#
# In the place of espeak-ng stands a program that says each text as a tone of
# its own, so that a recording tells what was heard, and in which order.

# spoken WORD HZ PATTERN: from now on a text that matches is this tone, of
# 0.4 s, and heard calls it WORD. The first one that matches counts.
spoken() {
	printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>spoken.table
}

# heard FILE CHANNEL: the words in it, in their order; "?": another sound.
# What is shorter than 0.1 s is no word, and one that a busy machine has cut
# in two is one.
heard() {
	wavtool speech "$1" "$2" | awk '$2 - $1 >= 0.1' |
	while read -r spoken_from spoken_to; do
		spoken_word "$1" "$2" "$spoken_from" "$spoken_to"
	done | uniq | tr '\n' ' ' | sed 's/ $//'
}

spoken_word() {
	while IFS='	' read -r spoken_name spoken_hz _; do
		if wavtool tone "$1" "$2" "$spoken_hz" "$3" "$4" |
			awk '{ exit !($1 > -3) }'; then
			echo "$spoken_name"
			return
		fi
	done <spoken.table
	echo "?"
}

: >spoken.table
mkdir -p spoken.bin
cat >spoken.bin/espeak-ng <<-'END_OF_STUB'
	#!/bin/sh
	# espeak-ng -v VOICE -w FILE -- TEXT
	hz=300
	while IFS='	' read -r _ each pattern; do
		case $6 in $pattern) hz=$each; break ;; esac
	done <"${0%/*}/../spoken.table"
	exec sox -n -r 8000 -b 16 "$4" synth 0.4 sine "$hz" gain -6 pad 0.4 0.4
END_OF_STUB
chmod +x spoken.bin/espeak-ng
PATH=$PWD/spoken.bin:$PATH

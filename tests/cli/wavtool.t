#!/bin/sh
# The judge of recordings is judged: known sounds give known figures.
. "$OFFHOOK_TOP/tests/lib.sh"

ok "make-tone" wavtool make-tone a.wav 1004 2 8000
is "$(wavtool length a.wav)" 2.000 "length"
is "$(wavtool rate a.wav)" 8000 "rate"
is "$(wavtool channels a.wav)" 1 "channels"
between "$(wavtool tone a.wav 0 1004)" -0.1 0.1 "all of it is the tone"
between "$(wavtool tone a.wav 0 1104)" -110 -30 "none of it is another"
between "$(wavtool tone a.wav 0 1004 0.5 1.5)" -0.1 0.1 "a part of it"
between "$(wavtool level a.wav 0)" -9.2 -8.9 "a sine at half scale"
is "$(wavtool speech a.wav 0)" "0.00 2.00" "sound from end to end"

if command -v sox >/dev/null; then
	sox a.wav b.wav pad 1 2
	is "$(wavtool speech b.wav 0)" "1.00 3.00" "sound between silences"
	is "$(wavtool level b.wav 0 0 0.9)" -100.0 "silence"
	sox -n -r 8000 -b 16 five.wav synth 0.1 sine 770 sine 1336 \
		remix 1,2 gain -10 pad 0 0.1
	sox -n -r 8000 -b 16 pound.wav synth 0.1 sine 941 sine 1477 \
		remix 1,2 gain -10 pad 0 0.1
	sox five.wav five.wav pound.wav c.wav
	is "$(wavtool digits c.wav 0)" "55#" "digits"
else
	skip "sox is not installed" "silence and digits"
fi

run wavtool tone a.wav 1 1004
is "$status" 1 "no such channel"
run wavtool tone a.wav 0 frog
is "$status" 64 "no such frequency"
run wavtool length nothing.wav
is "$status" 1 "no such file"
run wavtool
is "$status" 64 "usage"

done_testing

#!/bin/sh
# The greetings of scripts/make-greetings, and the figures that the manual
# page gives of them. Another espeak-ng speaks a little differently.
. "$OFFHOOK_TOP/tests/lib.sh"
need espeak-ng sox jq

run "$OFFHOOK_TOP/scripts/make-greetings" greetings
is "$status" 0 "the greetings can be made"
is "$(ls greetings | wc -l)" 215 "all of them"

run offhook --json --config none amd-test greetings/*.wav
is "$status" 1 "not all are known for what they are"
cp run.out all.json
is "$(wc -l <all.json)" 216 "a line for each, and one for the sum"
is "$(field .files)" 215 "all have a label"
page=$(sed -n 's/^\([0-9]*\) of 215 are right.*/\1/p' \
	"$OFFHOOK_TOP/man/offhook-amd-test.1")
between "$(field .right)" $((page - 8)) $((page + 8)) \
	"as many are right as the page says: $page"
between "$(field .beeps_heard)" 31 34 "nearly all beeps are heard"
is "$(field .beeps_false)" 0 "and none where there is none"
is "$(field .confusion.fax.fax)" 6 "each fax is known"
is "$(field .confusion.sit.sit)" 15 "and each of the special tones"
is "$(field .confusion.machine.human)" 0 "no machine with a beep is a person"
is "$(field '[.confusion.unknown | .machine, .busy, .congestion] | add')" 0 \
	"ringing is neither a machine nor busy"
for class in vacant intercept no-circuit reorder; do
	is "$(jq -r "select(.file) | select(.file | contains(\"sit-$class\")) |
		.detected" all.json | sort -u)" "sit-$class" \
		"sit-$class is known for its class"
done
is "$(jq -r 'select(.label == "human" or .label == "machine") |
	select(.seconds > 5.5 and .reason != "BEEP") | .file' all.json)" "" \
	"what is decided is decided in time"

# --- with the country, and with other parameters
printf '[dial]\ncountry = SE\n' >se.conf
run offhook --config se.conf amd-test greetings/busy-se* greetings/congestion-se*
is "$status" 0 "a country's tones are known where it is"
printf '[detect]\nmaximum_number_of_words = 4\nsilence_threshold = 128\n' \
	>kind.conf
run offhook --json --config kind.conf amd-test greetings/*.wav
between "$(field .right)" 196 215 "other parameters may fit better"

done_testing

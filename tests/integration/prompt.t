#!/bin/sh
# play-prompt: done only when it was played to its end, to somebody.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need sox

wavtool make-tone one.wav 700 1 8000
sox -n -r 44100 -c 2 two.flac synth 1 sine 1200 gain -6
wavtool make-tone six.wav 700 6 8000
to=+14255550105

prompt() {
	prompt_name=$1
	shift
	start "$prompt_name" play-prompt --events --pcap "$prompt_name.pcap" \
		"$@"
}
prompt ok --to $to one.wav two.flac
prompt loop --to $to --loop 3 one.wav
prompt say --to $to --say 'Disk full on db1.' one.wav
prompt pieces --to $to --say-digits 42 --spell B2
prompt cut --to +14255550104 six.wav
prompt max --to $to --max 2 six.wav
prompt busy --to +14255550110 one.wav
prompt early --to +14255550116 --ring 3 one.wav
prompt silent --to +14255550121 one.wav

over ok
is "$status" 0 "played to its end: done"
is "$(field .played)" true "so says the result"
between "$(event ok played .seconds)" 1.9 2.2 "both files"
is "$(event ok playing .prompt | tr '\n' ' ')" "one.wav two.flac " \
	"one after the other"
over loop
between "$(event loop played .seconds)" 2.9 3.2 "--loop 3: three times"
over say
is "$status" 0 "--say after the file"
between "$(event say played .seconds)" 1.8 5 "both are played"
over pieces
is "$status" 0 "--say-digits, --spell: done"
is "$(event pieces playing .prompt | tr '\n' ' ')" "digits 42 spell B2 " \
	"in the order given"
between "$(event pieces played .seconds)" 1.2 3 "four recordings long"
over cut
is "$status" 19 "they hang up in the middle: 19"
is "$(field .played)" false "not played"
over max
is "$status" 21 "cut off by --max: 21"
over busy
is "$status" 10 "busy: 10"
over early
is "$status" 11 "early media is nobody to play to: 11"
is "$(event early playing .prompt)" "" "nothing was played"
over silent
is "$status" 0 "nothing is heard of them: done all the same"
like "$(field .warning)" audio "with a warning"

# What is said is what was recorded: a number's pieces, as they are joined,
# lie in our channel of the recording.
start said dial $to --say-number 21 --language de --record said.wav
over said
is "$status" 0 "--say-number 21 in German: done"
pieces=$OFFHOOK_TOP/lib/speech/pieces/de
sox "$pieces/1-und.wav" "$pieces/20.wav" -e signed -b 16 want.wav
sox said.wav said-us.wav remix 1 silence 1 0.02 1%
sox want.wav want-cut.wav silence 1 0.02 1%
sox -m -v 1 want-cut.wav -v -1 said-us.wav rest.wav trim 0 0.5
rms() { sox "$1" -n stat 2>&1 | sed -n 's/^RMS .*amplitude: *//p'; }
between "$(awk "BEGIN { print $(rms rest.wav) / $(rms want-cut.wav) }")" \
	0 0.1 "einundzwanzig, as recorded"

done_testing

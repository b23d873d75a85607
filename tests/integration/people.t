#!/bin/sh
# The people of the plan: what they say is in the right channel, what we say
# in the left one, and keys are pressed when they should be.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

wavtool make-tone two.wav 700 2 8000
wavtool make-tone half.wav 700 0.5 8000

call one --play two.wav --gather 1 +14255550100
call other --play two.wav --gather 1 +14255550101
call cough --play half.wav --gather 1 --timeout-first 3 +14255550100
call mute --play two.wav --gather 1 --timeout-first 2 +14255550102
call quick --gather 9 +14255550103
call barge --play two.wav --loop 0 --gather 2 +14255550103
call brief --gather 1 +14255550104
call echo --play two.wav +14255550105
call tone --max 5 +14255550106

# presses NAME DIGIT
presses() {
	over "$1"
	is "$status" 0 "$1: confirmed"
	is "$(field .digits)" "$2" "$1: presses $2"
	between "$(field .ring_s)" 0.9 1.3 "$1: rings 1 s"
	between "$(sounding "$1.wav" 1)" 0.3 1 "$1: says hello"
	between "$(wavtool tone "$1.wav" 0 700 0.1 1.9)" -1 0 \
		"$1: hears our prompt"
	between "$(wavtool tone "$1.wav" 1 700 0.1 1.9)" -99 -20 \
		"$1: is alone in the right channel"
	between "$(since "$(when "$1" played)" "$(when "$1" digit)")" \
		1.4 2.1 "$1: presses after a silence of 1.5 s"
	is "$(field .dtmf)" rfc4733 "$1: by RFC 4733"
	between "$(field .rtp.lost)" 0 2 "$1: loses nothing"
	between "$(field .rtp.mos)" 4 4.5 "$1: sounds well"
	between "$(since "$(wavtool length "$1.wav")" \
		"$(field .billsec)")" -0.1 0.1 \
		"$1: the recording is as long as the call"
}
presses one 1
presses other 2

over cough
is "$status" 18 "half a second does not make 0100 press"
is "$(field .digits)" "" "and there are no digits"

over mute
is "$status" 18 "0102 never presses"
is "$(field .cause)" no-digits "so there are no digits"
between "$(sounding mute.wav 1)" 0.3 1 "but it says hello"

over quick
is "$status" 0 "0103 presses"
is "$(field .digits)" 1234 "four digits; the terminator is none"
is "$(event quick digit .digit | tr -d '\n')" "1234#" "five keys"
between "$(since "$(when quick answered)" "$(when quick digit)")" \
	0.9 1.2 "from 1 s on"
between "$(event quick digit '(.time[0:19] + "Z" | fromdate) +
	("0" + .time[19:23] | tonumber)' | awk '
	NR == 1 { a = $1 } { b = $1 } END { print (b - a) / (NR - 1) }')" \
	0.18 0.22 "200 ms a digit"

over barge
is "$(field .digits)" 12 "two digits are enough if two are asked for"
between "$(wavtool tone barge.wav 0 700 0.1 0.9)" -1 0 \
	"while our prompt played"
between "$(event barge played .seconds)" 0.9 1.2 "which the first key stops"

over brief
is "$status" 19 "0104 hangs up before a digit"
is "$(field .hangup_by)" them "by itself"
between "$(field .billsec)" 1.9 2.2 "after 2 s"

over echo
is "$status" 0 "0105 hears the prompt to its end"
is "$(field .ring)" null "it answers at once"
between "$(wavtool tone echo.wav 1 700 0.2 1.9)" -1 0 \
	"and our tone comes back"
between "$(since "$(wavtool speech echo.wav 0 | cut -d' ' -f1)" \
	"$(wavtool speech echo.wav 1 | cut -d' ' -f1)")" 0 0.2 \
	"a little later"
between "$(since "$(wavtool level echo.wav 0 0.5 1.5)" \
	"$(wavtool level echo.wav 1 0.5 1.5)")" -1 1 "as loud as it was"

over tone
is "$status" 21 "0106 is cut off by --max"
is "$(field .cause)" max-duration "and the result says so"
between "$(wavtool tone tone.wav 1 1004 0.2 4.8)" -0.2 0 "it plays 1004 Hz"
between "$(wavtool level tone.wav 0)" -101 -60 "we are silent"
between "$(wavtool length tone.wav)" 4.9 5.1 "for 5 s"

done_testing

#!/bin/sh
# Who answers: people are spoken to at once, machines after their beep, and
# the tones of networks end a call. Judged by the recording, the exit status
# and the result.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

wavtool make-tone two.wav 700 2 8000
wavtool make-tone long.wav 700 6 8000
wavtool make-tone short.wav 700 0.4 8000
cat >plan <<-'END'
	+14255550160  answer, say hello, wait 1500ms, tone 1400/500ms, wait 20s
	+14255550161  answer, wait 300ms, press 5, say greeting, wait 20s
	+14255550162  answer, say greeting, wait 20s
	+14255550163  progress, cadence 480+620/250ms 0/250ms
	+14255550164  progress, cadence 400/375ms 0/375ms
	+14255550165  progress, wait 1s, tone 985/380ms 1429/380ms 1777/380ms, ring
	+14255550166  progress, wait 1s, tone 914/274ms 1371/274ms 1777/380ms, ring
	+14255550167  answer, cadence 480+620/500ms 0/500ms
	+14255550168  answer, say hello, wait 1s, cadence 480+620/500ms 0/500ms
	+14255550169  progress, cadence 440+480/2s 0/4s
	+14255550171  answer, wait 20s
	+14255550172  progress, wait 1s, tone 950/330ms 1400/330ms 1800/330ms, ring
	+14255550170  answer, wait 2s, tone 1100/500ms 0/3s 1100/500ms
END
start net pstn-sim --listen 127.0.0.1:0 --events --numbers plan
wait_for 10 happened net ready
cat >conf <<-END
	[dial]
	country = US
	[trunk net]
	server = 127.0.0.1
	port = $(event net ready .uri | sed 's/.*://')
	codecs = PCMU
END
sed 's/PCMU/G722/' conf >wide.conf
own() {
	own_name=$1
	shift
	call "$own_name" --config conf "$@"
}
wide() {
	wide_name=$1
	shift
	call "$wide_name" --config wide.conf "$@"
}

call person --detect=human --play two.wav +14255550100
call brief --detect --play short.wav +14255550102
call keys --detect=human --play two.wav --gather 1 +14255550100
call mailbox --after-beep --play two.wav +14255550117
call strict --detect=human --play long.wav +14255550117
call left --detect=human --after-beep --play two.wav +14255550117
call menu --after-beep --gather 1 --play two.wav +14255550117
call fax --detect --play long.wav +14255550118
own silence --detect --play long.wav +14255550171
call quietfax --max 4 +14255550118
call busy --detect --ring 15 +14255550116
own vacant --detect --ring 15 +14255550172
wide wideshort --detect --stay --max 6 --play two.wav +14255550160
own few --after-beep --play long.wav +14255550160
wide pressed --detect=human --play long.wav +14255550161
own nobeep --after-beep --play two.wav +14255550162
own reorder --detect --ring 15 +14255550163
wide british --detect --ring 15 +14255550164
wide circuit --detect --ring 15 +14255550165
own changed --detect --ring 15 +14255550166
own fake --detect --play long.wav --loop 0 --max 15 +14255550167
wide gone --detect --play long.wav --loop 0 --max 15 +14255550168
own ringing --detect --ring 6 +14255550169
own caller --detect --play long.wav +14255550170

# speaks_at NAME: when our first prompt is to be heard [s]
speaks_at() {
	wavtool speech "$1.wav" 0 | head -n 1 | cut -d' ' -f1
}

over person
is "$status" 0 "a person: done"
is "$(field .answered_by)" human "and known for one"
is "$(field .answered_by_reason)" HUMAN "by saying hello and waiting"
between "$(field .confidence)" 0.5 1 "which is likely"
is "$(field .beep_at_ms)" null "without a beep"
between "$(speaks_at person)" 0 0.2 "spoken to at once"
between "$(wavtool tone person.wav 0 700 0.2 1.9)" -1 0 \
	"and without a break while it speaks"
is "$(event person detected .detected)" human "as an event tells"

over brief
is "$status" 0 "a prompt sooner over than that is known"
is "$(field .answered_by)" human "waits for it"
between "$(field .billsec)" 0.9 4 "but not for long"

over keys
is "$status" 0 "a person who presses a key: done"
is "$(field .digits)" 1 "the key is told"
is "$(field .answered_by_reason)" KEY "and is the best of reasons"
is "$(field .confidence)" 1 "there is no doubt"

# after_beep NAME: two.wav was said from its beginning after the beep
after_beep() {
	beep=$(wavtool speech "$1.wav" 1 | tail -n 1 | cut -d' ' -f2)
	between "$beep" 4.2 6 "$1: the beep is over"
	said=$(wavtool speech "$1.wav" 0 | tail -n 1)
	between "$(since "$beep" "${said% *}")" 0 0.6 "$1: then we speak"
	between "$(since "${said% *}" "${said#* }")" 1.9 2.2 \
		"$1: all of the prompt"
	between "$(wavtool tone "$1.wav" 0 700 "$(since -0.1 "${said% *}")" \
		"$(since 0.1 "${said#* }")")" -1 0 "$1: and nothing else"
	is "$(event "$1" detected .detected | tail -n 1)" beep \
		"$1: the beep is told"
	between "$(field .beep_at_ms)" 4100 6500 "$1: and when it was"
	is "$(field .answered_by)" machine "$1: it is a machine"
	is "$(field .played)" true "$1: which heard it to the end"
}
over mailbox
is "$status" 0 "mailbox: a message left is done"
after_beep mailbox
between "$(speaks_at mailbox)" 0 0.2 "mailbox: it might have been a person"
between "$(wavtool speech mailbox.wav 0 | head -n 1 | cut -d' ' -f2)" 0.3 3 \
	"mailbox: silent once it is known for a machine"
between "$(wavtool level mailbox.wav 0 3 4)" -101 -60 \
	"mailbox: and while it greets"

over strict
is "$status" 16 "a machine will not do"
is "$(field .cause)" machine "says the result"
is "$(field .answered_by)" machine "and who it was"
is "$(field .disposition)" ANSWERED "answered all the same"
between "$(field .billsec)" 0.5 3 "hung up on as soon as it is known"

over left
is "$status" 16 "a machine will not do, with a message left"
after_beep left

over menu
is "$status" 16 "machines press no keys"
after_beep menu

over fax
is "$status" 17 "a fax"
is "$(field .cause)" fax "says the result"
is "$(field .answered_by)" fax "and who it was"
is "$(field .answered_by_reason)" CED "by its tone"
between "$(field .billsec)" 0.3 2 "at once"

over silence
is "$status" 0 "who is silent is spoken to"
is "$(field .answered_by)" unknown "and not known"
is "$(field .answered_by_reason)" INITIALSILENCE "for that reason"

# ends NAME STATUS CAUSE DETECTED: before the answer, by a tone
ends() {
	over "$1"
	is "$status" "$2" "$1: status"
	is "$(field .cause)" "$3" "$1: cause"
	is "$(event "$1" detected .detected)" "$4" "$1: what was heard"
	is "$(field .answer)" null "$1: never answered"
	between "$(field .duration)" 0.5 6 "$1: not rung to the end"
}
ends busy 10 busy busy-tone
ends vacant 13 bad-number sit
ends reorder 14 congestion congestion-tone
ends british 10 busy busy-tone
ends circuit 14 congestion sit-no-circuit
ends changed 13 bad-number sit-intercept

over ringing
is "$status" 11 "ringing in the audio is no tone that ends a call"
is "$(event ringing detected .detected)" "" "and tells nothing"

over fake
is "$status" 10 "a busy tone behind an answer: busy"
is "$(field .disposition)" ANSWERED "though answered"

over gone
is "$status" 19 "a busy tone after a voice: they have hung up"
is "$(field .answered_by)" human "which was a person"

over few
is "$status" 0 "a machine of few words"
is "$(event few detected .detected | tr '\n' ' ')" "human machine beep " \
	"is known by its beep"
between "$(event few played .seconds | head -n 1)" 1 5 \
	"after which the prompt begins anew"
between "$(event few played .seconds | tail -n 1)" 5.9 6.1 "and is heard whole"
between "$(wavtool tone few.wav 0 700 0.2 8)" -2 0 "without a pause"

over wideshort
is "$(event wideshort detected .detected | tr '\n' ' ')" \
	"human machine beep " "and so it is through G.722"

over pressed
is "$(field .answered_by)" human "who presses a key is a person"
is "$(event pressed detected .reason)" KEY "however much is said"
is "$status" 0 "and hears it all"

over nobeep
is "$status" 0 "a machine without a beep"
is "$(event nobeep detected .detected | tr '\n' ' ')" "machine silence " \
	"records once it is silent"
said=$(wavtool speech nobeep.wav 0 | tail -n 1)
between "${said% *}" 6 9 "and is spoken to then"

over caller
is "$status" 17 "a fax that calls"
is "$(field .answered_by_reason)" CNG "by its tone"

# --- records
run cdr --json --number +14255550117 --columns answered_by,answered_by_reason
like "$out" '"answered_by":"machine"' "call records tell who answered"

# --- bad input
run dial --detect=robot +14255550100
is "$status" 64 "--detect=robot"
like "$err" "detect=robot: human, or nothing" "is told"
run dial --after-beep +14255550100
is "$status" 64 "--after-beep with nothing to say"
like "$err" "needs --play or --say" "is told"
run dial --detect=human +14255550100 -- true
is "$status" 64 "--detect=human with a flow"
like "$err" "up to the flow" "is told"
printf '[detect]\ngreeting = 1500\n' >bad.conf
run dial --config bad.conf +14255550100
is "$status" 78 "a time of 1500 s"
like "$err" 'greeting.*out of limits.*from 0s to 60s' "is told"

# --- what was recorded, listened to again; the others are over by now, and a
# beep that a busy machine has cut to pieces is none
over quietfax
call quietmail --max 8 +14255550117
over quietmail
cp quietfax.wav fax-1.wav
cp quietfax.wav human-1.wav
cp quietmail.wav machine-1-beep.wav
run offhook amd-test fax-1.wav machine-1-beep.wav
is "$status" 0 "amd-test: both are right"
like "$out" '^right: 2 of 2; beeps heard: 1 of 1, and 0' "and counted"
run offhook amd-test --json fax-1.wav human-1.wav quietmail.wav
is "$status" 1 "amd-test: one is wrong"
is "$(field '.confusion.human.fax')" 1 "which stands in the table"
is "$(field '.files')" 2 "a name that says nothing is not counted"
is "$(head -n 1 run.out | jq -r .detected)" fax "each file has a line"
run offhook amd-test nothing.wav
is "$status" 66 "amd-test: no such file"
echo text >text.wav
run offhook amd-test text.wav
is "$status" 66 "amd-test: no sound"
run offhook amd-test
is "$status" 64 "amd-test: no file at all"

done_testing

#!/bin/sh
# What a flow does to its call: messages, recordings, waiting.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq

cat >plan <<-'END'
	+14255550501  answer, wait 700ms, tone 1000/1s, wait 4s, hangup
	+14255550502  answer, wait 700ms, tone 1000/1s, press #, tone 1004/60s
	+14255550503  answer, wait 700ms, tone 1000/1s, hangup
	+14255550504  answer, wait 1500ms, hangup
	+14255550505  answer, tone 1000/60s
	+14255550506  answer, wait 1s, tone 1000/1s, wait 60s
	+14255550507  answer, wait 1s, press 7, wait 60s
	+14255550508  answer, wait 1s, tone 1000/500ms, wait 500ms, press tones 42, tone 1200/60s
	+14255550509  answer, wait 60s
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan
wait_for 10 grep -q ready net.err

# script NAME: the lines on stdin, as a program
script() {
	{ echo '#!/bin/sh'; cat; } >"$1"
	chmod +x "$1"
}

# --- a message ends when they are silent, at a key, in time, or with them
script take <<-'END'
	trap '' HUP
	file=$1
	shift
	said=$(record "$@" "$file.wav")
	echo "$? $said" >"$file.got"
	gather --digits 1 --timeout-first 1s >"$file.key"
	exit 0
END
call silent +14255550501 -- ./take a --silence 1s
call key    +14255550502 -- ./take b
call gone   +14255550503 -- ./take c --beep
call dumb   +14255550504 -- ./take d --silence 10s
call long   +14255550505 -- ./take e --max-time 1500ms --json
call other  +14255550502 -- ./take f --key none --max-time 3s

over silent
is "$(cat a.got)" "0 $PWD/a.wav" "their silence ends it: its path is printed"
between "$(wavtool tone a.wav 0 1000 0.8 1.1)" -1 1 "what they said is in it"
between "$(wavtool length a.wav)" 1.4 2.4 "and half a second of silence"
is "$(wavtool channels a.wav)" 1 "of them alone"
over key
is "$(cat b.got)" "0 $PWD/b.wav" "# ends it"
is "$(cat b.key)" "" "and is nobody else's"
between "$(wavtool tone b.wav 0 1000 0.8 1.1)" -1 1 "what they said is in it"
over gone
is "$(cat c.got)" "0 $PWD/c.wav" "who has spoken may hang up"
between "$(wavtool tone c.wav 0 1000 0.7 0.9)" -1 1 "it is a message"
between "$(sounding gone.wav 0)" 0.15 0.3 "behind the beep"
over dumb
is "$(cat d.got)" "19 $PWD/d.wav" "who has said nothing has left none"
over long
is "$(sed 's/^0 //' e.got | jq -r '"\(.text) \(.path)"')" "max $PWD/e.wav" \
	"as long as it may be"
between "$(wavtool length e.wav)" 1.4 1.7 "and no longer"
over other
is "$(cat f.got)" "0 $PWD/f.wav" "no key ends it, if none shall"
between "$(wavtool length f.wav)" 2.8 3.2 "but the time"

# --- where it lies
mkdir box
echo mine >box/taken.wav
script names <<-'END'
	cd box
	record --max-time 300ms taken.wav
	record --max-time 300ms '{to}-{n}.wav'
	record --max-time 300ms '{what}.wav'
	echo "$?"
	record --max-time 300ms none/x.wav
	echo "$?"
	record --max-time 300ms taken.wav/x.wav
	echo "$?"
END
call names +14255550505 -- sh -c './names >names.got'
over names
is "$(sed "s,$PWD/,," names.got | tr '\n' ' ')" \
	"box/taken-2.wav box/+14255550505-1.wav 64 73 73 " \
	"a name of one's own, or why there is none"
is "$(cat box/taken.wav)" mine "nothing is overwritten"
like "$err" 'record: path: the words are' "a template that is none"
like "$err" 'none/.*: No such file' "a folder that is not there"

# --- who asked for it dies: what there is can be played
script dies <<-'END'
	record dies-msg.wav &
	offhook wait speech
	offhook wait silence 1s
	kill -KILL $!
	offhook wait silence 300ms
	record --max-time 300ms dies-next.wav
END
call dies +14255550505 -- ./dies
over dies
between "$(wavtool tone dies-msg.wav 0 1000 0.2 0.6)" -1 1 \
	"a message survives who asked for it"
between "$(wavtool length dies-next.wav)" 0.2 0.5 "and another can be taken"

# --- the call itself, with pauses
script both <<-'END'
	record start both-call.wav
	record start again.wav
	echo "$?"
	offhook wait silence 500ms
	record pause
	offhook wait silence 3s
	record resume
	offhook wait silence 500ms
	record stop
	record stop
	echo "$?"
	record pause
	echo "$?"
	record start both-call.wav
END
start both dial +14255550505 -- sh -c './both >both.got'
over both
is "$(sed "s,$PWD/,," both.got | tr '\n' ' ')" \
	"both-call.wav 1 both-call.wav both-call.wav both-call.wav 1 1 both-call-2.wav " \
	"started, paused, resumed, ended, and begun anew"
is "$(wavtool channels both-call.wav)" 2 "both sides"
between "$(wavtool length both-call.wav)" 0.9 3 "a pause leaves no gap"
between "$(wavtool tone both-call.wav 1 1000 0.3 0.8)" -1 1 "they are heard"

# --- a secret is in no recording
script secret <<-'END'
	record start secret-call.wav
	gather --digits 2 --secret --timeout-first 5s >secret.got
	offhook wait silence 1s
	record stop
END
start secret dial +14255550508 -- ./secret
over secret
is "$(cat secret.got)" 42 "a secret is gathered"
end=$(wavtool length secret-call.wav)
between "$(wavtool level secret-call.wav 1 0 "$(since 2 "$end")")" \
	-101 -90 "and is silence in the recording"
between "$(wavtool tone secret-call.wav 1 1200 "$(since 0.5 "$end")" \
	"$(since 0.1 "$end")")" -1 1 "which goes on behind it"

# --- waiting
# waits NUMBER WORDS...: its status and what it prints
waits() {
	waits_n=$1
	shift
	run dial "$waits_n" --json --max 20 -- sh -c \
		'rm -f wait.is; trap "" HUP; offhook wait "$@" >wait.got; echo "$? $(cat wait.got)" >wait.is' \
		sh "$@"
	got=$(cat wait.is)
}
waits +14255550506 speech 10s
is "$got" "0 " "until they speak"
between "$(field .billsec)" 0.9 1.9 "at once then"
waits +14255550506 --length 500ms silence
is "$got" "0 " "until they are silent"
between "$(field .billsec)" 0.4 0.9 "for so long"
waits +14255550505 silence 1500ms
is "$got" "124 " "but not for ever"
waits +14255550509 speech 500ms
is "$got" "124 " "nor for speech"
waits +14255550507 digit 5s
is "$got" "0 7" "until they press a key"
waits +14255550505 digit 500ms
is "$got" "18 " "or do not"
waits +14255550504 digit
is "$got" "19 " "or hang up"
waits +14255550504 end
is "$got" "0 " "which can be waited for"
waits +14255550505 answer
is "$got" "0 " "an answer that was"
waits +14255550100 answer-type
is "$got" "0 human" "a person"
waits +14255550117 answer-type
is "$got" "16 machine" "a machine"

run offhook wait something
is "$status" 64 "nothing to wait for"
run offhook wait digit soon
is "$status" 64 "no time"
run offhook wait --length 1s digit
is "$status" 64 "a length of what?"
run record pause x.wav
is "$status" 64 "pause has no file"
run record start
is "$status" 64 "start has one"
run record stop --beep
is "$status" 64 "stop does not beep"
run record a.wav b.wav
is "$status" 64 "one file is enough"
run record --key z a.wav
is "$status" 19 "no call"

done_testing

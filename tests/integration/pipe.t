#!/bin/sh
# The audio of a call on stdin and stdout: both ways, its end from either side,
# readers that stall or die.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq mkfifo

cat >plan <<-'END'
	+14255550601  answer, tone 1000/60s
	+14255550602  answer, tone 1000/2s, hangup
	+14255550603  answer, wait 60s
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan
wait_for 10 grep -q ready net.err

# script NAME: the lines on stdin, as a program
script() {
	{ echo '#!/bin/sh'; cat; } >"$1"
	chmod +x "$1"
}

# little N...: numbers of 32 bit, as bytes
little() {
	for little_n; do
		for little_s in 0 8 16 24; do
			printf "\\$(printf %03o \
				$((little_n >> little_s & 255)))"
		done
	done
}

# wav NAME RATE: makes NAME.wav of NAME.raw
wav() {
	wav_n=$(wc -c <"$1.raw")
	{
		printf RIFF; little $((36 + wav_n)); printf 'WAVEfmt '
		little 16 65537 "$2" $((2 * $2)) 1048578
		printf data; little "$wav_n"
		cat "$1.raw"
	} >"$1.wav"
}

for rate in 8000 16000; do
	wavtool make-tone our$rate.wav 700 2 $rate
	tail -c +45 our$rate.wav >our$rate.raw
done

# --- both ways, at both rates; the input's end is the end
script talk <<-'END'
	pipe --rate $1 <our$1.raw >heard$1.raw
	echo "$?" >talk$1.got
END
for rate in 8000 16000; do
	call talk$rate +14255550601 -- ./talk $rate
	over talk$rate
	is "$(cat talk$rate.got)" 0 "$rate: ends with its input"
	between "$(field .billsec)" 1.9 4 "$rate: as fast as one can speak"
	between "$(wavtool tone talk$rate.wav 0 700 0.8 1.8)" -1 1 \
		"$rate: what is on stdin is said"
	wav heard$rate $rate
	between "$(wavtool length heard$rate.wav)" 1.7 2.6 \
		"$rate: what they say is on stdout"
	between "$(wavtool tone heard$rate.wav 0 1000 0.3 1.6)" -1 1 \
		"$rate: and can be heard"
done

# --- whoever is on the other side of the call hangs up
mkfifo open
script left <<-'END'
	trap '' HUP
	pipe "$@" 3<>open <open >left.raw
	echo "$?" >left.got
END
call left +14255550602 -- ./left
over left
is "$(cat left.got)" 19 "they hang up before the input has ended"
is "$(field .hangup_by)" them "which is the end of the call"
call left +14255550602 -- ./left --no-input
over left
is "$(cat left.got)" 0 "who only listens has heard it all"
wav left 8000
between "$(wavtool length left.wav)" 1.5 2.4 "to the end"
between "$(wavtool tone left.wav 0 1000 0.3 1.4)" -1 1 "and it is right"
script stays <<-'END'
	trap '' HUP
	pipe --stay <our8000.raw >/dev/null
	echo "$?" >stays.got
END
call stays +14255550602 -- ./stays
over stays
is "$(cat stays.got)" 0 "who stays has no end to miss"

# --- the producer dies: the call goes on
script dies <<-'END'
	sh -c 'head -c 8000 our8000.raw; kill -KILL $$' | {
		pipe --no-output
		echo "$? $(grep flags /proc/self/fdinfo/0)" >dies.got
	}
	play-prompt our8000.wav
END
call dies +14255550603 -- ./dies
over dies
is "$(cut -d ' ' -f 1 dies.got)" 0 "who speaks may die"
between "$(sounding dies.wav 0)" 2.2 3.1 "what it has said is heard, and more"
unlike "$(cat dies.got)" '4...$' "its descriptor is as it was"

# --- the consumer dies: nobody is there to talk to
script reads <<-'END'
	trap '' HUP
	{ pipe --no-input; echo "$?" >reads.got; } | head -c 16000 >reads.raw
	exec tail -f /dev/null
END
call reads +14255550601 -- ./reads
over reads
is "$(cat reads.got)" 141 "nobody reads: 141"
is "$(field .hangup_by)" us "and the call is hung up"
between "$(field .billsec)" 0.9 3 "at once"
wav reads 8000
between "$(wavtool tone reads.wav 0 1000 0.3 0.9)" -1 1 \
	"until then it was heard"

# --- a signal ends the pipe, and not the call
script told <<-'END'
	env --default-signal=INT pipe --no-input >told.raw &
	offhook wait silence 1s
	kill -INT $!
	wait $!
	echo "$?" >told.got
	play-prompt our8000.wav
END
call told +14255550601 -- ./told
over told
is "$(cat told.got)" 130 "SIGINT ends it"
is "$(field .flow_status)" 0 "and nothing else"
between "$(wc -c <told.raw)" 8000 40000 "what came before is there"

# --- a reader that stalls costs nobody else anything
script desk <<-'END'
	trap '' HUP
	case $OFFHOOK_FROM in
	*1)	pipe --no-input --rate 16000 | {
			head -c 2000 >/dev/null
			offhook wait end
			cat >/dev/null
		} ;;
	*2)	pipe --no-input >beside.raw ;;
	esac
END
wavtool make-tone theirs.wav 1200 5 8000
start desk answer --listen sip:127.0.0.1:0 --from-anyone --json --exec ./desk
wait_for 10 grep -q ready desk.err
uri=$(sed -n 's/^answer: ready: call //p' desk.err)
start stalls pstn-sim call "$uri" --from +14255550611 --play theirs.wav --for 6
start beside pstn-sim call "$uri" --from +14255550612 --play theirs.wav --for 5
finish beside 30
finish stalls 30
wait_for 10 sh -c '[ $(wc -l <desk.out) = 2 ]'
is "$(jq -r 'select(.from == "+14255550612") | .rtp.lost' desk.out)" 0 \
	"beside one that stalls nothing is lost"
wav beside 8000
between "$(wavtool tone beside.wav 0 1200 0.5 4)" -1 1 "nor missing"
between "$(sounding beside.wav 0)" 4.3 5.2 "all of it"
like "$(jq -r .warning desk.out)" 'reader of the pipe was too slow' \
	"what it did not read is lost, and said to be"
stop desk

# --- what it cannot do
run pipe --rate 44100 </dev/null
is "$status" 64 "no such rate"
run pipe --no-input --no-output
is "$status" 64 "neither"
run pipe --no-input --stay
is "$status" 64 "staying behind what?"
run pipe --json </dev/null
is "$status" 64 "a result among the audio"
run pipe --no-output --call nobody </dev/null
is "$status" 19 "no call"
if command script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	run env script -qec 'pipe --no-input' /dev/null
	is "$status" 64 "a terminal is no listener"
fi

done_testing

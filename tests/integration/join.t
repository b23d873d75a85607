#!/bin/sh
# Calls that hear each other: two, three and more, one who listens, one who
# whispers; somebody who is called for it; and back into the flow.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq

for n in 1 2 3 4 5; do
	wavtool make-tone "tone$n.wav" $((300 + 200 * n)) 30 8000
done

# script NAME: the lines on stdin, as a program
script() {
	{ echo '#!/bin/sh'; cat; } >"$1"
	chmod +x "$1"
}

# box NAME FLOW: it answers; sets uri
box() {
	start "$1" answer --listen sip:127.0.0.1:0 --from-anyone --json \
		--record "$1-{from}.wav" --exec "./$2"
	wait_for 10 grep -q 'ready' "$1.err"
	uri=$(sed -n 's/^answer: ready: call //p' "$1.err")
}

# caller N SECONDS [KEYS]: plays its tone
caller() {
	start "from$1" pstn-sim call "$uri" --from "+1425555030$1" \
		--play "tone$1.wav" --for "$2" ${3:+--press "$3"}
}

# heard FILE HZ: its strength in what they heard of the last seconds [dB]
heard() {
	end=$(wavtool length "$1")
	wavtool tone "$1" 0 "$2" "$(since 3 "$end")" "$(since 1 "$end")"
}

# hears N HZ... : just these, of all tones there are
hears() {
	file=room-+1425555030$1.wav
	who=$1
	shift
	for hz in 500 700 900 1100 1300; do
		case " $* " in
		*" $hz "*) between "$(heard "$file" $hz)" -9 0 \
			"caller $who hears $hz Hz" ;;
		*) between "$(heard "$file" $hz)" -99 -18 \
			"caller $who does not hear $hz Hz" ;;
		esac
	done
}

script room.sh <<-'END'
	trap '' HUP
	n=${OFFHOOK_FROM#+1425555030}
	echo "$OFFHOOK_CALL" >"id$n.new" && mv "id$n.new" "id$n"
	case $n in
	4) join --listen "$(cat id1)" ;;
	5) join --whisper "$(cat id1)" ;;
	*) join --room lobby ;;
	esac
	echo "$n $?" >>room.got
END
box room room.sh
for n in 1 2 3; do
	caller $n 9
	wait_for 10 test -e id$n
done
caller 4 9
caller 5 9
wait_for 10 test -e id5
is "$(offhook call list --json | jq -r .state | sort | uniq -c |
	tr -s ' ')" " 5 up" "five calls in one process"
for n in 1 2 3 4 5; do
	finish "from$n" 30
done
wait_for 10 sh -c '[ $(wc -l <room.out) = 5 ]'
stop room
hears 1 700 900 1300
hears 2 500 900
hears 3 500 700
hears 4 500 700 900
hears 5 500 700 900
like "$(sort room.got | tr '\n' ';')" '^(1|2|3) 19;.*4 (0|19);5 (0|19);$' \
	"who hangs up is gone; who is left alone goes on"

# --- two calls, one of which is told to join the other
script pair.sh <<-'END'
	trap '' HUP
	case $OFFHOOK_FROM in
	*1) echo "$OFFHOOK_CALL" >first; gather --timeout-first 30s ;;
	*2) join "$(cat first)"; echo "$?" >pair.got ;;
	esac
END
box pair pair.sh
caller 1 6
wait_for 10 test -s first
caller 2 5
finish from2 20
finish from1 20
wait_for 10 sh -c '[ $(wc -l <pair.out) = 2 ]'
stop pair
is "$(cat pair.got)" 19 "a call is joined with another, as long as it is up"
between "$(wavtool tone pair-+14255550301.wav 0 700 2 4)" -1 0 \
	"which hears it, whatever its own flow does"

# --- in and out again: two, and a key that leads back
script door.sh <<-'END'
	join --room lobby --leave '#'
	echo "$? $(gather --digits 1 --timeout-first 10s)" >>door.got
END
box door door.sh
caller 1 6 ww#2
finish from1 20
wait_for 10 test -s door.got
stop door
is "$(cat door.got)" "0 2" "a key leads back into the flow"

# --- a call of the flow's own
cat >plan <<-'END'
	+14255550311  ring 500ms, answer, tone 1500/3s, hangup
	+14255550312  ring 200ms, progress, tone 1700/2s, reject 486
	+14255550313  ring 200ms, answer, tone 1900/60s
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan --events
wait_for 10 grep -q ready net.err
script out.sh <<-'END'
	join --dial +14255550311
	echo "$?" >>out.got
	join --dial +14255550312
	echo "$?" >>out.got
	timeout 2 join --dial +14255550313
	echo "$?" >>out.got
	join --dial +19005550100
	echo "$?" >>out.got
	join --dial nobody
	echo "$?" >>out.got
END
start out dial --events --record out.wav +14255550313 -- ./out.sh
over out
is "$(tr '\n' ' ' <out.got)" "0 10 124 30 64 " \
	"answered, busy, left, refused, no number"
is "$status" 0 "and the call has outlived them all"
between "$(wavtool tone out.wav 0 1500 1 2.5)" -1 0 \
	"who was called is heard"
between "$(wavtool tone out.wav 0 1700 4.3 5.3)" -1 0 \
	"also before the answer"
is "$(jq -r 'select(.event == "ended") | .cause' out.out | sort |
	tr '\n' ' ')" "busy done done done " "each call has its end"
parent=$(field .id)
run cdr --json
is "$(jq -r --arg p "$parent" 'select(.parent == $p) | .to' run.out | sort |
	tr '\n' ' ')" \
	"+14255550311 +14255550312 +14255550313 +19005550100 " \
	"and its record, with the call it was made for"
all_ended() {
	[ "$(grep -c '"ended"' net.out)" = "$(grep -c '"incoming"' net.out)" ]
}
ok "no call is left up" wait_for 5 all_ended

done_testing

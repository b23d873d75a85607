#!/bin/sh
# The verbs on a call with a telephone that nobody here wrote: what it hears,
# says, presses, and how it is held.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/peer/baresip.sh"
need baresip jq sox bash

wavtool make-tone ours.wav 600 2 8000
wavtool make-tone theirs.wav 850 60 8000

# flow: the lines on stdin, as a program
flow() {
	{ echo '#!/bin/sh'; cat; } >flow.sh
	chmod +x flow.sh
	rm -f got
}

# heard_for HZ: for how many quarters of a second baresip heard a tone
heard_for() {
	heard=$(baresip_heard called)
	end=$(wavtool length "$heard")
	seq 0 0.25 "$end" | while read -r at; do
		wavtool tone "$heard" 0 "$1" "$at" \
			"$(awk -v at="$at" 'BEGIN { print at + 0.25 }')"
	done | awk '$1 > -3 { n++ } END { print n + 0 }'
}

# --- what is played, said, pressed and recorded
baresip_up called PCMU/8000/1 theirs.wav
flow <<'END'
play-prompt ours.wav
echo "play $?" >>got
send-digits 42#
echo "digits $?" >>got
say --digits 5
echo "say $?" >>got
offhook wait speech 5s
echo "wait $?" >>got
record --max-time 2s message.wav >>got
echo "record $?" >>got
END
call --record both.wav -- ./flow.sh
is "$status" 0 "a flow on a call with baresip"
is "$(tr '\n' ';' <got)" "play 0;digits 0;say 0;wait 0;$PWD/message.wav;record 0;" \
	"each verb says how it went"
between "$(wavtool length message.wav)" 1.9 2.2 "a message of two seconds"
between "$(wavtool tone message.wav 0 850 0.3 1.8)" -1 0.1 \
	"baresip's tone in it"
baresip_down called
between "$(wavtool tone "$(baresip_heard called)" 0 600 0.3 1.6)" -1 0.1 \
	"our prompt in what baresip heard"
is "$(baresip_events called CALL_DTMF_START | tr -d '\n')" '42#' \
	"and the keys"

# --- what baresip presses
baresip_up called PCMU/8000/1 theirs.wav
flow <<'END'
touch listening
gather --digits 4 --prompt ours.wav >got
END
rm -f listening
start caller dial --config trunk.conf --json --timeout 20 +14255550100 \
	-- ./flow.sh
wait_for 10 test -e listening
wait_for 5 baresip_saw called CALL_ESTABLISHED
baresip_do called sndcode '42*9'
finish caller 20
is "$status $(cat got)" '0 42*9' "keys that baresip pressed"
baresip_down called

# --- held, and hung up
baresip_up called PCMU/8000/1 theirs.wav
flow <<'END'
hold
echo "hold $?" >>got
hold --off
echo "off $?" >>got
hangup --reason 17
echo "hangup $?" >>got
END
call -- ./flow.sh
is "$status" 0 "hold, hangup"
is "$(tr '\n' ';' <got)" "hold 0;off 0;hangup 0;" "each went well"
like "$err" '→  INVITE .*sendonly' "our hold is an offer"
like "$err" '←  200 OK \(INVITE\).*recvonly' "that baresip agrees to"
like "$err" '→  BYE .*Q.850;cause=17' "and the reason goes with BYE"
baresip_down called

# --- silent
baresip_up called PCMU/8000/1 theirs.wav
flow <<'END'
mute
play-prompt ours.wav
echo "mute $?" >>got
mute --off
play-prompt ours.wav
END
call -- ./flow.sh
is "$status $(cat got)" "0 mute 0" "mute, and no longer"
baresip_down called
between "$(heard_for 600)" 6 9 "of two prompts of 2 s baresip heard one"

# --- raw audio, both ways
baresip_up called PCMU/8000/1 theirs.wav
flow <<'END'
sox ours.wav -t raw -e signed -b 16 - | pipe >them.raw
echo "pipe $?" >>got
END
call -- ./flow.sh
is "$(cat got)" "pipe 0" "raw audio in and out"
sox -t raw -r 8000 -e signed -b 16 -c 1 them.raw them.wav
between "$(wavtool tone them.wav 0 850 0.3 1.5)" -1 0.1 "baresip's tone in it"
baresip_down called
between "$(wavtool tone "$(baresip_heard called)" 0 600 0.4 1.5)" -1 0.1 \
	"and ours at baresip"

# --- joined with somebody else
cat >plan <<'END'
+14255550311  answer, tone 1400/3s, hangup
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan --events
wait_for 10 grep -q '"ready"' net.out
baresip_up called PCMU/8000/1 theirs.wav
cat >>trunk.conf <<END
[trunk net]
server = 127.0.0.1
port = $(jq -r 'select(.event == "ready") | .uri' net.out | sed 's/.*://')
[route net]
pattern = 0311\$
trunks = net
[route rest]
pattern = .
trunks = peer
END
flow <<'END'
join --dial +14255550311
echo "join $?" >>got
END
call -- ./flow.sh
is "$(cat got)" "join 0" "joined with somebody who is called for it"
baresip_down called
between "$(wavtool tone "$(baresip_heard called)" 0 1400 0.5 2.5)" -1 0.1 \
	"whom baresip hears"

done_testing

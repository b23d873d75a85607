#!/bin/sh
# scripts/examples/conference: who knows the PIN hears the others.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq sox
. "$OFFHOOK_TOP/tests/spoken.sh"

export CONFERENCE_PIN=4711
spoken welcome 500 'Welcome. *'
spoken not 600 'That is not the PIN. *'
spoken nor 700 'Nor is that. *'
spoken bye 800 'Good bye.'
spoken others 900 'Others in the conference:'
spoken left 1000 'You have left the conference. *'
spoken ann 1300 'her voice'
spoken bob 1500 'his voice'
wavtool make-tone ann.wav 1300 16 8000
wavtool make-tone bob.wav 1500 6 8000

start net pstn-sim --listen 127.0.0.1:0
wait_for 10 grep -q ready net.err
start host answer --events -- \
	"$OFFHOOK_TOP/scripts/examples/conference/conference.sh"
wait_for 10 happened host ready
number=$(event host ready .number)

# A caller: the PIN, a voice, and the key to leave
cat >caller <<-'END'
	#!/bin/sh
	trap '' HUP
	send-digits 4711#
	play-prompt --interrupt none "$1"
	send-digits '#'
	gather --no-typeahead --timeout-first 10 || [ $? -eq 19 ]
END
chmod +x caller
# told: how many others each of them was told, in order
told() { event host playing .prompt | sed -n 's/^number //p' | tr '\n' ' '; }
told_are() { [ "$(told)" = "$1" ]; }

call ann_out "$number" -- ./caller ann.wav
ok "the first one is alone" wait_for 20 told_are "0 "
call bob_out "$number" -- ./caller bob.wav
ok "the second one is not" wait_for 20 told_are "0 1 "
over bob_out
is "$status" 0 "the second one leaves"
like "$(heard bob_out.wav 1)" "^others (\\? )?ann left$" "and has heard the first one"
over ann_out
like "$(heard ann_out.wav 1)" "^others (\\? )?bob left$" "who has heard the second one"
wait_for 10 sh -c '[ $(grep -c offhook.result host.out) = 2 ]'
is "$(jq -r 'select(.schema) | "\(.exit_code) \(.digits)"' host.out | sort -u)" \
	"0 ****" "the PIN is in no result"

# Whoever does not know it
call eve "$number" --send-digits '1#WWW2#WWW3#WWW' --stay
over eve
is "$(heard eve.wav 1)" "not nor bye" "who does not know it is told so"
is "$(told)" "0 1 " "and does not come in"
ok "nobody is left in it" sh -c '! ls "$XDG_RUNTIME_DIR"/conference/*/* 2>&-'
stop host

done_testing

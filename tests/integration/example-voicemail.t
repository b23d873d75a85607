#!/bin/sh
# scripts/examples/voicemail: a message, and what becomes of it.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq sox
. "$OFFHOOK_TOP/tests/spoken.sh"

flow=$OFFHOOK_TOP/scripts/examples/voicemail/voicemail.sh
spoken leave 700 'Please leave a message *'
spoken beep 1000 'the beep'
spoken thanks 900 'Thank you. Good bye.'
wavtool make-tone them.wav 1300 5 8000

# What would be mailed
cat >spoken.bin/sendmail <<-'END'
	#!/bin/sh
	cat >mail.part
	mv mail.part mail
END
chmod +x spoken.bin/sendmail
start net pstn-sim --listen 127.0.0.1:0
wait_for 10 grep -q ready net.err

# --- a message that ends with a key, and is mailed
export VOICEMAIL_DIR="$PWD/box dir" VOICEMAIL_TO=ops@example.com
start box answer --once --events -- "$flow"
wait_for 10 happened box ready
cat >caller <<-'END'
	#!/bin/sh
	trap '' HUP
	play-prompt --interrupt none them.wav
	send-digits '#'
	gather --timeout-first 10 || [ $? -eq 19 ]
END
chmod +x caller
call ann "$(event box ready .number)" -- ./caller
over box
is "$status" 0 "a message is taken"
over ann
is "$(heard ann.wav 1)" "leave beep thanks" "what the caller hears"
wait_for 10 test -e mail
file=$(echo "$VOICEMAIL_DIR"/*.wav)
like "${file##*/}" '^[-0-9]*-\+14255550151\.wav$' "named by time and caller"
is "$(stat -c %a "$file")" 600 "and nobody else's"
between "$(wavtool tone "$file" 0 1300)" -1 0 "it is what they have said"
between "$(wavtool length "$file")" 1 5 "from the beep to the key"
like "$(cat mail)" '^To: ops@example.com$' "it is mailed"
like "$(cat mail)" '^Subject: Voice message from \+14255550151$' "by whom"
sed '1,/^$/d' mail | base64 -d >attached.wav
ok "with the message" cmp "$file" attached.wav

# --- they hang up, and a program of one's own gets it nevertheless
cat >hook <<-'END'
	#!/bin/sh
	# Longer than the call, and than the flow
	until [ -e box.over ]; do sleep 0.05; done
	printf '%s\n' "$2" "$(wavtool tone "$1" 0 1300)" >hook.part
	mv hook.part hook.got
END
chmod +x hook
export VOICEMAIL_HOOK="$PWD/hook"
start box answer --once --events -- "$flow"
wait_for 10 happened box ready
call ann "$(event box ready .number)" --play them.wav
over box
: >box.over
is "$status" 0 "who hangs up has left a message, too"
ok "the hook outlives the flow" wait_for 10 test -e hook.got
is "$(sed -n 1p hook.got)" +14255550151 "and knows the caller"
between "$(sed -n 2p hook.got)" -1 0 "and the message"

# --- they hang up at once
rm hook.got
start box answer --once --events -- "$flow"
wait_for 10 happened box ready
call ann "$(event box ready .number)" --max 0.2
over box
is "$status" 19 "who says nothing has left none"
is "$(ls "$VOICEMAIL_DIR" | wc -l)" 2 "and no file"
ok "nor is the hook run" test ! -e hook.got

done_testing

#!/bin/sh
# The SIP messages of calls that are over: in the dialer and line by line, from
# the phone that held them, later from their records, and if there are none.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq tshark

network '+14255550311  answer, echo' '+14255550312  answer, wait 60s'
without_handset
cp phone.conf plain.conf
printf '[trace]\nkeep = yes\n' >>phone.conf
leave() {
	keys "$1" q
	ended "$1"
	is "$status" 0 "$2"
	close "$1"
	wait_for 10 no_phone
}
# saved SUFFIX: one such file, whole
saved() {
	[ "$(find . -name "ladder-*$1" -size +0 | wc -l)" = 1 ]
}
recorded() {
	[ "$(cdr list --config ./phone.conf --json | grep -c ANSWERED)" = "$1" ]
}
phone() {
	command phone --config ./phone.conf --timeout 30s
}

# --- on the screen, of a call that leaves the list
screen a 80x24 4255550311
ok "a call" sees a 'up .*14255550311'
keys a s
ok "its ladder" sees a '200 OK \(INVITE\)'
keys a x
ok "its end, too" sees a 'BYE'
ok "it leaves the list" sees a 'No calls\.'
ok "the ladder stays" sees a '200 OK \(INVITE\)'
keys a w
ok "w saves it all the same" sees a 'saved as .*ladder-.*\.pcap'
ok "as packets" wait_for 5 saved .pcap
is "$(tshark -r ladder-*.pcap -Y sip -T fields -e sip.Method 2>/dev/null |
	grep . | tr '\n' ' ')" "INVITE ACK BYE " "tshark reads them"
keys a W
ok "W, too" wait_for 5 saved .txt
like "$(cat ladder-*.txt)" '^INVITE sip:\+14255550311@' "as text"
rm ladder-*

# --- of the history, while the phone has them
keys a F4
ok "the bottom line tells how" sees a 's SIP ladder'
ok "the call is there" sees a '14255550311 +answered'
keys a s
ok "s: the ladder of a past call" sees a 'INVITE sip:\+14255550311@'
ok "whose it is, and the way back" sees a \
	'call with \+14255550311, today [0-9:]+: Esc to the history'
keys a Enter
ok "Enter: a message, whole" sees a 'INVITE .* SIP/2\.0'
keys a Escape
ok "back" sees a 'Esc to the history'
keys a w
ok "saved" wait_for 5 saved .pcap
rm ladder-*
keys a Escape
ok "and back in the history" sees a '\[History\]'
leave a "left, and the phone with it"

# --- the next day: their records
ok "it has a record" wait_for 10 recorded 1
id=$(cdr list --config ./phone.conf --json | jq -r .id | tail -n 1)
tail=$(echo "$id" | tail -c 9)
screen b 80x24
keys b F4
ok "the history has it" sees b '14255550311 +answered'
keys b s
ok "s: from its record" sees b 'from its record: Esc to the history'
ok "a line of each message" sees b '200 OK \(INVITE\)'
keys b End
ok "down to the last" sees b '› .*200 OK \(BYE\)'
keys b Enter
ok "which is all there is" sees b 'keeps one line of each message'
keys b Escape
sees b 'from its record'
keys b w
ok "packets there are none" sees b 'save it as text'
keys b W
ok "but lines" sees b 'a line of each message'
ok "in a file" wait_for 5 saved .txt
is "$(stat -c %a ladder-*.txt)" 600 "for nobody else"
like "$(cat ladder-*.txt)" '^  0\.000  sent  INVITE sip:\+14255550311@' "which has them"
rm ladder-*
keys b Escape
keys b ":ladder $tail" Enter
ok ":ladder ID does it, too" sees b 'from its record: Esc to the history'
keys b ':ladder nobody' Enter
ok "and says if there is none" sees b 'no call is "nobody"'
keys b n 4255550312 Enter
ok "another call" sees b 'up .*14255550312'
keys b s
ok "s: its ladder" sees b 'INVITE sip:\+14255550312@'
keys b x
live_are "" "hung up"
leave b "left"

# --- of a process that has gone, while its ladder is looked at
screen e 80x24 --attach
call other --config phone.conf --max 60 +14255550312
wait_for 10 happened other answered
keys e s
ok "the ladder of a call of dial" sees e '200 OK \(INVITE\)'
run hangup --call "$(event other answered .call)"
over other
ok "it is over" sees e 'No calls\.'
ok "its ladder stays" sees e '200 OK \(INVITE\)'
keys e w
ok "no process has its packets any more" sees e 'save it as text'
keys e W
ok "its record has lines" wait_for 5 saved .txt
rm ladder-*
leave e "left"

# --- nothing is kept
cp plain.conf phone.conf
screen c 80x24 4255550312
ok "a call that is not traced" sees c 'up .*14255550312'
keys c x
live_are "" "hung up"
leave c "left"
wait_for 10 recorded 4
screen d 80x24
keys d F4
ok "the history has it" sees d '14255550312 +answered'
keys d s
ok "s: nothing is kept" sees d 'No message is kept of this call'
ok "and which setting keeps it" sees d '"keep = yes" in \[trace\]'
keys d W
ok "W says so, too" sees d 'none of its messages is kept; "keep = yes"'
ok "and makes no file" sh -c '! ls ladder-* 2>/dev/null'
leave d "left"

# --- line by line
printf '%s\n' history "ladder $tail" "ladder $tail 0" "ladder $tail 99" \
	"save-ladder past.txt $tail" "save-ladder past.pcap $tail" |
	phone >lines 2>&1
like "$(cat lines)" "14255550311, .*, call $tail\$" "history tells the ids"
like "$(cat lines)" '^0 0\.000 to INVITE sip:\+14255550311@.*, \(sdp ' \
	"ladder ID: from the record"
like "$(cat lines)" '^ok ladder: [0-9]+ messages, from the record$' "all of it"
like "$(cat lines)" '^ok ladder: message 0$' "a message"
like "$(cat lines)" '^error ladder: n: the record has no such message$' \
	"one that there is not"
like "$(cat lines)" "^ok save-ladder: path $PWD/past.txt, a line of each" "saved"
like "$(cat past.txt)" '200 OK \(BYE\)' "it is there"
like "$(cat lines)" '^error save-ladder: .* save it as text, as a .txt$' \
	"packets there are none"
printf '%s\n' 'call +14255550312' 'wait answer' hangup 'wait end' \
	ladder 'ladder 0' 'save-ladder now.txt' "ladder +14255550311" \
	'ladder nobody' | phone >lines 2>&1
like "$(cat lines)" '^ok ladder: [0-9]+ messages$' "the last call is over"
like "$(cat lines)" '^CSeq: .* INVITE' "and kept whole by the phone"
like "$(cat now.txt)" '^BYE sip:' "and saved"
like "$(cat lines)" '^ok ladder: [0-9]+ messages, from the record$' \
	"the latest with a number"
like "$(cat lines)" '^error ladder: no call is "nobody"' "and none"
done_testing

#!/bin/sh
# What is on the wire, as the packet file and the trace show it: headers,
# privacy, secrets; and the stream of events.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need tshark

start net pstn-sim --listen 127.0.0.1:0 --events
wait_for 10 happened net ready
sip_port=$(event net ready .uri | sed 's/.*://')
printf '[trunk x]\nserver = 127.0.0.1\nport = %s\n%s\n' "$sip_port" \
	'[dial]
	country = US
	[carrier own]
	type = static
	numbers = +14255550160' >own.conf

to=+14255550103
call secret --gather 9 --secret -v --trace --pcap secret.pcap $to
call head -H 'X-Ticket: 4711' -H 'Subject: db1' --pcap head.pcap \
	+14255550110
call anon --anonymous --pcap anon.pcap +14255550110
call from --config own.conf --from +14255550160 --pcap from.pcap \
	+14255550110
call foreign --config own.conf --from +14255550161 --pcap foreign.pcap \
	+14255550110
call sender --send-digits 2580 --max 4 --pcap sender.pcap +14255550102
start dry dial --dry-run --pcap dry.pcap +14255550100 +19005550100
start log dial --gather 4 --events=log.json --json $to

sip() { # NAME FIELD
	tshark -r "$1.pcap" -Y 'sip.Method == "INVITE"' -T fields -e "$2" \
		2>/dev/null | head -n 1
}

keys() { # NAME FILTER
	tshark -r "$1.pcap" -Y "rtpevent && $2" -T fields \
		-e rtpevent.event_id 2>/dev/null | uniq | tr '\n' ' '
}

over secret
is "$status" 0 "secret: done"
is "$(field .digits)" '****' "secret: as many stars"
unlike "$out$err" '"digit":"[0-9]"|1234|digit [0-9]' \
	"secret: in no event, result, message or trace"
is "$(event secret digit .digit | sort -u)" '*' "secret: events have stars"
between "$(wavtool level secret.wav 1)" -101 -90 "secret: recorded as silence"
unlike " $(keys secret frame)" ' [1-4] ' "secret: nor in the packet file"
like "$(tshark -r secret.pcap -Y rtp 2>/dev/null | head -n 1)" RTP \
	"secret: which has the rest of the audio"

over head
is "$(sip head sip.Subject)" db1 "-H: a known header"
like "$(tshark -r head.pcap -Y 'sip.Method == "INVITE"' -V 2>/dev/null)" \
	'X-Ticket: 4711' "-H: a new one"

over anon
is "$(sip anon sip.from.host)" anonymous.invalid "anonymous: From"
is "$(sip anon sip.Privacy)" id "anonymous: Privacy"
unlike "$(sip anon sip.contact.uri)$(sip anon sip.From)" '1425555' \
	"anonymous: the number is not in From or Contact"
over from
is "$(sip from sip.from.user)" +14255550160 "--from"
over foreign
is "$status,$(field .cause)" 30,refused "--from a number that is not ours"
like "$(field .guard)" '^\+14255550161 is not known to be your number$' \
	"what is known of it"
like "$(field .hint)" 'type = static' "and what would allow it"
is "$(sip foreign sip.from.user)" "" "nothing was sent"

over sender
is "$(tshark -r sender.pcap -Y sip -T fields -e sip.Method 2>/dev/null |
	grep -v '^$' | uniq | tr '\n' ' ')" "INVITE ACK BYE " \
	"packet file: SIP"
port=$(tshark -r sender.pcap -Y sdp -T fields -e sdp.media.port 2>/dev/null |
	head -n 1)
is "$(keys sender "udp.srcport == $port")" "2 5 8 0 " \
	"packet file: RTP, with the digits that we sent"

over dry
is "$status" 30 "dry run: the guard's word counts"
like "$out" '\+14255550100 .* allowed' "dry run: what would be called"
like "$out" '\+19005550100 .*premium' "dry run: and what not"
is "$(tshark -r dry.pcap 2>/dev/null)" "" "dry run: not a packet"

over log
is "$(wc -l <log.out)" 1 "--events=FILE: stdout has the result alone"
is "$(tail -n 1 log.json)" "$out" "and so has the file, at its end"
is "$(stat -c %a log.json)" 600 "for the owner only"
is "$(jq -r '.event // "result"' log.json | tr '\n' ' ')" \
"dialing trying answered media digit digit digit digit gathered quality \
ended result " "in the order in which things happen"
is "$(jq -s 'map(select(.event) | .time) | . == sort' log.json)" true \
	"with times that do not go back"
is "$(jq -s 'map(select(.event) | .call) | unique | length' log.json)" 1 \
	"of one call"
is "$(jq -r 'select(.schema) | .id' log.json)" \
	"$(head -n 1 log.json | jq -r .call)" "whose result it is"

# A password is in its file, and nowhere else
printf 'hunter2-swordfish\n' >password
chmod 600 password
printf '[trunk x]\nserver = 127.0.0.1\nport = %s\nuser = +14255550160\n%s\n' \
	"$sip_port" "password_file = password" >conf
call pass --config conf -v -v --trace --pcap pass.pcap +14255550136
cat /proc/*/cmdline 2>/dev/null | tr '\0' ' ' >argv.txt
over pass
is "$status" 31 "a password that does not satisfy: 31"
between "$(tshark -r pass.pcap -Y 'sip.Method == "INVITE"' -V 2>/dev/null |
	grep -c 'Authorization:')" 1 2 "it was tried, but not for ever"
like "$err" 'challenged' "and this was told"
unlike "$out$err" swordfish "the password is in no output"
is "$(grep -ac swordfish pass.pcap argv.txt | tr '\n' ' ')" \
	"pass.pcap:0 argv.txt:0 " "not on the wire, not in an argument list"
stop net

done_testing

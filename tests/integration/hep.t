#!/bin/sh
# SIP messages to a collector: what arrives is what was said.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need tshark

start net pstn-sim --listen 127.0.0.1:0 --events
wait_for 10 happened net ready
sip_port=$(event net ready .uri | sed 's/.*://')
printf 'collector-says-hi\n' >password
printf 'hunter2\n' >sip-password
chmod 600 password sip-password

# collector NAME: takes packets into NAME.pcap; sets port
collector() {
	start "$1" hepdump "$1.pcap"
	wait_for 10 test -s "$1.out"
	port=$(head -n 1 "$1.out")
}

# about NAME: protocol, agent and password of its packets
about() {
	tail -n +2 "$1.out" | sort -u
}

# conf TRANSPORT LINE...: a trunk, and more
conf() {
	printf '[dial]\ncountry = US\n'
	printf '[trunk x]\nserver = 127.0.0.1\nport = %s\ntransport = %s\n' \
		"$sip_port" "$1"
	shift
	printf '%s\n' "$@"
}

# messages NAME: with everything that counts in them, as Wireshark reads them
messages() {
	tshark -r "$1.pcap" -Y sip -T fields -e udp.srcport -e udp.dstport \
		-e frame.time_epoch -e sip.Method -e sip.Status-Code \
		-e sip.Call-ID -e sip.Content-Length 2>/dev/null
}

messages_are() { # N NAME
	[ "$(messages "$2" | wc -l)" -ge "$1" ]
}

collector one
run dial --hep "127.0.0.1:$port" --pcap call.pcap +14255550110
is "$status" 10 "--hep: the call is made"
stop one
is "$(messages one | wc -l)" 4 "each SIP message arrives, and no RTP"
# The packet file's clock is read a moment earlier or later
is "$(messages one | cut -f 1,2,4-)" "$(messages call | cut -f 1,2,4-)" \
	"in order, with its addresses and content"
is "$(about one)" "17 1 -" "by UDP, from agent 1, by default"
between "$(messages one | head -n 1 | cut -f 3)" $(($(date +%s) - 60)) \
	$(($(date +%s) + 1)) "with its time"

collector two
conf tcp '[trace]' "hep = 127.0.0.1:$port" 'hep_id = 2001' \
	'hep_password_file = password' >own.conf
run dial --config own.conf -v +14255550110
is "$status" 10 "[trace] hep"
unlike "$err$out" says-hi "the password is in no output"
stop two
is "$(about two)" "6 2001 collector-says-hi" \
	"by TCP; hep_id and hep_password_file"
is "$(messages two | cut -f 4 | head -n 1)" INVITE "what is in it"

# A collector that nobody here wrote
if command -v sngrep >/dev/null; then
	port=$(free_ports)
	start sngrep sngrep -N -q -L "udp:127.0.0.1:$port" -O sngrep.pcap
	wait_for 10 bound udp "$port"
	run dial --hep "127.0.0.1:$port" --pcap own.pcap +14255550110
	wait_for 10 messages_are 4 sngrep
	signal sngrep INT
	finish sngrep 10
	is "$(messages sngrep | cut -f 1,2,4-)" \
		"$(messages own | cut -f 1,2,4-)" \
		"sngrep collects the same messages"
else
	skip "sngrep is not installed" "sngrep collects the same messages"
fi

# Quality: reports of both ends, with the call they belong to
collector quality
wavtool make-tone talk.wav 440 3 8000
run dial --hep "127.0.0.1:$port" --json --play talk.wav +14255550100
is "$status" 0 "a call with audio"
call_id=$(field .call_id)
stop quality
grep '^rtcp ' quality.out >reports
is "$(cut -d ' ' -f 2 reports | sort -u)" "$call_id" \
	"RTCP with the Call-ID"
cut -d ' ' -f 3- reports >reports.json
is "$(jq -s '[.[] | select(.type == 200) | .ssrc] | unique | length' \
	reports.json)" 2 "sender reports of both"
is "$(jq -s '[.[] | .report_blocks[0] | select(.) |
	select(.fraction_lost == 0)] | length > 1' reports.json)" true \
	"and how they hear each other"
is "$(jq -s 'map(.sender_information.packets // 0) | max > 100' \
	reports.json)" true "packets are counted"

conf udp '[trace]' 'hep = 127.0.0.1:9' >nobody.conf
run dial --config nobody.conf +14255550110
is "$status,$err" 10, "nobody collects: the call is made, without a word"
conf udp '[trace]' 'hep = 127.0.0.1' 'hep_password_file = none' >none.conf
run dial --config none.conf +14255550110
is "$status" 10 "nor does a lost password stop it"
like "$err" '^dial: HEP: the secret.s file does not exist: nothing is sent$' \
	"which is told"
run dial --hep collector.example +14255550110
is "$status" 64 "--hep with a name"
like "$err" "ADDRESS:PORT is wanted" "which would have to be looked for"

collector three
conf udp 'user = +14255550160' 'password_file = sip-password' >auth.conf
run dial --config auth.conf --hep "127.0.0.1:$port" +14255550136
is "$status" 31 "with credentials"
stop three
like "$(messages three)" INVITE "what they come with arrives"
is "$(grep -ac 'response=' three.pcap)" 0 "they do not"
like "$(grep -a Authorization: three.pcap)" ': xxxxxx xxxx' \
	"they are blanked"
stop net

done_testing

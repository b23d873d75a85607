#!/bin/sh
# SRTP: what is wished for, what is agreed, what is heard, and what leaks.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need tshark sox xxd

cat >plan <<-'END'
	+14255550170  answer, tone 1500/2s, hangup
	+14255550171  answer, press 1234, hangup
END
start net pstn-sim --listen 127.0.0.1:0 --events --numbers plan
wait_for 10 happened net ready
port=$(event net ready .uri | sed 's/.*://')
printf '[dial]\ncountry = US\n' >conf
for srtp in off prefer require; do
	printf '[trunk %s]\nserver = 127.0.0.1\nport = %s\nsrtp = %s\n' \
		$srtp "$port" $srtp
	printf '[trunk dtls-%s]\nserver = 127.0.0.1\nport = %s\n' $srtp "$port"
	printf 'srtp = %s\nsrtp_keys = dtls\n' $srtp
done >>conf

call off --config conf --trunk off +14255550170
call prefer --config conf --trunk prefer +14255550170
call require --config conf --trunk require --pcap require.pcap -v --trace \
	+14255550170
call keys --config conf --trunk require --gather 4 +14255550171
call dtls-prefer --config conf --trunk dtls-prefer +14255550170
call dtls-require --config conf --trunk dtls-require -v +14255550170

suite=AEAD_AES_256_GCM
over off
is "$(field '"\(.exit_code) \(.srtp)"')" "0 null" "off: in clear"
is "$(event off answered .srtp)" null "the event says so"
for srtp in prefer require; do
	over $srtp
	is "$(field '"\(.exit_code) \(.srtp)"')" "0 $suite" "$srtp: protected"
	is "$(event $srtp answered .srtp)" "$suite" "the event says so"
	between "$(wavtool tone $srtp.wav 1 1500 0.1 1.9)" -1 0 \
		"their tone is heard"
	is "$(field '.rtp | "\(.lost) \(.dropped)"')" "0 0" "every packet of it"
done
for srtp in prefer require; do
	over dtls-$srtp
	is "$(field '"\(.exit_code) \(.srtp)"')" "0 DTLS $suite" \
		"$srtp: protected, with keys by DTLS"
	is "$(event dtls-$srtp secured .srtp)" "DTLS $suite" \
		"an event says when"
	between "$(wavtool tone dtls-$srtp.wav 1 1500 0.3 1.7)" -1 0 \
		"their tone is heard"
done
like "$(cat dtls-require.err)" "secured, SRTP DTLS $suite" "-v tells of it"
like "$(cat require.err)" "answered, .*SRTP $suite" "-v tells of it"
is "$(cat ./*.out ./*.err | grep -c 'inline:')" 0 \
	"no key in results, events, trace or log"
over keys
is "$(field '"\(.digits) \(.srtp)"')" "1234 $suite" "digits, protected"

# --- the packet file: their tone in clear, and no key
is "$(grep -ac 'inline:[A-Za-z0-9+/]' require.pcap)" 0 \
	"no key in the packet file"
like "$(tshark -r require.pcap -Y sdp -V 2>/dev/null)" 'RTP/SAVP' \
	"which has the profile"
rtp=$(event require media .source | sed 's/.*://')
tshark -r require.pcap -Y "udp.srcport == $rtp" -T fields -e udp.payload \
	2>/dev/null | cut -c 25- | xxd -r -p >pcap.ul
sox -r 8000 -c 1 -t ul pcap.ul pcap.wav
between "$(wavtool tone pcap.wav 0 1500 0.1 1.9)" -1 0 "and their tone"
between "$(wavtool length pcap.wav)" 1.9 2.2 "which is nothing but audio"

# --- who does not protect is not talked to
cat >deaf.conf <<-END
	[dial]
	country = US
	[trunk deaf]
	server = 127.0.0.1
	port = $port
	srtp = require
END
start desk answer --listen 127.0.0.1:0 --events --once
wait_for 10 happened desk ready
sed "s/^port = .*/port = $(event desk ready .uri | sed 's/.*://')/" \
	deaf.conf >desk.conf
call refused --config desk.conf +14255550170
over refused
is "$(field '"\(.sip_status) \(.cause) \(.srtp)"')" "488 no-media null" \
	"require: 488 from one that cannot"
stop desk
stop net
done_testing

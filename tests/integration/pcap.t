#!/bin/sh
# A packet file, as others read it: a call by TLS with SRTP is there in clear
# text and clear audio.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
need tshark openssl

certificates
wavtool make-tone tone.wav 700 2 8000
start net pstn-sim --listen 127.0.0.1:0 --tls 127.0.0.1:0 \
	--cert good.pem --events
wait_for 10 grep -q transport=tls net.out
udp=$(event net ready .uri | sed -n 's/.*:\([0-9]*\)$/\1/p' | head -n 1)
tls=$(event net ready .uri | sed -n 's/.*:\([0-9]*\);transport=tls/\1/p')
cat >conf <<END
[dial]
country = US

[trunk clear]
server = 127.0.0.1
port = $udp

[trunk secret]
server = 127.0.0.1
port = $tls
transport = tls
tls_ca = ca.crt
tls_name = sim.example
srtp = require
END

for n in clear secret; do
	call $n --config conf --trunk $n --play tone.wav --pcap $n.pcap \
		+14255550102
done

# messages NAME: what Wireshark understands of its SIP. By TLS a trunk
# connects with OPTIONS before it calls.
messages() {
	tshark -r "$1.pcap" -Y 'sip && sip.CSeq.method != "OPTIONS"' -T fields -e sip.Method \
		-e sip.Status-Code 2>/dev/null | tr -s '\t\n' '  '
}

# statistics NAME WHICH: of Wireshark
statistics() {
	tshark -q -r "$1.pcap" -z "$2" 2>/dev/null
}

# played NAME: the audio that we sent, into NAME.hex. Wireshark would take it
# for encrypted where SDP says so.
played() {
	port=$(tshark -r "$1.pcap" -Y 'sip.Method == "INVITE"' -T fields \
		-e sdp.media.port 2>/dev/null | head -n 1)
	tshark -o sdp.establish_conversation:FALSE \
		--enable-heuristic rtp_udp -r "$1.pcap" \
		-Y "rtp && udp.srcport == $port" -T fields -e rtp.payload 2>/dev/null | tr -d ':\n' >"$1.hex"
}

for n in clear secret; do
	over $n
	is "$status" 0 "$n: a call"
	is "$(messages $n)" "INVITE 100 200 ACK BYE 200 " \
		"$n: its SIP, in clear text"
	like "$(statistics $n sip,stat)" 'INVITE +: +1 Packets' \
		"$n: statistics of SIP count it"
	is "$(statistics $n rtp,streams | grep -c 'g711U\|PCMU')" 2 \
		"$n: two streams of audio"
	played $n
	between "$(wc -c <$n.hex)" 24000 64000 "$n: with what we played"
done
like "$(event secret answered .srtp)" AES "which was protected"
# Both calls played the same; what is left and right of it is silence
tone=$(sed 's/^\(ff\)*//; s/\(ff\)*$//' clear.hex | cut -c 1-3200)
like "$(cat secret.hex)" "$tone" "the same audio, octet by octet"
is "$(grep -ac 'inline:[A-Za-z0-9+/]' secret.pcap)" 0 "and no keys"

if command -v sngrep >/dev/null; then
	for n in clear secret; do
		run sngrep -N -q -I $n.pcap -O $n.out.pcap
		is "$status" 0 "$n: sngrep opens it"
		cp $n.out.pcap $n.again.pcap
		is "$(messages $n.again)" "$(messages $n)" \
			"$n: and finds the same messages"
	done
else
	skip "sngrep is not installed" "sngrep opens it"
fi
stop net

done_testing

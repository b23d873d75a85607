#!/bin/sh
# What tshark sees of a call on the wire, and in the packets we keep.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq tshark

wavtool make-tone a.wav 600 2 8000

uas far -rtp_echo <<'END'
recv INVITE
send 180
send 200 sdp
recv ACK
recv BYE
send 200
END
start shark tshark -i lo -w lo.pcap -q \
	-f "udp port $port or udp port $((port + 2))"
live=
captures() {
	tap_is_over "$shark_pid" || test -s lo.pcap
}
wait_for 10 captures
[ ! -s lo.pcap ] || live=lo.pcap
call --play a.wav --send-digits '42#' --pcap ours.pcap
is "$status" 0 "a call"
mine=$(field .rtp.tx)
obeyed far "SIPp saw INVITE, ACK, BYE"

# see FILE FILTER FIELD...: fields of the packets that pass
see() {
	see_file=$1
	see_filter=$2
	shift 2
	tshark -r "$see_file" -d "udp.port==$port,sip" \
		-o rtp.heuristic_rtp:TRUE -d "udp.port==$((port + 2)),rtp" \
		-Y "$see_filter" -T fields $(printf -- '-e %s ' "$@") 2>/dev/null
}

# look FILE WHAT
look() {
	is "$(see "$1" "sip.Method && udp.dstport == $port" sip.Method | \
		tr '\n' ' ')" "INVITE ACK BYE " "$2: our requests"
	is "$(see "$1" "sip.Method && udp.dstport == $port" \
		sip.Via.branch | sort -u | wc -l)" 3 "each its own branch"
	is "$(see "$1" "sip && _ws.malformed" frame.number)" "" \
		"none is malformed"

	out="rtp && udp.dstport == $((port + 2))"
	is "$(see "$1" "$out" rtp.ssrc | sort -u | wc -l)" 1 "one SSRC"
	is "$(see "$1" "$out" rtp.seq | awk 'NR > 1 && $1 != (seq + 1) % 65536 {
		print; bad++ } { seq = $1 } END { print bad + 0 }')" 0 \
		"RTP sequence numbers without a gap"
	is "$(see "$1" "$out" rtp.seq | wc -l)" "$mine" \
		"as many as the result says"
	is "$(see "$1" "$out && rtp.p_type == 0" udp.length | sort -u)" 180 \
		"160 bytes of PCMU in each"
	is "$(see "$1" "$out && rtp.p_type == 101 && rtp.marker == 1" \
		rtpevent.event_id | tr '\n' ' ')" "4 2 11 " \
		"each key begins with a marker"
	is "$(see "$1" "$out && rtpevent.end_of_event == 1" \
		rtpevent.event_id | uniq -c | awk '{ printf "%s*%s ", $2, $1 }')" \
		"4*3 2*3 11*3 " "and ends three times"
	is "$(see "$1" "$out && rtp.p_type == 101" rtp.timestamp | \
		sort -u | wc -l)" 3 "each has one timestamp"
}

look ours.pcap "our file"
if [ -n "$live" ]; then
	stop shark
	look lo.pcap "tshark on lo"
else
	skip "tshark may not capture" "tshark on lo"
fi

done_testing

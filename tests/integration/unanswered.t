#!/bin/sh
# Numbers where nobody answers: ringing and waiting have their limits, and
# the far end is told that we gave up.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need tshark sox xxd

call ringing --ring 2 --trace +14255550111
call silent --ring 2 --trace +14255550124
call trying --ring 2 --trace +14255550125
call vacant --pcap vacant.pcap --ring 20 +14255550115
call engaged --pcap engaged.pcap --ring 4 --trace +14255550116
call early --ring 2s --pcap early.pcap --play nothing.wav +14255550116

over ringing
is "$status" 11 "0111: no answer"
is "$(field .cause)" no-answer "0111: so says the result"
is "$(field .disposition)" "NO ANSWER" "0111: and the disposition"
between "$(field .ring_s)" 1.9 2.3 "0111: it rang 2 s"
is "$(field .sip_status)" 487 "0111: and was cancelled"
is "$(field .hangup_by)" us "0111: by us"
like "$err" 'CANCEL sip' "0111: CANCEL on the wire"
like "$err" '487 Request Terminated' "0111: 487 for the INVITE"
is "$(printf '%s\n' "$err" | tail -n 2 | grep -c ACK)" 1 "0111: and an ACK"

over silent
is "$status" 32 "0124: no reply at all"
is "$(field .cause)" network "0124: so says the result"
is "$(field .sip_status)" null "0124: without a status"
is "$(field .ring)" null "0124: it did not ring"
between "$(printf '%s\n' "$err" | grep -c INVITE)" 3 8 \
	"0124: the INVITE was repeated"
between "$(field .duration)" 1.9 6.5 "0124: and given up"
unlike "$err" 'CANCEL' "0124: nothing to cancel (RFC 3261 9.1)"

over trying
is "$status" 32 "0125: 100 is not ringing"
is "$(field .cause)" network "0125: so says the result"
between "$(field .duration)" 1.9 2.5 "0125: given up after 2 s"
like "$err" '100 Trying' "0125: it said 100"
like "$err" 'CANCEL sip' "0125: and was cancelled"

# heard NAME: what they sent us, as NAME-heard.wav
heard() {
	port=$(tshark -r "$1.pcap" -Y sdp -T fields -e sdp.media.port \
		2>/dev/null | head -n 1)
	tshark -r "$1.pcap" -d "udp.port==$port,rtp" \
		-Y "rtp && udp.dstport == $port" -T fields -e rtp.payload \
		2>/dev/null | tr -d ':\n' | xxd -r -p >"$1.ul"
	sox -t raw -r 8000 -e mu-law -b 8 -c 1 "$1.ul" "$1-heard.wav"
}

over vacant
is "$status" 13 "0115: the number is out of service"
is "$(field .sip_status)" 404 "0115: by its status in the end"
is "$(field .answer)" null "0115: early media is no answer"
is "$(event vacant progress .sip_status)" 183 "0115: announced by 183"
is "$(field .recording)" null "0115: nothing is recorded before the answer"
heard vacant
between "$(wavtool tone vacant-heard.wav 0 950 0.05 0.28)" -1 0 "0115: 950 Hz"
between "$(wavtool tone vacant-heard.wav 0 1400 0.38 0.61)" -1 0 \
	"0115: 1400 Hz"
between "$(wavtool tone vacant-heard.wav 0 1800 0.71 0.94)" -1 0 \
	"0115: 1800 Hz"
between "$(wavtool tone vacant-heard.wav 0 950 0.38 0.61)" -101 -15 \
	"0115: each alone"
between "$(wavtool speech vacant-heard.wav 0 | awk '$1 > 1.2 {
	n += $2 - $1 } END { print n }')" 1 10 "0115: then an announcement"

over engaged
is "$status" 11 "0116: the busy tone is not understood yet"
is "$(event engaged progress .sip_status)" 183 "0116: announced by 183"
like "$err" 'CANCEL sip' "0116: cancelled"
heard engaged
between "$(wavtool tone engaged-heard.wav 0 480 0.05 0.45)" -4 -2 \
	"0116: half of it is 480 Hz"
between "$(wavtool tone engaged-heard.wav 0 620 0.05 0.45)" -4 -2 \
	"0116: and half 620 Hz"
between "$(wavtool level engaged-heard.wav 0 0.55 0.95)" -101 -60 \
	"0116: every other half second"
between "$(wavtool tone engaged-heard.wav 0 480 3.05 3.45)" -4 -2 \
	"0116: on and on"

over early
is "$status" 66 "no prompt, no call"
is "$(tshark -r early.pcap 2>/dev/null)" "" "and not one packet"

done_testing

#!/bin/sh
# dial, and a far end that speaks, presses keys, or echoes.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq sox

wavtool make-tone a.wav 600 2 8000

# --- what we say comes back
for codec in 0:PCMU 8:PCMA 9:G722; do
	uas echo -rtp_echo <<END
recv INVITE
	body: a=ptime:20
send 200 sdp=${codec%:*}
recv ACK
recv BYE
send 200
END
	call --play a.wav --record "${codec#*:}.wav"
	is "$(field '"\(.exit_code) \(.played) \(.codec)"')" \
		"0 true ${codec#*:}/8000" "${codec#*:}: played"
	is "$(field '.rtp | "\(.lost) \(.rx > 90)"')" "0 true" \
		"no packet lost"
	obeyed echo "SIPp saw INVITE, ACK, BYE"
	between "$(wavtool tone "${codec#*:}.wav" 0 600)" -1 0.1 \
		"our tone, as it left"
	between "$(wavtool tone "${codec#*:}.wav" 1 600 0.2 1.8)" -1 0.1 \
		"our tone, as it came back"
	between "$(wavtool length "${codec#*:}.wav")" 1.9 2.3 "its length"
done

# --- what they say, SIPp's own RTP
sox -n -r 8000 -c 1 -t ul they.ul synth 2 sine 850 gain -6
uas speaker <<END
recv INVITE
send 200 sdp
recv ACK
xml <nop><action><exec rtp_stream="they.ul,1,0,PCMU/8000"/></action></nop>
pause 1500
send BYE
recv 200
END
call --record they.wav
is "$(field .media)" true "they speak"
obeyed speaker "SIPp hangs up"
between "$(wavtool tone they.wav 1 850 0.3 1.3)" -1 0.1 "their tone"
between "$(wavtool level they.wav 0)" -100 -60 "and we say nothing"

# --- they speak before they answer; what we record begins with the answer
uas early <<END
recv INVITE
send 183 sdp
xml <nop><action><exec rtp_stream="they.ul,1,0,PCMU/8000"/></action></nop>
pause 700
send 200 sdp
recv ACK
recv BYE
send 200
END
call --play a.wav --record early.wav
is "$(field '"\(.exit_code) \(.played)"')" "0 true" "early media"
obeyed early "SIPp saw INVITE, ACK, BYE"
between "$(wavtool tone early.wav 1 850 0.1 1)" -1 0.1 "they went on"
between "$(wavtool level early.wav 1 1.6 1.9)" -100 -60 "and had ended"

# --- their keys, as SIPp's authors once recorded them
pcap=/usr/share/sip-tester/dtmf_2833
if [ -r ${pcap}_1.pcap ] && [ "$(id -u)" = 0 ]; then
	keys=
	for key in 4 2 pound; do
		keys="$keys
pause 500
xml <nop><action><exec play_pcap_audio=\"${pcap}_$key.pcap\"/></action></nop>"
	done
	uas keys <<END
recv INVITE
send 200 sdp=0,96
	|v=0
	|o=peer 1 1 IN IP4 127.0.0.1
	|s=-
	|c=IN IP4 127.0.0.1
	|t=0 0
	|m=audio [media_port] RTP/AVP 0 96
	|a=rtpmap:96 telephone-event/8000
recv ACK$keys
recv BYE
send 200
END
	call --gather 9
	is "$(field .digits)" 42 "RFC 4733 keys"
	obeyed keys "SIPp saw INVITE, ACK, BYE"
else
	skip "SIPp's recorded keys need root" "RFC 4733 keys"
fi

done_testing

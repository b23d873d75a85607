#!/bin/sh
# Keys that are secret, by whichever way they come: they are collected, and
# neither recorded nor in the packet file nor in the trace, to the end of the
# last one.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need tshark

cat >plan <<-'END'
	+14255550311  answer, wait 1s, press 5678, wait 2s, hangup
	+14255550312  answer, wait 1s, press info 5678, wait 2s, hangup
	+14255550313  answer, wait 1s, press tones 5678, wait 2s, hangup
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan
wait_for 10 grep -q ready net.err

for n in 1 2 3; do
	call hidden$n --gather 4 --secret --trace -v --pcap hidden$n.pcap \
		+1425555031$n --stay
	call shown$n --gather 4 --trace -v --pcap shown$n.pcap +1425555031$n
done

# keys NAME: of the telephone-events in the packet file
keys() {
	tshark -r "$1.pcap" -Y rtpevent -T fields -e rtpevent.event_id \
		2>/dev/null | uniq | tr '\n' ' '
}

# signals NAME: of INFO in the packet file
signals() {
	grep -ac 'Signal' "$1.pcap"
}

for n in 1 2 3; do
	over shown$n
	is "$(field .digits)" 5678 "shown $n: collected"
	over hidden$n
	is "$(field .digits)" '****' "hidden $n: as many stars"
	unlike "$out$err" '5678|"digit":"[0-9]"|Signal' \
		"hidden $n: in no event, result, message or trace"
	between "$(wavtool level hidden$n.wav 1)" -101 -90 \
		"hidden $n: recorded as silence"
done
is "$(keys shown1)" "5 6 7 8 " "events are in a packet file"
is "$(keys hidden1)" "255 " "but not those that are secret"
is "$(signals shown2)" 4 "so are INFO requests"
is "$(signals hidden2)" 0 "but not those that are secret"
between "$(wavtool level shown3.wav 1)" -50 -3 "tones are recorded"
is "$(tshark -r hidden3.pcap -Y rtp -T fields -e rtp.payload 2>/dev/null |
	tr -d ':\n' | sed 's/ff//g; s/7f//g' | wc -c)" 0 \
	"nor do packets have those that are secret"
stop net

done_testing

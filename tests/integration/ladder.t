#!/bin/sh
# What a call says by SIP, and how loud it is, seen from another shell while it
# goes on and after its end.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
need jq openssl tshark socat

certificates
wavtool make-tone tone.wav 1000 8 8000
cat >plan <<-'END'
	+14255550701  answer, tone 1004/60s
	+14255550702  answer, wait 60s
END
start net pstn-sim --listen 127.0.0.1:0 --tls 127.0.0.1:0 --cert good.pem \
	--numbers plan --events
wait_for 10 grep -q transport=tls net.out
tls_port=$(event net ready .uri |
	sed -n 's/.*:\([0-9]*\);transport=tls/\1/p')
printf 'pass-word-1\n' >secret
chmod 600 secret
cat >conf <<-END
	[dial]
	country = US
	trunk = good
	[trunk good]
	server = 127.0.0.1
	port = $tls_port
	transport = tls
	tls_ca = ca.crt
	tls_name = sim.example
	srtp = require
END

call far --config conf --max 60 --play tone.wav --loop 0 +14255550701
wait_for 10 happened far answered
id=$(event far answered .call)
tail=$(echo "$id" | tail -c 9)

# --- the ladder, decrypted
run offhook call ladder
is "$status" 0 "the ladder of the only call"
like "$out" '^  0    0\.000  →  INVITE sip:\+14255550701@.*  \(PCMU ' \
	"its first message, with the codecs"
like "$out" '^ +[0-9]+ +[0-9.]+  ←  200 OK \(INVITE\)  \(PCMU\)$' "their answer"
like "$out" '  →  ACK sip:' "what has been said by TLS is shown in the clear"
run offhook call ladder "$tail" --json
is "$(jq -r 'select(.n == 0) | "\(.sent) \(.proto) \(.dst)"' run.out)" \
	"true tls 127.0.0.1:$tls_port" "where it went, and how"
n=$(jq -r 'select(.line == "200 OK (INVITE)") | .n' run.out)
run offhook call ladder "$tail" --message "$n"
like "$out" '^SIP/2\.0 200 OK$' "a message, whole"
like "$out" '^m=audio [0-9]+ RTP/SAVP 0' "with its body"
like "$out" '^a=crypto:x+ x+ x+$' "but for its keys"
run offhook call ladder "$tail" --message "$n" --json
is "$(field .ok)" true "as JSON, too"
run offhook call ladder --message 99
is "$status" 64 "a message that there is not"
like "$err" 'call: n: no such message' "is said so"

# --- saved
run offhook call ladder "$tail" --save far.pcap
is "$status $out" "0 $PWD/far.pcap" "saved as packets, beside us"
is "$(stat -c %a far.pcap)" 600 "for nobody else"
is "$(tshark -r far.pcap -Y sip -T fields -e sip.Method 2>/dev/null |
	grep . | tr '\n' ' ')" "INVITE ACK " "tshark reads them"
is "$(tshark -r far.pcap -Y 'sip.Status-Code == 200' -T fields -e udp.srcport \
	2>/dev/null)" "$tls_port" "with their ports"
run offhook call ladder --save far.pcap
is "$status" 73 "never over another file"
like "$err" "call: $PWD/far.pcap: File exists" "and which"
run offhook call ladder --save nowhere/far.pcap
is "$status" 73 "nor where there is no folder"
run offhook call ladder --save far.txt
is "$status" 0 "saved as text"
is "$(stat -c %a far.txt)" 600 "for nobody else"
like "$(cat far.txt)" '^# 0\.000 sent tls 127\.0\.0\.1:[0-9]+ > 127\.0\.0\.1:' \
	"each with when and where"
is "$(grep -c '^INVITE sip:' far.txt)" 1 "and whole"
unlike "$(cat far.txt)" 'inline:' "no keys in it"

# --- how loud, how good
run offhook call meters --timeout 3s --json
is "$status" 124 "meters go on"
between "$(jq -s '.[-1].them' run.out)" -40 -3 "they are heard"
between "$(jq -s '.[-1].us' run.out)" -40 -3 "and so are we"
between "$(jq -s '.[-1].mos' run.out)" 4 4.5 "how good it is known by now"
is "$(jq -s '.[-1].muted' run.out)" false "not muted"
run mute --call "$id"
start meters offhook call meters "$tail" --every 100ms
wait_for 10 grep -q ' us -127\.0 .* muted' meters.out
like "$(cat meters.out)" \
	"^$tail  us -127\.0  them +-[0-9.]+ .* muted  recording$" \
	"muted it is silence, for people"
run offhook call meters --every 10ms
is "$status" 64 "not too often"
like "$err" 'call: every: 0\.05 to 10 seconds' "and how often"
run offhook call list --every 1
is "$status" 64 "options of another verb are refused"
like "$err" "call: --every is for 'call meters'" "and whose they are"
run offhook call ladder --message 0 --save x
is "$status" 64 "one or the other"

# --- after its end, as long as its process lives
start box answer --config conf --from-anyone --listen sip:127.0.0.1:0 \
	--events --max-calls 4
wait_for 10 happened box ready
uri=$(event box ready '.uri' | head -n 1)
start caller pstn-sim call "$uri" --from +14255550155
wait_for 10 happened box answered
old=$(event box answered .call)
stop caller
wait_for 10 happened box ended
run offhook call ladder "$old"
is "$status" 0 "the ladder of a call that has ended"
like "$out" '←  INVITE sip:' "how it began"
like "$out" '→  200 OK \(BYE\)' "and how it ended"
run offhook call ladder no-such-call
is "$status" 19 "no such call"
like "$err" 'call: no such call' "is said so"
stop box

run hangup --call "$id"
finish meters 10
is "$status" 0 "with the call the meters end"
over far

# --- a peer that would paint the screen
esc=$(printf '\033')
cat >evil <<-'END'
	#!/bin/sh
	# One request on stdin; what is said to it on stdout, a write a packet
	cr=$(printf '\r') esc=$(printf '\033') headers=
	read -r first
	while IFS= read -r line && line=${line%"$cr"} && [ -n "$line" ]; do
		case $line in
		To:*)                   headers="$headers$line;tag=evil$cr
	" ;;
		Via:*|From:*|C[aS]*)    headers="$headers$line$cr
	" ;;
		esac
	done
	case $first in INVITE*) ;; *) exit ;; esac
	printf 'SIP/2.0 180 Ri%s[2Jn%s]0;owned\r\n%sX-Paint: %s[31mred\r\n\r\n' \
		"$esc" "$esc" "$headers" "$esc"
	for i in $(seq 300); do
		[ ! -e enough ] || break
		sleep 0.1
	done
	printf 'SIP/2.0 486 Busy\r\n%s\r\n' "$headers"
END
chmod +x evil
port=$(free_ports)
start peer socat -t 40 "UDP4-RECVFROM:$port,bind=127.0.0.1,fork" EXEC:./evil
wait_for 10 bound udp "$port"
trunk server=127.0.0.1 "port=$port"
call evil_call --config trunk.conf +14255550799
wait_for 10 happened evil_call ringing
run offhook call ladder
like "$out" '←  180 Ri\?\[2Jn\?\]0;owned \(INVITE\)' "a hostile phrase is shown"
unlike "$(cat run.out)" "$esc" "and paints nothing"
run offhook call ladder --message 1
like "$out" 'X-Paint: \?\[31mred' "nor does a header"
unlike "$(cat run.out)" "$esc" "of the whole message"
run offhook call ladder --save evil.txt
unlike "$(cat evil.txt)" "$esc" "nor a saved text"
touch enough
over evil_call
is "$status" 10 "busy in the end"

stop peer

# --- a peer that says nothing
port=$(free_ports)
start deaf socat -u "UDP4-RECV:$port,bind=127.0.0.1" /dev/null
wait_for 10 bound udp "$port"
trunk server=127.0.0.1 "port=$port"
call deaf_call --config trunk.conf +14255550799
asked_again() {
	run offhook call ladder
	printf '%s\n' "$out" | grep -q '→  INVITE .*(again, PCMU'
}
ok "a request that is sent again says so" wait_for 10 asked_again
unlike "$(printf '%s\n' "$out" | grep '^  0 ')" again "the first does not"
run offhook call hangup --all
over deaf_call
stop deaf
stop net
done_testing

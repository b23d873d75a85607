#!/bin/sh
# Calls over IPv6: UDP, TCP and TLS, both ways.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
need jq openssl
grep -q '^0*1 .* lo$' /proc/net/if_inet6 2>/dev/null ||
	skip_all "there is no IPv6 here"

certificates
wavtool make-tone tone.wav 700 1 8000
start net pstn-sim --listen '[::1]:0' --tls '[::1]:0' --cert good.pem --events
wait_for 10 grep -q transport=tls net.out
port=$(event net ready .uri | sed -n 's/.*:\([0-9]*\)$/\1/p')
tls_port=$(event net ready .uri | sed -n 's/.*:\([0-9]*\);.*/\1/p')

# trunk TRANSPORT PORT USER
trunk() {
	cat <<-END
	[trunk $1]
	server = ::1
	port = $2
	transport = $1
	user = +1425555015$3
	END
}
{
	printf '[dial]\ncountry = US\n\n'
	trunk udp "$port" 1
	trunk tcp "$port" 2
	trunk tls "$tls_port" 3
	echo 'tls_ca = ca.crt'
	echo 'tls_name = sim.example'
} >conf

for t in udp tcp tls; do
	call $t --config conf --trunk $t --trace --gather 4 +14255550103
done
for t in udp tcp tls; do
	over $t
	is "$status" 0 "a call by $t over IPv6"
	is "$(field .digits)" 1234 "with audio both ways"
	like "$err" 'ACK sip:\[::1\]' "to an address in brackets"
done

start desk answer --config conf --trunk tls --json --play tone.wav
wait_for 10 grep -q 'ready: ' desk.err
call in --config conf --trunk udp --max 4 +14255550153
over in
is "$(field .hangup_by)" them "a registered answer plays, and hangs up"
between "$(wavtool tone in.wav 1 700 0.1 0.9)" -1 1 "and heard"
stop desk

stop net
done_testing

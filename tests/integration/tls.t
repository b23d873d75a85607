#!/bin/sh
# Calls by TLS: both ways through the simulated network, and what is said of
# a server that cannot be believed.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
need jq openssl

certificates
wavtool make-tone tone.wav 700 1 8000

start net pstn-sim --listen 127.0.0.1:0 --tls 127.0.0.1:0 \
	--cert good.pem --events
wait_for 10 grep -q transport=tls net.out
port=$(event net ready .uri | sed -n 's/.*:\([0-9]*\);transport=tls/\1/p')

# trunk NAME KEY=VALUE...
trunk() {
	printf '[trunk %s]\nserver = 127.0.0.1\nport = %s\n' "$1" "$port"
	echo 'transport = tls'
	shift
	printf '%s\n' "$@" | sed 's/=/ = /'
	echo
}

{
	printf '[dial]\ncountry = US\ntrunk = good\n\n'
	trunk good tls_ca=ca.crt tls_name=sim.example user=+14255550155
	trunk name tls_ca=ca.crt tls_name=other.example
	trunk address tls_ca=ca.crt
	trunk authority tls_ca=other.crt tls_name=sim.example
	trunk system tls_name=sim.example
	trunk missing tls_ca=missing.crt tls_name=sim.example
} >conf

call good --config conf --trace --pcap good.pcap --gather 4 +14255550103
call left --config conf +14255550104
for n in name address authority system missing; do
	call "$n" --config conf --trunk "$n" +14255550100
done

over good
is "$status" 0 "a call by TLS"
is "$(field .tls)" TLSv1.3 "the result says so"
is "$(event good answered .tls)" TLSv1.3 "and so does the event"
is "$(field .digits)" 1234 "with keys pressed"
like "$err" 'INVITE sip:.14255550103@' "--trace shows clear text"
like "$(strings good.pcap)" 'Contact: .*transport=tls' "and so does --pcap"
over left
is "$(field '"\(.cause) \(.hangup_by)"')" "done them" \
	"that they hang up comes by the connection we have opened"
over name
is "$status" 32 "a server of another name: 32"
is "$(field .sip_reason)" \
	"its certificate is for sim.example, not for other.example" \
	"and why"
over address
like "$(field .sip_reason)" 'not for 127\.0\.0\.1' \
	"an address must be in the certificate, too"
over authority
is "$status" 32 "a server whom another authority vouches for: 32"
like "$(field .sip_reason)" 'unknown authority: CN=Good CA' "and why"
over system
like "$(field .sip_reason)" 'unknown authority' \
	"the system's authorities are the default"
over missing
is "$status" 32 "authorities that are not there: 32"
like "$(field .sip_reason)" 'missing\.crt: No such file' "and which"

# --- registered over TLS, without a certificate of its own
start desk answer --config conf --trunk good --json --play tone.wav
wait_for 10 grep -q 'ready: ' desk.err
call in --config conf --max 4 +14255550155
over in
is "$(field .tls)" TLSv1.3 "a registered answer is called by TLS"
wait_for 10 test -s desk.out
is "$(jq -r .tls desk.out)" TLSv1.3 "and its result says so"
is "$(jq -r .played desk.out)" true "the prompt was played to its end"
stop desk

# --- listening with a certificate
start door answer --listen 'sip:127.0.0.1:0;transport=tls' \
	--cert good.pem --json --play tone.wav
wait_for 10 grep -q 'ready: ' door.err
port=$(sed -n 's/.*:\([0-9]*\);transport=tls.*/\1/p' door.err)
{
	printf '[dial]\ncountry = US\ntrunk = door\n\n'
	trunk door tls_ca=ca.crt tls_name=sim.example
} >door.conf
call one --config door.conf --max 5 +14255550100
over one
is "$(field .tls)" TLSv1.3 "answer listens by TLS"
wait_for 10 test -s door.out
is "$(jq -r .cause door.out)" done "one call, one result"
stop door

run answer --listen 'sip:127.0.0.1:0;transport=tls'
is "$status" 64 "listening by TLS needs a certificate"
like "$err" '--cert FILE' "and says so"
run answer --listen 'sip:127.0.0.1:0;transport=tls' --cert ca.crt
is "$status" 66 "with its key"
like "$err" 'ca\.crt: no key' "and says so"
run pstn-sim --listen 127.0.0.1:0 --tls 127.0.0.1:0
is "$status" 64 "pstn-sim --tls needs --cert"
run pstn-sim --listen 127.0.0.1:0 --cert good.pem
is "$status" 64 "and --cert needs something"

# --- SSLKEYLOGFILE
SSLKEYLOGFILE=$PWD/keys
export SSLKEYLOGFILE
run dial --config conf --max 1 --json +14255550105
like "$(cat keys)" '^CLIENT_HANDSHAKE_TRAFFIC_SECRET' \
	"the secrets for Wireshark"
is "$(stat -c %a keys)" 600 "are nobody else's"

stop net
done_testing

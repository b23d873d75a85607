#!/bin/sh
# A trunk is known by the certificate it shows, from any address.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
need jq openssl

certificates
certificate liar us.example other

# Its server is elsewhere: what comes from here is not from there.
peer='[trunk peer]
server = 127.0.0.9
transport = tls
tls_ca = ca.crt
tls_name = us.example
register = never'

# from NAME [CERT]: the [trunk] that calls a door on $port, and shows CERT
from() {
	printf '[trunk %s]\nserver = 127.0.0.1\nport = %s\n' "$1" "$port"
	printf 'transport = tls\ntls_ca = ca.crt\ntls_name = sim.example\n'
	[ -z "$2" ] || printf 'tls_cert = %s\n' "$2"
	echo
}

callers() {
	printf '[dial]\ncountry = US\n\n'
	from peer client.pem
	from other good.pem
	from liar liar.pem
	from nobody
}

# said NAME EXPRESSION: what the door's result of a call says
said() {
	wait_for 10 test -s "$1.out"
	jq -r "$2" "$1.out"
}

# --- an address of ours, which listens
cat >listens.conf <<END
[answer]
listen_tls = 127.0.0.1:0
tls_cert = good.pem

$peer
END
for n in peer other liar nobody; do
	start "at_$n" answer --config listens.conf --json --once
	wait_for 10 grep -q 'ready: .*transport=tls' "at_$n.err"
	port=$(sed -n 's/.*:\([0-9]*\);transport=tls.*/\1/p' "at_$n.err")
	callers >"$n.conf"
	call "$n" --config "$n.conf" --trunk "$n" --max 1 +14255550100
done
for n in peer other liar nobody; do
	over "$n"
	is "$(field .disposition)" ANSWERED \
		"$n: taken by who listens on loopback"
done
is "$(said at_peer .trunk)" peer "whose certificate is the trunk's is it"
is "$(said at_other '.trunk // "none"')" none "another name is not"
is "$(said at_liar '.trunk // "none"')" none \
	"nor is its name, said by another authority"
is "$(said at_nobody '.trunk // "none"')" none "nor who shows nothing"
for n in peer other liar nobody; do
	stop "at_$n"
done

# --- authorities of the listener: who has none of theirs gets nowhere
cat >demand.conf <<END
[answer]
listen_tls = 127.0.0.1:0
tls_cert = good.pem
tls_ca = ca.crt

$(printf '%s\n' "$peer" | sed 's/ca\.crt/other.crt/')
END
start demand answer --config demand.conf --json
wait_for 10 grep -q 'ready: .*transport=tls' demand.err
port=$(sed -n 's/.*:\([0-9]*\);transport=tls.*/\1/p' demand.err)
callers >demand-calls.conf
for n in peer nobody liar; do
	call "demand_$n" --config demand-calls.conf --trunk "$n" --max 1 \
		+14255550100
done
over demand_peer
is "$(field .disposition)" ANSWERED "[answer] tls_ca vouches for a trunk"
is "$(said demand .trunk)" peer "whoever the trunk's own authority is"
over demand_nobody
is "$status" 32 "who shows nothing is turned away"
over demand_liar
is "$status" 32 "and so is whom it does not believe"
stop demand

# --- the trunk's own port, where loopback counts for nothing
port=$(free_ports)
cat >own.conf <<END
$peer
tls_cert = good.pem
bind = 127.0.0.1:$port
END
start own answer --config own.conf --trunk peer --json
wait_for 10 grep -q 'ready: ' own.err
callers >own-calls.conf
call own_peer --config own-calls.conf --trunk peer --max 1 +14255550100
call own_nobody --config own-calls.conf --trunk nobody --timeout 2 \
	+14255550100
over own_peer
is "$(field .disposition)" ANSWERED "the trunk itself may ring at its own port, from anywhere"
is "$(said own .trunk)" peer "and is known"
over own_nobody
is "$status" 124 "a stranger gets no reply there"
is "$(wc -l <own.out)" 1 "and nobody hears of it"
stop own

done_testing

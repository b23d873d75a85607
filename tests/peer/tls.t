#!/bin/sh
# Calls by TLS to a server that nobody here wrote: Debian's SIPp has no TLS,
# so socat speaks it before SIPp's TCP.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq openssl socat

certificates
wavtool make-tone a.wav 600 1 8000

# door: TLS before the port of SIPp to come; sets tls_port, port. Each
# connection is counted in door.err
door() {
	port=$(free_ports)
	tls_port=$((port + 5))
	start door socat -d -d "openssl-listen:$tls_port,bind=127.0.0.1,\
reuseaddr,fork,cert=good.pem,verify=0" "tcp:127.0.0.1:$port"
	wait_for 5 bound tcp "$tls_port"
}

# behind NAME: SIPp behind the door, as of uas; the Contact leads through it
behind() {
	sed "s/TLS_PORT/$tls_port/" >"$1.in"
	peer_sipp "$1" "$port" -t t1 -rtp_echo <"$1.in"
	wait_for 5 bound tcp "$port"
	{
		printf '[dial]\ncountry = us\n[trunk peer]\n'
		printf 'server = 127.0.0.1\nport = %s\n' "$tls_port"
		printf 'transport = tls\ntls_ca = ca.crt\n'
		printf 'tls_name = sim.example\n'
		# Without one of ours an OPTIONS would come first
		printf 'tls_cert = client.pem\n'
	} >trunk.conf
}

connections() {
	grep -c 'accepting connection' door.err
}

door
behind talks <<'END'
recv INVITE
	Via: SIP/2.0/TLS
	Contact: transport=tls
send 180
send 200 sdp
	Contact: <sip:peer@127.0.0.1:TLS_PORT;transport=tls>
recv ACK
	Via: SIP/2.0/TLS
send INVITE sdp sendonly
	Contact: <sip:peer@127.0.0.1:TLS_PORT;transport=tls>
recv 200
	body: a=recvonly
send ACK
send INVITE sdp
	Contact: <sip:peer@127.0.0.1:TLS_PORT;transport=tls>
recv 200
send ACK
recv BYE
	Via: SIP/2.0/TLS
	Reason: Q\.850;cause=16
send 200
END
call --play a.wav
is "$status" 0 "a call by TLS"
like "$(field .tls)" 'TLSv1\.[23]' "as the result has it"
obeyed talks "INVITE, a hold in the dialog, BYE"
is "$(connections)" 1 "all of it by one connection"

behind busy <<'END'
recv INVITE
send 486
recv ACK
	Via: SIP/2.0/TLS
END
call
is "$status" 10 "busy by TLS"
obeyed busy "ACK to 486"

behind rings <<'END'
recv INVITE
send 180
recv CANCEL
	Via: SIP/2.0/TLS
	Reason: Q\.850;cause=19
send 200
send 487 to=INVITE
recv ACK
END
call --ring 1
is "$status" 11 "given up by TLS"
obeyed rings "CANCEL by the same connection, 487, ACK"
stop door

done_testing

#!/bin/sh
# Kamailio as registrar and TLS trunk: answer registers, dial calls through.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
PATH=$PATH:/usr/sbin
need kamailio jq openssl
modules=$(ls -d /usr/lib/*/kamailio/modules /usr/lib/kamailio/modules \
	2>/dev/null | head -n 1)
[ -e "$modules/tls.so" ] || skip_all "kamailio-tls-modules is not installed"

certificates
(umask 077 && echo sesame >password && echo simsalabim >wrong)
wavtool make-tone tone.wav 700 1 8000
cat >tls.cfg <<-END
	[server:default]
	method = TLSv1.2+
	certificate = $PWD/good.crt
	private_key = $PWD/good.key
	[client:default]
	verify_certificate = no
END

kamailio_up() {
	for peer_again in 1 2 3; do
		port=$(free_ports)
		sed "s|@PORT@|$port|; s|@MODULES@|$modules|; s|@FOLDER@|$PWD|" \
			"$peer_dir/kamailio.cfg" >kamailio.cfg
		start proxy kamailio -DD -E -m 32 -M 4 -Y "$PWD" -w "$PWD" \
			-f kamailio.cfg
		wait_for 10 proxy_ready
		tap_is_over "$proxy_pid" || break
	done
}

proxy_ready() {
	tap_is_over "$proxy_pid" || bound tcp "$port"
}

# trunk_of NAME KEY=VALUE...
trunk_of() {
	printf '[trunk %s]\nserver = 127.0.0.1\nport = %s\n' "$1" "$port"
	printf 'domain = sim.example\ntransport = tls\nauth_user = ali\n'
	shift
	printf '%s\n' "$@" | sed 's/=/ = /'
	echo
}

kamailio_up
ok "kamailio is up" bound tcp "$port"
{
	printf '[dial]\ncountry = US\ntrunk = out\n\n'
	trunk_of desk user=+14255550155 password_file=password tls_ca=ca.crt \
		options=5s
	trunk_of out user=+14255550160 password_file=password tls_ca=ca.crt
	trunk_of liar user=+14255550160 password_file=wrong tls_ca=ca.crt
	trunk_of alien user=+14255550160 password_file=password \
		tls_ca=other.crt
} >conf

start desk answer --config conf --trunk desk --json --play tone.wav --trace
wait_for 10 grep -q 'ready: ' desk.err
like "$(cat desk.err)" 'ready: ' "registered over TLS, with a digest"
wait_for 10 grep -q '200 OK (OPTIONS)' desk.err
like "$(cat desk.err)" '200 OK \(OPTIONS\)' "OPTIONS are answered"

run dial --config conf --max 4 --record heard.wav --json +14255550155
is "$(field .answer | cut -c1-2)" 20 "a call through it is answered"
is "$(field .tls)" TLSv1.3 "by TLS"
between "$(wavtool tone heard.wav 1 700 0.1 0.9)" -1 1 "and heard"
wait_for 10 test -s desk.out
is "$(jq -r .tls desk.out)" TLSv1.3 "TLS on the other side, too"
is "$(jq -r .cause desk.out)" done "the prompt was played"

run dial --config conf --json +14255550156
is "$status" 13 "a number that nobody has registered"
run dial --config conf --trunk liar --json +14255550155
is "$status" 31 "a wrong password: 31"
run dial --config conf --trunk alien --json +14255550155
is "$status" 32 "an authority that we do not know: 32"
like "$(field .sip_reason)" 'unknown authority: CN=Good CA' "and why"
run answer --config conf --trunk liar --json --timeout 20
is "$status" 31 "no registration with a wrong password: 31"
run answer --config conf --trunk alien --json --timeout 20
is "$status" 32 "nor by an unknown authority: 32"

# --- the connection is lost: registered again, without being asked
registrations() {
	grep -c '200 OK (REGISTER)' desk.err
}
more() {
	[ "$(registrations)" -gt "$n" ]
}
n=$(registrations)
stop proxy
start proxy kamailio -DD -E -m 32 -M 4 -Y "$PWD" -w "$PWD" -f kamailio.cfg
wait_for 10 bound tcp "$port"
ok "a connection that is lost is made anew, and registered by" \
	wait_for 45 more
run dial --config conf --max 3 --json +14255550155
is "$(field .tls)" TLSv1.3 "and calls come again"
stop desk
is "$status" 143 "SIGTERM"
unlike "$(cat desk.err desk.out)" sesame "no password is seen"

stop proxy
done_testing

#!/bin/sh
# What trunk finds out: servers that are there, that are not, that cannot be
# believed, and that refuse.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need jq openssl sipp

certificates

start net pstn-sim --listen 127.0.0.1:0 --tls 127.0.0.1:0 \
	--cert good.pem --events
wait_for 10 grep -q transport=tls net.out
sip=$(event net ready .uri | sed -n 's/.*:\([0-9]*\)$/\1/p' | head -n 1)
tls=$(event net ready .uri | sed -n 's/.*:\([0-9]*\);transport=tls/\1/p')
start deaf hepdump deaf.pcap
wait_for 10 test -s deaf.out
dead=$(free_ports)
start old openssl s_server -accept 127.0.0.1:0 -cert good.crt -key good.key \
	-www -tls1_1 -cipher 'DEFAULT@SECLEVEL=0'
wait_for 10 grep -q ACCEPT old.out
old=$(sed -n 's/^ACCEPT.*:\([0-9]*\)$/\1/p' old.out)

# trunk_conf NAME PORT KEY=VALUE...
trunk_conf() {
	printf '[trunk %s]\nserver = 127.0.0.1\nport = %s\n' "$1" "$2"
	shift 2
	printf '%s\n' "$@" | sed 's/=/ = /'
	echo
}

by_tls='transport=tls tls_name=sim.example tls_ca=ca.crt'
# shellcheck disable=SC2086
{
	printf '[dial]\ncountry = US\ntrunk = udp\n\n'
	trunk_conf udp "$sip"
	trunk_conf tcp "$sip" transport=tcp
	trunk_conf tls "$tls" $by_tls
	trunk_conf direct "$tls" $by_tls fqdn=us.example:5061 \
		tls_cert=client.pem
	trunk_conf strip "$tls" $by_tls strip=+
	trunk_conf name "$tls" $by_tls | sed 's/sim\.ex/other.ex/'
	trunk_conf authority "$tls" $by_tls | sed 's/ca\.crt/other.crt/'
	trunk_conf missing "$tls" $by_tls | sed 's/ca\.crt/missing.crt/'
	trunk_conf clear "$sip" $by_tls
	trunk_conf old "$old" $by_tls
	trunk_conf dead "$dead" transport=tcp
	trunk_conf deaf "$(cat deaf.out)"
	trunk_conf nowhere 5060 | sed 's/127.*/nowhere.invalid/'
	trunk_conf registered "$sip" user=+14255550155 register=always
	trunk_conf password "$sip" user=+14255550155 register=always \
		password_file=none
} >conf

check() {
	run offhook trunk check --config conf --json "$@"
}

# step NAME FIELD: of the last check
step() {
	jq -r --arg s "$1" "select(.step == \$s) | $2" run.out
}

# --- it works
check
is "$status" 0 "the default trunk, by UDP"
is "$(jq -r .schema run.out | sort -u)" offhook.trunk-check/1 "its schema"
is "$(jq -r .trunk run.out | sort -u)" udp "its name"
is "$(jq -r .status run.out | tr '\n' ' ')" \
	"ok skipped skipped skipped skipped skipped ok skipped skipped " \
	"a row for each step"
like "$(step options .what)" '^200 in [0-9.]+ ms$' "OPTIONS are answered"
between "$(step options .ms)" 0 1000 "so fast"
check tcp
is "$status $(step tcp .status) $(step options .status)" "0 ok ok" "by TCP"
between "$(step tcp .ms)" 0 1000 "connected so fast"
check tls
is "$status $(step tls .status)" "0 ok" "by TLS"
like "$(step tls .what)" '^TLSv1\.3, TLS_' "protocol and cipher"
# It was made for two days: in its first second these are still whole
like "$(step certificate '.status + ": " + .what')" \
	'^warning: for sim.example, by CN=Good CA, good for (1 more day|2 more days)$' \
	"a certificate that soon expires"
is "$(step contact .status) $(step numbers .status)" "warning ok" \
	"what direct routing asks for"
like "$(step contact .fix)" '^set fqdn' "and how to get there"
check direct --days 1
is "$status $(jq -r .status run.out | sort -u | tr '\n' ' ')" \
	"0 ok skipped " "nothing to complain of"
is "$(step contact .what)" "shows us.example:5061" "the name in Contact"
check strip
is "$status $(step numbers .status)" "0 warning" "numbers without their +"
check registered
is "$status $(step registration '.status + " " + .what')" \
	"0 ok as +14255550155" "registered"
check --echo +14255550102
is "$status $(step echo .status)" "0 ok" "an echo call"
like "$(step echo .what)" 'audio both ways: PCMU.* 0 lost$' "and its audio"
is "$(offhook cdr list --json | jq -r '[.trunk, .to] | join(" ")')" \
	"udp +14255550102" "and its record"

# --- it does not
check dead
is "$status $(step tcp .status)" "32 failed" "a dead port"
is "$(step tcp .what)" "127.0.0.1:$dead: Connection refused" "is named"
like "$(step tcp .fix)" firewall "with what to look at"
is "$(step options .status) $(step options .what)" "skipped not tried" \
	"what follows is not tried"
check nowhere
is "$status $(step dns .status) $(step options .status)" \
	"32 failed skipped" "a name that leads nowhere"
like "$(step dns .what)" nowhere.invalid "is named"
check deaf
is "$status $(step options '.status + " " + .what')" "32 failed no answer" \
	"nobody answers OPTIONS"
check name
is "$status $(step tls .status)" "32 failed" "the certificate of another"
is "$(step tls .what)" \
	"its certificate is for sim.example, not for other.example" "whose"
like "$(step tls .fix)" tls_name "and what would help"
is "$(step options .what)" "no connection" "no OPTIONS without TLS"
check authority
like "$status $(step tls .what)" '^32 .*unknown authority' \
	"an unknown authority"
like "$(step tls .fix)" tls_ca "and what would help"
check missing
like "$status $(step tls .what)" '^32 .*missing\.crt: No such file' \
	"no file of authorities"
check old
like "$status $(step tls .what)" '^32 no shared protocol' "TLS 1.1"
like "$(step tls .fix)" 'TLS 1\.2 or later' "and what would help"
check clear
is "$status $(step tls .status)" "32 failed" "no TLS on that port"
check password
is "$status $(step options .status)" "32 failed" "no password"
check --echo +14255550110
is "$status $(step echo '.status + " " + .what')" \
	"10 failed busy (486 Busy Here)" "an echo call that is busy"
check --echo +19005550100
is "$status $(step echo .status)" "30 failed" "one that a guard refuses"
like "$(step echo .fix)" allow_premium "and how to allow it"
check deaf --timeout 1
is "$status" 124 "--timeout"
is "$(step dns .status) $(step options '.status + " " + .what')" \
	"ok failed stopped before an answer came" \
	"tells what is known till then"

# refused CODE REQUEST...: a server that answers so
refused() {
	code=$1
	shift
	for request; do
		printf 'recv %s\nsend %s\n' "$request" "$code"
	done >scenario
	uas refuser <scenario
	run offhook trunk check --config trunk.conf --json
	checked=$status
	mv run.out checked.out
	stop refuser
	status=$checked
	mv checked.out run.out
}

refused 403 OPTIONS
is "$status $(step options .status)" "32 failed" "OPTIONS: 403"
like "$(step options .fix)" fqdn "and what would help"
refused 404 OPTIONS
is "$status $(step options .status)" "0 warning" "404: somebody is there"
refused 503 OPTIONS
is "$status $(step options .status)" "32 failed" "503: but not now"

# --- for Nagios
nagios() {
	run offhook trunk check --config conf --nagios "$@"
}
perf='options=[0-9.]*ms;;;0'
nagios tcp
is "$status" 0 "--nagios: 0"
like "$out" "^TRUNK OK - tcp: options: 200 in [0-9.]* ms \| \
tcp=[0-9.]*ms;;;0 $perf\$" "a line with its figures"
nagios tls
is "$status" 1 "a certificate that soon expires: 1"
like "$out" "^TRUNK WARNING - tls: certificate: for .* (1 more day|2 more days) \| \
tcp=.* $perf certificate_days=1;14:;0:\$" "the same"
nagios dead
is "$status" 2 "a dead port: 2"
is "$out" "TRUNK CRITICAL - dead: tcp: 127.0.0.1:$dead: Connection refused" \
	"without figures"
nagios deaf --timeout 1
is "$status" 2 "no answer within --timeout: 2"
like "$out" '^TRUNK CRITICAL - deaf: options: stopped before' "as a line"
nagios nobody
is "$status" 3 "no such trunk: 3"
like "$out" '^TRUNK UNKNOWN - ' "told on stdout"
like "$err" 'there is no \[trunk nobody\]' "and why on stderr"
run offhook trunk check --config none.conf --nagios
is "$status" 3 "no configuration: 3"

# --- list
run offhook trunk list --config conf
is "$status" 0 "list"
is "$(echo "$out" | wc -l)" 16 "a line for each, and the heading"
run offhook trunk list --config conf --ping --json
is "$status" 32 "list --ping: some are down"
is "$(jq -r 'select(.state == "up") | .trunk' run.out | tr '\n' ' ')" \
	"udp tcp tls direct strip registered password " "and these are up"
like "$(jq -r 'select(.trunk == "dead") | .why' run.out)" refused "and why"
is "$(jq -r 'select(.trunk == "tls") |
	[.schema, .transport, .sip_code, .register] | join(" ")' run.out)" \
	"offhook.trunk/1 tls 200 auto" "what is told of each"

# --- route --ping
{ cat conf; printf '\n[route all]\npattern = ^\\+1\ntrunks = dead udp\n'; } \
	>routes.conf
run offhook route --config routes.conf --json +14255550103
is "$(field '[.trunks[].health] | tostring')" '[null,null]' \
	"without --ping nobody is asked"
run offhook route --config routes.conf --ping --json +14255550103
is "$status" 0 "route --ping: who is down changes nothing"
is "$(field '[.trunks[] | "\(.name) \(.health.state)"] | join(", ")')" \
	"dead down, udp up" "each trunk of the route is asked"
is "$(field '.trunks[1].health | "\(.sip_code) \(.ms > 0) \(.why)"')" \
	"200 true null" "what one says"
like "$(field '.trunks[0].health.why')" refused "why another does not"
run offhook route --config routes.conf --ping +14255550103 +14255550104
is "$(echo "$out" | grep -c '^ *up: OPTIONS 200 in [0-9.]* ms$')" 2 \
	"for people: asked again for each number"
like "$out" '^ *down: .*refused' "and who is down"
run offhook route list --config routes.conf --ping
is "$status" 64 "--ping is for numbers"
run offhook route --inbound --config routes.conf --ping +14255550103
is "$status" 64 "and not for what comes in"

# --- watch
start watch trunk watch udp --config conf --every 1 --json
wait_for 10 grep -q '"up"' watch.out
stop net
wait_for 10 grep -q '"down"' watch.out
start again pstn-sim --listen "127.0.0.1:$sip"
wait_for 10 sh -c 'tail -n 1 watch.out | grep -q \"up\"'
stop watch
is "$status" 143 "watch ends with its signal"
is "$(jq -r .state watch.out | tr '\n' ' ')" "up down up " \
	"a line at each change, and no other"
is "$(jq -r '.schema + " " + .trunk' watch.out | sort -u)" \
	"offhook.trunk-state/1 udp" "what it is about"
run offhook trunk watch udp --config conf --every 1 --timeout 3
is "$status $(echo "$out" | wc -l)" "124 1" "all as it was: one line"
like "$out" '^20[-0-9]*T[^ ]*  udp  up    200 in [0-9.]* ms$' "for people"
stop again

# --- what is wrong with the command
run offhook trunk
is "$status" 64 "no verb"
run offhook trunk list udp --config conf
is "$status" 64 "list has no name"
run offhook trunk list --config conf --nagios
is "$status" 64 "--nagios is for check"
run offhook trunk watch --config conf --ping
is "$status" 64 "--ping is for list"
run offhook trunk check --config conf --nagios --json
is "$status" 64 "--nagios or --json"
run offhook trunk check --config conf nobody
is "$status" 78 "no such trunk"

done_testing

#!/bin/sh
# Trunks and voice routes at a carrier: import, export, and what survives.
. "$OFFHOOK_TOP/tests/lib.sh"
need jq

umask 077
key=$(head -c 64 /dev/urandom | base64 | tr -d '\n')

is_ready() {
	[ "$(jq -r .event sim.out)" = ready ]
}
serve() {
	start sim pstn-sim --listen 127.0.0.1:0 --rest 127.0.0.1:0 \
		--access-key "$key" --state state --events
	wait_for 5 is_ready
	CARRIER_STRING=$(jq -r .connection sim.out)
	export CARRIER_STRING
}
cat >carrier.conf <<'END'
[carrier main]
type = acs
connection_env = CARRIER_STRING
END
cat carrier.conf - >ours.conf <<'END'
[trunk one]
server = sbc1.contoso.com
transport = tls
[trunk two]
server = sbc2.contoso.com
port = 5067
transport = tls
[trunk office]
server = 192.0.2.1
[route seattle]
pattern = ^\+1(425|206)\d{7}$
trunks = one office two
description = two area codes
[route world]
pattern = ^\+
trunks = two
[route inside]
pattern = ^\d{3}$
trunks = office
END

ok "a simulator" serve
run offhook import acs --config carrier.conf
is "$status" 0 "nothing is there"
unlike "$out" '^\[' "so nothing is printed"

# --- what would be done
run offhook export acs --config ours.conf
is "$status" 0 "export, which does nothing yet"
like "$out" '^PATCH http.*/sip\?api-version=2023-03-01' "the request"
unlike "$out" "$(printf %s "$key" | sed 's/[+/=]/./g')" "without the key"
is "$(printf '%s\n' "$out" | sed -n '/^{/,$p' |
	jq -c '[.trunks[].sipSignalingPort, (.routes[]|.name, .trunks)]')" \
	'[5061,5067,"seattle",["sbc1.contoso.com","sbc2.contoso.com"],"world",["sbc2.contoso.com"]]' \
	"its trunks and routes"
like "$err" '\+ trunk sbc2.contoso.com, port 5067' "a trunk that is new"
like "$err" '\+ route world' "a route that is new"
like "$err" '\[trunk office\] is not of transport = tls: left out' \
	"a trunk that a carrier cannot use"
like "$err" '\[route inside\] has no trunk that' "and the route to it"
run offhook import acs --config carrier.conf
unlike "$out" '^\[' "nothing was sent"

# --- there and back
run offhook export acs --config ours.conf --yes
is "$status,$out" 0, "export --yes"
like "$err" 'done: 2 trunks, 2 routes' "is told"
run offhook export acs --config ours.conf --yes
like "$err" 'nothing to be changed' "once more: nothing to be done"
run offhook import acs --config carrier.conf --carrier main
is "$status" 0 "import of it"
printf '%s\n' "$out" >back.conf
run offhook check --config back.conf
is "$status" 0 "is a configuration without faults"
is "$(grep -v '^#' back.conf | tr -s '\n' ';')" \
	';[trunk sbc1.contoso.com];server = sbc1.contoso.com;port = 5061;transport = tls;[trunk sbc2.contoso.com];server = sbc2.contoso.com;port = 5067;transport = tls;[route seattle];pattern = ^\+1(425|206)\d{7}$;trunks = sbc1.contoso.com sbc2.contoso.com;description = two area codes;[route world];pattern = ^\+;trunks = sbc2.contoso.com;' \
	"the same trunks and routes"
cat carrier.conf >>back.conf
run offhook export acs --config back.conf
like "$err" 'nothing to be changed' "and back again"

# --- killed
signal sim KILL
finish sim 5
ok "the simulator is killed, and another one takes its place" serve
run offhook import acs --config carrier.conf
like "$out" '^\[route seattle\]$' "it knows what was there"

# --- less
cat carrier.conf - >less.conf <<'END'
[trunk two]
server = sbc2.contoso.com
port = 5068
transport = tls
[route world]
pattern = ^\+
trunks = two
END
run offhook export acs --config less.conf --yes
is "$status" 0 "a configuration with less in it"
like "$err" 'trunk sbc1.contoso.com stays: --remove' "a trunk stays"
like "$err" '! trunk sbc2.contoso.com, port 5068 \(was 5067\)' "one changes"
like "$err" '- route seattle' "a route goes"
run offhook export acs --config less.conf --remove --yes
like "$err" '- trunk sbc1.contoso.com' "--remove takes the trunk away"
run offhook import acs --config carrier.conf
is "$(printf '%s\n' "$out" | grep -c '^\[')" 2 "one trunk, one route"

# --- refused
cat carrier.conf - >bad.conf <<'END'
[trunk x]
server = under_score.contoso.com
transport = tls
END
run offhook export acs --config bad.conf --yes
is "$status,$out" 65, "a name that the service refuses"
like "$err" 'is no fully qualified domain name.*UnprocessableConfiguration' \
	"with its reason"
cat >static.conf <<'END'
[carrier list]
type = static
numbers = +14255550100
END
run offhook import acs --config static.conf
is "$status" 64 "a carrier that has no routes"
run offhook export acs --config less.conf --passwords x
is "$status" 64 "--passwords is for import"
run offhook export baresip --config less.conf
is "$status" 64 "there is no export but to a carrier"

# --- a trunk that lives
if command -v curl >/dev/null && command -v sipp >/dev/null; then
	stop sim
	start sim pstn-sim --listen 127.0.0.1:0 --rest 127.0.0.1:0 \
		--any-token --state state --events
	wait_for 5 is_ready
	at=$(jq -r .connection sim.out)
	at=${at#endpoint=}
	sip=$(jq -r .uri sim.out)
	health() {
		curl -s -H 'Authorization: Bearer x' "${at%%/;*}/sip?api-version=2024-11-15-preview&expand=trunks/health" |
			jq -r '.trunks[].health|[.ping.status,.overall.status]|join(" ")'
	}
	is "$(health)" "unknown unknown" "a trunk that was not heard"
	cat >ping.xml <<-'END'
	<?xml version="1.0"?>
	<scenario name="ping">
	<send retrans="500"><![CDATA[

	OPTIONS sip:[remote_ip]:[remote_port] SIP/2.0
	Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
	From: <sip:sbc2.contoso.com>;tag=1
	To: <sip:[remote_ip]>
	Call-ID: [call_id]
	CSeq: 1 OPTIONS
	Contact: <sip:sbc2.contoso.com:5068>
	Max-Forwards: 70
	Content-Length: 0

	]]></send>
	<recv response="200"/>
	</scenario>
	END
	run sipp -sf ping.xml -m 1 -i 127.0.0.1 -timeout 10 \
		"${sip#sip:}" </dev/null
	is "$(health)" "ok active" "OPTIONS with its name in Contact: it lives"
else
	skip "curl or sipp is not installed" "health of a trunk"
fi
stop sim

done_testing

#!/bin/sh
# offhook import: accounts of baresip and of Asterisk as trunks of ours.
. "$OFFHOOK_TOP/tests/lib.sh"

umask 077

# import KIND FILE [OPTION]...: sets out; what comes out is a configuration
import() {
	run offhook import "$@"
	printf '%s\n' "$out" >imported.conf
}

# passes TEXT: of the last import
passes() {
	passes_out=$out
	run offhook check --config imported.conf
	is "$status" 0 "$1"
	out=$passes_out
}

# section NAME: its keys and comments, a line
section() {
	printf '%s\n' "$out" | awk -v title="[trunk $1]" '
	/^\[/ { inside = $0 == title; next }
	inside && $0 != "" { printf "%s%s", n++ ? "; " : "", $0 }'
}

# --- baresip: as its own template writes it, and as people do
cat >accounts <<'END'
#
# SIP accounts - one account per line
#
#  <sip:user:password@domain;uri-params>;addr-params
"Front Desk" <sip:desk:Tr0ub4dor@sip.example.com;transport=tls>;regint=600;audio_codecs=opus/48000/2,pcma,G729;mediaenc=srtp-mandf;answermode=auto
<sip:1001@pbx.example.net:5080;transport=tcp>;auth_user=u1001;auth_pass="a;b c";outbound="sip:proxy.example.net:5070;lr";regint=0;dtmfmode=rtpevent;ptime=20
sip:carol@sip.example.com;stunserver=stun:stun.example.com:3478
	"IPv6"	<sip:dave@[2001:db8::7]>	;	sipnat=outbound ;regint = 5
<mailto:nobody@example.com>
"No end" <sip:eve@example.org
END
import baresip accounts
is "$status,$err" 0, "accounts of baresip"
passes "make a configuration without faults"
is "$(printf '%s\n' "$out" | grep -c '^\[trunk ')" 4 "a trunk for each"
unlike "$out" 'Tr0ub4dor|a;b c' "no password is printed"
is "$(section sip.example.com)" "server = sip.example.com; transport = tls; \
srtp = require; user = desk; expires = 600; display = Front Desk; \
codecs = opus PCMA; register = always; \
# The password is in accounts, line 5: put it into a file that only you can \
read, and name that here.; # password_file = sip.example.com.password; \
# codec G729: there is none here; # answermode = auto" \
	"what has no counterpart is a comment"
is "$(section pbx.example.net | sed 's/; # The.*/;/')" \
	"server = pbx.example.net; port = 5080; transport = tcp; \
user = 1001; auth_user = u1001; proxy = proxy.example.net:5070; \
dtmf = rfc4733;" "outbound is a proxy, regint=0 no registration"
like "$out" '^\[trunk sip\.example\.com-2\]$' "names are not given twice"
like "$out" '^stun = stun\.example\.com:3478$' "the STUN server"
like "$(section 2001-db8-7)" 'server = 2001:db8::7;.*# expires = 5  \(not' \
	"a value that offhook does not take is a comment, with the reason"
is "$(printf '%s\n' "$out" | grep -c 'no SIP URI: left out')" 2 \
	"what is no account is told"

import baresip accounts --passwords secrets
is "$status" 0 "--passwords"
passes "refers to files that can be read"
is "$(cat secrets/sip.example.com.password)" Tr0ub4dor "with the password"
is "$(cat secrets/pbx.example.net.password)" "a;b c" "also a quoted one"
is "$(stat -c %a secrets secrets/*.password | sort -u | tr '\n' ' ')" \
	"600 700 " "that nobody else can read"
unlike "$out$err" 'Tr0ub4dor' "no password is printed then"
like "$out" "^password_file = $PWD/secrets/" "their names are absolute"
echo kept >secrets/sip.example.com.password
run offhook import baresip accounts --passwords secrets
is "$status,$out" 73, "a file that is there is not overwritten"
is "$(cat secrets/sip.example.com.password)" kept "it is as it was"

# --- Asterisk: a provider with registration, templates; a peer; telephones
cat >pjsip.conf <<'END'
;========== a rule
;-- what was tried
[old]
type=registration
--;
[transport-tcp]
type = transport
protocol = tcp

[defaults](!)           ; a template
type = endpoint
context = from-outside
disallow = all
allow = ulaw,alaw,g729
direct_media = no

[codecs](!)
allow = g722

[provider]
type = registration
transport = transport-tcp
outbound_auth = provider-auth
server_uri = sip:registrar.example.com:5062
client_uri = sip:4711@example.com
contact_user = 4711
expiration = 1800
retry_interval = 60

[provider-auth]
type = auth
auth_type = userpass
username = u4711
password = geheim\;1    ; with a semicolon

[provider](defaults,codecs)
outbound_auth = provider-auth
aors = provider
from_domain = example.com
callerid = "Front Desk" <+14255550101>
dtmf_mode = info

[provider]
type = aor
contact = sip:registrar.example.com:5062
qualify_frequency = 60

[provider]
type = identify
endpoint = provider
match = 192.0.2.10
match = 198.51.100.0/24,203.0.113.9

[peer](defaults)
aors => peer-aor
media_encryption => sdes

[peer-aor]
type => aor
contact => sip:pbx.example.org:5061\;transport=tls

[6001]
type = endpoint
aors = 6001
auth = 6001
[6001]
type = auth
password = telephone
username = 6001
[6001]
type = aor
max_contacts = 1
END
import asterisk pjsip.conf
is "$status,$err" 0, "pjsip.conf of Asterisk"
passes "makes a configuration without faults"
unlike "$out" 'geheim|telephone$' "no password is printed"
is "$(section provider | sed 's/ # The password[^;]*;//')" \
	"server = registrar.example.com; port = 5062; \
transport = tcp; user = 4711; auth_user = u4711; domain = example.com; \
expires = 1800; display = Front Desk; caller_id = +14255550101; \
codecs = PCMU PCMA G722; dtmf = info; \
allow_from = 192.0.2.10 198.51.100.0/24 203.0.113.9; register = always; \
# password_file = provider.password; # codec g729: there is none here; \
# registration: contact_user = 4711; # registration: retry_interval = 60; \
# endpoint: context = from-outside; # endpoint: direct_media = no; \
# aor: qualify_frequency = 60" "registration, auth, endpoint, aor, identify"
like "$(section peer)" "^server = pbx.example.org; port = 5061; \
transport = tls; srtp = require; codecs = PCMU PCMA;" \
	"an endpoint that says where it is"
unlike "$out" '^\[trunk (old|6001)' "no trunk of a comment or a telephone"
like "$out" '^# \[6001\] type = endpoint .*: a telephone, no trunk' \
	"which is told"
import asterisk pjsip.conf --passwords secrets
is "$(cat secrets/provider.password)" "geheim;1" "its password in a file"
passes "that can be read"

# chan_pjsip without a registration, by address, with what cannot be
cat >pjsip2.conf <<'END'
[static]
type=endpoint
aors=static
outbound_auth=static
dtmf_mode=auto_info
media_encryption=dtls
callerid=anonymous
from_user=me
[static]
type=aor
contact=sip:192.0.2.1
[static]
type=auth
username=you
password=x
[static-reg]
type=registration
server_uri=none
client_uri=none
END
import asterisk pjsip2.conf
passes "a trunk by its address"
like "$(section static)" "^server = 192.0.2.1; user = you; .*dtmf = auto;" \
	"the user of its auth"
like "$out" '^# endpoint: from_user = me|^# from_user = me' "another user"
like "$out" '^# media_encryption = dtls|^srtp = ' "its encryption"
like "$out" '^# caller_id = anonymous  \(not' "no number is no caller ID"
like "$out" '^# static-reg .*: no server' "a registration to nowhere"

# --- wrong
run offhook import baresip nothing
is "$status,$out" 66, "no file"
run offhook import asterisk
is "$status,$out" 64, "none named"
run offhook import twinkle accounts
is "$status" 64 "an unknown program"
run offhook import baresip accounts --yes
is "$status" 64 "--yes is for export"
run offhook check --carrier x
is "$status" 64 "--carrier is for neither"
head -c 2000000 /dev/zero >huge
run offhook import baresip huge
is "$status,$out" 66, "a file that is too big"
run offhook import baresip - <accounts
is "$status" 0 "from the standard input"

done_testing

#!/bin/sh
# Carriers of a configuration: the ways in, several in one list, a cap on
# what is spent; and servers that refuse, fail, or are none.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/numbers.sh"
need jq

access=$(head -c 64 /dev/urandom | base64 | tr -d '\n')
umask 077

# conf LINE...: [carrier main] of carrier.conf; the command reads it
conf() {
	printf '[carrier main]\n' >carrier.conf
	printf '%s\n' "$@" >>carrier.conf
}
numbers_() {
	run numbers --config carrier.conf "$@"
}

sell sim --access-key "$access"
at=$(endpoint sim)
is "$(key sim)" "$access" "the key is the one that was given"
echo "$access" >key
connection sim >connection

# Ways in
conf 'type = acs' "endpoint = $at" 'key_file = key'
numbers_ search US --type geographic --json
search=$(field .search)
is "$status" 0 "key_file"
is "$err" "numbers: held for you until then; 'numbers buy $search' buys" \
	"and no word of a simulator"
numbers_ buy "$search" --yes --json
is "$status $(field .carrier)" "0 main" "bought from the configured carrier"
number=$(field .number)

# in TEXT LINE...: this way leads to the number
in_() {
	in_text=$1
	shift
	conf 'type = acs' "$@"
	numbers_ --json
	is "$status $(field .number) $(field .carrier)" "0 $number main" \
		"$in_text"
	unlike "$out$err" "$(printf %s "$access" | sed 's/[+/=]/./g')" \
		"$in_text: not a word of the key"
}
in_ "connection_file" 'connection_file = connection'
in_ "key_command" "endpoint = $at" "key_command = cat $PWD/key"
CARRIER_STRING=$(cat connection) && export CARRIER_STRING
in_ "connection_env" 'connection_env = CARRIER_STRING'
CARRIER_KEY=$access && export CARRIER_KEY
in_ "key_env" "endpoint = $at" 'key_env = CARRIER_KEY'
conf 'type = sim' "endpoint = $at" 'key_file = key'
numbers_ --json
is "$status $(field .number)" "0 $number" "type = sim, by its endpoint"
OFFHOOK_CONNECTION_STRING=$(cat connection) && export OFFHOOK_CONNECTION_STRING
run numbers --json
is "$status $(field .number) $(field .carrier)" "0 $number environment" \
	"a connection string in the environment"
like "$err" 'that of OFFHOOK_CONNECTION_STRING' "and that is said"
unset OFFHOOK_CONNECTION_STRING
chmod 644 key
conf 'type = acs' "endpoint = $at" 'key_file = key'
numbers_
is "$status" 78 "a key that others can read"
like "$err" 'carrier.conf:1: .*chmod 600' "and what to do"
chmod 600 key
conf 'type = acs' 'endpoint = http://192.0.2.1' 'key_file = key'
numbers_
is "$status" 78 "http to another machine"
like "$err" 'write https://' "and what to write"

# Several, in one list
printf '%s\n' 'number,country,type' '# ours' '+4930231250,DE,geographic' \
	'+493023125001,DE,geographic' >own.csv
conf 'type = acs' "endpoint = $at" 'key_file = key' '[carrier own]' \
	'type = static' 'numbers = +12125550101 +12125550102' \
	'[carrier trunk]' 'type = static' 'numbers_file = own.csv'
numbers_ --json
is "$status" 0 "three carriers"
is "$(jq -r '.carrier + " " + .number' run.out)" "$(cat <<X
main $number
own +12125550101
own +12125550102
trunk +4930231250
trunk +493023125001
X
)" "one list, a column tells whose"
numbers_ --sort number --csv --columns carrier,number
is "$(tail -n 1 run.out | tr -d '\r')" "trunk,+493023125001" "sorted as one"
numbers_ --carrier own --json
is "$(jq -r .number run.out | tr '\n' ' ')" "+12125550101 +12125550102 " \
	"--carrier: only its own"
numbers_ show +4930231250 --json
is "$status $(field '.carrier + " " + .country')" "0 trunk DE" \
	"show: whoever has it"
numbers_ search US --type geographic --json
is "$status" 0 "the only one that sells is asked"
numbers_ --carrier own search US --type geographic
is "$status" 64 "one that only lists sells nothing"
like "$err" 'static only lists' "and that is said"
numbers_ --carrier nowhere
is "$status" 78 "no such carrier"
numbers_ --country de --json
is "$(rows)" 2 "filters are for all of them"
echo 'frog,DE' >>own.csv
numbers_ --json
is "$status" 65 "a bad row"
like "$err" 'own.csv:5: ' "is named by its line"
is "$(rows)" 3 "the other carriers are listed all the same"

rm own.csv
numbers_
is "$status" 65 "no such list"
like "$err" 'own.csv: No such file' "is named, too"

# A cap, and an agreement
conf 'type = acs' "endpoint = $at" 'key_file = key' 'monthly_cap = 2.50 USD'
numbers_ search US --type toll-free --json
search=$(field .search)
had=$(requests sim 'POST .*:purchase')
numbers_ buy "$search" --yes
is "$status $out" "30 " "the monthly cap"
like "$err" '3.00 USD a month would be more than monthly_cap = 2.50 USD' \
	"which is told with the sum"
numbers_ search FR --type geographic --json
search=$(field .search)
is "$(field .agreement)" true "one that may not be sold on"
conf 'type = acs' "endpoint = $at" 'key_file = key'
numbers_ buy "$search" --yes
is "$status $out" "30 " "an agreement is needed"
like "$err" '--agree-not-resell agrees' "and how to give it"
is "$(requests sim 'POST .*:purchase')" "$had" "no purchase was sent"
conf 'type = acs' "endpoint = $at" 'key_file = key' 'monthly_cap = 2.00 USD'
numbers_ buy "$search" --yes --agree-not-resell --json
is "$status $(field .country)" "0 FR" "given, and just within the cap"
numbers_ search US --type geographic --json
numbers_ buy "$(field .search)" --yes
is "$status" 30 "then no more"

# Refused, and not there
head -c 64 /dev/urandom | base64 | tr -d '\n' >wrong
conf 'type = acs' "endpoint = $at" 'key_file = wrong'
numbers_
is "$status $out" "31 " "a wrong key"
like "$err" '^numbers: list: ' "in one line"
had=$(requests sim)
stop sim
conf 'type = acs' "endpoint = $at" 'key_file = key' 'timeout = 5s'
numbers_
is "$status $out" "32 " "nobody there"
like "$err" '127.0.0.1' "and where"

# Failures that pass, and some that do not
sell sim --access-key "$access" \
	--fault 'GET /availablePhoneNumbers/countries=503,retry=0,times=2' \
	--fault 'GET */offerings=429,retry=0' \
	--fault 'GET /phoneNumbers=429,retry=3600' \
	--fault 'GET */reservations=500,retry=0,times=1'
at=$(endpoint sim)
conf 'type = acs' "endpoint = $at" 'key_file = key' 'timeout = 20s'
numbers_ countries --json
is "$status" 0 "503 twice, then good"
is "$(requests sim 'GET .*countries: 503') $(requests sim \
	'GET .*countries: 200')" "2 1" "tried three times"
numbers_ reservation list
is "$status" 1 "500 once, then an empty list"
numbers_ offerings US
is "$status $out" "75 " "429 for ever"
is "$(requests sim 'GET .*offerings')" 5 "after five tries"
begun=$(date +%s)
numbers_
is "$status $out" "75 " "429, and come back in an hour"
between $(($(date +%s) - begun)) 0 5 "which is not waited for"
like "$err" '3600|hour' "but told"
stop sim

# TLS: a private authority is known when it is told, and only then
if ! command -v openssl >/dev/null; then
	skip "openssl is not installed" "https"
	done_testing
fi
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=sim \
	-addext subjectAltName=IP:127.0.0.1 \
	-keyout key.pem -out ca.pem 2>/dev/null
cat key.pem ca.pem >cert.pem
start sim pstn-sim --listen 127.0.0.1:0 --rest https://127.0.0.1:0 \
	--cert cert.pem --access-key "$access" --any-token --events -vv
wait_for 10 happened sim ready
at=$(endpoint sim)
like "$at" '^https://127' "https"
conf 'type = acs' "endpoint = $at" 'key_file = key' 'ca_file = ca.pem'
numbers_ countries --json
is "$status" 0 "https, of a known authority"
mkdir other
run sh -c 'cd other && exec numbers --config ../carrier.conf countries --json'
is "$status" 0 "whose file is found from that of the configuration"
conf 'type = acs' "endpoint = $at" 'key_file = key'
had=$(requests sim)
numbers_ countries
is "$status $out" "32 " "https, of an unknown one"
like "$err" 'certificate' "and why"
like "$err" 'ca_file' "and what would help"
is "$(requests sim)" "$had" "nothing was said to it"
echo header.payload.signature >token
conf 'type = acs' "endpoint = $at" 'token_file = token' 'ca_file = ca.pem'
numbers_ countries --json
is "$status" 0 "a token in place of a key"
numbers_ countries --dry-run
like "$out" '^Authorization: Bearer \*\*\*$' "which is masked"
conf 'type = acs' "endpoint = $at" 'key_file = key' 'ca_file = none.pem'
numbers_ countries
is "$status" 78 "no such authority"
like "$err" 'carrier.conf:1: .*ca_file' "and where that stands"
stop sim

# A server that is no carrier, played by openssl from files of replies
mkdir web
# reply PATH STATUS HEADER... with the body on stdin
reply() {
	reply_file=web/$1
	reply_body=$(cat)
	mkdir -p "$(dirname "$reply_file")"
	{
		printf 'HTTP/1.1 %s\r\nConnection: close\r\n' "$2"
		shift 2
		[ $# = 0 ] || printf '%s\r\n' "$@"
		printf 'Content-Length: %d\r\n\r\n%s' "${#reply_body}" \
			"$reply_body"
	} >"$reply_file"
}
start web sh -c 'cd web && exec openssl s_server -accept 127.0.0.1:0 \
	-cert ../cert.pem -HTTP'
wait_for 10 grep -q '^ACCEPT ' web.out
at=https://$(sed -n 's/^ACCEPT //p' web.out)
conf 'type = acs' "endpoint = $at" 'key_file = key' 'ca_file = ca.pem' \
	'timeout = 2s'
list='phoneNumbers?skip=0&top=100&api-version=2025-06-01'
# nonsense TEXT STATUS HEADER... with a body
nonsense() {
	nonsense_text=$1
	shift
	reply "$list" "$@"
	numbers_
	is "$status $out" "76 " "$nonsense_text"
	is "$(grep -c '' run.err)" 1 "$nonsense_text: said in one line"
}
nonsense "a page for people" '200 OK' 'Content-Type: text/html' <<X
<html>It works!</html>
X
nonsense "no list" '200 OK' <<X
{"phoneNumbers":{}}
X
nonsense "half a list" '200 OK' <<X
{"phoneNumbers":[{"id":"1","phoneNumber":"+1
X
nonsense "wrong types" '200 OK' <<X
{"phoneNumbers":[{"phoneNumber":12065550100}]}
X
nonsense "another host" '302 Found' 'Location: https://example.org/' </dev/null
nonsense "a next page elsewhere" '200 OK' <<X
{"phoneNumbers":[],"nextLink":"https://example.org/phoneNumbers?skip=100"}
X
nonsense "a next page that is this one" '200 OK' <<X
{"phoneNumbers":[],"nextLink":"/$list"}
X
stop web

# What is wrong in the file is named by its line
conf 'type = acs' 'endpont = https://example.org'
numbers_
is "$status" 78 "a key that does not exist"
like "$err" "carrier.conf:3: .*'?endpont'?.*endpoint" "is named, and which is meant"
conf 'type = static'
numbers_
is "$status" 78 "a carrier without numbers"
like "$err" 'carrier.conf:1: .*numbers_file' "and what to set"
conf 'type = acs' 'connection_string = endpoint=https://x/;accesskey=abc'
numbers_
is "$status" 78 "a secret in the file"
unlike "$err" 'abc' "is not repeated"

done_testing

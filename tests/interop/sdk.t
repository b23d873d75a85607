#!/bin/sh
# The official Azure SDK for JavaScript, unmodified, against pstn-sim --rest.
. "$OFFHOOK_TOP/tests/lib.sh"
need flock jq
pstn-sim --help | grep -q -- --rest || skip_all "pstn-sim has no --rest yet"

at=$OFFHOOK_TOP/tests/interop
sdk=$("$at/install") || {
	[ $? = 77 ] && skip_all "$sdk"
	exit 1
}
key=$(head -c 32 /dev/urandom | base64)

# Modules are looked for beside the script that imports them.
cp "$at"/*.mjs . && ln -s "$sdk/node_modules" . || exit 1

# serve [OPTION]...: a simulator of its own; sets connection
serve() {
	start sim pstn-sim --listen 127.0.0.1:0 --rest 127.0.0.1:0 \
		--access-key "$key" --events "$@"
	wait_for 5 grep -q '"type":"ready"' sim.out
	connection=$(jq -r 'select(.type == "ready").connection' sim.out)
}

# story NAME [OPTION]...: what the SDK finds, told to a new simulator
story() {
	story_name=$1
	shift
	serve "$@"
	run timeout 60 "$sdk/node" sdk.mjs "$story_name" "$connection"
	relay
	stop sim
	is "$status" 0 "$story_name: the simulator ends well"
}

# relay: the TAP of the last run becomes ours
relay() {
	relay_plan=0
	while IFS= read -r relay_line; do
		case $relay_line in
		'ok '*)     tap_pass "$story_name: ${relay_line#*- }" ;;
		'not ok '*) tap_fail "$story_name: ${relay_line#*- }" ;;
		1..*)       relay_plan=${relay_line#1..} ;;
		*)          echo "$relay_line" ;;
		esac
	done <run.out
	relay_ran=$(grep -Ec '^(not )?ok ' run.out)
	[ "$relay_plan" -gt 0 ] && [ "$relay_plan" = "$relay_ran" ] ||
		tap_fail "$story_name: told to its end" "status $status" "$err"
}

story inventory
story ownership
story reservations
story lookup
story refusals
story waiting --operation-time 300ms
story expiry --hold 1s
story faults \
	--fault 'GET /availablePhoneNumbers/countries=429,retry=1,times=1' \
	--fault 'GET */offerings=429,times=1' \
	--fault 'GET /phoneNumbers=503,times=2' \
	--fault 'GET */reservations=503' \
	--fault 'search=OutOfStock,times=1' \
	--fault 'purchase=PurchaseFailed,times=1'

if command -v openssl >/dev/null; then
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=sim \
		-addext subjectAltName=IP:127.0.0.1 \
		-keyout key.pem -out ca.pem 2>/dev/null
	cat key.pem ca.pem >cert.pem
	export NODE_EXTRA_CA_CERTS="$PWD/ca.pem"
	story secure --cert cert.pem --any-token
else
	skip "openssl is not installed" "secure"
fi

done_testing

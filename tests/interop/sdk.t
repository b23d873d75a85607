#!/bin/sh
# The official Azure SDK for JavaScript, unmodified, against pstn-sim --rest.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/interop/lib.sh"

story inventory
story ownership
story reservations
story lookup
story refusals
story siprouting
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
	story secure --rest https://127.0.0.1:0 --cert cert.pem --any-token
else
	skip "openssl is not installed" "secure"
fi

done_testing

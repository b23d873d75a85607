#!/bin/sh
# Digits with Asterisk, each way and in each manner.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
. "$OFFHOOK_TOP/tests/asterisk/lib.sh"
asterisk_up

# digits OURS ENDPOINT: pressed here, read there; pressed there, gathered here
digits() {
	from_asterisk "dtmf=$1"
	: >"$ast/said"
	to_asterisk "$2" +14255550102 --send-digits W1379 --stay
	ok "dtmf = $1, Asterisk's $2: it reads the digits" \
		wait_for 5 asterisk_said 'digits 1379 end'
	to_asterisk "$2" +14255550103 --gather 4
	is "$(field '"\(.exit_code) \(.digits)"')" "0 2580" "and so do we"
	desk --gather 4
	asterisk_calls "$2" +14255550103
	finish desk 30
	is "$(field '"\(.exit_code) \(.digits)"')" "0 2580" \
		"and so does answer"
}

digits rfc4733 plain
digits auto    plain
digits info    info
digits inband  inband
digits auto    auto
digits auto    inband
digits auto    autoinfo

asterisk_down
done_testing

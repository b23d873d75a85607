#!/bin/sh
# Numbers that refuse: the cause, the status, and no call is left up.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

# refused NUMBER EXIT CAUSE SIP Q850 DISPOSITION
refused() {
	run dial --events --record no.wav --trace "$1"
	is "$status" "$2" "$1: exit $2"
	is "$(field .exit_code)" "$2" "$1: the result says so, too"
	is "$(field .cause)" "$3" "$1: $3"
	is "$(field .sip_status)" "$4" "$1: SIP $4"
	is "$(field .q850)" "$5" "$1: Q.850 $5"
	is "$(field .disposition)" "$6" "$1: $6"
	is "$(field .hangup_by)" them "$1: by them"
	is "$(field .answer)" null "$1: never answered"
	is "$(field .billsec)" 0 "$1: costs nothing"
	is "$(field '.tries | length')" 1 "$1: one try"
	is "$(ls no*.wav 2>/dev/null)" "" "$1: no recording"
}

refused +14255550110 10 busy        486 null BUSY
refused +14255550112 12 declined    603 null FAILED
refused +14255550113 13 bad-number  404 1    FAILED
refused +14255550114 14 congestion  503 null FAILED
refused +14255550126 20 no-media    488 null FAILED
refused +14255550135 15 blocked     607 null FAILED
refused +14255550136 31 auth        401 null FAILED
refused +14255550142 13 bad-number  404 null FAILED
refused +14255550199 13 bad-number  404 null FAILED

refused +14255550123 1  failed      302 null FAILED
is "$(grep -c INVITE run.err)" 3 "the redirection is not followed"
unlike "$(grep -v '302' run.err)" '9005550100' "nor mentioned again"

run dial --events --trace +14255550132
is "$status" 20 "0132: exit 20"
is "$(field .cause)" no-media "0132: no usable audio"
like "$(field .warning)" 'session description' "0132: and why"
like "$err" 'ACK sip' "0132: the answer is acknowledged"
like "$err" 'BYE sip' "0132: the call is ended"
like "$err" '200 .*\(BYE' "0132: and that is confirmed"

run dial +14255550110
is "$out" "$(printf '%s\n' "$out" | head -n 2)" "two lines for people"
like "$out" '^\+14255550110  busy \(486 Busy Here\)$' "number and outcome"

done_testing

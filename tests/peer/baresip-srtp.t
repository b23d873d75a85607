#!/bin/sh
# dial and baresip, answer and baresip, with SRTP; both ends are heard.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/peer/baresip.sh"
need baresip jq sox bash

wavtool make-tone ours.wav 600 2 8000
wavtool make-tone theirs.wav 850 30 8000

# secure MODULE MENC: baresip, which protects its media so
secure() {
	peer_menc=$2
	baresip_up far PCMU/8000/1 theirs.wav "module $1.so"
	peer_menc=
}

# heard FILE: both tones, here and there
heard() {
	between "$(wavtool tone "$1" 1 850 0.4 1.8)" -1 0.1 \
		"baresip's tone in our recording"
	baresip_down far
	between "$(wavtool tone "$(baresip_heard far)" 0 600 0.4 1.6)" \
		-1 0.1 "our tone in baresip's"
}

# out MODULE MENC SUITE KEY=VALUE...: we call
out() {
	secure "$1" "$2"
	peer_suite=$3
	shift 3
	trunk server=127.0.0.1 "port=$port" "$@"
	rm -f out.wav
	call --play ours.wav --record out.wav
	is "$(field '"\(.exit_code) \(.srtp)"')" "0 $peer_suite" \
		"dial, $*: protected"
	is "$(field .rtp.lost)" 0 "no packet lost"
	between "$(field .rtp.dropped)" 0 3 "nor dropped, but early reports"
	heard out.wav
}

# back MODULE MENC SUITE KEY=VALUE...: baresip calls
back() {
	secure "$1" "$2"
	peer_suite=$3
	shift 3
	trunk server=127.0.0.1 allow_from=127.0.0.1 "$@"
	rm -f in.wav
	answering desk --config trunk.conf --trunk peer --once \
		--play ours.wav --record in.wav
	baresip_do far dial "sip:+14255550100@127.0.0.1:$port"
	wait_for 5 baresip_saw far CALL_ESTABLISHED
	finish desk 15
	is "$(field '"\(.exit_code) \(.srtp)"')" "0 $peer_suite" \
		"answer, $*: protected"
	heard in.wav
}

out  srtp srtp      AEAD_AES_256_GCM srtp=prefer
out  srtp srtp-mand AEAD_AES_256_GCM srtp=require
back srtp srtp      AES_CM_128_HMAC_SHA1_80 srtp=prefer
back srtp srtp-mand AES_CM_128_HMAC_SHA1_80 srtp=require

dtls="DTLS AES_CM_128_HMAC_SHA1_80"
# As a server it takes no opportunistic offers (RFC 8643): no srtp=prefer.
out  dtls_srtp dtls_srtp "DTLS AEAD_AES_256_GCM" srtp=require \
	srtp_keys=dtls
back dtls_srtp dtls_srtp "$dtls" srtp=require
back dtls_srtp dtls_srtp "$dtls" srtp=prefer srtp_keys=dtls

done_testing

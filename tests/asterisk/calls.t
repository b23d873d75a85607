#!/bin/sh
# Calls with Asterisk both ways: plain, by TLS with keys in the session
# description, and with keys by DTLS; both ends are heard.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
. "$OFFHOOK_TOP/tests/asterisk/lib.sh"
asterisk_up

# heard FILE: both tones, here and there
heard() {
	between "$(wavtool tone "$1" 1 850 0.5 2)" -1 1 \
		"Asterisk's tone in our recording"
	between "$(wavtool tone "$ast/heard.wav" 0 600 0.5 2)" -1 1 \
		"our tone in Asterisk's"
}

# out WHAT ENDPOINT KEY=VALUE...: we call
out() {
	out_what=$1
	out_end=$2
	shift 2
	from_asterisk "$@"
	rm -f out.wav "$ast"/heard.wav
	to_asterisk "$out_end" +14255550100 --play ours.wav --stay \
		--record out.wav
	is "$(field '"\(.exit_code) \(.srtp) \(.tls)"')" "0 $out_what" \
		"dial, $out_end $*"
	is "$(field .rtp.lost)" 0 "no packet lost"
	heard out.wav
}

# back WHAT ENDPOINT KEY=VALUE...: Asterisk calls
back() {
	back_what=$1
	back_end=$2
	shift 2
	from_asterisk "$@"
	rm -f in.wav "$ast"/heard.wav
	desk --play ours.wav --stay --record in.wav ${listen:+--listen \
		"$listen" --cert asterisk.pem}
	asterisk_calls "$back_end" +14255550100 ${listen:+";transport=tls"}
	finish desk 30
	is "$(field '"\(.exit_code) \(.srtp) \(.tls)"')" "0 $back_what" \
		"answer, $back_end $*"
	heard in.wav
}

out  "null null" plain
back "null null" plain
out  "DTLS AES_CM_128_HMAC_SHA1_80 null" dtls srtp=require srtp_keys=dtls
back "DTLS AES_CM_128_HMAC_SHA1_80 null" dtls srtp=require
ast_port=$((port + 1))
listen='sip:127.0.0.1:0;transport=tls'
tls="srtp=require transport=tls tls_ca=ca.crt"
out  "AES_CM_128_HMAC_SHA1_80 TLSv1.2" sdes $tls
back "AES_CM_128_HMAC_SHA1_80 TLSv1.2" sdes $tls

asterisk_down
done_testing

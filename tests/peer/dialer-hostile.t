#!/bin/sh
# Strangers whose names and reasons would paint over the screen, turn what is
# written round, or name the window.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need sipp jq

listen=$(free_ports)
uas refuser <<END
recv INVITE
send 180
send 480
	Reason: Q.850;cause=18;text="gone$(printf '\033')c$(printf '\302\233')1;1HROOT"
recv ACK
END
to=$port
cat >phone.conf <<-END
	[dial]
	country = US
	[phone]
	handset = none
	[answer]
	listen = 127.0.0.1:$listen
	[trunk peer]
	server = 127.0.0.1
	port = $to
	caller_id = +14255550150
END
chmod 600 phone.conf
screen d 100x30
keys d 4255550311 Enter
ok "a call that is refused" sees d 'ended .*4255550311'
obeyed refuser "ACK to 480"
like "$(shown d | head -n 1)" '^ Offhook .*[0-9]:[0-9]' "the top line stands"
like "$(shown d | sed -n 2p)" 'Number.*Calls' "the frames, too"

port=$listen
caller ann <<END
send INVITE sdp
	From: "Ann$(printf '\033')c$(printf '\033')]0;owned$(printf '\007')$(printf '\342\200\256')gnihton$(printf '\302\233')31m" <sip:+14255550166@127.0.0.1>;tag=ann
recv 100 optional=true
recv 180
recv 486
send ACK
	From: "x" <sip:+14255550166@127.0.0.1>;tag=ann
END
ok "a call: its card" sees d 'a Answer'
ok "who it is, as far as that can be shown" sees d 'Ann'
tmux capture-pane -p -e -t d >card
ok "no character of theirs turns the writing round" \
	sh -c "! grep -q '$(printf '\342\200\256')' card"
ok "but as a sign of its own" grep -q 'Ann' card
unlike "$(tmux display -p -t d '#{pane_title}')" owned \
	"the window has its own name"
like "$(shown d | head -n 1)" '^ Offhook .*[0-9]:[0-9]' "the top line stands"
like "$(shown d | tail -n 1)" 'x Reject' "and the bottom line"
keys d x
obeyed ann "rejected: 486"
like "$(shown d | head -n 1)" '^ Offhook .*[0-9]:[0-9]' \
	"and all is as it was"
keys d F8
ok "the log shows it, harmless" sees d 'Ann'
like "$(shown d | head -n 1)" '^ Offhook' "the screen stands"
keys d q
ended d
is "$status" 0 "left"
done_testing

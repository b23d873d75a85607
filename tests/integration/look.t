#!/bin/sh
# A trunk whose server is not there: known before anybody calls by it, said
# while the number is typed, and passed over.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/phone.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq socat

network '+14255550312  answer, echo'
without_handset
# nobody listens on port 9, and who asks by TCP is told so at once
cat >>phone.conf <<-END
	[trunk gone]
	server = 127.0.0.1
	port = 9
	transport = tcp
	user = +14255550150
	password_file = secret
	caller_id = +14255550150
	[route all]
	pattern = ^\\+1
	trunks = gone sim
END
echo x >secret
chmod 600 secret

phone desk --stay
client one
gone_is_known() {
	ask one "{\"do\":\"look\",\"number\":\"+14255550312\"$1}"
	of .why | grep -Eq "$2"
}
since='^trunk gone does not answer since [0-2][0-9]:[0-5][0-9]'
ok "that it does not answer is known without a call" \
	wait_for 10 gone_is_known '' "$since: sim is tried first\$"
is "$(of '"\(.verdict) \(.trunk)"')" "allowed sim" "who is tried instead"
ok "and that there is no other, if so it is" wait_for 10 gone_is_known \
	',"trunk":"gone"' "$since, and is the only one: it is tried all the"
hang one

screen a 80x24
keys a 4255550312
ok "the screen says so" sees a 'trunk gone does not'
ok "that the number may be called, too" sees a 'may be called'
keys a Enter
ok "and it is" sees a 'up .*14255550312'
of_calls() { command call list --json | jq -r .trunk; }
is "$(of_calls)" sim "by the other one"
is "$(grep -c '"event":"dialing"' desk.out)" 1 "at once"
keys a q x
ended a
close a

run offhook phone --config ./phone.conf --plain <<-END
	look +14255550312
	quit
END
like "$out" "ok look: .*trunk gone does not answer since .*: sim is tried" \
	"so does phone"
finish_desk() { signal desk TERM; finish desk 10; }
finish_desk
is "$status" 143 "ended"
done_testing

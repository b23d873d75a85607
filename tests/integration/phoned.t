#!/bin/sh
# The process that holds a person's calls, asked over its control socket:
# calls that go out and come in, who has the voice and who is held, screens
# that come, go, crash, and what becomes of the calls then.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/phone.sh"
need jq socat

network '+14255550311  ring 200ms, answer, echo' \
	'+14255550312  answer, tone 1004/60s' \
	'+14255550313  ring' \
	'+14255550314  reject 404 cause 1' \
	'+14255550315  answer, say hello'

cat >phone.conf <<-END
	[dial]
	country = US
	ring = 20s
	[trunk sim]
	server = 127.0.0.1
	port = $port
	user = +14255550150
	caller_id = +14255550150
	[trunk other]
	server = 127.0.0.1
	port = $port
	caller_id = +14255550159
	register = never
	[trunk dead]
	server = 127.0.0.1
	port = 9
	register = never
	[inbound spam]
	from = ^\\+14255550166\$
	reject = unwanted
	[inbound rest]
	answer = yes
	[route all]
	pattern = ^\\+1
	trunks = sim other
	[phone]
	handset = none
	ring = 3s
END
chmod 600 phone.conf

phone desk --stay
client one

# --- what it is, and that there is one
ask one '{"do":"status"}'
is "$(of '"\(.number) \(.trunk) \(.handset) \(.handset_state) \(.screens)"')" \
	"  none down 0" "a phone with nothing chosen"
is "$(of '.trunks | join(" ")')" "sim other dead" "its trunks"
is "$(of '.numbers | join(" ")')" "+14255550150 +14255550159" "its numbers"
run phoned --config ./phone.conf
is "$status" 73 "a second one"
like "$err" "^phoned: it runs already, at $socket: one is enough$" \
	"says so, and where"
run phoned --handset banjo
is "$status" 64 "what is no handset"

# --- a number, as it is typed
while IFS='|' read -r number want; do
	ask one "{\"do\":\"look\",\"number\":\"$number\"}"
	is "$(of '"\(.kind) \(.verdict) \(.country // "-") \(.trunk // "-")"')" \
		"$want" "look: '$number'"
done <<-'END'
	|part part - -
	+|part part - -
	+1425|part part US -
	+14255550311|e164 allowed US sim
	(425) 555-0311|e164 allowed US sim
	+442079460000|e164 refused GB -
	+19005550100|e164 refused US sim
	911|emergency emergency - -
	*67|code refused - -
	sip:anna@127.0.0.1|uri refused - -
	si|part part - -
	anna|part refused - -
	+14255550311999|part refused - -
END
ask one '{"do":"look","number":"+14255550311"}'
is "$(of '"\(.route) \(.caller_id) \(.country_name)"')" \
	"all +14255550150 United States" "how it would leave"

# --- calls that are not made
ask one '{"do":"dial","number":"911"}'
is "$(of '"\(.ok) \(.cause) \(.status) \(.hint)"')" \
	"false refused 30 use a telephone" "an emergency number"
ask one '{"do":"dial","number":"+19005550100"}'
is "$(of '"\(.status) \(.hint)"')" \
	"30 set allow_premium = +1900 in [guard]" "a dear one, with a hint"
ask one '{"do":"dial","number":"12"}'
is "$(of .status)" 78 "one that no route leads to"
ask one '{"do":"dial","number":"x"}'
is "$(of .status)" 13 "one that is none"
is "$(calls)" "" "no call has come of it"

# --- the voice goes from one to another
ask one '{"do":"events"}'
ask one '{"do":"dial","number":"+14255550311"}'
is "$(of .ok)" true "a call"
first=$(of .call)
become "+14255550311 up true;" "it is answered and has the voice"
ask one '{"do":"dial","number":"+14255550312"}'
second=$(of .call)
become "+14255550311 held false;+14255550312 up true;" \
	"the next one takes the voice, and the first is held"
ask one "{\"do\":\"talk\",\"call\":\"$first\"}"
is "$(of .ok)" true "back to the first"
is "$(calls)" "+14255550311 up true;+14255550312 held false;" \
	"which the reply has waited for"
ask one "{\"do\":\"talk\",\"calls\":[\"$first\",\"$second\"]}"
is "$(calls)" "+14255550311 up true;+14255550312 up true;" "a conference"
ask one '{"do":"talk","off":true}'
is "$(calls)" "+14255550311 held false;+14255550312 held false;" \
	"the voice with nobody"
ask one '{"do":"dial","number":"+14255550313","talk":false}'
ask one "{\"do\":\"talk\",\"call\":\"$second\"}"
become "+14255550311 held false;+14255550312 up true;+14255550313 ringing false;" \
	"a call that does not take the voice"
is "$(jq -r 'select(.event == "phone") | .talking[]' one.out | sort -u |
	wc -l)" 2 "the events of the phone say who talks"

# --- other commands act on its calls as on any
run offhook call list --json
is "$(jq -r '"\(.command) \(.to)"' run.out | sort | head -n 1)" \
	"phoned +14255550311" "call list sees them"
run send-digits --call "$second" 12
is "$status" 0 "send-digits"
run hold --call "$second"
is "$status" 0 "hold"
is "$(calls | grep -o '0312 held true')" "0312 held true" \
	"a call that is held may keep the voice"
run hold --off --call "$second"
is "$status" 0 "and is heard again"
run offhook call hangup --all
is "$status" 0 "call hangup"
become "" "all have ended"
is "$(grep -c '"event":"ended"' one.out)" 3 "which was told"

# --- what is chosen holds
ask one '{"do":"set","trunk":"other","caller_id":"4255550159"}'
is "$(of .ok)" true "a trunk and a caller ID"
ask one '{"do":"dial","number":"+14255550312"}'
become "+14255550312 up true;" "are used"
ask one '{"do":"list"}'
is "$(of '.calls[0] | "\(.trunk) \(.from)"')" "other +14255550159" \
	"by the next call"
ask one '{"do":"set","caller_id":"+14255550666"}'
is "$(of .status)" 30 "a number of somebody else"
ask one '{"do":"set","trunk":"","caller_id":""}'
ask one '{"do":"status"}'
is "$(of '"\(.trunk)\(.caller_id)"')" "" "un-chosen"

ask one '{"do":"dial","number":"+14255550312","trunk":"dead","talk":false}'
dead_is_known() {
	ask one '{"do":"look","number":"+14255550312","trunk":"dead"}'
	of .why | grep -Eq "^trunk dead does not answer since [0-9:]*, and is \
the only one: it is tried all the same\$"
}
ok "a trunk that does not answer is known for that" \
	wait_for 10 dead_is_known
is "$(of .verdict)" allowed "and may be tried again"

# --- a program on a call
ask one '{"do":"flow","argv":["sh","-c","send-digits 5 && exit 3"]}'
is "$(of '"\(.ok) \(.status)"')" "false 3" "its status"
is "$(calls)" "+14255550312 up true;" "the call goes on"
ask one '{"do":"flow","argv":["./no-such-program"]}'
is "$(of .status)" 127 "one that is not there"

# --- somebody rings
caller ann +14255550160
ringing +14255550160
ask one "{\"do\":\"answer\",\"call\":\"$id\"}"
is "$(of .ok)" true "is answered"
become "+14255550160 up true;+14255550312 held false;" \
	"and takes the voice"
ask one "{\"do\":\"answer\",\"call\":\"$id\"}"
is "$(of .error)" "call: it does not ring here" "once"
ask one "{\"do\":\"hangup\",\"call\":\"$id\"}"
finish ann 10
like "$out" 'answered' "they have heard us"
become "+14255550312 held false;" "the one that was held waits"
caller bob +14255550161
ringing +14255550161
ask one "{\"do\":\"reject\",\"call\":\"$id\",\"scode\":603}"
is "$(of .ok)" true "is refused"
finish bob 10
is "$status" 12 "and told so"
caller cid +14255550162
finish cid 15
is "$status" 11 "nobody answers within the time of [phone]"
caller hal +14255550166
finish hal 10
is "$status" 15 "whom [inbound] does not want"
ask one '{"do":"set","dnd":true}'
caller dan +14255550163
finish dan 10
is "$status" 10 "who is not to be disturbed is busy"
like "$(cat desk.err)" 'a call from \+14255550163 was refused: do not' \
	"which is logged"
ask one '{"do":"set","dnd":false,"auto_answer":["+14255550164"]}'
caller eve +14255550164
ringing +14255550164
become "+14255550164 up true;+14255550312 held false;" \
	"who is on the list is heard at once"
caller fay +14255550164
fay_rings() {
	ask one '{"do":"list"}'
	[ "$(of '[.calls[] | select(.state == "ringing")] | length')" = 1 ]
}
wait_for 10 fay_rings
become "+14255550164 ringing false;+14255550164 up true;+14255550312 held false;" \
	"but not while another has the voice"

# --- nobody can hurt it
printf 'x\n{"do":"dial"}\n{"do":[]}\n{"do":"talk","calls":[1]}\n' |
	socat -t 1 - "UNIX-CONNECT:$socket" >garbage.out
is "$(grep -c '"ok":false' garbage.out)" 4 "garbage is refused line by line"
head -c 70000 /dev/zero | tr '\0' x |
	socat -t 1 - "UNIX-CONNECT:$socket" >long.out 2>/dev/null || :
is "$(grep -c '"ok"' long.out)" 0 "a line without end closes"
ask one '{"do":"status"}'
is "$(of .ok)" true "it goes on"

# --- a signal hangs up all, and un-registers
signal desk TERM
finish desk 10
is "$status" 143 "SIGTERM"
finish eve 10
like "$out" "answered" "who talked with us is hung up on"
finish fay 10
[ "$status" != 0 ] && status=refused
is "$status" refused "who rang, too"
hang one
caller gus +14255550165
finish gus 10
unlike "$out" answered "nobody can be called there any more"
is "$(jq -r 'select(.cause) | .to' desk.out | grep -c 0312)" 3 \
	"the records of calls that were made"

# --- screens
phone seen
rm -f one.in
client one
ask one '{"do":"screen","state":"on"}'
client two
ask two '{"do":"screen","state":"on"}'
ask one '{"do":"status"}'
is "$(of .screens)" 2 "two screens"
ask one '{"do":"dial","number":"+14255550312"}'
become "+14255550312 up true;" "a call"
signal two KILL
wait "$two_pid" 2>/dev/null || :
hang two
screens_are() {
	ask one '{"do":"status"}'
	[ "$(of .screens)" = "$1" ]
}
ok "one is killed" wait_for 5 screens_are 1
is "$(calls)" "+14255550312 up true;" "the other still has the call"
ask one '{"do":"screen","state":"detach"}'
hang one
finish one 5
rm -f one.in
client one
is "$(calls)" "+14255550312 up true;" "it detaches, and the call goes on"
ask one '{"do":"screen","state":"on"}'
ask one '{"do":"detach-all"}'
wait_for 5 grep -q '"event":"detach"' one.out
is "$(grep -c '"event":"detach"' one.out)" 1 "all are sent away"
hang one
finish one 5
rm -f one.in
client one
is "$(calls)" "+14255550312 up true;" "the call is still there"
ask one '{"do":"screen","state":"on"}'
signal one KILL
wait "$one_pid" 2>/dev/null || :
finish seen 10
is "$status" 0 "the last one is killed: the end"
like "$err" 'no screen looks on any more: the end' "is said"
is "$(event seen ended .by | tail -n 1)" us "the call was hung up"
ok "and the far end knows" wait_for 5 sh -c \
	'tail -n 3 net.out | grep -q "\"event\":\"ended\""'
hang one

# --- as a screen starts it
start quick phoned --config ./phone.conf --for-screen
log=$XDG_STATE_HOME/offhook/phoned.log
wait_for 10 grep -q 'ready: call' "$log"
like "$(cat "$log")" 'ready: call' "what it says is in its log"
is "$(stat -c %a "$log")" 600 "for nobody else"
socket=$XDG_RUNTIME_DIR/offhook/ctl/$quick_pid
rm -f one.in
client one
ask one '{"do":"screen","state":"on"}'
ask one '{"do":"screen","state":"off"}'
finish quick 10
is "$status" 0 "the last screen leaves: the end"
hang one
is "$(ls "$XDG_RUNTIME_DIR/offhook/ctl")" "" "no socket is left"
done_testing

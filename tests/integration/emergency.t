#!/bin/sh
# Calls for help, into simulated networks: no program ever makes one; a person
# does who dials it by hand, if the configuration allows it, by the trunks that
# are marked for it and by no other.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq socat

# net NAME LINE...: a network of its own; sets NAME_port
net() {
	net_name=$1
	shift
	printf '%s\n' "$@" >"$net_name.plan"
	start "$net_name" pstn-sim --listen 127.0.0.1:0 --events \
		--numbers "$net_name.plan"
	wait_for 10 happened "$net_name" ready
	eval "${net_name}_port=$(event "$net_name" ready .uri |
		sed 's/.*://')"
}

# of the ordinary trunk, of one that turns calls for help away, of one that
# takes them
net plain '911 answer, wait 2s, hangup' '933 answer, wait 1s, hangup' \
	'+14255550170  answer, wait 30s' \
	'+14255550171  redirect 911' \
	'+14255550172  redirect sip:911@127.0.0.1' \
	'+14255550390  answer, tone 700/60s'
net deny '911  reject 404' '933  answer, wait 1s, hangup'
net help '911  ring 300ms, answer, tone 1004/2s, hangup' \
	'933  answer, wait 1s, hangup' \
	'+14255550171  redirect 911'

cat >tell <<-'END'
	#!/bin/sh
	echo "$1 $OFFHOOK_TO $OFFHOOK_FROM $OFFHOOK_TRUNK: $OFFHOOK_ADDRESS" \
		>>"$2"
END
chmod +x tell

# conf NAME ALLOW: with marked trunks; the guard's limits would stop a second
# call
conf() {
	cat >"$1" <<-END
	[dial]
	country = US
	trunk = plain
	ring = 20s
	[guard]
	emergency = $2
	emergency_notify = $PWD/tell "a b" $PWD/told
	minute_max = 1
	day_calls = 1
	max_duration = 1s
	[trunk plain]
	server = 127.0.0.1
	port = $plain_port
	caller_id = +14255550151
	follow_redirect = yes
	[trunk deny]
	server = 127.0.0.1
	port = $deny_port
	caller_id = +14255550152
	emergency = yes
	emergency_address = 1 Side Street
	failover = none
	[trunk help]
	server = 127.0.0.1
	port = $help_port
	caller_id = +14255550153
	prefix = 9
	strip = 1
	number_format = e164
	caller_id_format = +e164
	calls = 1
	emergency = yes
	emergency_address = 12 Main Street, Springfield
	[inbound all]
	forward = 911
	[phone]
	handset = sip:+14255550390@127.0.0.1:$plain_port
	END
	chmod 600 "$1"
}

conf allow allow
conf refuse refuse
grep -v emergency allow >none
printf '[guard]\nemergency = allow\n' >>none

# reached NET NUMBER: how often that was called there
reached() {
	jq -r 'select(.event == "incoming") | .number' "$1.out" |
		grep -c "^$2\$"
}

# nobody WHAT: no call for help has reached any network since the last time
nobody() {
	is "$(reached plain 911) $(reached deny 911) $(reached help 911)" \
		"0 $denied $helped" "$1: nobody was called"
}
denied=0 helped=0

# at_terminal LINE: as typed at a terminal, which stays; sets status and out
mkfifo typed
exec 7<>typed
at_terminal() {
	status=0
	out=$(script -qec "timeout 20 $1" /dev/null <&7 2>&1) || status=$?
	printf '%s\n' "$out" | sed 's/^/# /' >&2
}

# --- the configuration
run offhook check --config ./allow
is "$status" 0 "a marked trunk, and allowed"
grep -v emergency_address allow >bad
run offhook check --config ./bad
is "$status" 78 "a mark without an address"
like "$err" "^offhook: ./bad:20: \[trunk deny\]: emergency = yes needs the address .*: write emergency_address = " \
	"says where, and how to mend it"
run offhook check --config ./none
is "$status" 78 "allowed, and no trunk is marked"
like "$err" "^offhook: .*none:[0-9]+: \[guard\]: emergency = allow, and no trunk .* set emergency = yes" \
	"says where, and how to mend it"

# --- programs
wavtool make-tone x.wav 600 1 8000
for conf in allow refuse none; do
	for number in 911 112 +911 tel:911 1911 '*67911' sip:911@127.0.0.1; do
		run dial --config "./$conf" --json "$number" </dev/null
		is "$status" 30 "$conf: a program dials $number"
		like "$(field .guard)" 'never called by a program' "says why"
	done
	run play-prompt --config "./$conf" --to 911 x.wav </dev/null
	is "$status" 30 "$conf: play-prompt"
done
run dial --config ./allow --talk 911 </dev/null
is "$status" 30 "--talk makes no person of it"
echo 911 >list
at_terminal "dial --config ./allow --list list"
is "$status" 1 "a list at a terminal"
like "$out" 'refused: 911 is an emergency number' "is refused"
at_terminal "dial --config ./allow --talk 911 112"
like "$out" 'refused: 112 is an emergency number' "so are several numbers"
at_terminal "dial --config ./allow --all 911"
is "$status" 1 "and with --all one alone"
at_terminal "dial --config ./allow 911"
is "$status" 30 "one call on which nobody would speak"
like "$out" "911 is an emergency number: a person must speak; use 'dial --talk 911'" \
	"says how"
at_terminal "play-prompt --config ./allow --to 911 x.wav"
is "$status" 30 "play-prompt at a terminal"
nobody "programs"

# --- what others choose
grep -v '^day_calls\|^minute_max\|^max_duration' allow >wide
chmod 600 wide
for number in 171 172; do
	run dial --config ./wide --json "+14255550$number" </dev/null
	is "$status $(field .guard | grep -c 'emergency')" "30 1" \
		"a redirect to it"
	at_terminal "dial --config ./wide --talk +14255550$number"
	is "$status" 30 "a redirect of a call of a person"
done
nobody "redirects"
start held dial --config ./wide --events +14255550170 -- sh -c '
	join --dial 911; echo "join $?" >>verbs
	transfer 911; echo "transfer $?" >>verbs
	transfer --bridge 911; echo "bridge $?" >>verbs'
finish held 30
is "$(tr '\n' ' ' <verbs)" "join 30 transfer 30 bridge 30 " "verbs"
nobody "verbs"
run answer --config ./wide --forward 911 --timeout 5s </dev/null
is "$status" 30 "a call is not forwarded there"
{
	cat wide
	printf '[answer]\nlisten = 127.0.0.1:0\n'
} >listening
chmod 600 listening
run answer --config ./listening --timeout 5s </dev/null
is "$status" 30 "nor by an [inbound] rule"
nobody "forwarding"

# --- the phone's socket, and scripts
cp wide phone.conf
sed -i '/^\[inbound/,/^forward/d' phone.conf
export OFFHOOK_CONFIG="$PWD/phone.conf"
start desk phoned --config ./phone.conf --stay
wait_for 10 grep -q 'ready: call' desk.err
socket=$XDG_RUNTIME_DIR/offhook/ctl/$desk_pid
printf '%s\n' '{"id":1,"do":"dial","number":"911"}' \
	'{"id":2,"do":"dial","number":"911","person":true}' \
	'{"id":3,"do":"look","number":"911"}' \
	'{"id":4,"do":"look","number":"911","person":true}' |
	socat -t 2 - "UNIX-CONNECT:$socket" >socket.out
is "$(jq -r 'select(.id == 1) | "\(.ok) \(.status) \(.error)"' socket.out)" \
	"false 30 911 is an emergency number, and only a person who dials it by hand may call it" \
	"a program asks the phone"
is "$(jq -r 'select(.id == 2) | "\(.ok) \(.status)"' socket.out)" "false 30" \
	"and says that it is a person, yet is no screen"
is "$(jq -r 'select(.id == 3) | .verdict' socket.out)" emergency \
	"what it would become for a program"
is "$(jq -r 'select(.id == 4) | "\(.verdict) \(.trunk) \(.address)"' socket.out)" \
	"emergency-call deny 1 Side Street" "and for a person"
printf '%s\n' 'call 911' | timeout 20 phone >script.out 2>&1
is "$?" 30 "phone reads a script"
like "$(cat script.out)" '^error call: 911 is an emergency number' "and says so"
nobody "the phone's programs"

# --- a person: dial --talk
OFFHOOK_CONFIG=
at_terminal "dial --config ./refuse --talk 911"
is "$status" 30 "not allowed: a person is refused"
like "$out" 'cannot say where you are' "says why"
at_terminal "dial --config ./none --talk 911"
is "$status" 30 "no trunk is marked: a person is refused"
nobody "not allowed"
: >told
at_terminal "dial --config ./allow --talk --events=ev --trunk plain --from +14255550151 --anonymous --ring 1s 911"
denied=$((denied + 1)) helped=$((helped + 1))
nobody "dial --talk, but by marked trunks"
is "$(jq -r 'select(.event == "emergency") | "\(.trunk) \(.number) \(.from) \(.address)"' ev)" \
	"deny 911 +14255550152 1 Side Street
help 911 +14255550153 12 Main Street, Springfield" "each trunk is told"
is "$(event help incoming '"\(.number) \(.from)"')" "911 +14255550153" \
	"as it was dialled, and as the trunk"
is "$(jq -r 'select(.event == "ended") | "\(.cause) \(.by)"' ev | tail -n 1)" \
	"done them" \
	"it lasts until they hang up, whatever the guard allows"
wait_for 5 grep -q help told
is "$(sort told)" "a b 911 +14255550152 deny: 1 Side Street
a b 911 +14255550153 help: 12 Main Street, Springfield" \
	"somebody was notified"
like "$out" 'EMERGENCY CALL to 911 by help, help is sent to 12 Main Street' \
	"and a line says so"
at_terminal "dial --config ./allow --talk --trunk help 911"
helped=$((helped + 1))
nobody "again, though the day's calls are spent, by the trunk that was chosen"
run dial --config ./allow --json +14255550170
is "$status" 30 "while others are held back"

# --- 933
run dial --config ./wide --json 933 </dev/null
is "$(reached plain 933) $(reached deny 933) $(reached help 933)" "0 1 0" \
	"933 tests the way of such a call, by a program, too"
run dial --config ./wide --trunk help --json 933 </dev/null
is "$status $(reached help 933)" "0 1" "of each trunk, as it was dialled"
sed 's/^country = US/country = GB/' wide >british
run dial --config ./british --json 933 </dev/null
is "$(reached help 933) $(reached deny 933)" "1 1" "in the US alone"

# --- route
run route --config ./wide 911 </dev/null
is "$status" 30 "route: a program's verdict"
like "$out" '^  by hand +emergency call by deny, registered at 1 Side Street$' \
	"what a person gets"
like "$out" '^ +emergency call by help, registered at 12 Main' "and next"
at_terminal "route --config ./wide 911"
is "$status" 0 "a person's verdict"
like "$out" 'verdict +allowed: an emergency call' "says so"
run route --config ./wide --json 911 </dev/null
is "$(field '"\(.allowed) \(.by_hand.allowed) \([.by_hand.trunks[] | .name + "=" + .address] | join(" "))"')" \
	"false true deny=1 Side Street help=12 Main Street, Springfield" \
	"as JSON"
run route --config ./none --json 911 </dev/null
is "$(field '"\(.by_hand.allowed) \(.by_hand.guard)"')" \
	"false 911 is an emergency number, and no trunk here is registered with an address" \
	"why not"
run route --config ./wide --json +14255550170 </dev/null
is "$(field .by_hand)" null "of another number nothing is said"

# --- a person: phone
export OFFHOOK_CONFIG="$PWD/phone.conf"
window p 100x24 "phone --timeout 100"
sees p 'the phone is ready'
keys p 'look 911' Enter
ok "phone: look tells" sees p 'EMERGENCY CALL, help is sent to 1 Side Street'
keys p 'call 911' Enter
ok "it is called" wait_for 10 test "$(reached help 911)" -ge "$helped"
helped_more() {
	[ "$(reached help 911)" = $((helped + 1)) ]
}
ok "by the next marked trunk" wait_for 10 helped_more
denied=$((denied + 1)) helped=$((helped + 1))
nobody "phone, but by marked trunks"
ok "it is told" sees p 'EMERGENCY CALL to 911 by help; help is sent to 12 Main'
keys p 'quit' Enter
ended p
close p

# --- a person: dialer
screen d 100x30 911
ok "a number of the command line waits for a key" sees d \
	'EMERGENCY CALL by deny, registered at 1 Side Street'
ok "the bottom line says which" sees d 'Enter EMERGENCY CALL'
nobody "dialer 911"
keys d Escape
ok "Esc takes it back" misses d 'EMERGENCY CALL by'
keys d 911
ok "in words" sees d 'EMERGENCY CALL by deny, registered at 1 Side Street'
keys d Enter
ok "one key, and it is called" wait_for 10 helped_more
denied=$((denied + 1)) helped=$((helped + 1))
nobody "dialer, but by marked trunks"
like "$(cat desk.err)" 'EMERGENCY CALL to 911 by help, help is sent to' \
	"phoned has a line of it"
stop desk
close d
sed 's/^handset = .*/handset = none/' phone.conf >phone.new
mv phone.new phone.conf
chmod 600 phone.conf
screen d 100x30
keys d 911
ok "without a handset it says so" sees d 'no handset works'
keys d Escape q
ended d
close d
wait_for 10 no_phone
sed 's/^emergency = allow/emergency = refuse/' phone.conf >phone.new
mv phone.new phone.conf
chmod 600 phone.conf
screen d 100x30
keys d 911
ok "not allowed: another phone must be used" sees d 'USE ANOTHER PHONE'
keys d Enter
ok "and Enter changes nothing" sees d 'emergency = allow is not set'
nobody "not allowed"

done_testing

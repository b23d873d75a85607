#!/bin/sh
# Calls as shell jobs: the flow of the manual, what it finds around itself,
# how it ends, and how the call does.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq espeak-ng

wavtool make-tone welcome.wav 600 0.6 8000
wavtool make-tone menu.wav 700 1 8000
wavtool make-tone goodbye.wav 800 0.6 8000

cat >plan <<-'END'
	+14255550301  ring 200ms, answer, wait spoken, press 1, tone 1004/60s
	+14255550302  ring 200ms, answer, wait spoken, press 9, tone 1004/60s
	+14255550303  ring 200ms, answer, press 42#, tone 1004/60s
	+14255550304  ring 200ms, answer, wait 1s, hangup
	+14255550305  ring 200ms, answer, tone 1004/60s
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan
wait_for 10 grep -q ready net.err

# script NAME: the lines on stdin, as a program
script() {
	{ echo '#!/bin/sh'; cat; } >"$1"
	chmod +x "$1"
}

# --- the flow of the README: greet, ask, branch
script menu <<-'END'
	play-prompt welcome.wav
	case $(gather --digits 1 --timeout-first 5s --prompt menu.wav) in
	1) say --number 40 ;;
	*) play-prompt goodbye.wav ;;
	esac
END
call one +14255550301 -- ./menu
call other +14255550302 -- ./menu
over one
is "$status" 0 "a flow that goes well"
is "$(field .flow_status)" 0 "its status is in the result"
is "$(field .digits)" 1 "and so are the digits it has gathered"
between "$(wavtool tone one.wav 0 600 0.1 0.6)" -1 0 "the welcome is heard"
like "$(event one playing .prompt)" '^number 40$' "then the branch that was chosen"
over other
is "$(field .digits)" 9 "another key"
like "$(event other playing .prompt)" goodbye.wav "another branch"
between "$(wavtool tone other.wav 0 800 \
	"$(since 0.5 "$(wavtool length other.wav)")" \
	"$(since 0.2 "$(wavtool length other.wav)")")" -1 0 "which is heard"

# --- what it finds around itself
script look <<-'END'
	{
		env | grep ^OFFHOOK_
		command -v gather
		for arg; do echo "<$arg>"; done
		readlink /proc/self/fd/0
	} >look.got
	echo "said on stdout"
	exit 7
END
call look +14255550305 -- ./look 'a b' '$(touch pwned)' "it's; touch pwned" \
	-- --max ''
over look
is "$status" 7 "the status of a flow is that of the command"
is "$(field '"\(.cause) \(.exit_code) \(.flow_status)"')" "done 7 7" \
	"beside the cause of the call"
like "$(cat look.got)" "^OFFHOOK_CALL=$(field .id)\$" "OFFHOOK_CALL"
like "$(cat look.got)" '^OFFHOOK_SOCKET=/.*/ctl/[0-9]+$' "OFFHOOK_SOCKET"
like "$(cat look.got)" '^OFFHOOK_TO=\+14255550305$' "OFFHOOK_TO"
like "$(cat look.got)" '^OFFHOOK_DIRECTION=out$' "OFFHOOK_DIRECTION"
like "$(cat look.got)" '^OFFHOOK_TRUNK=simulated$' "OFFHOOK_TRUNK"
like "$(cat look.got)" "^OFFHOOK_SIP_CALL_ID=$(field .call_id)\$" \
	"OFFHOOK_SIP_CALL_ID"
like "$(cat look.got)" '^/.*/gather$' "the verbs are on its PATH"
is "$(grep '^<' look.got | tr -d '\n')" \
	"<a b><\$(touch pwned)><it's; touch pwned><--><--max><>" \
	"its arguments come as they are"
ok "and through no shell" test ! -e pwned
like "$(cat look.got)" '^/dev/null$' "its stdin is empty"
like "$err" '^said on stdout$' "its stdout is our stderr"
is "$(tail -n 1 look.got | wc -l)" 1 "ours has the result alone"

# --- type-ahead: what is pressed before anybody asks is kept
script ahead <<-'END'
	play-prompt --interrupt none welcome.wav
	first=$(gather --digits 1) && second=$(gather --digits 4)
	echo "$first,$second" >ahead.got
END
call ahead +14255550303 -- ./ahead
over ahead
is "$(cat ahead.got)" "4,2" "digits wait for who asks, one after the other"

# --- a secret is nobody's
script secret <<-'END'
	gather --digits 2 --secret --no-typeahead >secret.got
END
cat >plan2 <<-'END'
	+14255550306  ring 200ms, answer, wait 2s, press 73, tone 1004/60s
END
stop net
cat plan2 >>plan
start net pstn-sim --listen 127.0.0.1:0 --numbers plan
wait_for 10 grep -q ready net.err
call secret +14255550306 -- ./secret
over secret
is "$(cat secret.got)" 73 "a secret is told to who asked"
is "$(field '.digits')" "**" "and to nobody else"
is "$(event secret digit .digit | tr -d '\n')" "**" \
	"nor do events show it"

# --- they hang up first
script trapped <<-'END'
	trap 'echo hup >>trapped.got' HUP
	gather --digits 1 --timeout-first 20s
	echo "gather $?" >>trapped.got
	sleep 0.3
	echo end >>trapped.got
END
call trapped +14255550304 -- ./trapped
over trapped
is "$(sort trapped.got | tr '\n' ' ')" "end gather 19 hup " \
	"who hangs up: SIGHUP, and 19 for what was waited for"
is "$status" 0 "a flow that ends well nevertheless has done all"
is "$(field .hangup_by)" them "though they hung up"
between "$(field .duration)" 0.9 1.6 "and its time is not the call's"
call untrapped +14255550304 -- gather --digits 1 --timeout-first 20s
over untrapped
is "$status" 19 "one that does not: they hung up too early"

# --- a flow that does not want to end
script stubborn <<-'END'
	trap '' HUP
	echo $$ >stubborn.pid
	exec sleep 60
END
call stubborn +14255550305 -- ./stubborn
wait_for 10 test -s stubborn.pid
signal stubborn INT
over stubborn
is "$status" 130 "who is interrupted does not wait for a flow"
ok "and leaves none behind" wait_for 5 \
	sh -c '! kill -0 "$(cat stubborn.pid)" 2>/dev/null'

# --- hangup from within, and from outside
script leaves <<-'END'
	hangup
	sleep 0.2
	echo "after" >leaves.got
	exit 3
END
call leaves +14255550305 -- ./leaves
over leaves
is "$(cat leaves.got)" after "a flow that hangs up goes on to its end"
is "$status" 3 "which is its status"
call outside --max 30 +14255550305
wait_for 10 happened outside answered
run hangup --reason 17 --call "$(event outside answered .call)"
is "$status" 0 "any shell of the user's may hang up"
over outside
is "$status" 0 "which is a good end"

# --- what cannot be run
run dial +14255550305 -- ./no-such-program
is "$status" 127 "a path to no program: nobody is called"
like "$err" '^dial: ./no-such-program: No such file' "and it is said why"
call none +14255550305 -- no-such-program
over none
is "$status" 1 "a program that is not there"
is "$(field '"\(.cause) \(.flow_status)"')" "failed 127" "is said so"
like "$(field .warning)" 'no-such-program: No such file' "and which"
run dial +14255550305 --
is "$status" 64 "-- without a program"
run dial +14255550305 --exec ./menu -- ./menu
is "$status" 64 "two flows"
run dial --play welcome.wav +14255550305 -- ./menu
is "$status" 64 "a flow and a prompt"
run gather --call nobody
is "$status" 19 "no such call"
like "$err" '^gather: no such call$' "is said so"
run play-prompt missing.wav
is "$status" 66 "a file that is not there is found without a call"
call broken +14255550305 -- gather --match '('
over broken
is "$status" 64 "an expression that is none"
like "$err" '^gather: match: no such expression$' "is said so"

# --- answer: one flow per call, many at once
script each <<-'END'
	[ "$OFFHOOK_DIRECTION" = in ] || exit 1
	play-prompt welcome.wav
	echo "$OFFHOOK_FROM $(gather --digits 2)" >>each.got
END
start box answer --listen sip:127.0.0.1:0 --from-anyone --json --exec ./each
wait_for 10 grep -q 'ready' box.err
uri=$(sed -n 's/^answer: ready: call //p' box.err)
for n in 1 2 3 4 5 6 7 8 9; do
	start "from$n" pstn-sim call "$uri" --from "+1425555030$n" \
		--press "${n}1" --for 20
done
wait_for 30 sh -c '[ $(wc -l <each.got) = 9 ] && [ $(wc -l <box.out) = 9 ]'
is "$(sort each.got | awk '{ printf "%s ", substr($1, 12) $2 }')" \
	"111 221 331 441 551 661 771 881 991 " \
	"nine flows at once, each with its own caller's digits"
is "$(jq -r '"\(.cause) \(.flow_status)"' box.out | sort -u)" "done 0" \
	"and nine good results"
stop box
ok "its socket is gone with it" sh -c \
	'! ls "$XDG_RUNTIME_DIR"/offhook/ctl/* 2>/dev/null | grep .'

start once answer --once --listen sip:127.0.0.1:0 --from-anyone --json \
	-- sh -c 'exit 5'
wait_for 10 grep -q 'ready' once.err
start caller pstn-sim call "$(sed -n 's/^answer: ready: call //p' once.err)" \
	--from +14255550301 --for 10
finish once 20
is "$status $(field '"\(.exit_code) \(.flow_status)"')" "5 5 5" \
	"--once: the status of the flow"

# --- what their headers say, whoever they are
script listen <<-'END'
	env | grep ^OFFHOOK_SIP_ >said.got
	printf %s "$OFFHOOK_SIP_X_EVIL" >evil.got
	send-digits 1 && gather --timeout-first 10s
END
# Neither goes before the other has looked
script look_too <<-'END'
	env | grep ^OFFHOOK_SIP_ >theirs.got
	send-digits 1 && gather --timeout-first 10s
END
start said answer --once --listen sip:127.0.0.1:0 --from-anyone --json \
	-- ./listen
wait_for 10 grep -q 'ready' said.err
port=$(sed -n 's/^answer: ready: call .*:\([0-9]*\)$/\1/p' said.err)
cat >direct.conf <<-END
	[trunk direct]
	server = 127.0.0.1
	port = $port
	transport = udp
	[dial]
	country = US
END
OFFHOOK_SIP_X_STALE=1 run dial --config direct.conf +14255550100 \
	-H 'X-Evil: $(touch pwned); `id` "'"' LD_PRELOAD=/x" \
	-H 'X-Account: 1' -H 'X-Account: 2' -H 'Subject: hi' -H 'X-A.B: no' \
	-- ./look_too
finish said 20
is "$(cat evil.got)" '$(touch pwned); `id` "'"' LD_PRELOAD=/x" \
	"a header comes as it was sent"
ok "and is no command" test ! -e pwned
like "$(cat said.got)" '^OFFHOOK_SIP_X_ACCOUNT=1, 2$' "several are joined"
like "$(cat said.got)" '^OFFHOOK_SIP_SUBJECT=hi$' "Subject"
like "$(cat said.got)" '^OFFHOOK_SIP_USER_AGENT=offhook' "User-Agent"
unlike "$(cat said.got)" 'X_A\.B' "what cannot be named is not there"
like "$(cat theirs.got)" '^OFFHOOK_SIP_TO=.*;tag=' "of our call, their 200"
unlike "$(cat theirs.got)" STALE "nothing is left of a flow around it"

done_testing

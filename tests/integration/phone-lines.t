#!/bin/sh
# What is wrong with the lines of the line phone, and how they end: hung up,
# killed, detached.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/lines.sh"
need jq

# --- what is wrong is told, and the next line is read
table() {
	cat <<-'END'
	frobnicate|^error "frobnicate" is no order \(help lists them\)$
	call|^error call: .
	call "Anna|^error a quote is not closed$
	call Nobody|^error call: "Nobody" is no number
	hangup|^error hangup: there is no call$
	hold 99|^error hold: no call is "99"
	hold #1|^error hold: no call is "#1"
	transfer|^error transfer: .
	send-digits|^error send-digits: .
	send-digits 12x|^error send-digits: .
	play|^error play: .
	say|^error say: .
	record|^error record: there is no call$
	join|^error join: .
	answer|^error answer: .
	reject|^error reject: .
	talk 5|^error talk: .
	mute 5|^error mute: .
	dnd maybe|^error dnd: .
	trunk|^error trunk: .
	trunk nonesuch|^error trunk: .
	from|^error from: .
	select|^error select: .
	save-ladder|^error save-ladder: .
	flow|^error flow: .
	redial now|^error redial: .
	ladder|^error ladder: there is no call$
	ladder a b c|^error ladder: it goes: ladder
	quality|^error quality: there is no call$
	look|^error look: it goes: look NUMBER$
	wait|^error wait: it goes: wait 5s
	wait long|^error wait: it goes:
	wait 0|^error wait: it goes:
	wait 25h|^error wait: it goes:
	wait answer|^error wait: there is no call$
	wait end 9 9 9|^error wait: it goes:
	help nonesuch|^error help: there is no such order
	quit later|^error quit: it goes: quit
	detach now|^error detach: nothing may stand behind it$
	pane calls|^error pane: that is for the screen of dialer
	zoom|^error zoom: that is for the screen of dialer
	END
}
table | cut -d '|' -f 1 >lines
echo calls >>lines
run timeout 60 phone <lines
is "$status" 64 "orders that are wrong"
is "$(tail -n 1 run.out)" "no calls" "do not keep the next one from being done"
grep '^error' run.out >wrong
is "$(wc -l <wrong)" "$(table | wc -l)" "each is told"
table | while IFS='|' read -r line want; do
	IFS= read -r got <&6
	printf '%s\n' "$got" | grep -Eq -- "$want" || echo "$line: $got"
done 6<wrong >unlike
is "$(cat unlike)" "" "and why"
told 20 "$(head -c 600 /dev/zero | tr '\0' x)" calls
like "$out" '^error line: the line is longer than 511 bytes$' "a long line"
like "$out" '^no calls$' "ends where it ends"
told 20 "$(printf 'call \033[2J')" "$(printf 'call \377')"
is "$(grep -c '^error line: ' run.out)" 2 "no control characters, UTF-8 alone"

# --- the end of the lines hangs up
ends=$(grep -c '"event":"ended"' net.out)
told 20 'call +14255550414' 'wait answer 5s'
is "$status" 0 "the lines end with a call up"
like "$out" '^\* the call with \+14255550414 is over$' "which is hung up"
ok "and the far end knows" wait_for 5 ended $((ends + 1))
printf 'call +14255550414\nwait answer 5s\n' >lines
run timeout 20 phone --plain <lines
is "$status" 0 "a file of lines"
like "$out" '^ok wait: answered$' "is one, too"
run timeout 20 phone </dev/null
is "$status:$out" "0:" "no lines at all"

# --- killed, with or without a word
while IFS='|' read -r sig want; do
	mkfifo pipe
	ends=$(grep -c '"event":"ended"' net.out)
	timeout 60 env --default-signal=INT phone <pipe >killed.out 2>&1 &
	pid=$!
	exec 7>pipe
	printf '%s\n' 'call +14255550414' 'wait answer' >&7
	wait_for 10 grep -q '^ok wait' killed.out
	kill -"$sig" "$(pgrep -P $pid)"
	wait $pid
	status=$?
	exec 7>&-
	rm pipe
	is "$status" "$want" "SIG$sig"
	ok "SIG$sig: the call is hung up" wait_for 5 ended $((ends + 1))
	ok "SIG$sig: phoned has gone" wait_for 5 over_by_now
done <<-'END'
	INT|130
	TERM|143
	KILL|137
END
mkfifo pipe
timeout 60 phone <pipe >killed.out 2>&1 &
pid=$!
exec 7>pipe
printf '%s\n' 'call +14255550414' 'wait answer' >&7
wait_for 10 grep -q '^ok wait' killed.out
kill -KILL "$(basename "$XDG_RUNTIME_DIR"/offhook/ctl/*)"
status=0
wait $pid || status=$?
exec 7>&-
rm pipe "$XDG_RUNTIME_DIR"/offhook/ctl/*
is "$status" 1 "phoned is killed"
like "$(cat killed.out)" '^! phoned is gone, and all calls with it$' \
	"which is told"

# --- detached, and there again
told 20 'call +14255550414' 'wait answer 5s' detach
is "$status" 0 "detached"
run offhook call list
like "$out" ' up .*\+14255550414' "the call goes on"
told 20 calls 'wait end 500ms' hangup 'wait end'
like "$out" '^#1 .* up, to \+14255550414' "the next phone has it"
like "$out" '^\* the call with \+14255550414 is over$' "and ends it"
ok "phoned has gone with it" wait_for 5 over_by_now

done_testing

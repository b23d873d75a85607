#!/bin/sh
# Live calls from any shell of the user's: listed, shown, watched, ended; and
# what the control socket does with those who have no business there.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq

wavtool make-tone tone.wav 700 1 8000
cat >plan <<-'END'
	+14255550311  ring 200ms, answer, tone 1004/60s
	+14255550312  ring
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan
wait_for 10 grep -q ready net.err

run offhook call list
is "$status" 1 "no calls"
like "$err" 'call: no call is under way$' "is said so"

call up --max 60 --play tone.wav --loop 0 +14255550311
call rings --ring 60 +14255550312
wait_for 10 happened up answered
wait_for 10 happened rings ringing
id=$(event up answered .call)

run offhook call list --json
is "$(jq -r '"\(.to) \(.state) \(.direction) \(.command)"' run.out | sort |
	tr '\n' ';')" "+14255550311 up out dial;+14255550312 ringing out dial;" \
	"two processes, two calls"
is "$(jq -r 'select(.state == "up") | .call' run.out)" "$id" "by their ids"
between "$(jq -r 'select(.state == "up") | .answered' run.out)" 0 20 \
	"since when"
run offhook call list
like "$out" "^$(echo "$id" | tail -c 9)  up  " "people see the end of an id"
run offhook call show
is "$status" 19 "which of the two?"
like "$err" 'several calls' "is asked"
run offhook call show "$(echo "$id" | tail -c 9)" --json
is "$(field .id)" "$id" "the end of an id is enough"
is "$(field .to)" +14255550311 "and all is known of it"
run offhook call show "$id"
like "$out" '^codec +PCMU/8000$' "for people, too"

start watch offhook call events "$id"
wait_for 10 grep -q . watch.err watch.out || :
run send-digits --call "$id" 12
is "$status" 0 "keys from any shell"
wait_for 10 grep -q sent-digits watch.out
is "$(jq -r 'select(.event == "sent-digits") | .digits' watch.out)" 12 \
	"who watches learns of it"
run send-digits --call "$id" 12x
is "$status" 64 "what is no key"
run hold --call "$id" --json
is "$(field '"\(.ok) \(.cause)"')" "true done" "held"
run offhook call list --json
like "$(jq -r .state run.out)" '^held$' "the list says so"
run hold --off --call "$id"
is "$status" 0 "and no longer"
run hold --call "$(jq -r 'select(.state == "ringing") | .call' run.out)"
is "$status" 19 "who has not answered cannot be held"

run offhook call hangup nobody "$id"
is "$status" 19 "one of two could not be ended"
over up
is "$status" 0 "the other was"
finish watch 10
is "$status" 0 "and its events end with it"
is "$(tail -n 1 watch.out | jq -r .event)" ended "by ended"
run offhook call hangup --all
is "$status" 0 "all that are left"
over rings
is "$(field .cause)" done "also before the answer"

# --- a socket that a killed process has left
call killed --max 60 +14255550311
wait_for 10 happened killed answered
signal killed KILL
finish killed 5
dir=$XDG_RUNTIME_DIR/offhook/ctl
is "$(find "$dir" -type s | wc -l)" 1 "a killed process leaves its socket"
run hangup
is "$status" 19 "which is no call"
is "$(find "$dir" -type s | wc -l)" 0 "and is taken away"

# --- permissions
call mine --max 60 +14255550311
wait_for 10 happened mine answered
is "$(stat -c %a "$dir")" 700 "the folder is ours alone"
is "$(stat -c %a "$dir"/*)" 600 "and so is the socket"
if [ "$(id -u)" = 0 ]; then
	id=$(event mine answered .call)
	cp "$(command -v hangup)" stranger
	chmod 755 stranger "$PWD"
	chmod 711 "$XDG_RUNTIME_DIR/offhook" "$dir"
	chmod 666 "$dir"/*
	for d in "$XDG_RUNTIME_DIR" "$PWD"; do
		while [ "$d" != / ]; do
			chmod o+x "$d"
			d=$(dirname "$d")
		done
	done
	run env OFFHOOK_CALL="$id" OFFHOOK_SOCKET="$(echo "$dir"/*)" \
		setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$PWD/stranger"
	is "$status" 19 "another user is sent away, even if the door is open"
	run env OFFHOOK_CALL="$id" OFFHOOK_SOCKET="$(echo "$dir"/*)" \
		"$PWD/stranger" --reason 999
	is "$status" 64 "where we ourselves are heard"
	ok "and the call is still up" sh -c '! grep -q ended mine.out'
	chmod 700 "$XDG_RUNTIME_DIR/offhook" "$dir"
else
	skip "needs to be root" "another user is sent away"
fi
run offhook call hangup --all
over mine

done_testing

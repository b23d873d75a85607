#!/bin/sh
# A purchase is cut off, or cannot be noted down: money is spent once, or not
# at all, and the next run knows.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/numbers.sh"
need jq

journal=$XDG_STATE_HOME/offhook/purchases
purchase='POST /availablePhoneNumbers/:purchase'

# The request has left, and we are killed before its answer
sell sim
found US --type geographic
stop sim
sell sim --delay 1500ms
start buys numbers buy "$search" --yes
noted() {
	grep -q "$search" "$journal"
}
wait_for 20 noted
is "$(jq -r '.numbers + " " + .total + " " + .currency' "$journal")" \
	"$number 1.00 USD" "noted down before it is sent"
wait_for 20 grep -q "rest: $purchase" sim.err
signal buys KILL
finish buys 10
is "$out" "" "killed between the request and its answer"
run numbers countries --csv
is "$status" 0 "another numbers"
like "$err" "a purchase of \\$number .* was cut off: 'numbers list' shows" \
	"tells of it"
unlike "$out" "cut off" "on stderr"
cp "$journal" noted
run sh -c 'sed "s/\"pid\":[0-9]*/\"pid\":$$/" noted >"$1"
	exec numbers countries' sh "$journal"
like "$err" "a purchase of \\$number" "though it was given the same pid"
run numbers --json
is "$status $(field .number)" "0 $number" "the list has the number"
like "$err" "the purchase of \\$number was made" "and settles it"
is "$(cat "$journal")" "" "it need not be remembered"
run numbers --json
is "$(rows)" 1 "one number, once"
unlike "$err" 'purchase' "and nothing more to tell"
is "$(requests sim "$purchase")" 1 "bought by one request"

# The answer is lost, so that nobody knows: it is not sent twice
stop sim
sell sim --fault "$purchase=500"
found US --type geographic
run numbers buy "$search" --yes
is "$(requests sim "$purchase")" 1 "an error of theirs: not sent again"
like "$err" "it is not known whether \\$number was bought" "and that is said"
between "$status" 1 76 "no success"
like "$(cat "$journal")" "$search" "it is remembered"
stop sim

# Killed there, after the answer
sell sim --operation-time 1500ms
found US --type geographic
start buys numbers buy "$search" --yes
wait_for 20 grep -q 'rest: GET /phoneNumbers/operations/purchase' sim.err
signal sim KILL
killed=$(date +%s)
finish sim 10
finish buys 90
is "$status" 32 "the carrier is killed while we wait"
like "$err" 'not known whether' "and that is said"
like "$(cat "$journal")" "\"operation\":\"purchase_" "it is remembered"
sell sim
# What it was at is done 1.5 s after it was asked for, whoever looks when
wait_for 10 sh -c "[ \$(date +%s) -gt $((killed + 2)) ]"
run numbers --json
like "$err" "the purchase of \\$number was made" "the next list settles it"
like "$out" "\\$number" "it was bought, once the carrier was there again"

# Nothing is sent that cannot be noted down
found US --type geographic
had=$(requests sim "$purchase")
echo "a file" >file
run env XDG_STATE_HOME="$PWD/file" numbers buy "$search" --yes
is "$status $out" "73 " "no state folder"
like "$err" 'nothing was bought: .*: Not a directory' "and that is said"
mkfifo full
start reader cat full
sh -c 'trap "" XFSZ; ulimit -f 0; exec numbers buy "$1" --yes' \
	sh "$search" >full 2>&1
is "$?" 73 "a disk that is full"
finish reader 10
like "$out" 'nothing was bought: .*File too large' \
	"and that is said"
is "$(requests sim "$purchase")" "$had" "no purchase was sent"
run numbers buy "$search" --yes --json
is "$status $(field .number)" "0 $number" "with a disk it is bought"

# A cache that cannot be written does not hide the list
run env XDG_CACHE_HOME="$PWD/file" numbers --json
is "$status" 0 "no cache folder: the list is there"
run numbers --json
like "$out" "\\$number" "with all its rows"

# Something else in the journal
echo 'no line of ours' >>"$journal"
run numbers --json
is "$status" 0 "a journal with a broken line"
like "$err" 'purchases noted down by earlier runs cannot be read' "is told"
is "$(tail -n 1 "$journal")" "no line of ours" "and left alone"

stop sim
done_testing

#!/bin/sh
# Operations that take a while: waited for, left alone, looked at again,
# cancelled; and what becomes of a purchase that nobody saw to its end.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/numbers.sh"
need jq

journal=$XDG_STATE_HOME/offhook/purchases

# An operation is running for as long as it takes to be looked at
sell sim --operation-time 2s

start waits numbers search US --type geographic --json
wait_for 10 grep -q 'rest: GET /phoneNumbers/operations/' sim.err
run numbers search US --type toll-free --no-wait
is "$status" 0 "--no-wait"
like "$out" '^search_[0-9a-f-]+$' "its id is all there is"
op=$out
run numbers operation "$op" --no-wait --json
is "$status $(field '.kind + " " + .status')" "0 search running" \
	"operation --no-wait: looked at once"
run numbers operation "$op" --json
is "$status $(field .status)" "0 succeeded" "operation: waited for"
like "$(field .created)" '^20..-' "since when"
finish waits 20
is "$status" 0 "search: waits"
search=$(field .search)
is "$(field '.numbers | length')" 1 "and has its result"

run numbers search US --type toll-free --no-wait --json
op=$(field .operation)
is "$(field .schema)" offhook.operation/1 "--no-wait: as JSON"
run numbers operation "$op" --cancel
is "$status $out" "0 " "operation --cancel"
run numbers operation "$op" --json
is "$status $(field '.status + " " + .error')" \
	"1 failed OperationCanceled" "it was"
run numbers operation "$op" --cancel
is "$status" 1 "it cannot be cancelled twice"
run numbers operation search_nothing
is "$status $out" "1 " "operation: not known"
like "$err" NotFound "and that is said"

# Ctrl-C and --timeout leave it running; it is found again
had=$(requests sim 'GET /phoneNumbers/operations/purchase')
start buys numbers buy "$search" --yes
bought() {
	[ "$(requests sim 'GET /phoneNumbers/operations/purchase')" -gt "$had" ]
}
wait_for 10 bought
signal buys INT
finish buys 10
is "$status $out" "130 " "Ctrl-C: 130"
op=$(sed -n "s/.*'numbers operation \(purchase_.*\)' looks.*/\1/p" buys.err)
like "$err" "^numbers: $op goes on there: 'numbers operation $op' looks" \
	"Ctrl-C: says how to look again"
run numbers
is "$status" 1 "not bought yet"
like "$err" "a purchase of \\+1.* was not seen to its end: .*$op' looks" \
	"the next numbers tells of it"
run numbers operation "$op" --json
is "$status $(field .status)" "0 succeeded" "it went on"
run numbers --json
is "$(rows)" 1 "it was bought"
unlike "$err" 'purchase' "and there is nothing more to tell"
is "$(cat "$journal")" "" "nor to remember"
number=$(field .number)

run numbers --timeout 500ms update "$number" --calling inbound
is "$status $out" "124 " "--timeout: 124"
op=$(sed -n "s/.*'numbers operation \(.*\)' looks.*/\1/p" run.err)
run numbers operation "$op" --json
is "$status $(field '.kind + " " + .status')" "0 update succeeded" \
	"--timeout: it goes on, too"
run numbers show "$number" --json
is "$(field .calling)" inbound "and does what it should"
run numbers release "$number" --yes --no-wait
is "$status" 0 "release --no-wait"
run numbers operation "$out" --json
is "$(field '.kind + " " + .status')" "release succeeded" "release: waited for"
run numbers
is "$status" 1 "released"

found US --type geographic
run numbers buy "$search" --yes --no-wait
is "$status" 0 "buy --no-wait"
like "$(cat "$journal")" "\"operation\":\"$out\"" "buy --no-wait: is noted down"
run numbers operation "$out" --json
is "$(field .status)" succeeded "buy --no-wait: waited for"
is "$(cat "$journal")" "" "and struck out"
stop sim

# An operation that fails there
sell sim --fault 'purchase=PurchaseFailed,times=1' \
	--fault 'search=OutOfStock,times=1'
run numbers search US --type geographic
is "$status $out" "1 " "a search that fails"
like "$err" OutOfStock "with the carrier's code"
found US --type geographic
run numbers buy "$search" --yes
is "$status $out" "1 " "a purchase that fails"
like "$err" PurchaseFailed "with the carrier's code"
is "$(cat "$journal")" "" "its outcome is known"
stop sim

done_testing

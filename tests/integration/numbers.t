#!/bin/sh
# The life of a number, with nothing configured: searched for, bought, listed,
# changed, called from and called, and given back.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/numbers.sh"
need jq

run numbers
is "$status" 1 "no numbers yet: status 1"
is "$out" "" "and nothing on stdout"
is "$err" "numbers: no configuration: started the simulated carrier" \
	"a carrier was started, and it says so"

# Looked for, and not bought before somebody says so
found US --type geographic --area-code 206
is "$status" 0 "a number is found"
like "$number" '^\+1206555' "in the area that was asked for"
is "$(field '.schema, .currency, .calling, .sms' | tr '\n' ' ')" \
	"offhook.offer/1 USD both none " "what it is and can"
like "$out" '"cost":1\.00,' "what it costs"
like "$(field .expires)" '^20..-..-..T.*\+00:00$' "held until then"
like "$err" "'numbers buy $search' buys" "and how to buy it"
run numbers buy "$search"
is "$status" 30 "not bought without a yes"
is "$out" "" "nothing on stdout"
like "$err" 'nothing was done; --yes confirms' "and how to say it"
run numbers buy "$search" --no-input
is "$status" 30 "nor when nothing may be asked"
like "$err" "buy \\$number: 1.00 USD a month; with the 0 numbers you have" \
	"the price and the total are told"
run numbers
is "$status" 1 "nothing was bought"

run numbers buy "$search" --yes
is "$status" 0 "bought"
like "$out" "^\\$number +US +geographic +both +none +application +1.00 +USD" \
	"and shown"
run numbers buy "$search" --yes
is "$status" 1 "not twice"
first=$number
found US --type toll-free --sms both
run numbers buy "$search" --yes --json
is "$status $(field .number)" "0 $number" "another kind"
like "$out" '"sms":"both".*"cost":2\.00,' "with its own price"
like "$err" 'with the 1 number you have, 3.00 USD a month' \
	"the total counts what one has"
free=$number
found GB --type mobile --sms both --quantity 2
field '.numbers[]' >mobile
run numbers buy "$search" --yes --csv --columns number
is "$status" 0 "two at once"
is "$(tr -d '\r' <run.out)" "$(echo number; cat mobile)" "as CSV"

# Listed
run numbers
is "$(wc -l <run.out)" 5 "a heading and four rows"
is "$(head -n 1 run.out | tr -s ' ')" "NUMBER COUNTRY TYPE CALLING SMS \
ASSIGNMENT COST CURRENCY BOUGHT CARRIER" "the columns"
is "$(awk 'NR > 1 { print length }' run.out | sort -u | wc -l)" 1 \
	"all rows are of one width"
is "$(awk 'NR > 1 { print $1 }' run.out)" \
	"$(echo "$first"; echo "$free"; cat mobile)" "in the carrier's order"
run numbers list --csv
is "$(head -n 1 run.out | tr -d '\r')" \
	"number,country,type,calling,sms,assignment,cost,currency,bought,carrier" \
	"CSV: a heading"
is "$(sed -n 2p run.out | cut -d, -f 1-8,10 | tr -d '\r')" \
	"$first,US,geographic,both,none,application,1.00,USD,simulated" \
	"CSV: a row"
run numbers --json
is "$(rows)" 4 "JSON: a line each"
is "$(jq -r '.schema' run.out | sort -u)" offhook.number/1 "JSON: the schema"
like "$(field .bought)" '^20..-..-..T' "JSON: when it was bought"
run numbers --columns carrier,number
is "$(sed -n 2p run.out | tr -s ' ' | sed 's/ $//')" "simulated $first" \
	"--columns: these, in this order"
run numbers --sort cost --json --columns number,cost
is "$(field 'keys_unsorted | length')" 11 \
	"JSON has all columns, whatever --columns says"
is "$(jq -r .number run.out | tr '\n' ' ')" \
	"$first $free $(tr '\n' ' ' <mobile)" "--sort: the cheap ones first"
run numbers --sort number --json
is "$(jq -r .number run.out)" \
	"$(cat mobile - <<X | LC_ALL=C sort
$first
$free
X
)" "--sort: by number"

# kept FILTER NUMBER...: these the filter leaves
kept() {
	kept_by=$1
	shift
	# shellcheck disable=SC2086  # several words
	run numbers --json $kept_by
	is "$(jq -r .number run.out | tr '\n' ' ')" "$(printf '%s ' "$@")" \
		"list $kept_by"
}
kept '--country us' "$first" "$free"
kept '--type toll-free' "$free"
kept '--capability sms' "$free" "$(head -n 1 mobile)" "$(tail -n 1 mobile)"
kept '--capability outbound --country US' "$first" "$free"
run numbers --country SE
is "$status $out" "1 " "list --country SE: none"

# Shown and changed
run numbers show "$first"
is "$status" 0 "show"
like "$out" '^calling +both$' "show: a line for each thing"
run numbers update "$first" --calling inbound --json
is "$status $(field .calling)" "0 inbound" "update"
run numbers show "$first" --json
is "$(field '.calling + " " + .sms')" "inbound none" "and it stays so"
run dial --json --from "$first" +14255550104
is "$status" 30 "one that only takes calls calls nobody"
like "$(field .guard)" 'cannot make calls' "and that is said"
run numbers update "$first" --calling both
is "$status" 0 "and back"

# network: one that tells what it sees; what was bought is on its shelf
network() {
	start net pstn-sim --listen 127.0.0.1:0 --rest 127.0.0.1:0 --events \
		--state "$XDG_STATE_HOME/offhook/pstn-sim.json"
	wait_for 10 happened net ready
}

# The carrier is killed; whoever comes first starts the next one
network
signal net KILL
finish net 10
start one numbers --json
start two numbers --json
start three dial --json --from "$first" +14255550104
for n in one two; do
	finish $n 30
	is "$status" 0 "$n of three at once"
	is "$(rows)" 4 "$n: what was bought survives a kill -9"
done
finish three 30
is "$status" 0 "dial at the same time"
is "$(field .from)" "$first" "dial: from the bought number"

call held --max 30 --from "$first" +14255550105
wait_for 10 happened held answered
run numbers --json
is "$(rows)" 4 "numbers while a call is up"
like "$err" 'joined the simulated carrier' "they share a network"
signal held INT
over held

# Called from, and called
network
call out --max 1 --from "$first" +14255550105
over out
is "$status" 21 "a call from the number"
is "$(event net incoming .from)" "$first" "so sees the network"
start desk answer --once --events
wait_for 10 happened desk ready
run dial --json --max 1 "$first"
is "$status" 21 "a call to the number"
finish desk 10
is "$(field .direction)" in "arrives at answer"
is "$(field .disposition)" ANSWERED "and is answered"
is "$(event net incoming .number | tail -n 1)" "$first" "by its number"
run dial --json --from +12125550199 +14255550104
is "$status" 30 "a number of nobody's is not shown"
like "$(field .guard)" 'none of your numbers' "and why"
is "$(event net incoming .from | wc -l)" 2 "the network has seen no call"

# Given back
run numbers release "$first"
is "$status" 30 "not given back without a yes"
like "$err" 'nothing was done; --yes confirms' "and how to say it"
run numbers --json
is "$(rows)" 4 "still there"
# shellcheck disable=SC2046  # two words
for n in "$first" "$free" $(cat mobile); do
	run numbers release "$n" --yes
	is "$status" 0 "$n is given back"
done
run numbers release "$first" --yes
is "$status" 1 "not twice"
run numbers
is "$status $out" "1 " "none left: status 1, an empty stdout"
run numbers --csv
is "$status $out" "1 " "CSV: not even a heading"
run dial --json --from "$first" +14255550104
is "$status" 30 "what was given back is not shown any more"
run dial --max 1 "$first"
is "$status" 13 "and there is no such number"

stop net
done_testing

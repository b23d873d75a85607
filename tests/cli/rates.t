#!/bin/sh
# What rates prints, and what it refuses.
. "$OFFHOOK_TOP/tests/lib.sh"
need jq

export XDG_CONFIG_HOME="$PWD/config" XDG_DATA_HOME="$PWD/data"
header='Destination Name,Destination Type,Country,Prefix,Price / min'
kept=$XDG_DATA_HOME/offhook/rates.csv

# --- the sample
run rates +14255550100
is "$status" 0 "a number of the simulated network has a price"
like "$out" '^rate +0\.[0-9]+$' "its rate"
like "$out" '^prefix +1425$' "its row"
like "$out" '^source +sample$' "its source"
unlike "$out" '^(cost|date|from)' "and nothing that was not asked for"
run rates +442079460000 --seconds 30 --from +14255550199 --json
is "$(field '[.schema, .number, .prefix, .country, .type] | join(" ")')" \
	"offhook.rate/1 +442079460000 4420 GB landline" "the row in JSON"
is "$(field '[.from, .from_country, .seconds, .source, .date] | tojson')" \
	'["+14255550199","US",30,"sample",null]' "what was asked for"
is "$(field '(.rate - 2 * .cost) * 1000000 | round')" 0 \
	"30 s cost half a minute"
run rates +14255550100 +447700900123
is "$(echo "$out" | wc -l)" 3 "two numbers, and a heading"

# --- no price
run rates +882123456789
is "$status,$out" 1, "no published rate: status 1 and nothing on stdout"
like "$err" '^rates: \+882123456789: no published rate$' "said on stderr"
run rates +882123456789 +14255550100 --json
is "$status" 1 "one of two has a price: status 1"
is "$(field .number)" +14255550100 "and that one is printed"
run rates 112
is "$status,$out" 1, "an emergency number has none"
run rates show ZZ
is "$status,$out" 1, "a country without rows"

# --- wrong
run rates
is "$status" 64 "no number"
run rates --seconds 0 +14255550100
is "$status" 64 "no seconds"
run rates show
is "$status" 64 "no country"
run rates show GB --seconds 3
is "$status" 64 "seconds of a country"
run rates +14255550100 nonsense
is "$status,$out" 65, "no number: nothing is printed"
run rates --from nonsense +14255550100
is "$status,$out" 65, "nor for a caller who is none"
run rates show Britain
is "$status" 65 "no country code"

# --- import
printf '%s\n' "$header" 'A,mixed,US,1425,0.5' 'B,mobile,GB,447,1.000001' \
	>good.csv
run rates import good.csv
is "$status,$out" 0, "a good list is imported"
like "$err" '^rates: 2 prices are now in ' "and told"
ok "and kept as it is" cmp good.csv "$kept"
is "$(stat -c %a "$kept")" 600 "for its owner"
run rates +14255550100 --seconds 60 --json
is "$(field '[.rate, .cost, .line, .source] | tojson')" \
	"[0.5,0.5,2,\"$kept\"]" "it counts from now on"
is "$(field .date)" "$(date +%F)" "with its date"
like "$out" '"rate":0\.50,' "prices have two places at least"
run rates --json +447700900123
like "$out" '"rate":1\.000001,' "and all that they need"

# bad LINE TEXT: the list is refused, and names that line
bad() {
	printf "$2" >bad.csv
	run rates import bad.csv
	like "$status $err" "^65 rates: bad.csv:$1: " "line $1: $err"
}
bad 1 ''
bad 1 'a,b,c,d,e\n'
bad 3 "$header\nA,b,US,1425,0.1\nA,b,US,1426\n"
bad 4 "$header\n\nA,b,US,1425,0.1\nA,b,US,1425,0.2\n"
bad 2 "$header\nA,b,US,1425,-0.1\n"
bad 2 "$header\nA,b,US,+1425,0.1\n"
bad 2 "$header\nA,b,USA,1425,0.1\n"
bad 3 "$header\nA,b,US,1425,0.1\n\"B,b,US,1426,0.1\n"
ok "what was imported before remains" cmp good.csv "$kept"
is "$(ls "$XDG_DATA_HOME/offhook")" rates.csv "and nothing else lies there"

run rates import - <good.csv
is "$status" 0 "from the standard input"
run rates import none.csv
is "$status" 66 "a list that is not there"
run rates import .
is "$status" 66 "a folder"
XDG_DATA_HOME=/proc/none run rates import good.csv
is "$status" 73 "a place where it cannot be kept"

# --- configured
mkdir -p "$XDG_CONFIG_HOME/offhook"
conf=$XDG_CONFIG_HOME/offhook/offhook.conf
printf '%s\n' '[dial]' 'country = US' 'rates = own.csv' >"$conf"
sed 's/0\.5/0.25/' good.csv >"$XDG_CONFIG_HOME/offhook/own.csv"
run rates '(425) 555-0100' --json
is "$(field .rate)" 0.25 "the configured list counts, in its own folder"
run rates import good.csv
like "$status $err" '^rates: .*offhook.conf names another list' \
	"an import tells that it does not count"
rm "$XDG_CONFIG_HOME/offhook/own.csv"
run rates +14255550100
is "$status,$out" 66, "a configured list that is not there"
printf '%s\n' '[dial]' 'country = US' >"$conf"
rm "$kept"
run rates +14255550100
is "$status,$out" 66, "with a configuration there is no sample"
like "$err" "rates import FILE" "and a way to have a list is told"

done_testing

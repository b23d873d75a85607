#!/bin/sh
# Each verb of numbers: what it asks the carrier, what it shows of the answer,
# and what it would have asked.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/numbers.sh"
need jq

sell sim

# What is sold
run numbers countries --csv
is "$status" 0 "countries"
is "$(head -n 1 run.out | tr -d '\r')" country,name "countries: the columns"
like "$out" '^GB,United Kingdom' "countries: one of them"
run numbers countries --sort country --json
is "$(jq -r .country run.out)" "$(jq -r .country run.out | LC_ALL=C sort)" \
	"countries: sorted"
run numbers areas us --json
is "$status" 0 "areas, of all towns"
is "$(jq -r 'select(.area == "206") | .locality + ", " + .division' run.out)" \
	"Seattle, Washington" "areas: with town and state"
between "$(rows)" 10 20 "areas: of each town"
run numbers areas US --division WA --json
is "$(rows) $(field .area)" "1 206" "areas: of one state"
run numbers areas US --locality Denver --division CO --json
is "$(rows) $(field '.area + " " + .locality')" "1 303 Denver" \
	"areas: of one town"
run numbers areas US --locality Nowhere --division CO
is "$status $out" "1 " "areas: of no town"
run numbers areas US --type toll-free --csv --columns area
is "$(sed -n 2p run.out | tr -d '\r')" 800 "areas: toll-free"
run numbers offerings GB --json
is "$(jq -r 'select(.type == "mobile") | .calling + " " + .sms' run.out)" \
	"both both" "offerings: what mobile numbers can"
like "$out" '"type":"toll-free".*"cost":2\.00,"currency":"USD"' \
	"offerings: what toll-free ones cost"
run numbers offerings GB --type mobile --assignment application --json
is "$(rows)" 1 "offerings: only of this kind"
run numbers offerings ZZ
is "$status $out" "1 " "offerings: no such country"
run numbers search US --type mobile
is "$status" 1 "search: what is not sold"
like "$err" "see 'numbers offerings US'" "search: says where to look"
run numbers search US --type geographic --area-code 999
is "$status $out" "1 " "search: an area that has none"
like "$err" 'OutOfStock' "search: in the carrier's words, too"
found DE --type geographic --calling inbound --quantity 3
is "$(field '.numbers | length')" 3 "search: three"
is "$(field .calling)" inbound "search: that only take calls"

# A sample, and reservations
run numbers browse US --prefix 1206,+1415 --json
is "$status" 0 "browse"
is "$(jq -r '.number[0:5]' run.out | sort -u | tr '\n' ' ')" "+1206 +1415 " \
	"browse: with these prefixes"
is "$(jq -r .status run.out | sort -u)" available "browse: they can be had"
run numbers browse GB --type mobile --json
is "$(jq -r '.number[0:4]' run.out | sort -u)" +447 "browse: another kind"
one=+12065550141
two=+14155550142
three=+18005550143
run numbers reserve $one "+1 (415) 555-0142" --json
is "$status" 0 "reserve: formats are free"
is "$(jq -r '.number + " " + .status' run.out | sort | tr '\n' ' ')" \
	"$one reserved $two reserved " "reserve: both are"
id=$(field .reservation)
like "$err" "'numbers reservation buy $id' buys" "reserve: how to buy them"
run numbers browse US --prefix 1206555014 --json
is "$(jq -r "select(.number == \"$one\")" run.out)" "" \
	"what is reserved is not offered any more"
run numbers reserve $three --reservation "$id" --remove $one --json
is "$status $(field .reservation)" "0 $id" "reserve: add and remove"
run numbers reservation show "$id" --csv --columns number,type
is "$(tr -d '\r' <run.out | sed 1d | sort | tr '\n' ' ')" \
	"$two,geographic $three,toll-free " "reservation show"
run numbers reservation list --json
is "$(rows)" 1 "reservation list"
is "$(field '.reservation + " " + .status')" "$id active" \
	"reservation list: it is held"
run numbers reserve $two
is "$status" 1 "reserve: what is held cannot be had again"
like "$err" "\\$two cannot be had: nothing was reserved" "and says so"
run numbers reservation buy "$id"
is "$status" 30 "reservation buy: not without a yes"
run numbers reservation buy "$id" --yes --json
is "$status" 0 "reservation buy"
is "$(jq -r .number run.out | sort | tr '\n' ' ')" "$two $three " \
	"reservation buy: both"
run numbers --json
is "$(jq -r .number run.out | sort | tr '\n' ' ')" "$two $three " \
	"and they are ours"
run numbers reserve $one --json
id=$(field .reservation)
run numbers reservation cancel "$id"
is "$status $out" "0 " "reservation cancel"
run numbers reservation show "$id"
is "$status" 1 "it is gone"
run numbers browse US --prefix 12065550141 --json
is "$(field .number)" $one "and its number free"

# Look-up: free of formats; the operator costs money
run numbers lookup $one +44-20-7946-0000 --json
is "$status $(rows)" "0 2" "lookup: two"
is "$(head -n 1 run.out | jq -r .international)" "+1 206 555 0141" \
	"lookup: as it is written abroad"
is "$(field .number) $(field .operator)" "+442079460000 null" \
	"lookup: no operator"
unlike "$err" billed "lookup: nothing to pay"
run numbers lookup $one +442079460000 --operator --json
is "$status $(rows)" "0 2" "lookup --operator: one after the other"
is "$(field '.country + " " + .type')" "GB geographic" "lookup: what it is"
unlike "$(field .operator)" null "lookup: whose it is"
is "$(grep -c 'billed by the carrier' run.err)" 1 "lookup: says it is billed"

# What would have been sent: the request, no secret, and nothing was
secret=$(key sim)
found US --type geographic
cp sim.json before.json
had=$(requests sim)
# dry METHOD PATH BODY ARGUMENT...
dry() {
	dry_line="$1 $(endpoint sim)$2"
	dry_body=$3
	shift 3
	run numbers "$@" --dry-run
	is "$status" 0 "$* --dry-run"
	is "$(head -n 1 run.out | sed 's/?.*//')" "$dry_line" "$*: the request"
	like "$out" '^Authorization: HMAC-SHA256 .*Signature=\*\*\*$' \
		"$*: its signature is masked"
	unlike "$out$err" "$(printf %s "$secret" | sed 's/[+/=]/./g')" \
		"$*: its key is not there"
	is "$(sed '1,/^$/d' run.out | jq -c . 2>&1)" "$dry_body" "$*: its body"
}
market=/availablePhoneNumbers
dry GET /phoneNumbers "" list
dry GET "/phoneNumbers/%2B14155550142" "" show $two
dry GET $market/countries "" countries
dry GET $market/countries/US/localities "" areas US
dry GET $market/countries/US/offerings "" offerings US
dry POST $market/countries/US/:search '{"phoneNumberType":"tollFree",'\
'"assignmentType":"application","capabilities":{"calling":'\
'"inbound+outbound","sms":"outbound"},"quantity":2}' \
	search US --type toll-free --sms outbound --quantity 2
dry POST $market/:purchase "{\"searchId\":\"$search\"}" buy "$search" --yes
dry PATCH "/phoneNumbers/%2B14155550142/capabilities" '{"sms":"none"}' \
	update $two --sms none
dry DELETE "/phoneNumbers/%2B14155550142" "" release $two --yes
dry POST $market/countries/US/:browse '{"phoneNumberType":"geographic",'\
'"phoneNumberPrefixes":["1206"]}' browse US --prefix 1206
dry POST $market/countries/US/:browse '{"phoneNumberType":"geographic",'\
'"phoneNumberPrefixes":["12065550141"]}' reserve $one
dry GET $market/reservations "" reservation list
dry GET $market/reservations/x "" reservation show x
dry POST $market/reservations/x/:purchase '{}' reservation buy x --yes
dry DELETE $market/reservations/x "" reservation cancel x
dry POST /operatorInformation/:search '{"options":'\
'{"includeAdditionalOperatorDetails":true},"phoneNumbers":["+12065550141"]}' \
	lookup $one --operator
dry GET /phoneNumbers/operations/x "" operation x
dry DELETE /phoneNumbers/operations/x "" operation x --cancel
is "$(requests sim)" "$had" "the carrier has heard nothing of all this"
ok "and has changed nothing" cmp sim.json before.json

stop sim
done_testing

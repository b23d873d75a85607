#!/bin/sh
# What route explains, lists and checks, and what it refuses.
. "$OFFHOOK_TOP/tests/lib.sh"
need jq

cat >conf <<-'END'
	[dial]
	country = US
	[trunk a]
	server = h
	prefix = 9
	number_format = national
	caller_id = +14255550199
	[trunk b]
	server = h
	[route uk]
	pattern = ^\+44
	trunks = b
	[route us]
	pattern = ^\+1\d{10}$
	trunks = b a
	[route seattle]
	pattern = ^\+1(425|206)(\d{7})$
	trunks = a b
	[route gb]
	pattern = ^\+44
	trunks = a
	[route no-plus]
	pattern = ^49
	trunks = a
	[route nothing]
	pattern = ^\+1a
	trunks = a
	[route short]
	pattern = ^1?1$
	trunks = a
	[route service]
	pattern = ^1411$
	trunks = a
END

# --- a number
run route --config conf '(425) 555-0100'
is "$status" 0 "a number that may be called"
like "$out" '^\+14255550100$' "in E.164 form"
like "$out" '^  country +US, United States$' "its country"
like "$out" '^  emergency +no$' "no emergency"
like "$out" '^  route +us \(conf:13\): \^' "the route that takes it"
like "$out" '^  before +uk \(conf:10\): no match behind \+$' "why not before"
like "$out" '^  behind +seattle \(conf:16\): matches, too$' "who would, too"
like "$out" '^  1\. trunk +b: calls \+14255550100 as offhook$' "by the first"
like "$out" '^  2\. trunk +a: calls 94255550100 as 4255550199$' "and the next"
like "$out" '^  verdict +allowed$' "allowed"
run route --config conf --json +14255550100
is "$(field '[.schema, .to, .country, .route, .allowed] | join(" ")')" \
	"offhook.route/1 +14255550100 US us true" "the same in JSON"
is "$(field '.routes | map("\(.name) \(.matches) \(.taken)")[:3] |
	join(", ")')" "uk false false, us true true, seattle true false" \
	"all routes"
is "$(field '.trunks | map("\(.name) \(.to_rewritten)") | join(", ")')" \
	"b +14255550100, a 94255550100" "all trunks"
run route --config conf --trunk a --from +14255550199 +14255550100
is "$status" 0 "a trunk that is named"
like "$out" '^  route +not asked, because of --trunk$' "asks no route"
run route --config conf --from +12125550100 +14255550100
is "$status" 30 "somebody else's caller ID"
like "$out" '^  verdict +refused: ' "is refused"

# --- what must not be called
run route --config conf +19005550100
is "$status" 30 "a premium number"
like "$out" 'refused: premium-rate range \+1900: set allow_premium' "says how"
run route --config conf 11
is "$status" 30 "a 9 in front makes an emergency number of it"
like "$out" '^  1\. trunk +a: calls 911 .*refused: 911 is an emergency' \
	"which the trunk would dial"
run route --config conf 911
is "$status" 30 "an emergency number, with a route or without"
like "$out" '^  emergency +yes$' "is known as one"

# --- no way
run route --config conf +4930123456
is "$status" 78 "a number that no route matches"
like "$out" '^ +uk \(conf:10\): no match behind \+4$' "why not"
like "$err" 'no route matches \+4930123456: add a \[route' "and what to do"
run route --config conf --json sip:alice@h
is "$status" 78 "a SIP URI, and no default trunk"
is "$(field .reason)" "not asked for a SIP URI" "asks no route"
run route --config conf nonsense
is "$status,$out" 65, "not a number"
run route --config conf +14255550100 nonsense +442079460000
is "$status" 65 "one of several is none"
is "$(echo "$out" | grep -c '^+')" 2 "the others are explained"

# --- list and check
run route list --config conf --json
is "$(printf '%s\n' "$out" | jq -r '[.position, .name, .trunks[0]] | join(" ")' |
	head -n 2 | tr '\n' ,)" "1 uk b,2 us b," "the routes in their order"
run route check --config conf
is "$status" 1 "findings: 1"
like "$out" '^conf:16: route seattle: not reached by .*us \(line 13\) takes' \
	"what an earlier one takes"
like "$out" '^conf:19: route gb: never reached: uk \(line 10\) has the same' \
	"the same pattern again"
like "$out" '^conf:22: route no-plus: matches 49[0-9]*, but no number with' \
	"a plus that is missing"
like "$out" '^conf:25: route nothing: its pattern seems to match no number' \
	"a pattern for nothing"
is "$(echo "$out" | wc -l)" 4 "and no more"
sed '/seattle/,/^\[route short/{/^\[route short/!d;}' conf >good
run route check --config good
is "$status$out" 0 "none: 0"
like "$err" '4 routes, each of them reached' "said on stderr"
run route list --config none
is "$status,$out" 1, "no routes to list"

# --- patterns that backtrack
{
	printf '[trunk a]\nserver = h\n'
	i=0
	while [ $((i += 1)) -le 400 ]; do
		printf '[route r%s]\npattern = %s%s$\ntrunks = a\n' "$i" \
			'^\+([0-9]|[0-9][0-9])*([0-9]+)*([0-9]*)*x' "$i"
	done
} >slow
start slow route check --config slow
sleep 1
signal slow TERM
finish slow 20
is "$status" 143 "a long check can be ended"

# --- wrong
printf '[trunk a]\nserver = h\n[route r]\npattern = ^+1\ntrunks = b\n' >bad
run route check --config bad
is "$status" 78 "a faulty configuration"
like "$err" 'bad:4: .*at offset 1, .\+1.: ' "a pattern that is none, and where"
like "$err" 'bad:5: .*there is no \[trunk b\]' "a trunk that is none"
run route --config conf
is "$status" 64 "no number"
run route check more --config conf
is "$status" 64 "check takes no more words"
run route list --from +1 --config conf
is "$status" 64 "nor has list a caller ID"

done_testing

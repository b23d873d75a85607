#!/bin/sh
# One simulator, two clients: what one buys the other lists.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/interop/lib.sh"

serve || exit 1
export OFFHOOK_CONNECTION_STRING="$connection"

# theirs [VERB [NUMBER]]: the rows that the SDK sees, after it did so
theirs() {
	node owned.mjs "$connection" "$@"
}

# ours: the same rows as `numbers` sees them
ours() {
	numbers list --json | jq -r '[.number, .country, .type, .assignment,
		.calling, .sms, .cost, .currency, .bought[:19]] | join(" ")'
}

# ours_buys [OPTION]...: search and buy; prints the number
ours_buys() {
	offer=$(numbers search "$@" --json | jq -r .search)
	numbers buy "$offer" --agree-not-resell --yes --json | jq -r .number
}

run theirs
is "$status:$out" 0: "the SDK: nothing is owned"
run numbers list --json
is "$status:$out" 1: "numbers: nothing is owned"

free=$(ours_buys US --type toll-free --calling both --sms both)
french=$(ours_buys FR --type mobile --calling outbound --sms none)
rows=$(theirs)
like "$rows" "^\\$free US toll-free application both both 2 USD " \
	"the SDK lists a toll-free number that numbers bought"
is "$(ours)" "$rows" "numbers lists the same"

rows=$(theirs buy)
is "$(echo "$rows" | wc -l)" 3 "the SDK buys one more"
is "$(ours)" "$rows" "numbers lists it"

run numbers show "$(echo "$rows" | tail -n 1 | cut -d ' ' -f 1)" --json
is "$(field .calling)" both "numbers shows what the SDK bought"

rows=$(theirs hush "$free")
like "$rows" "^\\$free .* outbound both " "the SDK changes its capabilities"
is "$(ours)" "$rows" "numbers sees it"

run numbers release "$free" --yes
is "$status" 0 "numbers releases it"
rows=$(theirs)
unlike "$rows" "^\\$free " "the SDK does not see it any more"
is "$(ours)" "$rows" "nor does numbers"

theirs release "$french" >/dev/null
run numbers show "$french"
is "$status" 1 "what the SDK released numbers does not find"

stop sim
is "$status" 143 "the simulator was there to its end"
done_testing

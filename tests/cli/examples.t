#!/bin/sh
# The configurations under scripts/examples have no faults, and lead numbers
# where their comments say.
. "$OFFHOOK_TOP/tests/lib.sh"
need jq

examples=$OFFHOOK_TOP/scripts/examples/direct-routing
export CARRIER_PASSWORD=secret

# ways FILE NUMBER: "route trunk:number<caller ...", as the first is tried
ways() {
	run route --config "$examples/$1" --quiet --json "$2"
	field '"\(.route) " + (.trunks |
		map("\(.name):\(.to_rewritten)<\(.from)") | join(" "))'
}

n=0
for conf in "$examples"/*.conf; do
	n=$((n + 1))
	run offhook check --config "$conf"
	is "$status" 0 "$(basename "$conf") has no faults"
	run route check --config "$conf"
	is "$status$out" 0 "and each of its routes is reached"
done
is "$n" 4 "four configurations"

is "$(ways one-carrier.conf '(425) 555-0100')" \
	"home carrier:14255550100<14255550199" "a number at home"
run route --config "$examples/one-carrier.conf" +442079460000
is "$status" 78 "nothing abroad"
like "$err" 'no route matches \+442079460000' "saying so"

is "$(ways two-sbcs.conf +14255550100)" "local gateway:94255550100<4255550199 \
sbc1:+14255550100<+14255550199 sbc2:+14255550100<+14255550199" \
	"by the gateway, then by both"
is "$(ways two-sbcs.conf +12125550100)" "home sbc1:+12125550100<+14255550199 \
sbc2:+12125550100<+14255550199" "by both"
is "$(ways two-sbcs.conf +442079460000 | tr ' ' '\n' | sort | tr '\n' ' ')" \
	"abroad sbc1:+442079460000<+14255550177 \
sbc2:+442079460000<+14255550177 " "abroad as the switchboard"

is "$(ways mixed.conf +442079460000)" \
	"office office:00442079460000<00442079460001" "by the office"
is "$(ways mixed.conf +14255550100 | sed 's/<.*//')" \
	"null cloud:+14255550100" "all others by the managed carrier"
# inbound NUMBER TRUNK: which one means the call, and whom it calls
inbound() {
	run route --config "$examples/box.conf" --json --inbound "$1" \
		--trunk "$2"
	field '"\(.inbound) \(.forward)"'
}
is "$(inbound +14255550123 sbc)" "extensions +14255550123" "in by the box"
is "$(inbound +14255550911 sbc)" "pager sip:oncall@192.0.2.30" "to a pager"
is "$(inbound '(206) 555-0100' pbx)" "out +12065550100" "and out"
is "$(inbound +12065550100 sbc)" "rest null" "but not through"

run dial --config "$examples/mixed.conf" --play /dev/null +14255550110
is "$status" 66 "no prompt, no call"
run dial --config "$examples/mixed.conf" --quiet +14255550110
is "$status" 10 "which carries calls"

menu=$OFFHOOK_TOP/scripts/examples/menu/office.menu
run offhook check "$menu"
is "$status" 0 "the menu has no faults"
unlike "$err" warning "and no warnings"
sed -n '/^\[menu main/,$p' "$menu" >there
sed -n '/^\[menu main/,/^\.Ed/p' "$OFFHOOK_TOP/man/offhook-menu.5" |
	sed '$d' >here
run cmp here there
is "$status" 0 "it is that of the manual"

done_testing

#!/bin/sh
# More numbers than a page holds: all are listed, in order, while they arrive.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/numbers.sh"
need jq

# tcp_waits: somebody has connected to the carrier that is stopped
tcp_waits() {
	grep -q "$(printf ':%04X .* 01 ' "$(endpoint sim | sed 's/.*://')")" \
		/proc/net/tcp
}

many=12345
last=+12062012344
owned $many >sim.json
sell sim

run numbers --csv --columns number
is "$status" 0 "list"
is "$(sed 1d run.out | grep -c '^+1206')" $many "all of them"
ok "in the carrier's order" sh -c 'sed 1d run.out | LC_ALL=C sort -c'
is "$(tail -n 1 run.out | tr -d '\r')" $last "to the last one"
is "$(requests sim 'GET /phoneNumbers')" 124 "a page for each 100"
run dial --dry-run --json --from $last +14255550105
is "$(field .allowed)" true "dial knows the last one"
run dial --dry-run --json --from +12062012345 +14255550105
is "$(field .allowed)" false "and no other"

# One that leaves early leaves the list of before in place
stop sim
owned 200 >sim.json
sell sim
run sh -c 'numbers --json | head -n 1 | jq -r .number'
is "$out" +12062000000 "the first row comes before the last is there"
connection sim >connection
chmod 600 connection
printf '[carrier simulated]\ntype = sim\nconnection_file = connection\n' \
	>carrier.conf
signal sim STOP
start list numbers --config carrier.conf -vv
wait_for 5 tcp_waits
signal list TERM
finish list 10
is "$status" 143 "SIGTERM while it waits for a page"
signal sim CONT
run numbers --sort number --json
is "$(rows)" 200 "sorted: all"
run dial --dry-run --json --from $last +14255550105
is "$(field .allowed)" false "the new list counts"

stop sim
done_testing

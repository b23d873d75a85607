#!/bin/sh
# Trunks that are cut off while a call is set up or under way. Each lives in
# a network namespace of its own, at the other end of a wire to ours.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/certs.sh"
PATH=$PATH:/usr/sbin:/sbin
[ "$(id -u)" = 0 ] || skip_all "network namespaces need root"
need ip ss jq openssl

ns=oh-cut-$$
nets=
cut_end() {
	tap_end
	for net in us $nets; do
		ip netns del "$ns-$net" 2>/dev/null
	done
}
trap cut_end EXIT
ip netns add "$ns-us" 2>net.log || skip_all "no namespaces: $(cat net.log)"

# network NAME N: a simulated one at 10.99.N.2; we are 10.99.N.1. Whom we
# send to is known for ever, so that a cut wire is silent.
network() {
	nets="$nets $1"
	ip netns add "$ns-$1" &&
		ip link add "to-$1" netns "$ns-us" type veth \
			peer name wire netns "$ns-$1" &&
		ip -n "$ns-us" addr add "10.99.$2.1/24" dev "to-$1" &&
		ip -n "$ns-$1" addr add "10.99.$2.2/24" dev wire &&
		wire "$1" up &&
		ip -n "$ns-us" link set "to-$1" up &&
		ip -n "$ns-us" neigh replace "10.99.$2.2" dev "to-$1" \
			nud permanent lladdr "$(ip -n "$ns-$1" -j link show \
			dev wire | jq -r '.[].address')" || return
	start "net_$1" ip netns exec "$ns-$1" pstn-sim --events \
		--listen "10.99.$2.2:5060" --tls "10.99.$2.2:5061" \
		--cert good.pem --numbers plan
	wait_for 10 happened "net_$1" ready
	printf '[trunk %s]\nserver = 10.99.%s.2\nreply_timeout = 1\n' "$1" \
		"$2" >>conf
	printf '[trunk %s-tls]\nserver = 10.99.%s.2\ntransport = tls\n' \
		"$1" "$2" >>conf
	printf 'reply_timeout = 1\ntls_ca = ca.crt\ntls_name = sim.example\n' \
		>>conf
}

# wire NAME up|down
wire() {
	ip -n "$ns-$1" link set wire "$2"
}

# calling NAME ROUTE-OR-TRUNK OPTION...: in the background
calling() {
	call_name=$1
	call_by=$2
	shift 2
	sed "s/@TRUNKS@/$call_by/" conf >"$call_name.conf"
	start "$call_name" ip netns exec "$ns-us" dial --events --trace \
		--config "$call_name.conf" "$@"
}

# tried NAME: its end; sets what finish sets, and tries: what came of each
tried() {
	finish "$1" 45
	tries=$(field '.tries | map("\(.trunk) \(.cause)") | join(", ")')
	took=$(since "$(when "$1" dialing)" "$(when "$1" ended)")
}

certificates
cat >plan <<-'END'
	+14255550170  ring
	+14255550171  trying
	+14255550172  answer, tone 1004/60s
END
cat >conf <<-'END'
	[dial]
	country = US
	silence = 3s
	[route all]
	pattern = ^\+1
	trunks = @TRUNKS@
END
ok "a healthy network" network good 1
ok "one whose wire is cut" network gone 2
ok "one that is cut off in mid-setup" network early 3
ok "one that is cut off in mid-call" network late 4
ok "one that comes back" network back 5
ok "one whose connections break" network torn 6
ok "one whose wire we pull out here" network pulled 7
ok "one that calls us" network caller 8

# --- in mid-call
calling lost     late     +14255550172
calling lost_tls late-tls +14255550172
calling back     back     +14255550172
calling torn     torn-tls --max 4 +14255550172
calling pulled   pulled   +14255550172
sed 's/@TRUNKS@/good/' conf >desk.conf
start desk ip netns exec "$ns-us" answer --config desk.conf --json \
	--from-anyone --listen sip:10.99.8.1:5060
wait_for 10 grep -q 'ready: ' desk.err

# calls_us NAME SECONDS
calls_us() {
	start "$1" ip netns exec "$ns-caller" pstn-sim call --json \
		--from +14255550160 --for "$2" sip:+14255550155@10.99.8.1:5060
}
calls_us in_cut 20
for name in lost lost_tls back torn pulled; do
	ok "$name: the call is up" wait_for 10 happened $name answered
done

# --- in mid-setup
calling rung   "early good" --ring 4 +14255550170
calling trying "early good" --ring 4 +14255550171
wait_for 10 happened rung ringing
wait_for 10 grep -q '100 Trying' trying.err

for net in gone early late back caller; do
	wire $net down
done
ip netns exec "$ns-us" ss -K -n -t dst 10.99.6.2 >ss.log
ip -n "$ns-us" link set to-pulled down

calling silent "gone good"         --max 1 +14255550172
calling tls    "gone-tls good-tls" --max 1 +14255550172
calling local  "pulled good"       --max 1 +14255550172
calling alone  gone                --ring 4 +14255550172

# A BYE is not repeated for long: the process would not end.
wait_for 15 grep -q 'BYE' back.err
wire back up

tried silent
is "$tries" "gone network, good max-duration" \
	"who is cut off is left for the next trunk"
between "$(since "$(when silent dialing)" "$(when silent answered)")" 0.9 3 \
	"after reply_timeout"
tried tls
is "$tries" "gone-tls network, good-tls max-duration" "by TLS, too"
between "$(since "$(when tls dialing)" "$(when tls answered)")" 0 3 \
	"as soon"
tried local
is "$tries" "pulled network, good max-duration" "no way there: the next one"
between "$(since "$(when local dialing)" "$(when local answered)")" 0 0.8 \
	"at once"
tried alone
is "$status $tries" "32 gone network" "no other trunk: 32"
between "$took" 3.9 8 "in the time that it may ring"
tried rung
is "$status $tries" "11 early no-answer" "cut off while it rang: no answer"
between "$took" 3.9 8 "in the same time"
tried trying
is "$status $tries" "32 early network" "cut off after 100 Trying: 32"
between "$took" 3.9 8 "in the same time"

tried back
is "$status $tries" "20 back no-media" "silence ends a call"
like "$err" '200 OK \(BYE\)' "BYE is said until the network is back"
for name in lost lost_tls pulled; do
	tried $name
	is "$status $(field .cause)" "20 no-media" "$name: silence ends it"
	between "$took" 3 8 "in time"
done
like "$(cat ss.log)" 10.99.6.2:5061 "a connection was broken"
tried torn
is "$status $tries" "21 torn-tls max-duration" \
	"which does not end the call"
like "$err" '200 OK \(BYE\)' "BYE goes over a new one"

ok "who was called notices, too" wait_for 10 test -s desk.out
is "$(jq -r '"\(.cause) \(.exit_code)"' desk.out)" "no-media 20" "by silence"
wire caller up
calls_us in_again 1
finish in_again 20
is "$status" 0 "and takes the next call"
finish in_cut 40
stop desk
is "$status" 143 "and ends"

for net in $nets; do
	stop "net_$net"
done
is "$(ip netns pids "$ns-us")" "" "nothing is left running"
done_testing

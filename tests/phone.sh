# The process that holds a person's calls, for tests in sh. Source it after
# call.sh; phone.conf and the network's $port are the test's.

. "$OFFHOOK_TOP/tests/network.sh"

# phone NAME OPTIONS...: one that speaks; sets socket
phone() {
	phone_name=$1
	shift
	start "$phone_name" phoned --config ./phone.conf --events "$@"
	wait_for 10 grep -q 'ready: call' "$phone_name.err"
	eval "socket=\$XDG_RUNTIME_DIR/offhook/ctl/\$${phone_name}_pid"
}

# client NAME: a connection that stays; what is written with say NAME goes
# there, what comes is in NAME.out
client() {
	mkfifo "$1.in"
	: >"$1.out"
	socat -t 1 - "UNIX-CONNECT:$socket" <"$1.in" >"$1.out" 2>"$1.err" &
	eval "$1_pid=$!"
	tap_started="$tap_started $1"
	case $1 in
	one) exec 8>"$1.in" ;;
	two) exec 9>"$1.in" ;;
	esac
	wait_for 5 grep -q '"schema"' "$1.out"
}

say() {
	case $1 in
	one) echo "$2" >&8 ;;
	two) echo "$2" >&9 ;;
	esac
}

# hang NAME: closes that connection
hang() {
	case $1 in
	one) exec 8>&- ;;
	two) exec 9>&- ;;
	esac
}

# ask NAME JSON: its reply, in reply
ask() {
	asked=$(date +%s%N)
	say "$1" "$(echo "$2" | jq -c --arg id "$asked" '. + {id: $id}')"
	wait_for 15 grep -q "\"id\":\"$asked\"}" "$1.out" || :
	reply=$(grep "\"id\":\"$asked\"}" "$1.out")
}

# of FILTER: of the last reply
of() {
	printf '%s\n' "$reply" | jq -r "$1"
}

# calls: how they stand, "NUMBER STATE TALKING" each, sorted
calls() {
	ask one '{"do":"list"}'
	of '.calls[] | (if .direction == "in" then .from else .to end) + " " +
		.state + " " + (.talking | tostring)' | sort | tr '\n' ';'
}

stand() {
	[ "$(calls)" = "$1" ]
}

# become WANT TEXT: they stand so before long
become() {
	wait_for 10 stand "$1" || :
	is "$(calls)" "$1" "$2"
}

# caller NAME NUMBER: rings us, for a while after the answer
caller() {
	start "$1" pstn-sim call "sip:+14255550150@127.0.0.1:$port" --from "$2" --for 20s
}

# ringing NUMBER: the id of the call from there, in id
ringing() {
	is_there() {
		ask one '{"do":"list"}'
		id=$(of ".calls[] | select(.from == \"$1\") | .call")
		[ -n "$id" ]
	}
	wait_for 10 is_there "$1"
}

# handset_is STATE
handset_is() {
	ask one '{"do":"status"}'
	[ "$(of .handset_state)" = "$1" ]
}

# taped NAME SECONDS: both sides of the call $id into NAME. While it is joined
# with another, nobody else can wait for its keys
taped() {
	ask one "{\"do\":\"record-call\",\"call\":\"$id\",\"action\":\"start\",
		\"path\":\"$PWD/$1\"}"
	ask one "{\"do\":\"wait\",\"call\":\"$id\",\"for\":\"end\",
		\"timeout\":$2}"
	ask one "{\"do\":\"record-call\",\"call\":\"$id\",\"action\":\"stop\"}"
}

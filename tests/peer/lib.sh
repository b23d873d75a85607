# Peers that nobody here wrote. Source it after tests/lib.sh.

peer_dir=$OFFHOOK_TOP/tests/peer

# free_ports: the first of ten ports that nobody uses now. They lie below
# those that the kernel gives away; who loses a race for one tries again.
free_ports() {
	for peer_try in 1 2 3 4 5 6 7 8 9; do
		peer_n=$(od -An -N2 -tu2 /dev/urandom)
		peer_n=$((10000 + peer_n % 2200 * 10))
		peer_hex=$(printf '%03X' $((peer_n / 16)))
		cat /proc/net/udp /proc/net/tcp | awk -v first="$peer_n" '
		function digit(c) { return index("0123456789ABCDEF", c) - 1 }
		split($2, at, ":") == 2 {
			n = 0
			for (i = 1; i <= 4; i++)
				n = n * 16 + digit(substr(at[2], i, 1))
			used += n >= first && n < first + 10
		}
		END { exit used > 0 }' && break
	done
	echo "$peer_n"
}

# bound PROTOCOL PORT: somebody takes what comes to it; a connection that is
# over and still remembered there is not that
bound() {
	grep -q ":$(printf '%04X' "$2") 0*:0000 0[7A] " "/proc/net/$1"
}

# peer_sipp NAME PORT [OPTION]...: SIPp with the scenario on stdin; one call
peer_sipp() {
	peer_file=$1
	peer_port=$2
	shift 2
	awk -v name="$peer_file" -f "$peer_dir/scenario.awk" \
		>"$peer_file.xml" || return
	start "$peer_file" sipp -sf "$peer_file.xml" -i 127.0.0.1 \
		-p "$peer_port" -mp $((peer_port + 2)) \
		-cp $((peer_port + 8)) -m 1 -nostdin \
		-default_behaviors none,abortunexp -recv_timeout 8000 \
		-timeout 30 -timeout_error \
		-trace_err -error_file "$peer_file.log" \
		-trace_msg -message_file "$peer_file.msg" "$@"
}

# uas NAME [OPTION]...: SIPp as a server that takes one call; sets port, and
# writes trunk.conf that leads there
uas() {
	peer_name=$1
	shift
	cat >"$peer_name.in"
	peer_proto=udp
	[ "${1-}" != -t ] || peer_proto=tcp
	for peer_again in 1 2 3; do
		port=$(free_ports)
		peer_sipp "$peer_name" "$port" "$@" <"$peer_name.in"
		eval "peer_pid=\$${peer_name}_pid"
		wait_for 5 peer_up
		tap_is_over "$peer_pid" || break
	done
	trunk server=127.0.0.1 "port=$port"
}

peer_up() {
	tap_is_over "$peer_pid" || bound "$peer_proto" "$port"
}

# trunk KEY=VALUE...: a configuration whose one trunk has these
trunk() {
	{
		printf '[dial]\ntrunk = peer\ncountry = us\n\n[trunk peer]\n'
		printf '%s\n' "$@" | sed 's/=/ = /'
	} >trunk.conf
}

# call [OPTION]...: dial somebody by trunk.conf; sets what run sets
call() {
	run dial --config trunk.conf --json --timeout 20 --trace \
		+14255550100 "$@"
}

# answering NAME [OPTION]...: answer in the background; sets port
answering() {
	peer_name=$1
	shift
	start "$peer_name" answer --listen "${listen:-sip:127.0.0.1:0}" \
		--json --trace "$@"
	wait_for 5 grep -q 'ready: ' "$peer_name.err"
	port=$(sed -n 's/.*ready: .*:\([0-9]*\).*/\1/p' "$peer_name.err")
}

# result NAME FILTER: of the last line it has printed, by jq
result() {
	tail -n 1 "$1.out" | jq -r "$2"
}

# caller NAME [OPTION]...: SIPp places a call to port by the scenario on stdin
caller() {
	peer_name=$1
	shift
	peer_sipp "$peer_name" "$(free_ports)" "$@" "127.0.0.1:$port"
}

# uac [OPTION]...: the same, to its end; sets status
uac() {
	caller uac "$@"
	finish uac 60
	[ "$status" = 0 ] || sed 's/^/# /' uac.log >&2
}

# obeyed NAME TEXT: the call went as the scenario of this SIPp says
obeyed() {
	finish "$1" 20
	[ "$status" = 0 ] || sed 's/^/# /' "$1.log" >&2
	is "$status" 0 "$2"
}

# Asterisk as a peer. Source it after tests/peer/lib.sh and tests/certs.sh.
#
# ASTERISK_ROOT is a Debian with Asterisk, as scripts/interop makes it. Each
# test has an Asterisk of its own there, in a folder of its own.

# asterisk_up: Asterisk with the endpoints of pjsip.conf, which knows of the
# network at $beyond, if there is one. Sets port; TLS is the next one.
asterisk_up() {
	[ "$(id -u)" = 0 ] || skip_all "chroot needs root"
	[ -x "${ASTERISK_ROOT:-}/usr/sbin/asterisk" ] ||
		skip_all "no Asterisk: make interop"
	need jq openssl
	ast_dir=/srv/$(basename "$(mktemp -d "$ASTERISK_ROOT/srv/XXXXXX")")
	ast=$ASTERISK_ROOT$ast_dir
	trap 'tap_end; rm -rf "$ast"' EXIT
	certificates && certificate asterisk 127.0.0.1 || return
	wavtool make-tone ours.wav 600 2 8000
	wavtool make-tone theirs.wav 850 3 8000
	cp asterisk.crt asterisk.key ca.crt theirs.wav "$ast/"
	for ast_try in 1 2 3; do
		port=$(free_ports)
		asterisk_write
		start asterisk chroot --userspec=asterisk:asterisk \
			"$ASTERISK_ROOT" asterisk -f -C "$ast_dir/asterisk.conf"
		wait_for 20 asterisk_ready
		tap_is_over "$asterisk_pid" || break
	done
	ok "Asterisk is up" asterisk_ready
}

asterisk_write() {
	ast_lib=$(dirname "$ASTERISK_ROOT"/usr/lib/*/asterisk/modules)
	for ast_file in "$OFFHOOK_TOP"/tests/asterisk/*.conf; do
		sed -e "s|@DIR@|$ast_dir|g; s|@PORT@|$port|" \
			-e "s|@TLS@|$((port + 1))|" \
			-e "s|@RTP@|$((port + 2))|; s|@RTPEND@|$((port + 9))|" \
			-e "s|@LIB@|${ast_lib#"$ASTERISK_ROOT"}|" \
			-e "s|@BEYOND@|${beyond:-127.0.0.1:9}|g" \
			"$ast_file" >"$ast/${ast_file##*/}"
	done
	chroot "$ASTERISK_ROOT" chown -R asterisk:asterisk "$ast_dir"
}

asterisk_ready() {
	tap_is_over "$asterisk_pid" && return
	asterisk_do core waitfullybooted | grep -q 'fully booted'
}

# asterisk_do WORD...: a command to it
asterisk_do() {
	timeout 20 chroot --userspec=asterisk:asterisk "$ASTERISK_ROOT" \
		asterisk -C "$ast_dir/asterisk.conf" -rx "$*"
}

# asterisk_said REGEX: a line of its log
asterisk_said() {
	grep -Eq -- "$1" "$ast/said"
}

# asterisk_calls ENDPOINT EXTENSION [URI-PARAMETER]: whoever answers at port
# $door is called, and then does EXTENSION
asterisk_calls() {
	asterisk_do channel originate \
		"PJSIP/$1/sip:+14255550155@127.0.0.1:$door${3-}" \
		extension "$2@offhook" >&2
}

# asterisk_idle: it has no call left
asterisk_idle() {
	asterisk_do core show channels count | grep -q '^0 active calls'
}

# asterisk_down
asterisk_down() {
	ok "no call is left in Asterisk" wait_for 10 asterisk_idle
	stop asterisk
	is "$status" 0 "Asterisk ends"
}

# from_asterisk KEY=VALUE...: trunk.conf lets it in, and leads there
from_asterisk() {
	trunk server=127.0.0.1 "port=${ast_port:-$port}" \
		caller_id=+14255550199 allow_from=127.0.0.1 "$@"
}

# to_asterisk ENDPOINT NUMBER [OPTION]...: calls it by trunk.conf, as that
# endpoint; sets what run sets
to_asterisk() {
	ast_end=$1
	ast_number=$2
	shift 2
	run dial --config trunk.conf --json --timeout 100 --trace \
		--header "X-Endpoint: $ast_end" "$ast_number" "$@"
}

# desk [OPTION]...: answer, which lets Asterisk in by trunk.conf, takes one
# call; sets door
desk() {
	start desk answer --config trunk.conf --trunk peer --once --json \
		--trace --timeout 100 --listen "sip:127.0.0.1:0" "$@"
	wait_for 5 grep -q 'ready: ' desk.err
	door=$(sed -n 's/.*ready: .*:\([0-9]*\).*/\1/p' desk.err)
}

# baresip as a peer. Source it after tests/peer/lib.sh.

# baresip_up NAME CODEC SOUND [LINE]...: baresip in the folder NAME, which
# answers at once, speaks SOUND (a sound file, or "echo"), and keeps what it
# hears; LINEs go into its configuration. peer_menc, if set, is how it
# protects its media. Sets port. Events: NAME.events.
baresip_up() {
	peer_name=$1
	peer_codec=$2
	peer_sound=aufile,$PWD/$3
	peer_ear=aubridge,none
	[ "$3" != echo ] || peer_sound=aubridge,loop
	[ "$3" != echo ] || peer_ear=aubridge,loop
	shift 3
	for peer_again in 1 2 3; do
		port=$(free_ports)
		baresip_write "$@"
		start "$peer_name" baresip -f "$PWD/$peer_name"
		eval "peer_pid=\$${peer_name}_pid"
		wait_for 5 baresip_ready
		tap_is_over "$peer_pid" || break
	done
	trunk server=127.0.0.1 "port=$port"
	baresip_listen
}

baresip_ready() {
	tap_is_over "$peer_pid" ||
		{ bound udp "$port" && bound tcp $((port + 2)); }
}

# The port, TLS on the next, then the control port, then RTP
baresip_write() {
	mkdir -p -m 700 "$peer_name"
	rm -f "$peer_name"/dump-*.wav
	cat >"$peer_name/config" <<-END
	poll_method epoll
	sip_listen 127.0.0.1:$port
	net_interface 127.0.0.1
	call_max_calls 1
	audio_player $peer_ear
	audio_source $peer_sound
	audio_alert aubridge,alert
	rtp_ports $((port + 4))-$((port + 9))
	jitter_buffer_delay 1-2
	statmode_default off
	module_path /usr/lib/baresip/modules
	module g711.so
	module g722.so
	module opus.so
	module aufile.so
	module aubridge.so
	module sndfile.so
	snd_path $PWD/$peer_name
	module_tmp account.so
	module_app menu.so
	module_app ctrl_tcp.so
	ctrl_tcp_listen 127.0.0.1:$((port + 2))
	END
	printf '%s\n' "$@" >>"$peer_name/config"
	echo "<sip:+14255550100@127.0.0.1:$port>;regint=0;answermode=auto" \
		";audio_codecs=$peer_codec;ptime=20" \
		"${peer_menc:+;mediaenc=$peer_menc}" | tr -d ' ' \
		>"$peer_name/accounts"
	: >"$peer_name/contacts"
}

# Its control port takes one client: all commands go through a pipe.
baresip_listen() {
	rm -f "$peer_name.pipe"
	mkfifo "$peer_name.pipe"
	start "${peer_name}_control" bash -c '
		exec 3<>"/dev/tcp/127.0.0.1/$1" 4<>"$2.pipe"
		cat <&3 >"$2.events" &
		cat <&4 >&3' - $((port + 2)) "$peer_name"
	wait_for 5 test -e "$peer_name.events"
}

# baresip_do NAME COMMAND [PARAMETERS]
baresip_do() {
	peer_line="{\"command\":\"$2\",\"params\":\"${3-}\",\"token\":\"t\"}"
	printf '%s:%s,' ${#peer_line} "$peer_line" >"$1.pipe"
}

# baresip_events NAME TYPE: the parameters of such events, a line each
baresip_events() {
	sed 's/},[0-9]*:{/}\n{/g; s/^[0-9]*:{/{/; s/},$/}/' "$1.events" |
		jq -r "select(.type == \"$2\") | .param"
}

# baresip_saw NAME TYPE: such an event has come
baresip_saw() {
	grep -q "\"$2\"" "$1.events"
}

# baresip_heard NAME: its record of what it heard, once it is there
baresip_heard() {
	ls "$1"/dump-*-dec.wav | tail -n 1
}

# baresip_down NAME
baresip_down() {
	stop "$1"
	is "$status" 0 "baresip ends"
	signal "$1_control" KILL 2>/dev/null
	finish "$1_control" 5
}

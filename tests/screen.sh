# Programs on a whole screen, for tests in sh: each in a window of a tmux of
# the test's own. Source it after lib.sh.
#
# A window is named as "=NAME:": else a NAME of "b" is taken for whichever
# window runs bash at that moment.
#
# What is started here leaves by itself if the test dies: see screen_s.

. "$OFFHOOK_TOP/tests/network.sh"
need tmux
need_terminal
export TMUX_TMPDIR="$PWD" TERM=xterm
unset TMUX
screen_s=100

printf '%s\n' 'set -g default-terminal tmux-256color' 'set -g status off' \
	'set -g escape-time 0' 'set -s exit-empty off' \
	'set -g monitor-bell off' >tmux.conf

screen_end() {
	tmux kill-server 2>/dev/null
	screen_pids=$(cat "$XDG_RUNTIME_DIR"/offhook/phoned.lock 2>/dev/null)
	[ -z "$screen_pids" ] || kill "$screen_pids" 2>/dev/null
	tap_end
}
trap screen_end EXIT

# window NAME WxH COMMAND: a line for sh, in a window; its status is in
# NAME.status then, and the terminal's modes are in NAME.before and .after
window() {
	cat >"$1.sh" <<-END
		stty -g >$1.before
		$3
		echo \$? >$1.status
		stty -g >$1.after
		sleep 30
	END
	rm -f "$1.status"
	tmux -f tmux.conf new-session -d -s "$1" -x "${2%x*}" -y "${2#*x}" \
		"exec sh $1.sh"
}

# screen NAME WxH OPTION...: the dialer, and its first picture
screen() {
	screen_n=$1
	screen_size=$2
	shift 2
	window "$screen_n" "$screen_size" \
		"dialer --config ./phone.conf --timeout $screen_s $*"
	sees "$screen_n" 'Number'
}

# keys NAME KEY...: as tmux names them, or texts
keys() {
	screen_n=$1
	shift
	tmux send-keys -t "=$screen_n:" "$@"
}

# shown NAME: what stands there
shown() {
	tmux capture-pane -p -t "=$1:"
}

screen_has() {
	shown "$1" | grep -Eq -- "$2"
}

screen_lacks() {
	! shown "$1" | grep -Eq -- "$2"
}

# sees NAME REGEX, misses NAME REGEX: before long
sees() {
	wait_for 15 screen_has "$1" "$2" || { shown "$1" >&2; return 1; }
}
misses() {
	wait_for 15 screen_lacks "$1" "$2" || { shown "$1" >&2; return 1; }
}

# ended NAME: its program has ended; sets status
ended() {
	wait_for 15 test -s "$1.status"
	status=$(cat "$1.status")
}

# close NAME: its window goes
close() {
	tmux kill-session -t "=$1" 2>/dev/null
}

# no_phone: phoned has ended
no_phone() {
	screen_pid=$(cat "$XDG_RUNTIME_DIR/offhook/phoned.lock" 2>/dev/null)
	[ -z "$screen_pid" ] || tap_is_over "$screen_pid"
}

# live: numbers and states of all calls, sorted
live() {
	command call list --json 2>/dev/null |
		jq -r '(if .direction == "in" then .from else .to end) +
			" " + .state' | sort | tr '\n' ';'
}

alive() {
	[ "$(live)" = "$1" ]
}

# live_are CALLS TEXT: they are so before long
live_are() {
	wait_for 15 alive "$1" || :
	is "$(live)" "$1" "$2"
}

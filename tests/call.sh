# Calls for tests in sh. Source it after lib.sh.

# call NAME OPTIONS... NUMBER: in the background; events go to NAME.out
call() {
	call_name=$1
	shift
	start "$call_name" dial --events --record "$call_name.wav" "$@"
}

# over NAME: wait for the end of a call; sets status, out and err, and field
# is about its result
over() {
	finish "$1" 60
}

# event NAME EVENT FILTER: by jq, of each such event of a call
event() {
	jq -r --arg e "$2" "select(.event == \$e) | $3" "$1.out"
}

# when NAME EVENT: the time of the first such event [s]
when() {
	event "$1" "$2" '(.time[0:19] + "Z" | fromdate) +
		("0" + .time[19:23] | tonumber)' | head -n 1
}

# happened NAME EVENT: such an event was told, maybe moments ago
happened() {
	grep -q "\"event\":\"$2\"" "$1.out"
}

# since A B: B - A
since() {
	awk -v a="$1" -v b="$2" 'BEGIN { if (a != "" && b != "") print b - a }'
}

# sounding FILE CHANNEL: seconds of it that are not silent
sounding() {
	wavtool speech "$1" "$2" |
		awk '{ n += $2 - $1 } END { printf "%.2f\n", n }'
}

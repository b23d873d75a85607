# The SDK and a simulator for it. Source it after tests/lib.sh.

need flock jq

interop_dir=$OFFHOOK_TOP/tests/interop
sdk=$("$interop_dir/install") || {
	[ $? = 77 ] && skip_all "$sdk"
	exit 1
}
interop_key=$(head -c 32 /dev/urandom | base64)

# Modules are looked for beside the script that imports them.
cp "$interop_dir"/*.mjs . && ln -s "$sdk/node_modules" . || exit 1

# node SCRIPT [ARGUMENT]...: the Node that came with the SDK
node() {
	timeout 60 "$sdk/node" "$@"
}

is_ready() {
	[ "$(jq -r .event sim.out)" = ready ]
}

# serve [OPTION]...: a simulator of its own; sets connection
serve() {
	start sim pstn-sim --listen 127.0.0.1:0 --rest 127.0.0.1:0 \
		--access-key "$interop_key" --events "$@"
	connection=
	wait_for 5 is_ready || return
	connection=$(jq -r .connection sim.out)
}

# story NAME [OPTION]...: what the SDK finds, told to a new simulator
story() {
	story_name=$1
	shift
	serve "$@" || {
		finish sim 0
		tap_fail "$story_name: a simulator" "status $status" "$err"
		return
	}
	run node sdk.mjs "$story_name" "$connection"
	relay
	stop sim
	is "$status" 143 "$story_name: the simulator was there to its end"
}

# relay: the TAP of the last run becomes ours
relay() {
	relay_plan=0
	while IFS= read -r relay_line; do
		case $relay_line in
		'ok '*)     tap_pass "$story_name: ${relay_line#*- }" ;;
		'not ok '*) tap_fail "$story_name: ${relay_line#*- }" ;;
		1..*)       relay_plan=${relay_line#1..} ;;
		*)          echo "$relay_line" ;;
		esac
	done <run.out
	relay_ran=$(grep -Ec '^(not )?ok ' run.out)
	[ "$relay_plan" -gt 0 ] && [ "$relay_plan" = "$relay_ran" ] ||
		tap_fail "$story_name: told to its end" "status $status" "$err"
}

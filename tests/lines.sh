# A network, people and a configuration for the tests of phone.
# Source it after call.sh; it makes all of that in the current folder.
. "$OFFHOOK_TOP/tests/network.sh"

network '+14255550411  ring 200ms, answer, wait 300ms, tone 1000/60s' \
	'+14255550412  answer, tone 700/60s' \
	'+14255550413  ring' \
	'+14255550414  answer, wait 60s' \
	'+14255550415  answer, wait 500ms, hangup' \
	'+14255550416  answer, wait 1s, press 7, wait 60s'
cat >>phone.conf <<-'END'
	[phone]
	handset = none
	contacts = people
END
cat >people <<-'END'
	"Anna Bell" <+14255550411>
	"Night desk" <sip:+14255550413@example.com>
END
export OFFHOOK_CONFIG="$PWD/phone.conf"

# told SECONDS ORDER...: runs phone on these lines; sets status, out, err
told() {
	tap_limit=$1
	shift
	status=0
	printf '%s\n' "$@" | timeout "$tap_limit" phone >run.out 2>run.err ||
		status=$?
	out=$(cat run.out)
	err=$(cat run.err)
	{ echo "# status $status of: $*"; sed 's/^/# /' run.out run.err; } >&2
}

# over_by_now: no phone holds calls any more
over_by_now() {
	[ -z "$(ls "$XDG_RUNTIME_DIR/offhook/ctl" 2>/dev/null)" ]
}

# the network has seen that many calls end
ended() {
	[ "$(grep -c '"event":"ended"' net.out)" -ge "$1" ]
}


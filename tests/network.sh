# A simulated network and a configuration that leads there, for the tests of
# phones. Source it after call.sh.

# network LINE...: with these people; sets port, writes phone.conf, to which
# sections may be appended
network() {
	printf '%s\n' "$@" >plan
	start net pstn-sim --listen 127.0.0.1:0 --numbers plan --events
	wait_for 10 grep -q ready net.err
	port=$(event net ready .uri | sed 's/.*://')
	cat >phone.conf <<-END
		[dial]
		country = US
		[trunk sim]
		server = 127.0.0.1
		port = $port
		user = +14255550150
		caller_id = +14255550150
	END
	chmod 600 phone.conf
}

# without_handset: the configuration says so
without_handset() {
	cat >>phone.conf <<-END
		[phone]
		handset = none
	END
}

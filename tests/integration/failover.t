#!/bin/sh
# Voice routes: which trunk is tried after which, what is never tried again,
# and where a redirect may lead. Two networks with plans of their own.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

cat >plan-a <<-'END'
	+14255550170  reject 503
	+14255550171  reject 486
	+14255550172  ring 1s, reject 408
	+14255550173  reject 408
	+14255550174  redirect +14255550175
	+14255550175  answer, wait 1s, hangup
	+14255550176  redirect +19005550100
	+14255550177  redirect +14255550178
	+14255550178  redirect +14255550177
	+14255550179  ignore
	+14255550180  reject 503 cause 17
	+14255550182  redirect +442079460000
END
cat >plan-b <<-'END'
	+14255550170  answer, wait 1s, hangup
	+14255550171  answer, wait 1s, hangup
	+14255550172  answer, wait 1s, hangup
	+14255550173  reject 404
	+14255550179  answer, wait 1s, hangup
	+14255550180  answer, wait 1s, hangup
	+14255550181  answer, wait 1s, hangup
	+14255550183  answer, wait 1s, hangup
END
for net in a b; do
	start net$net pstn-sim --listen 127.0.0.1:0 --events \
		--numbers plan-$net
done
for net in a b; do
	wait_for 10 happened net$net ready
	event net$net ready .uri | sed 's/.*://' >port-$net
done
cat >conf <<-END
	[dial]
	country = US
	[trunk a]
	server = 127.0.0.1
	port = $(cat port-a)
	reply_timeout = 1
	[trunk b]
	server = 127.0.0.1
	port = $(cat port-b)
	number_format = e164
	[trunk dead]
	server = 127.0.0.1
	port = 1
	transport = tcp
	[trunk no-tls]
	server = 127.0.0.1
	port = $(cat port-a)
	transport = tls
	reply_timeout = 2
	[trunk follows]
	server = 127.0.0.1
	port = $(cat port-a)
	follow_redirect = yes
	[trunk switch]
	server = 127.0.0.1
	port = $(cat port-a)
	prefix = 9
	[route dead]
	pattern = ^\\+14255550181$
	trunks = dead b
	[route no-tls]
	pattern = ^\\+14255550183$
	trunks = no-tls b
	[route redirects]
	pattern = ^\\+1425555017[4-8]$
	trunks = follows
	[route no-redirects]
	pattern = ^\\+14255550182$
	trunks = a b
	[route all]
	pattern = ^\\+1
	trunks = a b
	[route short]
	pattern = ^11$
	trunks = switch
END
# Both trunks say nothing: what is under way is the second try, soon
sed 's/^port = .*/port = '"$(cat port-a)/" conf >conf-quiet
for n in 170 171 172 173 174 176 177 179 180 181 182 183; do
	call c$n --config conf +14255550$n
done
call short --config conf 11
call late --config conf --ring 2 +14255550179
call none --config conf +442079460000
call quiet --config conf-quiet --timeout 2 +14255550179
call left --config conf-quiet +14255550179
wait_for 10 sh -c 'grep -c "dialing" left.out | grep -q 2'
signal left INT
call forced --config conf --trunk b +14255550180

# tries NAME: "trunk cause status" of each
tries() {
	field '.tries | map("\(.trunk) \(.cause) \(.sip_status)") | join(", ")'
}

over c170
is "$status" 0 "a 503 is not the end"
is "$(tries)" "a congestion 503, b done 200" "the next trunk has it"
is "$(field .trunk)" b "and the result says so"
is "$(field .to_rewritten)" 14255550170 "with the number as that one wants it"
is "$(event c170 ended .trunk | tr '\n' ' ')" "a b " "each try ends"
over c171
is "$status" 10 "busy is busy"
is "$(tries)" "a busy 486" "for whoever would ask again"
over c172
is "$status" 11 "who was rung is not rung again"
is "$(tries)" "a no-answer 408" "after a 408"
over c173
is "$status" 13 "the last try decides"
is "$(tries)" "a network 408, b bad-number 404" "a 408 without ringing"
over c174
is "$status" 0 "a redirect is followed where the trunk says so"
is "$(tries)" "follows failed 302, follows done 200" "by another call"
is "$(field .to)" +14255550175 "to the number it leads to"
over c176
is "$status" 30 "a redirect to a premium number is refused"
is "$(field .guard)" "premium-rate range +1900" "by the guard"
over c177
is "$status" 1 "redirects in a circle end"
is "$(field '.tries | length')" 2 "when a number comes again"
is "$(field .warning)" "redirect not followed: to +14255550177: a loop" "saying so"
over c179
is "$status" 0 "who says nothing is left"
is "$(tries)" "a network null, b done 200" "for the next"
between "$(since "$(when c179 dialing)" "$(when c179 answered)")" 0.8 2.5 \
	"after reply_timeout"
over c180
is "$status" 10 "a 503 that says busy is busy"
over forced
is "$status" 0 "--trunk asks no route"
over c181
is "$status" 0 "nobody listens at the first"
is "$(tries)" "dead network null, b done 200" "so the second is tried"
over c183
is "$status" 0 "who speaks no TLS is not called in clear"
is "$(tries)" "no-tls network null, b done 200" "but left for the next"
over c182
is "$status" 1 "by default a redirect is not followed"
is "$(tries)" "a failed 302" "nor tried elsewhere"
over short
is "$status" 30 "11 behind a 9 is an emergency number"
over late
between "$(since "$(when late dialing)" "$(when late answered)")" 0.8 2 \
	"all tries together ring as long as one would"
over quiet
is "$status" 124 "--timeout ends the tries"
is "$(tries)" "a network null, b timeout null" "whichever is under way"
over left
is "$status" 130 "so does a signal"
is "$(tries)" "a network null, b interrupted null" "at any time"
over none
is "$status" 78 "no route: 78"
like "$err" "no route matches .442079460000" "saying so"

done_testing

# Carriers for tests in sh. Source it after lib.sh and call.sh.

# sell NAME [OPTION]...: a simulated carrier, with its state in NAME.json
sell() {
	sell_name=$1
	shift
	start "$sell_name" pstn-sim --listen 127.0.0.1:0 \
		--rest 127.0.0.1:0 --state "$sell_name.json" --events -vv "$@"
	wait_for 10 happened "$sell_name" ready
}

# connection NAME: the connection string of a carrier
connection() {
	event "$1" ready .connection
}

# endpoint NAME, key NAME: the two halves of it
endpoint() {
	connection "$1" | sed 's/^endpoint=//; s/\/*;accesskey=.*//'
}
key() {
	connection "$1" | sed 's/.*accesskey=//'
}

# requests NAME [REGEX]: how many such requests it has had
requests() {
	grep -Ec "rest: ${2:-}" "$1.err"
}

# found OPTION...: searches; sets search, and number: the first that it holds
found() {
	run numbers search --json "$@"
	search=$(field .search)
	number=$(field '.numbers[0]')
}

# owned N: the state of a carrier that has sold so many
owned() {
	awk -v n="$1" 'BEGIN {
		print "{\"pstn-sim\":1}"
		for (i = 0; i < n; i++)
			printf "{\"owned\":{\"id\":\"1206%d\"," \
			"\"phoneNumber\":\"+1206%d\"," \
			"\"countryCode\":\"US\"," \
			"\"phoneNumberType\":\"geographic\"," \
			"\"capabilities\":{\"calling\":" \
			"\"inbound+outbound\",\"sms\":\"none\"}," \
			"\"assignmentType\":\"application\"," \
			"\"purchaseDate\":\"2026-01-02T03:04:05Z\"," \
			"\"cost\":{\"amount\":1.00," \
			"\"currencyCode\":\"USD\"," \
			"\"billingFrequency\":\"monthly\"}}}\n", 2000000 + i,
				2000000 + i
		printf "{\"end\":%d}\n", n
	}'
}

# rows: how many the last run has listed as JSON
rows() {
	jq -s length run.out
}

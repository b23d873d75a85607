# The manners of a telephone, a line each, made into a SIPp scenario.
#
#   recv METHOD|CODE [ATTRIBUTE=VALUE]...   what must come
#           Header: REGEX                   what it must hold,
#           !Header: REGEX                  what it must not;
#           body: REGEX                     "body", "msg": all of it
#           auth: USER PASSWORD             credentials that must be right
#   send METHOD|CODE [WORD]...              what we say then
#           Header: value                   instead of our own, or besides,
#           !Header                         or without it;
#           |line                           its body; of "send raw": all
#   pause MS
#   xml ELEMENT                             SIPp's own words
#
# Words of send: sdp, sdp=PT, to=METHOD (a code answers the last request),
# tag=TAG, again (the INVITE once more), sendonly and the like, SIPp's
# attributes. A scenario that begins with recv is the called side.

BEGIN {
	split("100 Trying,180 Ringing,181 Forwarded,183 Progress,200 OK,202 Accepted," \
	      "302 Moved,401 Unauthorized,403 Forbidden,404 Not Found," \
	      "407 Proxy Authentication Required,415 Unsupported Media," \
	      "422 Interval Too Small,423 Interval Too Brief,480 Unavailable,481 No Such Call," \
	      "486 Busy Here,487 Request Terminated,488 Not Acceptable," \
	      "491 Request Pending,500 Server Error,503 Unavailable," \
	      "603 Decline", list, ",")
	for (i in list)
		phrase[substr(list[i], 1, 3)] = substr(list[i], 5)
	codec[0] = "PCMU/8000"
	codec[8] = "PCMA/8000"
	codec[9] = "G722/8000"
	codec[101] = "telephone-event/8000"
	print "<?xml version=\"1.0\" encoding=\"ISO-8859-1\" ?>"
	print "<scenario name=\"" name "\">"
	cseq = 0
	invited = 1
	branch = "z9hG4bK-[pid]-[call_number]-0"
}

/^[ \t]*(#|$)/ { next }
/^[ \t]/       { sub(/^[ \t]+/, ""); more[++mores] = $0; next }
               { finish(); line = $0 }

END {
	finish()
	for (v in known)
		vars = vars (vars == "" ? "" : ",") v
	if (vars != "")
		print "<Reference variables=\"" vars "\"/>"
	print "</scenario>"
}

# What was begun ends where the next begins.
function finish(    word, n, i)
{
	n = split(line, word, " ")
	delete opt
	for (i = 3; i <= n; i++)
		option(word[i])
	if (word[1] == "recv")
		recv(word[2])
	else if (word[1] == "send")
		send(word[2])
	else if (word[1] == "pause")
		print "<pause milliseconds=\"" word[2] "\"/>"
	else if (word[1] == "xml")
		print substr(line, 5)
	else if (n) {
		print "scenario: " line >"/dev/stderr"
		exit 1
	}
	line = ""
	mores = 0
}

function option(w,    at)
{
	at = index(w, "=")
	if (at)
		opt[substr(w, 1, at - 1)] = substr(w, at + 1)
	else
		opt[w] = 1
}

# Attributes that are SIPp's and not ours
function attributes(    k, s)
{
	for (k in opt)
		if (k !~ /^(sdp|to|tag|again|(send|recv)only|sendrecv|inactive)$/)
			s = s " " k "=\"" opt[k] "\""
	return s
}

function escape(s)
{
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	gsub(/>/, "\\&gt;", s)
	gsub(/"/, "\\&quot;", s)
	return s
}

function ereg(regex, where, more)
{
	if (where != "body" && where != "msg")
		where = "hdr\" header=\"" where ":"
	print "<ereg regexp=\"" escape(regex) "\" search_in=\"" where "\"" more "/>"
}

function capture(regex, header, var)
{
	known[var] = 1
	ereg(regex, header, " assign_to=\"" var "\"")
}

function check(text,    at, header, not)
{
	not = sub(/^!/, "", text)
	at = index(text, ":")
	header = substr(text, 1, at - 1)
	known["seen"] = 1
	ereg(substr(text, at + 2), header, (not ? " check_it_inverse" \
	     : " check_it") "=\"true\" assign_to=\"seen\"")
}

function recv(what,    reply, i, word, auth)
{
	reply = what ~ /^[0-9]+$/
	print "<recv " (reply ? "response" : "request") "=\"" what "\"" \
		attributes() "><action>"
	if (side == "")
		side = reply ? "uac" : "uas"
	if (!reply)
		request(what)
	else
		code = what
	if (reply && !established && what > 100) {
		peer("To")
		if (what < 200)
			capture("[0-9]+", "RSeq", "rseq")
	}
	for (i = 1; i <= mores; i++) {
		if (more[i] !~ /^auth: /) {
			check(more[i])
			continue
		}
		split(more[i], word, " ")
		known["authentic"] = auth = 1
		print "<verifyauth assign_to=\"authentic\" username=\"" \
			word[2] "\" password=\"" word[3] "\"/>"
	}
	print "</action></recv>"
	if (auth)
		demand("authentic")
}

# A message that never comes ends the call as failed.
function demand(var)
{
	labels++
	print "<nop test=\"" var "\" next=\"l" labels "\"/>"
	print "<recv request=\"" toupper(var) "\" timeout=\"1\"/>"
	print "<label id=\"l" labels "\"/>"
}

function request(method)
{
	last = method
	capture(".*", "Via", "via_" method)
	capture(".*", "From", "from_" method)
	capture(".*", "To", "to_" method)
	capture(".*", "CSeq", "cseq_" method)
	if (method == "REGISTER")
		capture("<[^>]*>", "Contact", "contact_" method)
	if (method == "ACK")
		established = accepted
	else if (method == "INVITE" && !established)
		peer("From")
}

# Where requests of ours within the dialog will go
function peer(header)
{
	capture(".*", header, "remote")
	if (header == "From")
		capture(".*", "To", "local")
	capture("sip:[^>]*", "Contact", "target")
}

function send(what,    n)
{
	if (side == "")
		side = "uac"
	print "<send" attributes() "><![CDATA["
	delete head
	delete given
	delete order
	heads = 0
	if (what == "raw")
		body()
	else if (what ~ /^[0-9]+$/)
		response(what)
	else
		ask(what)
	print "]]></send>"
}

function put(header, value)
{
	if (!(header in head))
		order[++heads] = header
	head[header] = value
}

# The first of a name replaces ours, others come besides.
function extra(header, value)
{
	if (header in given)
		value = head[header] "\n" header ":" value
	given[header] = 1
	put(header, value)
}

function response(what,    to)
{
	to = "to" in opt ? opt["to"] : last
	put("Via", "[$via_" to "]")
	put("From", "[$from_" to "]")
	put("To", "[$to_" to "]" (established || what == 100 ? "" : tag()))
	put("Call-ID", " [call_id]")
	put("CSeq", "[$cseq_" to "]")
	if (to == "INVITE" && what > 100 && what < 300)
		put("Contact", contact())
	if (to == "INVITE" && what >= 200 && what < 300)
		accepted = 1
	message("SIP/2.0 " what " " phrase[what])
}

function ask(what,    uri, n)
{
	uri = "sip:[service]@[remote_ip]:[remote_port]"
	if (inside(what) || what == "ACK" && code < 300)
		uri = "[$target]"
	if (what !~ /^(ACK|CANCEL)$/ && !opt["again"])
		branch = "z9hG4bK-[pid]-[call_number]-" ++cseq
	if (what == "INVITE")
		invited = cseq
	n = what ~ /^(ACK|CANCEL)$/ ? invited : cseq
	put("Via", " SIP/2.0/[transport] [local_ip]:[local_port];branch=" \
		branch (what == "ACK" && code < 300 ? "-ack" : ""))
	put("From", side == "uac" ? ours() : "[$local]" tag())
	put("To", what == "ACK" || inside(what) ? "[$remote]" \
		: " <sip:[service]@[remote_ip]:[remote_port]>")
	put("Call-ID", " [call_id]")
	put("CSeq", " " n " " what)
	put("Max-Forwards", " 70")
	if (what == "INVITE")
		put("Contact", contact())
	if (what == "PRACK")
		put("RAck", " [$rseq] " invited " INVITE")
	if (what == "ACK" && code < 300)
		established = 1
	message(what " " uri " SIP/2.0")
}

# A dialog, if only an early one
function inside(what)
{
	return established || side == "uas" || what ~ /^(PRACK|UPDATE)$/
}

function ours()
{
	return " <sip:+14255550177@[local_ip]:[local_port]>;tag=[pid]-[call_number]"
}

function contact()
{
	return " <sip:peer@[local_ip]:[local_port];transport=[transport]>"
}

function tag()
{
	return ";tag=" ("tag" in opt ? opt["tag"] : "peer[call_number]")
}

function message(start,    i, at, bodies)
{
	for (i = 1; i <= mores; i++) {
		at = index(more[i], ":")
		if (more[i] ~ /^\|/)
			bodies++
		else if (more[i] ~ /^!/)
			put(substr(more[i], 2), "")
		else
			extra(substr(more[i], 1, at - 1), substr(more[i], at + 1))
	}
	if ((bodies || opt["sdp"] != "") && !("Content-Type" in head))
		put("Content-Type", " application/sdp")
	print start
	for (i = 1; i <= heads; i++)
		if (head[order[i]] != "")
			print order[i] ":" head[order[i]]
	print "Content-Length: [len]"
	print ""
	if (bodies)
		body()
	else if (opt["sdp"] != "")
		sdp("sdp" in opt && opt["sdp"] != "1" ? opt["sdp"] : 0)
}

function body(    i)
{
	for (i = 1; i <= mores; i++)
		if (sub(/^\|/, "", more[i]))
			print more[i]
}

function sdp(pt)
{
	print "v=0"
	print "o=peer 1 " ++version " IN IP4 [media_ip]"
	print "s=-"
	print "c=IN IP4 [media_ip]"
	print "t=0 0"
	print "m=audio [media_port] RTP/AVP " pt " 101"
	print "a=rtpmap:" pt " " codec[pt]
	print "a=rtpmap:101 " codec[101]
	print "a=fmtp:101 0-15"
	for (pt in opt)
		if (pt ~ /^((send|recv)only|sendrecv|inactive)$/)
			print "a=" pt
}

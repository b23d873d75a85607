/**
 * @file telling.c  An event as one line of plain words
 *
 * A table of templates: "{x}" is the member x of the event, "{who}" the far
 * end; what stands in "[ ]" is left out if a member in it is missing.
 */
#include <stdio.h>
#include <string.h>
#include "phone/member.h"
#include "phone/safe.h"
#include "phone/telling.h"

enum { LINE = 512, PART = 160, NAME = 32 };

/** The first that fits is taken */
struct row {
	const char *event;
	const char *member;          /* that must be .. or NULL            */
	const char *value;           /* .. so; NULL: missing               */
	bool        alert;
	const char *text;
};

static const struct row rowv[] = {
	{ "ready", NULL, NULL, false, "can be called[ at {uri}]" },
	{ "dialing", NULL, NULL, false, "calling {who}[ by {trunk}]" },
	{ "incoming", NULL, NULL, false, "{who} calls[ by {trunk}]" },
	{ "refused", NULL, NULL, true,
	  "{who} is not called[: {guard}][; {hint}]" },
	{ "ringing", NULL, NULL, false, "it rings at {who}" },
	{ "progress", NULL, NULL, false, "{who}: sound before the answer" },
	{ "answered", NULL, NULL, false, "{who} is on the line[ ({codec})]" },
	{ "secured", "srtp", "null", true,
	  "{who}: the audio is in the clear now" },
	{ "secured", NULL, NULL, false,
	  "{who}: the audio is encrypted[ ({srtp})]" },
	{ "sent-digits", NULL, NULL, false, "sent to {who}[: {digits}]" },
	{ "playing", NULL, NULL, false, "playing to {who}[: {prompt}]" },
	{ "played", "ok", "false", false, "playing to {who} was stopped" },
	{ "played", NULL, NULL, false, "played to {who}" },
	{ "digit", NULL, NULL, false, "{who} pressed {digit}" },
	{ "gathered", NULL, NULL, false, "{who} entered {digits}" },
	{ "recording", NULL, NULL, false, "recording {who}[ into {path}]" },
	{ "recorded", "ok", "false", true,
	  "the recording of {who} is not complete[: {error}]" },
	{ "recorded", NULL, NULL, false,
	  "recorded {who}[, {seconds} s][, into {path}]" },
	{ "detected", NULL, NULL, false,
	  "{who} sounds like: {detected}[ ({reason})]" },
	{ "held", "by", "them", false, "{who} has put us on hold" },
	{ "held", NULL, NULL, false, "{who} is on hold" },
	{ "resumed", "by", "them", false,
	  "{who} no longer holds us" },
	{ "resumed", NULL, NULL, false, "{who} is no longer on hold" },
	{ "transferring", "by", "them", false,
	  "{who} puts us through[ to {target}]" },
	{ "transferring", NULL, NULL, false,
	  "putting {who} through[ to {target}]" },
	{ "transferred", "ok", "false", true,
	  "nothing came of the transfer[ to {target}][: {error}]"
	  "[ ({sip_status})]" },
	{ "transferred", NULL, NULL, false,
	  "{who} was put through[ to {target}]" },
	{ "codec", NULL, NULL, false, "{who}: the codec is {codec} now" },
	{ "silent", NULL, NULL, true,
	  "nothing is heard of {who}[ for {seconds} s]" },
	{ "emergency", NULL, NULL, true,
	  "EMERGENCY CALL to {number} by {trunk}[; help is sent to "
	  "{address}]" },
	{ "warning", NULL, NULL, true, "{who}: {text}" },
	{ "flow", NULL, NULL, false,
	  "the program for {who} has ended[, status {status}]" },
	{ "ended", "cause", "done", false, "the call with {who} is over" },
	{ "ended", "cause", "hung-up", false, "{who} has hung up" },
	{ "ended", "cause", "busy", true, "{who} is busy[: {reason}]" },
	{ "ended", "cause", "no-answer", true, "{who} does not answer" },
	{ "ended", "cause", "declined", true,
	  "{who} has declined[: {reason}]" },
	{ "ended", "cause", NULL, false, "the call with {who} is over" },
	{ "ended", NULL, NULL, true,
	  "the call with {who} has ended: {cause}[, {reason}][, {error}]"
	  "[ ({sip_status})]" },
	{ "phone", "handset_state", "failed", true,
	  "the handset does not work[: {handset_why}]" },
	{ "phone", "handset_state", "ringing", false,
	  "pick up the handset[ ({handset})]" },
};

/** A line being made */
struct out {
	char         line[LINE];
	size_t       len;
	const cJSON *ev;
	const char  *who;
};

/* The value of a member as text; false: it has none worth telling */
static bool print(char *buf, size_t size, const cJSON *ev, const char *name)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(ev, name);

	if (cJSON_IsString(m) && *m->valuestring)
		(void)oh_safe_text(buf, size, m->valuestring, false);
	else if (cJSON_IsNumber(m))
		(void)snprintf(buf, size, "%.10g", m->valuedouble);
	else if (cJSON_IsBool(m))
		(void)snprintf(buf, size, "%s",
			       cJSON_IsTrue(m) ? "true" : "false");
	else
		return false;

	return true;
}

static const struct row *find(const cJSON *ev)
{
	const char *type = oh_member_str(ev, "event");
	char value[PART];

	for (size_t i = 0; type && i < sizeof(rowv) / sizeof(rowv[0]); i++) {
		const struct row *row = &rowv[i];
		bool there;

		if (0 != strcmp(row->event, type))
			continue;
		if (!row->member)
			return row;
		there = print(value, sizeof(value), ev, row->member);
		if (there ? row->value && 0 == strcmp(value, row->value)
			  : !row->value)
			return row;
	}

	return NULL;
}

static void add(struct out *out, const char *text, size_t len)
{
	if (len >= sizeof(out->line) - out->len)
		len = sizeof(out->line) - out->len - 1;
	memcpy(&out->line[out->len], text, len);
	out->len += len;
	out->line[out->len] = '\0';
}

/* From "{" to "}"; returns behind it. *missingp: there is no such member */
static const char *add_member(struct out *out, const char *text,
			      bool *missingp)
{
	size_t len = strcspn(++text, "}");
	char name[NAME], part[PART];

	(void)snprintf(name, sizeof(name), "%.*s", (int)len, text);
	if (0 == strcmp(name, "who"))
		(void)oh_safe_text(part, sizeof(part), out->who, false);
	else if (!print(part, sizeof(part), out->ev, name)) {
		*missingp = true;
		part[0] = '\0';
	}
	add(out, part, strlen(part));

	return text + len + 1;
}

static void fill(struct out *out, const char *text)
{
	bool missing = false;
	size_t before = 0;

	while (*text) {
		size_t len = strcspn(text, "{[]");

		add(out, text, len);
		text += len;
		if (*text == '{') {
			text = add_member(out, text, &missing);
			continue;
		}
		if (*text == '[') {
			before  = out->len;
			missing = false;
		}
		else if (*text == ']' && missing) {
			out->len = before;
			out->line[before] = '\0';
		}
		text += *text ? 1 : 0;
	}
}

/**
 * Tell an event in plain words
 *
 * @param buf    Receives one line, safe text
 * @param size   Its size [bytes]
 * @param ev     Event, whatever it is
 * @param who    Name or number of the far end; ""
 * @param alertp Receives whether something went wrong; or NULL
 *
 * @return false: not worth a line
 */
bool oh_telling_print(char *buf, size_t size, const cJSON *ev,
		      const char *who, bool *alertp)
{
	struct out out = { .ev = ev, .who = "the far end" };
	const struct row *row = find(ev);

	if (!row)
		return false;
	if (who && *who)
		out.who = who;
	fill(&out, row->text);
	(void)oh_safe_text(buf, size, out.line, false);
	if (alertp)
		*alertp = row->alert;

	return true;
}

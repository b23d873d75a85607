/**
 * @file do_ladder.c  Requests: ladder, message, save-ladder
 *
 * A message has a number that stays, whatever comes later: its place in its
 * dialog, and which dialog of the call that is.
 */
#include <errno.h>
#include <string.h>
#include "ctl/ladderfile.h"
#include "ctl/server_priv.h"

enum {
	STATUS_NO_FILE = 73,
	STRIDE         = 100000,    /* numbers of a dialog                */
	REPLY_MAX      = 500,       /* messages in one reply              */
	LINE_ROOM      = 256,
	NOTE_ROOM      = 128,
};

/* Which call. false: the request is over */
static bool find(struct ctl_request *rq, struct oh_args *a,
		 struct ctl_dialogs *d)
{
	const struct oh_ctl *c = rq->conn->ctl;
	const char *call = NULL;
	int err;

	(void)oh_args_str(a, "call", &call);     /* dispatch has looked */
	err = oh_past_find(d, &c->pastl, c->prm.calls, call);
	if (!err && c->prm.messages)
		return true;
	oh_ctl_refuse(rq, c->prm.exith(OH_CAUSE_HUNG_UP), OH_CAUSE_HUNG_UP,
		      err == EEXIST ? "several calls: say which" :
		      err ? "no such call" : "SIP messages are not kept");

	return false;
}

/* "again, PCMU PCMA" */
static void print_note(char *buf, size_t size, bool again, const char *note)
{
	(void)re_snprintf(buf, size, "%s%s%s", again ? "again" : "",
			  again && *note ? ", " : "", note);
}

static bool add_message(cJSON *list, const struct oh_trace *t, uint32_t n,
			uint64_t first_us, bool again)
{
	char src[OH_LADDERFILE_END_SIZE], dst[OH_LADDERFILE_END_SIZE];
	char line[LINE_ROOM], body[NOTE_ROOM], note[NOTE_ROOM];
	double at = t->wall_us > first_us ? (t->wall_us - first_us) / 1e6
					  : 0.0;
	cJSON *o = cJSON_CreateObject();

	oh_ladderfile_end(src, &t->src);
	oh_ladderfile_end(dst, &t->dst);
	oh_messages_line(line, sizeof(line), body, sizeof(body), t);
	print_note(note, sizeof(note), again, body);
	if (cJSON_AddNumberToObject(o, "n", n) &&
	    cJSON_AddNumberToObject(o, "at", at) &&
	    cJSON_AddBoolToObject(o, "sent", t->tx) &&
	    cJSON_AddStringToObject(o, "src", src) &&
	    cJSON_AddStringToObject(o, "dst", dst) &&
	    cJSON_AddStringToObject(o, "proto",
				    oh_ladderfile_proto(t->proto)) &&
	    (!again || cJSON_AddTrueToObject(o, "again")) &&
	    cJSON_AddStringToObject(o, "line", line) &&
	    cJSON_AddStringToObject(o, "note", note) &&
	    cJSON_AddItemToArray(list, o))
		return true;
	cJSON_Delete(o);

	return false;
}

static uint64_t begin_of(const struct oh_messages *m,
			 const struct ctl_dialogs *d)
{
	struct oh_trace t;

	return d->n && !oh_messages_at(&t, m, d->call_idv[0], 0) ? t.wall_us
								 : 0;
}

/* false: no memory */
static bool add_messages(cJSON *list, const struct oh_messages *m,
			 const struct ctl_dialogs *d, uint32_t from)
{
	uint64_t first_us = begin_of(m, d);
	unsigned told = 0;

	for (unsigned i = from / STRIDE; i < d->n; i++) {
		size_t count = oh_messages_count(m, d->call_idv[i]);
		size_t k = i == from / STRIDE ? from % STRIDE : 0;

		for (; k < min(count, (size_t)STRIDE); k++) {
			struct oh_trace t;

			if (oh_messages_at(&t, m, d->call_idv[i], k))
				continue;
			if (!first_us)
				first_us = t.wall_us;
			if (!add_message(list, &t, i * STRIDE + (uint32_t)k,
					 first_us, oh_messages_is_again(m,
					 d->call_idv[i], k)))
				return false;
			if (++told == REPLY_MAX)
				return true;
		}
	}

	return true;
}

/* {"call":"..","from":0} */
int oh_ctl_do_ladder(struct ctl_request *rq, struct oh_args *a)
{
	struct ctl_dialogs d;
	uint32_t from = 0;
	cJSON *o, *list;
	int err = oh_args_u32(a, "from", &from);

	if (err)
		return err;
	if (!find(rq, a, &d))
		return 0;
	o    = cJSON_CreateObject();
	list = cJSON_CreateArray();
	if (!cJSON_AddTrueToObject(o, "ok") ||
	    !cJSON_AddStringToObject(o, "call", d.id) ||
	    !add_messages(list, rq->conn->ctl->prm.messages, &d, from) ||
	    !cJSON_AddItemToObject(o, "messages", list)) {
		cJSON_Delete(list);
		cJSON_Delete(o);
		o = NULL;
	}
	oh_ctl_reply(rq, o);

	return 0;
}

/* {"call":"..","n":3} */
int oh_ctl_do_message(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);
	uint32_t n = UINT32_MAX;
	struct ctl_dialogs d;
	struct oh_trace t;
	char *text = NULL;
	int err = oh_args_u32(a, "n", &n);

	if (err)
		return err;
	if (!find(rq, a, &d))
		return 0;
	if (n / STRIDE >= d.n ||
	    oh_messages_at(&t, rq->conn->ctl->prm.messages,
			   d.call_idv[n / STRIDE], n % STRIDE))
		return oh_args_bad(a, "n", "no such message, or it is no "
				   "longer kept");
	err = oh_ladderfile_text(&text, &t);
	if (err)
		return err;
	out.text = text;
	oh_ctl_done(&out, rq);
	mem_deref(text);

	return 0;
}

static int read_file(struct oh_args *a, const char **pathp, bool *textp)
{
	const char *format = "pcap";
	int err = oh_args_str(a, "path", pathp);

	if (!err && **pathp != '/')
		err = oh_args_bad(a, "path", "the whole path is wanted");
	if (!err)
		err = oh_args_str(a, "format", &format);
	*textp = 0 == strcmp(format, "text");
	if (!err && !*textp && strcmp(format, "pcap"))
		err = oh_args_bad(a, "format", "pcap or text");

	return err;
}

/* No empty file of a call whose messages have given way */
static bool is_kept(const struct oh_messages *m, const struct ctl_dialogs *d)
{
	struct oh_trace t;

	for (unsigned i = 0; i < d->n; i++) {
		size_t n = oh_messages_count(m, d->call_idv[i]);

		for (size_t k = 0; k < n; k++) {
			if (!oh_messages_at(&t, m, d->call_idv[i], k))
				return true;
		}
	}

	return false;
}

/* {"call":"..","path":"/tmp/x.pcap","format":"pcap"} */
int oh_ctl_do_save_ladder(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);
	const char *path = "";
	struct ctl_dialogs d;
	bool text = false;
	int err = read_file(a, &path, &text);

	if (err)
		return err;
	if (!find(rq, a, &d))
		return 0;
	if (!is_kept(rq->conn->ctl->prm.messages, &d)) {
		oh_ctl_refuse(rq, rq->conn->ctl->prm.exith(OH_CAUSE_HUNG_UP),
			      OH_CAUSE_HUNG_UP,
			      "no SIP message of that call is kept");
		return 0;
	}
	err = oh_ladderfile_save(path, text, rq->conn->ctl->prm.messages, &d);
	if (err) {
		(void)oh_args_bad(a, path, strerror(err));
		oh_ctl_refuse(rq, STATUS_NO_FILE, OH_CAUSE_FAILED, a->why);
		return 0;
	}
	out.path = path;
	oh_ctl_done(&out, rq);

	return 0;
}

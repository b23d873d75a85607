/**
 * @file call_record.c  Recordings of a call, and whether they speak
 */
#include <errno.h>
#include "base/compat.h"
#include "base/clock.h"
#include "call/call_priv.h"
#include "call/name.h"

enum { WARNING_SIZE = 160 };

static void tell_recording(struct oh_call *c, const char *path, bool message)
{
	struct oh_event ev = {
		.type    = OH_EVENT_RECORDING,
		.text    = path,
		.message = message,
	};

	oh_call_tell(c, &ev);
}

/**
 * Record both sides from now on
 *
 * @param c    Call
 * @param path File to be created, never overwritten
 *
 * @return 0; EALREADY: a recording is under way, RECORDED has not been told;
 *         or an errno of opening it
 */
int oh_call_record(struct oh_call *c, const char *path)
{
	int err;

	if (!c || !path)
		return EINVAL;
	if (c->recording)
		return EALREADY;
	err = str_dup(&c->recording, path);
	if (err)
		return err;
	err = oh_stream_record(c->stream, path);
	if (err) {
		c->recording = mem_deref(c->recording);
		return err;
	}
	c->recorded = true;
	tell_recording(c, path, false);

	return 0;
}

/** Leave out what is said from now on, without a gap; or go on */
void oh_call_record_pause(struct oh_call *c, bool on)
{
	if (c)
		oh_stream_pause_recording(c->stream, on);
}

/** End the recording of both sides; RECORDED follows */
void oh_call_record_stop(struct oh_call *c)
{
	if (c)
		oh_stream_record_stop(c->stream);
}

/** Path of the recording of both sides; NULL: none is under way */
const char *oh_call_recording(const struct oh_call *c)
{
	return c ? c->recording : NULL;
}

/* Record them alone: for a message. Errors as of oh_call_record() */
int oh_call_record_message(struct oh_call *c, const char *path, bool paused)
{
	int err;

	if (c->message)
		return EALREADY;
	err = str_dup(&c->message, path);
	if (err)
		return err;
	err = oh_stream_record_message(c->stream, path, paused);
	if (err) {
		c->message = mem_deref(c->message);
		return err;
	}
	tell_recording(c, path, true);

	return 0;
}

/**
 * Find a name for a recording of a call
 *
 * @param c     Call
 * @param path  Receives a path where nothing is
 * @param size  Its size, OH_NAME_SIZE is enough for all [bytes]
 * @param templ Template, see call/name.h
 * @param whyp  Receives what is wrong, or NULL if the error says it; may be
 *              NULL
 *
 * @return 0 or an errno of oh_name_find()
 */
int oh_call_record_name(const struct oh_call *c, char *path, size_t size,
			const char *templ, const char **whyp)
{
	struct oh_name name;

	if (!c)
		return EINVAL;
	/* number is the far end, whoever has called */
	name = (struct oh_name){
		.from    = c->incoming ? c->number : c->from,
		.to      = c->incoming ? c->from : c->number,
		.id      = c->id,
		.trunk   = c->trunk,
		.wall_us = oh_clock_wall_us(),
		.n       = 1,
	};

	return oh_name_find(path, size, templ, &name, whyp);
}

static void warn_recording(struct oh_call *c, int err)
{
	char text[WARNING_SIZE];

	(void)re_snprintf(text, sizeof(text), "the recording ended early: %m",
			  err);
	oh_call_warn(c, text);
}

/* A recording has ended: another of its kind may begin */
void oh_call_recorded(struct oh_call *c, const struct oh_stream_event *sev)
{
	bool message = sev->index == OH_STREAM_TAPE_MESSAGE;
	char **pathp = message ? &c->message : &c->recording;
	char *path = *pathp;
	struct oh_event ev = {
		.type    = OH_EVENT_RECORDED,
		.text    = path,
		.ok      = sev->ok,
		.err     = sev->err,
		.seconds = sev->seconds,
		.message = message,
	};

	*pathp = NULL;
	oh_call_tell(c, &ev);
	mem_deref(path);
	if (!sev->ok)
		warn_recording(c, sev->err);
}

/**
 * Want to know, or no more, when they begin to speak and fall silent
 *
 * @param c  Call
 * @param on Each true needs its false
 */
void oh_call_listen(struct oh_call *c, bool on)
{
	if (on && c->listeners++ == 0)
		oh_stream_listen(c->stream, OH_CALL_SPEECH_MS);
	if (on || --c->listeners)
		return;
	oh_stream_listen(c->stream, 0);
	c->speaking = false;
}

/** Whether they speak; known while somebody listens */
bool oh_call_is_speaking(const struct oh_call *c)
{
	return c && c->speaking;
}

/* They have begun to speak, or fallen silent */
void oh_call_spoke(struct oh_call *c, bool on)
{
	struct oh_event ev = { .type = OH_EVENT_SPEECH, .ok = on };

	if (!c->listeners)
		return;
	c->speaking = on;
	oh_call_tell(c, &ev);
}

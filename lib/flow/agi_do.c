/**
 * @file agi_do.c  What takes a while: sounds, keys, messages
 *
 * Keys that nobody asks for are those of the sound that is playing, and are
 * forgotten with it; between two commands they wait for the next one.
 */
#include <errno.h>
#include <unistd.h>
#include "action/play.h"
#include "action/send.h"
#include "call/message.h"
#include "flow/agi_file.h"
#include "flow/agi_priv.h"

static const char any_key[] = "0123456789*#ABCD";

static uint64_t samples(double seconds)
{
	return seconds > 0 ? (uint64_t)(seconds * OH_AGI_RATE_HZ) : 0;
}

static void reply_endpos(struct oh_agi *a, int32_t result)
{
	const struct oh_agi_reply r = {
		.code = OH_AGI_OK, .result = result,
		.has_endpos = true, .endpos = a->endpos,
	};

	oh_agi_reply(a, &r);
}

static bool has_endpos(const struct oh_agi *a)
{
	switch (a->line.verb) {

	case OH_AGI_STREAM_FILE:
	case OH_AGI_CONTROL_STREAM_FILE:
	case OH_AGI_GET_OPTION: return true;
	default:                return false;
	}
}

/* A key, 0, -1: with or without the place where it came */
static void reply_key(struct oh_agi *a, int32_t result)
{
	if (has_endpos(a))
		reply_endpos(a, result);
	else
		oh_agi_result(a, result);
}

/* The first of these keys that was typed before; NUL: none */
static char take_typed(struct oh_agi *a, const char *keys)
{
	char key;

	do {
		key = oh_live_typed(a->live);
	} while (key && !strchr(keys, key));

	return key;
}

static void stop_wait(struct oh_agi *a)
{
	tmr_cancel(&a->tmr);
	if (a->wait == AGI_WAIT_NONE)
		return;
	a->wait = AGI_WAIT_NONE;
	(void)oh_live_collect(a->live, NULL, NULL);
}

static void tell_gathered(struct oh_agi *a)
{
	struct oh_event ev = {
		.type = OH_EVENT_GATHERED,
		.text = a->gather.digits,
		.ok   = a->gather.count,
	};

	oh_call_tell(a->call, &ev);
}

/* What there is; why: "timeout", or NULL */
static void end_data(struct oh_agi *a, const char *why)
{
	const struct oh_agi_reply r = {
		.code = OH_AGI_OK, .digits = a->gather.digits, .note = why,
	};

	stop_wait(a);
	tell_gathered(a);
	oh_agi_reply(a, &r);
}

static void wait_timeout(void *arg)
{
	struct oh_agi *a = arg;

	if (a->wait == AGI_WAIT_DATA) {
		end_data(a, "timeout");
		return;
	}
	stop_wait(a);
	reply_key(a, 0);
}

static void start_timer(struct oh_agi *a, uint32_t ms)
{
	if (ms == UINT32_MAX)
		tmr_cancel(&a->tmr);
	else
		tmr_start(&a->tmr, ms, wait_timeout, a);
}

static void data_key(struct oh_agi *a, char key)
{
	if (oh_gather_digit(&a->gather, key) == OH_GATHER_OPEN)
		start_timer(a, oh_gather_wait_ms(&a->gather));
	else
		end_data(a, NULL);
}

static void key_handler(char key, void *arg)
{
	struct oh_agi *a = arg;

	if (a->wait == AGI_WAIT_DATA)
		data_key(a, key);
	else if (strchr(a->keys, key)) {
		stop_wait(a);
		reply_key(a, key);
	}
}

/* "gather --call" may have them now: then they go there. */
static void start_wait(struct oh_agi *a, enum agi_wait wait, uint32_t ms)
{
	if (oh_live_collect(a->live, key_handler, a)) {
		reply_key(a, -1);
		return;
	}
	a->wait = wait;
	start_timer(a, ms);
}

static void await_key(struct oh_agi *a, const char *keys, uint32_t ms)
{
	char key = take_typed(a, keys);

	if (key) {
		reply_key(a, key);
		return;
	}
	a->keys = keys;
	start_wait(a, AGI_WAIT_KEY, ms);
}

static void await_data(struct oh_agi *a)
{
	char key;

	while (a->gather.state == OH_GATHER_OPEN &&
	       (key = oh_live_typed(a->live)))
		(void)oh_gather_digit(&a->gather, key);
	if (a->gather.state == OH_GATHER_OPEN)
		start_wait(a, AGI_WAIT_DATA, oh_gather_wait_ms(&a->gather));
	else
		end_data(a, NULL);
}

/* A number that is none is the script's mistake, an answer of its own. */
static void reply_failed(struct oh_agi *a, const struct oh_outcome *out)
{
	const struct oh_agi_reply usage = {
		.code = OH_AGI_USAGE, .usage = a->line.usage,
	};

	if (a->line.verb == OH_AGI_EXEC) {
		(void)oh_agi_vars_set(a->vars, "PLAYBACKSTATUS", "FAILED");
		oh_agi_result(a, 0);
	}
	else if (out->err == EBADMSG && !has_endpos(a))
		oh_agi_reply(a, &usage);
	else
		reply_key(a, has_endpos(a) ? 0 : -1);
}

/* It was played to its end, or to this key (NUL: none) */
static void played(struct oh_agi *a, char key)
{
	if (a->line.verb == OH_AGI_GET_OPTION && !key)
		await_key(a, a->line.escape, a->line.ms < 0 ? UINT32_MAX :
			  a->line.ms ? (uint32_t)a->line.ms :
			  OH_AGI_BETWEEN_MS);
	else
		reply_key(a, key);
}

static void played_handler(const struct oh_outcome *out, void *arg)
{
	struct oh_agi *a = arg;
	const char key = out->digits ? out->digits[0] : '\0';

	a->endpos = samples(out->seconds);
	if (out->cause == OH_CAUSE_FAILED && out->error)
		oh_call_warn(a->call, out->error);
	if (out->cause == OH_CAUSE_HUNG_UP)
		reply_key(a, -1);
	else if (a->line.verb == OH_AGI_GET_DATA)
		await_data(a);
	else {
		oh_live_forget_typed(a->live);
		if (out->cause == OH_CAUSE_DONE)
			played(a, key);
		else
			reply_failed(a, out);
	}
	a->doing = mem_deref(a->doing);
}

static void play(struct oh_agi *a, const struct oh_sound_item *itemv,
		 uint32_t itemc, const char *interrupt)
{
	const struct oh_play_prm prm = {
		.itemv = itemv, .itemc = itemc, .loops = 1,
		.interrupt = interrupt,
	};
	struct oh_action *act;

	a->endpos = 0;
	if (oh_play_start(&act, a->live, &prm, played_handler, a))
		reply_key(a, -1);
	else
		a->doing = act;
}

/* As Asterisk has it: a file that is not there is no sound of no length, and
   the script goes on. */
static int find(struct oh_agi *a, char path[OH_AGI_FILE_SIZE],
		const char *name)
{
	char text[256];
	int err = oh_agi_file_find(path, a->prm->folderv, name);

	if (err && *name) {
		(void)re_snprintf(text, sizeof(text), "%s: %m", name, err);
		oh_call_warn(a->call, text);
	}

	return err;
}

static void stream(struct oh_agi *a)
{
	char path[OH_AGI_FILE_SIZE];
	const struct oh_sound_item item = {
		.kind = OH_SOUND_FILE, .text = path,
	};
	char key = take_typed(a, a->line.escape);

	a->endpos = 0;
	if (key)
		reply_key(a, key);
	else if (find(a, path, a->line.text))
		reply_key(a, 0);
	else
		play(a, &item, 1, a->line.escape);
}

/** STREAM FILE, CONTROL STREAM FILE */
void oh_agi_do_stream(struct oh_agi *a)
{
	stream(a);
}

/** GET OPTION: a sound, and a while for one of the keys */
void oh_agi_do_option(struct oh_agi *a)
{
	stream(a);
}

static void set_rules(struct oh_agi *a)
{
	const int32_t ms = a->line.ms;
	const uint32_t wait = ms < 0 ? UINT32_MAX : (uint32_t)ms;
	const struct oh_gather_prm rules = {
		.max        = a->line.max && a->line.max < OH_GATHER_MAX ?
			      a->line.max : OH_GATHER_MAX,
		.terminator = '#',
		.first_ms   = ms ? wait : OH_AGI_FIRST_MS,
		.between_ms = ms ? wait : OH_AGI_BETWEEN_MS,
	};

	oh_gather_init(&a->gather, &rules);
}

/** GET DATA: a sound that any key stops, and digits */
void oh_agi_do_data(struct oh_agi *a)
{
	char path[OH_AGI_FILE_SIZE], key;
	const struct oh_sound_item item = {
		.kind = OH_SOUND_FILE, .text = path,
	};

	set_rules(a);
	key = oh_live_typed(a->live);
	if (key)
		(void)oh_gather_digit(&a->gather, key);
	if (key || find(a, path, a->line.text))
		await_data(a);
	else
		play(a, &item, 1, NULL);
}

/** WAIT FOR DIGIT */
void oh_agi_do_wait(struct oh_agi *a)
{
	await_key(a, any_key, a->line.ms < 0 ? UINT32_MAX
					     : (uint32_t)a->line.ms);
}

/** Do nothing for a while: EXEC Wait */
void oh_agi_do_pause(struct oh_agi *a, uint32_t ms)
{
	await_key(a, "", ms);
}

/** SAY DIGITS, SAY NUMBER, SAY ALPHA */
void oh_agi_do_say(struct oh_agi *a)
{
	const struct oh_sound_item item = {
		.kind = a->line.verb == OH_AGI_SAY_DIGITS ? OH_SOUND_DIGITS :
			a->line.verb == OH_AGI_SAY_NUMBER ? OH_SOUND_NUMBER :
							    OH_SOUND_SPELL,
		.text = a->line.text,
	};
	char key = take_typed(a, a->line.escape);

	if (key || !*a->line.text)
		oh_agi_result(a, key);
	else
		play(a, &item, 1, a->line.escape);
}

/**
 * Play files one after the other, no key stops them: EXEC Playback
 *
 * @param a     Script
 * @param names "first&second", changed
 */
void oh_agi_do_playback(struct oh_agi *a, char *names)
{
	char pathv[OH_SOUND_ITEMS_MAX][OH_AGI_FILE_SIZE];
	struct oh_sound_item itemv[OH_SOUND_ITEMS_MAX];
	uint32_t itemc = 0;

	for (char *end; names && itemc < OH_SOUND_ITEMS_MAX; names = end) {
		end = strchr(names, '&');
		if (end)
			*end++ = '\0';
		if (find(a, pathv[itemc], names))
			continue;
		itemv[itemc] = (struct oh_sound_item){
			.kind = OH_SOUND_FILE, .text = pathv[itemc],
		};
		itemc++;
	}
	(void)oh_agi_vars_set(a->vars, "PLAYBACKSTATUS",
			      itemc ? "SUCCESS" : "FAILED");
	if (itemc)
		play(a, itemv, itemc, "");
	else
		oh_agi_result(a, 0);
}

static void sent_handler(const struct oh_outcome *out, void *arg)
{
	struct oh_agi *a = arg;

	oh_agi_result(a, out->cause == OH_CAUSE_HUNG_UP ? -1 : 0);
	a->doing = mem_deref(a->doing);
}

/** Press keys of ours: EXEC SendDTMF */
void oh_agi_do_send(struct oh_agi *a, const char *digits)
{
	struct oh_action *act;

	if (oh_send_start(&act, a->live, digits, sent_handler, a))
		oh_agi_result(a, -1);
	else
		a->doing = act;
}

static void message_handler(const struct oh_message_result *res, void *arg)
{
	static const char *const notev[] = {
		[OH_MESSAGE_MAX]     = "timeout",
		[OH_MESSAGE_SILENCE] = "timeout",
		[OH_MESSAGE_KEY]     = "dtmf",
		[OH_MESSAGE_HANGUP]  = "hangup",
		[OH_MESSAGE_ERROR]   = "writefile",
	};
	struct oh_agi *a = arg;
	const struct oh_agi_reply r = {
		.code       = OH_AGI_OK,
		.result     = res->end >= OH_MESSAGE_HANGUP ? -1 : res->key,
		.note       = notev[res->end],
		.has_endpos = true,
		.endpos     = samples(res->seconds),
	};

	if (!a->dead)
		oh_live_forget_typed(a->live);
	oh_agi_reply(a, &r);
	a->doing = mem_deref(a->doing);
}

/* Keys as those of a message: each once, none that is not a key */
static void set_keys(char keys[OH_MESSAGE_KEYS + 1], const char *escape)
{
	for (const char *k = any_key; *k; k++) {
		if (strchr(escape, *k))
			*keys++ = *k;
	}
	*keys = '\0';
}

static int start_message(struct oh_agi *a, const char *path)
{
	const struct oh_agi_line *l = &a->line;
	struct oh_message_prm prm = {
		.path       = path,
		.max_ms     = l->ms < 0 ? 0 : l->ms ? (uint32_t)l->ms : 1,
		.silence_ms = min(l->silence_s, UINT32_MAX / 1000) * 1000,
	};
	struct oh_message *msg;
	int err = 0;

	set_keys(prm.keys, l->escape);
	if (l->beep)
		err = oh_message_beep(&prm.beep,
				      oh_calls_prm(a->prm->program.calls)
					      ->prompts);
	if (err)
		return err;
	err = oh_message_start(&msg, a->call, &prm, message_handler, a);
	if (!err)
		a->doing = msg;
	oh_prompt_unref(prm.beep);

	return err;
}

/** RECORD FILE: what has this name is replaced, as Asterisk does */
void oh_agi_do_record(struct oh_agi *a)
{
	const struct oh_agi_reply failed = {
		.code = OH_AGI_OK, .result = -1, .note = "writefile",
	};
	char path[OH_AGI_FILE_SIZE], text[256];
	int err = oh_agi_file_print(path, a->line.text, a->line.value);

	if (!err && unlink(path) && errno != ENOENT)
		err = errno;
	if (!err)
		err = start_message(a, path);
	if (!err)
		return;
	(void)re_snprintf(text, sizeof(text), "%s: %m", a->line.text, err);
	oh_call_warn(a->call, text);
	oh_agi_reply(a, &failed);
}

/** Nobody reads any more what keys were pressed: do not wait for them */
void oh_agi_do_exited(struct oh_agi *a)
{
	if (a->wait == AGI_WAIT_NONE)
		return;
	stop_wait(a);
	oh_agi_result(a, 0);
}

/** They have hung up: no key will come. What is played ends by itself. */
void oh_agi_do_hungup(struct oh_agi *a)
{
	if (a->wait == AGI_WAIT_NONE)
		return;
	stop_wait(a);
	reply_key(a, -1);
}

/** End what is being done, silently */
void oh_agi_do_stop(struct oh_agi *a)
{
	if (!a->dead)
		stop_wait(a);
	tmr_cancel(&a->tmr);
	a->doing = mem_deref(a->doing);
}

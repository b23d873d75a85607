/**
 * @file sound.c  What is to be heard: files, words, pieces; made ready
 */
#include <errno.h>
#include "base/compat.h"
#include "action/sound.h"
#include "media/prompt.h"
#include "media/tts.h"
#include "speech/pieces.h"
#include "speech/speech.h"

enum { ERROR_SIZE = 1200, PROMPTS_MAX = 256 };

/** Copied */
struct item {
	enum oh_sound_kind kind;
	char              *text;
	char              *lang;
};

struct oh_sound {
	const struct oh_calls_prm *prm;
	struct item       itemv[OH_SOUND_ITEMS_MAX];
	uint32_t          itemc;
	uint32_t          pos;               /* the item that is made     */
	struct oh_prompt *promptv[PROMPTS_MAX];
	uint32_t          promptc;
	struct tmr        tmr;
	struct oh_tts    *tts;               /* speaks an item            */
	char              error[ERROR_SIZE];
	oh_sound_h       *h;
	void             *arg;
};

static void forget(struct item *it)
{
	mem_deref(it->text);
	mem_deref(it->lang);
}

static void destructor(void *arg)
{
	struct oh_sound *s = arg;

	tmr_cancel(&s->tmr);
	mem_deref(s->tts);
	for (uint32_t i = 0; i < s->promptc; i++)
		oh_prompt_unref(s->promptv[i]);
	for (uint32_t i = 0; i < s->itemc; i++)
		forget(&s->itemv[i]);
}

static int fail(struct oh_sound *s, int err, const char *what,
		const char *why)
{
	(void)re_snprintf(s->error, sizeof(s->error), "%s: %s", what,
			  why && *why ? why : strerror(err));

	return err;
}

static int add_file(struct oh_sound *s, const char *path)
{
	const char *why = "";
	int err;

	if (s->promptc >= PROMPTS_MAX)
		return fail(s, E2BIG, path, NULL);
	err = oh_prompt_open(&s->promptv[s->promptc], s->prm->prompts, path,
			     &why);
	if (err)
		return fail(s, err, path, why);
	s->promptc++;

	return 0;
}

/* The recordings speak one language; which, says the item or the voice */
static int add_pieces(struct oh_sound *s, const struct item *it)
{
	static const enum oh_speech_kind kindv[] = {
		[OH_SOUND_DIGITS] = OH_SPEECH_DIGITS,
		[OH_SOUND_NUMBER] = OH_SPEECH_NUMBER,
		[OH_SOUND_SPELL]  = OH_SPEECH_SPELL,
	};
	const char *voice = str_isset(s->prm->voice) ? s->prm->voice : "en";
	const char *lang = oh_pieces_language(*it->lang ? it->lang : voice);
	const struct oh_speech_text text = { kindv[it->kind], lang, it->text };
	const char *why = NULL;
	int err;

	if (!lang)
		return fail(s, EBADMSG, *it->lang ? it->lang : voice,
			    "no recordings of this language");
	if (s->promptc >= PROMPTS_MAX)
		return fail(s, E2BIG, it->text, NULL);
	err = oh_speech_prompt(&s->promptv[s->promptc], s->prm->prompts,
			       &text, NULL, &why);
	if (err)
		return fail(s, err, it->text, why);
	s->promptc++;

	return 0;
}

static void make_next(void *arg);

static void next(struct oh_sound *s, int err)
{
	if (!err && s->pos < s->itemc)
		tmr_start(&s->tmr, 0, make_next, s);
	else
		s->h(err, err ? s->error : NULL, s->arg);
}

static void spoken(int err, const char *path, const char *why, void *arg)
{
	struct oh_sound *s = arg;

	s->tts = mem_deref(s->tts);
	next(s, err ? fail(s, err, "speech", why) : add_file(s, path));
}

static int start_words(struct oh_sound *s, const char *text)
{
	const struct oh_tts_prm prm = {
		.command   = s->prm->tts_command,
		.voice     = s->prm->voice,
		.cache_dir = s->prm->speech_dir,
	};
	const char *why = NULL;
	int err = s->prm->speech_dir ? 0 : EACCES;

	if (!err)
		err = oh_tts_start(&s->tts, &prm, text, &why, spoken, s);

	return err ? fail(s, err, "speech", why) : 0;
}

static void make_next(void *arg)
{
	struct oh_sound *s = arg;
	const struct item *it;
	int err;

	if (s->pos >= s->itemc) {
		next(s, 0);
		return;
	}
	it = &s->itemv[s->pos++];
	if (it->kind == OH_SOUND_WORDS) {
		err = start_words(s, it->text);
		if (err)
			next(s, err);
		return;
	}
	next(s, it->kind == OH_SOUND_FILE ? add_file(s, it->text)
					  : add_pieces(s, it));
}

static int copy_item(struct item *to, const struct oh_sound_item *from)
{
	int err;

	to->kind = from->kind;
	err = str_dup(&to->text, from->text);

	return err ? err : str_dup(&to->lang, from->lang ? from->lang : "");
}

/**
 * Make ready what is to be heard
 *
 * @param sp    Returned sound, release with mem_deref
 * @param prm   Prompt cache, speech program; borrowed while it lives
 * @param itemv What, in order; copied
 * @param itemc How many; 0: it is ready at once
 * @param h     Called once, from the loop
 * @param arg   Handler argument
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_sound_make(struct oh_sound **sp, const struct oh_calls_prm *prm,
		  const struct oh_sound_item *itemv, uint32_t itemc,
		  oh_sound_h *h, void *arg)
{
	struct oh_sound *s;
	int err = 0;

	if (!sp || !prm || !h || itemc > OH_SOUND_ITEMS_MAX)
		return EINVAL;
	s = mem_zalloc(sizeof(*s), destructor);
	if (!s)
		return ENOMEM;
	tmr_init(&s->tmr);
	s->prm = prm;
	s->h   = h;
	s->arg = arg;
	for (; s->itemc < itemc && !err; s->itemc++)
		err = copy_item(&s->itemv[s->itemc], &itemv[s->itemc]);
	if (err) {
		mem_deref(s);
		return err;
	}
	tmr_start(&s->tmr, 0, make_next, s);
	*sp = s;

	return 0;
}

/**
 * The prompts of a sound that is ready
 *
 * @param s      Sound
 * @param countp Receives how many
 *
 * @return Prompts, borrowed as long as the sound
 */
struct oh_prompt *const *oh_sound_prompts(const struct oh_sound *s,
					  uint32_t *countp)
{
	*countp = s->promptc;

	return s->promptv;
}

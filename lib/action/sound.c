/**
 * @file sound.c  What is to be heard: files, words, pieces; made ready
 */
#include <errno.h>
#include <libgen.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/path.h"
#include "action/sound.h"
#include "media/prompt.h"
#include "media/tts.h"

enum { PATH_SIZE = 1024, ERROR_SIZE = 1200, PROMPTS_MAX = 256 };

/** Copied */
struct item {
	enum oh_sound_kind kind;
	char              *text;
};

struct oh_sound {
	const struct oh_calls_prm *prm;
	struct item       itemv[OH_SOUND_ITEMS_MAX];
	uint32_t          itemc;
	uint32_t          pos;               /* the item that is made     */
	struct oh_prompt *promptv[PROMPTS_MAX];
	uint32_t          promptc;
	struct tmr        tmr;
	char              error[ERROR_SIZE];
	oh_sound_h       *h;
	void             *arg;
};

static void destructor(void *arg)
{
	struct oh_sound *s = arg;

	tmr_cancel(&s->tmr);
	for (uint32_t i = 0; i < s->promptc; i++)
		oh_prompt_unref(s->promptv[i]);
	for (uint32_t i = 0; i < s->itemc; i++)
		mem_deref(s->itemv[i].text);
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

/* Users that are there for a service often have no home. */
static int make_folder(char *dir, size_t size)
{
	int err = oh_path_make(dir, size, OH_PATH_CACHE, "speech/any");

	if (!err && access(dirname(dir), W_OK | X_OK))
		err = errno;
	if (err) {
		err = oh_path_make(dir, size, OH_PATH_RUNTIME, "speech/any");
		(void)dirname(dir);
	}

	return err;
}

static int add_words(struct oh_sound *s, const char *text)
{
	char dir[PATH_SIZE], path[PATH_SIZE];
	const struct oh_tts_prm prm = {
		.command   = s->prm->tts_command,
		.voice     = s->prm->voice,
		.cache_dir = dir,
	};
	const char *why = NULL;
	int err = make_folder(dir, sizeof(dir));

	if (!err)
		err = oh_tts_speak(path, sizeof(path), &prm, text, &why);

	return err ? fail(s, err, "speech", why) : add_file(s, path);
}

static void make_next(void *arg)
{
	struct oh_sound *s = arg;
	int err = 0;

	if (s->pos < s->itemc) {
		const struct item *it = &s->itemv[s->pos++];

		err = it->kind == OH_SOUND_FILE ? add_file(s, it->text)
						: add_words(s, it->text);
	}
	if (!err && s->pos < s->itemc)
		tmr_start(&s->tmr, 0, make_next, s);
	else
		s->h(err, err ? s->error : NULL, s->arg);
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
	for (; s->itemc < itemc && !err; s->itemc++) {
		s->itemv[s->itemc].kind = itemv[s->itemc].kind;
		err = str_dup(&s->itemv[s->itemc].text,
			      itemv[s->itemc].text);
	}
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

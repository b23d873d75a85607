/**
 * @file speech.c  Digits, numbers and letters as something to be played
 */
#include <errno.h>
#include "base/compat.h"
#include "media/prompt.h"
#include "media/source.h"
#include "speech/pieces.h"
#include "speech/recording.h"
#include "speech/speech.h"

enum {
	RATE_HZ   = 8000,            /**< of the recordings                */
	NAME_SIZE = 96,
};

static int find_pieces(struct oh_pieces *p, const struct oh_speech_text *t,
		       size_t *posp)
{
	switch (t->kind) {

	case OH_SPEECH_DIGITS: return oh_pieces_digits(p, t->text, posp);
	case OH_SPEECH_NUMBER: return oh_pieces_number(p, t->lang, t->text,
						       posp);
	case OH_SPEECH_SPELL:  return oh_pieces_spell(p, t->text, posp);
	default:               return EINVAL;
	}
}

static const char *fault(const struct oh_speech_text *t, int err)
{
	switch (err) {

	case EBADMSG:
		return t->kind == OH_SPEECH_DIGITS ? "no digit" :
			t->kind == OH_SPEECH_NUMBER ? "not a number" :
			"cannot be spelt";
	case ERANGE:
		return t->kind == OH_SPEECH_NUMBER ?
			"12 digits at most, and 12 decimals" :
			"64 characters at most";
	case ENOENT:
		return "no recordings in this language: en, de, fr or es";
	default:
		return NULL;
	}
}

static int keep(const int16_t *sampv, size_t sampc, void *arg)
{
	return mbuf_write_mem(arg, (const uint8_t *)sampv,
			      sampc * sizeof(*sampv));
}

static int add_recording(struct mbuf *mb, const char *lang, const char *name)
{
	struct oh_recording rec;
	struct oh_source src = { .fd = -1 };
	int err;

	err = oh_recording_find(&rec, lang, name);
	if (err)
		return err;
	src.data = rec.data;
	src.size = rec.len;

	return oh_source_decode(&src, RATE_HZ, keep, mb);
}

static int join(struct mbuf *mb, const struct oh_pieces *p, const char *lang)
{
	int err = 0;

	for (uint32_t i = 0; i < p->c && !err; i++)
		err = add_recording(mb, lang, p->namev[i]);

	return err;
}

/* "digits 123": what events call it */
static void print_name(char *buf, size_t size, const struct oh_speech_text *t)
{
	static const char *const kindv[] = { "digits", "number", "spell" };

	if (re_snprintf(buf, size, "%s %s", kindv[t->kind], t->text) < 0)
		buf[size - 1] = '\0';
}

/**
 * Make a prompt that says digits, a number, or letters
 *
 * @param prp   Prompt, *returned*: release with oh_prompt_unref()
 * @param cache Cache
 * @param t     What to say
 * @param posp  Receives where the text is wrong [bytes]; may be NULL
 * @param whyp  Receives what is wrong (static text), NULL if the error says
 *              it; may be NULL
 *
 * @return 0, EINVAL, ENOENT (no such language), EBADMSG (no word for what
 *         stands at *posp), ERANGE (too long), ENOMEM
 */
int oh_speech_prompt(struct oh_prompt **prp, struct oh_prompts *cache,
		     const struct oh_speech_text *t, size_t *posp,
		     const char **whyp)
{
	char name[NAME_SIZE];
	struct oh_pieces p;
	struct mbuf *mb;
	int err;

	if (!prp || !cache || !t || !t->lang || !t->text)
		return EINVAL;
	err = find_pieces(&p, t, posp);
	if (whyp)
		*whyp = fault(t, err);
	if (err)
		return err;
	mb = mbuf_alloc(RATE_HZ * sizeof(int16_t));
	if (!mb)
		return ENOMEM;
	print_name(name, sizeof(name), t);
	err = join(mb, &p, t->lang);
	if (!err)
		err = oh_prompt_named(prp, cache, name,
				      (const int16_t *)(void *)mb->buf,
				      mb->end / sizeof(int16_t), RATE_HZ);
	if (err == ENOENT && whyp)
		*whyp = fault(t, err);
	mem_deref(mb);

	return err;
}

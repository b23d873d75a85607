/**
 * @file prompt.h  Something to be played: decoded once, encoded once per codec
 *
 * Any file libsndfile reads, any rate, any channels (mixed down). Opening
 * checks that the file is sound; decoding and encoding run on a loader
 * thread, so that neither the main loop nor the media thread waits. A stream
 * told to play a prompt that is not ready sends silence until it is.
 * Prompts are shared and reference-counted (atomically) across threads:
 * use oh_prompt_ref/unref, not mem_ref/mem_deref.
 */
#ifndef OH_MEDIA_PROMPT_H
#define OH_MEDIA_PROMPT_H

#include <stddef.h>
#include <stdint.h>

struct oh_prompt;
struct oh_prompts;       /* the cache: one per process, owned by its maker */

int  oh_prompts_alloc(struct oh_prompts **pp);
/* Same path twice gives the same prompt. Errors: ENOENT, EACCES, EBADMSG
   (no sound file: *whyp is static text), ENOMEM */
int  oh_prompt_open(struct oh_prompt **prp, struct oh_prompts *cache,
		    const char *path, const char **whyp);
/* From samples in memory (copied): mono s16 */
int  oh_prompt_samples(struct oh_prompt **prp, struct oh_prompts *cache,
		       const int16_t *sampv, size_t sampc, uint32_t rate_hz);
/* The same, with a name for oh_prompt_name() */
int  oh_prompt_named(struct oh_prompt **prp, struct oh_prompts *cache,
		     const char *name, const int16_t *sampv, size_t sampc,
		     uint32_t rate_hz);
/* From a WAV file's bytes in memory (borrowed for ever: static data) */
int  oh_prompt_memory(struct oh_prompt **prp, struct oh_prompts *cache,
		      const char *name, const uint8_t *data, size_t len);
/* Start encoding for a codec ("PCMU") before it is known to be needed */
int  oh_prompt_warm(struct oh_prompt *pr, const char *codec);
struct oh_prompt *oh_prompt_ref(struct oh_prompt *pr);
void oh_prompt_unref(struct oh_prompt *pr);
const char *oh_prompt_name(const struct oh_prompt *pr);
double oh_prompt_seconds(const struct oh_prompt *pr);

#endif

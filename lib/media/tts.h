/**
 * @file tts.h  Words to a sound file, through a program of the user's choice
 *
 * The command gets {text}, {voice} and {file} replaced, never through a
 * shell; a text that begins with '-' cannot become an option. Results are
 * cached by text, voice and command; written to a temporary name and
 * renamed, so that two processes never read half a file.
 */
#ifndef OH_MEDIA_TTS_H
#define OH_MEDIA_TTS_H

#include <stddef.h>
#include <stdint.h>

#define OH_TTS_DEFAULT "espeak-ng -v {voice} -w {file} -- {text}"

enum { OH_TTS_TEXT_MAX = 4000, OH_TTS_TIMEOUT_MS = 20000 };

struct oh_tts_prm {
	const char *command;     /**< "" or NULL: the default if installed */
	const char *voice;       /**< "" or NULL: "en-us"                  */
	const char *cache_dir;   /**< exists                               */
	uint32_t    timeout_ms;  /**< 0: OH_TTS_TIMEOUT_MS                 */
};

struct oh_tts;

/**
 * Called once, when a text has been spoken
 *
 * @param err  0, ETIMEDOUT, EPROTO (the program failed), or an error of
 *             writing to the cache
 * @param path The sound file; it stays in the cache. NULL with an error
 * @param why  What is wrong, static text; NULL if the error says it
 * @param arg  Handler argument
 */
typedef void (oh_tts_h)(int err, const char *path, const char *why,
			void *arg);

/* path receives the sound file's name. Errors: ENOENT (no such program),
   ETIMEDOUT, EPROTO (it failed); *whyp says which, static text. Blocks. */
int oh_tts_speak(char *path, size_t size, const struct oh_tts_prm *prm,
		 const char *text, const char **whyp);
/* The same while the loop runs; mem_deref() gives it up */
int oh_tts_start(struct oh_tts **tp, const struct oh_tts_prm *prm,
		 const char *text, const char **whyp, oh_tts_h *h, void *arg);

#endif

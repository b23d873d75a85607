/**
 * @file tts.c  Words to a sound file, through a program of the user's choice
 */
#include "base/compat.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <openssl/evp.h>
#include "base/child.h"
#include "media/source.h"
#include "media/tts.h"

enum {
	COMMAND_MAX = 1024,
	VOICE_MAX   = 128,
	DIGEST_MAX  = 32,            /**< SHA-256 [bytes]                  */
	FILE_MAX   = 1024,
	/* Every argument replaced: the words, and what is put into them */
	ARGS_MAX    = COMMAND_MAX + 4 * (OH_TTS_TEXT_MAX + FILE_MAX),
};

static const char default_voice[] = "en-us";

/** What is put in place of {text}, {voice} and {file} */
struct words {
	const char *text;
	const char *voice;
	const char *file;
};

static int refuse(const char **whyp, int err, const char *why)
{
	if (whyp)
		*whyp = why;

	return err;
}

static bool is_set(const char *s)
{
	return s && *s;
}

/* Line ends are pauses to a speaker; other control characters are none of
   his business. */
static int clean_text(char *dst, size_t size, const char *text,
		      const char **whyp)
{
	const size_t len = strlen(text);
	bool any = false;

	if (len >= size)
		return refuse(whyp, ERANGE, "the text is too long");
	for (size_t i = 0; i <= len; i++) {
		const unsigned char c = (unsigned char)text[i];
		const bool blank = c && strchr(" \t\r\n", c);

		if (c && !blank && (c < ' ' || c == 0x7f))
			return refuse(whyp, EBADMSG,
				      "the text has control characters");
		dst[i] = blank ? ' ' : text[i];
		any |= c && !blank;
	}

	return any ? 0 : refuse(whyp, EINVAL, "there is nothing to say");
}

/* Each with its terminator: no two commands, voices and texts run together. */
static int print_name(char *hex, size_t size, const char *command,
		      const struct words *w)
{
	const char *const partv[] = { command, w->voice, w->text };
	uint8_t digest[DIGEST_MAX];
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok;

	if (!ctx)
		return ENOMEM;
	ok = EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
	for (size_t i = 0; i < ARRAY_SIZE(partv); i++)
		ok = ok && EVP_DigestUpdate(ctx, partv[i],
					    strlen(partv[i]) + 1);
	ok = ok && EVP_DigestFinal_ex(ctx, digest, NULL);
	EVP_MD_CTX_free(ctx);
	if (!ok)
		return ENOMEM;
	if (re_snprintf(hex, size, "%w", digest, sizeof(digest)) < 0)
		return ERANGE;

	return 0;
}

static bool is_sound(const char *path, int *errp)
{
	struct oh_source src;
	int err;

	err = oh_source_open(&src, path, NULL);
	if (!err) {
		err = oh_source_probe(&src, NULL, NULL);
		oh_source_close(&src);
	}
	*errp = err == ENOMEM ? err : 0;

	return !err;
}

static const char *word(const struct words *w, const char *s, size_t *lenp)
{
	const struct {
		const char *name;
		const char *value;
	} v[] = {
		{ "{text}",  w->text },
		{ "{voice}", w->voice },
		{ "{file}",  w->file },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		*lenp = strlen(v[i].name);
		if (0 == strncmp(s, v[i].name, *lenp))
			return v[i].value;
	}
	*lenp = 1;

	return NULL;
}

/* One argument; what is put in is not looked at again. */
static int fill_in(struct mbuf *mb, const char *arg, const struct words *w)
{
	size_t len;
	int err = 0;

	for (; *arg && !err; arg += len) {
		const char *value = word(w, arg, &len);

		err = value ? mbuf_write_str(mb, value)
			    : mbuf_write_u8(mb, (uint8_t)*arg);
	}

	return err ? err : mbuf_write_u8(mb, '\0');
}

/* The command is split before anything is put in: a text stays one argument,
   whatever it holds. */
static int make_args(const char *argv[OH_CHILD_ARGS_MAX], struct mbuf *mb,
		     const char *command, const struct words *w)
{
	char buf[COMMAND_MAX];
	size_t posv[OH_CHILD_ARGS_MAX], n;
	int err;

	err = oh_child_split(command, buf, sizeof(buf), argv,
			     OH_CHILD_ARGS_MAX);
	for (n = 0; !err && argv[n]; n++) {
		posv[n] = mb->pos;
		err = mb->pos > ARGS_MAX ? ERANGE : fill_in(mb, argv[n], w);
	}
	if (err)
		return err;
	/* The buffer has moved while it grew. */
	for (size_t i = 0; i < n; i++)
		argv[i] = (const char *)mb->buf + posv[i];

	return 0;
}

static int run(const char *command, const struct words *w,
	       uint32_t timeout_ms, const char **whyp)
{
	const char *argv[OH_CHILD_ARGS_MAX];
	struct mbuf *mb = mbuf_alloc(COMMAND_MAX);
	int err, status = 0;

	if (!mb)
		return ENOMEM;
	err = make_args(argv, mb, command, w);
	if (err == EBADMSG || err == ERANGE)
		err = refuse(whyp, EINVAL, "tts_command cannot be used");
	if (err)
		goto out;
	err = oh_child_run(argv, timeout_ms, NULL, 0, &status);
	if (err == ETIMEDOUT)
		(void)refuse(whyp, err, "tts_command took too long");
	else if (err == ECANCELED)
		(void)refuse(whyp, err, "interrupted");
	else if (err == ENOENT)
		(void)refuse(whyp, err, "tts_command: no such program");
	else if (!err && status)
		err = refuse(whyp, EPROTO, "tts_command failed");

 out:
	mem_deref(mb);
	return err;
}

/* To a file of its own first: another process may want the same words. */
static int make(const char *path, const char *command, struct words *w,
		uint32_t timeout_ms, const char **whyp)
{
	static const char suffix[] = ".wav";
	char temp[FILE_MAX];
	int fd, err;

	if (re_snprintf(temp, sizeof(temp), "%s.XXXXXX%s", path, suffix) < 0)
		return refuse(whyp, ERANGE, "the cache's path is too long");
	fd = mkostemps(temp, sizeof(suffix) - 1, O_CLOEXEC);
	if (fd < 0)
		return errno;
	(void)close(fd);

	w->file = temp;
	err = run(command, w, timeout_ms, whyp);
	if (err)
		goto out;
	if (!is_sound(temp, &err)) {
		if (!err)
			err = refuse(whyp, EPROTO,
				     "tts_command made no sound file");
		goto out;
	}
	if (rename(temp, path))
		err = errno;

 out:
	if (err)
		(void)unlink(temp);

	return err;
}

/**
 * Have a text spoken into a sound file, or find the one made before
 *
 * Blocks while the program runs: for the time before the loop runs.
 *
 * @param path Receives the file's name; the file stays in the cache
 * @param size Its size
 * @param prm  Command, voice and cache folder
 * @param text What to say, UTF-8, up to OH_TTS_TEXT_MAX bytes
 * @param whyp Receives what is wrong (static text), NULL if the error says
 *             it; may be NULL
 *
 * @return 0, EINVAL (nothing to say, or a command that cannot be used),
 *         EBADMSG (control characters), ERANGE (too long), ENOENT (no such
 *         program), ETIMEDOUT, ECANCELED (a signal waits), EPROTO (it
 *         failed), ENOMEM, or an error of writing to the cache
 */
int oh_tts_speak(char *path, size_t size, const struct oh_tts_prm *prm,
		 const char *text, const char **whyp)
{
	char clean[OH_TTS_TEXT_MAX + 1], hex[2 * DIGEST_MAX + 1];
	struct words w = { .text = clean, .voice = default_voice };
	const char *command = OH_TTS_DEFAULT;
	uint32_t timeout_ms = OH_TTS_TIMEOUT_MS;
	int err;

	if (!path || !prm || !prm->cache_dir || !text)
		return EINVAL;
	(void)refuse(whyp, 0, NULL);
	if (is_set(prm->command))
		command = prm->command;
	if (is_set(prm->voice))
		w.voice = prm->voice;
	if (prm->timeout_ms)
		timeout_ms = prm->timeout_ms;
	if (strlen(w.voice) > VOICE_MAX)
		return refuse(whyp, ERANGE, "the voice's name is too long");
	if (!strstr(command, "{text}") || !strstr(command, "{file}"))
		return refuse(whyp, EINVAL,
			      "tts_command lacks {text} or {file}");

	err = clean_text(clean, sizeof(clean), text, whyp);
	if (!err)
		err = print_name(hex, sizeof(hex), command, &w);
	if (err)
		return err;
	if (re_snprintf(path, size, "%s/tts-%s.wav", prm->cache_dir, hex) < 0)
		return ERANGE;
	if (is_sound(path, &err) || err)
		return err;

	err = make(path, command, &w, timeout_ms, whyp);
	if (err == ENOENT && whyp && *whyp && !is_set(prm->command))
		*whyp = "no tts_command and espeak-ng is not installed";

	return err;
}

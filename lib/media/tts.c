/**
 * @file tts.c  Words to a sound file, through a program of the user's choice
 */
#include "base/compat.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <openssl/evp.h>
#include "base/child.h"
#include "base/clock.h"
#include "media/source.h"
#include "media/tts.h"

enum {
	COMMAND_MAX = 1024,
	VOICE_MAX   = 128,
	DIGEST_MAX  = 32,            /**< SHA-256 [bytes]                  */
	FILE_MAX    = 1024,
	LOOK_MS     = 10,            /**< Between two looks at the program  */
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

/** What is to be spoken, looked over */
struct order {
	bool         own;                /**< the command is not ours       */
	const char  *command;
	struct words w;
	uint32_t     timeout_ms;
	char         text[OH_TTS_TEXT_MAX + 1];
	char         path[FILE_MAX];     /**< where it lies in the cache    */
};

/** Words that are being spoken */
struct oh_tts {
	struct oh_child ch;
	struct tmr      tmr;
	uint64_t        until_us;
	bool            own;             /**< the command is not ours       */
	char            path[FILE_MAX];
	char            temp[FILE_MAX];  /**< "" if nothing is being made   */
	oh_tts_h       *h;
	void           *arg;
};

static const char suffix[] = ".wav";

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

/* What the end of the program means */
static int judge(bool own, int err, int status, const char **whyp)
{
	switch (err) {

	case 0:
		return status ? refuse(whyp, EPROTO, "tts_command failed") : 0;
	case EBADMSG:
	case ERANGE:
		return refuse(whyp, EINVAL, "tts_command cannot be used");
	case ETIMEDOUT:
		return refuse(whyp, err, "tts_command took too long");
	case ECANCELED:
		return refuse(whyp, err, "interrupted");
	case ENOENT:
		return refuse(whyp, err, own ?
			      "tts_command: no such program" :
			      "no tts_command and espeak-ng is not installed");
	default:
		return err;
	}
}

/* To a file of its own first: another process may want the same words. */
static int make_temp(char *temp, size_t size, const char *path,
		     const char **whyp)
{
	int fd;

	if (re_snprintf(temp, size, "%s.XXXXXX%s", path, suffix) < 0) {
		*temp = '\0';
		return refuse(whyp, ERANGE, "the cache's path is too long");
	}
	fd = mkostemps(temp, sizeof(suffix) - 1, O_CLOEXEC);
	if (fd < 0) {
		*temp = '\0';
		return errno;
	}
	(void)close(fd);

	return 0;
}

/* The program has ended well: is it sound? */
static int publish(const char *temp, const char *path, const char **whyp)
{
	int err;

	if (!is_sound(temp, &err))
		return err ? err : refuse(whyp, EPROTO,
					  "tts_command made no sound file");

	return rename(temp, path) ? errno : 0;
}

static int check_order(struct order *o, const struct oh_tts_prm *prm,
		       const char *text, const char **whyp)
{
	if (strlen(o->w.voice) > VOICE_MAX)
		return refuse(whyp, ERANGE, "the voice's name is too long");
	if (!strstr(o->command, "{text}") || !strstr(o->command, "{file}"))
		return refuse(whyp, EINVAL,
			      "tts_command lacks {text} or {file}");
	if (strlen(prm->cache_dir) >= FILE_MAX)
		return refuse(whyp, ERANGE, "the cache's path is too long");

	return clean_text(o->text, sizeof(o->text), text, whyp);
}

static int make_order(struct order *o, const struct oh_tts_prm *prm,
		      const char *text, const char **whyp)
{
	char hex[2 * DIGEST_MAX + 1];
	int err;

	(void)refuse(whyp, 0, NULL);
	if (!prm || !prm->cache_dir || !text)
		return EINVAL;
	o->own        = is_set(prm->command);
	o->command    = o->own ? prm->command : OH_TTS_DEFAULT;
	o->timeout_ms = prm->timeout_ms ? prm->timeout_ms : OH_TTS_TIMEOUT_MS;
	o->w.text     = o->text;
	o->w.voice    = is_set(prm->voice) ? prm->voice : default_voice;
	err = check_order(o, prm, text, whyp);
	if (!err)
		err = print_name(hex, sizeof(hex), o->command, &o->w);
	if (err)
		return err;
	if (re_snprintf(o->path, sizeof(o->path), "%s/tts-%s%s",
			prm->cache_dir, hex, suffix) < 0)
		return refuse(whyp, ERANGE, "the cache's path is too long");

	return 0;
}

/* Runs the program, or only starts it as a child of ours. */
static int run(const struct order *o, struct oh_child *ch, const char **whyp)
{
	const char *argv[OH_CHILD_ARGS_MAX];
	struct mbuf *mb = mbuf_alloc(COMMAND_MAX);
	int err, status = 0;

	if (!mb)
		return ENOMEM;
	err = make_args(argv, mb, o->command, &o->w);
	if (!err && ch)
		err = oh_child_start(ch, argv, true);
	else if (!err)
		err = oh_child_run(argv, o->timeout_ms, NULL, 0, &status);
	mem_deref(mb);

	return judge(o->own, err, status, whyp);
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
	char temp[FILE_MAX];
	struct order o;
	int err;

	if (!path)
		return EINVAL;
	err = make_order(&o, prm, text, whyp);
	if (err)
		return err;
	if (re_snprintf(path, size, "%s", o.path) < 0)
		return ERANGE;
	if (is_sound(path, &err) || err)
		return err;
	err = make_temp(temp, sizeof(temp), path, whyp);
	if (err)
		return err;
	o.w.file = temp;
	err = run(&o, NULL, whyp);
	if (!err)
		err = publish(temp, path, whyp);
	if (err)
		(void)unlink(temp);

	return err;
}

static void tts_destructor(void *arg)
{
	struct oh_tts *t = arg;

	tmr_cancel(&t->tmr);
	oh_child_kill(&t->ch);
	if (*t->temp)
		(void)unlink(t->temp);
}

static void finish(struct oh_tts *t, int err, const char *why)
{
	if (!err && *t->temp)
		err = publish(t->temp, t->path, &why);
	if (err && *t->temp)
		(void)unlink(t->temp);
	*t->temp = '\0';
	t->h(err, err ? NULL : t->path, why, t->arg);
}

/* A look now and then is cheaper than it sounds, and the only way that needs
   neither SIGCHLD, which is not ours, nor a descriptor per child. */
static void look(void *arg)
{
	struct oh_tts *t = arg;
	const char *why = NULL;
	int err, status = 0;

	err = *t->temp ? oh_child_look(&t->ch, &status) : 0;
	if (err == EAGAIN && oh_clock_us() < t->until_us) {
		tmr_start(&t->tmr, LOOK_MS, look, t);
		return;
	}
	if (err == EAGAIN) {
		oh_child_kill(&t->ch);
		err = ETIMEDOUT;
	}
	err = judge(t->own, err, status, &why);
	finish(t, err, why);
}

static int start(struct oh_tts *t, struct order *o, const char **whyp)
{
	int err;

	t->own      = o->own;
	t->until_us = oh_clock_us() + o->timeout_ms * 1000ull;
	(void)re_snprintf(t->path, sizeof(t->path), "%s", o->path);
	if (is_sound(t->path, &err) || err)
		return err;
	err = make_temp(t->temp, sizeof(t->temp), t->path, whyp);
	if (err)
		return err;
	o->w.file = t->temp;

	return run(o, &t->ch, whyp);
}

/**
 * Begin to have a text spoken into a sound file
 *
 * The handler is called once, from the loop, also if the file had been made
 * before.
 *
 * @param tp   Returned, may be released in the handler; released before, the
 *             program is stopped and the handler is not called
 * @param prm  Command, voice and cache folder
 * @param text What to say, UTF-8, up to OH_TTS_TEXT_MAX bytes
 * @param whyp Receives what is wrong (static text), NULL if the error says
 *             it; may be NULL
 * @param h    Handler
 * @param arg  Handler argument
 *
 * @return 0, or as oh_tts_speak() where that is known at once
 */
int oh_tts_start(struct oh_tts **tp, const struct oh_tts_prm *prm,
		 const char *text, const char **whyp, oh_tts_h *h, void *arg)
{
	struct oh_tts *t;
	struct order o;
	int err;

	if (!tp || !h)
		return EINVAL;
	err = make_order(&o, prm, text, whyp);
	if (err)
		return err;
	t = mem_zalloc(sizeof(*t), tts_destructor);
	if (!t)
		return ENOMEM;
	t->ch = (struct oh_child){ .pid = -1, .out = -1 };
	tmr_init(&t->tmr);
	t->h   = h;
	t->arg = arg;
	err = start(t, &o, whyp);
	if (err)
		mem_deref(t);
	else {
		tmr_start(&t->tmr, *t->temp ? LOOK_MS : 0, look, t);
		*tp = t;
	}

	return err;
}

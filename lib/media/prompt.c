/**
 * @file prompt.c  Something to be played: decoded once, encoded once per codec
 *
 * The cache holds one reference to each prompt it knows by its file or data;
 * others come and go on any thread without asking it. So letting a prompt go
 * needs no lock, and the cache drops what nobody uses when it takes in more.
 */
#include "base/compat.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include "media/prompt_priv.h"

enum {
	CODECS_MAX = 8,
	KEPT_MAX   = 64,       /**< prompts; more if they are in use */
};

/** What a prompt was made from. A file changed is another prompt. */
struct key {
	const uint8_t *data;
	dev_t dev;
	ino_t ino;
	struct timespec mtime;
	size_t size;
};

struct oh_prompts {
	struct list promptl;
	struct oh_loader *loader;
};

struct oh_prompt {
	struct le le;                    /**< the cache's                */
	atomic_uint refs;
	struct key key;
	struct oh_loader *loader;
	struct oh_source src;
	int16_t *sampv;                  /**< what src reads, or NULL    */
	char *name;
	double seconds;
	struct oh_encoded encv[CODECS_MAX];
};

static void prompt_destructor(void *arg)
{
	struct oh_prompt *pr = arg;

	for (size_t i = 0; i < CODECS_MAX; i++)
		oh_encoded_reset(&pr->encv[i]);
	oh_source_close(&pr->src);
	oh_loader_unref(pr->loader);
	mem_deref(pr->sampv);
	mem_deref(pr->name);
}

/* Takes the source over, also on failure. */
static int prompt_alloc(struct oh_prompt **prp, struct oh_prompts *cache,
			struct oh_source *src, const char *name,
			const char **whyp)
{
	const struct oh_codec *codec;
	struct oh_prompt *pr;
	int err;

	pr = mem_zalloc(sizeof(*pr), prompt_destructor);
	if (!pr) {
		oh_source_close(src);
		return ENOMEM;
	}
	pr->src = *src;
	atomic_init(&pr->refs, 1);
	pr->loader = oh_loader_ref(cache->loader);
	for (size_t i = 0; (codec = oh_codec_at(i)) && i < CODECS_MAX; i++)
		oh_encoded_init(&pr->encv[i], pr, codec);
	err = oh_source_probe(&pr->src, &pr->seconds, whyp);
	if (!err)
		err = str_dup(&pr->name, name);
	if (err)
		oh_prompt_unref(pr);
	else
		*prp = pr;

	return err;
}

static void prompts_destructor(void *arg)
{
	struct oh_prompts *cache = arg;
	struct le *le;

	/* Before the prompts: what is queued refers to them. */
	if (cache->loader)
		oh_loader_stop(cache->loader);
	while ((le = list_head(&cache->promptl))) {
		list_unlink(le);
		oh_prompt_unref(le->data);
	}
	oh_loader_unref(cache->loader);
}

/**
 * Make a cache of prompts, with its loader thread
 *
 * @param pp Cache, *returned*. Prompts may outlive it, but what is not
 *           encoded by then never will be (ECANCELED)
 *
 * @return 0, EINVAL, ENOMEM, EAGAIN (too many threads)
 */
int oh_prompts_alloc(struct oh_prompts **pp)
{
	struct oh_prompts *cache;
	int err;

	if (!pp)
		return EINVAL;
	cache = mem_zalloc(sizeof(*cache), prompts_destructor);
	if (!cache)
		return ENOMEM;
	err = oh_loader_alloc(&cache->loader);
	if (err)
		mem_deref(cache);
	else
		*pp = cache;

	return err;
}

static bool is_same(const struct key *a, const struct key *b)
{
	return a->data == b->data && a->size == b->size &&
		a->dev == b->dev && a->ino == b->ino &&
		a->mtime.tv_sec == b->mtime.tv_sec &&
		a->mtime.tv_nsec == b->mtime.tv_nsec;
}

static struct oh_prompt *find(const struct oh_prompts *cache,
			      const struct key *key)
{
	for (struct le *le = list_head(&cache->promptl); le; le = le->next) {
		struct oh_prompt *pr = le->data;

		if (is_same(&pr->key, key))
			return pr;
	}

	return NULL;
}

/* Only the cache hands out the first reference, on this thread: what has
   one left is ours alone. */
static void drop_unused(struct oh_prompts *cache)
{
	struct le *le = list_head(&cache->promptl);
	size_t n = list_count(&cache->promptl);

	while (le && n > KEPT_MAX) {
		struct oh_prompt *pr = le->data;

		le = le->next;
		if (atomic_load(&pr->refs) > 1)
			continue;
		list_unlink(&pr->le);
		oh_prompt_unref(pr);
		n--;
	}
}

/* The known prompt, or a new one that the cache knows from now on. */
static int get(struct oh_prompt **prp, struct oh_prompts *cache,
	       const struct key *key, struct oh_source *src,
	       const char *name, const char **whyp)
{
	struct oh_prompt *pr = find(cache, key);
	int err;

	if (pr) {
		oh_source_close(src);
		*prp = oh_prompt_ref(pr);
		return 0;
	}
	err = prompt_alloc(&pr, cache, src, name, whyp);
	if (err)
		return err;
	pr->key = *key;
	list_append(&cache->promptl, &pr->le, pr);
	*prp = oh_prompt_ref(pr);
	drop_unused(cache);

	return 0;
}

/**
 * Open a sound file
 *
 * Same file, unchanged, twice gives the same prompt.
 *
 * @param prp   Prompt, *returned*: release with oh_prompt_unref()
 * @param cache Cache
 * @param path  File name
 * @param whyp  Receives what is wrong with the file (static text), or NULL
 *              if the error says it; may be NULL
 *
 * @return 0, EINVAL, ENOENT, EACCES and others of open(), EBADMSG (no sound
 *         file), ERANGE (longer than two hours, larger than 512 MiB, too
 *         many channels, an odd rate), ENOMEM
 */
int oh_prompt_open(struct oh_prompt **prp, struct oh_prompts *cache,
		   const char *path, const char **whyp)
{
	struct oh_source src;
	struct key key = { .data = NULL };
	struct stat st;
	int err;

	if (!prp || !cache || !path)
		return EINVAL;
	err = oh_source_open(&src, path, whyp);
	if (err)
		return err;
	if (fstat(src.fd, &st)) {
		err = errno;
		oh_source_close(&src);
		return err;
	}
	key.dev = st.st_dev;
	key.ino = st.st_ino;
	key.mtime = st.st_mtim;
	key.size = src.size;

	return get(prp, cache, &key, &src, path, whyp);
}

/**
 * Make a prompt of samples, with a name
 *
 * @param prp     Prompt, *returned*: release with oh_prompt_unref()
 * @param cache   Cache
 * @param name    What oh_prompt_name() shall say, copied
 * @param sampv   Mono samples, copied
 * @param sampc   Their number
 * @param rate_hz Sampling rate, 1000 to 384000 [Hz]
 *
 * @return 0, EINVAL, ERANGE (longer than two hours, an odd rate), ENOMEM
 */
int oh_prompt_named(struct oh_prompt **prp, struct oh_prompts *cache,
		    const char *name, const int16_t *sampv, size_t sampc,
		    uint32_t rate_hz)
{
	struct oh_source src = { .fd = -1, .raw_hz = rate_hz };
	int16_t *copy;
	int err;

	if (!prp || !cache || !name || !sampv || !sampc)
		return EINVAL;
	if (rate_hz < OH_SOURCE_RATE_MIN || rate_hz > OH_SOURCE_RATE_MAX ||
	    sampc / rate_hz >= OH_SOURCE_SECONDS_MAX)
		return ERANGE;
	src.size = sampc * sizeof(*sampv);
	copy = mem_alloc(src.size, NULL);
	if (!copy)
		return ENOMEM;
	memcpy(copy, sampv, src.size);
	src.data = (const uint8_t *)copy;
	err = prompt_alloc(prp, cache, &src, name, NULL);
	if (err)
		mem_deref(copy);
	else
		(*prp)->sampv = copy;

	return err;
}

/**
 * Make a prompt of samples
 *
 * @param prp     Prompt, *returned*: release with oh_prompt_unref()
 * @param cache   Cache
 * @param sampv   Mono samples, copied
 * @param sampc   Their number
 * @param rate_hz Sampling rate, 1000 to 384000 [Hz]
 *
 * @return As oh_prompt_named()
 */
int oh_prompt_samples(struct oh_prompt **prp, struct oh_prompts *cache,
		      const int16_t *sampv, size_t sampc, uint32_t rate_hz)
{
	return oh_prompt_named(prp, cache, "samples", sampv, sampc, rate_hz);
}

/**
 * Make a prompt of a sound file in memory
 *
 * Same data twice gives the same prompt.
 *
 * @param prp   Prompt, *returned*: release with oh_prompt_unref()
 * @param cache Cache
 * @param name  What oh_prompt_name() shall say
 * @param data  The file's bytes, static: *borrowed* for ever
 * @param len   Their number
 *
 * @return 0, EINVAL, EBADMSG (no sound file), ERANGE, ENOMEM
 */
int oh_prompt_memory(struct oh_prompt **prp, struct oh_prompts *cache,
		     const char *name, const uint8_t *data, size_t len)
{
	struct oh_source src = { .fd = -1, .data = data, .size = len };
	const struct key key = { .data = data, .size = len };

	if (!prp || !cache || !name || !data || !len)
		return EINVAL;

	return get(prp, cache, &key, &src, name, NULL);
}

/**
 * Start encoding before it is known to be needed
 *
 * @param pr    Prompt
 * @param codec Name of the codec
 *
 * @return 0, EINVAL, ENOENT (no such codec)
 */
int oh_prompt_warm(struct oh_prompt *pr, const char *codec)
{
	const struct oh_codec *c = oh_codec_find(codec);

	if (!pr)
		return EINVAL;
	if (!c)
		return ENOENT;
	(void)oh_prompt_encoded(pr, c, NULL);

	return 0;
}

/**
 * Get the payloads of a prompt in a codec
 *
 * Asks the loader for them if nobody did before. Any thread, without waiting.
 *
 * @param pr    Prompt
 * @param codec Codec, of oh_codec_find() or oh_codec_at()
 * @param errp  Receives why there will be none: EBADMSG (broken half-way),
 *              ERANGE, ENOMEM, ECANCELED (the cache is gone), EINVAL (not one
 *              of our codecs), else 0; may be NULL
 *
 * @return Payloads, *borrowed*: valid as long as the prompt; NULL while they
 *         are being made, or with *errp
 */
const struct oh_encoded *oh_prompt_encoded(struct oh_prompt *pr,
					   const struct oh_codec *codec,
					   int *errp)
{
	const struct oh_encoded *ready = NULL;
	int err = EINVAL;

	for (size_t i = 0; i < CODECS_MAX; i++) {
		struct oh_encoded *enc = &pr->encv[i];

		if (!codec || enc->codec != codec)
			continue;
		oh_encoded_request(enc, pr->loader);
		err = oh_encoded_look(enc, &ready);
		break;
	}
	if (errp)
		*errp = err;

	return ready;
}

/**
 * Take a reference, on any thread
 *
 * @param pr Prompt
 *
 * @return The same prompt
 */
struct oh_prompt *oh_prompt_ref(struct oh_prompt *pr)
{
	(void)atomic_fetch_add_explicit(&pr->refs, 1, memory_order_relaxed);

	return pr;
}

/**
 * Give a reference back, on any thread
 *
 * @param pr Prompt, may be NULL
 */
void oh_prompt_unref(struct oh_prompt *pr)
{
	if (!pr || atomic_fetch_sub_explicit(&pr->refs, 1,
					     memory_order_acq_rel) > 1)
		return;
	mem_deref(pr);
}

/**
 * What a prompt is called
 *
 * @param pr Prompt
 *
 * @return Path or name, *borrowed*
 */
const char *oh_prompt_name(const struct oh_prompt *pr)
{
	return pr->name;
}

/**
 * How long a prompt is, as its file says
 *
 * @param pr Prompt
 *
 * @return Length [s]
 */
double oh_prompt_seconds(const struct oh_prompt *pr)
{
	return pr->seconds;
}

/**
 * Where the sound of a prompt comes from
 *
 * @param pr Prompt
 *
 * @return Source, *borrowed*
 */
const struct oh_source *oh_prompt_source(const struct oh_prompt *pr)
{
	return &pr->src;
}

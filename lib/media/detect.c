/**
 * @file detect.c  Who or what is at the other end, by its sound alone
 *
 *   samples ─▶ moments of 20 ms ─┬─▶ words ─▶ human, machine, unknown
 *         │                      ├─▶ beep ──▶ machine
 *         │                      └─▶ SIT, busy, congestion
 *         └─▶ fax
 *
 * A verdict may be mended by a later one: a beep makes a machine of what
 * sounded like a person, a fax is a fax whatever it sounded like.
 */
#include <math.h>
#include "base/compat.h"
#include "media/beep.h"
#include "media/detect.h"
#include "media/fax.h"
#include "media/progress.h"
#include "media/sit.h"

enum {
	BEEP_WAIT_MS = 3000,
	TONE_MS      = 60,      /* a line for so long is no voice ..       */
	DELAY        = 3,       /* .. and was none: moments held back      */
	LATE_MS      = 10000,   /* after a person was heard: no beep any
				   more, but a tone on a call              */
};

/* A calling fax says so each 3.5 s; a machine that beeps speaks first. */
static const double cng_hz = 1100.0, cng_slack_hz = 40.0;

/* How often a cause is right, as measured on the greetings that
   scripts/make-greetings makes; see offhook-amd-test(1). */
static const double amd_confidencev[OH_AMD_CAUSES] = {
	[OH_AMD_TOOLONG]        = 0.0,
	[OH_AMD_INITIALSILENCE] = 0.0,
	[OH_AMD_HUMAN]          = 0.9,
	[OH_AMD_LONGGREETING]   = 0.8,
	[OH_AMD_MAXWORDLENGTH]  = 0.8,
	[OH_AMD_MAXWORDS]       = 0.7,
};
static const double tone_confidence = 0.95;
static const double silence_confidence = 0.5;

struct oh_detect {
	struct oh_detect_prm prm;
	int16_t            sampv[OH_LINES_HOP];
	size_t             sampc;
	struct oh_lines    lines;
	struct oh_amd      amd;
	struct oh_beep     beep;
	struct oh_sit      sit;
	struct oh_progress progress;
	struct oh_fax     *fax;
	enum oh_detected   verdict;
	uint32_t           at_ms;
	uint32_t           verdict_ms;
	uint32_t           tone_ms;      /* a tone has lasted            */
	bool               soundv[DELAY];/* the last moments, oldest first */
	uint32_t           silence_ms;
	bool               recording;    /* of a machine: told           */
	bool               network;      /* busy, SIT: told              */
	oh_detect_h       *h;            /* while being fed              */
	void              *arg;
};

static void destructor(void *arg)
{
	struct oh_detect *d = arg;

	mem_deref(d->fax);
}

/**
 * The defaults
 *
 * @param prm Receives them
 */
void oh_detect_prm_init(struct oh_detect_prm *prm)
{
	memset(prm, 0, sizeof(*prm));
	oh_amd_prm_init(&prm->amd);
	prm->beep_wait = BEEP_WAIT_MS;
}

/**
 * Begin to listen
 *
 * @param dp  Detector, *returned*: release with mem_deref
 * @param prm Parameters, copied
 *
 * @return 0, EINVAL, ENOENT (no spandsp), ENOMEM
 */
int oh_detect_alloc(struct oh_detect **dp, const struct oh_detect_prm *prm)
{
	struct oh_detect *d;
	int err = 0;

	if (!dp || !prm)
		return EINVAL;
	d = mem_zalloc(sizeof(*d), destructor);
	if (!d)
		return ENOMEM;
	d->prm = *prm;
	oh_lines_init(&d->lines);
	oh_amd_init(&d->amd, &prm->amd);
	oh_progress_init(&d->progress, prm->country);
	if (!prm->early)
		err = oh_fax_alloc(&d->fax);
	if (err)
		mem_deref(d);
	else
		*dp = d;

	return err;
}

static void tell(struct oh_detect *d, enum oh_detected what,
		 const char *reason, double confidence)
{
	const struct oh_finding f = {
		.what       = what,
		.reason     = reason,
		.confidence = confidence,
		.at_ms      = d->at_ms,
	};

	if (what <= OH_DETECTED_UNKNOWN) {
		d->verdict    = what;
		d->verdict_ms = d->at_ms;
		d->silence_ms = 0;
	}
	d->h(&f, d->arg);
}

static void hear_words(struct oh_detect *d, const struct oh_moment *m)
{
	bool sound = d->soundv[0];
	enum oh_amd_cause cause;

	memmove(&d->soundv[0], &d->soundv[1],
		(DELAY - 1) * sizeof(d->soundv[0]));
	d->soundv[DELAY - 1] = m->mean >= d->prm.amd.silence_threshold;
	if (d->tone_ms >= TONE_MS)
		memset(d->soundv, 0, sizeof(d->soundv));

	d->silence_ms = sound ? 0 : d->silence_ms + OH_LINES_MS;
	if (d->verdict != OH_DETECTED_NONE)
		return;
	cause = oh_amd_feed(&d->amd, sound, OH_LINES_MS);
	if (cause != OH_AMD_NONE)
		tell(d, oh_amd_verdict(cause), oh_amd_name(cause),
		     amd_confidencev[cause]);
}

static bool is_beep(const struct oh_detect *d)
{
	if (!d->amd.greeted &&
	    fabs(d->beep.kept_hz - cng_hz) < cng_slack_hz)
		return false;

	return d->verdict != OH_DETECTED_HUMAN ||
		d->at_ms < d->verdict_ms + LATE_MS;
}

static void hear_beep(struct oh_detect *d, const struct oh_moment *m)
{
	if (oh_beep_feed(&d->beep, m) && is_beep(d)) {
		if (d->verdict != OH_DETECTED_MACHINE)
			tell(d, OH_DETECTED_MACHINE, "BEEP", tone_confidence);
		d->recording = true;
		tell(d, OH_DETECTED_BEEP, "BEEP", tone_confidence);
	}
	else if (d->verdict == OH_DETECTED_MACHINE && !d->recording &&
		 !d->beep.on_ms && !d->beep.left_ms &&
		 d->silence_ms >= d->prm.beep_wait) {
		d->recording = true;
		tell(d, OH_DETECTED_SILENCE, "NOBEEP", silence_confidence);
	}
}

static void hear_network(struct oh_detect *d, const struct oh_moment *m)
{
	enum oh_detected got = oh_sit_feed(&d->sit, m);

	if (got == OH_DETECTED_NONE)
		got = oh_progress_feed(&d->progress, m);
	if (got == OH_DETECTED_NONE || d->network)
		return;
	d->network = true;
	tell(d, got, "TONE", tone_confidence);
}

static void hear_fax(struct oh_detect *d)
{
	const char *name = oh_fax_feed(d->fax, d->sampv, OH_LINES_HOP);

	if (name)
		tell(d, OH_DETECTED_FAX, name, tone_confidence);
}

static void hear(struct oh_detect *d)
{
	struct oh_moment m;

	oh_lines_feed(&d->lines, &m, d->sampv);
	d->at_ms  += OH_LINES_MS;
	d->tone_ms = m.linec ? d->tone_ms + OH_LINES_MS : 0;

	hear_network(d, &m);
	if (d->prm.early || d->verdict == OH_DETECTED_FAX)
		return;
	hear_fax(d);
	if (d->verdict == OH_DETECTED_FAX)
		return;
	hear_words(d, &m);
	hear_beep(d, &m);
}

/**
 * Listen to more samples
 *
 * @param d     Detector
 * @param sampv Mono samples at OH_DETECT_RATE_HZ
 * @param sampc Their number, any
 * @param h     Called for each finding; it may not release the detector
 * @param arg   Its argument
 */
void oh_detect_feed(struct oh_detect *d, const int16_t *sampv, size_t sampc,
		    oh_detect_h *h, void *arg)
{
	d->h   = h;
	d->arg = arg;
	while (sampc) {
		size_t n = min(sampc, OH_LINES_HOP - d->sampc);

		memcpy(d->sampv + d->sampc, sampv, n * sizeof(*sampv));
		d->sampc += n;
		sampv += n;
		sampc -= n;
		if (d->sampc < OH_LINES_HOP)
			return;
		d->sampc = 0;
		hear(d);
	}
}

/**
 * @file survey.c  Which of several trunks are there, all asked at once
 */
#include "base/compat.h"
#include "command/survey.h"

enum { PING_MS = 4000 };

/** One that is asked */
struct asked {
	struct survey          *survey;
	struct oh_probe        *probe;
	struct oh_probe_result *res;
};

struct survey {
	struct oh_app *app;
	uint32_t       left;
	uint32_t       askedc;
	struct asked   askedv[];
};

static void destructor(void *arg)
{
	struct survey *s = arg;

	for (uint32_t i = 0; i < s->askedc; i++)
		mem_deref(s->askedv[i].probe);
}

static void probed(const struct oh_probe_result *res, void *arg)
{
	struct asked *a = arg;

	*a->res = *res;
	if (!--a->survey->left)
		oh_app_stop(a->survey->app);
}

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct survey *s = arg;
	(void)cause;

	oh_app_stop(s->app);
}

static int start(struct asked *a, const struct oh_conf_trunk *conf,
		 const struct oh_survey_prm *prm)
{
	const struct oh_probe_prm probe = {
		.conf     = conf,
		.wait_ms  = PING_MS,
		.resolver = prm->resolver,
		.traceh   = prm->traceh,
		.tracearg = prm->tracearg,
		.h        = probed,
		.arg      = a,
	};

	return oh_probe_start(&a->probe, &probe);
}

/**
 * Ask several trunks with OPTIONS whether they are there
 *
 * @param resv   Receives what each has said; zeros: nothing
 * @param trunkv Trunks; borrowed
 * @param trunkc How many, of both
 * @param prm    Who asks; borrowed
 *
 * @return 0, ENOMEM
 */
int oh_survey_ask(struct oh_probe_result *resv,
		  const struct oh_conf_trunk *const *trunkv, uint32_t trunkc,
		  const struct oh_survey_prm *prm)
{
	struct survey *s;
	int err = 0;

	memset(resv, 0, trunkc * sizeof(*resv));
	s = mem_zalloc(sizeof(*s) + trunkc * sizeof(*s->askedv), destructor);
	if (!s)
		return ENOMEM;
	s->app    = prm->app;
	s->askedc = s->left = trunkc;
	for (uint32_t i = 0; !err && i < trunkc; i++) {
		s->askedv[i].survey = s;
		s->askedv[i].res = &resv[i];
		err = start(&s->askedv[i], trunkv[i], prm);
	}
	if (!err && trunkc)
		(void)oh_app_run(prm->app, stop_handler, s);
	mem_deref(s);

	return err;
}

/**
 * Tell whether a trunk has answered, or has not in time
 *
 * @param res What oh_survey_ask() has left
 *
 * @return false: the command was to end before that was known
 */
bool oh_survey_is_done(const struct oh_probe_result *res)
{
	return res->scode || res->err;
}

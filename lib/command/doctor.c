/**
 * @file doctor.c  What `offhook doctor` does: try whether things work here
 */
#include <cjson/cJSON.h>
#include <math.h>
#include "base/compat.h"
#include "cli/exit.h"
#include "command/audiotest.h"
#include "command/doctor.h"
#include "handset/sounds.h"
#include "media/codec.h"

static void print_sounds(const struct oh_sounds *s)
{
	re_printf("sound devices\n");
	for (uint32_t i = 0; i < s->count; i++) {
		const struct oh_sound *d = &s->soundv[i];

		re_printf("  alsa,plughw:%u,%u  %s  %s%s%s\n", d->card,
			  d->device, d->name, d->plays ? "plays" : "",
			  d->plays && d->records ? ", " : "",
			  d->records ? "records" : "");
	}
	if (!s->count)
		re_printf("  none\n");
	else
		re_printf("  alsa,default  whichever the system prefers\n");
	re_printf("drivers of baresip\n ");
	for (uint32_t i = 0; i < s->driverc; i++)
		re_printf(" %s", s->driverv[i]);
	re_printf("%s\n", s->driverc ? "" : " none: it is not installed");
}

static bool add_sound(cJSON *list, const struct oh_sound *d)
{
	cJSON *o = cJSON_CreateObject();
	char name[OH_SOUNDS_NAME];

	(void)re_snprintf(name, sizeof(name), "alsa,plughw:%u,%u", d->card,
			  d->device);

	return cJSON_AddItemToArray(list, o) &&
		cJSON_AddStringToObject(o, "device", name) &&
		cJSON_AddStringToObject(o, "name", d->name) &&
		cJSON_AddBoolToObject(o, "plays", d->plays) &&
		cJSON_AddBoolToObject(o, "records", d->records);
}

static bool add_sounds(cJSON *o, const struct oh_sounds *s)
{
	cJSON *devices = cJSON_AddArrayToObject(o, "devices");
	cJSON *drivers = cJSON_AddArrayToObject(o, "drivers");
	bool ok = devices && drivers;

	for (uint32_t i = 0; i < s->count && ok; i++)
		ok = add_sound(devices, &s->soundv[i]);
	for (uint32_t i = 0; i < s->driverc && ok; i++)
		ok = cJSON_AddItemToArray(drivers,
				cJSON_CreateString(s->driverv[i]));

	return ok;
}

static bool add_number(cJSON *o, const char *name, bool known, double v)
{
	if (!known)
		return cJSON_AddNullToObject(o, name);

	return cJSON_AddNumberToObject(o, name, round(v * 10.0) / 10.0);
}

static bool add_text(cJSON *o, const char *name, const char *text)
{
	if (!*text)
		return cJSON_AddNullToObject(o, name);

	return cJSON_AddStringToObject(o, name, text);
}

static bool add_result(cJSON *o, const struct oh_audiotest *t)
{
	return cJSON_AddStringToObject(o, "handset", t->handset) &&
		add_text(o, "input", t->input) &&
		add_text(o, "output", t->output) &&
		cJSON_AddBoolToObject(o, "opened", t->opened) &&
		add_number(o, "open_ms", t->opened, t->open_ms) &&
		add_text(o, "codec", t->codec) &&
		add_number(o, "level_dbov", t->measured,
			   t->loop.level_dbov) &&
		add_number(o, "round_trip_ms", t->loop.heard,
			   t->loop.delay_ms) &&
		add_text(o, "error", t->why);
}

static int print_json(struct oh_app *app, const struct oh_sounds *s,
		      const struct oh_audiotest *t)
{
	cJSON *o = cJSON_CreateObject();
	char *line = NULL;

	if (cJSON_AddStringToObject(o, "schema", "offhook.audio/1") &&
	    add_sounds(o, s) && add_result(o, t))
		line = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	if (!line)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	re_printf("%s\n", line);
	cJSON_free(line);

	return 0;
}

static void print_loop(const struct oh_loop *l)
{
	const bool silent = l->level_dbov <= OH_AUDIOTEST_SILENCE_DBOV;

	if (silent)
		re_printf("  microphone  silent\n");
	else
		re_printf("  microphone  %.1f dBov at its loudest\n",
			  l->level_dbov);
	if (l->heard)
		re_printf("  round trip  %.1f ms, from Offhook by the sound "
			  "device and back\n", l->delay_ms);
	else if (!silent)
		re_printf("  round trip  not known: the microphone does not "
			  "hear the loudspeaker, as with headphones\n");
}

/* "G722/8000": that clock is not the rate of its samples */
static void print_codec(const char *text)
{
	char name[OH_AUDIOTEST_CODEC];
	const struct oh_codec *c;

	str_ncpy(name, text, strcspn(text, "/") + 1);
	c = oh_codec_find(name);
	re_printf("  codec       %s%s\n", name, c && c->rate_hz > 8000 ?
		  ", wideband" : ", narrowband");
}

static void print_result(const struct oh_audiotest *t)
{
	re_printf("handset %s\n", t->handset);
	if (t->opened)
		re_printf("  opened in %.1f ms\n", t->open_ms);
	if (*t->codec)
		print_codec(t->codec);
	if (t->measured)
		print_loop(&t->loop);
}

/* What opens and hears works */
static int audio(struct oh_app *app, const struct oh_devices_opts *o)
{
	const bool json = oh_app_opts(app)->json;
	struct oh_audiotest t;
	struct oh_sounds s;
	int status;

	oh_sounds_find(&s);
	if (!json)
		print_sounds(&s);
	(void)fflush(stdout);
	status = oh_audiotest_run(&t, app, o);
	if (json && print_json(app, &s, &t))
		return OH_EXIT_SOFTWARE;
	if (!json && *t.handset)
		print_result(&t);
	if (*t.why)
		oh_app_fail(app, 0, "%s", t.why);

	return status;
}

static int list(void)
{
	re_printf("offhook doctor audio   lists sound devices, records and "
		  "plays back by the handset,\n                       tells "
		  "its level and round trip\n");

	return OH_EXIT_OK;
}

/**
 * Try what works here
 *
 * @param app    The command
 * @param wordv  What to look at
 * @param wordc  How many words; 0: say what can be looked at
 * @param o      Sound devices
 *
 * @return Exit status
 */
int oh_doctor(struct oh_app *app, char *const *wordv, int wordc,
	      const struct oh_devices_opts *o)
{
	if (!wordc && !oh_devices_is_named(o))
		return list();
	if (wordc != 1 || strcmp(wordv[0], "audio"))
		return oh_app_fail(app, OH_EXIT_USAGE, "doctor: 'audio' is "
				   "what it can look at");

	return audio(app, o);
}

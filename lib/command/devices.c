/**
 * @file devices.c  The sound devices of the handset, as they are named
 *
 * For programs that link no media, too: what opens them is devices_check.c's.
 */
#include "base/compat.h"
#include "command/devices.h"

/**
 * Is any of them named?
 *
 * @param o Options
 */
bool oh_devices_is_named(const struct oh_devices_opts *o)
{
	return o->both || o->input || o->output;
}

static const char *pick(const char *side, const char *both,
			const char *conf_side, const char *conf_both)
{
	if (side || both)
		return side ? side : both;

	return *conf_side ? conf_side : conf_both;
}

/**
 * Say which ones the handset has
 *
 * @param prm  Receives the names, borrowed
 * @param o    Options
 * @param conf The configuration's
 */
void oh_devices_set(struct oh_handset_prm *prm,
		    const struct oh_devices_opts *o,
		    const struct oh_conf_phone *conf)
{
	prm->input  = pick(o->input, o->both, conf->audio_input,
			   conf->audio_device);
	prm->output = pick(o->output, o->both, conf->audio_output,
			   conf->audio_device);
}

/**
 * Write them as options
 *
 * @param argv Receives the words, borrowed
 * @param o    Options
 *
 * @return Number of words
 */
size_t oh_devices_args(const char *argv[OH_DEVICES_ARGC],
		       const struct oh_devices_opts *o)
{
	const struct {
		const char *option, *value;
	} v[OH_DEVICES_OPTC] = {
		{ "--audio-device", o->both },
		{ "--audio-input",  o->input },
		{ "--audio-output", o->output },
	};
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (!v[i].value)
			continue;
		argv[n++] = v[i].option;
		argv[n++] = v[i].value;
	}

	return n;
}

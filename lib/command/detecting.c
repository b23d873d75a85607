/**
 * @file detecting.c  How to listen for who answers, as configured
 */
#include <string.h>
#include "command/detecting.h"

/**
 * Say how to listen
 *
 * @param prm  Receives it; the country is that of [dial]
 * @param conf Configuration
 */
void oh_detecting_prm(struct oh_detect_prm *prm, const struct oh_conf *conf)
{
	const struct oh_conf_detect *d = &conf->detect;

	oh_detect_prm_init(prm);
	prm->amd.initial_silence         = d->initial_silence_ms;
	prm->amd.greeting                = d->greeting_ms;
	prm->amd.after_greeting_silence  = d->after_greeting_silence_ms;
	prm->amd.total_analysis_time     = d->total_analysis_time_ms;
	prm->amd.min_word_length         = d->min_word_length_ms;
	prm->amd.between_words_silence   = d->between_words_silence_ms;
	prm->amd.maximum_number_of_words = d->maximum_number_of_words;
	prm->amd.maximum_word_length     = d->maximum_word_length_ms;
	prm->amd.silence_threshold       = d->silence_threshold;
	prm->beep_wait                   = d->beep_wait_ms;
	memcpy(prm->country, conf->country, sizeof(prm->country));
}

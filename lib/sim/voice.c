/**
 * @file voice.c  What simulated people say
 */
#include <string.h>
#include "sim/voice.h"

#define VOICE(symbol) oh_sim_voice_ ## symbol, oh_sim_voice_ ## symbol ## _end

extern const uint8_t oh_sim_voice_hello[], oh_sim_voice_hello_end[];
extern const uint8_t oh_sim_voice_greeting[], oh_sim_voice_greeting_end[];
extern const uint8_t oh_sim_voice_menu[], oh_sim_voice_menu_end[];
extern const uint8_t oh_sim_voice_chose_1[], oh_sim_voice_chose_1_end[];
extern const uint8_t oh_sim_voice_chose_2[], oh_sim_voice_chose_2_end[];
extern const uint8_t oh_sim_voice_not_in_service[];
extern const uint8_t oh_sim_voice_not_in_service_end[];

static const struct oh_sim_voice voicev[] = {
	{ "hello",          VOICE(hello)          },
	{ "greeting",       VOICE(greeting)       },
	{ "menu",           VOICE(menu)           },
	{ "chose-1",        VOICE(chose_1)        },
	{ "chose-2",        VOICE(chose_2)        },
	{ "not-in-service", VOICE(not_in_service) },
};

enum { VOICES = sizeof(voicev) / sizeof(voicev[0]) };

/**
 * Find a recording by its name
 *
 * @param name Name as in the plan, "hello"
 *
 * @return Static, or NULL if there is none
 */
const struct oh_sim_voice *oh_sim_voice_find(const char *name)
{
	for (size_t i = 0; i < VOICES; i++) {
		if (0 == strcmp(voicev[i].name, name))
			return &voicev[i];
	}

	return NULL;
}

/**
 * Walk through the recordings
 *
 * @param i Index from 0
 *
 * @return Static, or NULL past the last
 */
const struct oh_sim_voice *oh_sim_voice_at(size_t i)
{
	return i < VOICES ? &voicev[i] : NULL;
}

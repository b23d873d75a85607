/**
 * @file sounds.h  Which sound devices there are, as the system lists them
 *
 * ALSA's list in /proc, and the drivers that baresip has: nothing is opened.
 */
#ifndef OH_HANDSET_SOUNDS_H
#define OH_HANDSET_SOUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OH_SOUNDS_MAX = 32, OH_SOUNDS_NAME = 80, OH_SOUNDS_DRIVERS = 16,
       OH_SOUNDS_DRIVER = 24 };

/** A device */
struct oh_sound {
	uint32_t card;
	uint32_t device;
	char     name[OH_SOUNDS_NAME];   /**< for people, safe to show       */
	bool     plays;
	bool     records;
};

struct oh_sounds {
	uint32_t        count;
	struct oh_sound soundv[OH_SOUNDS_MAX];
	uint32_t        driverc;
	char            driverv[OH_SOUNDS_DRIVERS][OH_SOUNDS_DRIVER];
};

/* A line of /proc/asound/pcm; EBADMSG */
int  oh_sounds_parse(struct oh_sound *s, const char *line);
void oh_sounds_find(struct oh_sounds *s);

#endif

/**
 * @file device.h  A sound device, by its name
 *
 *     alsa,plughw:1,0
 *     └┬─┘ └───┬────┘
 *   driver   what it calls the device
 *
 * The name goes into baresip's configuration: it is one word, and its driver
 * is one that has to do with sound, for baresip has modules that open ports.
 */
#ifndef OH_HANDSET_DEVICE_H
#define OH_HANDSET_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_DEVICE_DRIVER = 16,       /**< with its end, as baresip has it   */
	OH_DEVICE_SIZE   = 144,      /**< 127 behind the comma, as well     */
};

/** What a device is for */
enum oh_device_side { OH_DEVICE_INPUT, OH_DEVICE_OUTPUT, OH_DEVICE_SIDES };

struct oh_device {
	char name[OH_DEVICE_SIZE];       /**< all of it                     */
	char driver[OH_DEVICE_DRIVER];
};

/* Drivers that play and record, NULL past the end; static */
const char *oh_device_driver_at(size_t i);
/* text "": alsa,default. why receives how it should be. EINVAL, ERANGE */
int  oh_device_parse(struct oh_device *d, const char *text, const char **why);
bool oh_device_is(const struct oh_device *d, const struct oh_device *other);
/* It is a sound file, a microphone and no loudspeaker */
bool oh_device_is_file(const struct oh_device *d);
/* Is there what it needs, in baresip's folder of modules? ENOENT, ENOTSUP:
   why receives what is missing */
int  oh_device_check(const struct oh_device *d, enum oh_device_side side,
		     const char *modules, char *why, size_t size);
/* Of a sound file [Hz]; 0: it has none of its own, or cannot be read */
uint32_t oh_device_rate(const struct oh_device *d);

#endif

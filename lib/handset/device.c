/**
 * @file device.c  A sound device, by its name
 */
#include <errno.h>
#include <fcntl.h>
#include <sndfile.h>
#include <unistd.h>
#include "base/compat.h"
#include "handset/device.h"

enum { PATH_SIZE = 4096, REST_MAX = 127 };

static const char by_default[] = "alsa,default";

static const char *const driverv[] = {
	"alsa", "aubridge", "coreaudio", "jack", "oss", "pipewire",
	"portaudio", "pulse", "pulse_async", "sndio",
};

static bool is_driver(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(driverv); i++) {
		if (0 == strcmp(driverv[i], name))
			return true;
	}

	return false;
}

/**
 * Walk through the drivers that play and record
 *
 * @param i Index from 0
 *
 * @return Its name (static), NULL past the end
 */
const char *oh_device_driver_at(size_t i)
{
	return i < ARRAY_SIZE(driverv) ? driverv[i] : NULL;
}

/* A blank ends a value in baresip's configuration, as a line's end does */
static bool is_word(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			return false;
	}

	return true;
}

/**
 * Read the name of a device
 *
 * @param d    Receives it
 * @param text Its name; "": the default
 * @param why  Receives how it should be, after an error; static
 *
 * @return 0, EINVAL, ERANGE
 */
int oh_device_parse(struct oh_device *d, const char *text, const char **why)
{
	size_t n;

	if (!*text)
		text = by_default;
	n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
	if (!n || (text[n] && text[n] != ',') || !is_word(text)) {
		*why = "DRIVER,DEVICE is wanted, without a blank, such as "
		       "alsa,default";
		return EINVAL;
	}
	if (n >= sizeof(d->driver) ||
	    (text[n] && strlen(text + n + 1) > REST_MAX)) {
		*why = "that name is too long: 127 bytes for the device";
		return ERANGE;
	}
	str_ncpy(d->name, text, sizeof(d->name));
	str_ncpy(d->driver, text, n + 1);

	return 0;
}

/** Are they one? */
bool oh_device_is(const struct oh_device *d, const struct oh_device *other)
{
	return 0 == strcmp(d->name, other->name);
}

/** Is it a sound file in place of a microphone, which plays nothing? */
bool oh_device_is_file(const struct oh_device *d)
{
	return 0 == strcmp(d->driver, "aufile");
}

/* The path of a sound file; NULL: it is none */
static const char *file_of(const struct oh_device *d)
{
	const char *rest = strchr(d->name, ',');

	return rest && oh_device_is_file(d) ? rest + 1 : NULL;
}

static bool has_driver(const struct oh_device *d, const char *modules)
{
	char path[PATH_SIZE];

	return (is_driver(d->driver) || oh_device_is_file(d)) &&
		re_snprintf(path, sizeof(path), "%s/%s.so", modules,
			    d->driver) > 0 && 0 == access(path, R_OK);
}

/**
 * Look whether there is what a device needs; it is not opened
 *
 * @param d       Device
 * @param side    What it is for
 * @param modules Folder of baresip's modules
 * @param why     Receives what is missing, after an error
 * @param size    Its size
 *
 * @return 0, ENOENT, ENOTSUP: it does not play
 */
int oh_device_check(const struct oh_device *d, enum oh_device_side side,
		    const char *modules, char *why, size_t size)
{
	const char *file = file_of(d);

	if (!has_driver(d, modules)) {
		(void)re_snprintf(why, size, "baresip has no driver '%s'; "
				  "'offhook doctor audio' lists what there is",
				  d->driver);
		return ENOENT;
	}
	if (side == OH_DEVICE_OUTPUT && oh_device_is_file(d)) {
		(void)re_snprintf(why, size, "a file is a microphone, and no "
				  "loudspeaker");
		return ENOTSUP;
	}
	if (!file || 0 == access(file, R_OK))
		return 0;
	(void)re_snprintf(why, size, "%m", errno);

	return ENOENT;
}

/**
 * The rate of a sound file, which no other can be had of. Who waits for what
 * is in a pipe waits long: that is none
 *
 * @param d Device
 *
 * @return Rate [Hz]; 0: it is no file, or cannot be read
 */
uint32_t oh_device_rate(const struct oh_device *d)
{
	const char *file = file_of(d);
	SF_INFO info = { 0 };
	SNDFILE *f;
	int fd = file ? open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;

	if (fd < 0)
		return 0;
	f = sf_open_fd(fd, SFM_READ, &info, true);
	if (f)
		(void)sf_close(f);

	return f ? (uint32_t)info.samplerate : 0;
}

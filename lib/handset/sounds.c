/**
 * @file sounds.c  Which sound devices there are, as the system lists them
 */
#include <errno.h>
#include <stdio.h>
#include "base/compat.h"
#include "base/scan.h"
#include "handset/baresip.h"
#include "handset/device.h"
#include "handset/sounds.h"

enum { LINE_SIZE = 512, PATH_SIZE = 1024 };

/**
 * Read a line of /proc/asound/pcm
 *
 *     00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1
 *
 * @param s    Receives the device
 * @param line Line
 *
 * @return 0, EBADMSG
 */
int oh_sounds_parse(struct oh_sound *s, const char *line)
{
	struct oh_sound r = { .card = 0 };
	int at = 0;
	size_t len;

	if (sscanf(line, "%2u-%2u: %n", &r.card, &r.device, &at) != 2 || !at)
		return EBADMSG;
	line += at;
	len = strcspn(line, ":\n");
	while (len && line[len - 1] == ' ')
		len--;
	(void)oh_scan_safe(r.name, sizeof(r.name), line, len);
	r.plays   = strstr(line + len, ": playback") != NULL;
	r.records = strstr(line + len, ": capture") != NULL;
	if (!r.plays && !r.records)
		return EBADMSG;
	*s = r;

	return 0;
}

static void find_devices(struct oh_sounds *s)
{
	FILE *f = fopen("/proc/asound/pcm", "re");
	char line[LINE_SIZE];

	while (f && s->count < OH_SOUNDS_MAX && fgets(line, sizeof(line), f)) {
		if (!oh_sounds_parse(&s->soundv[s->count], line))
			s->count++;
	}
	if (f)
		(void)fclose(f);
}

/* Of all modules, those that are a microphone and a loudspeaker */
static void find_drivers(struct oh_sounds *s)
{
	char dir[PATH_SIZE], path[PATH_SIZE];
	const char *name;

	if (oh_baresip_modules(dir, sizeof(dir)))
		return;
	for (size_t i = 0; (name = oh_device_driver_at(i)); i++) {
		if (re_snprintf(path, sizeof(path), "%s/%s.so", dir,
				name) > 0 && !access(path, R_OK))
			str_ncpy(s->driverv[s->driverc++], name,
				 sizeof(s->driverv[0]));
	}
}

/**
 * List what there is
 *
 * @param s Receives it: no devices where ALSA knows none, no drivers where
 *          baresip is not installed
 */
void oh_sounds_find(struct oh_sounds *s)
{
	memset(s, 0, sizeof(*s));
	find_devices(s);
	find_drivers(s);
}

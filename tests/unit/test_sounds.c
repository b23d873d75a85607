/**
 * @file test_sounds.c  Sound devices, as the system lists them
 */
#include "handset/sounds.h"
#include "test.h"

int test_sounds_parse(void)
{
	static const struct {
		const char *line;
		uint32_t    card, device;
		const char *name;
		bool        plays, records;
	} goodv[] = {
		{ "00-00: ALC257 Analog : ALC257 Analog : playback 1 : "
		  "capture 1\n", 0, 0, "ALC257 Analog", true, true },
		{ "01-03: HDMI 0 : HDMI 0 : playback 1\n", 1, 3, "HDMI 0",
		  true, false },
		{ "12-00: Mic\033[2J : x : capture 1", 12, 0, "Mic?[2J",
		  false, true },
	};
	static const char *const badv[] = {
		"", "\n", "nonsense", "00-00:", "00-00: x : y\n",
		"playback 1 : capture 1",
	};
	struct oh_sound s;

	for (size_t i = 0; i < sizeof(goodv) / sizeof(goodv[0]); i++) {
		assert_int_equal(oh_sounds_parse(&s, goodv[i].line), 0);
		assert_int_equal(s.card, goodv[i].card);
		assert_int_equal(s.device, goodv[i].device);
		assert_string_equal(s.name, goodv[i].name);
		assert_int_equal(s.plays, goodv[i].plays);
		assert_int_equal(s.records, goodv[i].records);
	}
	for (size_t i = 0; i < sizeof(badv) / sizeof(badv[0]); i++)
		assert_int_equal(oh_sounds_parse(&s, badv[i]), EBADMSG);

	return 0;
}

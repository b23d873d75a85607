/**
 * @file test_screens.c  Screens of a telephone that come and go
 */
#include "base/compat.h"
#include "station_fixture.h"
#include "test.h"

/* The last screen that leaves, and how, decides */
int test_screens_screens(void)
{
	static const struct {
		bool        stay;
		const char *first, *second;   /* NULL: it breaks           */
		bool        end, lost;
	} v[] = {
		{ false, "off",    "off",    true,  false },
		{ false, "detach", "detach", false, false },
		{ false, "off",    "detach", false, false },
		{ false, "detach", "off",    true,  false },
		{ false, "off",    NULL,     true,  true },
		{ true,  "off",    NULL,     false, false },
		{ true,  "off",    "off",    false, false },
	};
	cJSON *o = NULL;
	char line[64];
	struct station_fix f;

	memset(&f, 0, sizeof(f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		LIVE_OK(station_init(&f));
		f.prm.stay = v[i].stay;
		LIVE_OK(station_open(&f));
		LIVE_OK(peer_open(&f.q, oh_ctl_path(f.ctl)));
		LIVE_OK(peer_await(&f.q, 1));
		LIVE_OK(sta_ask(&f.p, "{\"do\":\"screen\",\"state\":\"on\"}",
			    &o));
		LIVE_OK(sta_ask(&f.q, "{\"do\":\"screen\",\"state\":\"on\"}",
			    &o));
		LIVE_OK(sta_ask(&f.p, "{\"do\":\"status\"}", &o));
		LIVE_INT(peer_number(o, "screens"), 2);
		(void)re_snprintf(line, sizeof(line), "{\"do\":\"screen\","
				  "\"state\":\"%s\"}", v[i].first);
		LIVE_OK(sta_ask(&f.p, line, &o));
		LIVE_TRUE(!f.ended);
		(void)re_snprintf(line, sizeof(line), "{\"do\":\"screen\","
				  "\"state\":\"%s\"}", v[i].second);
		if (v[i].second)
			LIVE_OK(sta_ask(&f.q, line, &o));
		peer_close(&f.q);
		if (v[i].end)
			LIVE_OK(test_loop_until(&f.ended, STATION_MS));
		LIVE_OK(sta_ask(&f.p, "{\"do\":\"status\"}", &o));
		LIVE_INT(f.ended, v[i].end);
		LIVE_INT(f.lost, v[i].lost);
		LIVE_TRUE(f.endc <= 1);
		station_reset(&f);
		memset(&f, 0, sizeof(f));
	}
	cJSON_Delete(o);

	return 0;
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/* Each screen is told to go, and the station stays when they have */
int test_screens_detach_all(void)
{
	cJSON *o = NULL;
	struct station_fix f;

	LIVE_OK(station_start(&f));
	LIVE_OK(peer_open(&f.q, oh_ctl_path(f.ctl)));
	LIVE_OK(peer_await(&f.q, 1));
	LIVE_OK(sta_ask(&f.q, "{\"do\":\"screen\",\"state\":\"on\"}", &o));
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"detach-all\"}", &o));
	LIVE_OK(peer_await(&f.q, 3));
	o = (cJSON_Delete(o), peer_line(&f.q, 2));
	LIVE_STR(peer_text(o, "event"), "detach");
	peer_close(&f.q);
	do {
		LIVE_OK(sta_ask(&f.p, "{\"do\":\"status\"}", &o));
	} while (peer_number(o, "screens") > 0);
	LIVE_TRUE(!f.ended);
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"screen\",\"state\":\"away\"}", &o));
	LIVE_STR(peer_text(o, "error"), "state: on, detach or off");
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"quit\"}", &o));
	LIVE_TRUE(f.ended && !f.lost);
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/* A screen that is stopped is no crash: the calls stay */
int test_screens_deaf(void)
{
	enum { LINE = 32 * 1024, LINES = 100 };
	cJSON *o = NULL;
	struct station_fix f;
	char *line = malloc(LINE);

	LIVE_OK(station_start(&f));
	LIVE_OK(peer_open(&f.q, oh_ctl_path(f.ctl)));
	LIVE_OK(peer_await(&f.q, 1));
	LIVE_OK(sta_ask(&f.q, "{\"do\":\"screen\",\"state\":\"on\"}", &o));
	LIVE_OK(sta_ask(&f.q, "{\"do\":\"events\"}", &o));
	memset(line, 'x', LINE);
	line[LINE - 1] = '\0';
	for (int i = 0; i < LINES; i++)
		oh_ctl_tell(f.ctl, NULL, line);
	fd_close(f.q.fd);
	do {
		LIVE_OK(sta_ask(&f.p, "{\"do\":\"status\"}", &o));
	} while (peer_number(o, "screens") > 0);
	LIVE_TRUE(!f.ended);
 out:
	free(line);
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/* It was started for a screen that never came */
int test_screens_no_screen(void)
{
	struct station_fix f;

	LIVE_OK(station_init(&f));
	f.prm.screen_ms = 50;
	LIVE_OK(station_open(&f));
	LIVE_OK(test_loop_until(&f.ended, STATION_MS));
	LIVE_TRUE(f.lost);
 out:
	station_reset(&f);
	return 0;
}

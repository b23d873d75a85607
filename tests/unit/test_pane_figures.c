/**
 * @file test_pane_figures.c  How a call sounds, and what happened
 */
#include "base/compat.h"
#include <math.h>
#include "test.h"
#include "cellstext.h"
#include "pane_fixture.h"

/* n seconds of a call that gets worse, and better again */
static void sound(struct pane *p, uint32_t n)
{
	struct oh_board_call *c = &p->call;

	pane_call(p);
	for (uint32_t i = 0; i < n; i++) {
		const double turn = fabs((double)(i % 120) - 60.0) / 60.0;

		c->mosv[c->mosc++ % OH_BOARD_MOS_MAX] =
			(float)(1.6 + 2.8 * turn);
	}
	c->quality = (struct oh_board_quality){
		.known = true, .loss_pct = 0.4, .jitter_ms = 3.25,
		.rtt_ms = 20.0, .mos = 4.3,
	};
	str_ncpy(c->srtp, "AES_CM_128_HMAC_SHA1_80", sizeof(c->srtp));
	str_ncpy(c->tls, "TLSv1.3", sizeof(c->tls));
}

int test_pane_quality_figures(void)
{
	struct pane p;
	int err;

	TEST_OK(err = pane_open(&p, &oh_pane_quality, 80, 20));
	assert_true(pane_shows(&p, "No call."));
	pane_call(&p);
	assert_true(pane_shows(&p, "Figures come a second after"));
	p.call.answered_ms = 0;
	assert_true(pane_shows(&p, "Figures come when it is answered."));
	sound(&p, 60);
	pane_row_is(&p, 0, "MOS 4.3 good      loss 0.4 %        "
		    "jitter 3.2 ms     round trip 20 ms");
	assert_int_equal(pane_style(&p, "4.3 good"), OH_STYLE_GOOD);
	assert_true(pane_shows(&p, "SRTP AES_CM_128_HMAC_SHA1_80"));
	assert_true(pane_shows(&p, "we say    -23 dBov"));
	assert_true(pane_shows(&p, "they say  silence"));
	assert_true(pane_shows(&p, "MOS, last 60 s"));
	p.call.quality = (struct oh_board_quality){
		true, 12.0, NAN, -1.0, 2.0
	};
	pane_row_is(&p, 0, "MOS 2.0 bad       loss 12.0 %       "
		    "jitter -          round trip -");
	assert_int_equal(pane_style(&p, "12.0 %"), OH_STYLE_POOR);
	p.call.us_db = NAN;
	p.call.them_db = 1e300;
	pane_torture(&p, 100, 14);
out:
	pane_close(&p);

	return err;
}

int test_pane_quality_snapshots(void)
{
	static const struct {
		const char *name;
		int w, h;
		bool ascii;
		uint32_t n;
	} shotv[] = {
		{ "pane-quality",        80, 24, false, 60 },
		{ "pane-quality-long",   80, 16, false, 500 },
		{ "pane-quality-wide",  120, 40, false, 100 },
		{ "pane-quality-ascii",  60, 12, true,  500 },
		{ "pane-quality-narrow", 24, 10, false, 20 },
	};
	struct pane p;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(shotv); i++) {
		TEST_OK(err = pane_open(&p, &oh_pane_quality, shotv[i].w,
					shotv[i].h));
		sound(&p, shotv[i].n);
		p.cells->ascii = shotv[i].ascii;
		pane_paint(&p);
		cells_snapshot(p.cells, shotv[i].name);
		pane_close(&p);
		memset(&p, 0, sizeof(p));
	}
out:
	pane_close(&p);

	return err;
}

static void say(struct pane *p, int from, int to)
{
	char text[32];

	for (int i = from; i < to; i++) {
		(void)snprintf(text, sizeof(text), "line %d", i);
		oh_board_say(p->board, i % 5 == 3, text);
	}
}

/* It follows, unless an older line is looked at; that one stays */
int test_pane_log_follows(void)
{
	struct pane p;
	int err;

	test_clock_freeze(true);
	TEST_OK(err = pane_open(&p, &oh_pane_log, 60, 6));
	assert_true(pane_shows(&p, "Nothing has happened yet."));
	say(&p, 0, 12);
	assert_true(pane_shows(&p, "line 11"));
	assert_false(pane_shows(&p, "line 5"));
	assert_int_equal(pane_style(&p, "line 8"), OH_STYLE_ALERT);
	assert_true(pane_shows(&p, " !03:"));
	assert_true(pane_order(&p, "pgup"));
	assert_true(pane_shows(&p, "line 6"));
	say(&p, 12, 20);
	assert_true(pane_shows(&p, "line 6"));
	assert_false(pane_shows(&p, "line 19"));
	/* It scrolls out at last */
	say(&p, 20, 600);
	assert_true(pane_shows(&p, "line 100"));
	assert_true(pane_order(&p, "down"));
	assert_true(pane_order(&p, "bottom"));
	assert_true(pane_shows(&p, "line 599"));
	say(&p, 600, 601);
	assert_true(pane_shows(&p, "line 600"));
out:
	pane_close(&p);
	test_clock_freeze(false);

	return err;
}

int test_pane_log_search(void)
{
	static const struct { const char *order, *search; } stepv[] = {
		{ "prev", "line 9" }, { "prev", "Line 3" },
		{ "prev", "LINE 13" }, { "next", "line 3" },
	};
	struct pane p;
	int err;

	test_clock_freeze(true);
	TEST_OK(err = pane_open(&p, &oh_pane_log, 40, 5));
	say(&p, 0, 15);
	oh_board_say(p.board, false, "\x1b]0;evil\x07 \xe2\x80\xae");
	for (size_t i = 0; i < ARRAY_SIZE(stepv); i++) {
		char row[64] = "line";

		p.view.search = stepv[i].search;
		assert_true(pane_order(&p, stepv[i].order));
		str_ncpy(row + 4, stepv[i].search + 4, sizeof(row) - 4);
		assert_int_equal(pane_style(&p, row), OH_STYLE_MATCH);
	}
	assert_false(pane_order(&p, "open"));
	pane_torture(&p, 60, 8);
out:
	pane_close(&p);
	test_clock_freeze(false);

	return err;
}

int test_pane_log_snapshots(void)
{
	struct pane p;
	int err;

	test_clock_freeze(true);
	TEST_OK(err = pane_open(&p, &oh_pane_log, 80, 24));
	oh_board_say(p.board, false, "calling Anna Bell by simulated");
	oh_board_say(p.board, false, "Anna Bell has answered: PCMU/8000");
	oh_board_say(p.board, true, "+14255550110 did not answer: busy");
	oh_board_say(p.board, false, "a name that goes on and on and on and "
		     "on and on and on and on and on and on and on and on");
	assert_true(pane_order(&p, "up"));
	p.view.search = "busy";
	pane_paint(&p);
	cells_snapshot(p.cells, "pane-log");
	TEST_OK(err = pane_size(&p, 40, 4));
	p.cells->ascii = true;
	pane_paint(&p);
	cells_snapshot(p.cells, "pane-log-ascii");
out:
	pane_close(&p);
	test_clock_freeze(false);

	return err;
}

/* With nothing there yet, each says what would be, and how to get it */
int test_pane_empty_snapshots(void)
{
	static const struct oh_pane_class *const classv[] = {
		&oh_pane_history, &oh_pane_contacts, &oh_pane_ladder,
		&oh_pane_quality, &oh_pane_log,
	};
	struct pane p;
	char name[64];
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(classv); i++) {
		TEST_OK(err = pane_open(&p, classv[i], 60, 12));
		pane_paint(&p);
		(void)snprintf(name, sizeof(name), "pane-empty-%s",
			       classv[i]->name);
		cells_snapshot(p.cells, name);
		if (!test_is_oom())
			pane_torture(&p, 60, 12);
		pane_close(&p);
		memset(&p, 0, sizeof(p));
	}
out:
	pane_close(&p);

	return err;
}

/**
 * @file test_pane_lists.c  History and contacts
 */
#include "base/compat.h"
#include "test.h"
#include "cellstext.h"
#include "pane_fixture.h"

static const char people[] =
	"\"Anna Bell\" <sip:+14255550100@example.com>\n"
	"\"Night desk\" <+14255550110>\n"
	"\"Zo\xc3\xab Annand\" <+442079460000>\n";

/** An order, and what is selected and said then */
struct step {
	const char *order, *search, *row, *said;
};

static void walk(struct pane *p, const struct step *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		p->said[0] = '\0';
		p->view.search = v[i].search;
		pane_paint(p);
		assert_true(pane_order(p, v[i].order));
		assert_true(pane_shows(p, v[i].row));
		assert_string_equal(p->said, v[i].said);
	}
}

int test_pane_contacts(void)
{
	static const struct step stepv[] = {
		{ "top",  "", "› Anna Bell", "" },
		{ "down", "", "› Night desk", "" },
		{ "open", "", "› Night desk", "call +14255550110\n" },
		{ "next", "ANN", "› Zoë Annand", "" },
		{ "next", "ANN", "› Anna Bell", "" },
		{ "prev", "ANN", "› Zoë Annand", "" },
		{ "open", "2079", "› Zoë Annand", "call +442079460000\n" },
		{ "open", "nobody", "No name or number fits.", "" },
		{ "bottom", "", "› Zoë Annand", "" },
	};
	struct pane p;
	int err;

	TEST_OK(err = pane_open(&p, &oh_pane_contacts, 60, 10));
	assert_true(pane_shows(&p, "No contacts yet."));
	assert_true(pane_order(&p, "open"));
	TEST_OK(err = pane_contacts(&p, people));
	walk(&p, stepv, ARRAY_SIZE(stepv));
	assert_false(pane_order(&p, "back"));
	p.view.search = "ann";
	assert_int_equal(pane_style(&p, "Anna"), OH_STYLE_MATCH);
	assert_int_equal(pane_style(&p, "a Bell"), OH_STYLE_NORMAL);
	assert_false(pane_shows(&p, "Night desk"));
	assert_true(pane_order(&p, "top"));
	p.cells->ascii = true;
	pane_row_is(&p, 0, "> Anna Bell                        "
		    "+14255550100");
	/* Where Enter would go elsewhere, nothing stands out */
	p.view.search = "";
	assert_int_equal(pane_style(&p, "Anna"), OH_STYLE_SELECTED);
	p.view.focus = false;
	assert_int_equal(pane_style(&p, "Anna"), OH_STYLE_NORMAL);
out:
	pane_close(&p);

	return err;
}

int test_pane_history(void)
{
	static const struct step stepv[] = {
		{ "top",  "", "› ← today 17:40", "" },
		{ "down", "", "› → today 16:47", "" },
		{ "open", "", "› → today 16:47", "call +14255550100\n" },
		{ "pgdn", "", "› → 2025-10-20", "" },
		{ "top",  "anna", "› → today 16:47", "" },
		{ "next", "anna", "› → 2025-10-20", "" },
		{ "next", "anna", "› → today 16:47", "" },
		{ "top",  "busy", "› → 11-23 15:47", "" },
		{ "open", "busy", "all, with busy: 1 of 6",
		  "call +14255550110\n" },
		{ "open", "xyz", "No such call.", "" },
		{ "filter", "", "missed: 1 of 6", "" },
		{ "filter", "", "incoming: 2 of 6", "" },
		{ "bottom", "", "(number withheld)", "" },
		{ "open", "", "(number withheld)", "" },
		{ "ladder", "", "(number withheld)", "ladder h3\n" },
		{ "filter", "", "outgoing: 4 of 6", "" },
		{ "back", "", "Ended", "" },
	};
	struct pane p;
	int err;

	TEST_OK(err = pane_open(&p, &oh_pane_history, 80, 8));
	assert_true(pane_shows(&p, "No calls yet."));
	assert_false(pane_order(&p, "ladder"));
	TEST_OK(err = pane_history(&p));
	walk(&p, stepv, ARRAY_SIZE(stepv));
	assert_false(pane_order(&p, "back"));
	assert_int_equal(pane_style(&p, "missed"), OH_STYLE_ALERT);
	assert_int_equal(pane_style(&p, "busy"), OH_STYLE_POOR);
	assert_int_equal(pane_style(&p, "answered"), OH_STYLE_GOOD);
out:
	pane_close(&p);

	return err;
}

/* Another call ends while somebody looks at one: Enter calls the one seen */
int test_pane_history_stays(void)
{
	struct oh_history *later = NULL;
	struct oh_past past = { .id = "h7", .number = "+14255550199" };
	struct pane p;
	int err;

	TEST_OK(err = pane_open(&p, &oh_pane_history, 80, 8));
	TEST_OK(err = pane_history(&p));
	assert_true(pane_order(&p, "down"));
	TEST_OK(err = oh_history_alloc(&later));
	TEST_OK(err = oh_history_add(later, &past));
	for (size_t i = 0; i < oh_history_count(p.history); i++)
		TEST_OK(err = oh_history_add(later,
					     oh_history_at(p.history, i)));
	p.prm.history = later;
	assert_true(pane_shows(&p, "› → today 16:47"));
	assert_true(pane_order(&p, "open"));
	assert_string_equal(p.said, "call +14255550100\n");
out:
	pane_close(&p);
	mem_deref(later);

	return err;
}

/* What strangers sent can be no second word, no option, no escape */
int test_pane_history_hostile(void)
{
	static const char *const numberv[] = {
		"quit now", "--from=1", "a\"b", "a'b", "a\nquit",
		"\x1b[2J", "a\\b", "a\tb",
	};
	struct pane p;
	int err;

	TEST_OK(err = pane_open(&p, &oh_pane_history, 80, 12));
	for (size_t i = 0; i < ARRAY_SIZE(numberv); i++) {
		struct oh_past past = { .id = "x", .incoming = true,
					.disposition = "\x9b" "2J" };

		str_ncpy(past.number, numberv[i], sizeof(past.number));
		TEST_OK(err = oh_history_add(p.history, &past));
	}
	for (size_t i = 0; i < ARRAY_SIZE(numberv); i++) {
		assert_true(pane_order(&p, "open"));
		assert_true(pane_order(&p, "down"));
	}
	assert_string_equal(p.said, "");
	pane_torture(&p, 90, 8);
out:
	pane_close(&p);

	return err;
}

static const struct {
	const struct oh_pane_class *cls;
	const char *name;
	int w, h;
	bool ascii;
	const char *search;
} shotv[] = {
	{ &oh_pane_history,  "pane-history",        80, 24, false, "" },
	{ &oh_pane_history,  "pane-history-search", 80, 24, false, "anna" },
	{ &oh_pane_history,  "pane-history-wide",  120, 40, false, "" },
	{ &oh_pane_history,  "pane-history-ascii",  60, 10, true,  "" },
	{ &oh_pane_history,  "pane-history-narrow", 30, 10, false, "" },
	{ &oh_pane_contacts, "pane-contacts",       80, 24, false, "" },
	{ &oh_pane_contacts, "pane-contacts-search", 80, 24, false, "ann" },
	{ &oh_pane_contacts, "pane-contacts-narrow", 30, 6, true, "" },
};

int test_pane_lists_snapshots(void)
{
	struct pane p;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(shotv); i++) {
		TEST_OK(err = pane_open(&p, shotv[i].cls, shotv[i].w,
					shotv[i].h));
		TEST_OK(err = pane_history(&p));
		TEST_OK(err = pane_contacts(&p, people));
		p.cells->ascii = shotv[i].ascii;
		p.view.search = shotv[i].search;
		pane_paint(&p);
		cells_snapshot(p.cells, shotv[i].name);
		if (!test_is_oom())
			pane_torture(&p, 130, 12);
		pane_close(&p);
		memset(&p, 0, sizeof(p));
	}
out:
	pane_close(&p);

	return err;
}

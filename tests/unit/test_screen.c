/**
 * @file test_screen.c  The dialer's screen: keys in, orders out
 */
#include "base/compat.h"
#include "test.h"
#include "phone/order.h"
#include "screen_fixture.h"

/* One after another: keys, and what was said */
struct step {
	const char *keys, *said;
};

static void press(struct screen_fixture *f, const struct step *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		screen_keys(f, v[i].keys);
		screen_said(f, v[i].said);
	}
}

#define PRESS(f, ...)                                                  \
	do {                                                           \
		const struct step stepv_[] = { __VA_ARGS__ };          \
		press(f, stepv_, ARRAY_SIZE(stepv_));                  \
	} while (0)

int test_screen_call(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	PRESS(&f, { "(425) 555-0", "" }, { "<Backspace>01", "" },
	      { "00<Left><Backspace>0<End>", "" },
	      { "<Enter>", "call 4255550100\n" },
	      { "<Enter>", "" });      /* one call, not two */
	screen_call_up(&f, CALL_A, "+14255550100", "");
	assert_string_equal(oh_screen_selected(f.screen), CALL_A);
	PRESS(&f, { "h", "hold\n" }, { "m", "mute\n" }, { "r", "record\n" },
	      { "5#", "send-digits 5 " CALL_A "\nsend-digits # " CALL_A
		"\n" },
	      { "t+14255550123<Enter>", "transfer +14255550123\n" },
	      { "x", "hangup\n" }, { ":hold 3f<Enter>", "hold 3f\n" },
	      { "n<Up><Enter>", "call 4255550100\n" });

out:
	screen_drop(&f);
	return err;
}

int test_screen_refused_keeps_the_number(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	PRESS(&f, { "900<Enter>", "call 900\n" });
	oh_screen_say(f.screen, true, "900: premium numbers are not allowed",
		      f.now_ms);
	assert_true(screen_has(&f, "900: premium numbers"));
	PRESS(&f, { "<Enter>", "call 900\n" },
	      { "<Esc>1<Enter>", "call 1\n" });

out:
	screen_drop(&f);
	return err;
}

int test_screen_digits_without_voice(void)
{
	struct screen_fixture f;
	struct oh_screen_wants w;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_voice(&f, NULL);
	/* nobody would hear them: they are a number */
	PRESS(&f, { "12", "" });
	oh_screen_wants(f.screen, &w);
	assert_string_equal(w.look, "12");
	PRESS(&f, { "<Enter>", "call 12\n" });

out:
	screen_drop(&f);
	return err;
}

int test_screen_incoming(void)
{
	struct screen_fixture f;
	struct oh_screen_wants w;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550111", "");
	screen_incoming(&f, CALL_B, "+14255550100", "");
	oh_screen_wants(f.screen, &w);
	assert_true(w.ring);
	assert_string_equal(w.who, "Anna Bell");
	oh_screen_update(f.screen, f.now_ms);
	oh_screen_wants(f.screen, &w);
	assert_false(w.ring);
	/* the card's keys are about who rings, others about the call */
	PRESS(&f, { "a", "answer " CALL_B "\n" },
	      { "x", "reject " CALL_B "\n" }, { "h", "hold\n" });
	assert_true(screen_has(&f, "Somebody calls"));
	PRESS(&f, { "<Esc>", "" });
	assert_false(screen_has(&f, "Somebody calls"));
	PRESS(&f, { "x", "hangup\n" });
	/* another one that rings has a card again, and rings */
	screen_tell(&f, 1, "{\"event\":\"ended\",\"call\":\"" CALL_B "\"}");
	screen_incoming(&f, CALL_C, "+14255550122", "");
	oh_screen_wants(f.screen, &w);
	assert_true(w.ring);
	assert_true(screen_has(&f, "Somebody calls"));

out:
	screen_drop(&f);
	return err;
}

/* Each that rings has its card, and is told of once; those of other
   processes are theirs */
int test_screen_several_ring(void)
{
	struct screen_fixture f;
	struct oh_screen_wants w;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_tell(&f, 2, "{\"event\":\"incoming\",\"call\":\"" CALL_C
		    "\",\"number\":\"+14255550133\"}");
	oh_screen_wants(f.screen, &w);
	assert_false(w.ring);
	assert_false(screen_has(&f, "Somebody calls"));
	screen_incoming(&f, CALL_A, "+14255550111", "");
	screen_incoming(&f, CALL_B, "+14255550122", "");
	oh_screen_wants(f.screen, &w);
	assert_true(w.ring);
	assert_string_equal(w.who, "+14255550122");
	assert_true(screen_has(&f, "1 more rings"));
	PRESS(&f, { "<Esc>a", "answer " CALL_B "\n" }, { "<Esc>", "" });
	assert_false(screen_has(&f, "Somebody calls"));

out:
	screen_drop(&f);
	return err;
}

int test_screen_leave(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	PRESS(&f, { "q", "quit\n" });
	assert_false(oh_screen_order(f.screen, "quit", "", f.now_ms));
	screen_call_up(&f, CALL_A, "+14255550100", "");
	PRESS(&f, { "q", "" }, { "h", "" }, { "<Esc>", "" },
	      { "h", "hold\n" }, { "q", "" }, { "d", "detach\n" },
	      { "x", "quit now\n" });
	assert_true(oh_screen_order(f.screen, "quit", "", f.now_ms));
	assert_false(oh_screen_order(f.screen, "quit", "now", f.now_ms));
	/* the question goes with its reason */
	screen_tell(&f, 1, "{\"event\":\"ended\",\"call\":\"" CALL_A "\"}");
	PRESS(&f, { "q", "quit\n" });

out:
	screen_drop(&f);
	return err;
}

int test_screen_select_and_join(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_call_up(&f, CALL_B, "+14255550111", "");
	screen_call_up(&f, CALL_C, "+14255550122", "");
	assert_string_equal(oh_screen_selected(f.screen), CALL_C);
	screen_keys(&f, "c<Home><Space>");
	assert_string_not_equal(oh_screen_selected(f.screen), CALL_C);
	screen_keys(&f, "<Home>j<Space>");
	assert_string_equal(oh_screen_selected(f.screen), CALL_B);
	PRESS(&f, { "<Enter>", "talk\n" });
	screen_keys(&f, "<End>");
	screen_keys(&f, "J");
	assert_int_equal(f.says, 1);
	assert_non_null(strstr(f.said, "join "));
	assert_non_null(strstr(f.said, CALL_B));
	f.said[0] = '\0';
	/* nothing is marked any more: it must be typed */
	PRESS(&f, { "J3f<Enter>", "join 3f\n" });
	assert_true(oh_screen_order(f.screen, "select", CALL_A, f.now_ms));
	assert_string_equal(oh_screen_selected(f.screen), CALL_A);
	assert_false(oh_screen_order(f.screen, "select", "nosuch",
				     f.now_ms));

out:
	screen_drop(&f);
	return err;
}

/* Of two calls it is plain which shall be joined; of a transfer, too, the
   other one is a word away */
int test_screen_join_two(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_call_up(&f, CALL_B, "+14255550111", "");
	PRESS(&f, { "J<Enter>", "join +14255550100\n" },
	      { "t<Tab>", "" });
	assert_true(screen_has(&f, "#1"));
	PRESS(&f, { "#<Tab><Enter>", "transfer #1 \n" });
	/* what is offered takes whole rows: nothing else shows beside it */
	oh_screen_say(f.screen, true, "a long message, so long that it takes "
		      "two rows of the screen, of which the first ends here",
		      f.now_ms);
	screen_keys(&f, ":re<Tab>");
	assert_false(screen_has(&f, "takes two"));
	screen_keys(&f, "<Esc><Esc>?");
	assert_false(screen_has(&f, "ends here"));

out:
	screen_drop(&f);
	return err;
}

int test_screen_selection_follows(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_call_up(&f, CALL_B, "+14255550111", "");
	/* the voice goes to another */
	screen_voice(&f, CALL_A);
	assert_string_equal(oh_screen_selected(f.screen), CALL_A);
	/* a list of them that was longer under way makes none a new one */
	f.now_ms += 1000;
	screen_tell(&f, 1, "{\"ok\":true,\"calls\":[{\"call\":\"" CALL_A
		    "\",\"state\":\"up\",\"direction\":\"out\",\"age\":9},"
		    "{\"call\":\"" CALL_B "\",\"state\":\"held\","
		    "\"direction\":\"out\",\"age\":0.5}]}");
	assert_string_equal(oh_screen_selected(f.screen), CALL_A);
	/* the selected one ends */
	screen_tell(&f, 1, "{\"event\":\"ended\",\"call\":\"" CALL_A "\"}");
	assert_string_equal(oh_screen_selected(f.screen), CALL_B);
	screen_tell(&f, 1, "{\"event\":\"ended\",\"call\":\"" CALL_B "\"}");
	f.now_ms += 60000;
	(void)oh_board_tick(f.board, f.now_ms);
	oh_screen_update(f.screen, f.now_ms);
	assert_null(oh_screen_selected(f.screen));

out:
	screen_drop(&f);
	return err;
}

int test_screen_command_line(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	PRESS(&f, { ":holx<Esc>", "" },
	      { ":hangu<Tab>all<Enter>", "hangup all\n" },
	      { ":<Up><Enter>", "hangup all\n" },
	      { ":dnd on<Enter>", "dnd on\n" },
	      { ":<Up><Up><Down><Enter>", "dnd on\n" },
	      { ":x<Backspace><Backspace>q", "quit\n" },
	      { ":call 1<Left>2<Enter>", "call 21\n" },
	      { ":<Enter>", "" }, { ":   <Enter>", "" },
	      { ":zoom<Enter>", "" });
	/* several words fit: offered, one after another, and back */
	screen_keys(&f, ":re<Tab>");
	assert_true(screen_has(&f, "resume"));
	assert_true(screen_has(&f, "reject"));
	screen_keys(&f, "<Tab><Tab><BackTab><Esc>");
	assert_false(screen_has(&f, "hold the far end no longer"));
	screen_keys(&f, "<Esc>");
	PRESS(&f, { "d", "dnd\n" });

out:
	screen_drop(&f);
	return err;
}

/* Orders that are typed are handed out to be kept, searches and keys are not;
   what was kept comes back by Up */
int test_screen_remembers(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	oh_screen_remember(f.screen, "call +14255550100");
	oh_screen_remember(f.screen, "dnd off");
	PRESS(&f, { ":<Up><Up><Enter>", "call +14255550100\n" },
	      { ":<Up><Up><Enter>", "dnd off\n" },
	      { ":<Enter>", "" }, { "/anna<Enter><Esc>", "" },
	      { "d", "dnd\n" }, { ": d 47<Enter>", " d 47\n" });
	assert_string_equal(f.kept, "call +14255550100\ndnd off\n d 47\n");
out:
	screen_drop(&f);
	return err;
}

/* A call placed from a list has the keys when it is there */
int test_screen_focus_follows(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	PRESS(&f, { "<F5><Enter>", "call +14255550100\n" });
	screen_call_up(&f, CALL_A, "+14255550100", "");
	PRESS(&f, { "1", "send-digits 1 " CALL_A "\n" });
	/* one that somebody else placed does not */
	screen_keys(&f, "<F4>");
	f.now_ms += 60000;
	screen_call_up(&f, CALL_B, "+14255550111", "");
	PRESS(&f, { "1<Enter>", "call 1\n" });
	/* one that was answered here does */
	screen_voice(&f, NULL);
	screen_incoming(&f, CALL_C, "+14255550122", "");
	PRESS(&f, { "a", "answer " CALL_C "\n" });
	screen_tell(&f, 1, "{\"event\":\"answered\",\"call\":\"" CALL_C
		    "\"}");
	screen_voice(&f, CALL_C);
	PRESS(&f, { "#", "send-digits # " CALL_C "\n" });

out:
	screen_drop(&f);
	return err;
}

/* What a key stands for can be typed as well */
int test_screen_orders_of_keys(void)
{
	/* words of panes */
	static const char *const ownv[] = { "save", "save-text", "filter" };
	const struct oh_key_default *d;
	const struct oh_order_about *a;

	for (size_t i = 0; (d = oh_keys_default(i)); i++) {
		const char *word = d->order + (*d->order == ':');
		const size_t n = strcspn(word, " ");
		bool known = false;

		for (size_t k = 0; !known && (a = oh_order_at(k)); k++)
			known = strlen(a->name) == n &&
				0 == strncmp(a->name, word, n);
		for (size_t k = 0; k < ARRAY_SIZE(ownv); k++)
			known = known || 0 == strcmp(ownv[k], word);
		if (!known)
			fail_msg("%s %s: %s", d->pane, d->key, d->order);
	}

	return 0;
}

int test_screen_help(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_keys(&f, "?");
	assert_true(screen_has(&f, "call the number"));
	assert_int_equal(oh_keys_set(f.keys, "F9", "say hello"), 0);
	screen_keys(&f, "<End>");
	assert_true(screen_has(&f, "zoom"));
	screen_keys(&f, "<Home>");
	/* what a pager does, and how it goes on */
	assert_true(screen_has(&f, "Esc Close  Down More"));
	screen_keys(&f, "<Space>");
	assert_false(screen_has(&f, "call the number"));
	assert_true(screen_has(&f, "Esc Close"));
	screen_keys(&f, "<Home>");
	PRESS(&f, { "x", "" }, { "q", "quit\n" }, { "?", "" }, { "q", "" });
	screen_keys(&f, ":help transfer<Enter>");
	assert_true(screen_has(&f, "put the far end through"));
	PRESS(&f, { ":help nosuch<Enter>", "help nosuch\n" });
	TEST_OK(err = screen_resize(&f, 180, 100));
	screen_keys(&f, "?");
	assert_true(screen_has(&f, "say hello"));
	assert_true(screen_has(&f, "\xe2\x99\xaa           you talk here"));

out:
	screen_drop(&f);
	return err;
}

int test_screen_wants(void)
{
	struct screen_fixture f;
	struct oh_screen_wants w;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	oh_screen_wants(f.screen, &w);
	assert_string_equal(w.look, "");
	assert_null(w.ladder);
	assert_false(w.ring);
	assert_true(w.tick_ms > 1000);
	screen_keys(&f, "42");
	oh_screen_wants(f.screen, &w);
	assert_string_equal(w.look, "42");
	screen_call_up(&f, CALL_A, "+14255550100", "");
	oh_screen_wants(f.screen, &w);
	assert_true(w.tick_ms > 0 && w.tick_ms <= 1000);

out:
	screen_drop(&f);
	return err;
}

/* A call has the voice, and there is nothing to speak into */
int test_screen_voiceless(void)
{
	static const char *const whyv[] = { "", "no handset: nobody hears" };
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_call_up(&f, CALL_A, "+14255550100", "");
	for (int i = 0; i < 4; i++) {
		char line[256];

		(void)snprintf(line, sizeof(line), "{\"event\":\"phone\","
			       "\"handset\":\"none\",\"handset_why\":"
			       "\"%s\",\"talking\":[%s]}", whyv[i & 1],
			       i & 2 ? "\"" CALL_A "\"" : "");
		screen_tell(&f, 1, line);
		assert_int_equal(screen_has(&f, "nobody hears"), i == 3);
	}

out:
	screen_drop(&f);
	return err;
}

int test_screen_messages(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	assert_false(screen_has(&f, "is not there"));
	screen_tell(&f, 1, "{\"event\":\"phone\",\"handset\":\"baresip\","
		    "\"handset_state\":\"failed\",\"handset_why\":\"no "
		    "sound device opens\"}");
	assert_true(screen_has(&f, "no sound device opens"));
	oh_board_hang_peer(f.board, 1, true);
	assert_true(screen_has(&f, "PHONE DOES NOT ANSWER"));
	assert_true(screen_has(&f, "kill -KILL"));
	oh_board_hang_peer(f.board, 1, false);
	assert_false(screen_has(&f, "NOT ANSWER"));
	oh_screen_say(f.screen, false, "said", f.now_ms);
	assert_true(screen_has(&f, "said"));
	f.now_ms += 60000;
	assert_false(screen_has(&f, "said"));
	oh_screen_say(f.screen, true, "A very long sentence that does not "
		      "fit into one row of the screen because it says what "
		      "went wrong, where, and how to mend IT", f.now_ms);
	assert_true(screen_has(&f, "mend IT"));
	f.now_ms += 60000;
	oh_board_drop_peer(f.board, 1, f.now_ms);
	oh_screen_update(f.screen, f.now_ms);
	assert_true(screen_has(&f, "is not there"));
	assert_true(screen_has(&f, "S Start phone"));
	screen_keys(&f, "1");
	assert_true(screen_has(&f, "there is no phone"));

out:
	screen_drop(&f);
	return err;
}

/* From pane to pane that is shown, there and back; one alone: all of them */
int test_screen_focus_around(void)
{
	static const char *const shownv[] = {
		"[Calls]", "[History]", "[Number]",
	};
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_paint(&f);
	assert_true(screen_has(&f, "[Number]"));
	for (size_t i = 0; i < ARRAY_SIZE(shownv); i++) {
		screen_keys(&f, "<Tab>");
		assert_true(screen_has(&f, shownv[i]));
	}
	screen_keys(&f, "<BackTab>");
	assert_true(screen_has(&f, "[History]"));
	screen_keys(&f, "z<Tab>");
	assert_true(screen_has(&f, "[Contacts]"));
	screen_keys(&f, "<BackTab><BackTab>");
	assert_true(screen_has(&f, "[Calls]"));
out:
	screen_drop(&f);
	return err;
}

/* A pane by its name, and what is looked for there */
int test_screen_orders_of_panes(void)
{
	static const struct { const char *keys, *has; } v[] = {
		{ ":calls<Enter>", "[Calls]" },
		{ ":log<Enter>", "[Log]" },
		{ ":contacts<Enter>", "[Contacts]" },
		{ ":quality<Enter>", "[Quality]" },
		{ ":entry<Enter>", "[Number]" },
		{ ":keypad<Enter>", "[Number]" },
		{ ":log mend<Enter>", "Search: mend" },
	};
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		screen_keys(&f, v[i].keys);
		if (!screen_has(&f, v[i].has))
			fail_msg("%s: no %s", v[i].keys, v[i].has);
	}
	assert_int_equal(f.says, 0);
out:
	screen_drop(&f);
	return err;
}

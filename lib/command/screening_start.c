/**
 * @file screening_start.c  phoned is started anew, while the screen goes on
 *
 *   S ──▶ "starting the phone" ──▶ it is there │ why it is not, what to do
 */
#include <errno.h>
#include "command/screening_priv.h"

enum { SAID_SIZE = 256 };

/* The last it has said is why; without that there is the log. A long one is
   cut at its end */
static void say_why(struct screening *s, const char *what)
{
	const struct oh_phoned_birth *b = s->birth.b;
	char said[SAID_SIZE];
	const char *why = said;

	oh_phoned_said(b, said, sizeof(said));
	if (0 == strncmp(why, "phoned: ", 8))
		why += 8;
	if (*why)
		oh_screening_say(s, true, "the phone %s; S starts it when "
				 "this is mended: %s", what, why);
	else
		oh_screening_say(s, true, "the phone %s, and has not said "
				 "why in %s; S starts it again", what,
				 oh_phoned_birth_log(b));
}

static void look(void *arg)
{
	struct screening *s = arg;
	int err = oh_phoned_look(s->birth.b);

	switch (err) {

	case EAGAIN:
		tmr_start(&s->birth.tmr, SCREENING_BIRTH_MS, look, s);
		break;

	case ESRCH:
		say_why(s, "has ended at once");
		break;

	case ETIMEDOUT:
		say_why(s, "does not speak");
		break;

	default:
		oh_screening_say(s, true, "start: phoned: %s", strerror(err));
		break;
	}
}

/* One that hangs is in the way of another */
static bool is_there(struct screening *s)
{
	const struct oh_board_phone *p = oh_board_phone(s->board);
	char text[SCREENING_HUNG];

	if (!p->here)
		return false;
	if (oh_board_is_hung(s->board, p->peer)) {
		oh_board_hung_text(text, sizeof(text), s->board, p->peer);
		oh_screening_say(s, true, "start: %s; S starts another then",
				 text);
	}
	else
		oh_screening_say(s, false, "start: the phone is there");

	return true;
}

/**
 * Start phoned anew
 *
 * @param s Screening
 */
void oh_screening_start_phone(struct screening *s)
{
	const struct oh_phoned_prm prm = {
		.handset = s->o->handset,
		.devices = s->o->devices,
	};
	int err;

	if (is_there(s))
		return;
	if (tmr_isrunning(&s->birth.tmr)) {
		oh_screening_say(s, false, "start: the phone is on its way");
		return;
	}
	s->birth.b = mem_deref(s->birth.b);
	err = oh_phoned_begin(&s->birth.b, s->app, &prm);
	if (err) {
		oh_screening_say(s, true, "start: phoned: %s", strerror(err));
		return;
	}
	oh_screening_say(s, false, "starting the phone");
	tmr_start(&s->birth.tmr, SCREENING_BIRTH_MS, look, s);
}

/**
 * What is connected to is there, or is gone
 *
 * @param s    Screening
 * @param here Whether it is there
 */
void oh_screening_started(struct screening *s, bool here)
{
	if (!s->birth.b)
		return;
	tmr_cancel(&s->birth.tmr);
	if (here)
		oh_screening_say(s, false, "the phone has been started");
	else
		oh_screening_start_stop(s);
}

/** It is not looked after any more */
void oh_screening_start_stop(struct screening *s)
{
	tmr_cancel(&s->birth.tmr);
	s->birth.b = mem_deref(s->birth.b);
}

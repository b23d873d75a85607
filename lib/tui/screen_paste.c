/**
 * @file screen_paste.c  The dialer's screen: what was pasted
 *
 * Nobody knows what stands in it: it is typed where something can be typed,
 * and no letter of it is a key.
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/screen_priv.h"

static bool is_letter(uint32_t code)
{
	return code >= 0x80 || (code >= 'A' && code <= 'Z') ||
	       (code >= 'a' && code <= 'z') || code == '@';
}

static bool has_letter(const char *text)
{
	uint32_t code;
	int width;

	while (oh_safe_next(&text, &code, &width))
		if (is_letter(code))
			return true;

	return false;
}

static void to_line(struct oh_screen *s, const char *text)
{
	uint32_t code;
	int width;

	while (oh_safe_next(&text, &code, &width))
		if (code >= ' ')
			(void)oh_screen_line_key(s, code);
}

static void to_entry(struct oh_screen *s, const char *text)
{
	uint32_t code;
	int width;

	oh_screen_focus(s, PANE_ENTRY);
	while (oh_safe_next(&text, &code, &width))
		if (code >= ' ')
			(void)s->classv[PANE_ENTRY]->type(
				s->statev[PANE_ENTRY], &s->view, code);
}

/**
 * Take what was pasted
 *
 * It goes to the line being typed; else a number goes to the number entry,
 * and anything else behind ":call ", to be looked at and done with Enter.
 *
 * @param text   UTF-8, perhaps a stranger's
 * @param now_ms Time
 */
void oh_screen_paste(struct oh_screen *s, const char *text, uint64_t now_ms)
{
	(void)oh_screen_view(s, now_ms);
	if (s->over != OVER_NONE)
		return;
	text += strspn(text, " ");
	if (s->typing == TYPING_NO && !has_letter(text)) {
		to_entry(s, text);
		return;
	}
	if (s->typing == TYPING_NO)
		oh_screen_type(s, TYPING_ORDER, "call ");
	to_line(s, text);
}
